//! What may be told of the map and of groups.
//!
//! People are at once in a group, on a side, and on the map or not. Whatever is told of groups is told only if it could
//! be told of every such cell by itself, so that no difference of groups, sides and everybody points to few. And it is
//! told coarsely, since a fine share of few people is a count.

use beringia_engine::measure::least::{Counted, LEAST};
use beringia_engine::measure::reliability::stepped_up;

use super::overall::STATEMENTS_MIN;
use super::{in_steps, is_inside, round, step_of, step_up, withheld};
use crate::findings::groups::{
    CellFindings, GroupFindings, MarkDirection, MarkFindings, OpinionGroupsFindings,
    ReadinessFindings, ReliabilityFindings, TooFewFindings,
};
use crate::findings::{Figure, Findings, StatementFindings, TallyFindings, counted};

/// So many unknowns in one equation say nothing about any of them.
const UNKNOWNS_MIN: usize = 5;
/// Of fewer statements no map is told: places would be combinations of answers.
const MAP_STATEMENTS_MIN: usize = 10;
/// On a map of fewer people, whose figures move further with each of them, steps are twice as wide.
const MANY: u64 = 100;

/// The steps in which figures about the map and its groups are told: so wide that one answer seldom shows in any.
#[derive(Debug, Clone, Copy)]
struct Steps {
    /// Of shares, and of how many of a hundred.
    share: f64,
    /// Of the middle of a group, in the units of the map.
    place: f64,
}

impl Steps {
    fn of(found: &OpinionGroupsFindings) -> Self {
        let wide = if found.people.is_some_and(|people| people >= MANY) { 1.0 } else { 2.0 };
        let place = if found.cells.width > 0.0 { found.cells.width / 4.0 } else { 0.1 };
        Self { share: 0.05 * wide, place: place * wide }
    }

    fn share(self, x: f64) -> f64 {
        step_of(x, self.share, f64::round)
    }

    fn coarse(self, figure: &Figure) -> Figure {
        Figure { n: None, ..in_steps(figure, self.share) }
    }
}

/// Guards map and groups; `before` are the statements before anything was withheld.
pub(super) fn guard(findings: &mut Findings, before: &[StatementFindings], k: u64) {
    let voters = findings.asked.voters;
    let Findings { opinion_groups: found, statements, provenance, .. } = findings;
    let settings = &provenance.settings;
    found.persons.clear();
    found.polis = None;
    // Those with a vote make the map, and it knows who disagrees from who passes.
    let entered = || {
        before.iter().zip(&*statements).filter(|(s, _)| s.counted && s.everybody.votes > Some(0))
    };
    let hidden = entered().filter(|(_, told)| told.everybody.disagree.is_none()).count();
    let one_is_open = (1..UNKNOWNS_MIN).contains(&hidden) && entered().count() < STATEMENTS_MIN;
    if one_is_open || entered().count() < MAP_STATEMENTS_MIN {
        withhold_all(found);
        // How many have a vote says that others have none.
        found.statements = statements.iter().filter(|statement| statement.counted).count() as u64;
        found.votes_min = settings.groups.reliability.votes_min;
        return;
    }
    let steps = Steps::of(found);
    guard_numbers(found, steps, voters, k);
    if !found.groups.iter().all(|group| group.people.is_some_and(|n| n >= k)) {
        found.groups.clear();
        found.marks.clear();
        found.k = None;
        found.near_border = withheld(&found.near_border);
    }
    let are_told: Vec<Told> = (0..before.len())
        .map(|j| Told::of(&before[j], &statements[j], &found.groups, j, k))
        .collect();
    let across = sides_are_told(&found.groups, k);
    for group in &mut found.groups {
        for (tally, told) in group.tallies.iter_mut().zip(&are_told) {
            guard_tally(tally, told.agree, steps);
        }
        guard_group(group, across, steps);
    }
    found.side_overlap =
        if across { steps.coarse(&found.side_overlap) } else { withheld(&found.side_overlap) };
    found.near_border = guard_near_border(&found.near_border, steps, k);
    // One that is withheld would still say that there is one.
    found.marks.retain(|mark| {
        let told = are_told[mark.statement];
        may_tell_mark(
            mark,
            if mark.direction == MarkDirection::Agree { told.agree } else { told.parts },
            k,
        )
    });
    found.marks.iter_mut().for_each(|mark| guard_mark(mark, steps));
    // Their order is that of what is withheld, so that it is told by statement.
    found.marks.sort_by_key(|mark| (mark.group, mark.statement, mark.direction.word()));
}

