//! Two keys: what binds both sides takes an approval from each.

use serde::{Deserialize, Serialize};

use crate::exchange::Charter;
use crate::role::Role;
use crate::rules::Rules;
use crate::side::Part;

/// What is to change once both sides have approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Change {
    /// The exchange gets this charter; the first one opens the exchange.
    Charter {
        /// The whole charter as it will be.
        charter: Box<Charter>,
    },
    /// A conversation opens.
    OpenConversation {
        /// Its number.
        conversation: i64,
        /// Digest of its rules and statements as they were when it was asked: nothing else is opened.
        content: String,
    },
    /// A conversation closes.
    CloseConversation {
        /// Its number.
        conversation: i64,
    },
    /// A conversation gets these rules.
    ChangeRules {
        /// Its number.
        conversation: i64,
        /// The rules as they will be.
        rules: Rules,
    },
    /// What a conversation says is shown to everybody.
    ReleaseResults {
        /// Its number.
        conversation: i64,
        /// Digest of a random text and the findings as they will be shown: nothing else is released.
        digest: String,
    },
    /// Rows of a conversation leave, under fresh ids, for named people.
    Export {
        /// Its number.
        conversation: i64,
        /// Who gets them, by name.
        recipients: String,
    },
    /// A conversation and all its ballots are deleted.
    DeleteConversation {
        /// Its number.
        conversation: i64,
    },
    /// A side may appoint one more account to a role.
    Appoint {
        /// Whose.
        side: Part,
        /// To what.
        role: Role,
    },
    /// An account loses its role.
    Dismiss {
        /// Whose side.
        side: Part,
        /// Which account.
        account: i64,
    },
    /// People of a side who lost their participation code get new invitations.
    ReplaceCodes {
        /// Whose.
        side: Part,
        /// How many.
        count: u32,
    },
}

impl Change {
    /// The word for the kind of change.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Charter { .. } => "charter",
            Self::OpenConversation { .. } => "open-conversation",
            Self::CloseConversation { .. } => "close-conversation",
            Self::ChangeRules { .. } => "change-rules",
            Self::ReleaseResults { .. } => "release-results",
            Self::Export { .. } => "export",
            Self::DeleteConversation { .. } => "delete-conversation",
            Self::Appoint { .. } => "appoint",
            Self::Dismiss { .. } => "dismiss",
            Self::ReplaceCodes { .. } => "replace-codes",
        }
    }

    /// The conversation it is about, if about one.
    pub fn conversation(&self) -> Option<i64> {
        match self {
            Self::OpenConversation { conversation, .. }
            | Self::CloseConversation { conversation }
            | Self::ChangeRules { conversation, .. }
            | Self::ReleaseResults { conversation, .. }
            | Self::Export { conversation, .. }
            | Self::DeleteConversation { conversation } => Some(*conversation),
            Self::Charter { .. }
            | Self::Appoint { .. }
            | Self::Dismiss { .. }
            | Self::ReplaceCodes { .. } => None,
        }
    }
}

/// Where a proposal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalState {
    /// One key is given, the other is awaited.
    Waiting,
    /// Both keys were given, and the change is made.
    Done,
    /// The other side refused.
    Refused,
    /// The side that asked took it back.
    TakenBack,
}

impl ProposalState {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::TakenBack => "taken-back",
        }
    }

    /// The state of this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Waiting, Self::Done, Self::Refused, Self::TakenBack]
            .into_iter()
            .find(|state| state.word() == word)
    }
}
