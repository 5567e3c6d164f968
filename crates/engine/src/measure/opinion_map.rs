//! The opinion map: people who vote alike stand close together.
//!
//! # Question
//! Along which two directions do people differ most, and where does each person stand?
//!
//! # Definition
//! Choices are numbers: agree +1, pass 0, disagree −1. What a person did not answer takes the statement's mean, so
//! that the centred matrix D holds x − mean where there is a vote and 0 elsewhere. The axes are the two leading
//! eigenvectors of DᵀD, computed to convergence; each axis points to where its largest entry is positive.
//! A person with n answers to S statements stands at √(S/n) · Σ (x − mean) · axis.
//!
//! # Limits
//! People with few answers stand uncertainly. Axes have no meaning of their own; where two of them explain about
//! the same, they can turn.
//!
//! # Cost
//! O(votes) for each of some ten products; memory beside the votes is O(people + statements).
//!
//! # Source
//! C. Small and others, Recerca 26 (2021) 2 (Polis); the choices are those of `docs/methods/opinion-map.md`.

use super::leading_axes::{Pair, leading_axes};
use super::vote_matrix::{Choice, VoteMatrix};

/// A choice as a number.
pub(crate) fn value(choice: Choice) -> f64 {
    match choice {
        Choice::Agree => 1.0,
        Choice::Disagree => -1.0,
        Choice::Pass => 0.0,
    }
}

/// How exactly axes are computed: ‖DᵀDv − λv‖ beside the largest λ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Exactness {
    /// As far as figures are told and compared.
    Full,
    /// Far beyond what so many people could tell apart, for crowds.
    Crowd,
    /// Enough to see where people stand, for what is computed a hundred times.
    Resampling,
    /// Enough to know the largest λ, which is found before its axis is.
    Value,
}

impl Exactness {
    fn tolerance(self) -> f64 {
        match self {
            Self::Full => 1e-12,
            Self::Crowd => 1e-10,
            Self::Resampling => 1e-3,
            Self::Value => 1e-2,
        }
    }
}

/// Votes as deviations from the mean of their statement.
#[derive(Debug, Clone)]
pub struct Deviations<'a> {
    votes: &'a VoteMatrix,
    /// Mean of each statement that is kept; 0 where it is not kept or has no vote.
    pub means: Vec<f64>,
    /// What each cell (statement and choice) deviates; 0 where the statement is not kept. Its length is a power
    /// of two.
    levels: Vec<f64>,
    /// How many statements are kept and have a vote.
    pub statements: usize,
    /// The sum of all squared deviations: the trace of DᵀD.
    pub total: f64,
}

/// Cells are indices once the unused fourth choice has its place, too.
fn table_length(statements: usize) -> usize {
    (4 * statements).next_power_of_two().max(4)
}

impl<'a> Deviations<'a> {
    /// Of the votes on the statements that are kept.
    pub fn new(votes: &'a VoteMatrix, keep: &[bool]) -> Self {
        let mut counts = vec![0_u32; table_length(votes.statements())];
        let most = counts.len() - 1;
        for cell in votes.all_cells() {
            counts[*cell as usize & most] += 1;
        }
        let mut means = vec![0.0; votes.statements()];
        let mut levels = vec![0.0; counts.len()];
        let (mut statements, mut total) = (0, 0.0);
        for j in (0..votes.statements()).filter(|j| keep[*j]) {
            let [agree, disagree, pass] = [counts[4 * j], counts[4 * j + 1], counts[4 * j + 2]];
            let all = agree + disagree + pass;
            if all > 0 {
                statements += 1;
                means[j] = (f64::from(agree) - f64::from(disagree)) / f64::from(all);
                for choice in Choice::ALL {
                    let level = value(choice) - means[j];
                    levels[4 * j + choice.index()] = level;
                    total += f64::from(counts[4 * j + choice.index()]) * level * level;
                }
            }
        }
        Self { votes, means, levels, statements, total }
    }

