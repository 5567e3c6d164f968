//! The disclosure guard: what leaves for the public says nothing about few people.
//!
//! # Rules
//! 1. No figure rests on fewer than k people, nor does its difference from another figure that is shown.
//! 2. A share outside 10–90 % is a bound; its counts are withheld.
//! 3. What could be computed back from the rest is withheld too (complementary suppression): the figures of
//!    everybody and of both sides together go where a side's, or those of people without a side, are not shown
//!    whole; disagree and pass go together; counts go where people bear weights.
//! 4. Misjudgement is measured over what is told alone. Other figures over many statements are withheld where what is
//!    withheld of few could be solved for. All are rounded; q-values, which depend on all statements, are withheld.
//! 5. Groups are told by rounded shares and never by counts, the map in cells of ten people or more.
//! 6. What is withheld looks like what is too few.

mod groups;
mod marks;
mod overall;
mod statement;

use beringia_engine::measure::least::LEAST;

use crate::analyse::measure_over_what_is_told;
use crate::findings::{
    Asked, Figure, Findings, GroundCounts, MissingnessFindings, State, StatementFindings,
};
use crate::headlines::headlines;
use crate::provenance;
use crate::settings::Audience;
use crate::snapshot::Snapshot;

/// A share above this, or below one minus this, is a bound.
const SHARE_MAX: f64 = 0.9;

/// Whether a share may be told as it is.
fn is_inside(share: f64) -> bool {
    (1.0 - SHARE_MAX..=SHARE_MAX).contains(&share)
}

/// The findings of a snapshot as the public may see them.
pub fn guard(mut findings: Findings, snapshot: &Snapshot) -> Findings {
    findings.audience = Audience::Public;
    let k = u64::from(LEAST.people_in_public);
    let before = findings.statements.clone();
    let weighted = findings.asked.weighted;
    for statement in &mut findings.statements {
        statement::guard(statement, weighted, k);
    }
    let rejection_turns = !weighted
        && marks::settle(&mut findings.statements, &before, &findings.provenance.settings);
    findings.ground = findings.ground.map(|_| GroundCounts::of(&findings.statements));
    guard_asked(&mut findings.asked, &before, &findings.statements, k);
    measure_over_what_is_told(&mut findings, snapshot);
    overall::guard(&mut findings, &before);
    groups::guard(&mut findings, &before, k);
    forget_effective_numbers(&mut findings);
    guard_missingness(&mut findings.missingness, k);
    guard_shortlist(&mut findings, rejection_turns);
    // The first and the last day are those of a single person each, and periods begin and end with them.
    findings.asked.days = None;
    findings.dispersion_over_time.clear();
    findings.notes.clear();
    findings.headlines = headlines(&findings);
    // The digest of the answers would let anybody test guesses; that of what is told tells no more.
    findings.provenance.digest.clear();
    findings.provenance.digest = provenance::text_digest(&format!("{findings:?}"));
    findings
}

/// They are the guard's alone; kept, the digest of the edition would answer guesses about them.
fn forget_effective_numbers(findings: &mut Findings) {
    for statement in &mut findings.statements {
        statement.everybody.effective = 0.0;
        statement.sides.iter_mut().flatten().for_each(|side| side.effective = 0.0);
    }
    for tally in findings.opinion_groups.groups.iter_mut().flat_map(|group| &mut group.tallies) {
        tally.effective = 0.0;
    }
}

/// A shortlist weighs single people, and its order ranks what is withheld: it is told of large sides only,
/// without its order, and only as far as its statements are told.
///
/// What both sides reject is not on it, so that it is told of nothing where a protected count would turn that.
fn guard_shortlist(findings: &mut Findings, rejection_turns: bool) {
    let least = u64::from(LEAST.index_people);
    let large = |sides: [Option<u64>; 2]| sides.iter().all(|n| n.is_some_and(|n| n >= least));
    if rejection_turns || !findings.asked.voters_by_side.is_some_and(large) {
        findings.shortlist.clear();
    }
    let Findings { shortlist, statements, .. } = findings;
    let told = |j: &usize| {
        let sides = statements[*j].sides.as_ref();
        sides.is_some_and(|sides| sides.iter().all(|side| side.agree_share.is_given()))
    };
    shortlist.retain(told);
    shortlist.sort_unstable();
}

/// The same as too few, whatever the reason.
fn withheld(figure: &Figure) -> Figure {
    Figure {
        state: State::TooFew,
        value: None,
        low: None,
        high: None,
        standard_error: None,
        n: None,
        needed: None,
        of: None,
        method: figure.method,
    }
}

