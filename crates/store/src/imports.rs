//! Conversations that were held elsewhere, with their rows as tables.

use beringia_domain::Part;

use crate::database::{Database, Tx};
use crate::error::StoreError;
use crate::people::part;
use crate::sql::text;

/// What is known of a conversation that was brought from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredImport {
    /// Which.
    pub conversation: i64,
    /// Whose organisers brought it; nothing where whoever runs the server did.
    pub side: Option<Part>,
    /// Where it is from, in their words.
    pub source: String,
    /// What our sides are called there; empty where people have no sides.
    pub there: [String; 2],
    /// On which day it was brought.
    pub day: i64,
    /// People of each side.
    pub people: [i64; 2],
    /// People of neither.
    pub unsided: i64,
    /// Votes; none once the rows are deleted.
    pub votes: i64,
}

/// All that were brought from elsewhere.
pub async fn imports(database: &Database, exchange: i64) -> Result<Vec<StoredImport>, StoreError> {
    type Row = (i64, i64, String, String, String, i64, i64, i64, i64, i64);
    let rows: Vec<Row> =
        sqlx::query_as(text("imports", "all")).bind(exchange).fetch_all(database.reader()).await?;
    rows.into_iter()
        .map(|(conversation, side, source, one, other, day, first, second, unsided, votes)| {
            let side = if side < 0 { None } else { Some(part(side)?) };
            let (there, people) = ([one, other], [first, second]);
            Ok(StoredImport { conversation, side, source, there, day, people, unsided, votes })
        })
        .collect()
}

/// Keeps what is known of a conversation that is brought, and its tables.
pub async fn add_import(
    tx: &mut Tx,
    exchange: i64,
    new: &StoredImport,
    tables: &[(&'static str, String)],
) -> Result<(), StoreError> {
    sqlx::query(text("imports", "insert"))
        .bind(exchange)
        .bind(new.conversation)
        .bind(new.side.map_or(-1, Part::number))
        .bind(&new.source)
        .bind(&new.there[0])
        .bind(&new.there[1])
        .bind(new.day)
        .bind(new.people[0])
        .bind(new.people[1])
        .bind(new.unsided)
        .bind(new.votes)
        .execute(&mut *tx.inner)
        .await?;
    for (name, content) in tables {
        sqlx::query(text("imports", "insert_file"))
            .bind(exchange)
            .bind(new.conversation)
            .bind(*name)
            .bind(content)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}

/// A table of a conversation that was brought, if it has that one.
pub async fn import_file(
    database: &Database,
    exchange: i64,
    conversation: i64,
    name: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar(text("imports", "file"))
        .bind(exchange)
        .bind(conversation)
        .bind(name)
        .fetch_optional(database.reader())
        .await?)
}
