//! The audit: one place where organisers' acts are written down, each line sealed by the ones before it.

use beringia_domain::{Part, Role};
use beringia_store::{self as store, AuditRow, NewAudit, Tx};
use serde::{Deserialize, Serialize};

use crate::accounts::appoint_mark;
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
    if rows.is_empty() {
        return Err(AuditError::NotARecord(0));
    }
    let mut head = String::new();
    for ((place, row), before) in (1_i64..).zip(rows).zip(0..) {
        head = seal(&head, row);
        if row.position != place || head != row.head {
            return Err(AuditError::Broken(place));
        }
        if !is_allowed(row, &rows[..before], rows.get(before + 1)) {
            return Err(AuditError::NotApproved(place));
        }
    }
    if let Some(receipt) = receipt {
        check_receipt(rows, receipt)?;
    }
    let changes = rows.iter().filter(|row| row.act == "done").count();
    Ok(VerifiedAudit { lines: rows.len(), changes, head })
}

/// Whether a line says nothing that needs two keys without them.
fn is_allowed(row: &AuditRow, before: &[AuditRow], next: Option<&AuditRow>) -> bool {
    let was = |act: &str, side: Option<Part>, subject: &str| {
        let fits = |r: &&AuditRow| {
            r.act == act && (side.is_none() || r.side == side) && r.subject == subject
        };
        before.iter().filter(fits).count()
    };
    match row.act.as_str() {
        "done" => {
            let subject = row.subject.as_str();
            let has_keys =
                Part::BOTH.into_iter().all(|side| was("approve", Some(side), subject) == 1);
            let ended = ["done", "refused", "taken-back"].map(|act| was(act, None, subject));
            has_keys && ended == [0; 3]
        }
        // A grant is part of the change that both sides made: it stands directly before its end.
        "granted" => next.is_some_and(|n| n.act == "done" && n.subject.contains(" appoint ")),
        "exported" | "own-copy" => {
            let number = row.subject.split(' ').nth(1).unwrap_or_default();
            let approved = format!("proposal {number} export ");
            before.iter().any(|r| r.act == "done" && r.subject.starts_with(&approved))
        }
        "link" if Role::parse(&row.subject).is_some_and(Role::approves) => {
            let granted = row.side.and_then(|side| {
                let mark = appoint_mark(side, Role::parse(&row.subject)?);
                Some(was("granted", None, &mark))
            });
            granted.is_some_and(|granted| was("link", row.side, &row.subject) < granted)
        }
        _ => true,
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A record of these acts, sealed as ours are.
    fn record(acts: &[(i64, &str, &str)]) -> Vec<AuditRow> {
        let mut rows: Vec<AuditRow> = Vec::new();
        for ((side, act, subject), position) in acts.iter().zip(1..) {
            let mut row = AuditRow {
                position,
                at_second: 0,
                account: 1,
                side: Part::BOTH.into_iter().find(|part| part.number() == *side),
                act: (*act).to_owned(),
                subject: (*subject).to_owned(),
                head: String::new(),
            };
            row.head = seal(rows.last().map_or("", |before| before.head.as_str()), &row);
            rows.push(row);
        }
        rows
    }

    const APPOINT: &str = "proposal 1 appoint abc";
    const GRANT: &str = "appoint side 0 deputy";

    #[test]
    fn what_both_sides_approved_is_believed() {
        let acts = [
            (0, "approve", APPOINT),
            (1, "approve", APPOINT),
            (1, "granted", GRANT),
            (1, "done", APPOINT),
            (0, "link", "deputy"),
            (0, "link", "observer"),
        ];
        assert_eq!(verify(&record(&acts), None).map(|found| found.changes), Ok(1));
    }

    #[test]
    fn what_was_never_approved_is_not() {
        let keys = [(0, "approve", APPOINT), (1, "approve", APPOINT)];
        let done = (1, "done", APPOINT);
        let forged: [&[(i64, &str, &str)]; 8] = [
            &[],
            &[keys[0], done],
            &[keys[0], keys[1], done, done],
            &[keys[0], keys[1], (1, "refused", APPOINT), done],
            &[(0, "granted", GRANT)],
            &[(0, "link", "organiser")],
            &[keys[0], keys[1], (1, "granted", GRANT), done, (1, "link", "deputy")],
            &[(0, "exported", "proposal 99 conversation 1")],
        ];
        for acts in forged {
            assert!(verify(&record(acts), None).is_err(), "{acts:?}");
        }
    }
}
