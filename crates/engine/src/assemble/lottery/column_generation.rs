//! LEXIMIN over whole delegations, where the relaxed quotas promise more than any lottery can give.
//!
//! A linear program over the delegations known so far gives each orbit a price; the delegation that is dearest at
//! these prices, found by an integer program, is added, until none is worth adding. The bound of that integer program
//! bounds what was left out, one to one.
//!
//! Source: Flanigan et al., Nature 596 (2021) 548–552, supplement; here over orbits instead of people.

use super::quotas::Quotas;
use crate::integer_program::{Aim, Found, search};
use crate::linear_program::{LinearProgram, Unsolved};

/// Weights reach their chances where the largest shortfall is below this.
pub(super) const ATTAINED: f64 = 1e-7;
const PRICED: f64 = 1e-7;
const SETTLED: f64 = 1e-7;
/// Branches of one search for the dearest delegation.
const BRANCHES: usize = 20_000;
/// Delegations that may be added.
const ROUNDS: usize = 3_000;

/// Delegations that are known, and the program whose points are all delegations.
pub(super) struct Known<'a> {
    quotas: &'a Quotas,
    pub(super) panels: Vec<Vec<i64>>,
    program: LinearProgram,
}

/// How near weights come to chances.
#[derive(Debug, Clone)]
pub(super) struct Attained {
    pub(super) weights: Vec<f64>,
    /// By so much at most is anybody short.
    pub(super) short: f64,
}

/// LEXIMIN over delegations.
#[derive(Debug, Clone)]
pub(super) struct OverPanels {
    pub(super) chances: Vec<f64>,
    /// The smallest chance of whoever can be chosen, and what it could be at most.
    pub(super) smallest: [f64; 2],
    pub(super) uncovered: Vec<usize>,
    pub(super) is_proven: bool,
}

/// The program whose whole points are the delegations: a column for each orbit.
pub(super) fn delegations(quotas: &Quotas) -> LinearProgram {
    let mut program = LinearProgram::new();
    for bounds in &quotas.bounds {
        program.add_row(bounds.map(|bound| bound as f64), &[]);
    }
    for (at, orbit) in quotas.orbits.iter().enumerate() {
        program.add_column(0.0, [0.0, f64::from(orbit.cap)], &quotas.column(at));
    }
    for exclusion in quotas.exclusions.iter().filter(|exclusion| exclusion.orbits.len() > 1) {
        let entries: Vec<(usize, f64)> =
            exclusion.orbits.iter().map(|&orbit| (orbit, 1.0)).collect();
        program.add_row([0.0, f64::from(exclusion.max)], &entries);
    }
    program
}

impl<'a> Known<'a> {
    pub(super) fn new(quotas: &'a Quotas, panels: Vec<Vec<i64>>) -> Self {
        Self { quotas, panels, program: delegations(quotas) }
    }

    /// The delegation that is dearest at these prices of orbits.
    fn dearest(&mut self, prices: &[f64]) -> Found {
        for (at, &price) in prices.iter().enumerate() {
            self.program.set_cost(at, price);
        }
        search(&self.program, Aim::Best, PRICED / 10.0, BRANCHES)
    }

    /// Entries (row, number) of a delegation, where row 0 is the sum of weights and orbits follow.
    fn entries(panel: &[i64]) -> Vec<(usize, f64)> {
        let own = panel.iter().enumerate().filter(|(_, value)| **value > 0);
        let own = own.map(|(at, &value)| (at + 1, value as f64));
        std::iter::once((0, 1.0)).chain(own).collect()
    }

    fn master(&self) -> LinearProgram {
        let mut program = LinearProgram::new();
        program.add_row([1.0, 1.0], &[]);
        for at in 0..self.quotas.orbits.len() {
            program
                .add_row([0.0, f64::from(self.quotas.orbits[at].cap) + self.quotas.size(at)], &[]);
        }
        for panel in &self.panels {
            program.add_column(0.0, [0.0, 1.0], &Self::entries(panel));
        }
        program
    }

