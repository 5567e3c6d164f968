//! What may be told of one statement.

use beringia_engine::measure::least::LEAST;

use super::{SHARE_MAX, is_inside, round, round_up, withheld};
use crate::findings::{
    ClaimFindings, Figure, GapFindings, State, StatementFindings, TallyFindings,
};

/// Counts before anything is withheld.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counts {
    pub(super) votes: u64,
    pub(super) agree: u64,
    pub(super) disagree: u64,
    pub(super) pass: u64,
}

/// The counts of each side and of people without a side; of everybody where there are no sides.
pub(super) fn scopes(statement: &StatementFindings) -> Vec<Counts> {
    let everybody = Counts::of(&statement.everybody);
    match &statement.sides {
        Some(sides) => {
            let [first, second] = [0, 1].map(|side: usize| Counts::of(&sides[side]));
            vec![first, second, everybody.minus(first).minus(second)]
        }
        None => vec![everybody],
    }
}

impl Counts {
    fn of(tally: &TallyFindings) -> Self {
        let count = |n: Option<u64>| n.unwrap_or(0);
        Self {
            votes: count(tally.votes),
            agree: count(tally.agree),
            disagree: count(tally.disagree),
            pass: count(tally.pass),
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            votes: self.votes.saturating_sub(other.votes),
            agree: self.agree.saturating_sub(other.agree),
            disagree: self.disagree.saturating_sub(other.disagree),
            pass: self.pass.saturating_sub(other.pass),
        }
    }

    pub(super) fn share(self, count: u64) -> f64 {
        count as f64 / self.votes.max(1) as f64
    }

    /// Whether its votes and who agrees may be told: there is nobody, or enough and not of one mind.
    fn may_tell(self, k: u64) -> bool {
        self.votes == 0 || (self.votes >= k && is_inside(self.share(self.agree)))
    }

    /// Whether disagree and pass may be told, too.
    fn may_tell_parts(self, k: u64) -> bool {
        let parts = [self.disagree, self.pass];
        self.votes == 0 || (self.may_tell(k) && parts.iter().all(|n| is_inside(self.share(*n))))
    }
}

/// Withholds what must be withheld.
pub(super) fn guard(statement: &mut StatementFindings, weighted: bool, k: u64) {
    let sides = statement.sides.as_ref().map(|sides| [0, 1].map(|s: usize| Counts::of(&sides[s])));
    let everybody = Counts::of(&statement.everybody);
    guard_tally(&mut statement.everybody, Weights::None, k);
    let Some([first, second]) = sides else {
        statement.split = statement.split.filter(|_| statement.everybody.disagree.is_some());
        guard_majority(statement);
        return;
    };
    let weights = if weighted { Weights::Some } else { Weights::None };
    for side in statement.sides.iter_mut().flatten() {
        guard_tally(side, weights, k);
    }
    let unsided = everybody.minus(first).minus(second);
    let shown = statement
        .sides
        .as_ref()
        .map_or([false; 2], |sides| [0, 1].map(|side: usize| sides[side].agree_share.is_given()));
    let whole = shown == [true; 2] && first.may_tell(k) && second.may_tell(k);
    let parts = [first, second].iter().all(|counts| counts.may_tell_parts(k)) && whole;
    if !whole || !unsided.may_tell(k) {
        withhold_tally(&mut statement.everybody);
    }
    if !parts || !unsided.may_tell_parts(k) {
        withhold_parts(&mut statement.everybody);
    }
    guard_majority(statement);
    guard_both(statement, whole, parts);
    for (side, gap) in statement.gaps.iter_mut().flatten().enumerate() {
        guard_gap(gap, shown[1 - side], k);
    }
    for (side, own) in statement.own_side.iter_mut().flatten().enumerate() {
        let least = u64::from(LEAST.predictions_per_statement);
        own.predictions = own.predictions.filter(|n| *n == 0 || *n >= least);
        own.believed = own.believed.filter(|share| is_inside(*share));
        if !shown[side] || own.believed.is_none() {
            (own.difference, own.flagged) = (None, false);
        }
    }
    // How surprising it is follows from means that may be bounds.
    let is_told = |gap: &GapFindings| gap.predicted.is_given() || gap.predictions == Some(0);
    statement.surprise =
        statement.surprise.filter(|_| statement.gaps.iter().flatten().all(is_told));
    if weighted {
        round_all(statement);
    }
    retell_surprise(statement);
}

