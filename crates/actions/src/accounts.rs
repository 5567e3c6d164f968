//! Accounts: one-time links, signing in, second codes, recovery by the own side's other organiser.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use beringia_domain::{Part, Role, text};
use beringia_store::{self as store, Appointed, Seat, StoredAccount};

use crate::audit::Act;
use crate::authority::Organiser;
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::secret::{hex, random_bytes, random_number, random_token};

/// Characters of a password at least.
pub const PASSWORD_LEAST: usize = 12;
/// Bytes of a password at most.
const PASSWORD_BYTES_MAX: usize = 1_000;
/// Seconds a sign-in lasts.
const SESSION_SECONDS: i64 = 12 * 3_600;
/// Seconds a one-time link lasts.
const LINK_SECONDS: i64 = 7 * 86_400;
/// Passwords hashed at the same time: each takes 19 MiB, and strangers may send as many as they like.
static HASHING: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);
/// Printed recovery codes.
const RECOVERY_CODES: i64 = 8;

/// Makes the one-time link by which the very first organiser comes; nothing where an account exists.
pub async fn first_link(house: &House) -> Result<Option<String>, ActionError> {
    let mut tx = house.database.write().await?;
    if !is_founding(house).await? {
        return Ok(None);
    }
    let appointed = Appointed { side: Part::First, role: Role::Organiser, account: None };
    let token = new_link(house, &mut tx, appointed).await?;
    tx.commit().await?;
    Ok(Some(token))
}

async fn new_link(
    house: &House,
    tx: &mut store::Tx,
    appointed: Appointed,
) -> Result<String, ActionError> {
    let token = random_token()?;
    let digest = house.key.digest("link", &token);
    let until = house.now_second() + LINK_SECONDS;
    store::add_appointment(tx, house.exchange, &digest, appointed, until).await?;
    Ok(token)
}

/// Makes the link by which the other side's first organiser comes; only while that side has nobody.
pub async fn link_for_other_side(house: &House, by: &Organiser) -> Result<String, ActionError> {
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let members = store::members(&house.database, house.exchange).await?;
    let other = by.side().other();
    if members.iter().any(|member| member.side == other) {
        return Err(Refusal::OtherSideThere.into());
    }
    let appointed = Appointed { side: other, role: Role::Organiser, account: None };
    let token = new_link(house, &mut act.tx, appointed).await?;
    act.end("invite-organiser", &format!("side {}", other.index())).await?;
    Ok(token)
}

/// Makes a link for a new account of the own side; for an organiser or a deputy only where both sides have granted
/// one that was not made yet.
pub async fn open_link(house: &House, by: &Organiser, role: Role) -> Result<String, ActionError> {
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    // Inside the act: one grant must not make two links at the same time.
    if role.approves() && !granted(house, by.side(), role).await? {
        return Err(Refusal::NotApprovedYet.into());
    }
    let appointed = Appointed { side: by.side(), role, account: None };
    let token = new_link(house, &mut act.tx, appointed).await?;
    act.end("link", role.word()).await?;
    Ok(token)
}

/// Whether both sides granted a link for this role that was not made yet.
async fn granted(house: &House, side: Part, role: Role) -> Result<bool, ActionError> {
    let rows = store::audit(&house.database, house.exchange, 0).await?;
    let mark = appoint_mark(side, role);
    let granted = rows.iter().filter(|row| row.act == "granted" && row.subject == mark).count();
    let made = rows
        .iter()
        .filter(|row| row.act == "link" && row.subject == role.word() && row.side == Some(side))
        .count();
    Ok(made < granted)
}

/// How a grant to appoint is written in the audit.
pub(crate) fn appoint_mark(side: Part, role: Role) -> String {
    format!("appoint side {} {}", side.index(), role.word())
}

/// Makes the link by which an account of the own side gets a new password; not for oneself.
pub async fn recovery_link(
    house: &House,
    by: &Organiser,
    account: i64,
) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let member =
        members.iter().find(|member| member.account == account).ok_or(Refusal::NotFound)?;
    if member.side != by.side() || account == by.account() {
        return Err(Refusal::NotYourSide.into());
    }
    let appointed = Appointed { side: member.side, role: member.role, account: Some(account) };
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let token = new_link(house, &mut act.tx, appointed).await?;
    act.end("recovery-link", &format!("account {account}")).await?;
    Ok(token)
}

