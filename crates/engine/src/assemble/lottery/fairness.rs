//! LEXIMIN chances over the relaxed quotas: the smallest chance as large as it can be, then the next, and so on.
//!
//! A linear program with a row for each quota, whatever the number of people: the chance z of everybody not yet
//! settled, and for each orbit what it gets beyond that. After each program the orbits that no optimum gives more
//! than z are settled at z: by complementary slackness, those whose excess has a reduced cost. What is found is an upper
//! bound, in the sense of LEXIMIN, for every lottery; whether lotteries reach it, `peel` tells.
//!
//! Source: LEXIMIN by fixing, W. Ogryczak, M. Pióro, A. Tomaszewski, J. Telecommun. Inf. Technol. 3 (2005) 43–54;
//! for panels, Flanigan et al., Nature 596 (2021) 548–552, supplement.

use super::quotas::Quotas;
use crate::linear_program::{LinearProgram, Unsolved};

/// An orbit whose reduced cost, over all its people, is larger than this is settled.
const SETTLED: f64 = 1e-9;
/// Levels closer than this are one.
const SAME_LEVEL: f64 = 1e-9;
/// A cap is written into the program where it is passed by this.
const PASSED: f64 = 1e-9;

/// One step of LEXIMIN: why nobody who is not yet settled can be given more.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The chance at which people are settled here.
    pub level: f64,
    /// Orbits settled here, ascending.
    pub settled: Vec<usize>,
    /// Multipliers of the rows, with that of the seats first; positive at a most, negative at a least.
    pub rows: Vec<f64>,
    /// Multipliers of caps (orbit, value), positive.
    pub caps: Vec<(usize, f64)>,
    /// Multipliers of exclusions (exclusion, value), positive.
    pub exclusions: Vec<(usize, f64)>,
}

/// Chances over the relaxed quotas.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxed {
    /// The chance of each member of an orbit.
    pub chances: Vec<f64>,
    /// How it was found, from the smallest chance to the largest.
    pub stages: Vec<Stage>,
}

struct Leximin<'a> {
    quotas: &'a Quotas,
    program: LinearProgram,
    /// Column of the chance of all who are open.
    common: usize,
    /// The level of an orbit that is settled.
    level: Vec<Option<f64>>,
    /// Orbits whose cap is a row.
    cap_row: Vec<Option<usize>>,
    exclusion_row: Vec<Option<usize>>,
}

/// LEXIMIN chances over the relaxed quotas. `tell` hears each level and how many people are settled.
pub fn leximin(quotas: &Quotas, tell: &mut dyn FnMut(f64, usize)) -> Result<Relaxed, Unsolved> {
    let mut leximin = Leximin::new(quotas);
    let mut stages: Vec<Stage> = Vec::new();
    let mut settled = 0;
    let orbits = quotas.orbits.len();
    while leximin.level.iter().any(Option::is_none) {
        if stages.len() > orbits {
            return Err(Unsolved::Stuck);
        }
        leximin.prepare();
        leximin.solve()?;
        let stage = leximin.settle(stages.last().map(|stage| stage.level));
        settled +=
            stage.settled.iter().map(|&orbit| quotas.orbits[orbit].members.len()).sum::<usize>();
        tell(stage.level, settled);
        stages.push(stage);
    }
    let chances = leximin.level.iter().map(|level| level.unwrap_or(0.0)).collect();
    Ok(Relaxed { chances, stages })
}

impl<'a> Leximin<'a> {
    fn new(quotas: &'a Quotas) -> Self {
        let mut program = LinearProgram::new();
        for _ in 0..quotas.rows() {
            program.add_row([0.0, 0.0], &[]);
        }
        for (at, orbit) in quotas.orbits.iter().enumerate() {
            // The bound never holds it: caps are rows, with multipliers of their own.
            program.add_column(0.0, [0.0, f64::from(orbit.cap) + 1.0], &quotas.column(at));
        }
        let common = program.add_column(1.0, [0.0, 1.0], &[]);
        let orbits = quotas.orbits.len();
        let exclusion_row = vec![None; quotas.exclusions.len()];
        Self {
            quotas,
            program,
            common,
            level: vec![None; orbits],
            cap_row: vec![None; orbits],
            exclusion_row,
        }
    }

    /// Writes what is settled into the bounds and what is open into the column of the common chance.
    fn prepare(&mut self) {
        let quotas = self.quotas;
        let mut open = vec![0.0; self.program.rows()];
        let mut fixed = vec![0.0; self.program.rows()];
        for at in 0..quotas.orbits.len() {
            let size = quotas.size(at);
            let (list, by) = match self.level[at] {
                Some(level) => (&mut fixed, size * level),
                None => (&mut open, size),
            };
            for (row, entry) in quotas.column(at) {
                list[row] += entry * by;
            }
            if let Some(row) = self.cap_row[at] {
                list[row] += by;
            }
        }
        for (at, exclusion) in quotas.exclusions.iter().enumerate() {
            let Some(row) = self.exclusion_row[at] else { continue };
            for &orbit in &exclusion.orbits {
                match self.level[orbit] {
                    Some(level) => fixed[row] += quotas.size(orbit) * level,
                    None => open[row] += quotas.size(orbit),
                }
            }
        }
        for (row, fixed) in fixed.iter().enumerate() {
            let [low, high] = self.bounds_of_row(row);
            self.program.set_row_bounds(row, [low - fixed - LOOSE, high - fixed + LOOSE]);
        }
        let entries: Vec<(usize, f64)> =
            open.iter().copied().enumerate().filter(|(_, entry)| *entry != 0.0).collect();
        self.program.set_column(self.common, &entries);
    }

