//! The opinion map and the groups on it.

use beringia_domain::StatementStatus;
use beringia_engine::interval::{Share, Z95, wilson};
use beringia_engine::measure::agreement::Tally;
use beringia_engine::measure::grouping::order_by_size;
use beringia_engine::measure::least::{Counted, TooFew};
use beringia_engine::measure::opinion_groups::{
    Cut, Firmness, Found, Groups, Opined, OpinionGroups, opinion_groups,
};
use beringia_engine::measure::opinions::Half;
use beringia_engine::measure::polis::Polis;
use beringia_engine::measure::reliability::{Reliability, stepped_up};
use beringia_engine::measure::representativeness::Mark;
use beringia_engine::measure::vote_matrix::Choice;
use beringia_engine::random::Seed;

use super::bystatement::{WILSON, tally_findings};
use super::cells::cells;
use super::{DIFFERENCE, Shared};
use crate::findings::groups::{
    GroupCut, GroupFindings, GroupVerdict, MarkDirection, MarkFindings, OpinionGroupsFindings,
    PersonFindings, PolisFindings, ReadinessFindings, ReliabilityFindings, StructureFindings,
    TooFewFindings,
};
use crate::findings::{Figure, TallyFindings, counted};
use crate::snapshot::{Snapshot, part_of};

const KAPPA: &str = "split-half-kappa-90";
const DEALT: &str = "votes-dealt-anew";
const OVERLAP: &str = "cramers-v-jackknife-95";

/// What was found.
pub(crate) fn groups(shared: &Shared<'_>) -> OpinionGroupsFindings {
    let Shared { snapshot, settings, .. } = shared;
    let seed = Seed::new(&settings.seed);
    let votes = snapshot.votes();
    let meta: Vec<bool> =
        snapshot.statements.iter().map(|s| s.status == StatementStatus::Meta).collect();
    let opined =
        Opined { votes, counted: &snapshot.counted, meta: &meta, halves: &snapshot.halves };
    let mut opinion = opinion_groups(&opined, &settings.groups, &seed);
    let polis = opinion.polis.take();
    let mut findings = empty(shared, &opinion);
    match &opinion.found {
        Err(TooFew { have, needed, of }) => {
            findings.too_few = Some(TooFewFindings {
                have: Some(u64::from(*have)),
                needed: u64::from(*needed),
                of: counted(*of),
            });
        }
        Ok(found) => fill(&mut findings, shared, &opinion, found),
    }
    findings.polis = polis.map(|polis| polis_findings(polis, votes.statements()));
    findings.persons = persons(snapshot, &opinion, findings.k.is_some());
    findings.cells = cells(&findings.persons, snapshot.sides.is_some());
    findings
}

/// What can be told without groups.
fn empty(shared: &Shared<'_>, opinion: &OpinionGroups) -> OpinionGroupsFindings {
    let settings = &shared.settings.groups;
    let map = &opinion.map;
    let varies = map.total_variance > 0.0;
    OpinionGroupsFindings {
        verdict: None,
        k: None,
        cut: match settings.cut {
            Cut::MostReliable => GroupCut::MostReliable,
            Cut::Wanted(_) => GroupCut::Wanted,
            Cut::Polis => GroupCut::Polis,
        },
        wanted: match settings.cut {
            Cut::Wanted(wanted) => Some(wanted),
            _ => None,
        },
        judged: None,
        thresholds: settings.thresholds,
        too_few: None,
        people: Some(opinion.members.len() as u64),
        votes_min: settings
            .reliability
            .votes_min
            .min(u32::try_from(map.statements).unwrap_or(u32::MAX)),
        statements: map.statements as u64,
        explained: varies.then(|| map.variances.map(|variance| variance / map.total_variance)),
        structure: None,
        reliability: Vec::new(),
        readiness: opinion.readiness.map(|readiness| ReadinessFindings {
            correlations: readiness.correlations.map(Some),
            flagged: [0, 1].map(|axis| readiness.flags(axis)),
            without: readiness.without,
        }),
        side_overlap: Figure::too_few((0, 2), counted(Counted::People), OVERLAP),
        near_border: Figure::too_few((0, 1), counted(Counted::People), WILSON),
        groups: Vec::new(),
        marks: Vec::new(),
        cells: crate::findings::groups::CellFindings::default(),
        polis: None,
        persons: Vec::new(),
    }
}

