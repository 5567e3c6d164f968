//! The inverse of the basis: computed, used, and changed by one column at a time.

use super::{FEASIBLE, Flat, LinearProgram, PIVOT, Place, Variable};

/// Pivots after which the inverse is computed anew.
pub(super) const REFRESH_AFTER: usize = 100;

impl Flat {
    /// Inner product of a column with a vector over rows.
    #[inline]
    pub(super) fn dot(&self, column: usize, vector: &[f64]) -> f64 {
        let (from, to) = (self.start[column] as usize, self.start[column + 1] as usize);
        let mut sum = 0.0;
        for (row, entry) in self.row[from..to].iter().zip(&self.entry[from..to]) {
            sum += vector[*row as usize] * entry;
        }
        sum
    }
}

impl LinearProgram {
    pub(super) fn flatten(&mut self) {
        let flat = &mut self.flat;
        flat.start.clear();
        flat.row.clear();
        flat.entry.clear();
        flat.start.push(0);
        for column in &self.columns {
            for &(row, entry) in column {
                flat.row.push(u32::try_from(row).unwrap_or(u32::MAX));
                flat.entry.push(entry);
            }
            flat.start.push(u32::try_from(flat.row.len()).unwrap_or(u32::MAX));
        }
    }

    /// Computes the inverse anew. Columns that depend on others leave the basis; values of rows take their places.
    pub(super) fn refresh(&mut self) {
        let rows = self.rows();
        self.pivots_since = 0;
        self.inverse = vec![0.0; rows * rows];
        for row in 0..rows {
            self.inverse[row * rows + row] = -1.0;
        }
        let mut wanted = Vec::new();
        for column in 0..self.columns() {
            if matches!(self.place[column], Place::Basic(_)) {
                wanted.push(column);
            }
        }
        let mut is_taken: Vec<bool> =
            self.row_place.iter().map(|place| matches!(place, Place::Basic(_))).collect();
        self.basis = (0..rows).map(Variable::Row).collect();
        for column in wanted {
            let entering = self.entering(Variable::Column(column));
            let free = (0..rows).filter(|&row| !is_taken[row]);
            let pivot =
                free.reduce(
                    |best, row| {
                        if entering[row].abs() > entering[best].abs() { row } else { best }
                    },
                );
            match pivot.filter(|&row| entering[row].abs() > PIVOT) {
                Some(row) => {
                    is_taken[row] = true;
                    self.change_inverse(row, &entering);
                    self.basis[row] = Variable::Column(column);
                    self.place[column] = Place::Basic(row);
                }
                None => self.place[column] = Place::Lower,
            }
        }
        for row in 0..rows {
            match self.basis[row] {
                Variable::Row(own) => self.row_place[own] = Place::Basic(row),
                Variable::Column(_) if matches!(self.row_place[row], Place::Basic(_)) => {
                    self.row_place[row] = Place::Lower;
                }
                Variable::Column(_) => {}
            }
        }
        self.pivots_since = 0;
    }

    /// The column of a variable in terms of the basis.
    pub(super) fn entering(&self, variable: Variable) -> Vec<f64> {
        let rows = self.rows();
        let mut entering = vec![0.0; rows];
        if rows == 0 {
            return entering;
        }
        match variable {
            Variable::Column(column) => {
                for (at, line) in self.inverse.chunks_exact(rows).enumerate() {
                    entering[at] = self.flat.dot(column, line);
                }
            }
            Variable::Row(row) => {
                for (at, line) in self.inverse.chunks_exact(rows).enumerate() {
                    entering[at] = -line[row];
                }
            }
        }
        entering
    }

    /// The inverse after a column, given in terms of the basis, has taken the place of the one at `row`.
    fn change_inverse(&mut self, row: usize, entering: &[f64]) {
        let rows = self.rows();
        let by = 1.0 / entering[row];
        let mut pivot: Vec<f64> = self.inverse[row * rows..(row + 1) * rows].to_vec();
        for entry in &mut pivot {
            *entry *= by;
        }
        for (at, line) in self.inverse.chunks_exact_mut(rows).enumerate() {
            let factor = entering[at];
            if at == row {
                line.copy_from_slice(&pivot);
            } else if factor != 0.0 {
                for (entry, own) in line.iter_mut().zip(&pivot) {
                    *entry -= factor * own;
                }
            }
        }
    }

    /// Lets a variable enter at `row`; who was there goes to `left`.
    pub(super) fn pivot(&mut self, row: usize, enters: Variable, entering: &[f64], left: Place) {
        self.change_inverse(row, entering);
        let leaves = self.basis[row];
        self.put(leaves, left);
        self.put(enters, Place::Basic(row));
        self.basis[row] = enters;
        self.pivots_since += 1;
        self.pivots += 1;
    }

    /// Values of the basis from those of everything else.
    pub(super) fn evaluate(&mut self) {
        let rows = self.rows();
        let mut rest = vec![0.0; rows];
        for column in 0..self.columns() {
            if matches!(self.place[column], Place::Basic(_)) {
                continue;
            }
            let at = self.at(Variable::Column(column));
            if at != 0.0 {
                for &(row, entry) in &self.columns[column] {
                    rest[row] -= entry * at;
                }
            }
        }
        for (row, rest) in rest.iter_mut().enumerate() {
            if !matches!(self.row_place[row], Place::Basic(_)) {
                *rest += self.at(Variable::Row(row));
            }
        }
        self.value = if rows == 0 { Vec::new() } else { self.times(&rest) };
    }

    /// The inverse times a vector over rows.
    pub(super) fn times(&self, vector: &[f64]) -> Vec<f64> {
        let lines = self.inverse.chunks_exact(self.rows());
        lines.map(|line| line.iter().zip(vector).map(|(a, b)| a * b).sum()).collect()
    }

    /// Duals and reduced costs at this basis.
    pub(super) fn price(&mut self) {
        let rows = self.rows();
        let mut dual = vec![0.0; rows];
        for (at, variable) in self.basis.iter().enumerate() {
            let Variable::Column(column) = *variable else { continue };
            let cost = self.cost[column];
            if cost != 0.0 {
                let line = &self.inverse[at * rows..(at + 1) * rows];
                for (dual, entry) in dual.iter_mut().zip(line) {
                    *dual += cost * entry;
                }
            }
        }
        self.reduced.resize(self.columns(), 0.0);
        for column in 0..self.columns() {
            self.reduced[column] = match self.place[column] {
                Place::Basic(_) => 0.0,
                _ => self.cost[column] - self.flat.dot(column, &dual),
            };
        }
        self.dual = dual;
    }

    /// How far the value at this place of the basis lies above (positive) or below (negative) its bounds.
    pub(super) fn excess(&self, at: usize) -> f64 {
        let [low, high] = self.bounds_of(self.basis[at]);
        let value = self.value[at];
        if value > high + FEASIBLE * (1.0 + high.abs()) {
            value - high
        } else if value < low - FEASIBLE * (1.0 + low.abs()) {
            value - low
        } else {
            0.0
        }
    }

    /// The place of the basis whose value is furthest outside its bounds, by steepest edge.
    pub(super) fn worst_row(&self) -> Option<usize> {
        let rows = self.rows();
        let mut worst = None;
        let mut most = 0.0;
        for at in 0..rows {
            let excess = self.excess(at);
            if excess != 0.0 {
                let line = &self.inverse[at * rows..(at + 1) * rows];
                let steep: f64 = line.iter().map(|entry| entry * entry).sum();
                let gain = excess * excess / steep;
                if gain > most {
                    (worst, most) = (Some(at), gain);
                }
            }
        }
        worst
    }
}
