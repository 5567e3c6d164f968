//! The same words in both languages of an exchange.

use serde::{Deserialize, Serialize};

use crate::text::{self, TextError};

/// One text in English and in Chinese, neither a translation of the other by nature.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Both {
    /// In English.
    pub en: String,
    /// In Simplified Chinese.
    pub zh: String,
}

impl Both {
    /// Two single lines.
    pub fn line(en: &str, zh: &str, bytes_max: usize) -> Result<Self, TextError> {
        Ok(Self { en: text::line(en, bytes_max)?, zh: text::line(zh, bytes_max)? })
    }

    /// Two paragraphs.
    pub fn paragraph(en: &str, zh: &str, bytes_max: usize) -> Result<Self, TextError> {
        Ok(Self { en: text::paragraph(en, bytes_max)?, zh: text::paragraph(zh, bytes_max)? })
    }

    /// The text for readers of a language, by its base tag; English for any that is not Chinese.
    pub fn of(&self, base: &str) -> &str {
        if base == "zh" { &self.zh } else { &self.en }
    }
}
