//! Indices of misjudgement over many statements, in one direction: mean gap, M² with the noise removed,
//! perceived uniformity, and the fit that tells a shift from hedging.
//!
//! # Definition
//! Over the statements with enough votes and predictions: Ḡ = mean G; M² = mean (G² − SE²);
//! U = mean (4 p (1 − p) n/(n − 1) − mean over people of 4 y (1 − y)), above 0 where the others are believed
//! more uniform than they are. The fit is logit(mean y) = a + g · logit(p), g < 1 being hedging and a the
//! shift; the noise in p is taken out of the slope: g = Sxy / (Sxx − Σ var(logit p)). Jackknife over people.
//!
//! # Limits
//! M² may come out below 0 where there is no misjudgement. The fit needs statements spread over p.
//!
//! # Cost
//! O(votes + predictions): leaving one person out changes only the statements she touched.
//!
//! # Source
//! D. Landy, B. Guay, T. Marghetis, Psychon. Bull. Rev. 25 (2018) 1607–1624 (hedging);
//! W. A. Fuller, Measurement Error Models (1987), section 1.2 (slope with known error variance).

use super::agreement::{Tallies, Tally};
use super::jackknife::{Estimate, Jackknife};
use super::least::{Counted, LeastNumbers, TooFew, enough};
use super::misjudgement::{Expectations, share_variance};
use super::opinions::{Half, Opinions};
use super::prediction_matrix::{About, Expectation};
use super::vote_matrix::Choice;

/// The noise in p may make up at most this share of the spread of logit p, else there is no fit.
const NOISE_SHARE_MAX: f64 = 0.5;

/// The indices of one direction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MisjudgementIndex {
    /// Mean gap Ḡ.
    pub mean_gap: Estimate,
    /// M², which may be below 0.
    pub mean_square: Estimate,
    /// Perceived uniformity U.
    pub uniformity: Estimate,
    /// Shift and hedging, where the statements are spread enough.
    pub fit: Option<Fit>,
    /// Statements that entered.
    pub statements: u32,
    /// People of the predicting half who predicted one of them.
    pub people: u32,
    /// Predictions that entered.
    pub predictions: u32,
}

/// logit(mean prediction) = shift + hedging · logit(share).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// a: below 0 where agreement is expected too low throughout.
    pub shift: Estimate,
    /// g: below 1 where predictions are drawn to the middle.
    pub hedging: Estimate,
}

const TERMS: usize = 8;
/// Sums over statements of: gap, gap² − SE², uniformity, x, y, x², x·y, var(x).
type Terms = [f64; TERMS];

/// The indices of what `holder` expects of the other half.
pub fn misjudgement_index(
    opinions: &Opinions<'_>,
    (expectations, tallies): (&Expectations, &Tallies),
    holder: Half,
    least: &LeastNumbers,
) -> Result<MisjudgementIndex, TooFew> {
    let expected = &expectations.other[holder.index()];
    let actual = tallies.of(holder.other());
    let base: Vec<Option<Terms>> = (0..expected.len())
        .map(|j| {
            let enough = opinions.counted[j]
                && expected[j].count >= least.predictions_per_statement.max(3)
                && actual[j].votes() >= least.votes_per_statement.max(3);
            enough.then(|| terms(&expected[j], &actual[j]))
        })
        .collect();
    let sheet = Sheet { expected, actual, base };
    let used = |j: usize| sheet.base[j].is_some();
    let predicts = |person: &usize| {
        let row = opinions.predictions.row(*person);
        row.iter().any(|p| p.about == About::Other && used(p.statement as usize))
    };
    let people = opinions.people_of(holder).filter(predicts).count();
    let statements = sheet.base.iter().flatten().count();
    enough(people, least.index_people, Counted::People)?;
    enough(opinions.voters_of(holder.other()), least.index_people, Counted::People)?;
    enough(statements, least.index_statements, Counted::Statements)?;
    let jackknife = sheet.jackknife(opinions, holder);
    let fit = sheet
        .is_spread()
        .then(|| Fit { shift: jackknife.estimate(3), hedging: jackknife.estimate(4) });
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(MisjudgementIndex {
        mean_gap: jackknife.estimate(0),
        mean_square: jackknife.estimate(1),
        uniformity: jackknife.estimate(2),
        fit,
        statements: count(statements),
        people: count(people),
        predictions: (0..expected.len()).filter(|j| used(*j)).map(|j| expected[j].count).sum(),
    })
}

