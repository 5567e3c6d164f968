//! Ballots: read whole for a snapshot or at start, read for one person, deleted.

use beringia_domain::{Choice, Part};

use crate::database::{Database, Tx};
use crate::error::StoreError;
use crate::people::part;
use crate::sql::text;
use crate::writer::{self, Ballot};

/// A vote, without day and language.
#[derive(Debug, Clone, Copy)]
pub struct StoredVote {
    /// Whose.
    pub participant: i64,
    /// On what.
    pub statement: i64,
    /// What she chose.
    pub choice: Choice,
}

/// A prediction, without day.
#[derive(Debug, Clone, Copy)]
pub struct StoredPrediction {
    /// Whose.
    pub participant: i64,
    /// About which statement.
    pub statement: i64,
    /// About whose agreement.
    pub about: Part,
    /// Of a hundred.
    pub share: i64,
}

/// An exposure.
#[derive(Debug, Clone)]
pub struct StoredExposure {
    /// To whom.
    pub participant: i64,
    /// Her first, second, … statement.
    pub position: i64,
    /// What.
    pub statement: i64,
    /// By which rule.
    pub rule: String,
    /// Of being drawn.
    pub probability: f64,
    /// Whether the author's side was named.
    pub is_labelled: bool,
}

/// A person's own vote.
#[derive(Debug, Clone)]
pub struct OwnVote {
    /// On what.
    pub statement: i64,
    /// What she chose.
    pub choice: Choice,
    /// The version of the wording she saw.
    pub version: i64,
    /// In which language.
    pub language: String,
    /// On which day.
    pub day: i64,
}

/// A person's own prediction.
#[derive(Debug, Clone, Copy)]
pub struct OwnPrediction {
    /// About which statement.
    pub statement: i64,
    /// About whose agreement.
    pub about: Part,
    /// Of a hundred.
    pub share: i64,
    /// On which day.
    pub day: i64,
}

fn choice(number: i64) -> Result<Choice, StoreError> {
    match number {
        1 => Ok(Choice::Agree),
        2 => Ok(Choice::Disagree),
        3 => Ok(Choice::Pass),
        _ => Err(StoreError::Foreign(format!("choice {number}"))),
    }
}

/// All votes of a conversation, by person and statement.
pub async fn votes(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredVote>, StoreError> {
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(text("ballots", "votes"))
        .bind(exchange)
        .bind(conversation)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(participant, statement, number)| {
            Ok(StoredVote { participant, statement, choice: choice(number)? })
        })
        .collect()
}

/// All predictions of a conversation, by person, statement and side.
pub async fn predictions(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredPrediction>, StoreError> {
    let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(text("ballots", "predictions"))
        .bind(exchange)
        .bind(conversation)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(participant, statement, about, share)| {
            Ok(StoredPrediction { participant, statement, about: part(about)?, share })
        })
        .collect()
}

type ExposureTuple = (i64, i64, i64, String, f64, i64);

fn exposure(row: ExposureTuple) -> StoredExposure {
    let (participant, position, statement, rule, probability, labelled) = row;
    let is_labelled = labelled == 1;
    StoredExposure { participant, position, statement, rule, probability, is_labelled }
}

/// All exposures of a conversation, by person and position.
pub async fn exposures(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredExposure>, StoreError> {
    let rows: Vec<ExposureTuple> = sqlx::query_as(text("ballots", "exposures"))
        .bind(exchange)
        .bind(conversation)
        .fetch_all(database.reader())
        .await?;
    Ok(rows.into_iter().map(exposure).collect())
}

/// A person's votes.
pub async fn votes_of(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Vec<OwnVote>, StoreError> {
    let rows: Vec<(i64, i64, i64, String, i64)> = sqlx::query_as(text("ballots", "votes_of"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(statement, number, version, language, day)| {
            Ok(OwnVote { statement, choice: choice(number)?, version, language, day })
        })
        .collect()
}

/// A person's predictions.
pub async fn predictions_of(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Vec<OwnPrediction>, StoreError> {
    let rows: Vec<(i64, i64, i64, i64)> = sqlx::query_as(text("ballots", "predictions_of"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(statement, about, share, day)| {
            Ok(OwnPrediction { statement, about: part(about)?, share, day })
        })
        .collect()
}

/// What a person was shown.
pub async fn exposures_of(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Vec<StoredExposure>, StoreError> {
    let rows: Vec<ExposureTuple> = sqlx::query_as(text("ballots", "exposures_of"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_all(database.reader())
        .await?;
    Ok(rows.into_iter().map(exposure).collect())
}

/// Writes many ballots outside the queue: for an invented society, before anybody votes.
pub async fn insert_many(database: &Database, ballots: &[Ballot]) -> Result<(), StoreError> {
    let mut connection = writer::Connection::open(database).await?;
    for part in ballots.chunks(4_000) {
        let _turn = database.turn().await;
        connection.keep(&part.iter().collect::<Vec<_>>()).await?;
    }
    Ok(())
}

/// Deletes every ballot of an exchange.
pub async fn delete_ballots(tx: &mut Tx, exchange: i64) -> Result<(), StoreError> {
    for name in [
        "delete_all_votes",
        "delete_all_predictions",
        "delete_all_exposures",
        "delete_all_participations",
    ] {
        sqlx::query(text("ballots", name)).bind(exchange).execute(&mut *tx.inner).await?;
    }
    Ok(())
}
