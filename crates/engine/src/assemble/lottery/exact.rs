//! Levels as fractions: the rows that are tight at the levels determine them, and are solved in whole numbers.
//!
//! The levels are unique: were there a direction along which all tight rows stay as they are, going along it one way
//! or the other would be better in the sense of LEXIMIN. So the equations have one solution.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::quotas::Quotas;

/// Rows this near a bound are tight.
const TIGHT: f64 = 1e-7;
/// A fraction this far from what was computed is another one.
const NEAR: f64 = 1e-7;

/// The chance of each orbit as a fraction (over, under), in lowest terms, if these chances are the solution of their tight
/// rows and keep every row exactly. `None` where not, or where a term has more than 128 bits.
pub fn fractions(quotas: &Quotas, chances: &[f64]) -> Option<Vec<(u128, u128)>> {
    let mut levels: Vec<f64> = chances.to_vec();
    levels.sort_by(f64::total_cmp);
    levels.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let level_of: Vec<usize> = chances
        .iter()
        .map(|chance| levels.iter().position(|level| (level - chance).abs() < 1e-9).unwrap_or(0))
        .collect();
    let sums = Sums::of(quotas, &level_of, levels.len());
    let solved = solve(sums.equations(&levels), levels.len())?;
    let is_near = |(exact, level): (&BigRational, &f64)| {
        exact.to_f64().is_some_and(|exact| (exact - level).abs() <= NEAR)
    };
    if !solved.iter().zip(&levels).all(is_near) || !sums.hold(&solved) {
        return None;
    }
    let terms: Option<Vec<(u128, u128)>> = solved
        .iter()
        .map(|level| Some((level.numer().to_u128()?, level.denom().to_u128()?)))
        .collect();
    let terms = terms?;
    Some(level_of.into_iter().map(|level| terms[level]).collect())
}

/// Σ numbersₜ levelₜ lies between two bounds.
struct Sums {
    rows: Vec<(Vec<i64>, [i64; 2])>,
}

impl Sums {
    fn of(quotas: &Quotas, level_of: &[usize], levels: usize) -> Self {
        let size =
            |orbit: usize| i64::try_from(quotas.orbits[orbit].members.len()).unwrap_or(i64::MAX);
        let mut rows: Vec<(Vec<i64>, [i64; 2])> =
            quotas.bounds.iter().map(|&bounds| (vec![0; levels], bounds)).collect();
        for (at, orbit) in quotas.orbits.iter().enumerate() {
            rows[0].0[level_of[at]] += size(at);
            orbit.rows.iter().for_each(|row| rows[row + 1].0[level_of[at]] += size(at));
        }
        for exclusion in &quotas.exclusions {
            let mut numbers = vec![0; levels];
            exclusion.orbits.iter().for_each(|&orbit| numbers[level_of[orbit]] += size(orbit));
            rows.push((numbers, [0, i64::from(exclusion.max)]));
        }
        for (at, orbit) in quotas.orbits.iter().enumerate() {
            let mut numbers = vec![0; levels];
            numbers[level_of[at]] = size(at);
            rows.push((numbers, [0, i64::from(orbit.cap)]));
        }
        rows.sort();
        rows.dedup();
        Self { rows }
    }

    fn equations(&self, levels: &[f64]) -> Vec<(Vec<i64>, i64)> {
        let mut equations = Vec::new();
        for (numbers, [low, high]) in &self.rows {
            let sum: f64 =
                numbers.iter().zip(levels).map(|(&number, level)| number as f64 * level).sum();
            for bound in [low, high] {
                if (sum - *bound as f64).abs() < TIGHT {
                    equations.push((numbers.clone(), *bound));
                }
            }
        }
        equations
    }

    fn hold(&self, levels: &[BigRational]) -> bool {
        self.rows.iter().all(|(numbers, [low, high])| {
            let whole = |value: i64| BigRational::from_integer(BigInt::from(value));
            let sum: BigRational =
                numbers.iter().zip(levels).map(|(&number, level)| whole(number) * level).sum();
            sum >= whole(*low) && sum <= whole(*high)
        }) && levels.iter().all(|level| !level.is_negative() && *level <= BigRational::one())
    }
}

/// The only solution of these equations, by elimination.
fn solve(equations: Vec<(Vec<i64>, i64)>, unknowns: usize) -> Option<Vec<BigRational>> {
    let whole = |value: i64| BigRational::from_integer(BigInt::from(value));
    // Each line has a one at its own pivot and nothing at those of the others.
    let mut lines: Vec<(usize, Vec<BigRational>)> = Vec::new();
    for (numbers, bound) in equations {
        let mut line: Vec<BigRational> = numbers.into_iter().chain([bound]).map(whole).collect();
        for (pivot, own) in &lines {
            subtract(&mut line, own, *pivot);
        }
        let Some(pivot) = line[..unknowns].iter().position(|entry| !entry.is_zero()) else {
            if !line[unknowns].is_zero() {
                return None;
            }
            continue;
        };
        let by = line[pivot].clone();
        line.iter_mut().for_each(|entry| *entry /= &by);
        for (_, other) in &mut lines {
            subtract(other, &line, pivot);
        }
        lines.push((pivot, line));
    }
    if lines.len() < unknowns {
        return None;
    }
    lines.sort_by_key(|(pivot, _)| *pivot);
    Some(lines.into_iter().map(|(_, mut line)| line.swap_remove(unknowns)).collect())
}

fn subtract(line: &mut [BigRational], own: &[BigRational], pivot: usize) {
    let by = line[pivot].clone();
    if !by.is_zero() {
        for (entry, own) in line.iter_mut().zip(own) {
            *entry -= &by * own;
        }
    }
}
