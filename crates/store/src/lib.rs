//! Keeping: the only room with SQL. SQLite and PostgreSQL from one SQL text.
//!
//! This room decides nothing, and no row or driver type leaves it. The tables are told in `docs/data.md`.

mod backup;
mod ballots;
mod conversations;
mod database;
mod error;
mod exchange;
mod imports;
mod invitations;
mod keys;
mod people;
mod results;
mod rewrite;
mod sql;
mod writer;

pub use backup::{Backup, backup, restore};
pub use ballots::{
    OwnPrediction, OwnVote, ROUTING_RULES, StoredExposure, StoredPrediction, StoredShowing,
    StoredVote, delete_ballots, exposures, exposures_of, insert_many, predictions, predictions_of,
    showings, votes, votes_of,
};
pub use conversations::{
    StoredConversation, StoredStatement, WordingRow, add_conversation, add_statement,
    conversations, delete_conversation, has_left, is_open, save_routing_table, set_rules,
    set_stage, set_status, set_wording, statements, take_copy,
};
pub use database::{Database, Place, Tx};
pub use error::StoreError;
pub use exchange::{StoredExchange, exchange, found, set_charter, set_draft};
pub use imports::{StoredImport, add_import, import_file, imports};
pub use invitations::{
    BatchRow, FoundInvitation, NewBatch, ParticipationRow, add_batch, add_participations, batches,
    claim, claimed_by, forget_claims, invitation, invitation_states, participations,
    person_by_code, purge_day_old, release_claim, revoke, use_invitation,
};
pub use keys::{
    AuditRow, NewAudit, NewProposal, StoredApproval, StoredProposal, append_audit, approvals,
    approve, audit, audit_latest, chain, decide, proposal, proposals, propose,
};
pub use people::{
    Appointed, MemberRow, Seat, StoredAccount, account, account_by_login, add_account,
    add_appointment, add_member, add_recovery_codes, add_session, appointment, delete_appointments,
    delete_member, delete_session, delete_sessions_of, members, purge_expired, seat,
    set_authenticator, set_password, take_appointment, use_recovery_code, use_step,
};
pub use results::{
    NewResult, StoredLook, StoredPlace, StoredResult, delete_result, keep_look, keep_places,
    keep_result, look, place, release, result_file, results,
};
pub use rewrite::rewrite_ballots;
pub use sql::prepare_all;
pub use writer::{Act, Answer, Ballot, Exposed, Writer, Written};
