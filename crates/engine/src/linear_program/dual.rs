//! The dual simplex method: from a basis at which nothing is worth moving to one at which all bounds are met.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::{FEASIBLE, LinearProgram, PIVOT, Place, Unsolved, Variable};

/// Pivots of one run, for each row and column, before it counts as stuck.
const PIVOTS_MAX: usize = 200;

/// A variable that could enter: the step at which its reduced cost is used up.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    step: f64,
    /// Its entry in the row of the one that leaves.
    entry: f64,
    variable: Variable,
}

impl Candidate {
    /// Shortest step first, then the largest entry, then the smallest number.
    fn order(&self, other: &Self) -> Ordering {
        let number = |variable: Variable| match variable {
            Variable::Column(column) => (0, column),
            Variable::Row(row) => (1, row),
        };
        let entries = other.entry.abs().total_cmp(&self.entry.abs());
        let numbers = || number(self.variable).cmp(&number(other.variable));
        self.step.total_cmp(&other.step).then(entries).then_with(numbers)
    }
}

impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.order(other) == Ordering::Equal
    }
}

impl Eq for Candidate {}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other)
    }
}

impl LinearProgram {
    /// Runs until all bounds are met. Reduced costs and values must be those of the basis.
    pub(super) fn dual_simplex(&mut self) -> Result<(), Unsolved> {
        let limit = PIVOTS_MAX * (self.rows() + 20) + self.columns();
        for _ in 0..limit {
            let Some(leaves) = self.worst_row() else { return Ok(()) };
            if self.pivots_since >= super::basis::REFRESH_AFTER {
                self.refresh();
                self.stand_where_costs_point();
                self.evaluate();
                continue;
            }
            self.dual_step(leaves)?;
        }
        Err(Unsolved::Stuck)
    }

    fn dual_step(&mut self, leaves: usize) -> Result<(), Unsolved> {
        let rows = self.rows();
        let excess = self.excess(leaves);
        let line = self.inverse[leaves * rows..(leaves + 1) * rows].to_vec();
        let entries: Vec<f64> =
            self.active.iter().map(|&column| self.flat.dot(column, &line)).collect();
        let mut heap = self.candidates(&line, &entries, excess.signum());
        let mut slope = excess.abs();
        let bound = self.bounds_of(self.basis[leaves]).map(f64::abs);
        let tolerance = FEASIBLE * (1.0 + bound[0].max(bound[1]));
        let mut flips = Vec::new();
        // Whoever would turn before the row is at its bound is sent to its other bound instead of entering.
        let enters = loop {
            let Some(Reverse(next)) = heap.pop() else { break None };
            let [low, high] = self.bounds_of(next.variable);
            slope -= next.entry.abs() * (high - low);
            if slope <= tolerance {
                break Some(next);
            }
            flips.push(next.variable);
        };
        let Some(enters) = enters else {
            return Err(Unsolved::Infeasible);
        };
        self.flip(&flips);
        let entering = self.entering(enters.variable);
        if (entering[leaves] - enters.entry).abs() > 1e-6 * (1.0 + enters.entry.abs()) {
            // The inverse has become inexact.
            self.refresh();
            self.stand_where_costs_point();
            self.evaluate();
            return Ok(());
        }
        let to = if excess > 0.0 { Place::Upper } else { Place::Lower };
        self.dual_pivot((leaves, to), &enters, &entering, (&line, &entries));
        Ok(())
    }

    /// Variables that could take the place of one that is too large (`sign` 1) or too small (−1).
    fn candidates(
        &self,
        line: &[f64],
        entries: &[f64],
        sign: f64,
    ) -> BinaryHeap<Reverse<Candidate>> {
        let mut found = Vec::new();
        let mut consider = |variable, place, worth: f64, entry: f64| {
            let towards = sign * entry;
            let can = match place {
                Place::Lower => towards > PIVOT,
                Place::Upper => towards < -PIVOT,
                Place::Basic(_) => false,
            };
            if can {
                let step = (-worth / towards).max(0.0);
                found.push(Reverse(Candidate { step, entry, variable }));
            }
        };
        for (&column, &entry) in self.active.iter().zip(entries) {
            consider(Variable::Column(column), self.place[column], self.reduced[column], entry);
        }
        for (row, (entry, [low, high])) in line.iter().zip(&self.row_bounds).enumerate() {
            if high > low {
                consider(Variable::Row(row), self.row_place[row], self.dual[row], -entry);
            }
        }
        BinaryHeap::from(found)
    }

    /// Sends variables to their other bounds and lets the basis follow.
    fn flip(&mut self, flips: &[Variable]) {
        if flips.is_empty() {
            return;
        }
        let mut moved = vec![0.0; self.rows()];
        for &variable in flips {
            let [low, high] = self.bounds_of(variable);
            let (to, by) = match self.place_of(variable) {
                Place::Lower => (Place::Upper, high - low),
                _ => (Place::Lower, low - high),
            };
            self.put(variable, to);
            match variable {
                Variable::Column(column) => {
                    for &(row, entry) in &self.columns[column] {
                        moved[row] += entry * by;
                    }
                }
                Variable::Row(row) => moved[row] -= by,
            }
        }
        for (value, by) in self.value.iter_mut().zip(self.inverse.chunks_exact(moved.len())) {
            *value -= by.iter().zip(&moved).map(|(a, b)| a * b).sum::<f64>();
        }
    }

    fn dual_pivot(
        &mut self,
        (leaves, left): (usize, Place),
        enters: &Candidate,
        entering: &[f64],
        (line, entries): (&[f64], &[f64]),
    ) {
        let bounds = self.bounds_of(self.basis[leaves]);
        let target = if left == Place::Upper { bounds[1] } else { bounds[0] };
        let step = (self.value[leaves] - target) / entering[leaves];
        let from = self.at(enters.variable);
        for (value, entry) in self.value.iter_mut().zip(entering) {
            *value -= step * entry;
        }
        self.value[leaves] = from + step;
        let price = self.worth(enters.variable) / enters.entry;
        for (&column, entry) in self.active.iter().zip(entries) {
            self.reduced[column] -= price * entry;
        }
        for (dual, entry) in self.dual.iter_mut().zip(line) {
            *dual += price * entry;
        }
        let gone = self.basis[leaves];
        self.pivot(leaves, enters.variable, entering, left);
        match gone {
            Variable::Column(column) => self.reduced[column] = -price,
            Variable::Row(row) => self.dual[row] = -price,
        }
        if let Variable::Column(column) = enters.variable {
            self.reduced[column] = 0.0;
        }
    }
}
