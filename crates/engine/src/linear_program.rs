//! Linear programs of few rows: maximise Σ costⱼ xⱼ where every xⱼ and every row Σ aᵣⱼ xⱼ lies between two finite bounds.
//!
//! Because everything is bounded from both sides, any basis is dual feasible once each variable that is not in it
//! stands at the bound its reduced cost points to. The dual simplex method therefore needs no first phase, and goes on
//! from wherever it was after bounds, costs, rows or columns have changed. The inverse of the basis is kept as a
//! dense square: tens of rows, thousands of columns is what it is made for.
//!
//! Ties go to the smallest number, sums run in the order of indices, and there is no clock: the same program gives
//! the same answer, bit for bit.
//!
//! Sources: A. Koberstein, The Dual Simplex Method (2005), §3.1 (bounded dual simplex) and §6.2 (bound flipping ratio
//! test); J. Forrest, D. Goldfarb, Math. Programming 57 (1992) 341–374 (steepest edge: with the inverse at hand
//! its weights are the exact lengths of its rows); P. Harris, Math. Programming 5 (1973) 1–28 (two-pass ratio test).

mod basis;
mod dual;
mod primal;

use thiserror::Error;

/// How far a value may lie outside its bound, relative to one plus the bound.
pub(crate) const FEASIBLE: f64 = 1e-9;
/// Reduced costs smaller than this count as none.
pub(crate) const OPTIMAL: f64 = 1e-9;
/// Entries smaller than this are no pivots.
pub(crate) const PIVOT: f64 = 1e-9;

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unsolved {
    /// No point meets all bounds.
    #[error("no point meets all bounds")]
    Infeasible,
    /// The method went on for longer than any sound program needs.
    #[error("the simplex method did not end")]
    Stuck,
}

/// A variable: one of the program's own, or the value of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Variable {
    Column(usize),
    Row(usize),
}

/// Where a variable stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Basic(usize),
    Lower,
    Upper,
}

/// A linear program, and the basis at which it was last solved.
#[derive(Debug, Clone, Default)]
pub struct LinearProgram {
    columns: Vec<Vec<(usize, f64)>>,
    cost: Vec<f64>,
    bounds: Vec<[f64; 2]>,
    row_bounds: Vec<[f64; 2]>,
    place: Vec<Place>,
    row_place: Vec<Place>,
    /// The columns once more, one after the other.
    flat: Flat,
    basis: Vec<Variable>,
    /// Rows × rows, row by row.
    inverse: Vec<f64>,
    /// Values of the variables in the basis.
    value: Vec<f64>,
    /// Reduced costs of columns.
    reduced: Vec<f64>,
    /// Duals: what one more unit of a row is worth, where it is held by a bound.
    dual: Vec<f64>,
    /// Columns that can move.
    active: Vec<usize>,
    pivots_since: usize,
    is_changed: bool,
    pivots: usize,
}

/// Columns in one piece of memory.
#[derive(Debug, Clone, Default)]
struct Flat {
    start: Vec<u32>,
    row: Vec<u32>,
    entry: Vec<f64>,
}

impl LinearProgram {
    /// A program without rows or columns.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a row with its bounds and its entries (column, value); gives its number.
    pub fn add_row(&mut self, bounds: [f64; 2], entries: &[(usize, f64)]) -> usize {
        let row = self.row_bounds.len();
        self.row_bounds.push(bounds);
        self.row_place.push(Place::Lower);
        for &(column, entry) in entries {
            self.columns[column].push((row, entry));
        }
        self.is_changed = true;
        row
    }

    /// Adds a column with its cost, bounds and entries (row, value); gives its number.
    pub fn add_column(&mut self, cost: f64, bounds: [f64; 2], entries: &[(usize, f64)]) -> usize {
        let column = self.columns.len();
        self.columns.push(entries.to_vec());
        self.cost.push(cost);
        self.bounds.push(bounds);
        self.place.push(Place::Lower);
        self.is_changed = true;
        column
    }

    /// Replaces the entries (row, value) of a column.
    pub fn set_column(&mut self, column: usize, entries: &[(usize, f64)]) {
        self.columns[column] = entries.to_vec();
        self.is_changed = true;
    }

    /// Adds an entry (row, value) to a column.
    pub fn extend_column(&mut self, column: usize, entry: (usize, f64)) {
        self.columns[column].push(entry);
        self.is_changed = true;
    }