    fn bounds_of_row(&self, row: usize) -> [f64; 2] {
        if row < self.quotas.rows() {
            return self.quotas.bounds[row].map(|bound| bound as f64);
        }
        if let Some(orbit) = self.cap_row.iter().position(|at| *at == Some(row)) {
            return [-self.quotas.size(orbit), f64::from(self.quotas.orbits[orbit].cap)];
        }
        let at = self.exclusion_row.iter().position(|at| *at == Some(row)).unwrap_or(0);
        let exclusion = &self.quotas.exclusions[at];
        let size: f64 = exclusion.orbits.iter().map(|&orbit| self.quotas.size(orbit)).sum();
        [-size, f64::from(exclusion.max)]
    }

    /// Solves, writing caps and exclusions into the program where they are passed.
    fn solve(&mut self) -> Result<(), Unsolved> {
        loop {
            self.program.solve()?;
            if !self.write_caps() && !self.write_exclusions() {
                return Ok(());
            }
        }
    }

    fn taken(&self, orbit: usize) -> f64 {
        let chance = self.level[orbit].unwrap_or_else(|| self.program.value(self.common));
        self.program.value(orbit) + self.quotas.size(orbit) * chance
    }

    fn write_caps(&mut self) -> bool {
        let passed: Vec<usize> = (0..self.quotas.orbits.len())
            .filter(|&at| self.cap_row[at].is_none())
            .filter(|&at| self.taken(at) > f64::from(self.quotas.orbits[at].cap) + PASSED)
            .collect();
        for &at in &passed {
            let cap = f64::from(self.quotas.orbits[at].cap);
            let size = self.quotas.size(at);
            let mut entries = vec![(at, 1.0)];
            let mut high = cap + LOOSE;
            match self.level[at] {
                None => entries.push((self.common, size)),
                Some(level) => high -= size * level,
            }
            self.cap_row[at] = Some(self.program.add_row([-size, high], &entries));
        }
        !passed.is_empty()
    }

    fn write_exclusions(&mut self) -> bool {
        let mut has_written = false;
        for (at, exclusion) in self.quotas.exclusions.iter().enumerate() {
            if exclusion.orbits.len() < 2 || self.exclusion_row[at].is_some() {
                continue;
            }
            let taken: f64 = exclusion.orbits.iter().map(|&orbit| self.taken(orbit)).sum();
            if taken <= f64::from(exclusion.max) + PASSED {
                continue;
            }
            let mut entries = Vec::new();
            let (mut fixed, mut open) = (0.0, 0.0);
            for &orbit in &exclusion.orbits {
                entries.push((orbit, 1.0));
                match self.level[orbit] {
                    Some(level) => fixed += self.quotas.size(orbit) * level,
                    None => open += self.quotas.size(orbit),
                }
            }
            if open > 0.0 {
                entries.push((self.common, open));
            }
            let size: f64 = exclusion.orbits.iter().map(|&orbit| self.quotas.size(orbit)).sum();
            let bounds = [-size, f64::from(exclusion.max) - fixed + LOOSE];
            self.exclusion_row[at] = Some(self.program.add_row(bounds, &entries));
            has_written = true;
        }
        has_written
    }

    fn settle(&mut self, last: Option<f64>) -> Stage {
        let mut level = self.program.value(self.common).clamp(0.0, 1.0);
        if let Some(last) = last.filter(|last| level - last < SAME_LEVEL) {
            level = last;
        }
        let open: Vec<usize> =
            (0..self.quotas.orbits.len()).filter(|&at| self.level[at].is_none()).collect();
        // Nobody has more than one seat.
        let is_last = level >= 1.0 - SAME_LEVEL;
        if is_last {
            level = 1.0;
        }
        let is_settled = |at: &usize| {
            is_last || self.program.reduced_cost(*at).abs() * self.quotas.size(*at) > SETTLED
        };
        let mut settled: Vec<usize> = open.iter().copied().filter(is_settled).collect();
        if settled.is_empty() {
            // The dual sums to one over the open: where rounding hides that, the one it weighs most is settled.
            let weight = |at: usize| self.program.reduced_cost(at).abs() * self.quotas.size(at);
            let most =
                open.iter().copied().reduce(|a, b| if weight(b) > weight(a) { b } else { a });
            settled.extend(most);
        }
        for &at in &settled {
            self.level[at] = Some(level);
            self.program.set_bounds(at, [0.0, 0.0]);
        }
        let dual =
            |row: &Option<usize>| row.map(|row| self.program.dual(row)).filter(|dual| *dual > 0.0);
        let listed = |rows: &[Option<usize>]| -> Vec<(usize, f64)> {
            rows.iter().map(dual).enumerate().filter_map(|(at, dual)| Some((at, dual?))).collect()
        };
        Stage {
            level,
            settled,
            rows: (0..self.quotas.rows()).map(|row| self.program.dual(row)).collect(),
            caps: listed(&self.cap_row),
            exclusions: listed(&self.exclusion_row),
        }
    }
}

/// Bounds are loosened by this, so that a level that was rounded upwards leaves them room.
const LOOSE: f64 = 1e-11;
