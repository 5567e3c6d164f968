//! What marks a group: statements on which it differs from everybody else, tested on votes that did not make it.
//!
//! # Definition
//! The statements are dealt into five folds. For each fold, groups are formed without its statements and their labels
//! matched to the groups of all statements (a fold whose groups agree with those by κ below .5 is left out); then the fold's statements are tested with them: the share that agrees
//! (or disagrees) inside against that outside, one-sided, by a two-proportion z in which 1 is added to every count, or
//! by Fisher's exact test where a cell expects fewer than five. All tests of all groups, statements and directions
//! share one Benjamini–Hochberg control. The effect is the difference of the shares with Newcombe's interval.
//!
//! # Limits
//! It is valid because, without structure, votes on a fold's statements do not depend on the votes that made the groups.
//! It does not protect against readiness to agree, which makes groups differ on everything.
//!
//! # Cost
//! Five maps, on at most twenty thousand people, and five passes over the votes of about a hundred thousand.
//!
//! # Source
//! V. Chernozhukov and others, Econom. J. 21 (2018) C1–C68 (cross-fitting); C. Small and others, Recerca 26 (2021) 2
//! (the z of Polis).

use rayon::prelude::*;

use super::grouping::{GroupingSettings, grouping, nearest};
use super::matching::{Matched, NO_GROUP, matched};
use super::opinion_map::{Deviations, Exactness};
use super::vote_matrix::{Choice, VoteMatrix};
use crate::false_discovery::q_values;
use crate::interval::{Share, Z95, difference_of_two, normal_below, wilson};
use crate::random::Seed;

/// Above so many people the folds' groups are formed from a random part of them; the others are then placed.
const PEOPLE_FOR_FOLDS: usize = 20_000;
/// Above about so many people the tests rest on an even part of them.
const PEOPLE_MAX: usize = 100_000;
/// Groups of a fold must be those of all statements at least so far (Cohen's κ), or the fold is not tested.
const KAPPA_MIN: f64 = 0.5;
/// A person needs so many votes outside a fold to be placed by it.
const VOTES_OUTSIDE_MIN: u32 = 3;

/// Choices of the method.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkSettings {
    /// Folds of statements.
    pub folds: usize,
    /// Votes inside and outside the group that a statement needs.
    pub votes_min: u32,
    /// Expected share of false claims among claims.
    pub false_discovery_rate: f64,
    /// Starts of each fold's grouping.
    pub starts: usize,
}

/// One statement in one group in one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// The group.
    pub group: usize,
    /// The statement.
    pub statement: usize,
    /// Agree or disagree.
    pub direction: Choice,
    /// Who chose it and who voted, inside.
    pub inside: (u32, u32),
    /// The same outside.
    pub outside: (u32, u32),
    /// Difference of the shares with its 95 % interval; none below the least number of votes.
    pub difference: Option<Share>,
    /// One-sided.
    pub p_value: Option<f64>,
    /// After control of false discoveries.
    pub q_value: Option<f64>,
    /// Whether it marks the group.
    pub claimed: bool,
}

/// Groups as they are, to be marked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Marked<'a> {
    pub(crate) votes: &'a VoteMatrix,
    pub(crate) counted: &'a [bool],
    /// The group of each person.
    pub(crate) labels: &'a [u8],
    pub(crate) groups: usize,
    pub(crate) least_size: usize,
    /// Axes of all statements, to start from.
    pub(crate) axes: &'a [Vec<f64>; 2],
}

/// Tests every counted statement in every group and both directions; by group, the largest lower bound first.
pub(crate) fn marks(groups: &Marked<'_>, settings: &MarkSettings, seed: &Seed) -> Vec<Mark> {
    let step = groups.votes.people().div_ceil(PEOPLE_MAX).max(1);
    if step == 1 {
        return tested(groups, settings, seed);
    }
    let people: Vec<u32> = (0_u32..).take(groups.votes.people()).step_by(step).collect();
    let votes = groups.votes.part(&people, groups.counted);
    let labels: Vec<u8> = people.iter().map(|person| groups.labels[*person as usize]).collect();
    let least_size = groups.least_size / step;
    tested(&Marked { votes: &votes, labels: &labels, least_size, ..*groups }, settings, seed)
}

