//! Writes a snapshot as a Polis export folder, and says what that format cannot hold.

use beringia_domain::{Moment, StatementStatus};
use beringia_engine::measure::vote_matrix::Choice;

use super::tables_out::Sink;
use super::write::TableText;
use crate::ballots::NO_DAY;
use crate::snapshot::Snapshot;

/// Something that a Polis export has no place for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The sides people belong to.
    Sides,
    /// Predictions, and how many.
    Predictions(usize),
    /// Exposures, and how many.
    Exposures(usize),
    /// Translations of statements, and how many.
    Translations(usize),
    /// Authors' sides, languages and fields of statements.
    StatementDetails,
    /// Weights of people.
    Weights,
    /// People's ids that are no numbers; they were numbered afresh.
    PeopleIds,
    /// Statements' ids that are no numbers; they were numbered afresh.
    StatementIds,
}

/// What would be lost.
pub fn losses(snapshot: &Snapshot) -> Vec<Loss> {
    let translations = snapshot.statements.iter().map(|s| s.translations.len()).sum();
    let details = snapshot.statements.iter().any(|s| {
        s.author.is_some()
            || s.field.is_some()
            || (s.text.is_some() && s.language.as_str() != "und")
    });
    let of = |there: bool, loss: Loss| there.then_some(loss);
    let predictions = snapshot.predictions.predictions();
    let exposures = snapshot.exposures.len();
    [
        of(snapshot.sides.is_some(), Loss::Sides),
        of(predictions > 0, Loss::Predictions(predictions)),
        of(exposures > 0, Loss::Exposures(exposures)),
        of(translations > 0, Loss::Translations(translations)),
        of(details, Loss::StatementDetails),
        of(snapshot.weights.is_some(), Loss::Weights),
        of(numbers(people_ids(snapshot)).is_none(), Loss::PeopleIds),
        of(numbers(statement_ids(snapshot)).is_none(), Loss::StatementIds),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Hands on the four files of an export. Moments are days.
pub fn write<E>(snapshot: &Snapshot, mut sink: impl Sink<E>) -> Result<(), E> {
    let people = numbers(people_ids(snapshot)).unwrap_or_else(|| fresh(snapshot.people.len()));
    let statements =
        numbers(statement_ids(snapshot)).unwrap_or_else(|| fresh(snapshot.statements.len()));
    sink("comments.csv", comments(snapshot, &statements))?;
    sink("votes.csv", votes(snapshot, &people, &statements))?;
    sink("participants-votes.csv", matrix(snapshot, &people, &statements))?;
    sink("summary.csv", summary(snapshot))
}

fn people_ids(snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    snapshot.people.iter().map(String::as_str)
}

fn statement_ids(snapshot: &Snapshot) -> impl Iterator<Item = &str> {
    snapshot.statements.iter().map(|s| s.id.as_str())
}

/// The ids as numbers, where all are plain numbers.
fn numbers<'a>(ids: impl Iterator<Item = &'a str>) -> Option<Vec<u64>> {
    let plain = |id: &str| {
        let canonical = id == "0" || !id.starts_with('0');
        (canonical && id.bytes().all(|c| c.is_ascii_digit())).then(|| id.parse().ok()).flatten()
    };
    ids.map(plain).collect()
}

fn fresh(count: usize) -> Vec<u64> {
    (0..count as u64).collect()
}

fn sign(choice: Choice) -> &'static str {
    match choice {
        Choice::Agree => "1",
        Choice::Disagree => "-1",
        Choice::Pass => "0",
    }
}

/// Agrees, disagrees and votes of each statement.
fn counts(snapshot: &Snapshot) -> Vec<[u64; 2]> {
    let mut counts = vec![[0; 2]; snapshot.statements.len()];
    for person in 0..snapshot.votes().people() {
        for (statement, choice) in snapshot.votes().row(person) {
            counts[statement][0] += u64::from(choice == Choice::Agree);
            counts[statement][1] += u64::from(choice == Choice::Disagree);
        }
    }
    counts
}

fn comments(snapshot: &Snapshot, ids: &[u64]) -> String {
    let mut table = TableText::new(&[
        "timestamp",
        "datetime",
        "comment-id",
        "author-id",
        "agrees",
        "disagrees",
        "moderated",
        "comment-body",
        "is-meta",
    ]);
    let counts = counts(snapshot);
    for (j, statement) in snapshot.statements.iter().enumerate() {
        let moderated = match statement.status {
            StatementStatus::Accepted | StatementStatus::Meta => "1",
            StatementStatus::Pending => "0",
            StatementStatus::Rejected => "-1",
        };
        let meta = if statement.status == StatementStatus::Meta { "true" } else { "false" };
        table.word("0").word("").whole(Some(ids[j])).word("");
        table.whole(Some(counts[j][0])).whole(Some(counts[j][1])).word(moderated);
        table.text(statement.text.as_deref().unwrap_or_default()).word(meta).end_row();
    }
    table.finish()
}

fn votes(snapshot: &Snapshot, people: &[u64], statements: &[u64]) -> String {
    let mut table = TableText::new(&["timestamp", "datetime", "comment-id", "voter-id", "vote"]);
    let mut days = snapshot.ballots.days.cursor();
    let mut at = 0;
    for (person, id) in people.iter().enumerate() {
        for (statement, choice) in snapshot.votes().row(person) {
            let day = days.of(at).unwrap_or(NO_DAY);
            at += 1;
            let ms = if day == NO_DAY { 0 } else { i64::from(day) * 86_400_000 };
            let date = if day == NO_DAY {
                String::new()
            } else {
                Moment::from_ms(i64::from(day) * 86_400_000).iso_date()
            };
            table.word(&ms.to_string()).word(&date).whole(Some(statements[statement]));
            table.whole(Some(*id)).word(sign(choice)).end_row();
        }
    }
    table.finish()
}

fn matrix(snapshot: &Snapshot, people: &[u64], statements: &[u64]) -> String {
    let columns: Vec<String> = statements.iter().map(u64::to_string).collect();
    let mut header =
        vec!["participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"];
    header.extend(columns.iter().map(String::as_str));
    let mut table = TableText::new(&header);
    for (person, id) in people.iter().enumerate() {
        let row: Vec<_> = snapshot.votes().row(person).collect();
        let count = |wanted: Choice| row.iter().filter(|(_, c)| *c == wanted).count() as u64;
        table.whole(Some(*id)).word("").word("0").whole(Some(row.len() as u64));
        table.whole(Some(count(Choice::Agree))).whole(Some(count(Choice::Disagree)));
        let mut next = row.iter().peekable();
        for j in 0..statements.len() {
            let vote = next.next_if(|(statement, _)| *statement == j);
            table.word(vote.map_or("", |(_, choice)| sign(*choice)));
        }
        table.end_row();
    }
    table.finish()
}

fn summary(snapshot: &Snapshot) -> String {
    let mut table = TableText::default();
    let title = snapshot.conversation.title.first().map_or("", |(_, text)| text.as_str());
    let about = snapshot.conversation.about.first().map_or("", |(_, text)| text.as_str());
    let voters =
        (0..snapshot.votes().people()).filter(|p| snapshot.votes().answered(*p) > 0).count();
    table.start().word("topic").text(title).end_row();
    table.word("url").word("").end_row();
    for key in ["views", "voters", "voters-in-conv"] {
        table.word(key).whole(Some(voters as u64)).end_row();
    }
    table.word("comments").whole(Some(snapshot.statements.len() as u64)).end_row();
    table.word("conversation-description").text(about).end_row();
    table.finish()
}