    /// Weights with which everybody comes as near to these chances as can be.
    pub(super) fn attain(&mut self, chances: &[f64]) -> Result<Attained, Unsolved> {
        let orbits = self.quotas.orbits.len();
        let mut master = self.master();
        for (at, chance) in chances.iter().enumerate() {
            let high = f64::from(self.quotas.orbits[at].cap) + self.quotas.size(at);
            master.set_row_bounds(at + 1, [self.quotas.size(at) * chance, high]);
        }
        let sizes: Vec<(usize, f64)> =
            (0..orbits).map(|at| (at + 1, self.quotas.size(at))).collect();
        let short = master.add_column(-1.0, [0.0, 1.0], &sizes);
        let mut columns: Vec<usize> = (0..self.panels.len()).collect();
        let mut least: f64 = 0.0;
        for _ in 0..ROUNDS {
            master.solve()?;
            let prices: Vec<f64> = (0..orbits).map(|at| (-master.dual(at + 1)).max(0.0)).collect();
            let found = self.dearest(&prices);
            let wanted: f64 =
                (0..orbits).map(|at| prices[at] * self.quotas.size(at) * chances[at]).sum();
            let weight: f64 = (0..orbits).map(|at| prices[at] * self.quotas.size(at)).sum();
            // Prices may weigh more than one: then the bound is scaled.
            least = least.max((wanted - found.bound) / weight.max(1.0));
            let missing = master.value(short);
            let is_new = found.worth > master.dual(0) + 1e-9;
            let panel = found.best.filter(|panel| is_new && !self.panels.contains(panel));
            match panel.filter(|_| missing > ATTAINED && missing - least > ATTAINED) {
                Some(panel) => {
                    columns.push(master.add_column(0.0, [0.0, 1.0], &Self::entries(&panel)));
                    self.panels.push(panel);
                }
                None => break,
            }
        }
        let weights = columns.iter().map(|&column| master.value(column)).collect();
        Ok(Attained { weights, short: master.value(short) })
    }

    /// Orbits of which nobody is in any delegation; a delegation for each of the others becomes known.
    pub(super) fn uncovered(&mut self) -> (Vec<usize>, bool) {
        let mut is_proven = true;
        let mut uncovered = Vec::new();
        for at in 0..self.quotas.orbits.len() {
            if self.panels.iter().any(|panel| panel[at] > 0) {
                continue;
            }
            let mut prices = vec![0.0; self.quotas.orbits.len()];
            prices[at] = 1.0;
            let found = self.dearest(&prices);
            is_proven &= found.is_proven;
            match found.best.filter(|panel| panel[at] > 0) {
                Some(panel) => self.panels.push(panel),
                None => uncovered.push(at),
            }
        }
        (uncovered, is_proven)
    }

    /// LEXIMIN chances over delegations.
    pub(super) fn leximin(
        &mut self,
        tell: &mut dyn FnMut(f64, usize),
    ) -> Result<OverPanels, Unsolved> {
        let orbits = self.quotas.orbits.len();
        let (uncovered, mut is_proven) = self.uncovered();
        let mut level: Vec<Option<f64>> = vec![None; orbits];
        uncovered.iter().for_each(|&at| level[at] = Some(0.0));
        let mut master = self.master();
        let common = master.add_column(1.0, [0.0, 1.0], &[]);
        let mut smallest = None;
        let mut rounds = 0;
        while level.iter().any(Option::is_none) {
            let mut entries = Vec::new();
            for (at, level) in level.iter().enumerate() {
                let size = self.quotas.size(at);
                let high = f64::from(self.quotas.orbits[at].cap) + size;
                match level {
                    Some(level) => {
                        master.set_row_bounds(at + 1, [(size * level - 1e-9).max(0.0), high]);
                    }
                    None => entries.push((at + 1, -size)),
                }
            }
            master.set_column(common, &entries);
            let over = loop {
                master.solve()?;
                let prices: Vec<f64> =
                    (0..orbits).map(|at| (-master.dual(at + 1)).max(0.0)).collect();
                let found = self.dearest(&prices);
                rounds += 1;
                is_proven &= found.is_proven && rounds < ROUNDS;
                let dear = master.dual(0);
                let panel = found.best.filter(|_| found.worth > dear + PRICED && rounds < ROUNDS);
                match panel.filter(|panel| !self.panels.contains(panel)) {
                    Some(panel) => {
                        master.add_column(0.0, [0.0, 1.0], &Self::entries(&panel));
                        self.panels.push(panel);
                    }
                    None => break (found.bound - dear).max(0.0),
                }
            };
            let z = master.value(common);
            smallest.get_or_insert([z, z + over]);
            self.settle(&master, z, &mut level);
            tell(z, level.iter().flatten().count());
        }
        let chances = level.into_iter().map(|level| level.unwrap_or(0.0)).collect();
        Ok(OverPanels { chances, smallest: smallest.unwrap_or([0.0; 2]), uncovered, is_proven })
    }

    fn settle(&self, master: &LinearProgram, z: f64, level: &mut [Option<f64>]) {
        let weight = |at: usize| master.dual(at + 1).abs() * self.quotas.size(at);
        let open: Vec<usize> = (0..level.len()).filter(|&at| level[at].is_none()).collect();
        let most = open.iter().copied().reduce(|a, b| if weight(b) > weight(a) { b } else { a });
        for at in open {
            if weight(at) > SETTLED || Some(at) == most {
                level[at] = Some(z);
            }
        }
    }
}