fn fill(
    findings: &mut OpinionGroupsFindings,
    shared: &Shared<'_>,
    opinion: &OpinionGroups,
    found: &Found,
) {
    let n = Some(found.people as u64);
    findings.verdict = Some(match found.firmness {
        Firmness::None => GroupVerdict::None,
        Firmness::Tendency => GroupVerdict::Tendency,
        Firmness::Gradual => GroupVerdict::Gradual,
        Firmness::Distinct => GroupVerdict::Distinct,
    });
    findings.structure = Some(StructureFindings {
        p_value: found.structure.p_value,
        deals: found.structure.deals,
        share: found.structure.share,
        largest_by_chance: found.structure.largest_by_chance,
        n,
        method: DEALT,
    });
    let firm = |r: &Reliability| ReliabilityFindings {
        k: r.groups,
        value: r.kappa,
        low90: r.low90,
        high90: r.high90,
        standard_error: Some(r.standard_error),
        stepped_up: stepped_up(r.kappa),
        same: r.same,
        same_by_chance: r.by_chance,
        splits: Some(r.splits),
        n,
        method: KAPPA,
    };
    findings.reliability = found.reliability.iter().map(firm).collect();
    let most = || found.reliability.iter().max_by(|a, b| a.kappa.total_cmp(&b.kappa));
    let of_groups = found.groups.as_ref().map(|groups| groups.grouping.sizes.len());
    findings.judged = of_groups.or_else(|| most().map(|firm| firm.groups));
    if findings.wanted.is_some() && found.groups.is_none() {
        // So many groups cannot be formed, which is no verdict on others.
        (findings.verdict, findings.judged) = (None, None);
    }
    // Where there are no groups, none are told; who asks for a number gets it.
    let is_asked_for = findings.cut != GroupCut::MostReliable;
    let Some(groups) = &found.groups else { return };
    if findings.verdict == Some(GroupVerdict::None) && !is_asked_for {
        return;
    }
    findings.k = Some(groups.grouping.sizes.len());
    findings.groups = (0..groups.grouping.sizes.len())
        .map(|group| group_findings(shared, opinion, groups, group))
        .collect();
    findings.marks = groups.marks.iter().map(mark_findings).collect();
    if let Some(overlap) = &groups.overlap {
        let n: u32 = overlap.counts.iter().flatten().sum();
        let ends = (overlap.interval.low, overlap.interval.high);
        findings.side_overlap = Figure::given(overlap.value, ends, n as usize, OVERLAP);
    }
    let looked_at: Vec<bool> = groups.near_border.iter().flatten().copied().collect();
    if !looked_at.is_empty() {
        let near = looked_at.iter().filter(|near| **near).count();
        findings.near_border = share_of(near as f64, looked_at.len());
    }
}

/// A share of people with Wilson's interval.
fn share_of(count: f64, n: usize) -> Figure {
    let ends = wilson(count / n as f64, n as f64, Z95);
    Figure::given(count / n as f64, (ends.low, ends.high), n, WILSON)
}

fn group_findings(
    shared: &Shared<'_>,
    opinion: &OpinionGroups,
    groups: &Groups,
    group: usize,
) -> GroupFindings {
    let least = shared.settings.least.votes_per_statement;
    let tallies = |counts: &[[u32; 3]]| -> Vec<TallyFindings> {
        let tally = |[a, d, p]: &[u32; 3]| tally_findings(&Tally::of_counts(*a, *d, *p), least);
        counts.iter().map(tally).collect()
    };
    let size = groups.grouping.sizes[group];
    let of_sides = groups.overlap.as_ref().map(|overlap| {
        [0, 1].map(|half: usize| {
            let all: u32 = overlap.counts.iter().map(|row| row[half]).sum();
            share_of(f64::from(overlap.counts[group][half]), all as usize)
        })
    });
    let has_sides = shared.snapshot.sides.is_some();
    let (centre, covariance) = spread(opinion, groups, group);
    GroupFindings {
        number: group + 1,
        people: Some(size as u64),
        share: share_of(size as f64, opinion.members.len()),
        share_of_sides: of_sides,
        centre,
        covariance,
        tallies: tallies(&groups.tallies[group]),
        counts_by_side: has_sides
            .then(|| [0, 1].map(|half: usize| groups.half_tallies[half][group].clone())),
    }
}