/// Whether nobody has come yet: who comes now chooses her side.
pub async fn is_founding(house: &House) -> Result<bool, ActionError> {
    Ok(store::members(&house.database, house.exchange).await?.is_empty())
}

/// What a link is for, if it still opens.
pub async fn see_link(house: &House, token: &str) -> Result<Appointed, ActionError> {
    let digest = house.key.digest("link", token);
    let found =
        store::appointment(&house.database, house.exchange, &digest, house.now_second()).await?;
    Ok(found.ok_or(Refusal::LinkUsed)?)
}

/// What a new account says of itself.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// User name or e-mail.
    pub login: String,
    /// The name as she writes it.
    pub name: String,
    /// The password.
    pub password: String,
    /// The side she stands for, which only the very first organiser chooses: the link tells everybody else.
    pub side: Option<Part>,
}

/// A new account, signed in, with its recovery codes, to be shown once.
#[derive(Debug)]
pub struct Entry {
    /// The token of the sign-in, for the cookie.
    pub token: String,
    /// Printed codes for when the password is lost.
    pub recovery_codes: Vec<String>,
}

/// Uses a link: makes the account, or gives an existing one a new password, and signs it in.
pub async fn take_seat(house: &House, link: &str, new: &NewAccount) -> Result<Entry, ActionError> {
    let appointed = chosen(house, see_link(house, link).await?, new.side).await?;
    let hash = hashed(&new.password).await?;
    let digest = house.key.digest("link", link);
    let account = appointed.account.map_or_else(random_number, Ok)?;
    let named = match appointed.account {
        None => Some(named(house, new).await?),
        Some(_) => None,
    };
    let mut act = Act::begin(house, account, Some(appointed.side)).await?;
    if !store::take_appointment(&mut act.tx, house.exchange, &digest).await? {
        return Err(Refusal::LinkUsed.into());
    }
    close_other_links(house, &mut act.tx, appointed.side).await?;
    match named {
        Some((login, name)) => {
            let row = StoredAccount {
                account,
                login,
                name,
                password: hash,
                authenticator: None,
                authenticator_step: 0,
            };
            store::add_account(&mut act.tx, house.exchange, &row).await.map_err(
                |error| match error {
                    store::StoreError::Exists => ActionError::from(Refusal::LoginTaken),
                    other => other.into(),
                },
            )?;
            store::add_member(&mut act.tx, house.exchange, account, appointed.side, appointed.role)
                .await?;
        }
        None => {
            store::set_password(&mut act.tx, house.exchange, account, &hash).await?;
            store::set_authenticator(&mut act.tx, house.exchange, account, None).await?;
            store::delete_sessions_of(&mut act.tx, house.exchange, account).await?;
        }
    }
    let codes = fresh_recovery_codes(house, &mut act.tx, account).await?;
    let token = begin_session(house, &mut act.tx, account).await?;
    let word = if appointed.account.is_some() { "recovered" } else { "came" };
    act.end(word, appointed.role.word()).await?;
    Ok(Entry { token, recovery_codes: codes })
}

/// What a link is for, with the side that the very first organiser chose.
async fn chosen(
    house: &House,
    appointed: Appointed,
    side: Option<Part>,
) -> Result<Appointed, ActionError> {
    match side {
        Some(side) if side != appointed.side && is_founding(house).await? => {
            Ok(Appointed { side, ..appointed })
        }
        Some(side) if side != appointed.side => Err(Refusal::LinkUsed.into()),
        _ => Ok(appointed),
    }
}

/// Who comes first to an empty side comes alone: a second link, kept back, would be a key of the other side's.
async fn close_other_links(
    house: &House,
    tx: &mut store::Tx,
    side: Part,
) -> Result<(), ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let is_empty = !members.iter().any(|member| member.side == side);
    for part in Part::BOTH {
        // The very first chose her side: links for either were made before.
        if members.is_empty() || (is_empty && part == side) {
            store::delete_appointments(tx, house.exchange, part).await?;
        }
    }
    Ok(())
}

/// The log-in name and the name, cleaned.
async fn named(house: &House, new: &NewAccount) -> Result<(String, String), ActionError> {
    let login = text::line(&new.login, 120).map_err(|_| Refusal::LoginEmpty)?.to_lowercase();
    let name = text::line(&new.name, 120).map_err(|_| Refusal::NameEmpty)?;
    if store::account_by_login(&house.database, house.exchange, &login).await?.is_some() {
        return Err(Refusal::LoginTaken.into());
    }
    Ok((login, name))
}

