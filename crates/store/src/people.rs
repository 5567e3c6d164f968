//! Those who run an exchange: accounts, roles, sign-ins, one-time links.

use beringia_domain::{Part, Role};

use crate::database::{Database, Tx};
use crate::error::StoreError;
use crate::sql::text;

/// An account.
#[derive(Debug, Clone)]
pub struct StoredAccount {
    /// Its random number.
    pub account: i64,
    /// The log-in name.
    pub login: String,
    /// The name as she writes it.
    pub name: String,
    /// The password, hashed.
    pub password: String,
    /// The secret of the authenticator, where she uses one.
    pub authenticator: Option<String>,
    /// The last step of the authenticator that was used.
    pub authenticator_step: i64,
}

/// An account in a role.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// Who.
    pub account: i64,
    /// On which side.
    pub side: Part,
    /// As what.
    pub role: Role,
    /// Her name.
    pub name: String,
    /// Her log-in name.
    pub login: String,
}

/// Who is signed in, and as what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Who.
    pub account: i64,
    /// Her name.
    pub name: String,
    /// On which side.
    pub side: Part,
    /// As what.
    pub role: Role,
}

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appointed {
    /// On which side.
    pub side: Part,
    /// As what.
    pub role: Role,
    /// Whose account is recovered; nothing for a new one.
    pub account: Option<i64>,
}

/// The side of a number.
pub(crate) fn part(number: i64) -> Result<Part, StoreError> {
    match number {
        0 => Ok(Part::First),
        1 => Ok(Part::Second),
        _ => Err(StoreError::Foreign(format!("side {number}"))),
    }
}

fn role(word: &str) -> Result<Role, StoreError> {
    Role::parse(word).ok_or_else(|| StoreError::Foreign(format!("role {word}")))
}

type AccountRow = (i64, String, String, String, Option<String>, i64);

fn account_of(row: AccountRow) -> StoredAccount {
    let (account, login, name, password, authenticator, authenticator_step) = row;
    StoredAccount { account, login, name, password, authenticator, authenticator_step }
}

/// The account with this log-in name.
pub async fn account_by_login(
    database: &Database,
    exchange: i64,
    login: &str,
) -> Result<Option<StoredAccount>, StoreError> {
    let row: Option<AccountRow> = sqlx::query_as(text("people", "by_login"))
        .bind(exchange)
        .bind(login)
        .fetch_optional(database.reader())
        .await?;
    Ok(row.map(account_of))
}

/// The account with this number.
pub async fn account(
    database: &Database,
    exchange: i64,
    account: i64,
) -> Result<Option<StoredAccount>, StoreError> {
    let row: Option<AccountRow> = sqlx::query_as(text("people", "by_number"))
        .bind(exchange)
        .bind(account)
        .fetch_optional(database.reader())
        .await?;
    Ok(row.map(account_of))
}

/// Adds an account.
pub async fn add_account(
    tx: &mut Tx,
    exchange: i64,
    account: &StoredAccount,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "insert_account"))
        .bind(exchange)
        .bind(account.account)
        .bind(&account.login)
        .bind(&account.name)
        .bind(&account.password)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Gives an account another password.
pub async fn set_password(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
    password: &str,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "set_password"))
        .bind(exchange)
        .bind(account)
        .bind(password)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Gives an account an authenticator, or takes it away.
pub async fn set_authenticator(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
    secret: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "set_authenticator"))
        .bind(exchange)
        .bind(account)
        .bind(secret.map(str::to_owned))
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Uses a step of the authenticator. Whether it was still unused.
pub async fn use_step(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
    step: i64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("people", "use_step"))
        .bind(exchange)
        .bind(account)
        .bind(step)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces an account's recovery codes.
pub async fn add_recovery_codes(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
    digests: &[String],
) -> Result<(), StoreError> {
    sqlx::query(text("people", "drop_recovery_codes"))
        .bind(exchange)
        .bind(account)
        .execute(&mut *tx.inner)
        .await?;
    for digest in digests {
        sqlx::query(text("people", "insert_recovery_code"))
            .bind(exchange)
            .bind(account)
            .bind(digest)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}

/// Uses a recovery code. Whether it was one.
pub async fn use_recovery_code(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
    digest: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("people", "use_recovery_code"))
        .bind(exchange)
        .bind(account)
        .bind(digest)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives an account a role on a side.
pub async fn add_member(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
    side: Part,
    role: Role,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "insert_member"))
        .bind(exchange)
        .bind(account)
        .bind(side.number())
        .bind(role.word())
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Takes an account's role, and signs it out.
pub async fn delete_member(tx: &mut Tx, exchange: i64, account: i64) -> Result<(), StoreError> {
    sqlx::query(text("people", "delete_member"))
        .bind(exchange)
        .bind(account)
        .execute(&mut *tx.inner)
        .await?;
    delete_sessions_of(tx, exchange, account).await
}

