//! Whether who answered depends on what people think, as far as the votes themselves can tell.
//!
//! # Question
//! Shares estimate a half's opinion only if who answers a statement does not depend on the answer. That cannot
//! be proved, but some dependence shows.
//!
//! # Definition
//! Residuals are agree = 1, else 0, minus the share of the person's half on the statement. Three tests, each by the
//! normal approximation of a rank or mean comparison within halves:
//! *tilt*: do people who agree more answer more (rank correlation of mean residual and number answered);
//! *axis*: does the main axis of opinion (first component of the residuals) go with the number answered;
//! *choice*: do those who answered a statement stand elsewhere on that axis than those who did not,
//! tallied over statements. The smallest p-value times three is compared with 0.01.
//!
//! # Limits
//! Silence is no proof of independence: people who never came leave no trace.
//!
//! # Cost
//! O(votes) times the rounds of the power method.

use super::agreement::Tallies;
use super::opinions::{Half, Opinions};
use super::vote_matrix::Choice;
use crate::interval::normal_two_sided;

/// Rounds of the power method at most; the axis needs a direction, not digits …
const ROUNDS: usize = 30;
/// … so that it has settled when it turns by less than a hundredth (squared).
const SETTLED: f64 = 1e-4;
/// The warning's false-alarm rate.
const ALARM: f64 = 0.01;
/// Of more people, so many are looked at, evenly chosen: a warning needs no more.
const PEOPLE_MAX: usize = 10_000;
/// People with fewer answers have too noisy a place on the axis.
const ANSWERS_MIN: usize = 5;

/// What the three tests say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Missingness {
    /// Rank correlation of agreeing more and answering more.
    pub tilt: Test,
    /// Rank correlation of the place on the main axis and answering more.
    pub axis: Test,
    /// Root mean square over statements of the standardised difference on the axis; 1 under independence.
    pub choice: Test,
    /// Whether to warn.
    pub warns: bool,
    /// People with enough answers to enter.
    pub people: u32,
}

/// One test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// Its statistic, as the field says.
    pub statistic: f64,
    /// Its p-value, two-sided for the first two.
    pub p_value: f64,
}

const NO_SIGN: Test = Test { statistic: 0.0, p_value: 1.0 };

/// A person's place in one stratum.
#[derive(Debug, Clone, Copy)]
struct Place {
    person: usize,
    tilt: f64,
    axis: f64,
    answered: f64,
}

/// Runs the tests on everybody, or on an even part of a crowd; people without a half form a stratum of their own.
/// `None` where fewer than twenty people have enough answers.
pub fn missingness(opinions: &Opinions<'_>, tallies: &Tallies) -> Option<Missingness> {
    let residuals = Residuals::new(opinions, tallies);
    let axis = residuals.main_axis();
    let strata = [Some(Half::First), Some(Half::Second), None];
    let places = strata.map(|half| residuals.places(half, &axis));
    let people: usize = places.iter().map(Vec::len).sum();
    if people < 20 {
        return None;
    }
    let tilt = correlation(&places, |place| place.tilt);
    let along = correlation(&places, |place| place.axis);
    let choice = residuals.choice(&places);
    let least = tilt.p_value.min(along.p_value).min(choice.p_value);
    let people = u32::try_from(people).unwrap_or(u32::MAX);
    Some(Missingness { tilt, axis: along, choice, warns: 3.0 * least < ALARM, people })
}

struct Residuals<'a> {
    opinions: &'a Opinions<'a>,
    tallies: &'a Tallies,
    /// Everybody, or an even part of them.
    people: Vec<usize>,
    /// Expected agreement by stratum (two halves, then nobody's) and statement.
    shares: [Vec<f64>; 3],
}

impl<'a> Residuals<'a> {
    fn new(opinions: &'a Opinions<'a>, tallies: &'a Tallies) -> Self {
        let share = |agree: u32, votes: u32| {
            if votes == 0 { 0.0 } else { f64::from(agree) / f64::from(votes) }
        };
        let of = |half: Half| {
            tallies.of(half).iter().map(|tally| share(tally.counts[0], tally.votes())).collect()
        };
        let rest = |j: usize| {
            let both = Half::BOTH.map(|half| tallies.of(half)[j]);
            let everybody = tallies.everybody[j];
            let agree = everybody.counts[0] - both[0].counts[0] - both[1].counts[0];
            share(agree, everybody.votes() - both[0].votes() - both[1].votes())
        };
        let nobodys = (0..tallies.everybody.len()).map(rest).collect();
        let all = opinions.votes.people();
        let people = (0..all).step_by(all.div_ceil(PEOPLE_MAX).max(1)).collect();
        Self { opinions, tallies, people, shares: [of(Half::First), of(Half::Second), nobodys] }
    }

    fn row(&self, person: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let stratum = self.opinions.halves[person].map_or(2, Half::index);
        let counted = |(j, _): &(usize, Choice)| self.opinions.counted[*j];
        self.opinions.votes.row(person).filter(counted).map(move |(j, choice)| {
            (j, f64::from(u8::from(choice == Choice::Agree)) - self.shares[stratum][j])
        })
    }

