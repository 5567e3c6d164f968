//! Exposures: `participant,statement,position,rule,probability,label_shown`.

use beringia_domain::{Exposure, Label};

use super::columns::Columns;
use super::error::{Problem, shown};
use super::predictions::statement;
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::votes::person;

pub(crate) const KNOWN: [&str; 6] =
    ["participant", "statement", "position", "rule", "probability", "label_shown"];

/// A row of the exposures table.
pub type ExposureRow = Exposure;

#[derive(Debug)]
pub(crate) struct Layout {
    participant: usize,
    statement: usize,
    position: Option<usize>,
    probability: Option<usize>,
    label: usize,
}

impl Layout {
    pub(crate) fn new(columns: &Columns) -> Result<Self, Problem> {
        Ok(Self {
            participant: columns.need("participant")?,
            statement: columns.need("statement")?,
            position: columns.find("position"),
            probability: columns.find("probability"),
            label: columns.need("label_shown")?,
        })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let person = person(&mut intake.people, row.cell(self.participant))
            .map_err(at_column("participant"))?;
        let statement =
            statement(intake, row.cell(self.statement)).map_err(at_column("statement"))?;
        let cell = |at: Option<usize>| at.map_or(&[][..], |at| row.cell(at)).trim_ascii();
        let position = position(cell(self.position)).map_err(at_column("position"))?;
        let probability = probability(cell(self.probability)).map_err(at_column("probability"))?;
        let label = label(cell(Some(self.label))).map_err(at_column("label_shown"))?;
        intake.exposures.push(Exposure { person, statement, position, probability, label });
        Ok(())
    }
}

fn position(cell: &[u8]) -> Result<u32, Problem> {
    if cell.is_empty() {
        return Ok(0);
    }
    let parsed = utf8(cell)?.parse::<u32>().ok();
    let expected = "a whole number from 1";
    parsed.ok_or_else(|| Problem::Value { value: shown(cell), expected })
}

fn probability(cell: &[u8]) -> Result<Option<f64>, Problem> {
    if cell.is_empty() {
        return Ok(None);
    }
    let parsed = utf8(cell)?.parse::<f64>().ok().filter(|p| *p > 0.0 && *p <= 1.0);
    let expected = "a probability above 0 and at most 1";
    parsed.map(Some).ok_or_else(|| Problem::Value { value: shown(cell), expected })
}

fn label(cell: &[u8]) -> Result<Option<Label>, Problem> {
    match cell.to_ascii_lowercase().as_slice() {
        b"" => Ok(None),
        b"true" | b"1" | b"yes" | b"shown" => Ok(Some(Label::Shown)),
        b"false" | b"0" | b"no" | b"hidden" => Ok(Some(Label::Hidden)),
        _ => Err(Problem::Value { value: shown(cell), expected: "true, false or nothing" }),
    }
}
