//! What people were shown: whose statements each half saw, how evenly, and what a shown label changes.
//!
//! # Definition
//! Shown share E_st: of the items shown to half s, the share written by half t; isolation = E_AA − E_BA, in
//! [−1, 1] (Gentzkow and Shapiro); entropy of a person = entropy of the authors' halves among her items over
//! ln 2; Gini of the items over the statements; label effect = share agreeing where the author's half was shown
//! − where it was hidden, on statements of the other half. Errors are clustered by person.
//!
//! # Assumptions
//! The log is complete, and labels are assigned by chance before display.
//!
//! # Source
//! M. Gentzkow, J. M. Shapiro, Q. J. Econ. 126 (2011) 1799–1839.

use super::least::{Counted, LeastNumbers, TooFew, enough};
use super::opinions::{Half, Opinions};
use super::vote_matrix::Choice;
use crate::interval::{Interval, Z95};

/// One item put before one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The person, by index.
    pub person: u32,
    /// The statement, by index.
    pub statement: u32,
    /// Whether the author's half was shown, where it is known.
    pub label_shown: Option<bool>,
}

/// A figure with its person-clustered error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Clustered {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// What was shown to whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Exposure {
    /// `shown[s][t]`: of the items shown to half s, the share written by half t.
    pub shown: [[f64; 2]; 2],
    /// The share of statements written by each half, among those whose author's half is known.
    pub pool: [f64; 2],
    /// Isolation.
    pub isolation: Clustered,
    /// Median and lowest tenth of people's entropy, by half.
    pub entropy: [[f64; 2]; 2],
    /// Gini of the items over the statements, by half.
    pub gini: [f64; 2],
    /// People with enough items, by half.
    pub people: [u32; 2],
    /// Items with a known author's half shown to them, by half.
    pub items: [u32; 2],
}

/// The effect of showing the author's half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelEffect {
    /// Share agreeing where shown, minus where hidden.
    pub effect: Clustered,
    /// Votes in the arm that was shown the label, and in the arm that was not.
    pub votes: [u32; 2],
}

/// Per person: items by author's half.
type ItemsOf = Vec<[u32; 2]>;

/// Measures exposure. `authors` gives each statement's author's half. Cost: O(items).
pub fn exposure(
    opinions: &Opinions<'_>,
    authors: &[Option<Half>],
    items: &[Item],
    least: &LeastNumbers,
) -> Result<Exposure, TooFew> {
    let by_person = by_person(opinions, authors, items);
    let counts = |person: &usize| {
        by_person[*person][0] + by_person[*person][1] >= least.exposure_items.max(1)
    };
    let people = Half::BOTH.map(|h| opinions.people_of(h).filter(counts).collect::<Vec<_>>());
    enough(people[0].len().min(people[1].len()), least.exposure_people, Counted::People)?;
    let totals = [0, 1].map(|h| totals(&people[h], &by_person));
    let shown = totals.map(|total| {
        let all = f64::from(total[0] + total[1]);
        total.map(|n| f64::from(n) / all)
    });
    let written = Half::BOTH.map(|h| authors.iter().filter(|a| **a == Some(h)).count() as f64);
    let pool = written.map(|n| n / (written[0] + written[1]));
    let isolation = isolation(&people, &by_person, &shown);
    let entropy = [0, 1].map(|h: usize| spread_of_entropy(&people[h], &by_person));
    let gini = [0, 1].map(|h: usize| gini(&shown_counts(&people[h], opinions, items)));
    Ok(Exposure {
        shown,
        pool,
        isolation,
        entropy,
        gini,
        people: [0, 1].map(|h: usize| u32::try_from(people[h].len()).unwrap_or(u32::MAX)),
        items: totals.map(|total| total[0] + total[1]),
    })
}

/// The label effect on half `viewers`, over statements written by the other half. Cost: O(items log n).
pub fn label_effect(
    opinions: &Opinions<'_>,
    authors: &[Option<Half>],
    items: &[Item],
    viewers: Half,
    least: &LeastNumbers,
) -> Result<LabelEffect, TooFew> {
    // Votes and agreements by person and arm; arm 0 was shown the label.
    let mut arms = vec![[[0_u32; 2]; 2]; opinions.votes.people()];
    for item in items {
        let (person, statement) = (item.person as usize, item.statement as usize);
        let across = authors[statement] == Some(viewers.other());
        if opinions.halves[person] != Some(viewers) || !across || !opinions.counted[statement] {
            continue;
        }
        if let (Some(shown), Some(choice)) =
            (item.label_shown, opinions.votes.choice(person, statement))
        {
            let arm = &mut arms[person][usize::from(!shown)];
            arm[0] += 1;
            arm[1] += u32::from(choice == Choice::Agree);
        }
    }
    let sum = |arm: usize, what: usize| arms.iter().map(|a| a[arm][what]).sum::<u32>();
    let votes = [sum(0, 0), sum(1, 0)];
    enough(votes[0].min(votes[1]) as usize, least.arm_votes, Counted::Votes)?;
    let share = [0, 1].map(|arm| f64::from(sum(arm, 1)) / f64::from(votes[arm]));
    let influences = arms.iter().filter(|a| a[0][0] + a[1][0] > 0).map(|arms| {
        let part = |arm: usize| {
            let [n, agree] = arms[arm].map(f64::from);
            (agree - n * share[arm]) / f64::from(votes[arm])
        };
        part(0) - part(1)
    });
    Ok(LabelEffect { effect: clustered(share[0] - share[1], influences), votes })
}