    /// First right singular vector of the residuals, by the power method from a fixed start.
    fn main_axis(&self) -> Vec<f64> {
        let m = self.tallies.everybody.len();
        // An uneven start, so that it is not at right angles to the axis but by rare accident.
        let mut axis: Vec<f64> = (0..m).map(|j| 1.0 + ((j * 7 + 3) % 11) as f64 / 11.0).collect();
        for _ in 0..ROUNDS {
            let mut next = vec![0.0; m];
            for person in self.people.iter().copied() {
                let along: f64 = self.row(person).map(|(j, residual)| residual * axis[j]).sum();
                self.row(person).for_each(|(j, residual)| next[j] += residual * along);
            }
            let length = next.iter().map(|x| x * x).sum::<f64>().sqrt();
            if length <= 0.0 {
                return vec![0.0; m];
            }
            next.iter_mut().for_each(|x| *x /= length);
            let turned: f64 = axis.iter().zip(&next).map(|(x, y)| (x - y).powi(2)).sum();
            axis = next;
            if turned < SETTLED {
                break;
            }
        }
        axis
    }

    fn places(&self, half: Option<Half>, axis: &[f64]) -> Vec<Place> {
        let people = self.people.iter().copied();
        let here = people.filter(|person| self.opinions.halves[*person] == half);
        here.filter_map(|person| {
            let (mut count, mut sum, mut along, mut length) = (0_usize, 0.0, 0.0, 0.0);
            for (j, residual) in self.row(person) {
                count += 1;
                sum += residual;
                along += residual * axis[j];
                length += axis[j] * axis[j];
            }
            let answered = count as f64;
            let axis = if length > 0.0 { along / length.sqrt() } else { 0.0 };
            let tilt = sum / answered;
            (count >= ANSWERS_MIN).then_some(Place { person, tilt, axis, answered })
        })
        .collect()
    }

    /// Compares, statement by statement and within strata, the mean place of those who answered with that
    /// of the rest; the squared standardised differences add up to about their number.
    fn choice(&self, places: &[Vec<Place>; 3]) -> Test {
        let (mut squares, mut count) = (0.0, 0.0);
        for stratum in places.iter().filter(|stratum| stratum.len() >= 20) {
            let ranks = ranks(&stratum.iter().map(|place| place.axis).collect::<Vec<_>>());
            let n = stratum.len() as f64;
            let spread = ranks.iter().map(|r| r * r).sum::<f64>() / (n - 1.0);
            let mut here = 0.0;
            let mut sums = vec![(0.0_f64, 0.0_f64); self.tallies.everybody.len()];
            for (place, rank) in stratum.iter().zip(&ranks) {
                for (j, _) in self.row(place.person) {
                    sums[j].0 += rank;
                    sums[j].1 += 1.0;
                }
            }
            for (sum, answered) in sums {
                let variance = spread * answered * (n - answered) / n;
                if answered >= 10.0 && n - answered >= 10.0 && variance > 0.0 {
                    here += sum * sum / variance;
                    count += 1.0;
                }
            }
            squares += here;
        }
        if count < 5.0 {
            return NO_SIGN;
        }
        // Wilson and Hilferty's cube root makes a sum of squares nearly normal.
        let spread = 2.0 / (9.0 * count);
        let z = ((squares / count).cbrt() - (1.0 - spread)) / spread.sqrt();
        let p_value = if z > 0.0 { normal_two_sided(z) / 2.0 } else { 1.0 };
        Test { statistic: (squares / count).sqrt(), p_value }
    }
}

/// Spearman's rank correlation of a place with the number answered, pooled over strata by sample size.
fn correlation(strata: &[Vec<Place>; 3], value: impl Fn(&Place) -> f64) -> Test {
    let (mut top, mut left, mut right, mut people) = (0.0, 0.0, 0.0, 0.0);
    for stratum in strata.iter().filter(|stratum| stratum.len() >= 10) {
        let x = ranks(&stratum.iter().map(&value).collect::<Vec<_>>());
        let y = ranks(&stratum.iter().map(|place| place.answered).collect::<Vec<_>>());
        // Ranks are scaled to (−1, 1), so that strata of different size add up.
        top += x.iter().zip(&y).map(|(x, y)| x * y).sum::<f64>();
        left += x.iter().map(|x| x * x).sum::<f64>();
        right += y.iter().map(|y| y * y).sum::<f64>();
        people += stratum.len() as f64 - 1.0;
    }
    if left <= 0.0 || right <= 0.0 {
        return NO_SIGN;
    }
    let statistic = top / (left * right).sqrt();
    Test { statistic, p_value: normal_two_sided(statistic * people.sqrt()) }
}

/// Ranks scaled to lie between −1 and 1 with mean 0; ties share their mean rank.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let n = values.len() as f64;
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let tied = order[start..]
            .iter()
            .take_while(|at| values[**at].total_cmp(&values[order[start]]).is_eq())
            .count();
        let middle = (2 * start + tied) as f64 / n - 1.0;
        order[start..start + tied].iter().for_each(|at| ranks[*at] = middle);
        start += tied;
    }
    ranks
}
