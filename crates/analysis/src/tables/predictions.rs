//! Predictions: `participant,statement,about_side,share`, the share a whole number from 0 to 100.

use beringia_domain::{ExpectedShare, StatementId};

use super::columns::Columns;
use super::error::{Problem, shown};
use super::participants::side;
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::votes::person;
use super::write::plain_text;

pub(crate) const KNOWN: [&str; 4] = ["participant", "statement", "about_side", "share"];

/// A row of the predictions table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PredictionRow {
    /// Who predicts, by index.
    pub person: u32,
    /// About which statement, by index.
    pub statement: u32,
    /// About which side, in the order in which sides were first named.
    pub about: u8,
    /// How many of 100.
    pub share: ExpectedShare,
    /// The line, for messages.
    pub line: u64,
}

#[derive(Debug)]
pub(crate) struct Layout {
    participant: usize,
    statement: usize,
    about: usize,
    share: usize,
}

impl Layout {
    pub(crate) fn new(columns: &Columns) -> Result<Self, Problem> {
        Ok(Self {
            participant: columns.need("participant")?,
            statement: columns.need("statement")?,
            about: columns.need("about_side")?,
            share: columns.need("share")?,
        })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let person = person(&mut intake.people, row.cell(self.participant))
            .map_err(at_column("participant"))?;
        let statement =
            statement(intake, row.cell(self.statement)).map_err(at_column("statement"))?;
        let about = side(intake, row.cell(self.about)).map_err(at_column("about_side"))?;
        let about = about.ok_or_else(|| {
            let expected = "the name of the side the prediction is about";
            at_column("about_side")(Problem::Value { value: String::new(), expected })
        })?;
        let share = share(row.cell(self.share)).map_err(at_column("share"))?;
        let line = row.line;
        intake.predictions.push(PredictionRow { person, statement, about, share, line });
        Ok(())
    }
}

/// The index of a statement named by a side table; it must be known where the statements are given.
pub(crate) fn statement(intake: &mut Intake, cell: &[u8]) -> Result<u32, Problem> {
    let id = StatementId::parse(&plain_text(utf8(cell)?))?;
    let bytes = id.as_str().as_bytes();
    match intake.statements.find(bytes) {
        Some(found) => Ok(found),
        None if intake.statements_are_given => Err(Problem::UnknownStatement(shown(cell))),
        None => intake.statements.add(bytes).ok_or(Problem::TooMany("statements")),
    }
}

fn share(cell: &[u8]) -> Result<ExpectedShare, Problem> {
    let raw = utf8(cell)?.trim();
    let expected = if raw.contains(['.', ',', '%']) {
        "a whole number of people out of 100: write 37 for 0.37 or 37 %"
    } else {
        "a whole number from 0 to 100"
    };
    let whole = raw.bytes().all(|c| c.is_ascii_digit()).then(|| raw.parse::<u8>().ok()).flatten();
    whole
        .and_then(ExpectedShare::new)
        .ok_or_else(|| Problem::Value { value: shown(cell), expected })
}
