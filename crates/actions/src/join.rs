//! Coming in: an invitation is looked at, then used; a participation is claimed by chance; a code brings back.

use beringia_domain::{AgeBand, Code, Part};
use beringia_store::{self as store, FoundInvitation};

use crate::error::{ActionError, Refusal};
use crate::house::{House, locked};
use crate::invite::{
    invitation_digest, new_participations, participation_code, participation_digest,
};
use crate::secret::random_bytes;

/// The version of the consent text. It rises when the text changes what it promises.
pub const CONSENT_VERSION: i64 = 3;

/// Free participations made at a time where an open link has used them up.
const MADE_AT_A_TIME: usize = 100;

/// Somebody who takes part: a random number and a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Person {
    /// Her random number.
    pub participant: i64,
    /// Her side.
    pub side: Part,
}

/// Somebody who has just come in.
#[derive(Debug)]
pub struct Joined {
    /// Who.
    pub person: Person,
    /// Her participation code, to be shown once.
    pub code: Code,
    /// What her cookie holds.
    pub cookie: String,
}

/// Finds an invitation that would open now. Looking changes nothing.
pub async fn invitation_open(house: &House, code: &Code) -> Result<FoundInvitation, ActionError> {
    if house.is_past_keeping() {
        return Err(Refusal::NotOpen.into());
    }
    let digest = invitation_digest(house, code);
    let found = store::invitation(&house.database, house.exchange, &digest).await?;
    let found = found.ok_or(Refusal::CodeUnknown)?;
    match found.state.as_str() {
        "used" => Err(Refusal::InvitationUsed.into()),
        "revoked" => Err(Refusal::InvitationRevoked.into()),
        _ if house.today() > found.until_day => Err(Refusal::InvitationExpired.into()),
        _ => Ok(found),
    }
}

/// What is said on coming in.
#[derive(Debug, Clone)]
pub struct Consent {
    /// A random number of the form, so that a form sent twice brings in one person.
    pub form: String,
    /// How old.
    pub age: AgeBand,
    /// In which language the consent was read.
    pub language: &'static str,
}

/// Uses an invitation. The participation is claimed first, in a transaction of its own; if somebody else has
/// used the invitation meanwhile, it is given back. One form is served at a time: sent twice at once, it must not
/// take for somebody else what it has used itself.
pub async fn join(house: &House, code: &Code, consent: &Consent) -> Result<Joined, ActionError> {
    if consent.age == AgeBand::Under18 {
        return Err(Refusal::Underage.into());
    }
    let form = house.key.digest("claim", &consent.form);
    let _turn = house.turn_of(&form).await;
    let digest = invitation_digest(house, code);
    let claimed = store::claimed_by(&house.database, house.exchange, &form).await?;
    if let Some((participant, side)) = claimed {
        // The server may have stopped between the two transactions: what this form claimed, it also pays for.
        mark_used(house, &digest).await?;
        return enter(house, Person { participant, side });
    }
    let side = invitation_open(house, code).await?.side;
    let participant = claim(house, side, &form, consent).await?;
    let used = mark_used(house, &digest).await;
    if matches!(used, Ok(true)) {
        return enter(house, Person { participant, side });
    }
    let mut tx = house.database.write().await?;
    store::release_claim(&mut tx, house.exchange, participant, &form).await?;
    tx.commit().await?;
    locked(&house.free[side.index()]).push(participant);
    Err(used.err().unwrap_or_else(|| Refusal::InvitationUsed.into()))
}

/// Marks an invitation as used; whether it was still open.
async fn mark_used(house: &House, digest: &str) -> Result<bool, ActionError> {
    let mut tx = house.database.write().await?;
    let was_open = store::use_invitation(&mut tx, house.exchange, digest).await?;
    tx.commit().await?;
    Ok(was_open)
}

