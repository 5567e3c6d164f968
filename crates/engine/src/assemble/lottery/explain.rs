//! Why no delegation keeps all rules, and what would help.
//!
//! Sources: J. W. Chinneck, Feasibility and Infeasibility in Optimization (2008), ch. 6 (deletion filter); the weights of
//! a change are those of the sortition world's tools: lowering a least of l counts 1 + 2/l, raising a most counts 1.

use super::column_generation::delegations;
use super::quotas::{Quota, Quotas};
use crate::integer_program::{Aim, Found, search};
use crate::linear_program::LinearProgram;

/// Optima that are looked at for three changes of which none contains another.
const TRIES: usize = 10;
/// Branches of one question.
const BRANCHES: usize = 50_000;
const FAR: f64 = 1e6;

/// One bound of one row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The number of seats.
    Seats,
    /// The least of a row.
    Min(usize),
    /// The most of a row.
    Max(usize),
}

/// How changes are weighed against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weighing {
    /// Every person counts one.
    Equal,
    /// Lowering a small least counts more.
    Sortition,
}

/// How far a row may be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flex {
    /// The lowest least.
    pub min: u32,
    /// The highest most.
    pub max: u32,
}

/// A change of quotas that lets a delegation keep all rules.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What it costs, as it was weighed.
    pub cost: f64,
    /// Row, by how much its least is lowered, by how much its most is raised.
    pub rows: Vec<(usize, u32, u32)>,
    /// Whether nothing costs less.
    pub is_proven: bool,
}

/// Whether any delegation keeps all rules and, where `orbit` is given, has somebody of it. `None` where the search
/// ended without an answer.
pub fn is_feasible(quotas: &Quotas, orbit: Option<usize>) -> Option<bool> {
    let mut program = delegations(quotas);
    if let Some(orbit) = orbit {
        program.set_bounds(orbit, [1.0, f64::from(quotas.orbits[orbit].cap)]);
    }
    known(&search(&program, Aim::Any, 0.0, BRANCHES))
}

fn known(found: &Found) -> Option<bool> {
    match (&found.best, found.is_proven) {
        (Some(_), _) => Some(true),
        (None, true) => Some(false),
        (None, false) => None,
    }
}

/// The most people of each row that could come together, one of a household, were there no other quota.
pub fn available(quotas: &Quotas) -> Vec<i64> {
    let mut program = delegations(quotas);
    for row in 0..quotas.rows() {
        program.set_row_bounds(row, [0.0, FAR]);
    }
    let most = |row: usize| {
        let mut program = program.clone();
        for (at, orbit) in quotas.orbits.iter().enumerate() {
            let counts = row == 0 || orbit.rows.contains(&(row - 1));
            program.set_cost(at, f64::from(u8::from(counts)));
        }
        let found = search(&program, Aim::Best, 0.5, BRANCHES);
        found.best.map_or(0, |taken| quotas.counts(&taken)[row])
    };
    (0..quotas.rows()).map(most).collect()
}

/// Bounds that no delegation keeps together, of which each is needed for that: without any one of them some would.
/// Somebody of `orbit` must come, where it is given. Empty where delegations exist.
pub fn clash(quotas: &Quotas, orbit: Option<usize>) -> Vec<Bound> {
    if is_feasible(quotas, orbit) != Some(false) {
        return Vec::new();
    }
    let slack = |row: usize, side: usize| {
        let [low, high] = quotas.bounds[row];
        let here = available_roughly(quotas, row);
        if side == 0 { here - low } else { high }
    };
    let mut bounds: Vec<(usize, usize)> =
        (1..quotas.rows()).flat_map(|row| [(row, 0), (row, 1)]).collect();
    // What is least likely to be to blame is tried first.
    bounds.sort_by_key(|&(row, side)| (std::cmp::Reverse(slack(row, side)), row, side));
    bounds.push((0, 0));
    let mut loose = quotas.clone();
    let mut kept = Vec::new();
    for (row, side) in bounds {
        let before = loose.bounds[row];
        if row == 0 {
            loose.bounds[0] = [0, i64::try_from(quotas.people()).unwrap_or(i64::MAX)];
        } else {
            loose.bounds[row][side] = if side == 0 {
                0.min(before[0])
            } else {
                i64::try_from(quotas.people()).unwrap_or(i64::MAX)
            };
        }
        if is_feasible(&loose, orbit) != Some(false) {
            loose.bounds[row] = before;
            kept.push(match (row, side) {
                (0, _) => Bound::Seats,
                (row, 0) => Bound::Min(row - 1),
                (row, _) => Bound::Max(row - 1),
            });
        }
    }
    kept.sort_by_key(|bound| match *bound {
        Bound::Seats => (0, 0),
        Bound::Min(row) => (row + 1, 0),
        Bound::Max(row) => (row + 1, 1),
    });
    kept
}

