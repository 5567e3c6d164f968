//! Integer programs: a linear program whose every column must be whole, by branch and bound.
//!
//! Depth first, the nearer side first, so that what is asked for (any whole point, or the best one) is found early;
//! branches that cannot be better than what is known are cut. The number of branches is limited by a count, never by
//! a clock, so that the answer is the same on any machine.

use crate::linear_program::{LinearProgram, Unsolved};

/// Values this near a whole number are one.
const WHOLE: f64 = 1e-6;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aim {
    /// The first whole point.
    Any,
    /// A whole point that is worth most.
    Best,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The whole point that is worth most among those seen, column by column; `None` where none was seen.
    pub best: Option<Vec<i64>>,
    /// Its worth.
    pub worth: f64,
    /// No whole point is worth more than this; minus infinity where there is none.
    pub bound: f64,
    /// Whether the search ended before its limit: the answer is then proven.
    pub is_proven: bool,
}

/// A branch: bounds that differ from those of the program, and what its parent was worth.
struct Branch {
    bounds: Vec<(usize, [f64; 2])>,
    worth: f64,
}

/// Searches the whole points of a program. Gains smaller than `step` do not count.
pub fn search(program: &LinearProgram, aim: Aim, step: f64, branches_max: usize) -> Found {
    let mut found = Found { best: None, worth: f64::NEG_INFINITY, bound: 0.0, is_proven: true };
    let mut open = vec![Branch { bounds: Vec::new(), worth: f64::INFINITY }];
    let mut work = program.clone();
    let mut set: Vec<usize> = Vec::new();
    for count in 0.. {
        let Some(branch) = open.pop() else { break };
        if count >= branches_max {
            open.push(branch);
            found.is_proven = false;
            break;
        }
        if branch.worth < found.worth + step {
            continue;
        }
        for column in set.drain(..) {
            work.set_bounds(column, program.bounds(column));
        }
        for &(column, bounds) in &branch.bounds {
            work.set_bounds(column, bounds);
            set.push(column);
        }
        match work.solve() {
            Err(Unsolved::Infeasible) => continue,
            Err(Unsolved::Stuck) => {
                found.is_proven = false;
                continue;
            }
            Ok(()) => {}
        }
        let worth = work.objective();
        if worth < found.worth + step {
            continue;
        }
        let Some(column) = most_fractional(&work) else {
            let point = (0..work.columns()).map(|column| rounded(work.value(column)));
            found.best = Some(point.collect());
            found.worth = worth;
            if aim == Aim::Any {
                found.is_proven = false;
                break;
            }
            continue;
        };
        branch_on(&work, column, branch.bounds, worth, &mut open);
    }
    let left = open.iter().map(|branch| branch.worth);
    found.bound = left.fold(found.worth, f64::max);
    found
}

#[expect(clippy::cast_possible_truncation, reason = "bounds of columns are far below 2⁵³")]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}

fn most_fractional(program: &LinearProgram) -> Option<usize> {
    let mut best = None;
    let mut most = WHOLE;
    for column in 0..program.columns() {
        let value = program.value(column);
        let far = (value - value.round()).abs();
        if far > most {
            (best, most) = (Some(column), far);
        }
    }
    best
}

fn branch_on(
    program: &LinearProgram,
    column: usize,
    bounds: Vec<(usize, [f64; 2])>,
    worth: f64,
    open: &mut Vec<Branch>,
) {
    let value = program.value(column);
    let [low, high] = program.bounds(column);
    let with = |own: [f64; 2], bounds: &[(usize, [f64; 2])]| {
        let mut bounds: Vec<_> = bounds.iter().copied().filter(|(at, _)| *at != column).collect();
        bounds.push((column, own));
        Branch { bounds, worth }
    };
    let below = with([low, value.floor()], &bounds);
    let above = with([value.ceil(), high], &bounds);
    drop(bounds);
    // The last is searched first.
    if value - value.floor() > 0.5 {
        open.extend([below, above]);
    } else {
        open.extend([above, below]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    /// Random knapsacks with two rows, against trying everything.
    #[test]
    fn the_best_whole_point_is_that_of_trying_all() {
        let mut stream = Seed::new("integer programs").stream("test");
        let mut infeasible = 0;
        for _ in 0..300 {
            let n = 6;
            let entries: Vec<[f64; 3]> = (0..n)
                .map(|_| {
                    [stream.below(7) as f64, stream.below(5) as f64, stream.below(9) as f64 - 3.0]
                })
                .collect();
            let first = [stream.below(12) as f64; 2];
            let second = [stream.below(9) as f64, 9.0];
            let mut program = LinearProgram::new();
            for entry in &entries {
                program.add_column(entry[2], [0.0, 2.0], &[]);
            }
            let row = |at: usize| -> Vec<(usize, f64)> {
                entries.iter().map(|entry| entry[at]).enumerate().collect()
            };
            program.add_row(first, &row(0));
            program.add_row(second, &row(1));
            let found = search(&program, Aim::Best, 1e-7, 10_000);
            let mut best = f64::NEG_INFINITY;
            for code in 0..3_u32.pow(6) {
                let x: Vec<f64> = (0..6).map(|at| f64::from(code / 3_u32.pow(at) % 3)).collect();
                let sum =
                    |at: usize| -> f64 { x.iter().zip(&entries).map(|(x, e)| x * e[at]).sum() };
                let within = |value: f64, [low, high]: [f64; 2]| value >= low && value <= high;
                if within(sum(0), first) && within(sum(1), second) {
                    best = best.max(sum(2));
                }
            }
            assert!(found.is_proven);
            if best == f64::NEG_INFINITY {
                infeasible += 1;
                assert_eq!(found.best, None);
            } else {
                assert!((found.worth - best).abs() < 1e-6, "{} and {best}", found.worth);
            }
        }
        assert!(infeasible > 5, "a control: {infeasible}");
    }
}
