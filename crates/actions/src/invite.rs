//! Invitations: made in batches, each with a participation made beforehand that nothing joins to it.

use beringia_domain::{Code, Part, text};
use beringia_store::{self as store, NewBatch};

use crate::audit::Act;
use crate::authority::Organiser;
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::secret::random_number;

/// Invitations in a batch at most.
pub const BATCH_MAX: i64 = 5_000;
/// Days for which invitations that replace lost codes open.
const REPLACEMENT_DAYS: i64 = 30;

/// An invitation, to be handed to one person.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Its number in the batch.
    pub number: i64,
    /// Its code.
    pub code: Code,
    /// open, used or revoked; while people answer, `given` for both of the first two, so that nobody is watched.
    pub state: String,
}

impl Invitation {
    /// Whether it may still be handed out.
    pub fn is_live(&self) -> bool {
        matches!(self.state.as_str(), "open" | "given")
    }
}

fn invitation_code(house: &House, batch: i64, number: i64) -> Code {
    house.key.code("invitation", &[house.exchange, batch, number])
}

pub(crate) fn invitation_digest(house: &House, code: &Code) -> String {
    house.key.digest("invitation-code", &code.plain())
}

pub(crate) fn participation_code(house: &House, participant: i64) -> Code {
    house.key.code("participation", &[house.exchange, participant])
}

pub(crate) fn participation_digest(house: &House, code: &Code) -> String {
    house.key.digest("participation-code", &code.plain())
}

/// So many participations nobody has yet: random numbers, with the digests of their codes.
pub(crate) fn new_participations(
    house: &House,
    count: usize,
) -> Result<Vec<(i64, String)>, ActionError> {
    (0..count)
        .map(|_| {
            let participant = random_number()?;
            Ok((participant, participation_digest(house, &participation_code(house, participant))))
        })
        .collect()
}

/// Makes a batch for the own side; gives its number.
pub async fn make_batch(
    house: &House,
    by: &Organiser,
    label: &str,
    size: i64,
    until_day: i64,
) -> Result<i64, ActionError> {
    let charter = house.charter().ok_or(Refusal::NotApprovedYet)?;
    let label = text::line(label, 120).map_err(|_| Refusal::TextEmpty)?;
    if !(1..=BATCH_MAX).contains(&size) {
        return Err(Refusal::TooMany.into());
    }
    if until_day < house.today() {
        return Err(Refusal::DayPast.into());
    }
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    // Inside the act: two organisers at once must not both find room.
    let batches = store::batches(&house.database, house.exchange).await?;
    let own = batches.iter().filter(|b| b.side == by.side() && !b.is_replacement);
    let invited: i64 = own.map(|b| b.size - b.revoked).sum();
    if invited + size > i64::from(charter.side(by.side()).quota) {
        return Err(Refusal::QuotaUsed.into());
    }
    let new = NewBatch { side: by.side(), label: &label, until_day, is_replacement: false };
    let batch = add(house, &mut act, &new, size).await?;
    act.end("invite", &format!("batch {batch} of {size}")).await?;
    house.set_free(&store::participations(&house.database, house.exchange).await?);
    Ok(batch)
}

async fn add(
    house: &House,
    act: &mut Act<'_>,
    new: &NewBatch<'_>,
    size: i64,
) -> Result<i64, ActionError> {
    let digest = |batch, number| invitation_digest(house, &invitation_code(house, batch, number));
    let batch = store::add_batch(&mut act.tx, house.exchange, new, size, digest).await?;
    let participations = new_participations(house, usize::try_from(size).unwrap_or(0))?;
    store::add_participations(&mut act.tx, house.exchange, new.side, &participations).await?;
    Ok(batch)
}

/// Makes the invitations that replace lost codes; both sides have approved.
pub(crate) async fn replace(
    house: &House,
    act: &mut Act<'_>,
    side: Part,
    count: u32,
) -> Result<(), ActionError> {
    let until_day = house.today() + REPLACEMENT_DAYS;
    let new = NewBatch { side, label: "replacement", until_day, is_replacement: true };
    add(house, act, &new, i64::from(count)).await?;
    Ok(())
}

/// The invitations of a batch of the own side, with their codes. Written down each time.
pub async fn invitations_of(
    house: &House,
    by: &Organiser,
    batch: i64,
) -> Result<Vec<Invitation>, ActionError> {
    own_batch(house, by, batch).await?;
    let act = Act::begin(house, by.account(), Some(by.side())).await?;
    act.end("see-codes", &format!("batch {batch}")).await?;
    let states = store::invitation_states(&house.database, house.exchange, batch).await?;
    let is_answered = house.is_answered();
    let shown = |state: String| {
        if is_answered && state != "revoked" { "given".to_owned() } else { state }
    };
    let read = |(number, state)| Invitation {
        number,
        code: invitation_code(house, batch, number),
        state: shown(state),
    };
    Ok(states.into_iter().map(read).collect())
}

async fn own_batch(house: &House, by: &Organiser, batch: i64) -> Result<(), ActionError> {
    let batches = store::batches(&house.database, house.exchange).await?;
    let found = batches.iter().find(|b| b.batch == batch).ok_or(Refusal::NotFound)?;
    if found.side == by.side() { Ok(()) } else { Err(Refusal::NotYourSide.into()) }
}

/// Revokes what is still open in a batch of the own side. How many.
pub async fn revoke_batch(house: &House, by: &Organiser, batch: i64) -> Result<u64, ActionError> {
    revoke(house, by, batch, None).await
}

/// Revokes one invitation of a batch of the own side.
pub async fn revoke_invitation(
    house: &House,
    by: &Organiser,
    batch: i64,
    number: i64,
) -> Result<u64, ActionError> {
    revoke(house, by, batch, Some(number)).await
}

async fn revoke(
    house: &House,
    by: &Organiser,
    batch: i64,
    number: Option<i64>,
) -> Result<u64, ActionError> {
    own_batch(house, by, batch).await?;
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let revoked = store::revoke(&mut act.tx, house.exchange, batch, number).await?;
    act.end("revoke", &format!("batch {batch}: {revoked}")).await?;
    Ok(revoked)
}
