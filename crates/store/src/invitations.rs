//! Invitations, and participations: made apart, claimed by chance, never joined.

use beringia_domain::{AgeBand, Part};

use crate::database::{Database, Tx};
use crate::error::StoreError;
use crate::people::part;
use crate::sql::text;

/// A batch to be made.
#[derive(Debug, Clone)]
pub struct NewBatch<'a> {
    /// For which side.
    pub side: Part,
    /// The organisers' own word for it.
    pub label: &'a str,
    /// The last day on which its invitations open.
    pub until_day: i64,
    /// Whether it replaces lost codes.
    pub is_replacement: bool,
}

/// A batch with how its invitations stand.
#[derive(Debug, Clone)]
pub struct BatchRow {
    /// Its number.
    pub batch: i64,
    /// For which side.
    pub side: Part,
    /// The organisers' own word for it.
    pub label: String,
    /// How many invitations.
    pub size: i64,
    /// The last day on which they open.
    pub until_day: i64,
    /// Whether it replaces lost codes.
    pub is_replacement: bool,
    /// How many were used.
    pub used: i64,
    /// How many were revoked.
    pub revoked: i64,
}

/// An invitation found by its code.
#[derive(Debug, Clone)]
pub struct FoundInvitation {
    /// For which side.
    pub side: Part,
    /// open, used or revoked.
    pub state: String,
    /// The last day on which it opens.
    pub until_day: i64,
}

/// A participation, without what was said in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParticipationRow {
    /// Its random number.
    pub participant: i64,
    /// Of which side.
    pub side: Part,
    /// Whether somebody has it; a withdrawn one counts as nobody's and is never given again.
    pub is_claimed: bool,
    /// Whether it waits to be claimed.
    pub is_free: bool,
}

/// The number the next batch will have.
async fn next_batch(tx: &mut Tx, exchange: i64) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar(text("invitations", "next_batch"))
        .bind(exchange)
        .fetch_one(&mut *tx.inner)
        .await?)
}