    /// The votes of others on the same statements, as deviations from the means of these.
    pub(crate) fn of_others<'b>(&self, votes: &'b VoteMatrix) -> Deviations<'b> {
        debug_assert_eq!(votes.statements(), self.votes.statements());
        let (means, levels) = (self.means.clone(), self.levels.clone());
        Deviations { votes, means, levels, ..*self }
    }

    /// The two leading axes, and λ of each. A start near them saves products.
    pub(crate) fn axes(
        &self,
        exactness: Exactness,
        near: Option<&[Vec<f64>; 2]>,
    ) -> ([Vec<f64>; 2], Pair) {
        let kept: Vec<bool> = (0..self.votes.statements())
            .map(|j| self.levels[4 * j..4 * j + 3].iter().any(|level| *level != 0.0))
            .collect();
        // Uneven, so that it is at right angles to an axis only by rare accident.
        let uneven = |j: usize, k: usize| {
            let sign = if (j + k).is_multiple_of(2) { 1.0 } else { -0.6 };
            sign * (0.5 + ((j * [7, 5][k] + [3, 1][k]) % [11, 13][k]) as f64)
        };
        let start = [0, 1].map(|k: usize| {
            let entry =
                |j: usize| near.map_or(uneven(j, k), |near| near[k][j] + 1e-3 * uneven(j, k));
            (0..kept.len()).map(|j| if kept[j] { entry(j) } else { 0.0 }).collect()
        });
        let found = leading_axes(&start, exactness.tolerance(), |block| self.multiply(block));
        let [first, second] = found.vectors;
        ([oriented(first), oriented(second)], found.values)
    }

    /// DᵀD times a block of two vectors.
    fn multiply(&self, block: &[Pair]) -> Vec<Pair> {
        let table = self.table(block);
        let mut sums = vec![[0.0; 2]; table.len()];
        let most = table.len() - 1;
        for person in 0..self.votes.people() {
            let cells = self.votes.cells(person);
            let along = sum_of(&table, cells);
            for cell in cells {
                let sum = &mut sums[*cell as usize & most];
                *sum = [sum[0] + along[0], sum[1] + along[1]];
            }
        }
        let back = |j: usize| {
            (4 * j..4 * j + 3).fold([0.0; 2], |[x, y], cell| {
                [x + self.levels[cell] * sums[cell][0], y + self.levels[cell] * sums[cell][1]]
            })
        };
        (0..block.len()).map(back).collect()
    }

    /// What each cell adds along two vectors.
    fn table(&self, block: &[Pair]) -> Vec<Pair> {
        let entry = |(cell, level): (usize, &f64)| {
            let [x, y] = block.get(cell / 4).copied().unwrap_or([0.0; 2]);
            [level * x, level * y]
        };
        self.levels.iter().enumerate().map(entry).collect()
    }

    /// Where people stand along two axes, each multiplied by √(statements / answers) as `spread` gives it.
    pub(crate) fn places(&self, axes: &[Vec<f64>; 2], spread: impl Fn(usize) -> f64) -> Vec<Pair> {
        let block: Vec<Pair> = axes[0].iter().zip(&axes[1]).map(|(x, y)| [*x, *y]).collect();
        let table = self.table(&block);
        let place = |person: usize| {
            let [x, y] = sum_of(&table, self.votes.cells(person));
            let spread = spread(person);
            [x * spread, y * spread]
        };
        (0..self.votes.people()).map(place).collect()
    }
}

/// What the table holds for these cells, summed; four sums side by side, in a fixed order.
fn sum_of(table: &[Pair], cells: &[u32]) -> Pair {
    let most = table.len() - 1;
    let mut sums = [[0.0; 2]; 4];
    let (fours, rest) = cells.as_chunks::<4>();
    for four in fours {
        for (sum, cell) in sums.iter_mut().zip(four) {
            let [x, y] = table[*cell as usize & most];
            *sum = [sum[0] + x, sum[1] + y];
        }
    }
    for (sum, cell) in sums.iter_mut().zip(rest) {
        let [x, y] = table[*cell as usize & most];
        *sum = [sum[0] + x, sum[1] + y];
    }
    let [a, b, c, d] = sums;
    [(a[0] + b[0]) + (c[0] + d[0]), (a[1] + b[1]) + (c[1] + d[1])]
}

/// The same axis, pointing to where its largest entry is positive.
fn oriented(axis: Vec<f64>) -> Vec<f64> {
    let largest = axis.iter().fold(0.0_f64, |most, x| if x.abs() > most.abs() { *x } else { most });
    if largest < 0.0 { axis.into_iter().map(|x| -x).collect() } else { axis }
}

/// The map.
#[derive(Debug, Clone, PartialEq)]
pub struct OpinionMap {
    /// Mean of each statement; 0 where it is not counted or has no vote.
    pub means: Vec<f64>,
    /// Two unit vectors over statements; zeros where people do not differ.
    pub axes: [Vec<f64>; 2],
    /// Variance along each axis, of the matrix with means for missing votes; divisor people − 1.
    pub variances: [f64; 2],
    /// Variance in all directions.
    pub total_variance: f64,
    /// Where each person stands.
    pub places: Vec<[f64; 2]>,
    /// How many counted statements each person answered.
    pub answers: Vec<u32>,
    /// People with at least one vote.
    pub voters: usize,
    /// Counted statements with at least one vote.
    pub statements: usize,
}