fn available_roughly(quotas: &Quotas, row: usize) -> i64 {
    let own = quotas.orbits.iter().filter(|orbit| row == 0 || orbit.rows.contains(&(row - 1)));
    own.map(|orbit| i64::from(orbit.cap)).sum()
}

/// Up to three least changes of quotas, cheapest first, each with other rows than those before. Within `flex`, where it
/// is given.
pub fn least_changes(
    quotas: &Quotas,
    written: &[Quota],
    flex: Option<&[Flex]>,
    weighing: Weighing,
    orbit: Option<usize>,
) -> Vec<Change> {
    let (mut program, columns) = with_changes(quotas, written, flex, weighing);
    if let Some(orbit) = orbit {
        program.set_bounds(orbit, [1.0, f64::from(quotas.orbits[orbit].cap)]);
    }
    let mut changes: Vec<Change> = Vec::new();
    for _ in 0..TRIES {
        if changes.len() == 3 {
            break;
        }
        let found = search(&program, Aim::Best, 1e-6, BRANCHES);
        let Some(best) = found.best else { break };
        let by = |column: usize| u32::try_from(best[column]).unwrap_or(0);
        let rows = columns.iter().enumerate().map(|(row, own)| (row, by(own[0]), by(own[1])));
        let rows: Vec<(usize, u32, u32)> = rows.filter(|(_, down, up)| down + up > 0).collect();
        let others = columns.iter().flatten().filter(|column| best[**column] == 0);
        let others: Vec<(usize, f64)> = others.map(|&column| (column, 1.0)).collect();
        // One that does all that another does, and more, helps nobody.
        let does = |own: &(usize, u32, u32)| {
            rows.iter().any(|all| all.0 == own.0 && all.1 >= own.1 && all.2 >= own.2)
        };
        if !changes.iter().any(|before| before.rows.iter().all(does)) {
            changes.push(Change { cost: -found.worth, rows, is_proven: found.is_proven });
        }
        program.add_row([1.0, FAR], &others);
    }
    changes
}

/// The program of delegations, with two columns for each row: its least lowered, its most raised.
fn with_changes(
    quotas: &Quotas,
    written: &[Quota],
    flex: Option<&[Flex]>,
    weighing: Weighing,
) -> (LinearProgram, Vec<[usize; 2]>) {
    let mut program = delegations(quotas);
    let people = quotas.people() as f64;
    // A row between two bounds, of which either may be moved, is two rows.
    for row in 1..quotas.rows() {
        let [low, _] = quotas.bounds[row];
        program.set_row_bounds(row, [low as f64, FAR]);
    }
    let mut columns = Vec::new();
    for (row, quota) in written.iter().enumerate() {
        let (down, up) = match flex {
            Some(flex) => (
                f64::from(quota.min.saturating_sub(flex[row].min)),
                f64::from(flex[row].max.saturating_sub(quota.max)),
            ),
            None => (f64::from(quota.min), people),
        };
        let price = match weighing {
            Weighing::Equal => 1.0,
            Weighing::Sortition => 1.0 + 2.0 / f64::from(quota.min.max(1)),
        };
        let high = program.add_row([-FAR, quotas.bounds[row + 1][1] as f64], &[]);
        for (at, orbit) in quotas.orbits.iter().enumerate() {
            if orbit.rows.contains(&row) {
                program.extend_column(at, (high, 1.0));
            }
        }
        let lowered = program.add_column(-price, [0.0, down], &[(row + 1, 1.0)]);
        let raised = program.add_column(-1.0, [0.0, up], &[(high, -1.0)]);
        columns.push([lowered, raised]);
    }
    (program, columns)
}

/// The largest number of seats, fewer than there are, with which a delegation keeps all quotas.
pub fn largest_size(quotas: &Quotas) -> Option<i64> {
    let mut program = delegations(quotas);
    program.set_row_bounds(0, [0.0, quotas.seats() as f64]);
    (0..quotas.orbits.len()).for_each(|at| program.set_cost(at, 1.0));
    let found = search(&program, Aim::Best, 0.5, BRANCHES);
    found.best.map(|taken| {
        taken.iter().sum::<i64>() + i64::try_from(quotas.must.len()).unwrap_or(i64::MAX)
    })
}