fn tested(groups: &Marked<'_>, settings: &MarkSettings, seed: &Seed) -> Vec<Mark> {
    let folds = deal(groups.counted, settings.folds, seed);
    let answers = groups.answers_outside(&folds, settings.folds);
    let labels: Vec<Vec<u8>> = (0..settings.folds)
        .into_par_iter()
        .map(|fold| groups.without((&folds, fold), &answers[fold], settings, seed))
        .collect();
    let counts = groups.counts(&folds, &labels);
    let mut marks = Vec::new();
    for group in 0..groups.groups {
        for statement in (0..groups.counted.len()).filter(|j| groups.counted[*j]) {
            for direction in [Choice::Agree, Choice::Disagree] {
                let (inside, outside) = inside_and_outside(&counts, group, statement, direction);
                let which = (group, statement, direction);
                marks.push(mark(which, inside, outside, settings.votes_min));
            }
        }
    }
    let q: Vec<Option<f64>> = q_values(&marks.iter().map(|m| m.p_value).collect::<Vec<_>>());
    for (mark, q) in marks.iter_mut().zip(q) {
        mark.q_value = q;
        mark.claimed = q.is_some_and(|q| q <= settings.false_discovery_rate);
    }
    let low = |mark: &Mark| mark.difference.map_or(f64::NEG_INFINITY, |d| d.interval.low);
    marks.sort_by(|a, b| a.group.cmp(&b.group).then(low(b).total_cmp(&low(a))));
    marks
}

/// Who chose so and who voted on the statement, in the group and in all others together.
fn inside_and_outside(
    counts: &[Vec<u32>],
    group: usize,
    statement: usize,
    direction: Choice,
) -> ((u32, u32), (u32, u32)) {
    let of = |g: usize| {
        let votes = [0, 1, 2].map(|choice| counts[g][4 * statement + choice]);
        (votes[direction.index()], votes.iter().sum())
    };
    let others = (0..counts.len()).filter(|g| *g != group).map(of);
    (of(group), others.fold((0, 0), |(chose, voted), (c, v)| (chose + c, voted + v)))
}

/// The fold of each counted statement.
fn deal(counted: &[bool], folds: usize, seed: &Seed) -> Vec<usize> {
    let mut order: Vec<usize> = (0..counted.len()).filter(|j| counted[*j]).collect();
    seed.stream("folds").shuffle(&mut order);
    let mut fold = vec![usize::MAX; counted.len()];
    for (at, j) in order.into_iter().enumerate() {
        fold[j] = at % folds.max(1);
    }
    fold
}

impl Marked<'_> {
    /// The group of each person by the statements outside a fold, by the names of the whole.
    fn without(
        &self,
        (folds, fold): (&[usize], usize),
        answers: &[u32],
        settings: &MarkSettings,
        seed: &Seed,
    ) -> Vec<u8> {
        let keep: Vec<bool> =
            (0..self.counted.len()).map(|j| self.counted[j] && folds[j] != fold).collect();
        let is_member =
            |person: usize| self.labels[person] != NO_GROUP && answers[person] >= VOTES_OUTSIDE_MIN;
        let mut chance = seed.stream(&format!("fold {fold}"));
        let part = self.part(&mut chance);
        let part_votes = self.votes.part(&part, &keep);
        let deviations = Deviations::new(&part_votes, &keep);
        let (axes, _) = deviations.axes(Exactness::Resampling, Some(self.axes));
        let spread = |person: usize| {
            (deviations.statements as f64 / f64::from(answers[person].max(1))).sqrt()
        };
        let places = deviations.of_others(self.votes).places(&axes, spread);
        let of_part: Vec<_> =
            part.iter().map(|p| *p as usize).filter(|p| is_member(*p)).map(|p| places[p]).collect();
        let least = self.least_size * of_part.len() / self.votes.people().max(1);
        let wanted = GroupingSettings {
            groups: self.groups,
            starts: settings.starts,
            is_rough: true,
            least_size: least.max(1),
        };
        let Some(found) = grouping(&of_part, &wanted, &mut chance) else {
            return vec![NO_GROUP; self.votes.people()];
        };
        let label = |person: usize| {
            if is_member(person) { nearest(places[person], &found.centres) } else { NO_GROUP }
        };
        let mut labels: Vec<u8> = (0..self.votes.people()).map(label).collect();
        let Matched { meaning, kappa, .. } = matched(self.labels, &labels, self.groups);
        if kappa < KAPPA_MIN {
            // Other groups than those that are told: a mark of theirs would be no mark of these.
            return vec![NO_GROUP; self.votes.people()];
        }
        for label in labels.iter_mut().filter(|label| **label != NO_GROUP) {
            *label = meaning[usize::from(*label)];
        }
        labels
    }

    /// By fold, how many counted statements outside it each person answered.
    fn answers_outside(&self, folds: &[usize], count: usize) -> Vec<Vec<u32>> {
        let mut outside = vec![vec![0; self.votes.people()]; count];
        // The last place is for statements that are not counted.
        let mut inside = vec![0_u32; count + 1];
        for person in 0..self.votes.people() {
            inside.fill(0);
            for cell in self.votes.cells(person) {
                inside[folds[(cell >> 2) as usize].min(count)] += 1;
            }
            let all: u32 = inside[..count].iter().sum();
            outside.iter_mut().zip(&inside).for_each(|(of_fold, n)| of_fold[person] = all - n);
        }
        outside
    }

    fn part(&self, chance: &mut crate::random::Stream) -> Vec<u32> {
        let people = self.votes.people();
        let mut part = chance.sample(people, people.min(PEOPLE_FOR_FOLDS));
        part.sort_unstable();
        part.into_iter().filter_map(|person| u32::try_from(person).ok()).collect()
    }

    /// Counts by group and cell, each statement with the groups that were formed without it.
    fn counts(&self, folds: &[usize], labels: &[Vec<u8>]) -> Vec<Vec<u32>> {
        let mut counts = vec![vec![0_u32; 4 * self.counted.len()]; self.groups];
        for person in 0..self.votes.people() {
            if self.labels[person] == NO_GROUP {
                continue;
            }
            for cell in self.votes.cells(person) {
                let fold = folds[(cell >> 2) as usize];
                let label = labels.get(fold).map_or(NO_GROUP, |labels| labels[person]);
                if label != NO_GROUP {
                    counts[usize::from(label)][*cell as usize] += 1;
                }
            }
        }
        counts
    }
}

