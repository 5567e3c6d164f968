//! An exchange: one programme between two societies, and the charter on which both organisations agree.

use serde::{Deserialize, Serialize};

use crate::side::Part;
use crate::wording::Both;

/// What an exchange is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words of the glossary")]
pub enum Field {
    Culture,
    Education,
    Tourism,
    Health,
    Media,
    ThinkTanks,
    Youth,
    Women,
    Business,
    Other,
}

impl Field {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Culture,
        Self::Education,
        Self::Tourism,
        Self::Health,
        Self::Media,
        Self::ThinkTanks,
        Self::Youth,
        Self::Women,
        Self::Business,
        Self::Other,
    ];

    /// The word in forms, files and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Culture => "culture",
            Self::Education => "education",
            Self::Tourism => "tourism",
            Self::Health => "health",
            Self::Media => "media",
            Self::ThinkTanks => "think-tanks",
            Self::Youth => "youth",
            Self::Women => "women",
            Self::Business => "business",
            Self::Other => "other",
        }
    }

    /// The field of this word, however it is parted and written.
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace(' ', "-");
        Self::ALL.into_iter().find(|field| field.word() == word)
    }
}

/// The form an exchange takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the words of the glossary")]
pub enum Format {
    PublicConversation,
    SisterCity,
    YouthExchange,
    DelegationVisit,
    Track15,
    Track2,
}

impl Format {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::PublicConversation,
        Self::SisterCity,
        Self::YouthExchange,
        Self::DelegationVisit,
        Self::Track15,
        Self::Track2,
    ];

    /// The word in forms, files and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::PublicConversation => "public-conversation",
            Self::SisterCity => "sister-city",
            Self::YouthExchange => "youth-exchange",
            Self::DelegationVisit => "delegation-visit",
            Self::Track15 => "track-1-5",
            Self::Track2 => "track-2",
        }
    }

    /// The format of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// One side of an exchange.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideCharter {
    /// The society's own name.
    pub name: Both,
    /// The organisation that answers for this side.
    pub organisation: Both,
    /// Its IANA time zone.
    pub time_zone: String,
    /// How many people are expected to take part.
    pub expected: u32,
    /// How many may be invited.
    pub quota: u32,
}

/// What both organisations agree on before anything is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charter {
    /// The exchange's name.
    pub name: Both,
    /// The sides, in the exchange's own order.
    pub sides: [SideCharter; 2],
    /// What it is about.
    pub field: Field,
    /// The form it takes.
    pub format: Format,
    /// What it is for.
    pub purpose: Both,
    /// Who pays.
    pub payer: Both,
    /// First day, as `2026-03-05`.
    pub begins: String,
    /// Last day.
    pub ends: String,
    /// The day on which ballots are deleted.
    pub ballots_until: String,
    /// Whether the societies are invented.
    pub invented: bool,
}

impl Charter {
    /// One side.
    pub fn side(&self, part: Part) -> &SideCharter {
        &self.sides[part.index()]
    }
}
