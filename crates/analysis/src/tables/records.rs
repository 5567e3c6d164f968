//! Records that come from a database and not from a table: the same rows as those of `votes.csv`, `predictions.csv`
//! and `exposures.csv` that would be written of them, without the writing.

use beringia_domain::{Choice, ExpectedShare, Exposure, Label};

use super::error::TableError;
use super::predictions::PredictionRow;
use super::reader::Intake;

/// The tables in whose place records stand; each is named among the files read once it has a row.
const VOTES: &str = "votes.csv";
const PREDICTIONS: &str = "predictions.csv";
const EXPOSURES: &str = "exposures.csv";

impl Intake {
    /// Adds a vote of a person on a statement, both by index.
    pub fn add_vote(
        &mut self,
        person: u32,
        statement: u32,
        choice: Choice,
    ) -> Result<(), TableError> {
        if self.votes.is_empty() {
            VOTES.clone_into(&mut self.votes.file);
            self.files.push(VOTES.to_owned());
        }
        let line = self.votes.len() as u64 + 2;
        let pushed = self.votes.push((person, statement, choice), None, line);
        pushed.map_err(|problem| TableError::at(VOTES, line, None, problem))
    }

    /// Adds a prediction about the side of this name, of a hundred.
    pub fn add_prediction(
        &mut self,
        (person, statement): (u32, u32),
        about: &str,
        share: ExpectedShare,
    ) {
        if self.predictions.is_empty() {
            PREDICTIONS.clone_into(&mut self.predictions_file);
            self.files.push(PREDICTIONS.to_owned());
        }
        let known = self.sides.iter().position(|name| name == about);
        let about = known.unwrap_or_else(|| {
            self.sides.push(about.to_owned());
            self.sides.len() - 1
        });
        let line = self.predictions.len() as u64 + 2;
        let about = u8::from(about > 0);
        self.predictions.push(PredictionRow { person, statement, about, share, line });
    }

    /// Adds that a statement was shown to a person, as her so-manieth, with or without its author's side.
    pub fn add_exposure(
        &mut self,
        (person, statement): (u32, u32),
        position: u32,
        is_labelled: bool,
    ) {
        if self.exposures.is_empty() {
            self.files.push(EXPOSURES.to_owned());
        }
        let label = Some(if is_labelled { Label::Shown } else { Label::Hidden });
        self.exposures.push(Exposure { person, statement, position, probability: None, label });
    }
}