/// Who has which role.
pub async fn members(database: &Database, exchange: i64) -> Result<Vec<MemberRow>, StoreError> {
    let rows: Vec<(i64, i64, String, String, String)> = sqlx::query_as(text("people", "members"))
        .bind(exchange)
        .fetch_all(database.reader())
        .await?;
    rows.into_iter()
        .map(|(account, side, word, name, login)| {
            Ok(MemberRow { account, side: part(side)?, role: role(&word)?, name, login })
        })
        .collect()
}

/// Signs an account in.
pub async fn add_session(
    tx: &mut Tx,
    exchange: i64,
    digest: &str,
    account: i64,
    until_second: i64,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "insert_session"))
        .bind(exchange)
        .bind(digest)
        .bind(account)
        .bind(until_second)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Who is signed in with this token.
pub async fn seat(
    database: &Database,
    exchange: i64,
    digest: &str,
    now_second: i64,
) -> Result<Option<Seat>, StoreError> {
    let row: Option<(i64, String, i64, String)> = sqlx::query_as(text("people", "session"))
        .bind(exchange)
        .bind(digest)
        .bind(now_second)
        .fetch_optional(database.reader())
        .await?;
    row.map(|(account, name, side, word)| {
        Ok(Seat { account, name, side: part(side)?, role: role(&word)? })
    })
    .transpose()
}

/// Signs one device out.
pub async fn delete_session(tx: &mut Tx, exchange: i64, digest: &str) -> Result<(), StoreError> {
    sqlx::query(text("people", "delete_session"))
        .bind(exchange)
        .bind(digest)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Signs an account out everywhere.
pub async fn delete_sessions_of(
    tx: &mut Tx,
    exchange: i64,
    account: i64,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "delete_sessions_of"))
        .bind(exchange)
        .bind(account)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Makes a one-time link.
pub async fn add_appointment(
    tx: &mut Tx,
    exchange: i64,
    digest: &str,
    appointed: Appointed,
    until_second: i64,
) -> Result<(), StoreError> {
    sqlx::query(text("people", "insert_appointment"))
        .bind(exchange)
        .bind(digest)
        .bind(appointed.side.number())
        .bind(appointed.role.word())
        .bind(appointed.account)
        .bind(until_second)
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// What a one-time link is for, if it still opens.
pub async fn appointment(
    database: &Database,
    exchange: i64,
    digest: &str,
    now_second: i64,
) -> Result<Option<Appointed>, StoreError> {
    let row: Option<(i64, String, Option<i64>)> = sqlx::query_as(text("people", "appointment"))
        .bind(exchange)
        .bind(digest)
        .bind(now_second)
        .fetch_optional(database.reader())
        .await?;
    row.map(|(side, word, account)| {
        Ok(Appointed { side: part(side)?, role: role(&word)?, account })
    })
    .transpose()
}

/// Uses a one-time link. Whether it was still unused.
pub async fn take_appointment(
    tx: &mut Tx,
    exchange: i64,
    digest: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(text("people", "delete_appointment"))
        .bind(exchange)
        .bind(digest)
        .execute(&mut *tx.inner)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes every one-time link of a side.
pub async fn delete_appointments(tx: &mut Tx, exchange: i64, side: Part) -> Result<(), StoreError> {
    sqlx::query(text("people", "delete_appointments"))
        .bind(exchange)
        .bind(side.number())
        .execute(&mut *tx.inner)
        .await?;
    Ok(())
}

/// Deletes what has expired.
pub async fn purge_expired(tx: &mut Tx, exchange: i64, now_second: i64) -> Result<(), StoreError> {
    for name in ["purge_sessions", "purge_appointments"] {
        sqlx::query(text("people", name))
            .bind(exchange)
            .bind(now_second)
            .execute(&mut *tx.inner)
            .await?;
    }
    Ok(())
}
