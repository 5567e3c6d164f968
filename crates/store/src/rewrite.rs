//! Rewriting the tables of ballots when a stage ends, so that no trace of the order of arrival is left.

use sqlx::{AssertSqlSafe, Executor};

use crate::database::{Database, Place};
use crate::error::StoreError;

/// Tables whose rows must not tell when they came.
const TABLES: [&str; 7] =
    ["participation", "claim", "vote", "prediction", "exposure", "submission", "invitation"];

/// Rewrites the ballots. On SQLite the whole file is written anew and the log is emptied; on PostgreSQL every
/// row gets the same transaction and the tables are laid out by their random keys.
pub async fn rewrite_ballots(database: &Database) -> Result<(), StoreError> {
    let _turn = database.turn().await;
    let mut connection = database.reader().acquire().await?;
    match database.place() {
        Place::Sqlite(_) => {
            connection.execute("VACUUM").await?;
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Place::Postgres(_) => {
            connection.execute("BEGIN").await?;
            for table in TABLES {
                connection
                    .execute(AssertSqlSafe(format!("UPDATE {table} SET exchange = exchange")))
                    .await?;
            }
            connection.execute("COMMIT").await?;
            for table in TABLES {
                connection
                    .execute(AssertSqlSafe(format!("CLUSTER {table} USING {table}_pkey")))
                    .await?;
            }
        }
    }
    Ok(())
}
