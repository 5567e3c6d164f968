//! How well people predict: the quadratic score, from 0 to 1, which honesty maximises.
//!
//! # Definition
//! A prediction y about a statement scores 1 − (y − p)², p the share of the other half that agrees; a person's
//! score is the mean over her predictions, a half's the mean over its people. Beside it stands the score of
//! always saying 50 of 100 to the same questions.
//!
//! # Source
//! G. W. Brier, Mon. Weather Rev. 78 (1950) 1–3.

use super::agreement::Tallies;
use super::least::{Counted, LeastNumbers, TooFew, enough};
use super::opinions::{Half, Opinions};
use super::prediction_matrix::About;
use super::vote_matrix::Choice;
use crate::interval::{Interval, student95};

/// The score of one half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PredictionScore {
    /// Mean score of its people.
    pub score: f64,
    /// Its standard error, people being independent.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// What always saying 50 of 100 would have scored.
    pub always_half: f64,
    /// How many people have a score.
    pub people: u32,
}

/// A person's own score and that of always saying one half; `None` where she predicted nothing that has
/// enough votes.
pub fn person_score(
    opinions: &Opinions<'_>,
    tallies: &Tallies,
    person: usize,
    least: &LeastNumbers,
) -> Option<[f64; 2]> {
    let actual = tallies.of(opinions.halves[person]?.other());
    let (mut own, mut half, mut count) = (0.0, 0.0, 0.0);
    for p in opinions.predictions.row(person).iter().filter(|p| p.about == About::Other) {
        let j = p.statement as usize;
        if opinions.counted[j] && actual[j].votes() >= least.votes_per_statement.max(1) {
            let share = actual[j].share(Choice::Agree);
            own += 1.0 - (p.share() - share).powi(2);
            half += 1.0 - (0.5 - share).powi(2);
            count += 1.0;
        }
    }
    (count > 0.0).then(|| [own / count, half / count])
}

/// The mean score of one half. Cost: O(predictions).
pub fn prediction_score(
    opinions: &Opinions<'_>,
    tallies: &Tallies,
    holder: Half,
    least: &LeastNumbers,
) -> Result<PredictionScore, TooFew> {
    let scores: Vec<[f64; 2]> = opinions
        .people_of(holder)
        .filter_map(|person| person_score(opinions, tallies, person, least))
        .collect();
    enough(scores.len(), least.pooled_people, Counted::People)?;
    let n = scores.len() as f64;
    let mean = |k: usize| scores.iter().map(|score| score[k]).sum::<f64>() / n;
    let (score, always_half) = (mean(0), mean(1));
    let spread = scores.iter().map(|s| (s[0] - score).powi(2)).sum::<f64>() / (n - 1.0);
    let standard_error = (spread / n).sqrt();
    let interval = Interval::around(score, student95(n - 1.0) * standard_error);
    let people = u32::try_from(scores.len()).unwrap_or(u32::MAX);
    Ok(PredictionScore { score, standard_error, interval, always_half, people })
}
