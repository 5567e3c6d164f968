//! A conversation: what was asked, of whom, and the names of its two sides in each language.

use crate::language::LanguageTag;

/// What a conversation says about itself. Everything may be absent: a folder of votes alone is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conversation {
    /// Its title, by language.
    pub title: Vec<(LanguageTag, String)>,
    /// What was asked and who was invited, by language.
    pub about: Vec<(LanguageTag, String)>,
    /// What a side is called in a language, beside its name in the tables.
    pub side_names: Vec<(String, LanguageTag, String)>,
    /// The side that the exchange lists first, by its name in the tables.
    pub first_side: Option<String>,
    /// Whether the society was invented rather than asked.
    pub invented: bool,
}

/// The text for a reader of `base`: in that language, else in any.
pub fn in_language<'a>(texts: &'a [(LanguageTag, String)], base: &str) -> Option<&'a str> {
    let exact = texts.iter().find(|(language, _)| language.base() == base);
    exact.or(texts.first()).map(|(_, text)| text.as_str())
}

impl Conversation {
    /// What the side is called for a reader of `base`.
    pub fn side_name<'a>(&'a self, side: &'a str, base: &str) -> &'a str {
        self.side_names
            .iter()
            .find(|(name, language, _)| name == side && language.base() == base)
            .map_or(side, |(_, _, shown)| shown.as_str())
    }
}
