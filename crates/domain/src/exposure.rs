//! An exposure: a statement was put before a participant, by a rule, with a known probability.

/// Whether the author's side was shown with the statement. Which, is drawn by chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// The author's side was shown.
    Shown,
    /// The author's side was not shown.
    Hidden,
}

/// One showing of one statement to one person, both by index.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Exposure {
    /// The person, by index.
    pub person: u32,
    /// The statement, by index.
    pub statement: u32,
    /// How far into the person's sitting, from 1; 0 where it is not told.
    pub position: u32,
    /// The probability with which the rule chose this statement, where it is told.
    pub probability: Option<f64>,
    /// Whether the author's side was shown, where it is told.
    pub label: Option<Label>,
}