/// Exact weighted shares can be taken apart into who weighs what, and so can what is made of them.
fn round_all(statement: &mut StatementFindings) {
    let gaps = statement.gaps.iter_mut().flatten();
    let mut numbers: Vec<&mut Option<f64>> = vec![&mut statement.surprise, &mut statement.split];
    let mut figures: Vec<&mut Figure> = statement.both.iter_mut().collect();
    for gap in gaps {
        numbers.push(&mut gap.actual_share);
        figures.extend([&mut gap.predicted, &mut gap.gap]);
    }
    for own in statement.own_side.iter_mut().flatten() {
        numbers.extend([&mut own.believed, &mut own.difference]);
    }
    for claim in [&mut statement.accept, &mut statement.reject].into_iter().flatten() {
        numbers.extend([&mut claim.product, &mut claim.least_side_share]);
    }
    figures.extend(statement.division.iter_mut().map(|division| &mut division.difference));
    for side in statement.sides.iter_mut().flatten() {
        numbers.extend([&mut side.disagree_share, &mut side.pass_share]);
        figures.push(&mut side.agree_share);
    }
    for figure in figures {
        numbers.extend([
            &mut figure.value,
            &mut figure.low,
            &mut figure.high,
            &mut figure.standard_error,
        ]);
    }
    numbers.into_iter().for_each(|number| *number = number.map(round));
}

/// What everybody holds is told only where everybody's share is, at least as a bound.
fn guard_majority(statement: &mut StatementFindings) {
    if statement.everybody.agree_share.state == State::TooFew {
        statement.majority = None;
    }
}

/// Whether a claim is surprising is told anew from what is told: a bound stands for the share.
fn retell_surprise(statement: &mut StatementFindings) {
    let (Some(gaps), Some(sides)) = (&statement.gaps, &statement.sides) else { return };
    let ends = |figure: &Figure| match figure.state {
        State::Given => figure.value.zip(figure.value),
        State::Bounded => figure.low.zip(figure.high),
        State::TooFew => None,
    };
    let some = |clear: fn(&Figure, (f64, f64)) -> bool| {
        [0, 1].into_iter().any(|holder: usize| {
            let predicted = &gaps[holder].predicted;
            ends(&sides[1 - holder].agree_share).is_some_and(|ends| clear(predicted, ends))
        })
    };
    let above = some(|predicted, (low, _)| predicted.high.is_some_and(|most| most < low));
    let below = some(|predicted, (_, high)| predicted.low.is_some_and(|least| least > high));
    for (claim, clear) in [(&mut statement.accept, above), (&mut statement.reject, below)] {
        if let Some(claim) = claim {
            claim.surprising = claim.claimed && clear;
        }
    }
}

/// What joins both sides goes where one of them is not told whole.
fn guard_both(statement: &mut StatementFindings, whole: bool, parts: bool) {
    if !whole {
        statement.both = statement.both.as_ref().map(withheld);
        statement.surprise = None;
    }
    if !parts {
        statement.split = None;
    }
    guard_claim(statement.accept.as_mut(), whole);
    guard_claim(statement.reject.as_mut(), parts);
    if let Some(division) = &mut statement.division {
        if !whole {
            division.difference = withheld(&division.difference);
        }
        division.p_value = division.p_value.filter(|_| whole).map(round_up);
        division.q_value = None;
    }
}

/// Whether counts stand beside weighted shares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weights {
    None,
    Some,
}

fn guard_tally(tally: &mut TallyFindings, weights: Weights, k: u64) {
    let counts = Counts::of(tally);
    let few = counts.votes < k || tally.effective < k as f64;
    if few || tally.agree_share.state == State::TooFew {
        withhold_tally(tally);
        return;
    }
    let share = tally.agree_share.value.unwrap_or(0.0);
    let heads = counts.share(counts.agree);
    if !is_inside(share) || !is_inside(heads) {
        let extreme = if is_inside(share) { heads } else { share };
        tally.agree_share = bounded(&tally.agree_share, extreme > 0.5, !is_inside(share));
        tally.agree = None;
        withhold_parts(tally);
        return;
    }
    let inside = |share: Option<f64>| share.is_some_and(is_inside);
    let parts =
        counts.may_tell_parts(k) && inside(tally.disagree_share) && inside(tally.pass_share);
    if !parts {
        withhold_parts(tally);
    }
    if weights == Weights::Some {
        (tally.agree, tally.disagree, tally.pass) = (None, None, None);
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

/// A bound; none where people are of one mind but their weighted share is not extreme.
fn bounded(figure: &Figure, high: bool, is_extreme: bool) -> Figure {
    if !is_extreme {
        return withheld(figure);
    }
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
    // A q-value depends on all statements, also on those that are withheld.
    claim.q_value = None;
    if shown {
        claim.p_value = claim.p_value.map(round_up);
    } else {
        (claim.product, claim.least_side_share, claim.p_value) = (None, None, None);
    }
}

fn guard_gap(gap: &mut GapFindings, actual_shown: bool, k: u64) {
    let few = gap.predictions.is_some_and(|n| n > 0 && n < k);
    if gap.predicted.state == State::TooFew || few {
        gap.predictions = gap.predictions.filter(|n| *n == 0);
        gap.predicted = withheld(&gap.predicted);
    }
    if let Some(mean) = gap.predicted.value.filter(|mean| !is_inside(*mean)) {
        gap.predicted = bounded(&gap.predicted, mean > 0.5, true);
    }
    if !actual_shown || !gap.predicted.is_given() {
        gap.gap = withheld(&gap.gap);
    }
    if !actual_shown {
        gap.actual_share = None;
    }
}
