//! The disclosure guard: what leaves for the public says nothing about few people.
//!
//! # Rules
//! 1. No figure rests on fewer than k people, nor does its difference from another figure that is shown.
//! 2. A share outside 10–90 % is a bound; its counts are withheld.
//! 3. What could be computed back from the rest is withheld too (complementary suppression): the figures of
//!    everybody and of both sides together go where a side's are not shown whole; disagree and pass go together.
//! 4. Figures over many statements are rounded to whole hundredths, p- and q-values upwards, so that one
//!    withheld statement cannot be solved for.
//! 5. What is withheld looks like what is too few.

use beringia_engine::measure::least::LEAST;

use crate::findings::{
    Asked, ClaimFindings, DispersionFindings, ExposureFindings, Figure, Findings, GapFindings,
    MisjudgementFindings, MissingnessFindings, PooledFindings, State, StatementFindings,
    TallyFindings,
};
use crate::headlines::headlines;
use crate::settings::Audience;

/// A share above this, or below one minus this, is a bound.
const SHARE_MAX: f64 = 0.9;

/// The findings as the public may see them.
pub fn guard(mut findings: Findings) -> Findings {
    findings.audience = Audience::Public;
    let k = u64::from(LEAST.people_in_public);
    let unsided = unsided_votes(&findings);
    for (statement, unsided) in findings.statements.iter_mut().zip(unsided) {
        guard_statement(statement, unsided, k);
    }
    guard_asked(&mut findings.asked, k);
    for misjudgement in findings.misjudgement.iter_mut().flatten() {
        guard_misjudgement(misjudgement);
    }
    if let Some(dispersion) = &mut findings.dispersion {
        guard_dispersion(dispersion);
    }
    for period in &mut findings.dispersion_over_time {
        guard_dispersion(&mut period.dispersion);
    }
    if let Some(exposure) = &mut findings.exposure {
        guard_exposure(exposure);
    }
    guard_missingness(&mut findings.missingness, k);
    findings.notes.clear();
    findings.headlines = headlines(&findings);
    findings
}

/// By statement: votes of people without a side, which the figures of everybody would give away.
fn unsided_votes(findings: &Findings) -> Vec<u64> {
    let of = |s: &StatementFindings| {
        let sides = s
            .sides
            .as_ref()
            .map_or(0, |sides| sides.iter().filter_map(|side| side.votes).sum::<u64>());
        s.everybody.votes.unwrap_or(0).saturating_sub(sides)
    };
    findings.statements.iter().map(of).collect()
}

fn guard_statement(statement: &mut StatementFindings, unsided: u64, k: u64) {
    guard_tally(&mut statement.everybody, k);
    let Some(sides) = &mut statement.sides else {
        if !statement.everybody.agree_share.is_given() {
            statement.split = None;
        }
        return;
    };
    for side in sides.iter_mut() {
        guard_tally(side, k);
    }
    let whole = sides.iter().all(|side| side.agree_share.is_given());
    let parts_whole = sides.iter().all(|side| side.disagree.is_some());
    if !whole || (1..k).contains(&unsided) {
        withhold_tally(&mut statement.everybody);
    }
    if !parts_whole {
        withhold_parts(&mut statement.everybody);
    }
    if !whole {
        statement.both = statement.both.as_ref().map(withheld);
        statement.surprise = None;
        if let Some(division) = &mut statement.division {
            division.difference = withheld(&division.difference);
            (division.p_value, division.q_value) = (None, None);
        }
    }
    if !parts_whole {
        statement.split = None;
    }
    guard_claim(statement.accept.as_mut(), whole);
    guard_claim(statement.reject.as_mut(), parts_whole);
    if let Some(division) = &mut statement.division {
        division.p_value = division.p_value.map(round_up);
        division.q_value = division.q_value.map(round_up);
    }
    let shown = [0, 1].map(|side: usize| sides[side].agree_share.is_given());
    for (side, gap) in statement.gaps.iter_mut().flatten().enumerate() {
        guard_gap(gap, shown[1 - side], k);
    }
    for (side, own) in statement.own_side.iter_mut().flatten().enumerate() {
        if own.predictions.is_some_and(|n| n < u64::from(LEAST.predictions_per_statement)) {
            own.predictions = None;
        }
        if !shown[side] {
            (own.difference, own.flagged) = (None, false);
        }
    }
}

fn guard_tally(tally: &mut TallyFindings, k: u64) {
    let votes = tally.votes.unwrap_or(0);
    if votes < k || tally.agree_share.state == State::TooFew {
        withhold_tally(tally);
        return;
    }
    let share = tally.agree_share.value.unwrap_or(0.0);
    if !(1.0 - SHARE_MAX..=SHARE_MAX).contains(&share) {
        tally.agree_share = bounded(&tally.agree_share);
        tally.agree = None;
        withhold_parts(tally);
        return;
    }
    let inside =
        |share: Option<f64>| share.is_some_and(|p| (1.0 - SHARE_MAX..=SHARE_MAX).contains(&p));
    if !inside(tally.disagree_share) || !inside(tally.pass_share) {
        withhold_parts(tally);
    }
}

fn withhold_tally(tally: &mut TallyFindings) {
    tally.votes = None;
    tally.agree = None;
    tally.agree_share = withheld(&tally.agree_share);
    withhold_parts(tally);
}

/// Disagree and pass give each other away, so they go together.
fn withhold_parts(tally: &mut TallyFindings) {
    (tally.disagree, tally.pass) = (None, None);
    (tally.disagree_share, tally.pass_share) = (None, None);
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
        method: figure.method,
    }
}

