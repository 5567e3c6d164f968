//! What is true in an invented society, computed from its plan and not from what was drawn.

use beringia_engine::interval::normal_below;
use serde::Serialize;

use super::model::{HEDGING, Meaning, Plan, SPREAD, YES};

/// The truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Truth {
    /// That all of this is invented.
    pub invented: bool,
    /// The seed of the plan.
    pub seed: String,
    /// People drawn, by side.
    pub people: [u32; 2],
    /// Share of people who agree with nearly everything.
    pub yes_sayers: f64,
    /// Share of people who answer at random.
    pub careless: f64,
    /// Whether who answers is independent of opinion.
    pub missing_independent: bool,
    /// Effect of showing the other side as author on agreement, averaged over the statements it is shown with,
    /// by viewers.
    pub label_effect: [f64; 2],
    /// M² of each side about the other, over all statements.
    pub mean_square_gap: [f64; 2],
    /// Mean gap of each side about the other, over all statements.
    pub mean_gap: [f64; 2],
    /// D_h by side, over all statements.
    pub within: [f64; 2],
    /// D_AB over all statements.
    pub between: f64,
    /// By statement.
    pub statements: Vec<StatementTruth>,
}

/// The truth of one statement. Pairs go by side; expectations by the side that expects.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatementTruth {
    /// Its id.
    pub id: String,
    /// Share that agrees.
    pub agree: [f64; 2],
    /// Share that passes.
    pub pass: [f64; 2],
    /// Whether more than half agree on both sides and fewer than a third pass.
    pub accepted_by_both: bool,
    /// Whether more than half disagree on both sides and fewer than a third pass.
    pub rejected_by_both: bool,
    /// Mean prediction about the other side.
    pub expected: [f64; 2],
    /// Mean prediction about the own side.
    pub expected_own: [f64; 2],
    /// Mean over people of 4 y (1 − y), y their prediction about the other side.
    pub expected_division: [f64; 2],
    /// Mean prediction minus the other side's share.
    pub gap: [f64; 2],
    /// Whether a misjudgement was planted beyond what shift and hedging give.
    pub planted: [bool; 2],
}

impl StatementTruth {
    pub(crate) fn of(id: String, meaning: &Meaning, plan: &Plan) -> Self {
        let agree = [0, 1].map(|side: usize| true_agree(meaning, plan, side));
        let pass = [0, 1].map(|side: usize| true_pass(meaning, plan, side));
        let predicted = |side: usize, about: usize, of: fn(f64) -> f64| {
            let careless = (0..11_u32).map(|tenth| of(f64::from(tenth) / 10.0)).sum::<f64>() / 11.0;
            let careful = mean_of_prediction(centre(meaning, plan, side, about), of);
            (1.0 - plan.careless) * careful + plan.careless * careless
        };
        let expected = [0, 1].map(|side: usize| predicted(side, 1 - side, |y| y));
        let both = |holds: &dyn Fn(usize) -> bool| holds(0) && holds(1);
        Self {
            id,
            agree,
            pass,
            accepted_by_both: both(&|s| agree[s] > 0.5 && pass[s] < 1.0 / 3.0),
            rejected_by_both: both(&|s| 1.0 - agree[s] - pass[s] > 0.5 && pass[s] < 1.0 / 3.0),
            expected,
            expected_own: [0, 1].map(|side: usize| predicted(side, side, |y| y)),
            expected_division: [0, 1]
                .map(|side: usize| predicted(side, 1 - side, |y| 4.0 * y * (1.0 - y))),
            gap: [expected[0] - agree[1], expected[1] - agree[0]],
            planted: meaning.planted.map(|shift| shift.abs() > 0.0),
        }
    }
}

impl Truth {
    pub(crate) fn of(
        plan: &Plan,
        people: [u32; 2],
        statements: Vec<StatementTruth>,
        meanings: &[Meaning],
    ) -> Self {
        let m = statements.len() as f64;
        let mean = |of: &dyn Fn(&StatementTruth) -> f64| statements.iter().map(of).sum::<f64>() / m;
        let shares = |s: &StatementTruth, side: usize| {
            [s.agree[side], 1.0 - s.agree[side] - s.pass[side], s.pass[side]]
        };
        let alike = |s: &StatementTruth, a: usize, b: usize| {
            shares(s, a).iter().zip(shares(s, b)).map(|(x, y)| x * y).sum::<f64>()
        };
        Self {
            invented: true,
            seed: plan.seed.clone(),
            people,
            yes_sayers: plan.yes_sayers,
            careless: plan.careless,
            missing_independent: plan.missing == super::model::Missing::Independent,
            label_effect: [0, 1].map(|viewers: usize| label_effect(plan, meanings, viewers)),
            mean_square_gap: [0, 1].map(|side: usize| mean(&|s| s.gap[side].powi(2))),
            mean_gap: [0, 1].map(|side: usize| mean(&|s| s.gap[side])),
            within: [0, 1].map(|side: usize| 1.0 - mean(&|s| alike(s, side, side))),
            between: 1.0 - mean(&|s| alike(s, 0, 1)),
            statements,
        }
    }
}

fn ordinary(plan: &Plan) -> f64 {
    1.0 - plan.yes_sayers - plan.careless
}

/// Ordinary people, yes-sayers and careless people together; half of the statements of the other side show
/// where they come from.
fn true_agree(meaning: &Meaning, plan: &Plan, side: usize) -> f64 {
    let labelled = plan.exposures && meaning.author != side;
    let kept = if labelled { 1.0 - plan.devaluation / 2.0 } else { 1.0 };
    ordinary(plan) * meaning.agree[side] * kept + plan.yes_sayers * YES + plan.careless / 3.0
}

fn true_pass(meaning: &Meaning, plan: &Plan, side: usize) -> f64 {
    ordinary(plan) * meaning.pass[side] + plan.yes_sayers * (1.0 - YES) + plan.careless / 3.0
}

fn label_effect(plan: &Plan, meanings: &[Meaning], viewers: usize) -> f64 {
    let across = || meanings.iter().filter(|meaning| meaning.author != viewers);
    let count = across().count().max(1) as f64;
    let mean = across().map(|meaning| meaning.agree[viewers]).sum::<f64>() / count;
    -plan.devaluation * ordinary(plan) * mean
}

/// Where predictions of `side` about `about` are centred, on the logit scale.
pub(crate) fn centre(meaning: &Meaning, plan: &Plan, side: usize, about: usize) -> f64 {
    let share = true_agree(meaning, plan, about);
    let anchored = HEDGING * (share / (1.0 - share)).ln();
    if side == about { anchored } else { anchored + plan.shift[side] + meaning.planted[side] }
}

/// The mean of a function of a logit-normal rounded to tenths.
fn mean_of_prediction(centre: f64, of: impl Fn(f64) -> f64) -> f64 {
    let spread = SPREAD[0].hypot(SPREAD[1]);
    let below = |share: f64| normal_below(((share / (1.0 - share)).ln() - centre) / spread);
    let mut before = 0.0;
    let mut sum = 0.0;
    for tenth in 0..11_u32 {
        let value = f64::from(tenth) / 10.0;
        let until = if tenth == 10 { 1.0 } else { below(value + 0.05) };
        sum += of(value) * (until - before);
        before = until;
    }
    sum
}
