//! Folding SQLite's log into its file beside the writer, so that no vote waits for it.

use std::path::Path;
use std::time::Duration;

use sqlx::SqliteConnection;
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::sqlite::connect;
use crate::error::StoreError;

/// From the end of a folding to the next. Longer, and the log of busy times is larger than memory likes to hold;
/// shorter, and a page that many votes touch is folded more often.
const REST: Duration = Duration::from_millis(500);

/// How often the log is folded while votes are written, before the writer folds what came meanwhile: each time less
/// is left.
const ROUNDS: u32 = 3;

/// The state of folding. The log is begun anew only when all of it is in the file and nobody writes: the last,
/// short step is therefore the writer's.
pub(super) struct Folding {
    helper: Helper,
    round: u32,
    due: Instant,
}

/// The connection that folds.
enum Helper {
    Waits(SqliteConnection),
    Folds(JoinHandle<SqliteConnection>),
    /// Neither; the writer folds alone.
    Gone,
}

impl Folding {
    pub(super) async fn of(path: &Path) -> Result<Self, StoreError> {
        let helper = Helper::Waits(connect(path).await?);
        Ok(Self { helper, round: 0, due: Instant::now() + REST })
    }

    /// Goes on with folding; called by the writer between two batches.
    pub(super) async fn go_on(&mut self, writer: &mut SqliteConnection) {
        self.helper = match std::mem::replace(&mut self.helper, Helper::Gone) {
            Helper::Folds(task) if !task.is_finished() => Helper::Folds(task),
            Helper::Folds(task) => {
                self.end_round(writer).await;
                task.await.map_or(Helper::Gone, Helper::Waits)
            }
            helper => helper,
        };
        if Instant::now() < self.due {
            return;
        }
        self.helper = match std::mem::replace(&mut self.helper, Helper::Gone) {
            Helper::Waits(helper) => Helper::Folds(tokio::spawn(folded(helper))),
            Helper::Gone => {
                self.round = ROUNDS;
                self.end_round(writer).await;
                Helper::Gone
            }
            folds @ Helper::Folds(_) => folds,
        };
    }

    /// Waits until nobody folds: the log cannot be emptied meanwhile.
    pub(super) async fn rest(&mut self) {
        self.helper = match std::mem::replace(&mut self.helper, Helper::Gone) {
            Helper::Folds(task) => task.await.map_or(Helper::Gone, Helper::Waits),
            helper => helper,
        };
    }

    async fn end_round(&mut self, writer: &mut SqliteConnection) {
        self.round += 1;
        if self.round >= ROUNDS {
            fold(writer).await;
            self.round = 0;
            self.due = Instant::now() + REST;
        }
    }
}

async fn folded(mut helper: SqliteConnection) -> SqliteConnection {
    fold(&mut helper).await;
    helper
}

/// Folds what nobody reads any more. Where that fails the log keeps it, and the next vote is told what is wrong
/// with the disk.
async fn fold(connection: &mut SqliteConnection) {
    let _ = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(connection).await;
}