fn by_person(opinions: &Opinions<'_>, authors: &[Option<Half>], items: &[Item]) -> ItemsOf {
    let mut by_person = vec![[0_u32; 2]; opinions.votes.people()];
    for item in items {
        if let Some(author) = authors[item.statement as usize] {
            by_person[item.person as usize][author.index()] += 1;
        }
    }
    by_person
}

fn totals(people: &[usize], by_person: &ItemsOf) -> [u32; 2] {
    let add = |sum: [u32; 2], p: &usize| [sum[0] + by_person[*p][0], sum[1] + by_person[*p][1]];
    people.iter().fold([0; 2], add)
}

fn isolation(people: &[Vec<usize>; 2], by_person: &ItemsOf, shown: &[[f64; 2]; 2]) -> Clustered {
    let influences = [0, 1].map(|half: usize| {
        let total = totals(&people[half], by_person);
        let all = f64::from(total[0] + total[1]);
        let of_person = move |person: &usize| {
            let own = f64::from(by_person[*person][half]);
            let items = f64::from(by_person[*person][0] + by_person[*person][1]);
            (own - items * shown[half][half]) / all
        };
        people[half].iter().map(of_person)
    });
    // Written so that swapping the halves changes no bit: E_AA − E_BA = (E_AA + E_BB − E_BA − E_AB) / 2.
    let value = ((shown[0][0] + shown[1][1]) - (shown[1][0] + shown[0][1])) / 2.0;
    let [first, second] = influences.map(sum_of_squares);
    from_squares(value, first.0 + second.0, first.1 + second.1)
}

fn clustered(value: f64, influences: impl Iterator<Item = f64>) -> Clustered {
    let (n, squares) = sum_of_squares(influences);
    from_squares(value, n, squares)
}

/// How many influences there are, and the sum of their squares.
fn sum_of_squares(influences: impl Iterator<Item = f64>) -> (f64, f64) {
    influences.fold((0.0, 0.0), |(n, squares), influence| (n + 1.0, squares + influence.powi(2)))
}

fn from_squares(value: f64, n: f64, squares: f64) -> Clustered {
    let standard_error = if n > 1.0 { (squares * n / (n - 1.0)).sqrt() } else { 0.0 };
    Clustered { value, standard_error, interval: Interval::around(value, Z95 * standard_error) }
}

fn spread_of_entropy(people: &[usize], by_person: &ItemsOf) -> [f64; 2] {
    let mut values: Vec<f64> = people
        .iter()
        .map(|person| {
            let [a, b] = by_person[*person].map(f64::from);
            let part = |n: f64| if n > 0.0 { -(n / (a + b)) * (n / (a + b)).ln() } else { 0.0 };
            (part(a) + part(b)) / std::f64::consts::LN_2
        })
        .collect();
    values.sort_by(f64::total_cmp);
    [quantile(&values, 0.5), quantile(&values, 0.1)]
}

/// Quantile of sorted values, interpolated between neighbours.
fn quantile(sorted: &[f64], at: f64) -> f64 {
    let place = at * (sorted.len() - 1) as f64;
    let low = (0..sorted.len()).rev().find(|i| *i as f64 <= place).unwrap_or(0);
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (sorted[high] - sorted[low]) * (place - low as f64)
}

/// How often each counted statement was shown to these people.
fn shown_counts(people: &[usize], opinions: &Opinions<'_>, items: &[Item]) -> Vec<u32> {
    let mut here = vec![false; opinions.votes.people()];
    for person in people {
        here[*person] = true;
    }
    let mut counts = vec![0_u32; opinions.counted.len()];
    for item in items.iter().filter(|item| here[item.person as usize]) {
        counts[item.statement as usize] += 1;
    }
    let counted = counts.iter().zip(opinions.counted).filter(|(_, counted)| **counted);
    counted.map(|(count, _)| *count).collect()
}

/// Gini's coefficient: 0 where all are shown equally often.
pub fn gini(counts: &[u32]) -> f64 {
    let mut sorted = counts.to_vec();
    sorted.sort_unstable();
    let n = sorted.len() as f64;
    let total: f64 = sorted.iter().map(|x| f64::from(*x)).sum();
    if total <= 0.0 {
        return 0.0;
    }
    let ranked = |(i, x): (usize, &u32)| (2.0 * (i + 1) as f64 - n - 1.0) * f64::from(*x);
    sorted.iter().enumerate().map(ranked).sum::<f64>() / (n * total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gini_knows_equality_and_monopoly() {
        assert!(gini(&[3, 3, 3]).abs() < 1e-15);
        assert!((gini(&[0, 0, 0, 8]) - 0.75).abs() < 1e-15);
        assert!(gini(&[]).abs() < 1e-15);
    }
}
