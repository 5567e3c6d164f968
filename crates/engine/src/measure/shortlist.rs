//! A shortlist of statements in which each half owns half: proportional approval voting with side weights.
//!
//! # Definition
//! Person i of half h weighs 1/(2 n_h), n_h its people who voted, and approves the statements she agrees with. The list W of k
//! statements maximises Σᵢ wᵢ (1 + 1/2 + … + 1/|Aᵢ ∩ W|), by greedy choice and then swaps until none helps.
//!
//! # Limits
//! What a person did not answer counts as not approved, so statements shown to few start behind.
//!
//! # Cost
//! O(k · votes) for the greedy part and for each round of swaps; of a crowd, an even part decides.
//!
//! # Source
//! T. N. Thiele (1895); H. Aziz et al., Soc. Choice Welf. 48 (2017) 461–485 (PAV satisfies EJR).

use super::opinions::{Half, Opinions};
use super::vote_matrix::Choice;

/// Of more people, an even part of about so many decides.
const PEOPLE_MAX: usize = 100_000;
/// Rounds of swaps after which the list is taken as it is.
const ROUNDS_MAX: usize = 50;

/// The chosen statements in order of choice, at most `size` of them; fewer where fewer have an approval.
pub fn shortlist(opinions: &Opinions<'_>, size: usize) -> Vec<usize> {
    let mut search = Search::new(opinions);
    let mut chosen = Vec::new();
    while chosen.len() < size {
        match search.best_addition(&chosen) {
            Some((statement, gain)) if gain > 0.0 => {
                search.change(statement, 1);
                chosen.push(statement);
            }
            _ => break,
        }
    }
    for _ in 0..ROUNDS_MAX {
        if !search.improve(&mut chosen) {
            break;
        }
    }
    chosen
}

struct Search<'a> {
    opinions: &'a Opinions<'a>,
    weights: [f64; 2],
    /// People who approve each statement.
    approvers: Vec<Vec<u32>>,
    /// How many of the chosen each person approves.
    served: Vec<u32>,
    /// What each statement would give alone, the most first: no addition gives more.
    alone: Vec<(f64, usize)>,
}

impl<'a> Search<'a> {
    fn new(opinions: &'a Opinions<'a>) -> Self {
        let step = opinions.votes.people().div_ceil(PEOPLE_MAX).max(1);
        let weights = Half::BOTH.map(|half| {
            let looked_at = opinions.people_of(half).filter(|person| person % step == 0);
            let voters = looked_at.filter(|person| opinions.votes.answered(*person) > 0);
            let total: f64 = voters.map(|person| opinions.weight(person)).sum();
            if total > 0.0 { 0.5 / total } else { 0.0 }
        });
        let mut approvers = vec![Vec::new(); opinions.votes.statements()];
        for person in (0..opinions.votes.people()).step_by(step) {
            if opinions.halves[person].is_none() {
                continue;
            }
            for (statement, choice) in opinions.votes.row(person) {
                if choice == Choice::Agree && opinions.counted[statement] {
                    approvers[statement].push(u32::try_from(person).unwrap_or(u32::MAX));
                }
            }
        }
        let served = vec![0; opinions.votes.people()];
        let mut search = Self { opinions, weights, approvers, served, alone: Vec::new() };
        let mut alone: Vec<(f64, usize)> = (0..search.approvers.len())
            .map(|statement| (search.gain(statement), statement))
            .collect();
        alone.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        search.alone = alone;
        search
    }

    fn change(&mut self, statement: usize, by: i32) {
        for person in &self.approvers[statement] {
            let served = &mut self.served[*person as usize];
            *served = served.saturating_add_signed(by);
        }
    }

    /// What adding the statement gives: each half's part is summed alone, so that swapping halves
    /// changes no bit.
    fn gain(&self, statement: usize) -> f64 {
        let mut gains = [0.0; 2];
        for person in &self.approvers[statement] {
            let person = *person as usize;
            if let Some(half) = self.opinions.halves[person] {
                let weight = self.opinions.weight(person);
                gains[half.index()] += weight / f64::from(self.served[person] + 1);
            }
        }
        gains[0] * self.weights[0] + gains[1] * self.weights[1]
    }

    /// The addition that gives the most, the first of several. It looks no further than where none can give more.
    fn best_addition(&self, chosen: &[usize]) -> Option<(usize, f64)> {
        let mut best: Option<(usize, f64)> = None;
        for (alone, statement) in self.alone.iter().filter(|(_, j)| !chosen.contains(j)) {
            if best.is_some_and(|(_, most)| *alone < most) {
                break;
            }
            let gain = self.gain(*statement);
            let order =
                |(first, most): (usize, f64)| most.total_cmp(&gain).then(statement.cmp(&first));
            if best.is_none_or(|best| order(best).is_lt()) {
                best = Some((*statement, gain));
            }
        }
        best
    }

    /// Replaces one statement where that raises the total; whether it did.
    fn improve(&mut self, chosen: &mut [usize]) -> bool {
        for at in 0..chosen.len() {
            let leaving = chosen[at];
            self.change(leaving, -1);
            let kept = self.gain(leaving);
            let better = self.best_addition(chosen).filter(|(_, gain)| *gain > kept * (1.0 + 1e-9));
            let staying = better.map_or(leaving, |(statement, _)| statement);
            self.change(staying, 1);
            chosen[at] = staying;
            if staying != leaving {
                return true;
            }
        }
        false
    }
}
