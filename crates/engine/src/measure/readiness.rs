//! How far an axis of the map is mostly how readily people agree (acquiescence): style, not opinion.
//!
//! # Definition
//! The correlation, over people on the map, of the place along each axis with the share of agree among a person's
//! votes. Beyond .7 either way the axis is called one of readiness. Then the map is drawn once more after each
//! person's own mean is taken out of her deviations, and it is told how much the first axis of the two maps has
//! in common.

use super::leading_axes::leading_axes;
use super::opinion_map::{OpinionMap, value};
use super::vote_matrix::{Choice, VoteMatrix};

/// Above this correlation an axis is one of readiness to agree.
pub const READINESS_MIN: f64 = 0.7;
/// So many people, evenly spread over all, are enough to compare two maps.
const PEOPLE_MAX: usize = 20_000;

/// How far the axes are readiness to agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Readiness {
    /// Correlation along each axis.
    pub correlations: [f64; 2],
    /// Where an axis is flagged: correlation of the places along it with those along the first axis of the map
    /// without readiness.
    pub without: Option<f64>,
}

impl Readiness {
    /// Whether an axis is mostly readiness.
    pub fn flags(&self, axis: usize) -> bool {
        self.correlations[axis].abs() > READINESS_MIN
    }
}

/// Of the people on the map; none with fewer than three.
pub(crate) fn readiness(
    votes: &VoteMatrix,
    counted: &[bool],
    map: &OpinionMap,
    members: &[u32],
) -> Option<Readiness> {
    if members.len() < 3 {
        return None;
    }
    let agree_share = |person: &u32| {
        let row = votes.row(*person as usize).filter(|(j, _)| counted[*j]);
        let agrees = row.filter(|(_, choice)| *choice == Choice::Agree).count();
        agrees as f64 / f64::from(map.answers[*person as usize].max(1))
    };
    let shares: Vec<f64> = members.iter().map(agree_share).collect();
    let along = |axis: usize| members.iter().map(|p| map.places[*p as usize][axis]).collect();
    let places: [Vec<f64>; 2] = [0, 1].map(along);
    // An axis along which nobody differs but by rounding has no meaning to correlate.
    let varies = |axis: usize| map.variances[axis] > 1e-9 * map.total_variance;
    let correlations = [0, 1]
        .map(|axis: usize| if varies(axis) { correlation(&places[axis], &shares) } else { 0.0 });
    let found = Readiness { correlations, without: None };
    let flagged = [0, 1].into_iter().find(|axis| found.flags(*axis));
    let without = flagged.map(|axis| without(votes, counted, map, (members, &places[axis])));
    Some(Readiness { without, ..found })
}

/// Correlation of places with those along the first axis once each person's own mean is taken out.
fn without(
    votes: &VoteMatrix,
    counted: &[bool],
    map: &OpinionMap,
    (members, places): (&[u32], &[f64]),
) -> f64 {
    let step = members.len().div_ceil(PEOPLE_MAX);
    let rows: Vec<Vec<(usize, f64)>> = members
        .iter()
        .step_by(step)
        .map(|person| {
            let kept = votes.row(*person as usize).filter(|(j, _)| counted[*j]);
            let row: Vec<_> = kept.map(|(j, choice)| (j, value(choice) - map.means[j])).collect();
            let own = row.iter().map(|(_, x)| x).sum::<f64>() / row.len().max(1) as f64;
            row.into_iter().map(|(j, x)| (j, x - own)).collect()
        })
        .collect();
    let along = |row: &[(usize, f64)], axis: &[[f64; 2]]| {
        row.iter().fold([0.0; 2], |[a, b], (j, x)| [a + x * axis[*j][0], b + x * axis[*j][1]])
    };
    let found = leading_axes(&map.axes.clone().map(uneven), 1e-6, |block| {
        let mut back = vec![[0.0; 2]; block.len()];
        for row in &rows {
            let [a, b] = along(row, block);
            row.iter().for_each(|(j, x)| back[*j] = [back[*j][0] + x * a, back[*j][1] + x * b]);
        }
        back
    });
    let axis: Vec<[f64; 2]> = found.vectors[0].iter().map(|x| [*x, 0.0]).collect();
    let anew: Vec<f64> =
        rows.iter().map(|row| along(row, &axis)[0] / (row.len().max(1) as f64).sqrt()).collect();
    let before: Vec<f64> = places.iter().step_by(step).copied().collect();
    correlation(&before, &anew).abs()
}

/// A start that is not at right angles to what is sought.
fn uneven(axis: Vec<f64>) -> Vec<f64> {
    axis.into_iter().enumerate().map(|(j, x)| x + 0.01 * (1.0 + (j * 7 % 11) as f64)).collect()
}

/// Pearson's correlation; 0 where one of the two does not vary.
fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len() as f64;
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, y.iter().sum::<f64>() / n);
    let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
        x.iter().zip(y).map(|(x, y)| f(x - mean_x, y - mean_y)).sum()
    };
    let (xy, xx, yy) = (sum(&|x, y| x * y), sum(&|x, _| x * x), sum(&|_, y| y * y));
    if xx > 0.0 && yy > 0.0 { (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0) } else { 0.0 }
}
