//! Participants: `participant,side[,…attributes]`, with at most two sides; a blank side is nobody's.

use beringia_domain::side::{SideError, parse_name};

use super::columns::Columns;
use super::error::{Problem, shown};
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::votes::person;
use super::write::plain_text;

/// A row of the participants table.
#[derive(Debug, Clone, PartialEq)]
pub struct ParticipantRow {
    /// The person, by index.
    pub person: u32,
    /// The name of her side; none where the cell is blank.
    pub side: Option<u8>,
    /// Her weight, where a column of weights was asked for.
    pub weight: f64,
    /// The line, for messages.
    pub line: u64,
}

#[derive(Debug)]
pub(crate) struct Layout {
    participant: usize,
    side: Option<usize>,
    weight: Option<(usize, String)>,
}

impl Layout {
    pub(crate) fn new(columns: &Columns, intake: &mut Intake) -> Result<Self, Problem> {
        intake.participants_are_given = true;
        let weight = match &intake.weight_column {
            Some(name) => Some((columns.need(name)?, name.clone())),
            None => None,
        };
        let known = ["participant", "side"];
        intake.attributes = columns.beside(&known).map(|(_, name)| name.to_owned()).collect();
        Ok(Self { participant: columns.need("participant")?, side: columns.find("side"), weight })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let person = person(&mut intake.people, row.cell(self.participant))
            .map_err(at_column("participant"))?;
        let at = person as usize;
        if intake.listed.len() <= at {
            intake.listed.resize(at + 1, 0);
        }
        if intake.listed[at] > 0 {
            let twice =
                Problem::Twice { id: intake.people.text(person), first_line: intake.listed[at] };
            return Err(at_column("participant")(twice));
        }
        intake.listed[at] = row.line;
        let side = match self.side {
            Some(at) => side(intake, row.cell(at)).map_err(at_column("side"))?,
            None => None,
        };
        let weight = match &self.weight {
            Some((at, name)) => weight(row.cell(*at)).map_err(at_column(name))?,
            None => 1.0,
        };
        intake.participants.push(ParticipantRow { person, side, weight, line: row.line });
        Ok(())
    }
}

/// Which of the sides named so far; the first two names found are the sides.
pub(crate) fn side(intake: &mut Intake, cell: &[u8]) -> Result<Option<u8>, Problem> {
    // Nearly always one of the two as it was met before.
    if let Some(known) = intake.sides.iter().position(|name| name.as_bytes() == cell) {
        return Ok(u8::try_from(known).ok());
    }
    let raw = utf8(cell)?;
    if raw.trim().is_empty() {
        return Ok(None);
    }
    let name = parse_name(&plain_text(raw))?;
    match (intake.sides.iter().position(|n| *n == name), intake.sides.as_slice()) {
        (Some(0), _) => Ok(Some(0)),
        (Some(_), _) => Ok(Some(1)),
        (None, [first, second]) => {
            let (first, second) = (first.clone(), second.clone());
            Err(SideError::Third { first, second, third: name }.into())
        }
        (None, _) => {
            intake.sides.push(name);
            Ok(Some(u8::from(intake.sides.len() == 2)))
        }
    }
}

fn weight(cell: &[u8]) -> Result<f64, Problem> {
    let parsed = utf8(cell)?.trim().parse::<f64>().ok();
    parsed.filter(|w| (1e-6..=1e6).contains(w)).ok_or_else(|| Problem::Value {
        value: shown(cell),
        expected: "a weight from 0.000001 to 1000000, such as 0.8 or 1.25",
    })
}
