//! The one table of least numbers: below them a measure says "too few" instead of a figure.
//!
//! Source: the table of assumptions, least numbers and errors in `docs/methods/least-numbers.md`.

/// Least numbers, each counted in people or answers as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeastNumbers {
    /// Votes on one statement, for a share, a test or the actual share of a gap.
    pub votes_per_statement: u32,
    /// Predictions on one statement, for a gap.
    pub predictions_per_statement: u32,
    /// People on each side, for the gap pooled over statements.
    pub pooled_people: u32,
    /// Predictions in all, for the gap pooled over statements.
    pub pooled_predictions: u32,
    /// People on each side, for the indices of misjudgement and what rests on own-side predictions.
    pub index_people: u32,
    /// Statements, for the indices of misjudgement.
    pub index_statements: u32,
    /// People on each side, for dispersion.
    pub dispersion_people: u32,
    /// Items shown to a person, for that person to count in exposure.
    pub exposure_items: u32,
    /// Such people on each side, for exposure.
    pub exposure_people: u32,
    /// Votes in each arm, for the effect of a label.
    pub arm_votes: u32,
    /// People behind any figure, or any difference of figures, shown in public.
    pub people_in_public: u32,
}

/// The numbers that Beringia uses.
pub const LEAST: LeastNumbers = LeastNumbers {
    votes_per_statement: 20,
    predictions_per_statement: 20,
    pooled_people: 10,
    pooled_predictions: 100,
    index_people: 50,
    index_statements: 20,
    dispersion_people: 30,
    exposure_items: 10,
    exposure_people: 20,
    arm_votes: 150,
    people_in_public: 10,
};

/// What is missing for a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooFew {
    /// How many there are.
    pub have: u32,
    /// How many are needed.
    pub needed: u32,
    /// What is counted.
    pub of: Counted,
}

/// What a least number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// People.
    People,
    /// Votes.
    Votes,
    /// Predictions.
    Predictions,
    /// Statements.
    Statements,
}

/// Passes when there are enough, and says what is missing otherwise.
pub fn enough(have: usize, needed: u32, of: Counted) -> Result<(), TooFew> {
    let have = u32::try_from(have).unwrap_or(u32::MAX);
    if have >= needed { Ok(()) } else { Err(TooFew { have, needed, of }) }
}
