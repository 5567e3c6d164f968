//! The one writer of ballots: what has arrived is written in one transaction, and answered after the commit.
//!
//! Beside opening, rewriting, copying and places on a map, this is where the two databases have their own text: a JSON array on SQLite, arrays of
//! columns on PostgreSQL. Why: docs/decisions/0016-one-writer.md.

mod folding;
mod postgres;
mod sqlite;

use std::collections::{HashMap, HashSet};

use beringia_domain::{Choice, Part};
use serde::Serialize;
use tokio::runtime::{self, Handle};
use tokio::sync::{mpsc, oneshot};

use crate::database::{Database, Place};
use crate::error::StoreError;

/// Requests that may wait; one more is refused.
const WAITING_MAX: usize = 8_192;

/// Ballots in one transaction at most: so few that pages are made while the next are written.
const BATCH_MAX: usize = 128;

/// What was shown, as the form carried it.
#[derive(Debug, Clone)]
pub struct Exposed {
    /// Her first, second, … statement.
    pub position: i64,
    /// By which rule.
    pub rule: &'static str,
    /// From which weights; 0 where none was needed.
    pub routing_table: i64,
    /// Of being drawn.
    pub probability: f64,
    /// Whether the author's side was named.
    pub is_labelled: bool,
}

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// She voted.
    Vote(Choice),
    /// She predicted a side's agreement, of a hundred.
    Predict {
        /// About whose agreement.
        about: Part,
        /// Of a hundred.
        share: u8,
    },
    /// She left the statement for later.
    Skip,
}

/// One thing done by one person with one form.
#[derive(Debug, Clone)]
pub struct Ballot {
    /// In which exchange.
    pub exchange: i64,
    /// In which conversation.
    pub conversation: i64,
    /// By whom.
    pub participant: i64,
    /// With which form and which answer: the key that counts it once.
    pub form: i64,
    /// On which statement.
    pub statement: i64,
    /// The version of the wording she saw.
    pub version: i64,
    /// In which language.
    pub language: &'static str,
    /// What she did.
    pub act: Act,
    /// What was shown, with the first act on it.
    pub exposed: Option<Exposed>,
    /// On which day.
    pub day: i64,
}

/// How a ballot was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is on the disk.
    Now,
    /// It was there already, from the same form.
    Before,
}

enum Work {
    Ballot(Box<Ballot>, oneshot::Sender<Result<Written, StoreError>>),
    Withdraw {
        exchange: i64,
        participant: i64,
        gone: String,
        done: oneshot::Sender<Result<(), StoreError>>,
    },
    Rest(oneshot::Sender<()>),
}

/// The answer to a ballot in the queue.
#[derive(Debug)]
pub struct Answer(oneshot::Receiver<Result<Written, StoreError>>);

impl Answer {
    /// Waits until the ballot is on the disk, or is not going to be.
    pub async fn wait(self) -> Result<Written, StoreError> {
        self.0.await.map_err(|_| StoreError::Busy)?
    }
}

/// The way to the one writer.
#[derive(Debug, Clone)]
pub struct Writer {
    queue: mpsc::Sender<Work>,
}

impl Writer {
    /// Starts the writer of a database, on a thread of its own: what is on the disk must not wait for the turn of
    /// pages that are being made.
    pub async fn start(database: Database) -> Result<Self, StoreError> {
        let (queue, waiting) = mpsc::channel(WAITING_MAX);
        let (begun, has_begun) = oneshot::channel();
        let pages = Handle::current();
        let own = runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("ballots".to_owned()).spawn(move || {
            own.block_on(async {
                let opened = Connection::only(&database).await;
                let (told, connection) = match opened {
                    Ok(connection) => (Ok(()), Some(connection)),
                    Err(error) => (Err(error), None),
                };
                let is_awaited = begun.send(told).is_ok();
                if let Some(connection) = connection.filter(|_| is_awaited) {
                    write_all(database, connection, waiting, pages).await;
                }
            });
        })?;
        has_begun.await.map_err(|_| StoreError::Busy)??;
        Ok(Self { queue })
    }

    /// Puts a ballot in the queue; the answer comes when it is on the disk.
    pub fn cast(&self, ballot: Ballot) -> Result<Answer, StoreError> {
        let (done, answer) = oneshot::channel();
        let work = Work::Ballot(Box::new(ballot), done);
        self.queue.try_send(work).map_err(|_| StoreError::Busy)?;
        Ok(Answer(answer))
    }

    /// Waits until all that arrived before is written, or refused.
    pub async fn rest(&self) -> Result<(), StoreError> {
        let (done, answer) = oneshot::channel();
        self.queue.send(Work::Rest(done)).await.map_err(|_| StoreError::Busy)?;
        answer.await.map_err(|_| StoreError::Busy)
    }

