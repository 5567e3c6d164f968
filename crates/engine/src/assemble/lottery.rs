//! Who comes: chances that are as equal as quotas allow, and a thousand numbered delegations that give them.
//!
//! `quotas` makes a pool into few variables, `fairness` finds the chances over the relaxed quotas, `peel` splits them
//! into whole delegations, which shows that a lottery attains them. Where it does not, `column_generation` finds the
//! chances that one can attain. `tickets` and `deal` make a thousand numbered delegations of them.

mod column_generation;
pub mod deal;
pub mod exact;
pub mod explain;
pub mod fairness;
mod panel_search;
pub mod peel;
pub mod proof;
pub mod quotas;
pub mod tickets;

use thiserror::Error;

use crate::linear_program::Unsolved;
use column_generation::{ATTAINED, Known};
use fairness::{Relaxed, Stage};
use peel::Peeled;
use quotas::Quotas;
use tickets::Portfolio;

/// Chances that fall short by less than this are attained.
pub const GAP_MAX: f64 = 1e-6;

/// Why there is no lottery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LotteryError {
    /// No delegation keeps all rules.
    #[error("no delegation keeps all rules")]
    Infeasible,
    /// The program gave up: none was found, and that there is none was not shown either.
    #[error("no delegation was found, and that there is none was not shown")]
    Unsolved,
}

/// How far a lottery is worked out, for whoever waits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// So many people have their chance, the last of them this one.
    Level {
        /// The chance.
        chance: f64,
        /// How many have one.
        people: usize,
    },
    /// Delegations still have to be found for this weight.
    Left(f64),
    /// Delegations are added that the relaxed quotas do not have: the relaxed chances are out of reach.
    Columns,
    /// Tickets are made.
    Tickets,
}

/// Chances, how they are attained, and a thousand tickets.
#[derive(Debug, Clone, PartialEq)]
pub struct Lottery {
    /// The chance of each member of an orbit.
    pub chances: Vec<f64>,
    /// Why nobody can have more, where the relaxed chances are attained; empty where not.
    pub stages: Vec<Stage>,
    /// Delegations with weights that attain the chances.
    pub attained: Peeled,
    /// By so much at most is anybody's chance, under these weights, below the one said.
    pub gap: f64,
    /// The smallest chance of whoever can be chosen, and the most it could be.
    pub smallest: [f64; 2],
    /// Orbits of which nobody is in any delegation.
    pub uncovered: Vec<usize>,
    /// Whether every bound was proven.
    pub is_proven: bool,
    /// A thousand tickets by orbit; `None` where none were found near the chances.
    pub portfolio: Option<Portfolio>,
}

/// The LEXIMIN lottery over these quotas.
pub fn lottery(quotas: &Quotas, tell: &mut dyn FnMut(Step)) -> Result<Lottery, LotteryError> {
    let relaxed =
        fairness::leximin(quotas, &mut |chance, people| tell(Step::Level { chance, people }));
    let relaxed = relaxed.map_err(|unsolved| match unsolved {
        Unsolved::Infeasible => LotteryError::Infeasible,
        Unsolved::Stuck => LotteryError::Unsolved,
    })?;
    let attained = peel::peel(quotas, &relaxed.chances, &mut |left| tell(Step::Left(left)));
    let mut found = if attained.left == 0.0 {
        let gap = shortfall(quotas, &relaxed.chances, &attained);
        from_relaxed(quotas, relaxed, attained, gap)
    } else {
        tell(Step::Columns);
        by_columns(quotas, relaxed, attained.panels, tell)?
    };
    tell(Step::Tickets);
    found.portfolio = tickets::portfolio(quotas, &found.chances, &found.attained);
    Ok(found)
}

fn from_relaxed(quotas: &Quotas, relaxed: Relaxed, attained: Peeled, gap: f64) -> Lottery {
    let uncovered =
        (0..quotas.orbits.len()).filter(|&at| relaxed.chances[at] <= ATTAINED).collect();
    let positive = relaxed.chances.iter().copied().filter(|chance| *chance > ATTAINED);
    let smallest = positive.reduce(f64::min).unwrap_or(0.0);
    Lottery {
        chances: relaxed.chances,
        stages: relaxed.stages,
        attained,
        gap,
        smallest: [smallest - gap, smallest],
        uncovered,
        is_proven: true,
        portfolio: None,
    }
}

/// What a lottery attains where splitting stopped short.
fn by_columns(
    quotas: &Quotas,
    relaxed: Relaxed,
    panels: Vec<Vec<i64>>,
    tell: &mut dyn FnMut(Step),
) -> Result<Lottery, LotteryError> {
    let unsolved = |_| LotteryError::Unsolved;
    let mut known = Known::new(quotas, panels);
    if known.panels.is_empty() {
        let first = crate::integer_program::search(
            &column_generation::delegations(quotas),
            crate::integer_program::Aim::Any,
            0.0,
            FIRST_BRANCHES,
        );
        match first.best {
            Some(panel) => known.panels.push(panel),
            None if first.is_proven => return Err(LotteryError::Infeasible),
            None => return Err(LotteryError::Unsolved),
        }
    }
    let attained = known.attain(&relaxed.chances).map_err(unsolved)?;
    if attained.short <= GAP_MAX {
        let peeled = weighted(&known.panels, attained.weights);
        let gap = shortfall(quotas, &relaxed.chances, &peeled);
        return Ok(from_relaxed(quotas, relaxed, peeled, gap));
    }
    let over = known
        .leximin(&mut |chance, people| tell(Step::Level { chance, people }))
        .map_err(unsolved)?;
    let attained = known.attain(&over.chances).map_err(unsolved)?;
    let peeled = weighted(&known.panels, attained.weights);
    let gap = shortfall(quotas, &over.chances, &peeled);
    Ok(Lottery {
        chances: over.chances,
        stages: Vec::new(),
        attained: peeled,
        gap,
        smallest: over.smallest,
        uncovered: over.uncovered,
        is_proven: over.is_proven,
        portfolio: None,
    })
}

/// Branches of the search for any delegation.
const FIRST_BRANCHES: usize = 200_000;

/// All known delegations, those that no weight was given to as well: tickets may need them.
fn weighted(panels: &[Vec<i64>], weights: Vec<f64>) -> Peeled {
    let sum: f64 = weights.iter().sum();
    let weights = weights.into_iter().map(|weight| weight / sum).collect();
    Peeled { panels: panels.to_vec(), weights, left: 0.0 }
}

/// The largest difference between a chance and what these weights give.
fn shortfall(quotas: &Quotas, chances: &[f64], peeled: &Peeled) -> f64 {
    let mut got = vec![0.0; chances.len()];
    for (panel, weight) in peeled.panels.iter().zip(&peeled.weights) {
        for (got, &value) in got.iter_mut().zip(panel) {
            *got += weight * value as f64;
        }
    }
    let short = |at: usize| chances[at] - got[at] / quotas.size(at);
    (0..chances.len()).map(short).fold(0.0, f64::max)
}
