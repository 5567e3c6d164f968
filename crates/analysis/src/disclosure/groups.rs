//! What may be told of the map and of groups.
//!
//! A group is told only where every group is large, and by shares alone, never by counts: what everybody answered
//! minus what the groups answered would be the answers of those few who are on no map.

use beringia_engine::measure::least::{Counted, LEAST};

use super::overall::{STATEMENTS_MIN, UNKNOWNS_MIN};
use super::{is_inside, round, round_up, withheld};
use crate::findings::groups::{
    CellFindings, GroupFindings, MarkFindings, OpinionGroupsFindings, TooFewFindings,
};
use crate::findings::{Figure, Findings, State, TallyFindings, counted};

/// Guards map and groups, once the statements are guarded.
pub(super) fn guard(findings: &mut Findings, k: u64) {
    let voters = findings.asked.voters;
    let Findings { opinion_groups: found, statements, .. } = findings;
    found.persons.clear();
    found.polis = None;
    let entered = || statements.iter().filter(|statement| statement.counted);
    let hidden = entered().filter(|statement| !statement.everybody.agree_share.is_given()).count();
    if (1..UNKNOWNS_MIN).contains(&hidden) && entered().count() < STATEMENTS_MIN {
        withhold_all(found);
        return;
    }
    guard_numbers(found, voters, k);
    let all_are_large = found.groups.iter().all(|group| group.people.is_some_and(|n| n >= k));
    if !all_are_large {
        found.groups.clear();
        found.marks.clear();
        found.k = None;
    }
    for (j, statement) in statements.iter().enumerate() {
        // A group's share goes wherever everybody's does, and wherever another group's does.
        let are_told = statement.everybody.agree_share.is_given()
            && found.groups.iter().all(|group| may_tell(&group.tallies[j], k));
        for group in &mut found.groups {
            guard_tally(&mut group.tallies[j], are_told);
        }
    }
    found.groups.iter_mut().for_each(|group| guard_group(group, k));
    found.side_overlap = rounded(&found.side_overlap);
    found.near_border = rounded(&found.near_border);
    let is_told = |j: usize| statements[j].everybody.agree_share.is_given();
    for mark in &mut found.marks {
        let told = is_told(mark.statement);
        guard_mark(mark, told, k);
    }
    // Their order is that of what is withheld, so that it is told by statement.
    found.marks.sort_by_key(|mark| (mark.group, mark.statement, mark.direction.word()));
}

/// As if there were too few statements: among so few, one that is withheld could be solved for.
fn withhold_all(found: &mut OpinionGroupsFindings) {
    (found.verdict, found.k, found.people) = (None, None, None);
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
fn guard_numbers(found: &mut OpinionGroupsFindings, voters: Option<u64>, k: u64) {
    let on_map = found.people.unwrap_or(0);
    let beside = voters.map(|all| all.saturating_sub(on_map));
    if on_map < k || beside.is_none_or(|beside| (1..k).contains(&beside)) {
        found.people = None;
    }
    let people = found.people;
    let told = move |n: Option<u64>| n.filter(|n| people.is_some() || *n >= k && *n != on_map);
    if let Some(too_few) = &mut found.too_few {
        too_few.have = None;
    }
    if let Some(explained) = &mut found.explained {
        *explained = explained.map(round);
    }
    if let Some(structure) = &mut found.structure {
        structure.p_value = round_up(structure.p_value);
        structure.share = round(structure.share);
        structure.largest_by_chance = round(structure.largest_by_chance);
        structure.n = told(structure.n);
    }
    for firm in &mut found.reliability {
        for value in [
            &mut firm.value,
            &mut firm.low90,
            &mut firm.high90,
            &mut firm.standard_error,
            &mut firm.stepped_up,
            &mut firm.same,
            &mut firm.same_by_chance,
        ] {
            *value = round(*value);
        }
        firm.n = told(firm.n);
    }
    if let Some(readiness) = &mut found.readiness {
        readiness.correlations = readiness.correlations.map(round);
        readiness.without = readiness.without.map(round);
    }
}

fn guard_group(group: &mut GroupFindings, k: u64) {
    group.people = None;
    group.counts_by_side = None;
    group.share = rounded(&group.share);
    // Each side's people in the group and outside it must be enough, or of neither it is told.
    let are_many = group.share_of_sides.as_ref().is_some_and(|sides| {
        sides.iter().all(|side| {
            let here = side.value.unwrap_or(0.0) * side.n.unwrap_or(0) as f64;
            let there = side.n.unwrap_or(0) as f64 - here;
            here >= k as f64 && there >= k as f64
        })
    });
    group.share_of_sides = group
        .share_of_sides
        .take()
        .filter(|_| are_many)
        .map(|sides| sides.map(|side| rounded(&side)));
    group.centre = group.centre.map(round);
    group.covariance = group.covariance.map(round);
}

/// A figure to whole hundredths, without the number it rests on.
fn rounded(figure: &Figure) -> Figure {
    if figure.state != State::Given {
        return withheld(figure);
    }
    let [value, low, high, standard_error] =
        [figure.value, figure.low, figure.high, figure.standard_error].map(|x| x.map(round));
    Figure { value, low, high, standard_error, n: None, ..figure.clone() }
}

fn may_tell(tally: &TallyFindings, k: u64) -> bool {
    let votes = tally.votes.unwrap_or(0);
    let is_enough = votes >= k.max(u64::from(LEAST.votes_per_statement));
    is_enough && tally.agree_share.value.is_some_and(is_inside)
}

fn guard_tally(tally: &mut TallyFindings, is_told: bool) {
    (tally.votes, tally.agree, tally.disagree, tally.pass) = (None, None, None, None);
    (tally.disagree_share, tally.pass_share) = (None, None);
    tally.agree_share =
        if is_told { rounded(&tally.agree_share) } else { withheld(&tally.agree_share) };
}

fn guard_mark(mark: &mut MarkFindings, is_told: bool, k: u64) {
    let least = k.max(u64::from(LEAST.votes_per_statement));
    let may =
        |share: &Figure| share.value.is_some_and(is_inside) && share.n.is_some_and(|n| n >= least);
    mark.q_value = None;
    if is_told && may(&mark.share_in) && may(&mark.share_out) {
        mark.share_in = rounded(&mark.share_in);
        mark.share_out = rounded(&mark.share_out);
        mark.difference = rounded(&mark.difference);
        mark.p_value = mark.p_value.map(round_up);
    } else {
        mark.share_in = withheld(&mark.share_in);
        mark.share_out = withheld(&mark.share_out);
        mark.difference = withheld(&mark.difference);
        mark.p_value = None;
    }
}
