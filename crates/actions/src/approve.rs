//! Two keys: asking, approving, refusing, and making the change once both sides have approved.

use beringia_domain::{Change, Charter, Part, ProposalState, Role, Stage, StatementStatus, text};
use beringia_store::{self as store, NewProposal, StoredApproval, StoredProposal, StoredStatement};

use crate::accounts::appoint_mark;
use crate::audit::{Act, Receipt, approval_subject, fingerprint};
use crate::authority::{Approver, Observer, Organiser};
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::live::read_content;
use crate::secret::sha256;

/// Bytes of a reason at most.
const REASON_BYTES_MAX: usize = 2_000;
/// Lost codes replaced at a time, at most.
const REPLACED_MAX: u32 = 1_000;

/// A proposal with the keys it has.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The proposal.
    pub proposal: StoredProposal,
    /// The key of each side, if given.
    pub keys: [Option<StoredApproval>; 2],
}

/// What a side's key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The other side's key is awaited.
    Waiting,
    /// It was the second: the change is made.
    Done,
}

fn machine(error: &serde_json::Error) -> ActionError {
    ActionError::Machine(error.to_string())
}

/// All proposals with their keys, the latest first.
pub async fn asked(house: &House, _by: &Observer) -> Result<Vec<Asked>, ActionError> {
    let keys = store::approvals(&house.database, house.exchange).await?;
    let proposals = store::proposals(&house.database, house.exchange).await?;
    let key = |proposal: i64, side: Part| {
        keys.iter().find(|key| key.proposal == proposal && key.side == side).copied()
    };
    Ok(proposals
        .into_iter()
        .map(|proposal| Asked {
            keys: Part::BOTH.map(|side| key(proposal.proposal, side)),
            proposal,
        })
        .collect())
}

/// Asks for a change, and gives the own side's key to it. Gives the number of the proposal.
pub async fn ask(house: &House, by: &Organiser, change: &Change) -> Result<i64, ActionError> {
    let now = check(house, change).await?;
    let waiting = store::proposals(&house.database, house.exchange).await?;
    if waiting.iter().any(|p| p.state == ProposalState::Waiting && p.change == *change) {
        return Err(Refusal::AskedAlready.into());
    }
    let digest = sha256(&json(change)?);
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let new = NewProposal {
        change,
        digest: &digest,
        now: &now,
        side: by.side(),
        account: by.account(),
        at_second: act.now,
    };
    let proposal = store::propose(&mut act.tx, house.exchange, &new).await?;
    let subject = approval_subject(proposal, change.kind(), &digest);
    act.line("propose", &subject).await?;
    give_key(house, &mut act, proposal, &Approver::from(by), &subject).await?;
    act.tx.commit().await?;
    Ok(proposal)
}

async fn give_key(
    house: &House,
    act: &mut Act<'_>,
    proposal: i64,
    by: &Approver,
    subject: &str,
) -> Result<(), ActionError> {
    let position = act.line("approve", subject).await?;
    let key = StoredApproval {
        proposal,
        side: by.side(),
        account: by.account(),
        at_second: act.now,
        position,
    };
    store::approve(&mut act.tx, house.exchange, &key).await.map_err(|error| match error {
        store::StoreError::Exists => ActionError::from(Refusal::AlreadyGiven),
        other => other.into(),
    })
}

/// Gives a side's key to a proposal; with the second key the change is made, in the same transaction.
pub async fn approve(house: &House, by: &Approver, proposal: i64) -> Result<Answer, ActionError> {
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let found = waiting(house, &mut act, proposal).await?;
    let subject = approval_subject(proposal, found.change.kind(), &found.digest);
    give_key(house, &mut act, proposal, by, &subject).await?;
    // Whoever asked gave her side's key with the asking; this key is the other side's.
    debug_assert_ne!(by.side(), found.side, "a side's second key is refused by the table");
    store::decide(&mut act.tx, house.exchange, proposal, ProposalState::Done, "").await?;
    make(house, &mut act, &found.change).await?;
    act.end("done", &subject).await?;
    after(house, &found.change).await?;
    Ok(Answer::Done)
}

/// Refuses a proposal of the other side, with a reason.
pub async fn refuse(
    house: &House,
    by: &Approver,
    proposal: i64,
    reason: &str,
) -> Result<(), ActionError> {
    let reason = text::paragraph(reason, REASON_BYTES_MAX).map_err(|_| Refusal::TextEmpty)?;
    end_without(house, by, proposal, (ProposalState::Refused, &reason)).await
}

