//! A batch of ballots for PostgreSQL: one array a column.

use std::collections::HashSet;
use std::str::FromStr;

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Executor, PgConnection, SqlStr};

use super::{Ballot, ExposureRow, Form, PredictionRow, Rows, VoteRow, Written, answers, rows};
use crate::error::StoreError;

const SUBMISSIONS: &str = include_str!("../../sql/postgres/submissions.sql");
const VOTES: &str = include_str!("../../sql/postgres/votes.sql");
const PREDICTIONS: &str = include_str!("../../sql/postgres/predictions.sql");
const EXPOSURES: &str = include_str!("../../sql/postgres/exposures.sql");

/// How long a writer waits for the one before it.
const PATIENCE: &str = "SET lock_timeout = '20s'";
/// The lock of the one writer, held as long as its connection lasts.
const HOLD: &str = "SELECT pg_advisory_lock(7305808869231650)";

/// The writer's connection to a server.
pub(crate) struct Connection(PgConnection);

/// One column of the rows.
fn column<R, T>(rows: &[R], of: impl Fn(&R) -> T) -> Vec<T> {
    rows.iter().map(of).collect()
}

impl Connection {
    pub(crate) async fn open(url: &str) -> Result<Self, StoreError> {
        Ok(Self(PgConnectOptions::from_str(url)?.connect().await?))
    }

    /// Waits until no other writer of this database is left. A server that was killed may have a transaction that
    /// the database still ends: whoever reads before that reads too early.
    pub(crate) async fn hold(&mut self) -> Result<(), StoreError> {
        self.0.execute(SqlStr::from_static(PATIENCE)).await?;
        let held = self.0.execute(SqlStr::from_static(HOLD)).await;
        held.map_err(|_| StoreError::Served)?;
        Ok(())
    }

    /// Whether the server still answers on this connection.
    pub(crate) async fn is_good(&mut self) -> bool {
        self.0.execute("SELECT 1").await.is_ok()
    }

    pub(crate) async fn keep(&mut self, ballots: &[&Ballot]) -> Result<Vec<Written>, StoreError> {
        self.0.execute("BEGIN").await?;
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
        let new: Vec<Form> = sqlx::query_as(SUBMISSIONS)
            .bind(column(ballots, |b| b.exchange))
            .bind(column(ballots, |b| b.participant))
            .bind(column(ballots, |b| b.form))
            .bind(column(ballots, |b| b.day))
            .fetch_all(&mut self.0)
            .await?;
        let new: HashSet<Form> = new.into_iter().collect();
        let Rows { votes, predictions, exposures } = rows(ballots, &new);
        self.votes(&votes).await?;
        self.predictions(&predictions).await?;
        self.exposures(&exposures).await?;
        Ok(new)
    }

    async fn votes(&mut self, rows: &[VoteRow]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query(VOTES)
            .bind(column(rows, |r| r.0))
            .bind(column(rows, |r| r.1))
            .bind(column(rows, |r| r.2))
            .bind(column(rows, |r| r.3))
            .bind(column(rows, |r| r.4))
            .bind(column(rows, |r| r.5))
            .bind(column(rows, |r| r.6))
            .bind(column(rows, |r| r.7))
            .execute(&mut self.0)
            .await?;
        Ok(())
    }

    async fn predictions(&mut self, rows: &[PredictionRow]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query(PREDICTIONS)
            .bind(column(rows, |r| r.0))
            .bind(column(rows, |r| r.1))
            .bind(column(rows, |r| r.2))
            .bind(column(rows, |r| r.3))
            .bind(column(rows, |r| r.4))
            .bind(column(rows, |r| r.5))
            .bind(column(rows, |r| r.6))
            .execute(&mut self.0)
            .await?;
        Ok(())
    }

    async fn exposures(&mut self, rows: &[ExposureRow]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        sqlx::query(EXPOSURES)
            .bind(column(rows, |r| r.0))
            .bind(column(rows, |r| r.1))
            .bind(column(rows, |r| r.2))
            .bind(column(rows, |r| r.3))
            .bind(column(rows, |r| r.4))
            .bind(column(rows, |r| r.5))
            .bind(column(rows, |r| r.6))
            .bind(column(rows, |r| r.7))
            .bind(column(rows, |r| r.8))
            .bind(column(rows, |r| r.9))
            .bind(column(rows, |r| r.10))
            .execute(&mut self.0)
            .await?;
        Ok(())
    }
}
