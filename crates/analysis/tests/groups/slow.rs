//! Over many invented conversations; `./test slow` runs them.

use beringia_engine::measure::reliability::{LeastSize, ReliabilitySettings};
use rayon::prelude::*;

use super::*;

/// κ at k = 2 … 5, measured by others in conversations of the same model: 20 of them at the first size, 5 at the
/// others.
const TABLE: [(Shape, [[f64; 4]; 3]); 9] = [
    (
        Shape::Nothing,
        [[0.07, 0.09, 0.09, 0.10], [0.03, 0.04, 0.05, 0.05], [0.03, 0.04, 0.05, 0.05]],
    ),
    (
        Shape::YesSaying,
        [[0.59, 0.38, 0.30, 0.27], [0.62, 0.48, 0.34, 0.27], [0.75, 0.64, 0.54, 0.45]],
    ),
    (
        Shape::OneNormal,
        [[0.53, 0.30, 0.26, 0.24], [0.58, 0.39, 0.29, 0.23], [0.72, 0.61, 0.46, 0.36]],
    ),
    (
        Shape::TwoNormal,
        [[0.28, 0.38, 0.33, 0.31], [0.37, 0.40, 0.35, 0.33], [0.48, 0.54, 0.52, 0.49]],
    ),
    (
        Shape::OneUniform,
        [[0.59, 0.32, 0.26, 0.23], [0.65, 0.42, 0.30, 0.24], [0.80, 0.65, 0.50, 0.37]],
    ),
    (
        Shape::OneSkewed,
        [[0.59, 0.32, 0.27, 0.24], [0.68, 0.44, 0.31, 0.25], [0.79, 0.64, 0.45, 0.37]],
    ),
    (
        Shape::TwoEqual,
        [[0.86, 0.45, 0.35, 0.30], [0.89, 0.45, 0.38, 0.31], [0.97, 0.52, 0.53, 0.44]],
    ),
    (
        Shape::OneFifth,
        [[0.57, 0.35, 0.28, 0.25], [0.67, 0.40, 0.31, 0.25], [0.89, 0.59, 0.48, 0.39]],
    ),
    (Shape::Three, [[0.57, 0.76, 0.52, 0.42], [0.63, 0.83, 0.60, 0.46], [0.70, 0.96, 0.64, 0.59]]),
];
const SIZES: [(usize, usize, f64); 3] = [(120, 40, 20.0), (500, 80, 25.0), (500, 120, 60.0)];
const CONVERSATIONS: usize = 20;

fn mean_and_variance(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0))
}

#[test]
#[ignore = "minutes"]
fn the_table_of_reliability_is_reproduced() {
    let documented = GroupsSettings::documented();
    let settings = GroupsSettings {
        reliability: ReliabilitySettings {
            splits: 4,
            jackknife_groups: 0,
            least_size: LeastSize { people: 1, of_hundred: 0 },
            ..documented.reliability.clone()
        },
        deals: 1,
        ..documented
    };
    let mut short = Vec::new();
    for (shape, columns) in TABLE {
        for ((size, expected), theirs) in SIZES.into_iter().zip(columns).zip([20.0, 5.0, 5.0]) {
            let kappas: Vec<Vec<f64>> = (0..CONVERSATIONS)
                .into_par_iter()
                .map(|at| {
                    let (people, statements, votes) = size;
                    let seed = format!("table {at}");
                    let plan = PlanarPlan { shape, people, statements, votes, seed: &seed };
                    let found = run(&planar(&plan), &settings).found.expect("enough");
                    found.reliability.iter().map(|r| r.kappa).collect()
                })
                .collect();
            for (k, expected) in expected.into_iter().enumerate() {
                let of_k: Vec<f64> = kappas.iter().filter_map(|row| row.get(k).copied()).collect();
                let (mean, variance) = mean_and_variance(&of_k);
                let error = (variance * (1.0 / of_k.len() as f64 + 1.0 / theirs)).sqrt();
                let room = (3.0 * error).max(0.05);
                println!(
                    "{shape:?} {size:?} k {}: {mean:.3} against {expected:.2} (±{room:.3})",
                    k + 2
                );
                if (mean - expected).abs() > room {
                    short.push(format!("{shape:?} {size:?} k {}: {mean:.3}", k + 2));
                }
            }
        }
    }
    assert!(short.is_empty(), "{short:?}");
}

#[test]
#[ignore = "minutes"]
fn groups_and_marks_are_hardly_ever_claimed_of_nothing() {
    let sizes =
        [(80, 30, 12.0), (120, 40, 20.0), (200, 100, 15.0), (300, 60, 40.0), (500, 80, 25.0)];
    let results: Vec<(bool, usize, usize, usize)> = (0..200_usize)
        .into_par_iter()
        .map(|at| {
            let found = found(Shape::Nothing, sizes[at % sizes.len()], &format!("nothing {at}"));
            let marks = found.groups.map(|groups| groups.marks).unwrap_or_default();
            let tested = marks.iter().filter(|mark| mark.p_value.is_some()).count();
            let small = marks.iter().filter(|mark| mark.p_value.is_some_and(|p| p < 0.05)).count();
            let claimed = marks.iter().filter(|mark| mark.claimed).count();
            (found.firmness > Firmness::None, tested, small, claimed)
        })
        .collect();
    let sum =
        |pick: fn(&(bool, usize, usize, usize)) -> usize| results.iter().map(pick).sum::<usize>();
    let groups = results.iter().filter(|(groups, ..)| *groups).count();
    let with_claims = results.iter().filter(|(.., claimed)| *claimed > 0).count();
    let (tested, small, claimed) = (sum(|r| r.1), sum(|r| r.2), sum(|r| r.3));
    println!(
        "groups claimed in {groups} of 200; marks claimed in {with_claims} of 200, {claimed} of {tested}; \
         p < .05 in {small} of {tested}"
    );
    assert!(groups <= 10);
    assert!(with_claims <= 10);
    assert!(claimed as f64 <= 0.05 * tested as f64);
}

#[test]
#[ignore = "minutes"]
fn verdicts_are_right() {
    let verdicts = |shape: Shape, size: (usize, usize, f64)| -> Vec<(usize, Firmness)> {
        (0..20_usize)
            .into_par_iter()
            .map(|at| {
                let found = found(shape, size, &format!("verdict {at}"));
                (found.groups.map_or(1, |groups| groups.grouping.sizes.len()), found.firmness)
            })
            .collect()
    };
    for shape in [Shape::TwoEqual, Shape::Three] {
        let told = verdicts(shape, (500, 80, 25.0));
        let right = told
            .iter()
            .filter(|(k, firm)| *k == shape.groups() && *firm >= Firmness::Gradual)
            .count();
        println!("{shape:?}: right in {right} of 20");
        assert!(right >= 19);
    }
    let spectra = [Shape::OneNormal, Shape::TwoNormal, Shape::OneUniform, Shape::OneSkewed];
    for shape in spectra {
        for size in [(120, 40, 20.0), (500, 80, 25.0), (500, 120, 50.0)] {
            let told = verdicts(shape, size);
            let distinct = told.iter().filter(|(_, firm)| *firm == Firmness::Distinct).count();
            println!("{shape:?} {size:?}: distinct in {distinct} of 20");
            assert!(distinct <= 1);
        }
    }
}
