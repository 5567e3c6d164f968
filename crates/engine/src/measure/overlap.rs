//! Whether the groups are simply the two halves.
//!
//! # Definition
//! Cramér's V of group and half: the root of χ² over people; 0 where each group has people of both halves alike, 1
//! where each group is of one half alone. Its interval is by the delete-one jackknife over people.
//!
//! # Source
//! H. Cramér, Mathematical Methods of Statistics (1946), section 21.9.

use super::matching::NO_GROUP;
use super::opinions::Half;
use crate::interval::{Interval, Z95};

/// How far groups and halves are the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlap {
    /// Cramér's V.
    pub value: f64,
    /// 95 %.
    pub interval: Interval,
    /// People by group and half.
    pub counts: Vec<[u32; 2]>,
}

/// Of people with a group and a half; none where one half has nobody.
pub(crate) fn overlap(labels: &[u8], halves: &[Option<Half>], groups: usize) -> Option<Overlap> {
    let mut counts = vec![[0_u32; 2]; groups];
    for (label, half) in labels.iter().zip(halves) {
        if let Some(half) = half.filter(|_| *label != NO_GROUP) {
            counts[usize::from(*label)][half.index()] += 1;
        }
    }
    let of_half = |half: usize| counts.iter().map(|row| row[half]).sum::<u32>();
    if of_half(0) == 0 || of_half(1) == 0 {
        return None;
    }
    let value = cramers_v(&counts);
    // People of one group and half are alike, so that leaving out each of them comes to the same.
    // Both halves of a group are added to each other first, so that swapping them changes no bit.
    let (mut moved, mut squares, mut people) = (0.0, 0.0, 0.0);
    for group in 0..groups {
        let [a, b] = [0, 1].map(|half: usize| {
            let n = f64::from(counts[group][half]);
            let mut rest = counts.clone();
            rest[group][half] = rest[group][half].saturating_sub(1);
            let by = if n > 0.0 { cramers_v(&rest) - value } else { 0.0 };
            [n * by, n * by * by, n]
        });
        moved += a[0] + b[0];
        squares += a[1] + b[1];
        people += a[2] + b[2];
    }
    let variance = (people - 1.0) / people * (squares - moved * moved / people).max(0.0);
    let reach = Z95 * variance.sqrt();
    let interval = Interval { low: (value - reach).max(0.0), high: (value + reach).min(1.0) };
    Some(Overlap { value, interval, counts })
}

fn cramers_v(counts: &[[u32; 2]]) -> f64 {
    let of_half =
        [0, 1].map(|half: usize| counts.iter().map(|row| f64::from(row[half])).sum::<f64>());
    let people = of_half[0] + of_half[1];
    let mut chi_squared = 0.0;
    for row in counts {
        let of_group = f64::from(row[0]) + f64::from(row[1]);
        let [a, b] = [0, 1].map(|half: usize| {
            let expected = of_group * of_half[half] / people;
            let off = f64::from(row[half]) - expected;
            if expected > 0.0 { off * off / expected } else { 0.0 }
        });
        chi_squared += a + b;
    }
    (chi_squared / people).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_are_the_halves_overlap_wholly() {
        let halves: Vec<_> = (0..40).map(|at| Some(Half::BOTH[at % 2])).collect();
        let same: Vec<u8> = (0..40).map(|at| at % 2).collect();
        let found = overlap(&same, &halves, 2).unwrap();
        assert!((found.value - 1.0).abs() < 1e-12);
        let across: Vec<u8> = (0..40).map(|at| at / 2 % 2).collect();
        assert!(overlap(&across, &halves, 2).unwrap().value < 1e-12);
        assert_eq!(overlap(&same, &[Some(Half::First); 40], 2), None);
    }
}