    /// Deletes a person's ballots, after all that arrived before; `gone` takes the place of her code's digest.
    pub async fn withdraw(
        &self,
        exchange: i64,
        participant: i64,
        gone: String,
    ) -> Result<(), StoreError> {
        let (done, answer) = oneshot::channel();
        let work = Work::Withdraw { exchange, participant, gone, done };
        self.queue.send(work).await.map_err(|_| StoreError::Busy)?;
        answer.await.map_err(|_| StoreError::Busy)?
    }
}

/// Writes until nobody can send any more.
async fn write_all(
    database: Database,
    mut connection: Connection,
    mut waiting: mpsc::Receiver<Work>,
    pages: Handle,
) {
    let mut arrived = Vec::with_capacity(BATCH_MAX);
    // Whether what was deleted is still in the log, because somebody was reading from it.
    let mut is_log_due = false;
    while waiting.recv_many(&mut arrived, BATCH_MAX).await > 0 {
        let mut ballots = Vec::new();
        for work in arrived.drain(..) {
            match work {
                Work::Ballot(ballot, done) => ballots.push((ballot, done)),
                Work::Rest(done) => {
                    write_batch(&database, &mut connection, &mut ballots, &pages).await;
                    let _ = done.send(());
                }
                Work::Withdraw { exchange, participant, gone, done } => {
                    write_batch(&database, &mut connection, &mut ballots, &pages).await;
                    // On the threads of the pages, to which the pool of connections belongs.
                    let database = database.clone();
                    let withdrawn = pages.spawn(async move {
                        withdraw(&database, exchange, participant, &gone).await
                    });
                    let kept = withdrawn.await.unwrap_or(Err(StoreError::Busy));
                    is_log_due = !connection.empty_log().await;
                    let _ = done.send(kept);
                }
            }
        }
        write_batch(&database, &mut connection, &mut ballots, &pages).await;
        if is_log_due {
            is_log_due = !connection.empty_log().await;
        }
    }
}

type Waiting = (Box<Ballot>, oneshot::Sender<Result<Written, StoreError>>);

async fn write_batch(
    database: &Database,
    connection: &mut Connection,
    batch: &mut Vec<Waiting>,
    pages: &Handle,
) {
    if batch.is_empty() {
        return;
    }
    let ballots: Vec<&Ballot> = batch.iter().map(|(ballot, _)| ballot.as_ref()).collect();
    let kept = {
        let _turn = database.turn().await;
        connection.keep(&ballots).await
    };
    match kept {
        Ok(answers) => {
            let batch = std::mem::take(batch);
            // From among the pages: to wake each of them from here would take time from the next batch.
            pages.spawn(async move {
                for ((_, done), answer) in batch.into_iter().zip(answers) {
                    let _ = done.send(Ok(answer));
                }
            });
        }
        Err(error) => {
            refuse(batch, &error);
            // The connection may be in the middle of something: begin anew, as soon as that is possible.
            if connection.is_good().await {
                return;
            }
            if let Ok(fresh) = Connection::only(database).await {
                *connection = fresh;
            }
        }
    }
}

fn refuse(batch: &mut Vec<Waiting>, error: &StoreError) {
    for (_, done) in batch.drain(..) {
        let _ = done.send(Err(match error {
            StoreError::DiskFull => StoreError::DiskFull,
            StoreError::ReadOnly => StoreError::ReadOnly,
            other => StoreError::Database(other.to_string()),
        }));
    }
}

async fn withdraw(
    database: &Database,
    exchange: i64,
    participant: i64,
    gone: &str,
) -> Result<(), StoreError> {
    use crate::sql::text;
    let mut tx = database.write().await?;
    for (noun, name) in [
        ("ballots", "note_withdrawal"),
        // What is not released yet is worked out again, without her.
        ("results", "withdraw"),
        ("results", "withdraw_place"),
        ("ballots", "withdraw_votes"),
        ("ballots", "withdraw_predictions"),
        ("ballots", "withdraw_exposures"),
        ("ballots", "withdraw_submissions"),
        ("ballots", "withdraw_claims"),
    ] {
        sqlx::query(text(noun, name))
            .bind(exchange)
            .bind(participant)
            .execute(&mut *tx.inner)
            .await?;
    }
    sqlx::query(text("results", "orphans")).bind(exchange).execute(&mut *tx.inner).await?;
    sqlx::query(text("ballots", "withdraw"))
        .bind(exchange)
        .bind(participant)
        .bind(gone)
        .execute(&mut *tx.inner)
        .await?;
    tx.commit().await
}

/// The writer's own connection.
pub(crate) enum Connection {
    Sqlite(Box<sqlite::Connection>),
    Postgres(Box<postgres::Connection>),
}

impl Connection {
    pub(crate) async fn open(database: &Database) -> Result<Self, StoreError> {
        Ok(match database.place() {
            Place::Sqlite(path) => Self::Sqlite(Box::new(sqlite::Connection::open(path).await?)),
            Place::Postgres(url) => {
                Self::Postgres(Box::new(postgres::Connection::open(url).await?))
            }
        })
    }

