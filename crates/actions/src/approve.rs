//! Two keys: asking, approving, refusing, and making the change once both sides have approved.

use beringia_domain::{Change, Part, ProposalState, text};
use beringia_store::{self as store, NewProposal, StoredApproval, StoredProposal};

use crate::audit::{Act, Receipt, approval_subject, fingerprint};
use crate::authority::{Approver, Observer, Organiser};
use crate::change::{after, json, make, replaced};
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::secret::sha256;

/// Bytes of a reason at most.
const REASON_BYTES_MAX: usize = 2_000;

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

/// Whether a proposal could still be made as it was asked.
pub async fn still_stands(
    house: &House,
    _by: &Observer,
    proposal: &StoredProposal,
) -> Result<bool, ActionError> {
    match replaced(house, &proposal.change).await {
        Ok(now) => Ok(now == proposal.now),
        Err(ActionError::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Asks for a change, and gives the own side's key to it. Gives the number of the proposal.
pub async fn ask(house: &House, by: &Organiser, change: &Change) -> Result<i64, ActionError> {
    let now = replaced(house, change).await?;
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
    // Approved is a step from here to there: from anywhere else it would be another one.
    if replaced(house, &found.change).await? != found.now {
        return Err(Refusal::ChangedSince.into());
    }
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
