//! The rules of a conversation: once it has been opened, only both sides together change them.

use serde::{Deserialize, Serialize};

use crate::wording::Both;

/// Below so many expected people on a side, a prediction is asked after every vote.
/// Source: docs/methods/misjudgement.md, small exchanges.
pub const EXPECTED_FOR_THIRDS: u32 = 150;

/// Whether a statement's side is named beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Labels {
    /// Never.
    Never,
    /// At random, half of the time, so that the effect of the name can be told.
    Half,
}

/// How people get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entrance {
    /// By invitation only.
    Invitation,
    /// Whoever has the link, too.
    OpenLink,
}

/// Whether organisers may look at what people say while they still answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Looks {
    /// Nobody may.
    #[default]
    Never,
    /// Both sides allowed it beforehand; each look is in the record.
    Allowed,
}

/// The rules of one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Its title.
    pub title: Both,
    /// What it asks about, in a sentence or two.
    pub about: Both,
    /// Whether sides are named beside statements.
    pub labels: Labels,
    /// How people get in.
    pub entrance: Entrance,
    /// Whether organisers may look while people answer.
    #[serde(default)]
    pub looks: Looks,
}

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Being prepared.
    Draft,
    /// People vote.
    Open,
    /// Nobody votes any more.
    Closed,
}

/// An act that the present stage does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a conversation that is {} cannot become {}", .from.word(), .to.word())]
pub struct InvalidStep {
    /// Where it stands.
    pub from: Stage,
    /// Where it was to go.
    pub to: Stage,
}

impl Stage {
    /// The word in tables and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }

    /// The stage of this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Draft, Self::Open, Self::Closed].into_iter().find(|stage| stage.word() == word)
    }

    /// Opens a draft, or opens again what was closed.
    pub fn open(self) -> Result<Self, InvalidStep> {
        match self {
            Self::Draft | Self::Closed => Ok(Self::Open),
            Self::Open => Err(InvalidStep { from: self, to: Self::Open }),
        }
    }

    /// Closes what is open.
    pub fn close(self) -> Result<Self, InvalidStep> {
        match self {
            Self::Open => Ok(Self::Closed),
            Self::Draft | Self::Closed => Err(InvalidStep { from: self, to: Self::Closed }),
        }
    }
}
