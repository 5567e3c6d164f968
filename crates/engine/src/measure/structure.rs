//! Whether people differ along any line at all, or only as chance would have it.
//!
//! # Definition
//! The votes on each statement are dealt anew among those who voted on it, which keeps every statement's counts and
//! every person's number of votes and breaks all ties between statements. With λ₁ the largest eigenvalue of the
//! map, p = (1 + #{λ₁* ≥ λ₁}) / (1 + B) over B such deals. There is structure where p ≤ .05.
//!
//! # Limits
//! Readiness to agree with everything is structure, too, of style and not of opinion: see the axes' correlation
//! with it.
//!
//! # Cost
//! One largest eigenvalue a deal. Nineteen deals decide at .05.
//!
//! # Source
//! J. L. Horn, Psychometrika 30 (1965) 179–185 (parallel analysis), with permutations that keep who voted.

use rayon::prelude::*;

use super::opinion_map::{Deviations, Exactness};
use super::vote_matrix::VoteMatrix;
use crate::random::{Seed, Stream};

/// There is structure where p is no larger.
pub const STRUCTURE_P_MAX: f64 = 0.05;

/// The result of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Structure {
    /// How often chance does as much.
    pub p_value: f64,
    /// Deals.
    pub deals: usize,
    /// Share of variance along the first axis.
    pub share: f64,
    /// The largest such share among the deals.
    pub largest_by_chance: f64,
    /// People it rests on.
    pub people: usize,
}

impl Structure {
    /// Whether there is structure.
    pub fn is_there(&self) -> bool {
        self.p_value <= STRUCTURE_P_MAX
    }
}

/// Tests the votes of these people.
pub(crate) fn structure(votes: &VoteMatrix, deals: usize, seed: &Seed) -> Structure {
    let keep = vec![true; votes.statements()];
    let deviations = Deviations::new(votes, &keep);
    let total = deviations.total;
    let (_, [largest, _]) = deviations.axes(Exactness::Value, None);
    let columns = columns(votes);
    let by_chance: Vec<f64> = (0..deals)
        .into_par_iter()
        .map(|deal| {
            let dealt = dealt(votes, &columns, &mut seed.stream(&format!("deal {deal}")));
            Deviations::new(&dealt, &keep).axes(Exactness::Value, None).1[0]
        })
        .collect();
    let as_large = by_chance.iter().filter(|value| **value >= largest).count();
    let share = |value: f64| if total > 0.0 { value / total } else { 0.0 };
    Structure {
        p_value: (1.0 + as_large as f64) / (1.0 + deals as f64),
        deals,
        share: share(largest),
        largest_by_chance: share(by_chance.into_iter().fold(0.0, f64::max)),
        people: votes.people(),
    }
}

/// Where the votes on each statement lie.
fn columns(votes: &VoteMatrix) -> Vec<Vec<u32>> {
    let mut columns = vec![Vec::new(); votes.statements()];
    for (at, cell) in (0_u32..).zip(votes.all_cells()) {
        columns[(cell >> 2) as usize].push(at);
    }
    columns
}

/// The same votes, dealt anew within each statement.
fn dealt(votes: &VoteMatrix, columns: &[Vec<u32>], chance: &mut Stream) -> VoteMatrix {
    let mut cells = votes.all_cells().to_vec();
    let mut pile: Vec<u32> = Vec::new();
    for column in columns {
        pile.clear();
        pile.extend(column.iter().map(|at| cells[*at as usize]));
        chance.shuffle(&mut pile);
        column.iter().zip(&pile).for_each(|(at, cell)| cells[*at as usize] = *cell);
    }
    votes.with_cells(cells)
}