struct Sheet<'a> {
    expected: &'a [Expectation],
    actual: &'a [Tally],
    base: Vec<Option<Terms>>,
}

impl Sheet<'_> {
    fn total(&self) -> Terms {
        let mut total = [0.0; TERMS];
        for terms in self.base.iter().flatten() {
            add(&mut total, terms, 1.0);
        }
        total
    }

    fn is_spread(&self) -> bool {
        let [.., x, _, xx, _, noise] = self.total();
        let m = self.base.iter().flatten().count() as f64;
        let spread = xx - x * x / m;
        spread > 0.0 && noise <= NOISE_SHARE_MAX * spread
    }

    fn jackknife(&self, opinions: &Opinions<'_>, holder: Half) -> Jackknife<5> {
        let total = self.total();
        let m = self.base.iter().flatten().count() as f64;
        let mut jackknife = Jackknife::new(indices(&total, m));
        for person in opinions.people_of(holder) {
            let weight = opinions.weight(person);
            let (mut rest, mut gave) = (total, false);
            for p in opinions.predictions.row(person).iter().filter(|p| p.about == About::Other) {
                let j = p.statement as usize;
                if let Some(base) = &self.base[j] {
                    gave = true;
                    let without = self.expected[j].without(p.share(), weight);
                    add(&mut rest, base, -1.0);
                    add(&mut rest, &terms(&without, &self.actual[j]), 1.0);
                }
            }
            if gave {
                jackknife.leave_out(holder, &indices(&rest, m));
            }
        }
        let without_vote = self.terms_without_a_vote(opinions);
        for person in opinions.people_of(holder.other()) {
            let weight = opinions.weight(person);
            let (mut rest, mut gave) = (total, false);
            for (j, choice) in opinions.votes.row(person) {
                let Some(base) = &self.base[j] else { continue };
                gave = true;
                add(&mut rest, base, -1.0);
                let changed = match &without_vote {
                    Some(known) => known[j][usize::from(choice == Choice::Agree)],
                    None => terms(&self.expected[j], &self.actual[j].without(choice, weight)),
                };
                add(&mut rest, &changed, 1.0);
            }
            if gave {
                jackknife.leave_out(holder.other(), &indices(&rest, m));
            }
        }
        jackknife
    }

    /// Where everybody weighs the same, leaving out a vote has only two outcomes for a statement:
    /// one fewer who agrees, or one fewer who does not. They are computed once.
    fn terms_without_a_vote(&self, opinions: &Opinions<'_>) -> Option<Vec<[Terms; 2]>> {
        if opinions.weights.is_some() {
            return None;
        }
        let outcome = |j: usize, choice: Choice| {
            if self.actual[j].counts[choice.index()] == 0 || self.base[j].is_none() {
                return [0.0; TERMS];
            }
            terms(&self.expected[j], &self.actual[j].without(choice, 1.0))
        };
        let other = |j: usize| {
            let disagree = self.actual[j].counts[Choice::Disagree.index()] > 0;
            if disagree { Choice::Disagree } else { Choice::Pass }
        };
        let both = |j: usize| [outcome(j, other(j)), outcome(j, Choice::Agree)];
        Some((0..self.base.len()).map(both).collect())
    }
}

fn terms(expected: &Expectation, actual: &Tally) -> Terms {
    let (predicted, p) = (expected.mean(), actual.share(Choice::Agree));
    let n = actual.effective();
    let gap = predicted - p;
    let square = gap * gap - expected.mean_variance() - share_variance(actual);
    let uniformity = 4.0 * p * (1.0 - p) * n / (n - 1.0) - expected.expected_division();
    let within = (p * n + 0.5) / (n + 1.0);
    let x = logit(within);
    let y = logit(predicted.clamp(0.005, 0.995));
    [gap, square, uniformity, x, y, x * x, x * y, 1.0 / (n * within * (1.0 - within))]
}

fn indices(sums: &Terms, m: f64) -> [f64; 5] {
    let [gap, square, uniformity, x, y, xx, xy, noise] = sums;
    let hedging = (xy - x * y / m) / (xx - x * x / m - noise);
    let shift = (y - hedging * x) / m;
    [gap / m, square / m, uniformity / m, shift, hedging]
}

fn logit(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}

fn add(total: &mut Terms, part: &Terms, times: f64) {
    for (sum, value) in total.iter_mut().zip(part) {
        *sum += times * value;
    }
}
