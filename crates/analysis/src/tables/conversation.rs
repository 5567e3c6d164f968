//! What a conversation says of itself: `key,language,value`, and Polis's `summary.csv`.
//!
//! Keys: `title`, `about`, `side:NAME` (what the side is called in that language), `first_side`, `invented`.

use beringia_domain::{LanguageTag, text};

use super::columns::Columns;
use super::error::{Problem, shown};
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::statements::language;
use super::write::plain_text;

const VALUE_BYTES_MAX: usize = 20_000;

#[derive(Debug)]
pub(crate) struct Layout {
    key: usize,
    language: usize,
    value: usize,
}

impl Layout {
    pub(crate) fn new(columns: &Columns) -> Result<Self, Problem> {
        let (key, language) = (columns.need("key")?, columns.need("language")?);
        Ok(Self { key, language, value: columns.need("value")? })
    }

    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let raw = utf8(row.cell(self.language))?.trim();
        let language = language(raw).map_err(at_column("language"))?;
        let value = utf8(row.cell(self.value))?;
        let value =
            text::paragraph(&plain_text(value), VALUE_BYTES_MAX).map_err(at_column("value"))?;
        let about = &mut intake.conversation;
        match utf8(row.cell(self.key))?.trim() {
            "title" => about.title.push((language, value)),
            "about" => about.about.push((language, value)),
            "first_side" => about.first_side = Some(value),
            "invented" => about.invented = truth(&value).map_err(at_column("value"))?,
            key => {
                let Some(side) = key.strip_prefix("side:") else {
                    let expected = "title, about, side:NAME, first_side or invented";
                    let problem = Problem::Value { value: shown(key.as_bytes()), expected };
                    return Err(at_column("key")(problem));
                };
                about.side_names.push((side.trim().to_owned(), language, value));
            }
        }
        Ok(())
    }
}

fn truth(value: &str) -> Result<bool, Problem> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        other => Err(Problem::Value { value: shown(other.as_bytes()), expected: "true or false" }),
    }
}

/// A row of Polis's summary: a key and a value.
pub(crate) fn summary_row(intake: &mut Intake, row: &Row<'_>) {
    let value =
        || text::paragraph(&plain_text(&String::from_utf8_lossy(row.cell(1))), VALUE_BYTES_MAX);
    let unknown = LanguageTag::unknown;
    match row.cell(0) {
        b"topic" => intake.conversation.title.extend(value().ok().map(|v| (unknown(), v))),
        b"conversation-description" => {
            intake.conversation.about.extend(value().ok().map(|v| (unknown(), v)));
        }
        _ => {}
    }
    intake.is_polis = true;
}