/// Takes back a proposal of the own side.
pub async fn take_back(house: &House, by: &Approver, proposal: i64) -> Result<(), ActionError> {
    end_without(house, by, proposal, (ProposalState::TakenBack, "")).await
}

async fn end_without(
    house: &House,
    by: &Approver,
    proposal: i64,
    (state, reason): (ProposalState, &str),
) -> Result<(), ActionError> {
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let found = waiting(house, &mut act, proposal).await?;
    if (found.side == by.side()) != (state == ProposalState::TakenBack) {
        return Err(Refusal::NotYourSide.into());
    }
    store::decide(&mut act.tx, house.exchange, proposal, state, reason).await?;
    let subject = approval_subject(proposal, found.change.kind(), &found.digest);
    act.end(state.word(), &subject).await?;
    Ok(())
}

async fn waiting(
    house: &House,
    act: &mut Act<'_>,
    proposal: i64,
) -> Result<StoredProposal, ActionError> {
    let found =
        store::proposal(&mut act.tx, house.exchange, proposal).await?.ok_or(Refusal::NotFound)?;
    if found.state == ProposalState::Waiting {
        Ok(found)
    } else {
        Err(Refusal::AlreadyDecided.into())
    }
}

/// Whether a change could be made now; gives what it would replace, as JSON.
async fn check(house: &House, change: &Change) -> Result<String, ActionError> {
    match change {
        Change::Charter { charter } => check_charter(house, charter).await,
        _ if house.charter().is_none() => Err(Refusal::NotApprovedYet.into()),
        Change::OpenConversation { conversation, content: digest } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            live.stage().open().map_err(|_| Refusal::StageForbids)?;
            if *digest != content_digest(house, *conversation).await? {
                return Err(Refusal::ChangedSince.into());
            }
            let content = live.content();
            if !content.statements.iter().any(|s| s.status == StatementStatus::Accepted) {
                return Err(Refusal::NoStatements.into());
            }
            json(&live.stage().word())
        }
        Change::CloseConversation { conversation } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            live.stage().close().map_err(|_| Refusal::StageForbids)?;
            json(&live.stage().word())
        }
        Change::ChangeRules { conversation, rules } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            let now = live.content().rules.clone();
            if now == *rules { Err(Refusal::SameAsNow.into()) } else { json(&now) }
        }
        Change::Export { conversation, recipients } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            text::paragraph(recipients, REASON_BYTES_MAX).map_err(|_| Refusal::RecipientsEmpty)?;
            // What people answer is hidden from everybody while they answer.
            if live.stage() == Stage::Open { Err(Refusal::StageForbids.into()) } else { json(&()) }
        }
        Change::DeleteConversation { conversation } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            if live.stage() == Stage::Open {
                Err(Refusal::StageForbids.into())
            } else {
                json(&live.stage().word())
            }
        }
        Change::Appoint { side, role } => check_appointment(house, *side, *role).await,
        Change::Dismiss { side, account } => check_dismissal(house, *side, *account).await,
        Change::ReplaceCodes { count, .. } => {
            if (1..=REPLACED_MAX).contains(count) {
                json(&())
            } else {
                Err(Refusal::TooMany.into())
            }
        }
    }
}

async fn check_charter(house: &House, charter: &Charter) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    if !Part::BOTH.into_iter().all(|side| members.iter().any(|m| m.side == side)) {
        return Err(Refusal::OtherSideMissing.into());
    }
    if !crate::charter::check(charter).is_empty() {
        return Err(Refusal::TextEmpty.into());
    }
    let now = house.charter();
    if now.as_deref() == Some(charter) {
        return Err(Refusal::SameAsNow.into());
    }
    let is_later = |now: &Charter| charter.ballots_until > now.ballots_until;
    if house.came() != [0, 0] && now.as_deref().is_some_and(is_later) {
        return Err(Refusal::DayConsented.into());
    }
    json(&now.as_deref())
}

fn json(value: &impl serde::Serialize) -> Result<String, ActionError> {
    serde_json::to_string(value).map_err(|error| machine(&error))
}

async fn check_appointment(house: &House, side: Part, role: Role) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let has_deputy = members.iter().any(|m| m.side == side && m.role == Role::Deputy);
    if role == Role::Deputy && has_deputy {
        return Err(Refusal::DeputyThere.into());
    }
    json(&members.iter().filter(|m| m.side == side && m.role == role).count())
}

async fn check_dismissal(house: &House, side: Part, account: i64) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let member =
        members.iter().find(|m| m.account == account && m.side == side).ok_or(Refusal::NotFound)?;
    let organisers = members.iter().filter(|m| m.side == side && m.role == Role::Organiser).count();
    if member.role == Role::Organiser && organisers == 1 {
        return Err(Refusal::LastOrganiser.into());
    }
    json(&member.role.word())
}

