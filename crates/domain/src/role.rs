//! What an account may do on its side.

use serde::{Deserialize, Serialize};

/// A role on one side of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Acts and approves for the side.
    Organiser,
    /// Approves for the side when its organiser is away; one a side.
    Deputy,
    /// Writes statements and decides which are shown.
    Moderator,
    /// Writes statements and their translations.
    Translator,
    /// Looks, and does nothing.
    Observer,
}

impl Role {
    /// All.
    pub const ALL: [Self; 5] =
        [Self::Organiser, Self::Deputy, Self::Moderator, Self::Translator, Self::Observer];

    /// The word in forms, tables and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Organiser => "organiser",
            Self::Deputy => "deputy",
            Self::Moderator => "moderator",
            Self::Translator => "translator",
            Self::Observer => "observer",
        }
    }

    /// The role of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether it may give its side's approval.
    pub fn approves(self) -> bool {
        matches!(self, Self::Organiser | Self::Deputy)
    }

    /// Whether it may write and decide on statements.
    pub fn writes(self) -> bool {
        matches!(self, Self::Organiser | Self::Moderator | Self::Translator)
    }
}
