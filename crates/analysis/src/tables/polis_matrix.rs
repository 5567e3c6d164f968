//! Polis's `participants-votes.csv`: a row a person, a column a statement, the final votes.

use beringia_domain::StatementId;

use super::columns::Columns;
use super::error::Problem;
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::votes::{person, polis_choice};

const FIXED: [&str; 7] =
    ["participant", "xid", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"];

/// What a row says of its own votes, for checking the sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MatrixRow {
    /// The person, by index.
    pub person: u32,
    /// How many she agrees with, by Polis's count.
    pub agree: i64,
    /// How many she disagrees with, by Polis's count.
    pub disagree: i64,
}

#[derive(Debug)]
pub(crate) struct Layout {
    participant: usize,
    counts: Option<(usize, usize)>,
    /// Place and index of each statement's column; empty where the votes are read from elsewhere.
    statements: Vec<(usize, u32)>,
}

impl Layout {
    pub(crate) fn new(columns: &Columns, intake: &mut Intake) -> Result<Self, Problem> {
        intake.is_polis = true;
        let mut statements = Vec::new();
        if !intake.matrix_for_signs_only {
            for (at, name) in columns.beside(&FIXED) {
                let id = StatementId::parse(name)?;
                let bytes = id.as_str().as_bytes();
                let found = intake.statements.find(bytes).or_else(|| intake.statements.add(bytes));
                statements.push((at, found.ok_or(Problem::TooMany("statements"))?));
            }
        }
        let counts = columns.find("n-agree").zip(columns.find("n-disagree"));
        Ok(Self { participant: columns.need("participant")?, counts, statements })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let person = person(&mut intake.people, row.cell(self.participant))
            .map_err(at_column("participant"))?;
        if let Some((agree, disagree)) = self.counts {
            let count = |at: usize| utf8(row.cell(at)).ok()?.trim().parse::<i64>().ok();
            if let (Some(agree), Some(disagree)) = (count(agree), count(disagree)) {
                intake.matrix.push(MatrixRow { person, agree, disagree });
            }
        }
        for (at, statement) in &self.statements {
            let cell = row.cell(*at);
            if cell.is_empty() {
                continue;
            }
            let choice = polis_choice(cell).map_err(|problem| {
                at_column(&String::from_utf8_lossy(intake.statements.name(*statement)))(problem)
            })?;
            intake.votes.push((person, *statement, choice), None, row.line)?;
        }
        Ok(())
    }
}
