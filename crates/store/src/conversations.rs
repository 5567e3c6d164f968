//! Conversations, their statements and every wording.

use beringia_domain::{Part, Rules, Stage, StatementStatus};

use crate::database::{Database, Tx};
use crate::error::{StoreError, foreign};
use crate::people::part;
use crate::sql::text;

/// A conversation as kept.
#[derive(Debug, Clone)]
pub struct StoredConversation {
    /// Its number.
    pub conversation: i64,
    /// Its rules.
    pub rules: Rules,
    /// Where it stands.
    pub stage: Stage,
}

/// The words of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordingRow {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
    /// Whether each side approved the translation.
    pub approved: [bool; 2],
}

/// A statement as kept, in its present wording.
#[derive(Debug, Clone)]
pub struct StoredStatement {
    /// Its number.
    pub statement: i64,
    /// The side whose organisers wrote it.
    pub author: Option<Part>,
    /// In which language it was written: `en` or `zh-Hans`.
    pub language: String,
    /// What it is about, in a word of the glossary; may be empty.
    pub field: String,
    /// Whether it is shown.
    pub status: StatementStatus,
    /// The version of its present wording.
    pub version: i64,
    /// The present wording.
    pub wording: WordingRow,
}

/// All conversations.
pub async fn conversations(
    database: &Database,
    exchange: i64,
) -> Result<Vec<StoredConversation>, StoreError> {
    let rows: Vec<(i64, String, String)> = sqlx::query_as(text("conversations", "all"))
        .bind(exchange)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(conversation, rules, stage)| {
            Ok(StoredConversation {
                conversation,
                rules: serde_json::from_str(&rules).map_err(foreign("rules"))?,
                stage: Stage::parse(&stage)
                    .ok_or_else(|| StoreError::Foreign(format!("stage {stage}")))?,
            })
        })
        .collect()
}

/// Adds a conversation; gives its number.
pub async fn add_conversation(
    tx: &mut Tx,
    exchange: i64,
    rules: &Rules,
) -> Result<i64, StoreError> {
    let next: i64 = sqlx::query_scalar(text("conversations", "next"))
        .bind(exchange)
        .fetch_one(&mut *tx.inner)
        .await?;
    sqlx::query(text("conversations", "insert"))
        .bind(exchange)
        .bind(next)
        .bind(serde_json::to_string(rules).map_err(foreign("rules"))?)
        .execute(&mut *tx.inner)
        .await?;
    Ok(next)
}