fn bounded(figure: &Figure) -> Figure {
    let high = figure.value.is_some_and(|value| value > 0.5);
    let (low, high) = if high { (SHARE_MAX, 1.0) } else { (0.0, 0.1) };
    Figure {
        state: State::Bounded,
        low: Some(low),
        high: Some(high),
        n: figure.n,
        ..withheld(figure)
    }
}

fn guard_claim(claim: Option<&mut ClaimFindings>, shown: bool) {
    let Some(claim) = claim else { return };
    if shown {
        claim.p_value = claim.p_value.map(round_up);
        claim.q_value = claim.q_value.map(round_up);
    } else {
        (claim.product, claim.least_side_share) = (None, None);
        (claim.p_value, claim.q_value) = (None, None);
    }
}

fn guard_gap(gap: &mut GapFindings, actual_shown: bool, k: u64) {
    if gap.predicted.state == State::TooFew || gap.predictions.is_some_and(|n| n < k) {
        gap.predictions = None;
        gap.predicted = withheld(&gap.predicted);
    }
    if !actual_shown || !gap.predicted.is_given() {
        gap.gap = withheld(&gap.gap);
    }
    if !actual_shown {
        gap.actual_share = None;
    }
}

fn guard_asked(asked: &mut Asked, k: u64) {
    let few = |count: &Option<u64>| count.is_some_and(|n| n < k);
    if let Some(sides) = &asked.voters_by_side {
        let sum: u64 = sides.iter().flatten().sum();
        let unsided = asked.voters.unwrap_or(0).saturating_sub(sum);
        if (1..k).contains(&unsided) || sides.iter().any(few) {
            (asked.voters, asked.votes, asked.replaced) = (None, None, None);
        }
    }
    if few(&asked.voters) {
        (asked.voters, asked.votes, asked.replaced) = (None, None, None);
    }
    if few(&asked.replaced) {
        asked.replaced = None;
    }
    let withhold = |sides: &mut [Option<u64>; 2]| {
        sides.iter_mut().filter(|count| few(count)).for_each(|count| *count = None);
    };
    if let Some(sides) = &mut asked.predictions_by_side {
        if sides.iter().any(few) {
            asked.predictions = None;
        }
        withhold(sides);
    }
    if let Some(sides) = &mut asked.voters_by_side {
        withhold(sides);
    }
}

fn guard_misjudgement(found: &mut MisjudgementFindings) {
    let figures = [
        &mut found.mean_gap,
        &mut found.mean_square,
        &mut found.uniformity,
        &mut found.shift,
        &mut found.hedging,
        &mut found.false_polarisation,
        &mut found.excess,
        &mut found.score,
    ];
    for figure in figures {
        coarse(figure);
    }
    guard_pooled(&mut found.pooled);
    guard_pooled(&mut found.on_common_ground);
    found.by_field.iter_mut().for_each(|(_, pooled)| guard_pooled(pooled));
    found.root_mean_square = found.root_mean_square.map(round);
    found.score_of_always_half = found.score_of_always_half.map(round);
    found.distances = found.distances.map(|pair| pair.map(round));
    found.pluralistic_ignorance.clear();
}

/// A pooled gap over fewer than five statements could be solved for one of them.
fn guard_pooled(pooled: &mut PooledFindings) {
    if pooled.statements.is_some_and(|n| n < 5) || !pooled.gap.is_given() {
        pooled.gap = withheld(&pooled.gap);
        (pooled.predicted, pooled.actual, pooled.statements) = (None, None, None);
    }
    coarse(&mut pooled.gap);
    pooled.predicted = pooled.predicted.map(round);
    pooled.actual = pooled.actual.map(round);
}

fn guard_dispersion(found: &mut DispersionFindings) {
    let few = found.statements.is_some_and(|n| n < 5);
    let DispersionFindings {
        within: [a, b],
        between,
        divide,
        opinions: [c, d],
        entropy: [e, f],
        ..
    } = found;
    for figure in [a, b, between, divide, c, d, e, f] {
        if few {
            *figure = withheld(figure);
        }
        coarse(figure);
    }
}

fn guard_exposure(found: &mut ExposureFindings) {
    coarse(&mut found.isolation);
    found.label_effect.iter_mut().for_each(coarse);
    found.shown = found.shown.map(|rows| rows.map(|row| row.map(round)));
    found.pool = found.pool.map(|row| row.map(round));
    found.entropy = found.entropy.map(|rows| rows.map(|row| row.map(round)));
    found.gini = found.gini.map(|row| row.map(round));
}

/// Steps of the staircase are kept at least k people apart, and the last few people have none.
fn guard_missingness(found: &mut MissingnessFindings, k: u64) {
    for steps in &mut found.answered_at_least {
        let mut kept: Vec<(u64, u64)> = Vec::new();
        for (answers, people) in steps.iter().copied() {
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
    for test in &mut found.tests {
        (test.statistic, test.p_value) = (round(test.statistic), round_up(test.p_value));
    }
}

fn coarse(figure: &mut Figure) {
    if figure.state == State::TooFew {
        *figure = withheld(figure);
    }
    for part in [&mut figure.value, &mut figure.low, &mut figure.high, &mut figure.standard_error] {
        *part = part.map(round);
    }
}

fn round(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

fn round_up(value: f64) -> f64 {
    ((value * 100.0).ceil() / 100.0).clamp(0.01, 1.0)
}
