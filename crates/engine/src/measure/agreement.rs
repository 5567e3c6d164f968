//! Tallies: how many agree, disagree and pass on each statement, among everybody and in each half.

use super::opinions::{Half, Opinions};
use super::vote_matrix::Choice;
use crate::interval::{Interval, Share, wilson};

/// Counts of one statement among one group of people, raw and weighted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tally {
    /// People by choice: agree, disagree, pass.
    pub counts: [u32; 3],
    mass: [f64; 3],
    mass_squared: f64,
}

impl Tally {
    /// A tally of people who all weigh the same.
    pub fn of_counts(agree: u32, disagree: u32, pass: u32) -> Self {
        let counts = [agree, disagree, pass];
        let mass = counts.map(f64::from);
        Self { counts, mass, mass_squared: mass.iter().sum() }
    }

    /// Adds one vote.
    pub fn add(&mut self, choice: Choice, weight: f64) {
        self.counts[choice.index()] += 1;
        self.mass[choice.index()] += weight;
        self.mass_squared += weight * weight;
    }

    /// The same without one vote that had been added.
    #[must_use]
    pub fn without(&self, choice: Choice, weight: f64) -> Self {
        let mut rest = *self;
        rest.counts[choice.index()] -= 1;
        rest.mass[choice.index()] -= weight;
        rest.mass_squared -= weight * weight;
        rest
    }

    /// How many votes, passes included.
    pub fn votes(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// Sum of the weights.
    pub fn mass(&self) -> f64 {
        self.mass[0] + self.mass[1] + self.mass[2]
    }

    /// Kish's effective number of votes: the number itself where everybody weighs the same.
    ///
    /// Source: L. Kish, Survey Sampling (1965), section 11.7.
    pub fn effective(&self) -> f64 {
        self.mass() * self.mass() / self.mass_squared
    }

    /// Share of one choice among all who voted; passes count in the base. Not a number without votes.
    pub fn share(&self, choice: Choice) -> f64 {
        self.mass[choice.index()] / self.mass()
    }

    /// Wilson interval of a share.
    pub fn interval(&self, choice: Choice, z: f64) -> Interval {
        wilson(self.share(choice), self.effective(), z)
    }

    /// A share with its Wilson interval.
    pub fn estimate(&self, choice: Choice, z: f64) -> Share {
        Share { value: self.share(choice), interval: self.interval(choice, z) }
    }

    /// Sum over the choices of the squared shares.
    pub fn concentration(&self) -> f64 {
        Choice::ALL.iter().map(|choice| self.share(*choice).powi(2)).sum()
    }
}

/// Tallies of every statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Tallies {
    /// Among everybody, each person counting once whatever her weight.
    pub everybody: Vec<Tally>,
    /// Within each half, weighted where there are weights.
    pub halves: [Vec<Tally>; 2],
}

impl Tallies {
    /// The tallies of one half.
    pub fn of(&self, half: Half) -> &[Tally] {
        &self.halves[half.index()]
    }
}

/// Counts all votes once. Cost: O(votes).
pub fn tally(opinions: &Opinions<'_>) -> Tallies {
    if opinions.weights.is_none() {
        return count(opinions);
    }
    let empty = vec![Tally::default(); opinions.votes.statements()];
    let mut everybody = empty.clone();
    let mut halves = [empty.clone(), empty];
    for person in 0..opinions.votes.people() {
        let weight = opinions.weight(person);
        for (statement, choice) in opinions.votes.row(person) {
            everybody[statement].add(choice, 1.0);
            if let Some(half) = opinions.halves[person] {
                halves[half.index()][statement].add(choice, weight);
            }
        }
    }
    Tallies { everybody, halves }
}

/// The same where everybody weighs the same: whole numbers until the end.
fn count(opinions: &Opinions<'_>) -> Tallies {
    let statements = opinions.votes.statements();
    let mut counts = [(); 3].map(|()| vec![[0_u32; 4]; statements]);
    for person in 0..opinions.votes.people() {
        let counts = &mut counts[opinions.halves[person].map_or(2, Half::index)];
        for cell in opinions.votes.cells(person) {
            counts[(cell >> 2) as usize][(cell & 3) as usize] += 1;
        }
    }
    let tally = |[agree, disagree, pass, _]: [u32; 4]| Tally::of_counts(agree, disagree, pass);
    let all = |j: usize| [0, 1, 2, 3].map(|c| counts.iter().map(|part| part[j][c]).sum::<u32>());
    Tallies {
        everybody: (0..statements).map(|j| tally(all(j))).collect(),
        halves: [0, 1].map(|half: usize| counts[half].iter().map(|c| tally(*c)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_count_in_the_base() {
        let tally = Tally::of_counts(6, 2, 2);
        assert!((tally.share(Choice::Agree) - 0.6).abs() < 1e-15);
        assert!((tally.effective() - 10.0).abs() < 1e-12);
    }

    #[test]
    fn unequal_weights_lower_the_effective_number() {
        let mut tally = Tally::default();
        tally.add(Choice::Agree, 3.0);
        tally.add(Choice::Disagree, 1.0);
        assert!((tally.share(Choice::Agree) - 0.75).abs() < 1e-15);
        assert!((tally.effective() - 1.6).abs() < 1e-12);
        assert_eq!(tally.without(Choice::Agree, 3.0).votes(), 1);
    }
}
