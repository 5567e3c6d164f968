//! Where the halves differ, and where each is split within itself.
//!
//! # Definition
//! A statement divides the halves when more agree than disagree on one and more disagree than agree on the
//! other, and their shares of agreement differ by a two-proportion test under the control of false
//! discoveries. The split of a statement is
//! 2 · min(agree, disagree), the mean of the two halves': 1 where everybody takes sides and evenly.

use super::agreement::Tally;
use super::vote_matrix::Choice;
use crate::false_discovery::q_values;
use crate::interval::{Share, Z95, difference_of_two, normal_two_sided};

/// The difference of one statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Division {
    /// First half's share of agreement minus the second's, with Newcombe's 95 % interval.
    pub difference: Share,
    /// Two-proportion test, pooled variance.
    pub p_value: f64,
    /// Benjamini–Hochberg among all statements tested.
    pub q_value: f64,
    /// Whether it divides the halves, by the definition above.
    pub divides: bool,
}

/// Tests every statement of which both tallies are given. Cost: O(m log m).
pub fn divisions(pairs: &[Option<[Tally; 2]>], false_discovery_rate: f64) -> Vec<Option<Division>> {
    let p_values: Vec<_> = pairs.iter().map(|pair| pair.map(|pair| p_value(&pair))).collect();
    let q = q_values(&p_values);
    let division = |j: usize| {
        let (pair, p_value, q_value) = (pairs[j]?, p_values[j]?, q[j]?);
        let [a, b] = pair.map(|tally| tally.estimate(Choice::Agree, Z95));
        let leans = pair.map(|tally| tally.share(Choice::Agree) - tally.share(Choice::Disagree));
        let opposite = leans[0] * leans[1] < 0.0;
        let divides = opposite && q_value <= false_discovery_rate;
        Some(Division { difference: difference_of_two(a, b), p_value, q_value, divides })
    };
    (0..pairs.len()).map(division).collect()
}

/// 2 · min(agree, disagree) of one tally; passes count in the base.
pub fn split(tally: &Tally) -> f64 {
    2.0 * tally.share(Choice::Agree).min(tally.share(Choice::Disagree))
}

fn p_value(pair: &[Tally; 2]) -> f64 {
    let n = pair.map(|tally| tally.effective());
    two_proportions(pair.map(|tally| tally.share(Choice::Agree)), n)
}

/// The p-value of two shares among so many being one, by their pooled variance.
pub fn two_proportions(p: [f64; 2], n: [f64; 2]) -> f64 {
    let pooled = (p[0] * n[0] + p[1] * n[1]) / (n[0] + n[1]);
    let variance = pooled * (1.0 - pooled) * (1.0 / n[0] + 1.0 / n[1]);
    if variance <= 0.0 { 1.0 } else { normal_two_sided((p[0] - p[1]) / variance.sqrt()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opposite_majorities_divide_and_a_wide_gap_on_one_side_does_not() {
        let apart = [Tally::of_counts(80, 20, 0), Tally::of_counts(20, 80, 0)];
        let both_agree = [Tally::of_counts(95, 5, 0), Tally::of_counts(60, 40, 0)];
        // Many pass on the second half, but more agree than disagree on both.
        let many_pass = [Tally::of_counts(80, 20, 0), Tally::of_counts(45, 15, 40)];
        let found = divisions(&[Some(apart), Some(both_agree), None, Some(many_pass)], 0.1);
        assert!(!found[3].unwrap().divides);
        assert!(found[0].unwrap().divides);
        assert!(!found[1].unwrap().divides && found[1].unwrap().q_value < 1e-6);
        assert!(found[2].is_none());
    }

    #[test]
    fn everybody_alike_is_no_difference_and_no_split() {
        let alike = Tally::of_counts(30, 0, 0);
        let found = divisions(&[Some([alike, alike])], 0.1)[0].unwrap();
        assert!((found.p_value - 1.0).abs() < 1e-15 && !found.divides);
        assert!(split(&alike).abs() < 1e-15);
        assert!((split(&Tally::of_counts(5, 5, 0)) - 1.0).abs() < 1e-15);
    }
}