fn guard_asked(
    asked: &mut Asked,
    before: &[StatementFindings],
    after: &[StatementFindings],
    k: u64,
) {
    let few = |count: &Option<u64>| count.is_some_and(|n| (1..k).contains(&n));
    let sum = |sides: &[Option<u64>; 2]| sides.iter().flatten().sum::<u64>();
    let unsided = asked
        .voters_by_side
        .as_ref()
        .map_or(0, |sides| asked.voters.unwrap_or(0).saturating_sub(sum(sides)));
    let some_few = asked.voters_by_side.iter().flatten().any(few);
    if (1..k).contains(&unsided) || some_few || few(&asked.voters) {
        (asked.voters, asked.votes) = (None, None);
    }
    // The votes on statements that are withheld would be the total minus those that are told: those are told.
    let told = |s: &StatementFindings| {
        let of_sides = || s.sides.iter().flatten().filter_map(|side| side.votes).sum::<u64>();
        s.everybody.votes.unwrap_or_else(of_sides)
    };
    let all: u64 = before.iter().filter_map(|s| s.everybody.votes).sum();
    let all_told: u64 = after.iter().map(told).sum();
    if all != all_told {
        (asked.votes, asked.replaced) = (asked.votes.map(|_| all_told), None);
    }
    if asked.votes.is_none() || few(&asked.replaced) {
        asked.replaced = None;
    }
    // Likewise of predictions.
    let predicted = |s: &StatementFindings, side: usize| {
        let other = s.gaps.as_ref().and_then(|gaps| gaps[side].predictions);
        [other, s.own_side.as_ref().and_then(|own| own[side].predictions)]
    };
    let is_other = |(before, after): (&StatementFindings, &StatementFindings)| {
        [0, 1].into_iter().any(|side| predicted(before, side) != predicted(after, side))
    };
    if before.iter().zip(after).any(is_other) || asked.predictions_by_side.iter().flatten().any(few)
    {
        let of = |side: usize| after.iter().flat_map(|s| predicted(s, side)).flatten().sum::<u64>();
        let told = [of(0), of(1)].map(|n| Some(n).filter(|n| *n > 0));
        asked.predictions = Some(sum(&told)).filter(|n| *n > 0);
        asked.predictions_by_side = asked.predictions_by_side.map(|_| told);
    }
    for sides in [&mut asked.predictions_by_side, &mut asked.voters_by_side] {
        for count in sides.iter_mut().flatten() {
            *count = count.filter(|n| !(1..k).contains(n));
        }
    }
}

/// Steps of the staircase are kept at least k people apart, and the last few people have none.
fn guard_missingness(found: &mut MissingnessFindings, k: u64) {
    for steps in &mut found.answered_at_least {
        let mut kept: Vec<(u64, u64)> = Vec::new();
        for (answers, people) in steps.iter().copied() {
            // The least number of answers is one person's; that everybody gave one is no news.
            let answers = if kept.is_empty() { 1 } else { answers };
            let apart = kept.last().is_none_or(|(_, before)| before - people >= k);
            if apart && people >= k {
                kept.push((answers, people));
            }
        }
        *steps = kept;
    }
    let few = found.answered_at_least.iter().map(Vec::is_empty).collect::<Vec<_>>();
    for (median, few) in found.median_answers.iter_mut().zip(few) {
        *median = median.filter(|_| !few);
    }
    // A statistic over all answers is one more equation about every one of them; what it warns of is told.
    found.tests.clear();
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

fn round_up(value: f64) -> f64 {
    ((value * 100.0).ceil() / 100.0).clamp(0.01, 1.0)
}

/// The multiple of a step; the same number whichever way it came about.
fn step_of(x: f64, step: f64, to: fn(f64) -> f64) -> f64 {
    let steps = to((x / step * 1e9).round() / 1e9);
    (steps * step * 1e9).round() / 1e9 + 0.0
}

/// A figure in steps, its interval widened to steps.
fn in_steps(figure: &Figure, step: f64) -> Figure {
    if figure.state != State::Given {
        return withheld(figure);
    }
    Figure {
        value: figure.value.map(|x| step_of(x, step, f64::round)),
        low: figure.low.map(|x| step_of(x, step, f64::floor)),
        high: figure.high.map(|x| step_of(x, step, f64::ceil)),
        standard_error: None,
        ..figure.clone()
    }
}

/// Up to the next level anybody speaks of.
fn step_up(p_value: f64) -> f64 {
    [0.01, 0.05, 0.1, 0.2, 0.5].into_iter().find(|step| p_value <= *step).unwrap_or(1.0)
}
