//! The exchange of a database.

use beringia_domain::Charter;

use crate::database::{Database, Tx};
use crate::error::{StoreError, foreign};
use crate::sql::text;

/// The exchange as kept.
#[derive(Debug, Clone)]
pub struct StoredExchange {
    /// Its number.
    pub exchange: i64,
    /// The charter both sides approved; nothing before they have.
    pub charter: Option<Charter>,
    /// The charter as it is being written.
    pub draft: Option<Charter>,
}

/// The exchange of this database, if it has been founded.
pub async fn exchange(database: &Database) -> Result<Option<StoredExchange>, StoreError> {
    let row: Option<(i64, Option<String>, Option<String>)> =
        sqlx::query_as(text("exchange", "one")).fetch_optional(database.reader()).await?;
    let Some((exchange, charter, draft)) = row else { return Ok(None) };
    let read = |json: Option<String>| {
        json.map(|json| serde_json::from_str(&json).map_err(foreign("charter"))).transpose()
    };
    Ok(Some(StoredExchange { exchange, charter: read(charter)?, draft: read(draft)? }))
}

/// Founds an exchange, without charter yet.
pub async fn found(tx: &mut Tx, exchange: i64) -> Result<(), StoreError> {
    sqlx::query(text("exchange", "insert")).bind(exchange).execute(&mut *tx.inner).await?;
    Ok(())
}

/// Keeps a charter that is being written.
pub async fn set_draft(tx: &mut Tx, exchange: i64, charter: &Charter) -> Result<(), StoreError> {
    set(tx, "set_draft", exchange, charter).await
}

/// Keeps the charter both sides approved.
pub async fn set_charter(tx: &mut Tx, exchange: i64, charter: &Charter) -> Result<(), StoreError> {
    set(tx, "set_charter", exchange, charter).await
}

async fn set(tx: &mut Tx, name: &str, exchange: i64, charter: &Charter) -> Result<(), StoreError> {
    let json = serde_json::to_string(charter).map_err(foreign("charter"))?;
    sqlx::query(text("exchange", name)).bind(exchange).bind(json).execute(&mut *tx.inner).await?;
    Ok(())
}
