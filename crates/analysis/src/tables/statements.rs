//! Statements: `statement,author_side,language,text[,text_<lang>…,status,field]`.

use beringia_domain::statement::TEXT_BYTES_MAX;
use beringia_domain::{LanguageTag, Statement, StatementId, StatementStatus, text};

use super::columns::Columns;
use super::error::{Problem, shown};
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::write::plain_text;

pub(crate) const KNOWN: [&str; 6] =
    ["statement", "author_side", "language", "text", "status", "field"];

/// Whether a column holds a translation.
pub(crate) fn is_text(name: &str) -> bool {
    name.strip_prefix("text_").is_some_and(|tag| LanguageTag::parse(tag).is_some())
}

/// A row of the statements table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementRow {
    /// The statement, by index.
    pub index: u32,
    /// What it says.
    pub statement: Statement,
    /// The name of its author's side, where one is given.
    pub author: Option<String>,
    /// The line, for messages.
    pub line: u64,
}

#[derive(Debug)]
pub(crate) struct Layout {
    statement: usize,
    author: Option<usize>,
    language: Option<usize>,
    text: Option<usize>,
    status: Option<usize>,
    field: Option<usize>,
    translations: Vec<(usize, LanguageTag)>,
}

impl Layout {
    pub(crate) fn new(columns: &Columns, intake: &mut Intake) -> Result<Self, Problem> {
        intake.statements_are_given = true;
        let translation = |(at, name): (usize, &str)| {
            Some((at, LanguageTag::parse(name.strip_prefix("text_")?)?))
        };
        let mut translations: Vec<_> = columns.beside(&KNOWN).filter_map(translation).collect();
        translations.sort_by(|a, b| a.1.cmp(&b.1));
        Ok(Self {
            statement: columns.need("statement")?,
            author: columns.find("author_side"),
            language: columns.find("language"),
            text: columns.find("text"),
            status: columns.find("status"),
            field: columns.find("field"),
            translations,
        })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let cell = |at: Option<usize>| utf8(at.map_or(&[], |at| row.cell(at)));
        let id =
            cell(Some(self.statement)).and_then(|raw| Ok(StatementId::parse(&plain_text(raw))?));
        let id = id.map_err(at_column("statement"))?;
        let index = declare(intake, &id).map_err(at_column("statement"))?;
        let status = cell(self.status).map_err(at_column("status"))?.trim();
        let status = StatementStatus::parse(status).ok_or_else(|| {
            let expected = "accepted, pending, rejected, meta or nothing";
            at_column("status")(Problem::Value { value: shown(status.as_bytes()), expected })
        })?;
        let author = self.author.map_or(&[][..], |at| row.cell(at));
        let author = utf8(author).map_err(at_column("author_side"))?.trim();
        let author = (!author.is_empty()).then(|| plain_text(author));
        let language = language(cell(self.language)?).map_err(at_column("language"))?;
        let wording = |at: usize| Ok(wording(utf8(row.cell(at))?)?);
        let text = match self.text {
            Some(at) => wording(at).map_err(at_column::<Problem>("text"))?,
            None => None,
        };
        let mut translations = Vec::new();
        for (at, tag) in &self.translations {
            let column = format!("text_{}", tag.as_str());
            if let Some(text) = wording(*at).map_err(at_column::<Problem>(&column))? {
                translations.push((tag.clone(), text));
            }
        }
        let field = cell(self.field).map_err(at_column("field"))?.trim();
        let field = text::line(&plain_text(field), 200).ok();
        let statement = Statement { id, author: None, status, field, language, text, translations };
        intake.statement_rows.push(StatementRow { index, statement, author, line: row.line });
        Ok(())
    }
}

/// The index of a statement that its table names for the first time.
pub(crate) fn declare(intake: &mut Intake, id: &StatementId) -> Result<u32, Problem> {
    let bytes = id.as_str().as_bytes();
    if intake.statements.find(bytes).is_some() {
        let first = intake.statement_rows.iter().find(|row| row.statement.id == *id);
        let first_line = first.map_or(1, |row| row.line);
        return Err(Problem::Twice { id: id.to_string(), first_line });
    }
    intake.statements.add(bytes).ok_or(Problem::TooMany("statements"))
}

/// A wording; blank is none.
pub(crate) fn wording(raw: &str) -> Result<Option<String>, text::TextError> {
    if raw.trim().is_empty() {
        return Ok(None);
    }
    text::paragraph(&plain_text(raw), TEXT_BYTES_MAX).map(Some)
}

pub(crate) fn language(raw: &str) -> Result<LanguageTag, Problem> {
    if raw.trim().is_empty() {
        return Ok(LanguageTag::unknown());
    }
    LanguageTag::parse(raw).ok_or_else(|| Problem::Value {
        value: shown(raw.as_bytes()),
        expected: "a language tag such as en, zh or zh-Hans",
    })
}
