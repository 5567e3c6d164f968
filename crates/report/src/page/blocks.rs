//! What a section is made of.

use crate::chart::Chart;
use crate::edition::Edition;

/// A section of the report.
pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) blocks: Vec<Block>,
}

/// One thing in a section.
pub(super) enum Block {
    /// A heading below the section's.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Something one must know before believing the rest: a word in bold, then a sentence.
    Notice(String, String),
    /// A picture.
    Picture(Chart),
    /// Two pictures abreast.
    Pictures(Chart, Chart),
    /// A table.
    Table(Table),
    /// A numbered list of statements beneath a picture, for phones.
    Legend(Vec<Named>),
}

/// A statement named in a picture.
pub(super) struct Named {
    pub(super) number: String,
    pub(super) text: String,
    pub(super) lang: String,
    pub(super) shares: [String; 2],
}

/// A table.
#[derive(Default)]
pub(super) struct Table {
    pub(super) id: String,
    pub(super) caption: String,
    pub(super) head: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) folded: bool,
    /// How it is laid out on a phone: `measures` stacks its cells.
    pub(super) class: &'static str,
}

/// A cell.
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) lang: Option<String>,
    pub(super) class: &'static str,
}

/// A cell with words.
pub(super) fn words(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), ..Cell::default() }
}

/// A cell with a word or two that stay together.
pub(super) fn together(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), lang: None, class: "nowrap" }
}

/// A cell with a number.
pub(super) fn number(text: impl Into<String>) -> Cell {
    Cell { text: text.into(), lang: None, class: "n" }
}

/// A cell with what somebody wrote.
pub(super) fn statement(edition: &Edition<'_>, index: usize) -> Cell {
    let (lang, text) = edition.wording(index);
    Cell { text, lang: Some(lang), class: "voice" }
}
