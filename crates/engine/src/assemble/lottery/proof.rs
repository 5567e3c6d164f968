//! Why no lottery gives more: multipliers in whole numbers, which a stranger adds up.
//!
//! Add the rows, each times its multiplier: for every lottery Σ Rᵢ pᵢ ≤ B, where Rᵢ is the sum of multipliers of what
//! person i counts in. Whoever was settled before has her chance. All others have Rᵢ ≥ 0, and in a lottery that is at least as
//! good at least the level z; so none of them has more than z + S / Rᵢ, where S = B − Σ settled Rᵢ pᵢ − Σ open Rᵢ z is what
//! is left, which is nothing but for rounding. Those whose S / Rᵢ is below a millionth are settled at z. By induction
//! the chances are LEXIMIN over all lotteries that keep the rows.

use super::fairness::Stage;
use super::quotas::Quotas;

/// Multipliers are whole numbers of this part of one.
pub const UNIT: f64 = 1e-15;

/// Multipliers of one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Multipliers {
    /// Of rows, with that of the seats first; positive at a most, negative at a least.
    pub rows: Vec<i64>,
    /// Of caps (orbit, multiplier).
    pub caps: Vec<(usize, i64)>,
    /// Of exclusions (exclusion, multiplier).
    pub exclusions: Vec<(usize, i64)>,
}

/// Multipliers of all stages.
pub fn multipliers(quotas: &Quotas, stages: &[Stage]) -> Vec<Multipliers> {
    let mut is_settled = vec![false; quotas.orbits.len()];
    let mut all = Vec::new();
    for stage in stages {
        let mut own = Multipliers {
            rows: stage.rows.iter().map(|&dual| units(dual)).collect(),
            caps: stage.caps.iter().map(|&(at, dual)| (at, units(dual))).collect(),
            exclusions: stage.exclusions.iter().map(|&(at, dual)| (at, units(dual))).collect(),
        };
        let sums = own.sums(quotas);
        // What rounding has taken from open people, the row of seats gives to all.
        let open = (0..sums.len()).filter(|&at| !is_settled[at]);
        let least = open.map(|at| sums[at]).min().unwrap_or(0);
        own.rows[0] -= least.min(0);
        stage.settled.iter().for_each(|&at| is_settled[at] = true);
        all.push(own);
    }
    all
}

impl Multipliers {
    /// Sum of the multipliers of what members of each orbit count in.
    pub fn sums(&self, quotas: &Quotas) -> Vec<i64> {
        let mut sums: Vec<i64> = Vec::new();
        for orbit in &quotas.orbits {
            sums.push(self.rows[0] + orbit.rows.iter().map(|row| self.rows[row + 1]).sum::<i64>());
        }
        for &(orbit, by) in &self.caps {
            sums[orbit] += by;
        }
        for &(at, by) in &self.exclusions {
            quotas.exclusions[at].orbits.iter().for_each(|&orbit| sums[orbit] += by);
        }
        sums
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "duals of quotas are at most of the order of one"
)]
fn units(dual: f64) -> i64 {
    (dual / UNIT).round() as i64
}