    /// The connection of the one writer there is. That of a file is alone by the server's own lock.
    async fn only(database: &Database) -> Result<Self, StoreError> {
        let mut connection = Self::open(database).await?;
        match (&mut connection, database.place()) {
            (Self::Sqlite(sqlite), Place::Sqlite(path)) => sqlite.fold_beside(path).await?,
            (Self::Postgres(postgres), _) => postgres.hold().await?,
            (Self::Sqlite(_), Place::Postgres(_)) => {}
        }
        Ok(connection)
    }

    /// Takes what was deleted out of the log, too, where the database keeps one beside its file; whether that is done.
    async fn empty_log(&mut self) -> bool {
        match self {
            Self::Sqlite(connection) => connection.empty_log().await,
            Self::Postgres(_) => true,
        }
    }

    /// Whether the connection is still good after an error: one that holds the lock of the one writer is not given up
    /// without need, for the next would wait for it.
    async fn is_good(&mut self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(connection) => connection.is_good().await,
        }
    }

    /// Writes a batch in one transaction; which of them were new.
    pub(crate) async fn keep(&mut self, ballots: &[&Ballot]) -> Result<Vec<Written>, StoreError> {
        match self {
            Self::Sqlite(connection) => connection.keep(ballots).await,
            Self::Postgres(connection) => connection.keep(ballots).await,
        }
    }
}

/// A key of a form.
type Form = (i64, i64, i64);

fn form(ballot: &Ballot) -> Form {
    (ballot.exchange, ballot.participant, ballot.form)
}

/// A vote as a row.
#[derive(Serialize)]
struct VoteRow(i64, i64, i64, i64, i64, i64, &'static str, i64);
/// A prediction as a row.
#[derive(Serialize)]
struct PredictionRow(i64, i64, i64, i64, i64, i64, i64);
/// An exposure as a row.
#[derive(Serialize)]
struct ExposureRow(i64, i64, i64, i64, i64, i64, &'static str, &'static str, i64, f64, i64);

/// What is to be written of a batch: of several acts of one person on one statement, the last.
#[derive(Default)]
struct Rows {
    votes: Vec<VoteRow>,
    predictions: Vec<PredictionRow>,
    exposures: Vec<ExposureRow>,
}

/// The rows of those ballots whose forms are new.
fn rows(ballots: &[&Ballot], new: &HashSet<Form>) -> Rows {
    let mut rows = Rows::default();
    let mut votes = HashMap::new();
    let mut predictions = HashMap::new();
    let mut exposures = HashSet::new();
    for ballot in ballots.iter().filter(|ballot| new.contains(&form(ballot))) {
        let place = (ballot.exchange, ballot.conversation, ballot.participant);
        match ballot.act {
            Act::Vote(choice) => {
                let at = *votes.entry((place, ballot.statement)).or_insert(rows.votes.len());
                put(&mut rows.votes, at, vote_row(ballot, choice));
            }
            Act::Predict { about, share } => {
                let key = (place, ballot.statement, about);
                let at = *predictions.entry(key).or_insert(rows.predictions.len());
                put(&mut rows.predictions, at, prediction_row(ballot, about, share));
            }
            Act::Skip => {}
        }
        if let Some(exposed) = &ballot.exposed
            && exposures.insert((place, exposed.position))
        {
            rows.exposures.push(exposure_row(ballot, exposed));
        }
    }
    rows
}

fn put<T>(rows: &mut Vec<T>, at: usize, row: T) {
    if at == rows.len() { rows.push(row) } else { rows[at] = row }
}

fn vote_row(ballot: &Ballot, choice: Choice) -> VoteRow {
    let number = match choice {
        Choice::Agree => 1,
        Choice::Disagree => 2,
        Choice::Pass => 3,
    };
    VoteRow(
        ballot.exchange,
        ballot.conversation,
        ballot.participant,
        ballot.statement,
        number,
        ballot.version,
        ballot.language,
        ballot.day,
    )
}

fn prediction_row(ballot: &Ballot, about: Part, share: u8) -> PredictionRow {
    PredictionRow(
        ballot.exchange,
        ballot.conversation,
        ballot.participant,
        ballot.statement,
        about.number(),
        i64::from(share),
        ballot.day,
    )
}

fn exposure_row(ballot: &Ballot, exposed: &Exposed) -> ExposureRow {
    ExposureRow(
        ballot.exchange,
        ballot.conversation,
        ballot.participant,
        exposed.position,
        ballot.statement,
        ballot.version,
        ballot.language,
        exposed.rule,
        exposed.routing_table,
        exposed.probability,
        i64::from(exposed.is_labelled),
    )
}

/// For each ballot whether its form was new; a form twice in one batch counts once.
fn answers(ballots: &[&Ballot], new: &HashSet<Form>) -> Vec<Written> {
    let mut told = HashSet::new();
    let is_new = |ballot: &&&Ballot| new.contains(&form(ballot));
    ballots
        .iter()
        .map(|ballot| {
            if is_new(&ballot) && told.insert(form(ballot)) {
                Written::Now
            } else {
                Written::Before
            }
        })
        .collect()
}
