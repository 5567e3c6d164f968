//! Finding one delegation: whole numbers from each orbit, within given bounds, that are worth much.
//!
//! The linear program over all orbits is kept from one search to the next. At its vertex few orbits are fractional;
//! these, and the ones that would be moved most cheaply, become a small integer program. Its first whole point is taken:
//! what is wanted is a delegation, not a proof.

use super::quotas::Quotas;
use crate::integer_program::{Aim, search};
use crate::linear_program::LinearProgram;

/// What a delegation should be like.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    /// What one more person of each orbit is worth.
    pub(super) worth: Vec<f64>,
    /// Least and most of each orbit.
    pub(super) bounds: Vec<[i64; 2]>,
    /// Least and most of each row, with that of the seats.
    pub(super) rows: Vec<[i64; 2]>,
    /// At most so many of each exclusion.
    pub(super) exclusions: Vec<[i64; 2]>,
}

/// Numbers of free orbits that are tried, one after the other; then all.
const FREE: [usize; 2] = [40, 160];
/// Branches of a small program, and of the last, which has all orbits.
const BRANCHES: usize = 400;

pub(super) struct PanelSearch<'a> {
    quotas: &'a Quotas,
    program: LinearProgram,
    exclusion_row: Vec<Option<usize>>,
}

impl<'a> PanelSearch<'a> {
    pub(super) fn new(quotas: &'a Quotas) -> Self {
        let mut program = LinearProgram::new();
        for bounds in &quotas.bounds {
            program.add_row(bounds.map(|bound| bound as f64), &[]);
        }
        for (at, orbit) in quotas.orbits.iter().enumerate() {
            program.add_column(0.0, [0.0, f64::from(orbit.cap)], &quotas.column(at));
        }
        Self { quotas, program, exclusion_row: vec![None; quotas.exclusions.len()] }
    }

    /// A delegation as wished; `None` where there is none, or none was found.
    pub(super) fn find(&mut self, wish: &Wish) -> Option<Vec<i64>> {
        for (at, (&worth, bounds)) in wish.worth.iter().zip(&wish.bounds).enumerate() {
            self.program.set_cost(at, worth);
            self.program.set_bounds(at, bounds.map(|bound| bound as f64));
        }
        for (row, bounds) in wish.rows.iter().enumerate() {
            self.program.set_row_bounds(row, bounds.map(|bound| bound as f64));
        }
        for (at, row) in self.exclusion_row.iter().enumerate() {
            if let Some(row) = row {
                self.program.set_row_bounds(*row, wish.exclusions[at].map(|bound| bound as f64));
            }
        }
        self.program.solve().ok()?;
        while self.write_exclusions(wish) {
            self.program.solve().ok()?;
        }
        let orbits = self.quotas.orbits.len();
        let mut order: Vec<usize> =
            (0..orbits).filter(|&at| wish.bounds[at][0] < wish.bounds[at][1]).collect();
        let cheapness = |at: usize| {
            let value = self.program.value(at);
            let is_whole = (value - value.round()).abs() < 1e-7;
            if is_whole { self.program.reduced_cost(at).abs() } else { -1.0 }
        };
        let fractional = order.iter().filter(|&&at| cheapness(at) < 0.0).count();
        if fractional == 0 {
            let whole: Vec<i64> = (0..orbits).map(|at| whole(self.program.value(at))).collect();
            return self.holds(&whole, wish).then_some(whole);
        }
        order.sort_by(|&a, &b| cheapness(a).total_cmp(&cheapness(b)).then(a.cmp(&b)));
        for free in FREE.into_iter().chain([usize::MAX]) {
            let free = order.len().min(fractional.saturating_add(free));
            if let Some(found) = self.small(&order[..free], wish) {
                return Some(found);
            }
            if free == order.len() {
                break;
            }
        }
        None
    }

    /// Writes exclusions into the program that its point passes.
    fn write_exclusions(&mut self, wish: &Wish) -> bool {
        let mut has_written = false;
        for (at, exclusion) in self.quotas.exclusions.iter().enumerate() {
            if self.exclusion_row[at].is_some() {
                continue;
            }
            let taken: f64 = exclusion.orbits.iter().map(|&orbit| self.program.value(orbit)).sum();
            let [low, high] = wish.exclusions[at].map(|bound| bound as f64);
            if taken > high + 1e-9 || taken < low - 1e-9 {
                let entries: Vec<(usize, f64)> =
                    exclusion.orbits.iter().map(|&orbit| (orbit, 1.0)).collect();
                self.exclusion_row[at] = Some(self.program.add_row([low, high], &entries));
                has_written = true;
            }
        }
        has_written
    }

    /// The program in which only these orbits are free, all others whole as they are.
    fn small(&self, free: &[usize], wish: &Wish) -> Option<Vec<i64>> {
        let quotas = self.quotas;
        let mut taken: Vec<i64> =
            (0..quotas.orbits.len()).map(|at| whole(self.program.value(at))).collect();
        free.iter().for_each(|&at| taken[at] = 0);
        let fixed = quotas.counts(&taken);
        let mut program = LinearProgram::new();
        for (bounds, fixed) in wish.rows.iter().zip(&fixed) {
            program.add_row(bounds.map(|bound| (bound - fixed) as f64), &[]);
        }
        let mut column = vec![None; quotas.orbits.len()];
        for &at in free {
            let bounds = wish.bounds[at].map(|bound| bound as f64);
            column[at] = Some(program.add_column(wish.worth[at], bounds, &quotas.column(at)));
        }
        for (exclusion, bounds) in quotas.exclusions.iter().zip(&wish.exclusions) {
            let own = exclusion.orbits.iter().filter_map(|&orbit| Some((column[orbit]?, 1.0)));
            let own: Vec<(usize, f64)> = own.collect();
            let fixed: i64 = exclusion.orbits.iter().map(|&orbit| taken[orbit]).sum();
            if !own.is_empty() {
                program.add_row(bounds.map(|bound| (bound - fixed) as f64), &own);
            }
        }
        let found = search(&program, Aim::Any, 0.0, BRANCHES).best?;
        for (&at, &value) in free.iter().zip(&found) {
            taken[at] = value;
        }
        self.holds(&taken, wish).then_some(taken)
    }

    /// In whole numbers, whatever the programs said.
    fn holds(&self, taken: &[i64], wish: &Wish) -> bool {
        let within = |(value, bounds): (&i64, &[i64; 2])| (bounds[0]..=bounds[1]).contains(value);
        let together = self
            .quotas
            .exclusions
            .iter()
            .map(|exclusion| exclusion.orbits.iter().map(|&orbit| taken[orbit]).sum::<i64>());
        taken.iter().zip(&wish.bounds).all(within)
            && self.quotas.counts(taken).iter().zip(&wish.rows).all(within)
            && together.zip(&wish.exclusions).all(|(sum, bounds)| within((&sum, bounds)))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of people are far below 2⁵³")]
pub(super) fn whole(value: f64) -> i64 {
    value.round() as i64
}