    /// Sets what one unit of a column is worth.
    pub fn set_cost(&mut self, column: usize, cost: f64) {
        self.cost[column] = cost;
    }

    /// Sets the bounds of a column.
    pub fn set_bounds(&mut self, column: usize, bounds: [f64; 2]) {
        self.bounds[column] = bounds;
    }

    /// Bounds of a column.
    pub fn bounds(&self, column: usize) -> [f64; 2] {
        self.bounds[column]
    }

    /// Sets the bounds of a row.
    pub fn set_row_bounds(&mut self, row: usize, bounds: [f64; 2]) {
        self.row_bounds[row] = bounds;
    }

    /// Number of columns.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.row_bounds.len()
    }

    /// Pivots made so far.
    pub fn pivots(&self) -> usize {
        self.pivots
    }

    /// Value of a column where it was last solved.
    pub fn value(&self, column: usize) -> f64 {
        self.at(Variable::Column(column))
    }

    /// What one more unit of the row would be worth; positive at an upper bound, negative at a lower one.
    pub fn dual(&self, row: usize) -> f64 {
        self.dual[row]
    }

    /// What one more unit of the column would be worth.
    pub fn reduced_cost(&self, column: usize) -> f64 {
        self.reduced[column]
    }

    /// Worth of the point where it was last solved.
    pub fn objective(&self) -> f64 {
        (0..self.columns()).map(|column| self.cost[column] * self.value(column)).sum()
    }

    /// Finds an optimum, from the basis where it was last solved.
    pub fn solve(&mut self) -> Result<(), Unsolved> {
        if self.is_changed {
            self.flatten();
        }
        self.active = (0..self.columns()).filter(|&column| self.can_move(column)).collect();
        if std::mem::take(&mut self.is_changed) || self.pivots_since >= basis::REFRESH_AFTER {
            self.refresh();
        }
        for _ in 0..ROUNDS_MAX {
            self.evaluate();
            if self.worst_row().is_some() {
                self.stand_where_costs_point();
                self.evaluate();
                self.dual_simplex()?;
            }
            self.primal_simplex()?;
            // Errors have added up: what looked feasible is looked at again with a fresh inverse.
            if self.pivots_since == 0 {
                self.price();
                return Ok(());
            }
            self.refresh();
            self.evaluate();
            self.price();
            if self.worst_row().is_none() && self.best_column().is_none() {
                return Ok(());
            }
        }
        Err(Unsolved::Stuck)
    }

    fn can_move(&self, column: usize) -> bool {
        let [low, high] = self.bounds[column];
        high > low || matches!(self.place[column], Place::Basic(_))
    }

    fn bounds_of(&self, variable: Variable) -> [f64; 2] {
        match variable {
            Variable::Column(column) => self.bounds[column],
            Variable::Row(row) => self.row_bounds[row],
        }
    }

    fn place_of(&self, variable: Variable) -> Place {
        match variable {
            Variable::Column(column) => self.place[column],
            Variable::Row(row) => self.row_place[row],
        }
    }

    fn put(&mut self, variable: Variable, place: Place) {
        match variable {
            Variable::Column(column) => self.place[column] = place,
            Variable::Row(row) => self.row_place[row] = place,
        }
    }

    fn at(&self, variable: Variable) -> f64 {
        let [low, high] = self.bounds_of(variable);
        match self.place_of(variable) {
            Place::Basic(at) => self.value[at],
            Place::Lower => low,
            Place::Upper => high,
        }
    }

    /// Reduced cost of a variable that is not in the basis.
    fn worth(&self, variable: Variable) -> f64 {
        match variable {
            Variable::Column(column) => self.reduced[column],
            Variable::Row(row) => self.dual[row],
        }
    }

    /// Puts what is not in the basis at the bound to which its reduced cost points.
    fn stand_where_costs_point(&mut self) {
        self.price();
        for column in 0..self.columns() {
            self.place[column] = pointed(self.place[column], self.reduced[column]);
        }
        for row in 0..self.rows() {
            self.row_place[row] = pointed(self.row_place[row], self.dual[row]);
        }
    }
}

/// Rounds of dual and primal simplex before a program counts as unsound.
const ROUNDS_MAX: usize = 20;

fn pointed(place: Place, worth: f64) -> Place {
    match place {
        Place::Basic(_) => place,
        _ if worth > OPTIMAL => Place::Upper,
        _ if worth < -OPTIMAL => Place::Lower,
        _ => place,
    }
}

#[cfg(test)]
mod tests;
