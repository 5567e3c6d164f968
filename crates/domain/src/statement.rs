//! A statement: one short claim to agree or disagree with, in one original language, with translations.

use crate::id::StatementId;
use crate::language::LanguageTag;
use crate::side::Part;

/// The longest statement that is accepted, in bytes.
pub const TEXT_BYTES_MAX: usize = 20_000;

/// Where a statement stands with the moderators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatementStatus {
    /// Looked at and open for votes.
    Accepted,
    /// Not looked at yet; it counts like an accepted one.
    Pending,
    /// Moderated out: its row is kept, and it enters no claim.
    Rejected,
    /// About the conversation or the person, not about the matter: kept, and it enters no claim.
    Meta,
}

impl StatementStatus {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Pending, Self::Rejected, Self::Meta];

    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Meta => "meta",
        }
    }

    /// Reads the word used in files; blank means accepted.
    pub fn parse(word: &str) -> Option<Self> {
        if word.is_empty() {
            return Some(Self::Accepted);
        }
        Self::ALL.into_iter().find(|status| status.word().eq_ignore_ascii_case(word))
    }

    /// Whether it enters claims, maps and groups.
    pub fn counts(self) -> bool {
        matches!(self, Self::Accepted | Self::Pending)
    }
}

/// A statement with its wordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Its name within the conversation.
    pub id: StatementId,
    /// The side of its author, where it is known.
    pub author: Option<Part>,
    /// Where it stands with the moderators.
    pub status: StatementStatus,
    /// The field of the exchange it belongs to, in the organisers' words.
    pub field: Option<String>,
    /// The language it was written in.
    pub language: LanguageTag,
    /// The wording as its author wrote it; none where only the id is known.
    pub text: Option<String>,
    /// Translations, in the order of their tags.
    pub translations: Vec<(LanguageTag, String)>,
}

impl Statement {
    /// A statement of which nothing but the id is known.
    pub fn bare(id: StatementId) -> Self {
        Self {
            id,
            author: None,
            status: StatementStatus::Accepted,
            field: None,
            language: LanguageTag::unknown(),
            text: None,
            translations: Vec::new(),
        }
    }

    /// The wording for a reader of `base` (such as `zh`): the original where it is in that language,
    /// else the translation, else the original.
    pub fn wording(&self, base: &str) -> Option<(&LanguageTag, &str)> {
        let original = self.text.as_deref().map(|text| (&self.language, text));
        if original.is_some_and(|(language, _)| language.base() == base) {
            return original;
        }
        let translation = self.translations.iter().find(|(language, _)| language.base() == base);
        translation.map(|(language, text)| (language, text.as_str())).or(original)
    }
}
