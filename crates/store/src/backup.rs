//! Copies of a database that is in use, checked before they are called copies.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor};

use crate::database::{Database, Place};
use crate::error::StoreError;

/// What a copy holds, counted in the copy itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backup {
    /// Lines of the audit.
    pub audit_lines: i64,
    /// Votes.
    pub votes: i64,
    /// Participations.
    pub participations: i64,
}

/// Copies the database into a file of SQLite that must not exist, while others go on writing, and checks it.
/// PostgreSQL has tools of its own for this (`pg_dump`), which `backup` names instead.
pub async fn backup(database: &Database, to: &Path) -> Result<Backup, StoreError> {
    if to.exists() {
        return Err(StoreError::Exists);
    }
    match database.place() {
        Place::Sqlite(_) => {
            let mut connection = database.reader().acquire().await?;
            sqlx::query("VACUUM INTO $1")
                .bind(to.to_string_lossy().into_owned())
                .execute(&mut *connection)
                .await?;
        }
        Place::Postgres(_) => {
            return Err(StoreError::Address(
                "a PostgreSQL database is copied by pg_dump".to_owned(),
            ));
        }
    }
    std::fs::File::open(to)?.sync_all()?;
    check(to).await
}

/// Checks that a file is a whole database of ours, and counts what it holds.
async fn check(file: &Path) -> Result<Backup, StoreError> {
    let mut connection =
        SqliteConnectOptions::new().filename(file).create_if_missing(false).connect().await?;
    connection.execute("PRAGMA query_only = ON").await?;
    let found: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut connection).await?;
    if found != "ok" {
        return Err(StoreError::Foreign(format!("the copy is damaged: {found}")));
    }
    let mut counts = [0_i64; 3];
    for (count, text) in counts.iter_mut().zip([
        "SELECT COUNT(*) FROM audit",
        "SELECT COUNT(*) FROM vote",
        "SELECT COUNT(*) FROM participation WHERE state = 'claimed'",
    ]) {
        *count = sqlx::query_scalar(text).fetch_one(&mut connection).await?;
    }
    let [audit_lines, votes, participations] = counts;
    Ok(Backup { audit_lines, votes, participations })
}

/// Puts a copy in the place of a database that must not exist, after checking it.
pub async fn restore(from: &Path, to: &Path) -> Result<Backup, StoreError> {
    if to.exists() {
        return Err(StoreError::Exists);
    }
    let found = check(from).await?;
    let unfinished = to.with_extension("unfinished");
    std::fs::copy(from, &unfinished)?;
    std::fs::File::open(&unfinished)?.sync_all()?;
    check(&unfinished).await?;
    std::fs::rename(&unfinished, to)?;
    Ok(found)
}
