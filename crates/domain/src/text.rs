//! Raw text becomes clean text here, once; afterwards nobody checks it again.
//!
//! Text is normalised to NFC; control characters and the marks that reorder text are removed,
//! so that what a reader sees is what was written.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Why a text is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing is left once space and control characters are gone.
    #[error("is empty")]
    Empty,
    /// Longer than the limit.
    #[error("has {bytes} bytes, and at most {bytes_max} are accepted")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// The limit.
        bytes_max: usize,
    },
}

/// One line: line ends become a space.
pub fn line(raw: &str, bytes_max: usize) -> Result<String, TextError> {
    clean(raw, bytes_max, |c| if matches!(c, '\n' | '\r' | '\t') { Some(' ') } else { None })
}

/// A paragraph: line ends stay.
pub fn paragraph(raw: &str, bytes_max: usize) -> Result<String, TextError> {
    clean(raw, bytes_max, |c| match c {
        '\n' => Some('\n'),
        '\t' => Some(' '),
        _ => None,
    })
}

fn clean(
    raw: &str,
    bytes_max: usize,
    control: impl Fn(char) -> Option<char>,
) -> Result<String, TextError> {
    let trimmed = raw.trim();
    if trimmed.len() > bytes_max {
        return Err(TextError::TooLong { bytes: trimmed.len(), bytes_max });
    }
    let kept = |c: char| if is_unseen(c) { control(c) } else { Some(c) };
    let seen: String = trimmed.chars().filter_map(kept).collect();
    let text = if is_nfc(&seen) { seen } else { seen.nfc().collect() };
    if text.trim().is_empty() { Err(TextError::Empty) } else { Ok(text.trim().to_owned()) }
}

/// Controls, and the marks that change the direction of what follows.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_typed_on_two_keyboards_are_the_same_text() {
        assert_eq!(line("Cafe\u{301}", 20), line("Café", 20));
    }

    #[test]
    fn marks_that_reorder_text_are_removed() {
        assert_eq!(line("a\u{202E}b\u{0}c", 20), Ok("abc".into()));
    }

    #[test]
    fn a_paragraph_keeps_its_lines_and_a_line_does_not() {
        assert_eq!(paragraph("one\r\ntwo", 20), Ok("one\ntwo".into()));
        assert_eq!(line("one\ntwo", 20), Ok("one two".into()));
    }

    #[test]
    fn too_long_and_empty_are_told_apart() {
        assert_eq!(line("abc", 2), Err(TextError::TooLong { bytes: 3, bytes_max: 2 }));
        assert_eq!(line("\u{200E} ", 9), Err(TextError::Empty));
    }
}