/// What of one statement may be told by group.
#[derive(Debug, Clone, Copy)]
struct Told {
    agree: bool,
    /// Disagree as well.
    parts: bool,
}

impl Told {
    /// By every cell of group and side, people without a side and off the map included.
    fn of(
        before: &StatementFindings,
        after: &StatementFindings,
        groups: &[GroupFindings],
        j: usize,
        k: u64,
    ) -> Self {
        let cells = cells(before, groups, j);
        let may = |part: usize| cells.iter().all(|cell| may_tell(cell, part, k));
        let agree = after.everybody.agree_share.is_given()
            && groups.iter().all(|group| is_enough(&group.tallies[j], k))
            && may(0);
        Self { agree, parts: agree && after.everybody.disagree.is_some() && may(1) && may(2) }
    }
}

/// Agree, disagree, pass of every cell: by group and side (the third is nobody's), and of who is in no group.
fn cells(statement: &StatementFindings, groups: &[GroupFindings], j: usize) -> Vec<[u64; 3]> {
    let of =
        |tally: &TallyFindings| [tally.agree, tally.disagree, tally.pass].map(|n| n.unwrap_or(0));
    let minus = |a: [u64; 3], b: [u64; 3]| [0, 1, 2].map(|c| a[c].saturating_sub(b[c]));
    let everybody = of(&statement.everybody);
    let sides =
        statement.sides.as_ref().map_or([[0; 3]; 2], |sides| [of(&sides[0]), of(&sides[1])]);
    let nobodys = minus(minus(everybody, sides[0]), sides[1]);
    // What is left of each side, and of nobody's, once all groups are taken away.
    let mut rest = [sides[0], sides[1], nobodys];
    let mut cells = Vec::new();
    for group in groups {
        let by_side = group.counts_by_side.as_ref();
        let of_sides =
            by_side.map_or([[0; 3]; 2], |by| [0, 1].map(|s: usize| by[s][j].map(u64::from)));
        let nobodys = minus(minus(of(&group.tallies[j]), of_sides[0]), of_sides[1]);
        for (rest, cell) in rest.iter_mut().zip([of_sides[0], of_sides[1], nobodys]) {
            *rest = minus(*rest, cell);
            cells.push(cell);
        }
    }
    cells.extend(rest);
    cells
}

/// Whether the share of one choice could be told of a cell by itself.
fn may_tell(cell: &[u64; 3], part: usize, k: u64) -> bool {
    let votes: u64 = cell.iter().sum();
    votes == 0 || (votes >= k && is_inside(cell[part] as f64 / votes as f64))
}

/// Whether each side's people, and those without a side, are enough in every group.
fn sides_are_told(groups: &[GroupFindings], k: u64) -> bool {
    groups.iter().all(|group| {
        let Some(sides) = &group.share_of_sides else { return false };
        let here = |side: &Figure| (side.value.unwrap_or(0.0) * side.n.unwrap_or(0) as f64).round();
        let people = sides.each_ref().map(here);
        let beside = group.people.unwrap_or(0) as f64 - people[0] - people[1];
        people.iter().all(|n| *n >= k as f64) && (beside <= 0.0 || beside >= k as f64)
    })
}

/// As if there were too few statements: among so few, one that is withheld could be solved for.
fn withhold_all(found: &mut OpinionGroupsFindings) {
    (found.verdict, found.k, found.judged, found.people) = (None, None, None, None);
    (found.explained, found.structure, found.readiness) = (None, None, None);
    found.reliability.clear();
    found.groups.clear();
    found.marks.clear();
    found.cells = CellFindings::default();
    found.side_overlap = withheld(&found.side_overlap);
    found.near_border = withheld(&found.near_border);
    found.too_few = Some(TooFewFindings {
        have: None,
        needed: STATEMENTS_MIN as u64,
        of: counted(Counted::Statements),
    });
}

