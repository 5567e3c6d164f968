//! Polis's `comments.csv`: statements with their moderation and Polis's own counts.

use beringia_domain::{Statement, StatementId, StatementStatus};

use super::columns::Columns;
use super::error::{Problem, shown};
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::statements::{StatementRow, declare, wording};

pub(crate) const KNOWN: [&str; 11] = [
    "timestamp",
    "datetime",
    "comment-id",
    "author-id",
    "agrees",
    "disagrees",
    "moderated",
    "comment-body",
    "is-meta",
    "is-seed",
    "group-informed-consensus",
];

#[derive(Debug)]
pub(crate) struct Layout {
    id: usize,
    body: Option<usize>,
    moderated: Option<usize>,
    meta: Option<usize>,
    counts: Option<(usize, usize)>,
}

impl Layout {
    pub(crate) fn new(columns: &Columns, intake: &mut Intake) -> Result<Self, Problem> {
        intake.statements_are_given = true;
        intake.is_polis = true;
        Ok(Self {
            id: columns.need("comment-id")?,
            body: columns.find("comment-body"),
            moderated: columns.find("moderated"),
            meta: columns.find("is-meta"),
            counts: columns.find("agrees").zip(columns.find("disagrees")),
        })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let id = utf8(row.cell(self.id)).and_then(|raw| Ok(StatementId::parse(raw)?));
        let id = id.map_err(at_column("comment-id"))?;
        let index = declare(intake, &id).map_err(at_column("comment-id"))?;
        let body = self.body.map_or(&[][..], |at| row.cell(at));
        let text = utf8(body).and_then(|raw| Ok(wording(raw)?));
        let text = text.map_err(at_column("comment-body"))?;
        let moderated = self.moderated.map_or(&[][..], |at| row.cell(at));
        let status = status(moderated).map_err(at_column("moderated"))?;
        let is_meta = self.meta.is_some_and(|at| row.cell(at).eq_ignore_ascii_case(b"true"));
        let status = match status {
            StatementStatus::Rejected => StatementStatus::Rejected,
            _ if is_meta => StatementStatus::Meta,
            other => other,
        };
        if let Some((agrees, disagrees)) = self.counts {
            let count = |at: usize| utf8(row.cell(at)).ok()?.trim().parse::<i64>().ok();
            if let (Some(agrees), Some(disagrees)) = (count(agrees), count(disagrees)) {
                intake.polis_counts.push((index, agrees, disagrees));
            }
        }
        let statement = Statement { status, text, ..Statement::bare(id) };
        let line = row.line;
        intake.statement_rows.push(StatementRow { index, statement, author: None, line });
        Ok(())
    }
}

/// Polis: −1 moderated out, 0 not looked at, 1 accepted.
fn status(cell: &[u8]) -> Result<StatementStatus, Problem> {
    match cell.trim_ascii() {
        b"-1" => Ok(StatementStatus::Rejected),
        b"0" | b"" => Ok(StatementStatus::Pending),
        b"1" => Ok(StatementStatus::Accepted),
        other => Err(Problem::Value { value: shown(other), expected: "-1, 0 or 1" }),
    }
}
