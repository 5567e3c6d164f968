//! The gap pooled over statements: what small exchanges can know about misjudgement.
//!
//! # Definition
//! Σ_j Σ_i wᵢ (y_ij − p_j) / Σ_j Σ_i wᵢ over all predictions about statements on which the other half
//! cast a vote: the mean of prediction minus share, each prediction counting once. Jackknife over people.
//!
//! # Assumptions
//! Statements are fixed; a statement with few votes adds noise, which the jackknife sees.

use super::agreement::{Tallies, Tally};
use super::jackknife::{Estimate, Jackknife};
use super::least::{Counted, LeastNumbers, TooFew, enough};
use super::misjudgement::Expectations;
use super::opinions::{Half, Opinions};
use super::prediction_matrix::{About, Expectation};
use super::vote_matrix::Choice;

/// The pooled gap of one direction, with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PooledGap {
    /// Mean prediction minus actual share.
    pub gap: Estimate,
    /// Mean prediction.
    pub predicted: f64,
    /// Mean actual share, over the same predictions.
    pub actual: f64,
    /// How many predictions.
    pub predictions: u32,
    /// How many people predicted.
    pub people: u32,
    /// How many statements.
    pub statements: u32,
}

/// Sums over predictions: of prediction − share, of weights, of predictions.
type Sums = [f64; 3];

/// Pools the statements for which `within` holds. Cost: O(votes + predictions).
pub fn pooled_gap(
    opinions: &Opinions<'_>,
    (expectations, tallies): (&Expectations, &Tallies),
    holder: Half,
    within: &[bool],
    least: &LeastNumbers,
) -> Result<PooledGap, TooFew> {
    let pool = Pool {
        expected: &expectations.other[holder.index()],
        actual: tallies.of(holder.other()),
        within,
    };
    let used: Vec<usize> = (0..within.len()).filter(|j| pool.uses(*j)).collect();
    let predictions: usize = used.iter().map(|j| pool.expected[*j].count as usize).sum();
    // Nobody need be looked at where nothing is predicted.
    if used.is_empty() {
        enough(0, least.pooled_people, Counted::People)?;
    }
    let predicts = |person: &usize| {
        let row = opinions.predictions.row(*person);
        row.iter().any(|p| p.about == About::Other && pool.uses(p.statement as usize))
    };
    let people = opinions.people_of(holder).filter(predicts).count();
    enough(people, least.pooled_people, Counted::People)?;
    let votes_there = |person: &usize| opinions.votes.row(*person).any(|(j, _)| pool.uses(j));
    let answering = opinions.people_of(holder.other()).filter(votes_there).count();
    enough(answering, least.pooled_people, Counted::People)?;
    enough(predictions, least.pooled_predictions, Counted::Predictions)?;
    let mut total = [0.0; 3];
    for j in &used {
        add(&mut total, &sums(&pool.expected[*j], &pool.actual[*j]), 1.0);
    }
    let gap = pool.jackknife(opinions, holder, &total);
    let predicted = total[2] / total[1];
    let actual = predicted - total[0] / total[1];
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (predictions, people, statements) = (count(predictions), count(people), count(used.len()));
    Ok(PooledGap { gap, predicted, actual, predictions, people, statements })
}

struct Pool<'a> {
    expected: &'a [Expectation],
    actual: &'a [Tally],
    within: &'a [bool],
}

impl Pool<'_> {
    fn uses(&self, j: usize) -> bool {
        self.within[j] && self.expected[j].count > 0 && self.actual[j].votes() > 0
    }

    fn jackknife(&self, opinions: &Opinions<'_>, holder: Half, total: &Sums) -> Estimate {
        let mut jackknife = Jackknife::new([total[0] / total[1]]);
        for person in opinions.people_of(holder) {
            let weight = opinions.weight(person);
            let row = opinions.predictions.row(person).iter();
            let used = row.filter(|p| p.about == About::Other && self.uses(p.statement as usize));
            let (mut rest, mut gave) = (*total, false);
            for p in used {
                gave = true;
                let beyond = p.share() - self.actual[p.statement as usize].share(Choice::Agree);
                add(&mut rest, &[weight * beyond, weight, weight * p.share()], -1.0);
            }
            if gave {
                leave_out(&mut jackknife, holder, &rest);
            }
        }
        for person in opinions.people_of(holder.other()) {
            let (mut rest, mut gave) = (*total, false);
            for (j, choice) in opinions.votes.row(person).filter(|(j, _)| self.uses(*j)) {
                gave = true;
                let without = self.actual[j].without(choice, opinions.weight(person));
                add(&mut rest, &sums(&self.expected[j], &self.actual[j]), -1.0);
                if without.votes() > 0 {
                    add(&mut rest, &sums(&self.expected[j], &without), 1.0);
                }
            }
            if gave {
                leave_out(&mut jackknife, holder.other(), &rest);
            }
        }
        jackknife.estimate(0)
    }
}

fn leave_out(jackknife: &mut Jackknife<1>, half: Half, rest: &Sums) {
    if rest[1] > 0.0 {
        jackknife.leave_out(half, &[rest[0] / rest[1]]);
    }
}

fn sums(expected: &Expectation, actual: &Tally) -> Sums {
    let share = actual.share(Choice::Agree);
    [expected.sum() - expected.mass() * share, expected.mass(), expected.sum()]
}

fn add(total: &mut Sums, part: &Sums, times: f64) {
    for (sum, value) in total.iter_mut().zip(part) {
        *sum += times * value;
    }
}
