//! What an invented society is like: what its people would answer, and what they expect of each other.

use beringia_engine::interval::normal_quantile;
use beringia_engine::random::Stream;

use super::statements::Tendency;

/// Whether who answers depends on what people think.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It does not: intervals cover the truth.
    Independent,
    /// People who agree, and people at one end of the main axis, answer more: intervals miss the truth, and
    /// the warning should fire.
    DependsOnOpinion,
}

/// What to invent.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// How many people, of both sides together.
    pub people: u32,
    /// The share of people on the first side.
    pub first_side_share: f64,
    /// How many statements.
    pub statements: u32,
    /// Where all chance comes from.
    pub seed: String,
    /// The share of statements a person answers on average.
    pub answered: f64,
    /// Whether who answers depends on opinion.
    pub missing: Missing,
    /// The share of people who agree with nearly everything.
    pub yes_sayers: f64,
    /// The share of people who answer at random.
    pub careless: f64,
    /// Whether people predict.
    pub predictions: bool,
    /// Whether exposures are logged, half of them showing the author's side.
    pub exposures: bool,
    /// How many of 100 who would agree with a statement of the other side disagree when they are shown where
    /// it comes from.
    pub devaluation: f64,
    /// How far the expectations of each side are from the truth, on the logit scale.
    pub shift: [f64; 2],
}

impl Plan {
    /// A plan for the numbers that must always be said; all else as in the demonstration.
    pub fn new(people: u32, statements: u32, seed: &str) -> Self {
        Self {
            people,
            first_side_share: 0.6,
            statements,
            seed: seed.to_owned(),
            answered: 0.6,
            missing: Missing::Independent,
            yes_sayers: 0.03,
            careless: 0.02,
            predictions: true,
            exposures: false,
            devaluation: 0.0,
            shift: [-0.6, -0.3],
        }
    }
}

/// The chance that a yes-sayer agrees; else she passes.
pub(crate) const YES: f64 = 0.9;
/// How strongly predictions are drawn to the middle.
pub(crate) const HEDGING: f64 = 0.6;
/// Spread of predictions between people and between statements, on the logit scale.
pub(crate) const SPREAD: [f64; 2] = [0.5, 0.7];

/// What one statement means to each side.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Meaning {
    /// The share of ordinary people who agree, by side.
    pub(crate) agree: [f64; 2],
    /// The share of ordinary people who pass, by side.
    pub(crate) pass: [f64; 2],
    /// Below which place on their own scale people agree, by side; those who pass are left out.
    pub(crate) threshold: [f64; 2],
    /// How much the main axis of opinion decides.
    pub(crate) loading: f64,
    /// A planted misjudgement, on the logit scale, by the side that expects.
    pub(crate) planted: [f64; 2],
    /// The side of the author.
    pub(crate) author: usize,
}

impl Meaning {
    /// Draws what a statement of this tendency means.
    pub(crate) fn draw(tendency: Tendency, author: usize, chance: &mut Stream) -> Self {
        let between =
            |chance: &mut Stream, low: f64, high: f64| low + (high - low) * chance.uniform();
        let agree = match tendency {
            Tendency::Accept => [between(chance, 0.6, 0.9), between(chance, 0.6, 0.9)],
            Tendency::Reject => [between(chance, 0.1, 0.3), between(chance, 0.1, 0.3)],
            Tendency::First => [between(chance, 0.58, 0.8), between(chance, 0.22, 0.42)],
            Tendency::Second => [between(chance, 0.22, 0.42), between(chance, 0.58, 0.8)],
            Tendency::Unclear => {
                // Exactly one half on one side: the hardest case for a claim of common ground.
                let (half, other) = (0.5, between(chance, 0.42, 0.75));
                if chance.happens(0.5) { [half, other] } else { [other, half] }
            }
        };
        let pass = [between(chance, 0.02, 0.1), between(chance, 0.02, 0.1)];
        let threshold = [0, 1].map(|s: usize| normal_quantile(agree[s] / (1.0 - pass[s])));
        let loading = between(chance, -0.8, 0.8);
        let mut planted = [0.0; 2];
        for shift in &mut planted {
            if chance.happens(0.2) {
                *shift = if chance.happens(0.75) { -0.9 } else { 0.9 };
            }
        }
        Self { agree, pass, threshold, loading, planted, author }
    }
}
