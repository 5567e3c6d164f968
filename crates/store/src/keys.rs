//! Two keys and the chain: proposals, approvals, the audit.

use beringia_domain::{Change, Part, ProposalState};

use crate::database::{Database, Tx};
use crate::error::{StoreError, foreign};
use crate::people::part;
use crate::sql::text;

/// A proposal to be kept.
#[derive(Debug, Clone)]
pub struct NewProposal<'a> {
    /// What is to change.
    pub change: &'a Change,
    /// Digest of the change.
    pub digest: &'a str,
    /// What it replaces, as JSON.
    pub now: &'a str,
    /// Who asks.
    pub side: Part,
    /// By whom.
    pub account: i64,
    /// When.
    pub at_second: i64,
}

/// A proposal as kept.
#[derive(Debug, Clone)]
pub struct StoredProposal {
    /// Its number.
    pub proposal: i64,
    /// What is to change.
    pub change: Change,
    /// Digest of the change.
    pub digest: String,
    /// What it replaces, as JSON.
    pub now: String,
    /// Who asked.
    pub side: Part,
    /// By whom.
    pub account: i64,
    /// When.
    pub at_second: i64,
    /// Where it stands.
    pub state: ProposalState,
    /// Why it was refused.
    pub reason: String,
}

/// A key that was given.
#[derive(Debug, Clone, Copy)]
pub struct StoredApproval {
    /// To which proposal.
    pub proposal: i64,
    /// Whose.
    pub side: Part,
    /// By whom.
    pub account: i64,
    /// When.
    pub at_second: i64,
    /// The position of its line in the audit.
    pub position: i64,
}

/// A line to be added to the audit.
#[derive(Debug, Clone, Copy)]
pub struct NewAudit<'a> {
    /// When.
    pub at_second: i64,
    /// By whom; 0 for the server itself.
    pub account: i64,
    /// Of which side; nothing for the server itself.
    pub side: Option<Part>,
    /// What.
    pub act: &'a str,
    /// Of what.
    pub subject: &'a str,
}

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// 1, 2, …
    pub position: i64,
    /// When.
    pub at_second: i64,
    /// By whom; 0 for the server itself.
    pub account: i64,
    /// Of which side; nothing for the server itself.
    pub side: Option<Part>,
    /// What.
    pub act: String,
    /// Of what.
    pub subject: String,
    /// SHA-256 over the head before and this line.
    pub head: String,
}

type ProposalRow = (i64, String, String, String, i64, i64, i64, String, String);

fn proposal_of(row: ProposalRow) -> Result<StoredProposal, StoreError> {
    let (proposal, change, digest, now, side, account, at_second, state, reason) = row;
    Ok(StoredProposal {
        proposal,
        change: serde_json::from_str(&change).map_err(foreign("proposal"))?,
        digest,
        now,
        side: part(side)?,
        account,
        at_second,
        state: ProposalState::parse(&state)
            .ok_or_else(|| StoreError::Foreign(format!("state {state}")))?,
        reason,
    })
}

/// Keeps a proposal; gives its number.
pub async fn propose(tx: &mut Tx, exchange: i64, new: &NewProposal<'_>) -> Result<i64, StoreError> {
    let next: i64 = sqlx::query_scalar(text("keys", "next_proposal"))
        .bind(exchange)
        .fetch_one(&mut *tx.inner)
        .await?;
    let change = serde_json::to_string(new.change).map_err(foreign("proposal"))?;
    sqlx::query(text("keys", "insert_proposal"))
        .bind(exchange)
        .bind(next)
        .bind(change)
        .bind(new.digest)
        .bind(new.now)
        .bind(new.side.number())
        .bind(new.account)
        .bind(new.at_second)
        .execute(&mut *tx.inner)
        .await?;
    Ok(next)
}

/// All proposals, the latest first.
pub async fn proposals(
    database: &Database,
    exchange: i64,
) -> Result<Vec<StoredProposal>, StoreError> {
    let rows: Vec<ProposalRow> = sqlx::query_as(text("keys", "proposals"))
        .bind(exchange)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter().map(proposal_of).collect()
}