/// The change that opens a conversation as it now is.
pub async fn opening(house: &House, conversation: i64) -> Result<Change, ActionError> {
    Ok(Change::OpenConversation {
        conversation,
        content: content_digest(house, conversation).await?,
    })
}

/// Digest of a conversation's rules and statements, as the tables have them.
async fn content_digest(house: &House, conversation: i64) -> Result<String, ActionError> {
    let content = read_content(house, conversation).await?.ok_or(Refusal::NotFound)?;
    let statement = |s: &StoredStatement| {
        let words = (s.wording.en.clone(), s.wording.zh.clone());
        (s.statement, s.version, s.status.word(), s.language.clone(), s.field.clone(), words)
    };
    let statements: Vec<_> = content.statements.iter().map(statement).collect();
    Ok(sha256(&json(&(&content.rules, statements))?))
}

/// Makes a change that has both keys.
async fn make(house: &House, act: &mut Act<'_>, change: &Change) -> Result<(), ActionError> {
    let exchange = house.exchange;
    match change {
        Change::Charter { charter } => store::set_charter(&mut act.tx, exchange, charter).await?,
        Change::OpenConversation { conversation, content } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            if *content != content_digest(house, *conversation).await? {
                return Err(Refusal::ChangedSince.into());
            }
            let stage = live.stage().open().map_err(|_| Refusal::StageForbids)?;
            store::set_stage(&mut act.tx, exchange, *conversation, stage).await?;
        }
        Change::CloseConversation { conversation } => {
            let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
            let stage = live.stage().close().map_err(|_| Refusal::StageForbids)?;
            store::set_stage(&mut act.tx, exchange, *conversation, stage).await?;
        }
        Change::ChangeRules { conversation, rules } => {
            store::set_rules(&mut act.tx, exchange, *conversation, rules).await?;
        }
        Change::DeleteConversation { conversation } => {
            store::delete_conversation(&mut act.tx, exchange, *conversation).await?;
        }
        Change::Dismiss { account, .. } => {
            store::delete_member(&mut act.tx, exchange, *account).await?;
        }
        Change::Appoint { side, role } => {
            act.line("granted", &appoint_mark(*side, *role)).await.map(drop)?;
        }
        Change::ReplaceCodes { side, count } => {
            crate::invite::replace(house, act, *side, *count).await?;
        }
        // The rows are taken afterwards, as often as they are needed, each time with a line of its own.
        Change::Export { .. } => {}
    }
    Ok(())
}

/// What follows in memory and on the disk once a change is made.
async fn after(house: &House, change: &Change) -> Result<(), ActionError> {
    match change {
        Change::Charter { .. } => house.read_charter().await?,
        Change::CloseConversation { conversation } => {
            house.refresh_content(*conversation).await?;
            store::rewrite_ballots(&house.database).await?;
        }
        Change::OpenConversation { conversation, .. }
        | Change::ChangeRules { conversation, .. } => {
            house.refresh_content(*conversation).await?;
        }
        Change::DeleteConversation { conversation } => {
            house.read_conversation(*conversation).await?;
        }
        Change::ReplaceCodes { .. } => house.read_people().await?,
        Change::Export { .. } | Change::Appoint { .. } | Change::Dismiss { .. } => {}
    }
    Ok(())
}

/// The receipt of a side's key.
pub async fn receipt(
    house: &House,
    _by: &Observer,
    proposal: i64,
    side: Part,
) -> Result<Receipt, ActionError> {
    let keys = store::approvals(&house.database, house.exchange).await?;
    let key = keys
        .iter()
        .find(|key| key.proposal == proposal && key.side == side)
        .ok_or(Refusal::NotFound)?;
    let proposals = store::proposals(&house.database, house.exchange).await?;
    let found = proposals.iter().find(|p| p.proposal == proposal).ok_or(Refusal::NotFound)?;
    let rows = store::audit(&house.database, house.exchange, 0).await?;
    let line = rows.iter().find(|row| row.position == key.position).ok_or(Refusal::NotFound)?;
    Ok(Receipt {
        format: "beringia-receipt/1".to_owned(),
        exchange: house.exchange,
        proposal,
        kind: found.change.kind().to_owned(),
        change: found.digest.clone(),
        side: side.number(),
        at: key.at_second,
        position: key.position,
        head: line.head.clone(),
        fingerprints: Part::BOTH.map(|side| fingerprint(&rows, side).unwrap_or_default()),
    })
}