/// Comes in by an open link, where both sides have chosen to have one.
pub async fn join_openly(
    house: &House,
    side: Part,
    consent: &Consent,
) -> Result<Joined, ActionError> {
    if !house.has_open_link() || house.is_past_keeping() {
        return Err(Refusal::NotOpen.into());
    }
    if consent.age == AgeBand::Under18 {
        return Err(Refusal::Underage.into());
    }
    let form = house.key.digest("claim", &consent.form);
    let _turn = house.turn_of(&form).await;
    let claimed = store::claimed_by(&house.database, house.exchange, &form).await?;
    let (participant, side) = match claimed {
        Some(claimed) => claimed,
        None => {
            // The quota holds for whoever comes, by whatever way.
            let quota = house.charter().map_or(0, |charter| charter.side(side).quota);
            if house.came()[side.index()] >= u64::from(quota) {
                return Err(Refusal::QuotaUsed.into());
            }
            (claim(house, side, &form, consent).await?, side)
        }
    };
    enter(house, Person { participant, side })
}

/// Forgets by which form somebody came in, so that going back in the browser does not bring her in again.
pub async fn forget_form(house: &House, person: &Person) -> Result<(), ActionError> {
    let mut tx = house.database.write().await?;
    store::forget_claims(&mut tx, house.exchange, person.participant).await?;
    Ok(tx.commit().await?)
}

fn enter(house: &House, person: Person) -> Result<Joined, ActionError> {
    house.enter(person.participant, person.side)?;
    Ok(Joined {
        person,
        code: participation_code(house, person.participant),
        cookie: house.key.sign("person", &format!("{:x}", person.participant)),
    })
}

/// Claims a free participation of a side, chosen by chance.
async fn claim(
    house: &House,
    side: Part,
    form: &str,
    consent: &Consent,
) -> Result<i64, ActionError> {
    loop {
        let participant = match take_free(house, side)? {
            Some(free) => free,
            None => {
                make_free(house, side).await?;
                take_free(house, side)?.ok_or(Refusal::QuotaUsed)?
            }
        };
        let mut tx = house.database.write().await?;
        let said = (consent.age, CONSENT_VERSION, consent.language);
        let is_mine =
            store::claim(&mut tx, house.exchange, participant, (form, house.today()), said).await;
        match is_mine {
            Ok(true) => {
                tx.commit().await?;
                return Ok(participant);
            }
            Ok(false) => drop(tx),
            Err(error) => {
                drop(tx);
                locked(&house.free[side.index()]).push(participant);
                return Err(error.into());
            }
        }
    }
}

fn take_free(house: &House, side: Part) -> Result<Option<i64>, ActionError> {
    let chance = u64::from_le_bytes(random_bytes()?);
    let mut free = locked(&house.free[side.index()]);
    if free.is_empty() {
        return Ok(None);
    }
    let at = usize::try_from(chance % free.len() as u64).unwrap_or(0);
    Ok(Some(free.swap_remove(at)))
}

async fn make_free(house: &House, side: Part) -> Result<(), ActionError> {
    let new = new_participations(house, MADE_AT_A_TIME)?;
    let mut tx = house.database.write().await?;
    store::add_participations(&mut tx, house.exchange, side, &new).await?;
    tx.commit().await?;
    locked(&house.free[side.index()]).extend(new.iter().map(|(participant, _)| *participant));
    Ok(())
}

/// Comes back with a participation code.
pub async fn come_back(house: &House, code: &Code) -> Result<Joined, ActionError> {
    let digest = participation_digest(house, code);
    let found = store::person_by_code(&house.database, house.exchange, &digest).await?;
    let (participant, side) = found.ok_or(Refusal::CodeUnknown)?;
    enter(house, Person { participant, side })
}

/// Whose cookie this is, if somebody's who still takes part.
pub fn person_of(house: &House, cookie: &str) -> Option<Person> {
    let number = house.key.opened("person", cookie)?;
    let participant = i64::from_str_radix(number, 16).ok()?;
    Some(Person { participant, side: house.side_of(participant)? })
}
