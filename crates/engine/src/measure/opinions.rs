//! What a conversation hands to the measures: votes, predictions, who belongs to which half, weights.

use super::prediction_matrix::PredictionMatrix;
use super::vote_matrix::VoteMatrix;

/// One of the two halves of an exchange. Both are treated by the same code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The first.
    First,
    /// The second.
    Second,
}

impl Half {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// The one across.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// 0 or 1, to index an array of two.
    pub fn index(self) -> usize {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}

/// Input shared by the measures. All slices go by person, `counted` by statement.
#[derive(Debug, Clone, Copy)]
pub struct Opinions<'a> {
    /// Votes, a row a person.
    pub votes: &'a VoteMatrix,
    /// Predictions, a row a person.
    pub predictions: &'a PredictionMatrix,
    /// The half of each person; none for who belongs to neither.
    pub halves: &'a [Option<Half>],
    /// Weights above 0, a person each; none where everybody weighs the same.
    pub weights: Option<&'a [f64]>,
    /// Whether a statement enters claims.
    pub counted: &'a [bool],
}

/// Why the slices do not fit each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// One entry per person is needed.
    #[error("{what} has {have} entries, and there are {needed} people")]
    People {
        /// Which slice.
        what: &'static str,
        /// Its length.
        have: usize,
        /// How many people there are.
        needed: usize,
    },
    /// One entry per statement is needed.
    #[error("counted has {have} entries, and there are {needed} statements")]
    Statements {
        /// Its length.
        have: usize,
        /// How many statements there are.
        needed: usize,
    },
    /// A weight is not a number above 0.
    #[error("the weight of person {person} is not a number above 0")]
    Weight {
        /// The person's index.
        person: usize,
    },
}

impl Opinions<'_> {
    /// Checks that all slices fit the votes and that weights are finite and above 0.
    pub fn checked(self) -> Result<Self, ShapeError> {
        let needed = self.votes.people();
        let lengths = [
            ("halves", self.halves.len()),
            ("predictions", self.predictions.people()),
            ("weights", self.weights.map_or(needed, <[f64]>::len)),
        ];
        for (what, have) in lengths {
            if have != needed {
                return Err(ShapeError::People { what, have, needed });
            }
        }
        if self.counted.len() != self.votes.statements() {
            let (have, needed) = (self.counted.len(), self.votes.statements());
            return Err(ShapeError::Statements { have, needed });
        }
        let bad = |weight: &f64| !(weight.is_finite() && *weight > 0.0);
        match self.weights.unwrap_or_default().iter().position(bad) {
            Some(person) => Err(ShapeError::Weight { person }),
            None => Ok(self),
        }
    }

    /// A person's weight.
    pub fn weight(&self, person: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights[person])
    }

    /// People of one half, ascending.
    pub fn people_of(&self, half: Half) -> impl Iterator<Item = usize> + '_ {
        let of = move |(person, h): (usize, &Option<Half>)| (*h == Some(half)).then_some(person);
        self.halves.iter().enumerate().filter_map(of)
    }

    /// How many people of one half cast at least one vote.
    pub fn voters_of(&self, half: Half) -> usize {
        self.people_of(half).filter(|person| self.votes.answered(*person) > 0).count()
    }
}
