//! A batch of ballots for SQLite: one JSON array a table.

use std::collections::HashSet;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor, SqlStr, SqliteConnection};

use super::{Ballot, Form, Rows, Written, answers, form, rows};
use crate::database::PRAGMAS;
use crate::error::{StoreError, foreign};

const SUBMISSIONS: &str = include_str!("../../sql/sqlite/submissions.sql");
const VOTES: &str = include_str!("../../sql/sqlite/votes.sql");
const PREDICTIONS: &str = include_str!("../../sql/sqlite/predictions.sql");
const EXPOSURES: &str = include_str!("../../sql/sqlite/exposures.sql");

/// The writer's connection to a file.
pub(crate) struct Connection(SqliteConnection);

impl Connection {
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        let mut connection =
            SqliteConnectOptions::new().filename(path).create_if_missing(false).connect().await?;
        connection.execute(SqlStr::from_static(PRAGMAS)).await?;
        Ok(Self(connection))
    }

    /// Empties the log; not while somebody is reading from it. Whether it is done.
    pub(crate) async fn empty_log(&mut self) -> bool {
        // Waits a moment for whoever reads, not as long as for a vote.
        let _ = self.0.execute("PRAGMA busy_timeout = 200").await;
        let busy: Result<i64, _> =
            sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut self.0).await;
        let _ = self.0.execute("PRAGMA busy_timeout = 10000").await;
        busy.is_ok_and(|busy| busy == 0)
    }

    pub(crate) async fn keep(&mut self, ballots: &[&Ballot]) -> Result<Vec<Written>, StoreError> {
        self.0.execute("BEGIN IMMEDIATE").await?;
        match self.write(ballots).await {
            Ok(new) => {
                self.0.execute("COMMIT").await?;
                Ok(answers(ballots, &new))
            }
            Err(error) => {
                let _ = self.0.execute("ROLLBACK").await;
                Err(error)
            }
        }
    }

    async fn write(&mut self, ballots: &[&Ballot]) -> Result<HashSet<Form>, StoreError> {
        let forms: Vec<(i64, i64, i64, i64)> =
            ballots.iter().map(|b| (b.exchange, b.participant, b.form, b.day)).collect();
        let new: Vec<Form> = sqlx::query_as(SUBMISSIONS)
            .bind(serde_json::to_string(&forms).map_err(foreign("batch"))?)
            .fetch_all(&mut self.0)
            .await?;
        let new: HashSet<Form> = new.into_iter().collect();
        debug_assert!(
            new.iter().all(|known| ballots.iter().any(|b| form(b) == *known)),
            "only ours come back"
        );
        let Rows { votes, predictions, exposures } = rows(ballots, &new);
        self.insert(VOTES, &votes).await?;
        self.insert(PREDICTIONS, &predictions).await?;
        self.insert(EXPOSURES, &exposures).await?;
        Ok(new)
    }

    async fn insert<T: serde::Serialize>(
        &mut self,
        text: &'static str,
        rows: &[T],
    ) -> Result<(), StoreError> {
        if !rows.is_empty() {
            let json = serde_json::to_string(rows).map_err(foreign("batch"))?;
            sqlx::query(text).bind(json).execute(&mut self.0).await?;
        }
        Ok(())
    }
}
