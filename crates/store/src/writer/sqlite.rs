//! A batch of ballots for SQLite: one JSON array a table.

use std::collections::HashSet;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Executor, SqlStr, SqliteConnection};

use super::folding::Folding;
use super::{Ballot, Form, Rows, Written, answers, form, rows};
use crate::database::PRAGMAS;
use crate::error::{StoreError, foreign};

/// The beginning of a transaction: how many forms were new. Each text is one message to the thread of the
/// connection, and so is each row that comes back.
const SUBMISSIONS: &str = concat!(
    "BEGIN IMMEDIATE;\n",
    include_str!("../../sql/sqlite/submissions.sql"),
    ";\nSELECT changes()"
);
/// The same anew, where some were known: which were not.
const NEW_SUBMISSIONS: &str = concat!(
    "ROLLBACK; BEGIN IMMEDIATE;\n",
    include_str!("../../sql/sqlite/submissions.sql"),
    "\nRETURNING exchange, participant, form"
);
/// What came with them, and the transaction's end; the row at last says that it was reached.
const BALLOTS: &str = concat!(
    include_str!("../../sql/sqlite/votes.sql"),
    ";\n",
    include_str!("../../sql/sqlite/predictions.sql"),
    ";\n",
    include_str!("../../sql/sqlite/exposures.sql"),
    ";\nCOMMIT;\nSELECT 1"
);

/// The writer's connection to a file, and who folds the log beside it.
pub(crate) struct Connection(SqliteConnection, Option<Folding>);

/// A connection of our own, outside the pool.
pub(super) async fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    let mut connection =
        SqliteConnectOptions::new().filename(path).create_if_missing(false).connect().await?;
    connection.execute(SqlStr::from_static(PRAGMAS)).await?;
    Ok(connection)
}

impl Connection {
    pub(crate) async fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self(connect(path).await?, None))
    }

    /// From now on the log is folded beside the writing, and not by the commit that makes it too long.
    pub(crate) async fn fold_beside(&mut self, path: &Path) -> Result<(), StoreError> {
        self.1 = Some(Folding::of(path).await?);
        self.0.execute("PRAGMA wal_autocheckpoint = 0").await?;
        Ok(())
    }

    /// Empties the log; not while somebody is reading from it. Whether it is done.
    pub(crate) async fn empty_log(&mut self) -> bool {
        if let Some(folding) = &mut self.1 {
            folding.rest().await;
        }
        // Waits a moment for whoever reads, not as long as for a vote.
        let _ = self.0.execute("PRAGMA busy_timeout = 200").await;
        let busy: Result<i64, _> =
            sqlx::query_scalar("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut self.0).await;
        let _ = self.0.execute("PRAGMA busy_timeout = 10000").await;
        busy.is_ok_and(|busy| busy == 0)
    }

    pub(crate) async fn keep(&mut self, ballots: &[&Ballot]) -> Result<Vec<Written>, StoreError> {
        if let Some(folding) = &mut self.1 {
            folding.go_on(&mut self.0).await;
        }
        let kept = self.write(ballots).await;
        if kept.is_err() {
            let _ = self.0.execute("ROLLBACK").await;
        }
        Ok(answers(ballots, &kept?))
    }

    /// Begins a transaction with the forms; which of them are new.
    async fn submit(&mut self, ballots: &[&Ballot]) -> Result<HashSet<Form>, StoreError> {
        let forms: HashSet<Form> = ballots.iter().copied().map(form).collect();
        let rows: Vec<(i64, i64, i64, i64)> =
            ballots.iter().map(|b| (b.exchange, b.participant, b.form, b.day)).collect();
        let rows = json(&rows)?;
        let count: i64 = sqlx::query_scalar(SUBMISSIONS).bind(&rows).fetch_one(&mut self.0).await?;
        if usize::try_from(count) == Ok(forms.len()) {
            return Ok(forms);
        }
        let new: Vec<Form> =
            sqlx::query_as(NEW_SUBMISSIONS).bind(&rows).fetch_all(&mut self.0).await?;
        let new: HashSet<Form> = new.into_iter().collect();
        debug_assert!(new.is_subset(&forms), "only ours come back");
        Ok(new)
    }

    async fn write(&mut self, ballots: &[&Ballot]) -> Result<HashSet<Form>, StoreError> {
        let new = self.submit(ballots).await?;
        let Rows { votes, predictions, exposures } = rows(ballots, &new);
        let ballots = sqlx::query_scalar::<_, i64>(BALLOTS)
            .bind(json(&votes)?)
            .bind(json(&predictions)?)
            .bind(json(&exposures)?);
        ballots.fetch_one(&mut self.0).await?;
        Ok(new)
    }
}

fn json<T: serde::Serialize>(rows: &[T]) -> Result<String, StoreError> {
    serde_json::to_string(rows).map_err(foreign("batch"))
}
