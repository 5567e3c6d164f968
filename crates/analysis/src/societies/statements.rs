//! The statements of the invented exchange, with how each tends to be answered there.

use beringia_domain::{LanguageTag, Part, Statement, StatementId};

use crate::tables::encoding::Encoding;
use crate::tables::reader::{Intake, TableReader};

/// Sixty statements in two languages.
const SIXTY: &str = include_str!("statements.csv");

/// How each of the sixty tends to be answered in the invented places: accepted (a), rejected (r), agreed with
/// on the first (f) or on the second side (s), unclear (u).
const TENDENCIES: &str = "aauafafrsaaafsuaaasrufsrursauuaasraaauraaafrarussaarauurfaff";

/// How a statement tends to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tendency {
    Accept,
    Reject,
    First,
    Second,
    Unclear,
}

/// The statement of this number, from 1, and how it tends to be answered. Beyond the sixty, statements have
/// numbers in place of content.
pub(crate) fn statements(count: u32) -> Vec<(Statement, Tendency)> {
    let mut intake = Intake::default();
    let mut reader = TableReader::new(&mut intake, "statements.csv", Encoding::Utf8);
    reader.feed(SIXTY.as_bytes()).expect("our own statements are in order");
    reader.finish().expect("our own statements are in order");
    let sixty = intake.statement_rows.into_iter().map(|row| {
        let author =
            if row.author.as_deref() == Some("Harbour") { Part::First } else { Part::Second };
        Statement { author: Some(author), ..row.statement }
    });
    let beyond = (61..=count).map(numbered);
    let tendencies = TENDENCIES.bytes().take(60).chain(b"aafsaurafs".iter().copied().cycle());
    let all = sixty.chain(beyond).take(count as usize);
    all.zip(tendencies.map(tendency)).collect()
}

fn tendency(letter: u8) -> Tendency {
    match letter {
        b'a' => Tendency::Accept,
        b'r' => Tendency::Reject,
        b'f' => Tendency::First,
        b's' => Tendency::Second,
        _ => Tendency::Unclear,
    }
}

fn numbered(number: u32) -> Statement {
    let tag = |raw: &str| LanguageTag::parse(raw).expect("a tag");
    let id = StatementId::parse(&number.to_string()).expect("a number is an id");
    let author = if number.is_multiple_of(2) { Part::First } else { Part::Second };
    Statement {
        author: Some(author),
        language: tag("en"),
        text: Some(format!("Invented statement number {number}.")),
        translations: vec![(tag("zh"), format!("虚构的第{number}条陈述。"))],
        ..Statement::bare(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixty_speak_both_languages() {
        let sixty = statements(60);
        assert_eq!((sixty.len(), TENDENCIES.len()), (60, 60));
        for (statement, _) in &sixty {
            for base in ["en", "zh"] {
                let (language, _) = statement.wording(base).expect("a wording");
                assert_eq!(language.base(), base, "{}", statement.id);
            }
            assert!(statement.field.is_some());
        }
        assert_eq!(statements(75).len(), 75);
        assert_eq!(statements(5).len(), 5);
    }
}
