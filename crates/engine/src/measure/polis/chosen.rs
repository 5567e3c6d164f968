//! What Polis shows of its figures: representative statements, consensus, group-informed agreement.

use super::statistics::{Counts, GroupStatistics, one_proportion};
use crate::interval::Z90_ONE_SIDED;

/// At most so many statements in a list.
const SHOWN_MAX: usize = 5;

/// A statement that stands for a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Representative {
    /// Index into the statements of the map.
    pub statement: usize,
    /// 0: for agreeing with it; 1: for disagreeing.
    pub direction: usize,
    /// Whether it heads the list as what the group agrees with most.
    pub best_agree: bool,
}

/// A statement that everybody holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Consensus {
    /// Index into the statements of the map.
    pub statement: usize,
    /// Who chose so, of how many.
    pub counts: (u32, u32),
    /// Smoothed share.
    pub share: f64,
    /// One-proportion z.
    pub z: f64,
}

/// What is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    /// By group.
    pub representative: Vec<Vec<Representative>>,
    /// What everybody agrees with, and disagrees with.
    pub consensus: [Vec<Consensus>; 2],
    /// Product over groups of the smoothed shares of agree, and of disagree, by statement.
    pub group_informed: [Vec<f64>; 2],
}

impl Chosen {
    /// From the figures of groups, the totals of everybody and which statements are not moderated out.
    pub fn of(groups: &[Vec<GroupStatistics>], totals: &[Counts], kept: &[bool]) -> Self {
        let product = |direction: usize, at: usize| {
            groups.iter().map(|group| group[at].share[direction]).product::<f64>()
        };
        Self {
            representative: groups.iter().map(|group| representative(group, kept)).collect(),
            consensus: [0, 1].map(|direction| consensus(totals, kept, direction)),
            group_informed: [0, 1]
                .map(|direction| (0..totals.len()).map(|at| product(direction, at)).collect()),
        }
    }
}

/// Statements of one group that pass Polis's tests, at most five: the best agree first, agrees before disagrees.
fn representative(group: &[GroupStatistics], kept: &[bool]) -> Vec<Representative> {
    let significant = |figures: &GroupStatistics, d: usize| {
        figures.ratio_z[d] > Z90_ONE_SIDED && figures.share_z[d] > Z90_ONE_SIDED
    };
    let direction =
        |figures: &GroupStatistics| usize::from(figures.ratio_z[0] <= figures.ratio_z[1]);
    let mut best_agree: Option<usize> = None;
    let mut best: Option<usize> = None;
    let mut passing: Vec<usize> = Vec::new();
    for (at, figures) in group.iter().enumerate().filter(|(at, _)| kept[*at]) {
        if significant(figures, 0) || significant(figures, 1) {
            passing.push(at);
        }
        let larger = |f: &GroupStatistics| f.ratio_z[0].max(f.ratio_z[1]);
        if best.is_none_or(|best| larger(figures) > larger(&group[best])) {
            best = Some(at);
        }
        if beats(figures, best_agree.map(|best| &group[best])) {
            best_agree = Some(at);
        }
    }
    let as_it_is = |at: usize| Representative {
        statement: at,
        direction: direction(&group[at]),
        best_agree: false,
    };
    let as_best = |at: usize| Representative { best_agree: true, ..as_it_is(at) };
    if passing.is_empty() {
        return best_agree.map(as_best).or(best.map(as_it_is)).into_iter().collect();
    }
    let metric = |at: usize| {
        let (figures, d) = (&group[at], direction(&group[at]));
        figures.ratio[d] * figures.ratio_z[d] * figures.share[d] * figures.share_z[d]
    };
    passing.retain(|at| Some(*at) != best_agree);
    passing.sort_by(|a, b| metric(*b).total_cmp(&metric(*a)).then(a.cmp(b)));
    let mut shown: Vec<Representative> = best_agree.map(as_best).into_iter().collect();
    shown.extend(passing.into_iter().map(as_it_is));
    shown.truncate(SHOWN_MAX);
    shown.sort_by_key(|shown| shown.direction);
    shown
}

/// Whether a statement is agreed with more remarkably than the best so far.
fn beats(figures: &GroupStatistics, best: Option<&GroupStatistics>) -> bool {
    let share = |f: &GroupStatistics| f.share[0] * f.share_z[0];
    let with_ratio = |f: &GroupStatistics| f.ratio[0] * f.ratio_z[0] * share(f);
    if figures.counts.agree + figures.counts.disagree == 0 {
        return false;
    }
    match best {
        Some(best) if best.ratio[0] > 1.0 => with_ratio(figures) > with_ratio(best),
        Some(best) => share(figures) > share(best),
        None => {
            figures.share_z[0] > Z90_ONE_SIDED || (figures.ratio[0] > 1.0 && figures.share[0] > 0.5)
        }
    }
}

/// What more than half of everybody holds, at most five, the firmest first.
fn consensus(totals: &[Counts], kept: &[bool], direction: usize) -> Vec<Consensus> {
    let of = |(at, counts): (usize, &Counts)| {
        let chose = [counts.agree, counts.disagree][direction];
        let share = [counts.agree_share(), counts.disagree_share()][direction];
        let z = one_proportion(chose, counts.votes);
        Consensus { statement: at, counts: (chose, counts.votes), share, z }
    };
    let mut held: Vec<Consensus> = totals
        .iter()
        .enumerate()
        .filter(|(at, _)| kept[*at])
        .map(of)
        .filter(|found| found.share > 0.5 && found.z > Z90_ONE_SIDED)
        .collect();
    let firmness = |found: &Consensus| found.share * found.z;
    held.sort_by(|a, b| firmness(b).total_cmp(&firmness(a)).then(a.statement.cmp(&b.statement)));
    held.truncate(SHOWN_MAX);
    held
}
