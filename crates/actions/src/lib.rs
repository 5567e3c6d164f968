//! The verbs: everything that can be done. Every write passes here; what organisers do, with an authority, an
//! audit line and one transaction. The permission is a value that the verb demands.
//!
//! This room knows neither HTTP nor the terminal.

mod accounts;
mod approve;
mod audit;
mod authority;
mod card;
mod change;
mod charter;
mod error;
mod export;
mod freeze;
mod furnish;
mod house;
mod import;
mod invite;
mod join;
mod keep;
mod live;
mod look;
mod own;
mod results;
mod say;
mod secret;
mod statements;
mod sums;
mod vote;

pub use accounts::{
    Entry, NewAccount, PASSWORD_LEAST, SignIn, add_authenticator, authenticator_address,
    change_password, first_link, is_founding, link_for_other_side, new_recovery_codes, open_link,
    proposed_authenticator, recovery_link, seat, see_link, sign_in, sign_in_as, sign_out,
    take_seat,
};
pub use approve::{Answer, Asked, approve, ask, asked, receipt, refuse, still_stands, take_back};
pub use audit::{AuditError, Receipt, VerifiedAudit, line_text, read as read_audit, verify};
pub use authority::{Approver, Observer, Organiser, Writing};
pub use card::{Card, Shown};
pub use change::opening;
pub use charter::{CharterError, check as check_charter, save_draft};
pub use error::{ActionError, Refusal};
pub use export::{
    Tables, approved_exports, export_polis, export_rows, leave_with_copy, read_statements,
};
pub use furnish::{furnish, furnish_released, look_as_invented};
pub use house::{Clock, House};
pub use import::{Bringing, Importer, Looked, LookedTable, Understood, bring, look_at_files, undo};
pub use invite::{
    BATCH_MAX, Invitation, invitations_of, make_batch, revoke_batch, revoke_invitation,
};
pub use join::{
    CONSENT_VERSION, Consent, Joined, Person, come_back, forget_form, invitation_open, join,
    join_openly, person_of,
};
pub use keep::{housekeeping, refresh_routing};
pub use live::{Content, LiveConversation, Next};
pub use look::{RenderLook, look};
pub use own::{OwnAnswers, own_answers, withdraw};
pub use results::{
    Render, Standing, Working, own_place, released, released_file, releasing, standing, stop_work,
    work_again, work_out_results,
};
pub use say::{SAID_LETTERS_MAX, say};
pub use secret::{Key, random_number, random_token};
pub use statements::{
    NewStatement, add_conversation, add_statements, approve_translations, change_draft_rules,
    change_wording, set_statement_status, words_seen,
};
pub use sums::{Progress, down, progress};
pub use vote::{Outcome, card_for, next, predict, skip, unskip, vote};
