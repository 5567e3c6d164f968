//! What conversations say: kept whole, shown once it is released.

use crate::database::{Database, Place, Tx};
use crate::error::{StoreError, foreign};
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

/// Where a person stands on a conversation's map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StoredPlace {
    /// Who.
    pub participant: i64,
    /// The middle of her hexagon.
    pub at: [f64; 2],
    /// The number of her group, where she is in one that may be told.
    pub group: Option<i64>,
    /// Whether other statements might put her into another.
    pub is_near_border: bool,
}

/// Places in one transaction: so many that it is quick, so few that whoever votes meanwhile does not wait long.
const PLACES_MAX: usize = 1_000;

/// The statement that inserts the places of a JSON array of arrays. Here the two databases have their own text.
fn insert_places(place: &Place) -> &'static str {
    match place {
        Place::Sqlite(_) => {
            "INSERT INTO place (exchange, conversation, participant, x, y, opinion_group, near_border) \
             SELECT $1, $2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 \
             FROM json_each($3)"
        }
        Place::Postgres(_) => {
            "INSERT INTO place (exchange, conversation, participant, x, y, opinion_group, near_border) \
             SELECT $1, $2, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS DOUBLE PRECISION), \
             CAST(value ->> 2 AS DOUBLE PRECISION), CAST(value ->> 3 AS BIGINT), \
             CAST(value ->> 4 AS BIGINT) FROM json_array_elements(CAST($3 AS json)) AS value"
        }
    }
}

/// Keeps the places of a conversation's people instead of those that were there; a part at a time, so that whoever
/// votes meanwhile waits for no more than a part. Nobody sees them before the result they belong to is kept.
pub async fn keep_places(
    database: &Database,
    exchange: i64,
    conversation: i64,
    places: &[StoredPlace],
) -> Result<(), StoreError> {
    let mut tx = database.write().await?;
    sqlx::query(text("results", "delete_places"))
        .bind(exchange)
        .bind(conversation)
        .execute(&mut *tx.inner)
        .await?;
    tx.commit().await?;
    for part in places.chunks(PLACES_MAX) {
        let mut tx = database.write().await?;
        let rows = part.iter().map(|place| {
            let group = place.group.unwrap_or(0);
            (place.participant, place.at[0], place.at[1], group, i64::from(place.is_near_border))
        });
        let rows = serde_json::to_string(&rows.collect::<Vec<_>>()).map_err(foreign("places"))?;
        sqlx::query(insert_places(database.place()))
            .bind(exchange)
            .bind(conversation)
            .bind(rows)
            .execute(&mut *tx.inner)
            .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Where a person stands, if she does.
pub async fn place(
    database: &Database,
    exchange: i64,
    conversation: i64,
    participant: i64,
) -> Result<Option<StoredPlace>, StoreError> {
    let row: Option<(f64, f64, i64, i64)> = sqlx::query_as(text("results", "place"))
        .bind(exchange)
        .bind(conversation)
        .bind(participant)
        .fetch_optional(database.reader())
        .await?;
    Ok(row.map(|(x, y, group, near)| StoredPlace {
        participant,
        at: [x, y],
        group: (group > 0).then_some(group),
        is_near_border: near == 1,
    }))
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

/// A result with its files.
#[derive(Debug)]
pub struct NewResult<'a> {
    /// The result.
    pub result: &'a StoredResult,
    /// Its files.
    pub files: &'a [(&'static str, String)],
}

/// Keeps a result with its files, hidden; not where the conversation is not closed, or no more. Whether it is kept.
pub async fn keep_result(
    tx: &mut Tx,
    exchange: i64,
    new: &NewResult<'_>,
) -> Result<bool, StoreError> {
    let NewResult { result, files } = new;
    // Whoever is withdrawing has ended after this, or waits until this has ended and then takes the result away.
    let held = sqlx::query(text("results", "hold"))
        .bind(exchange)
        .bind(result.conversation)
        .execute(&mut *tx.inner)
        .await?;
    if held.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query(text("results", "insert"))
        .bind(exchange)
        .bind(result.conversation)
        .bind(&result.digest)
        .bind(result.day)
        .execute(&mut *tx.inner)
        .await?;
    for (name, content) in *files {
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
    for name in ["delete", "delete_files", "delete_places"] {
        sqlx::query(text("results", name))
            .bind(exchange)
            .bind(conversation)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}

/// What organisers saw of an open conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLook {
    /// On which day it was worked out.
    pub day: i64,
    /// How many people of each side had answered then.
    pub people: [i64; 2],
    /// What it says, as JSON.
    pub told: String,
}

/// The latest look at a conversation, if there was one.
pub async fn look(
    database: &Database,
    exchange: i64,
    conversation: i64,
) -> Result<Option<StoredLook>, StoreError> {
    let row: Option<(i64, i64, i64, String)> = sqlx::query_as(text("results", "look"))
        .bind(exchange)
        .bind(conversation)
        .fetch_optional(database.reader())
        .await?;
    Ok(row.map(|(day, first, second, told)| StoredLook { day, people: [first, second], told }))
}

/// Keeps a look in the place of the one before.
pub async fn keep_look(
    tx: &mut Tx,
    exchange: i64,
    conversation: i64,
    look: &StoredLook,
) -> Result<(), StoreError> {
    sqlx::query(text("results", "keep_look"))
        .bind(exchange)
        .bind(conversation)
        .bind(look.day)
        .bind(look.people[0])
        .bind(look.people[1])
        .bind(&look.told)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}
