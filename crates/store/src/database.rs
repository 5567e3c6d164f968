//! Opening a database, bringing its tables up to date, and transactions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyPool, Executor, SqlStr, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::StoreError;

/// The steps by which the tables came to be, in order. A step that was released is never changed.
const STEPS: [(i64, &str); 5] = [
    (1, include_str!("../migrations/1_house.sql")),
    (2, include_str!("../migrations/2_results.sql")),
    (3, include_str!("../migrations/3_places.sql")),
    (4, include_str!("../migrations/4_imports.sql")),
    (5, include_str!("../migrations/5_looks.sql")),
];

/// Connections that read at the same time.
const READERS: u32 = 8;

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a file of SQLite.
    Sqlite(PathBuf),
    /// On a PostgreSQL server, by its address.
    Postgres(String),
}

impl Place {
    /// Reads an address.
    pub fn parse(address: &str) -> Result<Self, StoreError> {
        if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            return Ok(Self::Postgres(address.to_owned()));
        }
        match address.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => {
                Ok(Self::Sqlite(PathBuf::from(path.trim_start_matches("//"))))
            }
            _ => Err(StoreError::Address(address.to_owned())),
        }
    }

    fn url(&self) -> String {
        match self {
            Self::Postgres(url) => url.clone(),
            Self::Sqlite(path) => format!("sqlite://{}?mode=rwc", encoded(path)),
        }
    }
}

/// A path as part of an address.
fn encoded(path: &Path) -> String {
    let plain = |c: u8| c.is_ascii_alphanumeric() || b"/._-~".contains(&c);
    let bytes = path.to_string_lossy().into_owned().into_bytes();
    let shown = |c: u8| if plain(c) { char::from(c).to_string() } else { format!("%{c:02X}") };
    bytes.into_iter().map(shown).collect()
}

/// What SQLite is told on every connection: an acknowledged write is on the disk, and deleted rows are overwritten.
pub(crate) const PRAGMAS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000; \
     PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000; \
     PRAGMA wal_autocheckpoint = 4000;";

/// An open database.
#[derive(Debug, Clone)]
pub struct Database {
    pool: AnyPool,
    place: Place,
    /// SQLite has one writer at a time; who waits for it waits here, in turn, and is never refused.
    turn: Arc<Mutex<()>>,
}

/// A transaction that writes.
#[derive(Debug)]
pub struct Tx {
    // Dropped first, so that the turn ends after the transaction.
    pub(crate) inner: Transaction<'static, Any>,
    _turn: Option<OwnedMutexGuard<()>>,
}

impl Tx {
    /// Ends it: everything in it is kept, on the disk, or nothing.
    pub async fn commit(self) -> Result<(), StoreError> {
        Ok(self.inner.commit().await?)
    }
}

impl Database {
    /// Opens a database, makes its tables where there are none, and takes the steps it lacks.
    pub async fn open(place: Place) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        let is_sqlite = matches!(place, Place::Sqlite(_));
        let pool = AnyPoolOptions::new()
            .max_connections(READERS)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if is_sqlite {
                        connection.execute(SqlStr::from_static(PRAGMAS)).await?;
                    }
                    Ok(())
                })
            })
            .connect(&place.url())
            .await?;
        let database = Self { pool, place, turn: Arc::default() };
        database.step().await?;
        Ok(database)
    }

    /// Where it is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn reader(&self) -> &AnyPool {
        &self.pool
    }

    /// Waits for this process's turn to write; on PostgreSQL there is nothing to wait for.
    pub(crate) async fn turn(&self) -> Option<OwnedMutexGuard<()>> {
        match self.place {
            Place::Sqlite(_) => Some(Arc::clone(&self.turn).lock_owned().await),
            Place::Postgres(_) => None,
        }
    }

    /// Begins a transaction that writes.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        let turn = self.turn().await;
        let begin = match self.place {
            Place::Sqlite(_) => "BEGIN IMMEDIATE",
            // Whoever decides by what it read (two keys, one invitation) must not decide by an old state.
            Place::Postgres(_) => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        Ok(Tx { inner: self.pool.begin_with(begin).await?, _turn: turn })
    }

    /// The number of steps this database has taken.
    pub async fn steps(&self) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar("SELECT COALESCE(MAX(step), 0) FROM migration")
            .fetch_one(&self.pool)
            .await?)
    }

    async fn step(&self) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        tx.inner
            .execute("CREATE TABLE IF NOT EXISTS migration (step BIGINT NOT NULL PRIMARY KEY)")
            .await?;
        // A database that can be read and not written must be told at the start, not by the first vote. This needs
        // the right to write and changes no page: on a full disk the server still starts, and says so.
        tx.inner.execute("DELETE FROM migration WHERE step < 0").await?;
        let taken: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(step), 0) FROM migration")
            .fetch_one(&mut *tx.inner)
            .await?;
        let known = STEPS.iter().map(|(step, _)| *step).max().unwrap_or(0);
        if taken > known {
            return Err(StoreError::Newer { found: taken, known });
        }
        let keyed = if matches!(self.place, Place::Sqlite(_)) { "WITHOUT ROWID" } else { "" };
        for (step, text) in STEPS.into_iter().filter(|(step, _)| *step > taken) {
            for statement in text.replace("{keyed}", keyed).split(";\n") {
                if !statement.trim().is_empty() {
                    tx.inner.execute(sqlx::AssertSqlSafe(statement.to_owned())).await?;
                }
            }
            sqlx::query("INSERT INTO migration (step) VALUES ($1)")
                .bind(step)
                .execute(&mut *tx.inner)
                .await?;
        }
        tx.commit().await
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> Result<(), StoreError> {
        let _: i64 = sqlx::query_scalar("SELECT CAST(1 AS BIGINT)").fetch_one(&self.pool).await?;
        Ok(())
    }

    /// Ends all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
