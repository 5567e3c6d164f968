//! The words of Beringia: what a thing is and what may happen to it.
//!
//! This room does no I/O, reads no clock, and knows neither how a thing is stored nor how it is shown.

pub mod age;
pub mod approval;
pub mod code;
pub mod conversation;
pub mod exchange;
pub mod exposure;
pub mod id;
pub mod language;
pub mod moment;
pub mod prediction;
pub mod role;
pub mod rules;
pub mod side;
pub mod statement;
pub mod text;
pub mod vote;
pub mod wording;

pub use age::AgeBand;
pub use approval::{Change, ProposalState};
pub use code::Code;
pub use conversation::Conversation;
pub use exchange::{Charter, Field, Format, SideCharter};
pub use exposure::{Exposure, Label};
pub use id::{ParticipantId, StatementId};
pub use language::LanguageTag;
pub use moment::Moment;
pub use prediction::ExpectedShare;
pub use role::Role;
pub use rules::{Entrance, Labels, Looks, Rules, Stage};
pub use side::{Part, Sides};
pub use statement::{Statement, StatementStatus};
pub use vote::Choice;
pub use wording::Both;