async fn fresh_recovery_codes(
    house: &House,
    tx: &mut store::Tx,
    account: i64,
) -> Result<Vec<String>, ActionError> {
    let salt = random_number()?;
    let codes: Vec<_> =
        (0..RECOVERY_CODES).map(|n| house.key.code("recovery", &[account, salt, n])).collect();
    let digests: Vec<String> =
        codes.iter().map(|code| house.key.digest("recovery-code", &code.plain())).collect();
    store::add_recovery_codes(tx, house.exchange, account, &digests).await?;
    Ok(codes.iter().map(beringia_domain::Code::grouped).collect())
}

async fn begin_session(
    house: &House,
    tx: &mut store::Tx,
    account: i64,
) -> Result<String, ActionError> {
    let token = random_token()?;
    let digest = house.key.digest("session", &token);
    let until = house.now_second() + SESSION_SECONDS;
    store::add_session(tx, house.exchange, &digest, account, until).await?;
    Ok(token)
}

/// Hashes a password by argon2id, on a thread of its own: it takes a while by design.
async fn hashed(password: &str) -> Result<String, ActionError> {
    if password.chars().count() < PASSWORD_LEAST || password.len() > PASSWORD_BYTES_MAX {
        return Err(Refusal::PasswordShort.into());
    }
    let password = password.to_owned();
    let salt: [u8; 16] = random_bytes()?;
    let machine = |error: &dyn std::fmt::Display| ActionError::Machine(error.to_string());
    let _place = HASHING.acquire().await.map_err(|error| machine(&error))?;
    tokio::task::spawn_blocking(move || {
        Argon2::default()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
    })
    .await
    .map_err(|error| machine(&error))?
    .map_err(|error| machine(&error))
}

async fn fits(password: &str, hash: &str) -> bool {
    let (password, hash) = (password.to_owned(), hash.to_owned());
    let Ok(_place) = HASHING.acquire().await else { return false };
    let checked = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash).is_ok_and(|parsed| {
            Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
        })
    });
    checked.await.unwrap_or(false)
}

/// Of nobody: verified against where there is no such account, so that both cases take the same time.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What somebody signing in says.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// User name or e-mail.
    pub login: String,
    /// The password, or a printed recovery code.
    pub password: String,
    /// The code of the authenticator, where she uses one.
    pub second: String,
}

/// Signs in; gives the token for the cookie.
pub async fn sign_in(house: &House, given: &SignIn) -> Result<String, ActionError> {
    let login = text::line(&given.login, 120).map_err(|_| Refusal::WrongPassword)?.to_lowercase();
    let found = store::account_by_login(&house.database, house.exchange, &login).await?;
    let hash = found.as_ref().map_or(NOBODY, |account| account.password.as_str());
    let is_password = fits(&given.password, hash).await;
    let Some(account) = found else { return Err(Refusal::WrongPassword.into()) };
    let members = store::members(&house.database, house.exchange).await?;
    let member =
        members.iter().find(|m| m.account == account.account).ok_or(Refusal::WrongPassword)?;
    let mut tx = house.database.write().await?;
    if is_password {
        check_second(house, &mut tx, &account, &given.second).await?;
    } else if !uses_recovery_code(house, &mut tx, account.account, &given.password).await? {
        return Err(Refusal::WrongPassword.into());
    }
    let token = begin_session(house, &mut tx, account.account).await?;
    tx.commit().await?;
    tracing::info!(role = member.role.word(), "signed in");
    Ok(token)
}

/// Whether what was typed is one of the account's recovery codes, which is then used up.
async fn uses_recovery_code(
    house: &House,
    tx: &mut store::Tx,
    account: i64,
    typed: &str,
) -> Result<bool, ActionError> {
    let Ok(code) = beringia_domain::Code::parse(typed) else { return Ok(false) };
    let digest = house.key.digest("recovery-code", &code.plain());
    Ok(store::use_recovery_code(tx, house.exchange, account, &digest).await?)
}

async fn check_second(
    house: &House,
    tx: &mut store::Tx,
    account: &StoredAccount,
    second: &str,
) -> Result<(), ActionError> {
    let Some(secret) = &account.authenticator else { return Ok(()) };
    let step = step_of(secret, second, house.now_second()).ok_or(Refusal::WrongSecondCode)?;
    if store::use_step(tx, house.exchange, account.account, step).await? {
        Ok(())
    } else {
        Err(Refusal::WrongSecondCode.into())
    }
}

