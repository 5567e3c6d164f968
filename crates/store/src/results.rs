//! What conversations say: kept whole, shown once it is released.

use crate::database::{Database, Tx};
use crate::error::StoreError;
use crate::sql::text;

/// A result without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredResult {
    /// Of which conversation.
    pub conversation: i64,
    /// Digest of a random text and the findings as they are shown.
    pub digest: String,
    /// On which day they were worked out.
    pub day: i64,
    /// Whether both sides have released them.
    pub is_released: bool,
}

/// The result of every conversation that has one.
pub async fn results(database: &Database, exchange: i64) -> Result<Vec<StoredResult>, StoreError> {
    let rows: Vec<(i64, String, i64, i64)> =
        sqlx::query_as(text("results", "all")).bind(exchange).fetch_all(database.reader()).await?;
    let result = |(conversation, digest, day, released)| StoredResult {
        conversation,
        digest,
        day,
        is_released: released == 1,
    };
    Ok(rows.into_iter().map(result).collect())
}

/// A file of a result.
pub async fn result_file(
    database: &Database,
    exchange: i64,
    conversation: i64,
    name: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(text("results", "file"))
        .bind(exchange)
        .bind(conversation)
        .bind(name)
        .fetch_optional(database.reader())
        .await?)
}

/// Keeps a result with its files, hidden; not where there are other than so many votes now, or the conversation is not
/// closed: then something happened while it was worked out. Whether it is kept.
pub async fn keep_result(
    tx: &mut Tx,
    exchange: i64,
    result: &StoredResult,
    votes: i64,
    files: &[(&'static str, String)],
) -> Result<bool, StoreError> {
    // Whoever is withdrawing has ended after this, or waits until this has ended and then takes the result away.
    let held = sqlx::query(text("results", "hold"))
        .bind(exchange)
        .bind(result.conversation)
        .execute(&mut *tx.inner)
        .await?;
    let now: i64 = sqlx::query_scalar(text("results", "votes"))
        .bind(exchange)
        .bind(result.conversation)
        .fetch_one(&mut *tx.inner)
        .await?;
    if held.rows_affected() != 1 || now != votes {
        return Ok(false);
    }
    sqlx::query(text("results", "insert"))
        .bind(exchange)
        .bind(result.conversation)
        .bind(&result.digest)
        .bind(result.day)
        .execute(&mut *tx.inner)
        .await?;
    for (name, content) in files {
        sqlx::query(text("results", "insert_file"))
            .bind(exchange)
            .bind(result.conversation)
            .bind(*name)
            .bind(content)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(true)
}

/// Releases the result of this digest; whether it was there, and hidden.
pub async fn release(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    digest: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("results", "release"))
        .bind(exchange)
        .bind(conversation)
        .bind(digest)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a conversation's result, whether released or not.
pub async fn delete_result(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
) -> Result<(), StoreError> {
    for name in ["delete", "delete_files"] {
        sqlx::query(text("results", name))
            .bind(exchange)
            .bind(conversation)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}