fn mark(
    (group, statement, direction): (usize, usize, Choice),
    inside: (u32, u32),
    outside: (u32, u32),
    votes_min: u32,
) -> Mark {
    let enough = inside.1 >= votes_min.max(1) && outside.1 >= votes_min.max(1);
    let share = |(chose, voted): (u32, u32)| {
        let (value, n) = (f64::from(chose) / f64::from(voted), f64::from(voted));
        Share { value, interval: wilson(value, n, Z95) }
    };
    Mark {
        group,
        statement,
        direction,
        inside,
        outside,
        difference: enough.then(|| difference_of_two(share(inside), share(outside))),
        p_value: enough.then(|| more_inside(inside, outside)),
        q_value: None,
        claimed: false,
    }
}

/// One-sided p-value that the share inside is no larger than outside.
pub(crate) fn more_inside(inside: (u32, u32), outside: (u32, u32)) -> f64 {
    let ((s1, n1), (s2, n2)) = (inside, outside);
    let (chose, all) = (f64::from(s1) + f64::from(s2), f64::from(n1) + f64::from(n2));
    let least = f64::from(n1).min(f64::from(n2)) * chose.min(all - chose) / all;
    if least < 5.0 {
        fisher(inside, outside)
    } else {
        1.0 - normal_below(two_proportions(inside, outside))
    }
}

/// Two-proportion z with 1 added to every count, as in Polis; 0 where everybody chose the same.
pub(crate) fn two_proportions((s1, n1): (u32, u32), (s2, n2): (u32, u32)) -> f64 {
    let [s1, n1, s2, n2] = [s1, n1, s2, n2].map(|count| f64::from(count) + 1.0);
    let pooled = (s1 + s2) / (n1 + n2);
    if pooled >= 1.0 {
        return 0.0;
    }
    (s1 / n1 - s2 / n2) / (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt()
}

/// P(X ≥ chosen inside) where all who chose are spread at random (hypergeometric).
///
/// Source: R. A. Fisher, J. R. Stat. Soc. 85 (1922) 87–94.
fn fisher((s1, n1): (u32, u32), (s2, n2): (u32, u32)) -> f64 {
    let (n1, n2, chose) = (u64::from(n1), u64::from(n2), u64::from(s1) + u64::from(s2));
    let choose = crate::interval::ln_choose;
    let of_all = choose(n1 + n2, chose);
    let most = chose.min(n1);
    let chance = |x: u64| {
        if chose - x > n2 { 0.0 } else { (choose(n1, x) + choose(n2, chose - x) - of_all).exp() }
    };
    (u64::from(s1)..=most).map(chance).sum::<f64>().min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lady tasting tea: three of four right has the chance 17/70.
    #[test]
    fn fisher_is_exact() {
        assert!((fisher((3, 4), (1, 4)) - 17.0 / 70.0).abs() < 1e-12);
        assert!((fisher((4, 4), (0, 4)) - 1.0 / 70.0).abs() < 1e-12);
        assert!((fisher((0, 4), (0, 4)) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn large_counts_take_the_normal_road_and_agree_with_the_exact_one() {
        let (inside, outside) = ((60, 100), (90, 200));
        let (normal, exact) = (more_inside(inside, outside), fisher(inside, outside));
        assert!((normal - exact).abs() < 0.005, "{normal} {exact}");
    }
}