/// Gives a conversation other rules.
pub async fn set_rules(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    rules: &Rules,
) -> Result<(), StoreError> {
    sqlx::query(text("conversations", "set_rules"))
        .bind(exchange)
        .bind(conversation)
        .bind(serde_json::to_string(rules).map_err(foreign("rules"))?)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Opens or closes a conversation.
pub async fn set_stage(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    stage: Stage,
) -> Result<(), StoreError> {
    sqlx::query(text("conversations", "set_stage"))
        .bind(exchange)
        .bind(conversation)
        .bind(stage.word())
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

type StatementTuple = (i64, Option<i64>, String, String, String, i64, String, String, i64, i64);

/// The statements of a conversation, in their present wordings.
pub async fn statements(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Vec<StoredStatement>, StoreError> {
    let rows: Vec<StatementTuple> = sqlx::query_as(text("conversations", "statements"))
        .bind(exchange)
        .bind(conversation)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(statement, author, language, field, status, version, en, zh, first, second)| {
            Ok(StoredStatement {
                statement,
                author: author.map(part).transpose()?,
                language,
                field,
                status: StatementStatus::parse(&status)
                    .ok_or_else(|| StoreError::Foreign(format!("status {status}")))?,
                version,
                wording: WordingRow { en, zh, approved: [first == 1, second == 1] },
            })
        })
        .collect()
}

/// Adds a statement, its number and version left open; gives its number.
pub async fn add_statement(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    new: &StoredStatement,
) -> Result<i64, StoreError> {
    let next: i64 = sqlx::query_scalar(text("conversations", "next_statement"))
        .bind(exchange)
        .bind(conversation)
        .fetch_one(&mut *tx.inner)
        .await?;
    sqlx::query(text("conversations", "insert_statement"))
        .bind(exchange)
        .bind(conversation)
        .bind(next)
        .bind(new.author.map(Part::number))
        .bind(&new.language)
        .bind(&new.field)
        .bind(new.status.word())
        .execute(&mut *tx.inner)
        .await?;
    write_wording(tx, "insert_wording", [exchange, conversation, next, 1], &new.wording).await?;
    Ok(next)
}

async fn write_wording(
    tx: &mut Tx,
    name: &str,
    key: [i64; 4],
    wording: &WordingRow,
) -> Result<(), StoreError> {
    let mut query = sqlx::query(text("conversations", name));
    for part in key {
        query = query.bind(part);
    }
    query
        .bind(&wording.en)
        .bind(&wording.zh)
        .bind(i64::from(wording.approved[0]))
        .bind(i64::from(wording.approved[1]))
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Gives a statement other words: in place, or (`is_new`) as the next version.
pub async fn set_wording(
    tx: &mut Tx,
    place: [i64; 3],
    version: i64,
    is_new: bool,
    wording: &WordingRow,
) -> Result<(), StoreError> {
    let [exchange, conversation, statement] = place;
    let name = if is_new { "insert_wording" } else { "set_wording" };
    write_wording(tx, name, [exchange, conversation, statement, version], wording).await?;
    sqlx::query(text("conversations", "set_version"))
        .bind(exchange)
        .bind(conversation)
        .bind(statement)
        .bind(version)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Shows a statement, or shows it no more.
pub async fn set_status(
    tx: &mut Tx,
    place: [i64; 3],
    status: StatementStatus,
) -> Result<(), StoreError> {
    let [exchange, conversation, statement] = place;
    sqlx::query(text("conversations", "set_status"))
        .bind(exchange)
        .bind(conversation)
        .bind(statement)
        .bind(status.word())
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Keeps a routing table under its number; `weights` is JSON.
pub async fn save_routing_table(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    table: (i64, Part),
    weights: &str,
) -> Result<(), StoreError> {
    sqlx::query(text("conversations", "insert_routing_table"))
        .bind(exchange)
        .bind(conversation)
        .bind(table.0)
        .bind(table.1.number())
        .bind(weights)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Notes that rows leave. Whether they may: not while between one and `people_least` people have withdrawn since they
/// left last, for the difference of the two copies would be their ballots.
pub async fn take_copy(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    people_least: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("conversations", "take_copy"))
        .bind(exchange)
        .bind(conversation)
        .bind(people_least)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether rows of a conversation have left, or its results were released.
pub async fn has_left(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<bool, StoreError> {
    let copied: Option<i64> = sqlx::query_scalar(text("conversations", "copied"))
        .bind(exchange)
        .bind(conversation)
        .fetch_optional(database.reader())
        .await?;
    Ok(copied == Some(1))
}

/// Whether a conversation is open, and stays so until the transaction ends.
pub async fn is_open(tx: &mut Tx, exchange: i64, conversation: i64) -> Result<bool, StoreError> {
    let held = sqlx::query(text("conversations", "hold_open"))
        .bind(exchange)
        .bind(conversation)
        .execute(&mut *tx.inner)
        .await?;
    Ok(held.rows_affected() == 1)
}

/// Deletes a conversation with everything in it.
pub async fn delete_conversation(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
) -> Result<(), StoreError> {
    crate::results::delete_result(tx, exchange, conversation).await?;
    for (noun, name) in [
        ("results", "delete_look"),
        ("imports", "delete_files"),
        ("imports", "delete"),
        ("conversations", "delete_votes"),
        ("conversations", "delete_predictions"),
        ("conversations", "delete_exposures"),
        ("conversations", "delete_routing_tables"),
        ("conversations", "delete_wordings"),
        ("conversations", "delete_statements"),
        ("conversations", "delete_conversation"),
    ] {
        sqlx::query(text(noun, name))
            .bind(exchange)
            .bind(conversation)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}
