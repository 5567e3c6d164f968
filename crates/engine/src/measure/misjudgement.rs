//! Misjudgement of single statements: what one half expects of the other, minus what that half answers.
//!
//! # Definition
//! G_j = mean prediction − share that agrees, with SE² = s²/n + p(1 − p)/(S − 1) and the 95 % interval
//! G ± 1.96 SE.
//!
//! # Assumptions
//! Whoever predicts read the same wording as whoever voted.

use super::agreement::{Tallies, Tally};
use super::least::LeastNumbers;
use super::opinions::{Half, Opinions};
use super::prediction_matrix::{About, Expectation};
use super::vote_matrix::Choice;
use crate::interval::{Interval, Z95};

/// What each half expects, by statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Expectations {
    /// `other[h][j]`: what half h expects of the other half on statement j.
    pub other: [Vec<Expectation>; 2],
    /// `own[h][j]`: what half h expects of itself.
    pub own: [Vec<Expectation>; 2],
}

/// A mean expected share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedInterval {
    /// The mean.
    pub mean: f64,
    /// Mean ± 1.96 standard errors.
    pub interval: Interval,
}

/// The misjudgement of one statement in one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gap {
    /// How many predictions.
    pub predictions: u32,
    /// How many votes of the half that is predicted.
    pub votes: u32,
    /// The mean prediction.
    pub predicted: f64,
    /// The share that agrees.
    pub actual: f64,
    /// Predicted minus actual: below 0 where agreement is underestimated.
    pub gap: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Sums all predictions of people who belong to a half. Cost: O(predictions).
pub fn expectations(opinions: &Opinions<'_>) -> Expectations {
    let empty = || [0, 1].map(|_| vec![Expectation::default(); opinions.votes.statements()]);
    let (mut other, mut own) = (empty(), empty());
    for person in 0..opinions.votes.people() {
        let Some(half) = opinions.halves[person] else { continue };
        for prediction in opinions.predictions.row(person) {
            let into = match prediction.about {
                About::Other => &mut other,
                About::Own => &mut own,
            };
            let weight = opinions.weight(person);
            into[half.index()][prediction.statement as usize].add(prediction.share(), weight);
        }
    }
    Expectations { other, own }
}

/// The mean expectation with its interval, where enough people predicted.
pub fn expected_interval(expectation: &Expectation, least: u32) -> Option<ExpectedInterval> {
    if expectation.count < least.max(2) {
        return None;
    }
    let mean = expectation.mean();
    let interval = Interval::around(mean, Z95 * expectation.mean_variance().sqrt());
    Some(ExpectedInterval { mean, interval })
}

/// Square of the standard error of a share of agreement, n − 1 in the divisor.
pub fn share_variance(tally: &Tally) -> f64 {
    let p = tally.share(Choice::Agree);
    p * (1.0 - p) / (tally.effective() - 1.0)
}

/// The gap of one statement, or `None` below the least numbers.
pub fn gap(expectation: &Expectation, tally: &Tally, least: &LeastNumbers) -> Option<Gap> {
    let enough = expectation.count >= least.predictions_per_statement.max(2)
        && tally.votes() >= least.votes_per_statement.max(2);
    if !enough {
        return None;
    }
    let (predicted, actual) = (expectation.mean(), tally.share(Choice::Agree));
    let gap = predicted - actual;
    let standard_error = (expectation.mean_variance() + share_variance(tally)).sqrt();
    let interval = Interval::around(gap, Z95 * standard_error);
    let (predictions, votes) = (expectation.count, tally.votes());
    Some(Gap { predictions, votes, predicted, actual, gap, standard_error, interval })
}

/// The gaps of what half `holder` expects of the other.
pub fn gaps(
    expectations: &Expectations,
    tallies: &Tallies,
    holder: Half,
    least: &LeastNumbers,
) -> Vec<Option<Gap>> {
    let expected = &expectations.other[holder.index()];
    let actual = tallies.of(holder.other());
    expected.iter().zip(actual).map(|(e, tally)| gap(e, tally, least)).collect()
}