/// Adds a batch whose invitations have the digests that `digest_of` gives for the batch's number and theirs;
/// gives its number.
pub async fn add_batch(
    tx: &mut Tx,
    exchange: i64,
    new: &NewBatch<'_>,
    size: i64,
    digest_of: impl Fn(i64, i64) -> String,
) -> Result<i64, StoreError> {
    let batch = next_batch(tx, exchange).await?;
    sqlx::query(text("invitations", "insert_batch"))
        .bind(exchange)
        .bind(batch)
        .bind(new.side.number())
        .bind(new.label)
        .bind(size)
        .bind(new.until_day)
        .bind(i64::from(new.is_replacement))
        .execute(&mut *tx.inner)
        .await?;
    for place in 1..=size {
        sqlx::query(text("invitations", "insert_invitation"))
            .bind(exchange)
            .bind(digest_of(batch, place))
            .bind(batch)
            .bind(place)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(batch)
}

/// Adds free participations: random numbers with the digests of their codes.
pub async fn add_participations(
    tx: &mut Tx,
    exchange: i64,
    side: Part,
    new: &[(i64, String)],
) -> Result<(), StoreError> {
    for (participant, digest) in new {
        sqlx::query(text("invitations", "insert_participation"))
            .bind(exchange)
            .bind(*participant)
            .bind(digest)
            .bind(side.number())
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}

type BatchTuple = (i64, i64, String, i64, i64, i64, i64, i64);

/// All batches, with how they stand.
pub async fn batches(database: &Database, exchange: i64) -> Result<Vec<BatchRow>, StoreError> {
    let rows: Vec<BatchTuple> = sqlx::query_as(text("invitations", "batches"))
        .bind(exchange)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(batch, side, label, size, until_day, replaces, used, revoked)| {
            let (side, is_replacement) = (part(side)?, replaces == 1);
            Ok(BatchRow { batch, side, label, size, until_day, is_replacement, used, revoked })
        })
        .collect()
}

/// The state of every invitation of a batch, in order of their numbers.
pub async fn invitation_states(
    database: &Database,
    exchange: i64,
    batch: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    Ok(sqlx::query_as(text("invitations", "states"))
        .bind(exchange)
        .bind(batch)
        .fetch_all(database.reader())
        .await?)
}

/// The invitation with this code.
pub async fn invitation(
    database: &Database,
    exchange: i64,
    digest: &str,
) -> Result<Option<FoundInvitation>, StoreError> {
    let row: Option<(i64, String, i64, i64)> = sqlx::query_as(text("invitations", "invitation"))
        .bind(exchange)
        .bind(digest)
        .fetch_optional(database.reader())
        .await?;
    row.map(|(side, state, until_day, _)| {
        Ok(FoundInvitation { side: part(side)?, state, until_day })
    })
    .transpose()
}

/// Uses an invitation. Whether it was still open.
pub async fn use_invitation(tx: &mut Tx, exchange: i64, digest: &str) -> Result<bool, StoreError> {
    let done = sqlx::query(text("invitations", "use"))
        .bind(exchange)
        .bind(digest)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Revokes what is open in a batch, or one invitation of it. How many.
pub async fn revoke(
    tx: &mut Tx,
    exchange: i64,
    batch: i64,
    number: Option<i64>,
) -> Result<u64, StoreError> {
    let name = if number.is_some() { "revoke_one" } else { "revoke" };
    let mut query = sqlx::query(text("invitations", name)).bind(exchange).bind(batch);
    if let Some(number) = number {
        query = query.bind(number);
    }
    Ok(query.execute(&mut *tx.inner).await?.rows_affected())
}

/// All participations, in the order of their random numbers.
pub async fn participations(
    database: &Database,
    exchange: i64,
) -> Result<Vec<ParticipationRow>, StoreError> {
    let rows: Vec<(i64, i64, String)> = sqlx::query_as(text("invitations", "participations"))
        .bind(exchange)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(participant, side, state)| {
            Ok(ParticipationRow {
                participant,
                side: part(side)?,
                is_claimed: state == "claimed",
                is_free: state == "free",
            })
        })
        .collect()
}

/// The participation with this code.
pub async fn person_by_code(
    database: &Database,
    exchange: i64,
    digest: &str,
) -> Result<Option<(i64, Part)>, StoreError> {
    let row: Option<(i64, i64)> = sqlx::query_as(text("invitations", "by_code"))
        .bind(exchange)
        .bind(digest)
        .fetch_optional(database.reader())
        .await?;
    row.map(|(participant, side)| Ok((participant, part(side)?))).transpose()
}

/// Claims a free participation for a form. Whether it was free; refused where the form has claimed one.
pub async fn claim(
    tx: &mut Tx,
    exchange: i64,
    participant: i64,
    form: (&str, i64),
    consent: (AgeBand, i64, &str),
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("invitations", "claim"))
        .bind(exchange)
        .bind(participant)
        .bind(consent.0.word())
        .bind(consent.1)
        .bind(consent.2)
        .execute(&mut *tx.inner)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query(text("invitations", "insert_claim"))
        .bind(exchange)
        .bind(form.0)
        .bind(participant)
        .bind(form.1)
        .execute(&mut *tx.inner)
        .await?;
    Ok(true)
}

/// What a form has claimed, and on which side.
pub async fn claimed_by(
    database: &Database,
    exchange: i64,
    form: &str,
) -> Result<Option<(i64, Part)>, StoreError> {
    let row: Option<(i64, i64)> = sqlx::query_as(text("invitations", "claimed"))
        .bind(exchange)
        .bind(form)
        .fetch_optional(database.reader())
        .await?;
    row.map(|(participant, side)| Ok((participant, part(side)?))).transpose()
}

/// Forgets by which form somebody came in: that form brings her back no more.
pub async fn forget_claims(tx: &mut Tx, exchange: i64, participant: i64) -> Result<(), StoreError> {
    sqlx::query(text("ballots", "withdraw_claims"))
        .bind(exchange)
        .bind(participant)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Gives a claimed participation back, for somebody else.
pub async fn release_claim(
    tx: &mut Tx,
    exchange: i64,
    participant: i64,
    form: &str,
) -> Result<(), StoreError> {
    sqlx::query(text("invitations", "release"))
        .bind(exchange)
        .bind(participant)
        .execute(&mut *tx.inner)
        .await?;
    sqlx::query(text("invitations", "delete_claim"))
        .bind(exchange)
        .bind(form)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Deletes the keys of forms of the day before yesterday and earlier.
pub async fn purge_day_old(tx: &mut Tx, exchange: i64, today: i64) -> Result<(), StoreError> {
    for name in ["purge_claims", "purge_submissions"] {
        sqlx::query(text("invitations", name))
            .bind(exchange)
            .bind(today - 1)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}