/// Signs an account in without password: for an invented exchange on the own machine only.
pub async fn sign_in_as(house: &House, account: i64) -> Result<String, ActionError> {
    let mut tx = house.database.write().await?;
    let token = begin_session(house, &mut tx, account).await?;
    tx.commit().await?;
    Ok(token)
}

/// Who is signed in with a token, if anybody.
pub async fn seat(house: &House, token: &str) -> Result<Option<Seat>, ActionError> {
    let digest = house.key.digest("session", token);
    Ok(store::seat(&house.database, house.exchange, &digest, house.now_second()).await?)
}

/// Signs out.
pub async fn sign_out(house: &House, token: &str) -> Result<(), ActionError> {
    let mut tx = house.database.write().await?;
    store::delete_session(&mut tx, house.exchange, &house.key.digest("session", token)).await?;
    tx.commit().await?;
    Ok(())
}

/// Gives the own account another password; every other device is signed out.
pub async fn change_password(
    house: &House,
    seat: &Seat,
    old: &str,
    new: &str,
) -> Result<String, ActionError> {
    let account = store::account(&house.database, house.exchange, seat.account)
        .await?
        .ok_or(Refusal::NotFound)?;
    let fits = fits(old, &account.password).await;
    let hash = hashed(new).await?;
    let mut act = Act::begin(house, seat.account, Some(seat.side)).await?;
    // Whoever came in by a recovery code has no password to tell: another of her codes does as well.
    if !fits && !uses_recovery_code(house, &mut act.tx, seat.account, old).await? {
        return Err(Refusal::WrongPassword.into());
    }
    store::set_password(&mut act.tx, house.exchange, seat.account, &hash).await?;
    store::delete_sessions_of(&mut act.tx, house.exchange, seat.account).await?;
    let token = begin_session(house, &mut act.tx, seat.account).await?;
    act.end("password", "own").await?;
    Ok(token)
}

/// Replaces the own recovery codes.
pub async fn new_recovery_codes(house: &House, seat: &Seat) -> Result<Vec<String>, ActionError> {
    let mut act = Act::begin(house, seat.account, Some(seat.side)).await?;
    let codes = fresh_recovery_codes(house, &mut act.tx, seat.account).await?;
    act.end("recovery-codes", "own").await?;
    Ok(codes)
}

/// A secret for an authenticator that is not kept before a code made with it was shown: its hexadecimal text,
/// and the address that the authenticator reads.
pub fn proposed_authenticator(name: &str) -> Result<(String, String), ActionError> {
    let secret: [u8; 20] = random_bytes()?;
    let secret = hex(&secret);
    let address = authenticator_address(&secret, name).ok_or(Refusal::NotFound)?;
    Ok((secret, address))
}

/// The address that an authenticator reads, of a secret proposed before.
pub fn authenticator_address(secret: &str, name: &str) -> Option<String> {
    let is_ours = secret.len() == 40 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    authenticator(secret, name).filter(|_| is_ours)?.to_url().ok()
}

/// Keeps the authenticator, after a code made with it.
pub async fn add_authenticator(
    house: &House,
    seat: &Seat,
    secret: &str,
    code: &str,
) -> Result<(), ActionError> {
    step_of(secret, code, house.now_second()).ok_or(Refusal::WrongSecondCode)?;
    let mut act = Act::begin(house, seat.account, Some(seat.side)).await?;
    store::set_authenticator(&mut act.tx, house.exchange, seat.account, Some(secret)).await?;
    act.end("authenticator", "own").await?;
    Ok(())
}

fn authenticator(secret: &str, name: &str) -> Option<totp_rs::Totp> {
    let byte = |at: usize| u8::from_str_radix(secret.get(at..at + 2)?, 16).ok();
    let bytes: Vec<u8> = (0..secret.len()).step_by(2).map(byte).collect::<Option<_>>()?;
    totp_rs::Builder::new()
        .with_secret(bytes)
        .with_account_name(name.replace(':', " "))
        .with_issuer(Some("Beringia"))
        .build()
        .ok()
}

/// The step at which an authenticator with this secret shows this code, near now.
fn step_of(secret: &str, code: &str, now: i64) -> Option<i64> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let step = authenticator(secret, "organiser")?.check(&code, u64::try_from(now).ok()?)?;
    i64::try_from(step).ok()
}
