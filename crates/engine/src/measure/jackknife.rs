//! The delete-one-person jackknife, within halves: how far an estimate would move with other people.
//!
//! # Definition
//! With θ the estimate and θ₍₋ᵢ₎ the same without person i, the variance is
//! Σ over halves of (n − 1)/n · Σᵢ (θ₍₋ᵢ₎ − mean)². People of different halves are drawn independently.
//! Of more than twenty thousand people in a half, as many are left out, evenly chosen, and stand for the rest.
//! The interval uses Student's t with the degrees of freedom of Satterthwaite.
//!
//! # Source
//! B. Efron, C. Stein, Ann. Stat. 9 (1981) 586–596; F. E. Satterthwaite, Biometrics Bull. 2 (1946) 110–114.

use super::opinions::Half;
use crate::interval::{Interval, student95};

/// Of a half with more people, so many are left out in turn: that leaves a standard error uncertain by half a
/// per cent.
pub const LEFT_OUT_MAX: usize = 20_000;

/// An estimate with its error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Gathers replicates of `K` estimates, one person left out at a time.
#[derive(Debug, Clone)]
pub struct Jackknife<const K: usize> {
    base: [f64; K],
    /// People of each half, and how many of them were left out in turn.
    people: [usize; 2],
    left_out: [usize; 2],
    sums: [[f64; K]; 2],
    squares: [[f64; K]; 2],
}

impl<const K: usize> Jackknife<K> {
    /// Around the estimates with everybody in.
    pub fn new(base: [f64; K]) -> Self {
        let none = [[0.0; K]; 2];
        Self { base, people: [0; 2], left_out: [0; 2], sums: none, squares: none }
    }

    /// The people of a half to leave out in turn, of these: everybody, or of a crowd evenly chosen
    /// [`LEFT_OUT_MAX`], who stand for the rest.
    pub fn part(&mut self, half: Half, people: Vec<usize>) -> Vec<usize> {
        self.people[half.index()] = people.len();
        let step = people.len().div_ceil(LEFT_OUT_MAX).max(1);
        if step == 1 { people } else { people.into_iter().step_by(step).collect() }
    }

    /// Adds the estimates without one person of this half.
    pub fn leave_out(&mut self, half: Half, replicate: &[f64; K]) {
        let at = half.index();
        self.left_out[at] += 1;
        for (k, value) in replicate.iter().enumerate() {
            let moved = value - self.base[k];
            self.sums[at][k] += moved;
            self.squares[at][k] += moved * moved;
        }
    }

    /// The `k`-th estimate with its error.
    pub fn estimate(&self, k: usize) -> Estimate {
        let parts = Half::BOTH.map(|half| self.variance(half, k));
        let variance = parts[0].0 + parts[1].0;
        let spread = parts[0].1 + parts[1].1;
        let freedom = if spread > 0.0 { variance * variance / spread } else { f64::MAX };
        let standard_error = variance.sqrt();
        let value = self.base[k];
        let reach = standard_error * student95(freedom.min(1e6));
        Estimate { value, standard_error, interval: Interval::around(value, reach) }
    }

    /// A half's share of the variance, and that squared over its degrees of freedom.
    fn variance(&self, half: Half, k: usize) -> (f64, f64) {
        let at = half.index();
        let left_out = self.left_out[at] as f64;
        let n = (self.people[at] as f64).max(left_out);
        if left_out < 2.0 {
            return (0.0, 0.0);
        }
        let about_mean = (self.squares[at][k] - self.sums[at][k].powi(2) / left_out).max(0.0);
        let variance = (n - 1.0) / n * about_mean * (n / left_out);
        (variance, variance * variance / (left_out - 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_a_mean_it_is_the_textbook_error() {
        let values = [1.0, 4.0, 2.0, 7.0, 6.0];
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let mut jackknife = Jackknife::new([mean]);
        for value in values {
            jackknife.leave_out(Half::First, &[(mean * n - value) / (n - 1.0)]);
        }
        let spread = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let found = jackknife.estimate(0);
        assert!((found.standard_error - (spread / n).sqrt()).abs() < 1e-12);
        assert!((found.interval.high - mean - 2.776_445 * found.standard_error).abs() < 1e-5);
    }
}