/// Numbers over all people on the map.
fn guard_numbers(found: &mut OpinionGroupsFindings, steps: Steps, voters: Option<u64>, k: u64) {
    let on_map = found.people.unwrap_or(0);
    // How many are not on it is how many gave fewer answers than it takes.
    if on_map < k || voters != Some(on_map) {
        found.people = None;
    }
    if let Some(too_few) = &mut found.too_few {
        too_few.have = None;
    }
    if let Some(explained) = &mut found.explained {
        *explained = explained.map(|share| steps.share(share));
    }
    if let Some(structure) = &mut found.structure {
        structure.p_value = step_up(structure.p_value);
        structure.share = steps.share(structure.share);
        structure.largest_by_chance = steps.share(structure.largest_by_chance);
        structure.n = None;
    }
    // Of all numbers of groups that were tried only the one the verdict rests on: the others are as many more equations.
    let judged = found.judged;
    found.reliability.retain(|firm| Some(firm.k) == judged);
    let thresholds = found.thresholds;
    found.reliability.iter_mut().for_each(|firm| guard_reliability(firm, steps, thresholds));
    // Readiness is told where an axis is mostly that.
    found.readiness = found.readiness.filter(|found| found.flagged.contains(&true));
    if let Some(ReadinessFindings { correlations, flagged, without }) = &mut found.readiness {
        for (correlation, flagged) in correlations.iter_mut().zip(flagged) {
            *correlation = correlation.filter(|_| *flagged).map(|r| steps.share(r));
        }
        *without = without.map(|r| steps.share(r));
    }
}

fn guard_reliability(firm: &mut ReliabilityFindings, steps: Steps, thresholds: [f64; 3]) {
    // Downwards, but never past a threshold: each is on the side of it on which the verdict has it.
    let down = |x: f64, step: f64| {
        let passed = thresholds.into_iter().filter(|threshold| *threshold <= x);
        passed.fold(step_of(x, step, f64::floor), f64::max)
    };
    firm.value = down(firm.value, steps.share);
    firm.low90 = down(firm.low90, 2.0 * steps.share);
    firm.high90 = step_of(firm.high90, 2.0 * steps.share, f64::ceil);
    firm.stepped_up = round(stepped_up(firm.value));
    (firm.same, firm.same_by_chance) = (steps.share(firm.same), steps.share(firm.same_by_chance));
    (firm.standard_error, firm.splits, firm.n) = (None, None, None);
}

fn guard_group(group: &mut GroupFindings, across: bool, steps: Steps) {
    group.people = None;
    group.counts_by_side = None;
    group.share = steps.coarse(&group.share);
    let shares = group.share_of_sides.take().filter(|_| across);
    group.share_of_sides = shares.map(|sides| sides.map(|side| steps.coarse(&side)));
    // The picture needs no more. The ellipse keeps its shape: no axis is nothing, and it leans no further than it does.
    let (place, area) = (steps.place, steps.place * steps.place * 4.0);
    group.centre = group.centre.map(|x| step_of(x, place, f64::round));
    let [xx, xy, yy] = group.covariance;
    let [xx, yy] = [xx, yy].map(|x| step_of(x, area, f64::round).max(area));
    group.covariance = [xx, step_of(xy, area, f64::trunc), yy];
}

/// People near a border and people far from it must both be enough.
fn guard_near_border(figure: &Figure, steps: Steps, k: u64) -> Figure {
    let n = figure.n.unwrap_or(0) as f64;
    let near = (figure.value.unwrap_or(0.0) * n).round();
    let are_enough = near >= k as f64 && n - near >= k as f64;
    if are_enough { steps.coarse(figure) } else { withheld(figure) }
}

fn is_enough(tally: &TallyFindings, k: u64) -> bool {
    tally.votes.unwrap_or(0) >= k.max(u64::from(LEAST.votes_per_statement))
}

fn guard_tally(tally: &mut TallyFindings, is_told: bool, steps: Steps) {
    (tally.votes, tally.agree, tally.disagree, tally.pass) = (None, None, None, None);
    (tally.disagree_share, tally.pass_share) = (None, None);
    tally.agree_share =
        if is_told { steps.coarse(&tally.agree_share) } else { withheld(&tally.agree_share) };
}

/// A mark is told where its shares are.
fn may_tell_mark(mark: &MarkFindings, is_told: bool, k: u64) -> bool {
    let least = k.max(u64::from(LEAST.votes_per_statement));
    let may =
        |share: &Figure| share.value.is_some_and(is_inside) && share.n.is_some_and(|n| n >= least);
    is_told && may(&mark.share_in) && may(&mark.share_out)
}

fn guard_mark(mark: &mut MarkFindings, steps: Steps) {
    mark.share_in = steps.coarse(&mark.share_in);
    mark.share_out = steps.coarse(&mark.share_out);
    mark.difference = steps.coarse(&mark.difference);
    (mark.p_value, mark.q_value) = (mark.p_value.map(step_up), None);
}
