//! The audit: one place where organisers' acts are written down, each line sealed by the ones before it.

use beringia_domain::Part;
use beringia_store::{self as store, AuditRow, NewAudit, Tx};
use serde::{Deserialize, Serialize};

use crate::error::ActionError;
use crate::house::House;
use crate::secret::sha256;

/// An organiser's act: one transaction that ends with its line in the audit.
pub(crate) struct Act<'a> {
    house: &'a House,
    pub(crate) tx: Tx,
    pub(crate) now: i64,
    account: i64,
    side: Option<Part>,
    head: String,
    position: i64,
}

impl<'a> Act<'a> {
    /// Begins an act of an account; no other act runs until it has ended.
    pub(crate) async fn begin(
        house: &'a House,
        account: i64,
        side: Option<Part>,
    ) -> Result<Self, ActionError> {
        let mut tx = house.database.write().await?;
        let (head, position) = store::chain(&mut tx, house.exchange).await?;
        Ok(Self { house, tx, now: house.now_second(), account, side, head, position })
    }

    /// Writes a line; gives its position.
    pub(crate) async fn line(&mut self, act: &str, subject: &str) -> Result<i64, ActionError> {
        let line =
            NewAudit { at_second: self.now, account: self.account, side: self.side, act, subject };
        let row = AuditRow {
            position: self.position,
            at_second: line.at_second,
            account: line.account,
            side: line.side,
            act: act.to_owned(),
            subject: subject.to_owned(),
            head: String::new(),
        };
        let head = seal(&self.head, &row);
        store::append_audit(&mut self.tx, self.house.exchange, self.position, &line, &head).await?;
        self.head = head;
        self.position += 1;
        Ok(self.position - 1)
    }

    /// Writes the line and keeps everything.
    pub(crate) async fn end(mut self, act: &str, subject: &str) -> Result<i64, ActionError> {
        let position = self.line(act, subject).await?;
        self.tx.commit().await?;
        tracing::info!(act, subject, "organiser's act");
        Ok(position)
    }
}

/// The head after a line: SHA-256 over the head before, a line break, and the line as JSON.
fn seal(before: &str, row: &AuditRow) -> String {
    sha256(&format!("{before}\n{}", body(row)))
}

#[derive(Serialize, Deserialize)]
struct Body<'a> {
    position: i64,
    at: i64,
    account: i64,
    side: i64,
    act: &'a str,
    subject: &'a str,
}

fn body(row: &AuditRow) -> String {
    let side = row.side.map_or(-1, Part::number);
    let body = Body {
        position: row.position,
        at: row.at_second,
        account: row.account,
        side,
        act: &row.act,
        subject: &row.subject,
    };
    serde_json::to_string(&body).expect("numbers and texts are JSON")
}

/// A line of the audit as exported: the sealed JSON with the head beside it.
pub fn line_text(row: &AuditRow) -> String {
    format!("{{\"line\":{},\"head\":\"{}\"}}", body(row), row.head)
}

/// What each side keeps of an approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Always `beringia-receipt/1`.
    pub format: String,
    /// The exchange.
    pub exchange: i64,
    /// What was approved.
    pub proposal: i64,
    /// The kind of change.
    pub kind: String,
    /// SHA-256 of the change.
    pub change: String,
    /// Whose key it is the receipt for: 0 or 1.
    pub side: i64,
    /// When, in seconds since 1970-01-01.
    pub at: i64,
    /// The line of the audit that says so.
    pub position: i64,
    /// The head of the chain after that line.
    pub head: String,
    /// The head of the chain after the line with which each side's first organiser came: the same two on both
    /// sides' receipts, or somebody stands between the sides.
    pub fingerprints: [String; 2],
}

/// What a verified audit says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedAudit {
    /// How many lines.
    pub lines: usize,
    /// How many changes were made by two keys.
    pub changes: usize,
    /// The head.
    pub head: String,
}

/// Why an audit is not to be believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditError {
    /// A line or its place was changed.
    #[error("line {0} does not follow from the lines before it: the record was changed")]
    Broken(i64),
    /// A guarded act without two keys.
    #[error("line {0} makes a change that both sides never approved")]
    NotApproved(i64),
    /// The receipt names a line that says something else.
    #[error("the receipt's line {0} is not in this record: the record was replaced or cut")]
    ReceiptMissing(i64),
    /// The sides were not those of the receipt.
    #[error("the receipt names other organisations than this record")]
    OtherSides,
    /// The text is not an exported audit.
    #[error("line {0} is not a line of an exported record")]
    NotARecord(usize),
}

/// Reads an exported audit.
pub fn read(text: &str) -> Result<Vec<AuditRow>, AuditError> {
    #[derive(Deserialize)]
    struct Line<'a> {
        #[serde(borrow)]
        line: Body<'a>,
        head: &'a str,
    }
    text.lines()
        .enumerate()
        .map(|(place, line)| {
            let Line { line, head } =
                serde_json::from_str(line).map_err(|_| AuditError::NotARecord(place + 1))?;
            Ok(AuditRow {
                position: line.position,
                at_second: line.at,
                account: line.account,
                side: match line.side {
                    -1 => None,
                    0 => Some(Part::First),
                    1 => Some(Part::Second),
                    _ => return Err(AuditError::NotARecord(place + 1)),
                },
                act: line.act.to_owned(),
                subject: line.subject.to_owned(),
                head: head.to_owned(),
            })
        })
        .collect()
}

/// Checks that every line follows from those before it, that whatever needs two keys had two, and that a receipt
/// belongs to this record.
pub fn verify(rows: &[AuditRow], receipt: Option<&Receipt>) -> Result<VerifiedAudit, AuditError> {
    let mut head = String::new();
    let mut changes = 0;
    for ((place, row), before) in (1_i64..).zip(rows).zip(0..) {
        head = seal(&head, row);
        if row.position != place || head != row.head {
            return Err(AuditError::Broken(place));
        }
        if row.act == "done" {
            let has_key = |side| {
                rows[..before].iter().any(|earlier| {
                    earlier.act == "approve"
                        && earlier.side == Some(side)
                        && earlier.subject == row.subject
                })
            };
            if !Part::BOTH.into_iter().all(has_key) {
                return Err(AuditError::NotApproved(place));
            }
            changes += 1;
        }
    }
    if let Some(receipt) = receipt {
        check_receipt(rows, receipt)?;
    }
    Ok(VerifiedAudit { lines: rows.len(), changes, head })
}

fn check_receipt(rows: &[AuditRow], receipt: &Receipt) -> Result<(), AuditError> {
    let subject = approval_subject(receipt.proposal, &receipt.kind, &receipt.change);
    let is_there = rows.iter().any(|row| {
        row.position == receipt.position
            && row.head == receipt.head
            && row.act == "approve"
            && row.subject == subject
            && row.side.map(Part::number) == Some(receipt.side)
    });
    if !is_there {
        return Err(AuditError::ReceiptMissing(receipt.position));
    }
    let found = Part::BOTH.map(|side| fingerprint(rows, side).unwrap_or_default());
    if found == receipt.fingerprints { Ok(()) } else { Err(AuditError::OtherSides) }
}

/// What the lines about a proposal are about.
pub(crate) fn approval_subject(proposal: i64, kind: &str, digest: &str) -> String {
    format!("proposal {proposal} {kind} {digest}")
}

/// The head after the line with which a side's first organiser came.
pub(crate) fn fingerprint(rows: &[AuditRow], side: Part) -> Option<String> {
    let came = rows.iter().find(|row| row.act == "came" && row.side == Some(side));
    came.map(|row| row.head.clone())
}