/// One proposal, as this transaction sees it.
pub async fn proposal(
    tx: &mut Tx,
    exchange: i64,
    proposal: i64,
) -> Result<Option<StoredProposal>, StoreError> {
    let row: Option<ProposalRow> = sqlx::query_as(text("keys", "proposal"))
        .bind(exchange)
        .bind(proposal)
        .fetch_optional(&mut *tx.inner)
        .await?;
    row.map(proposal_of).transpose()
}

/// Decides a waiting proposal. Whether it was still waiting.
pub async fn decide(
    tx: &mut Tx,
    exchange: i64,
    proposal: i64,
    state: ProposalState,
    reason: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("keys", "decide_proposal"))
        .bind(exchange)
        .bind(proposal)
        .bind(state.word())
        .bind(reason)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps a key that was given; refused where this side has given it already.
pub async fn approve(
    tx: &mut Tx,
    exchange: i64,
    approval: &StoredApproval,
) -> Result<(), StoreError> {
    sqlx::query(text("keys", "insert_approval"))
        .bind(exchange)
        .bind(approval.proposal)
        .bind(approval.side.number())
        .bind(approval.account)
        .bind(approval.at_second)
        .bind(approval.position)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// All keys given.
pub async fn approvals(
    database: &Database,
    exchange: i64,
) -> Result<Vec<StoredApproval>, StoreError> {
    let rows: Vec<(i64, i64, i64, i64, i64)> = sqlx::query_as(text("keys", "approvals"))
        .bind(exchange)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(proposal, side, account, at_second, position)| {
            Ok(StoredApproval { proposal, side: part(side)?, account, at_second, position })
        })
        .collect()
}

/// The head of the chain and the next position. Until this transaction ends, no other can read or extend the
/// chain: what organisers do is one after the other.
pub async fn chain(tx: &mut Tx, exchange: i64) -> Result<(String, i64), StoreError> {
    let head: String =
        sqlx::query_scalar(text("keys", "chain")).bind(exchange).fetch_one(&mut *tx.inner).await?;
    let next: i64 = sqlx::query_scalar(text("keys", "next_position"))
        .bind(exchange)
        .fetch_one(&mut *tx.inner)
        .await?;
    Ok((head, next))
}

/// Adds a line to the audit; `head` is computed by the caller from the head before. A position taken in the
/// meantime by another transaction is refused.
pub async fn append_audit(
    tx: &mut Tx,
    exchange: i64,
    position: i64,
    line: &NewAudit<'_>,
    head: &str,
) -> Result<(), StoreError> {
    sqlx::query(text("keys", "insert_audit"))
        .bind(exchange)
        .bind(position)
        .bind(line.at_second)
        .bind(line.account)
        .bind(line.side.map_or(-1, Part::number))
        .bind(line.act)
        .bind(line.subject)
        .bind(head)
        .execute(&mut *tx.inner)
        .await?;
    sqlx::query(text("keys", "set_chain"))
        .bind(exchange)
        .bind(head)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

type AuditTuple = (i64, i64, i64, i64, String, String, String);

fn audit_of(row: AuditTuple) -> Result<AuditRow, StoreError> {
    let (position, at_second, account, side, act, subject, head) = row;
    let side = if side < 0 { None } else { Some(part(side)?) };
    Ok(AuditRow { position, at_second, account, side, act, subject, head })
}

/// The audit after a position, in order.
pub async fn audit(
    database: &Database,
    exchange: i64,
    after: i64,
) -> Result<Vec<AuditRow>, StoreError> {
    let rows: Vec<AuditTuple> = sqlx::query_as(text("keys", "audit"))
        .bind(exchange)
        .bind(after)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter().map(audit_of).collect()
}

/// The latest lines of the audit, the latest first.
pub async fn audit_latest(
    database: &Database,
    exchange: i64,
    count: i64,
) -> Result<Vec<AuditRow>, StoreError> {
    let rows: Vec<AuditTuple> = sqlx::query_as(text("keys", "audit_latest"))
        .bind(exchange)
        .bind(count)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter().map(audit_of).collect()
}