/// From so many people on, a map is that of a crowd.
const CROWD: usize = 100_000;
/// The axes of so many of a crowd are a start that saves products with everybody.
const PEOPLE_FOR_START: usize = 20_000;

/// The axes of an even part of a crowd.
fn axes_of_part(votes: &VoteMatrix, counted: &[bool]) -> Option<[Vec<f64>; 2]> {
    if votes.people() < CROWD {
        return None;
    }
    let step = votes.people() / PEOPLE_FOR_START;
    let part: Vec<u32> = (0_u32..).take(votes.people()).step_by(step).collect();
    let part = votes.part(&part, counted);
    Some(Deviations::new(&part, counted).axes(Exactness::Resampling, None).0)
}

/// Draws the map of all votes on the counted statements.
pub fn opinion_map(votes: &VoteMatrix, counted: &[bool]) -> OpinionMap {
    let deviations = Deviations::new(votes, counted);
    let near = axes_of_part(votes, counted);
    let exactness = if near.is_some() { Exactness::Crowd } else { Exactness::Full };
    let (axes, values) = deviations.axes(exactness, near.as_ref());
    let answers = votes.answers(counted);
    let statements = deviations.statements as f64;
    let spread = |person: usize| (statements / f64::from(answers[person].max(1))).sqrt();
    let places = deviations.places(&axes, spread);
    let voters = (0..votes.people()).filter(|person| votes.answered(*person) > 0).count();
    let freedom = (voters as f64 - 1.0).max(1.0);
    OpinionMap {
        variances: values.map(|value| value / freedom),
        total_variance: deviations.total / freedom,
        statements: deviations.statements,
        means: deviations.means,
        axes,
        places,
        answers,
        voters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    /// Random votes of people who differ along one line.
    fn random_votes(people: usize, statements: usize) -> VoteMatrix {
        let mut chance = Seed::new("map").stream("votes");
        let mut votes = VoteMatrix::new(statements, people, people * statements);
        for person in 0..people {
            let lean = if person % 2 == 0 { 1.0 } else { -1.0 };
            let mut row = Vec::new();
            for j in 0..statements {
                if chance.happens(0.6) {
                    let opinion = lean * [-1.0, 1.0, 1.0][j % 3] + chance.normal();
                    let choice = match opinion {
                        y if y > 0.4 => Choice::Agree,
                        y if y < -0.4 => Choice::Disagree,
                        _ => Choice::Pass,
                    };
                    row.push((u32::try_from(j).unwrap(), choice));
                }
            }
            votes.push_person(row).unwrap();
        }
        votes
    }

    /// The same by its definition: a dense matrix with means for what is missing.
    #[test]
    fn axes_and_places_are_those_of_the_dense_matrix() {
        let (people, statements) = (60, 17);
        let votes = random_votes(people, statements);
        let counted: Vec<bool> = (0..statements).map(|j| j != 5).collect();
        let map = opinion_map(&votes, &counted);
        let dense: Vec<Vec<f64>> = (0..people)
            .map(|person| {
                (0..statements)
                    .map(|j| {
                        let given = votes.choice(person, j).filter(|_| counted[j]);
                        given.map_or(0.0, |choice| value(choice) - map.means[j])
                    })
                    .collect()
            })
            .collect();
        for (axis, variance) in map.axes.iter().zip(map.variances) {
            let along: Vec<f64> =
                dense.iter().map(|row| row.iter().zip(axis).map(|(x, a)| x * a).sum()).collect();
            for j in 0..statements {
                let back: f64 = dense.iter().zip(&along).map(|(row, a)| row[j] * a).sum();
                assert!((back - variance * (people as f64 - 1.0) * axis[j]).abs() < 1e-9);
            }
        }
        let total: f64 = dense.iter().flatten().map(|x| x * x).sum();
        assert!((map.total_variance - total / (people as f64 - 1.0)).abs() < 1e-9);
        let first: f64 = dense[3].iter().zip(&map.axes[0]).map(|(x, a)| x * a).sum();
        let spread = (16.0 / f64::from(map.answers[3])).sqrt();
        assert!((map.places[3][0] - first * spread).abs() < 1e-12);
    }

    #[test]
    fn where_nobody_differs_everybody_stands_in_the_middle() {
        let mut votes = VoteMatrix::new(2, 3, 6);
        for _ in 0..3 {
            votes.push_person([(0, Choice::Agree), (1, Choice::Pass)]).unwrap();
        }
        let map = opinion_map(&votes, &[true, true]);
        assert!(map.places.iter().flatten().all(|x| *x == 0.0));
        assert!(map.variances.iter().all(|x| *x == 0.0));
    }
}