/// Middle and covariance of a group's places.
fn spread(opinion: &OpinionGroups, groups: &Groups, group: usize) -> ([f64; 2], [f64; 3]) {
    let members = opinion.members.iter().zip(&groups.grouping.labels);
    let here = || {
        members
            .clone()
            .filter(|(_, label)| usize::from(**label) == group)
            .map(|(person, _)| opinion.map.places[*person as usize])
    };
    let n = here().count().max(1) as f64;
    let sum = here().fold([0.0; 2], |[x, y], place| [x + place[0], y + place[1]]);
    let centre = sum.map(|sum| sum / n);
    let squares = here().fold([0.0; 3], |[xx, xy, yy], [x, y]| {
        let (x, y) = (x - centre[0], y - centre[1]);
        [xx + x * x, xy + x * y, yy + y * y]
    });
    (centre, squares.map(|sum| sum / n))
}

fn mark_findings(mark: &Mark) -> MarkFindings {
    let share = |(chose, voted): (u32, u32)| {
        if mark.difference.is_none() {
            return Figure::too_few((voted, 5), counted(Counted::Votes), WILSON);
        }
        share_of(f64::from(chose), voted as usize)
    };
    let n = mark.inside.1 + mark.outside.1;
    let difference = match mark.difference {
        Some(Share { value, interval }) => {
            Figure::given(value, (interval.low, interval.high), n as usize, DIFFERENCE)
        }
        None => Figure::too_few(
            (mark.inside.1.min(mark.outside.1), 5),
            counted(Counted::Votes),
            DIFFERENCE,
        ),
    };
    MarkFindings {
        group: mark.group + 1,
        statement: mark.statement,
        direction: if mark.direction == Choice::Agree {
            MarkDirection::Agree
        } else {
            MarkDirection::Disagree
        },
        share_in: share(mark.inside),
        share_out: share(mark.outside),
        difference,
        p_value: mark.p_value,
        q_value: mark.q_value,
        claimed: mark.claimed,
    }
}

fn persons(snapshot: &Snapshot, opinion: &OpinionGroups, are_told: bool) -> Vec<PersonFindings> {
    let groups = opinion.found.as_ref().ok().and_then(|found| found.groups.as_ref());
    let groups = groups.filter(|_| are_told);
    let mut is_member = vec![false; snapshot.people.len()];
    opinion.members.iter().for_each(|person| is_member[*person as usize] = true);
    let person = |at: usize| PersonFindings {
        participant: snapshot.people[at].clone(),
        side: snapshot.halves[at].map(|half: Half| part_of(half).index()),
        votes: opinion.map.answers[at],
        place: is_member[at].then(|| opinion.map.places[at]),
        group: groups.and_then(|groups| groups.labels[at]).map(|label| usize::from(label) + 1),
        near_border: groups.and_then(|groups| groups.near_border[at]),
    };
    let voted = |at: &usize| snapshot.votes().answered(*at) > 0;
    (0..snapshot.people.len()).filter(voted).map(person).collect()
}

fn polis_findings(polis: Polis, statements: usize) -> PolisFindings {
    let index = |at: usize| polis.map.statements[at] as usize;
    let spread = |values: &[f64]| {
        let mut all = vec![None; statements];
        values.iter().enumerate().for_each(|(at, value)| all[index(at)] = Some(*value));
        all
    };
    // Groups are told largest first, as everywhere.
    let order = polis.best.map(|best| order_by_size(&polis.tried[best].grouping));
    let order = order.unwrap_or_default();
    let direction = |d: usize| if d == 0 { MarkDirection::Agree } else { MarkDirection::Disagree };
    let representative = |group: &usize| {
        let shown = polis.chosen.representative[*group].iter();
        shown.map(|r| (index(r.statement), direction(r.direction))).collect()
    };
    PolisFindings {
        k: polis.best.map(|best| polis.tried[best].grouping.sizes.len()),
        silhouettes: polis.tried.iter().map(|t| (t.grouping.sizes.len(), t.silhouette)).collect(),
        representative: order.iter().map(representative).collect(),
        consensus: polis
            .chosen
            .consensus
            .clone()
            .map(|list| list.iter().map(|c| index(c.statement)).collect()),
        group_informed: spread(&polis.chosen.group_informed[0]),
        priorities: spread(&polis.map.priorities),
        maths: polis,
    }
}
