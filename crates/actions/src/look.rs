//! A look at what people say while they still answer: only where both sides agreed beforehand, each look in the
//! record, and so coarse that the few who came between two looks cannot be told from the difference.

use beringia_analysis::findings::Findings;
use beringia_domain::{Looks, Stage};
use beringia_store::{self as store, StoredLook};

use crate::audit::Act;
use crate::authority::Organiser;
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::results::{Computed, compute};

/// People of each side who must have come since the look before, and at the first. Source: docs/methods/disclosure.md.
const PEOPLE_LEAST: u64 = 10;

/// Makes what a look says, as JSON, from findings that passed the guard.
pub type RenderLook = fn(&Findings) -> String;

/// Looks at an open conversation; the one before is shown again until enough people have come.
pub async fn look(
    house: &House,
    by: &Organiser,
    conversation: i64,
    render: RenderLook,
) -> Result<StoredLook, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let content = live.content();
    if content.rules.looks != Looks::Allowed {
        return Err(Refusal::LooksNotAllowed.into());
    }
    if content.stage != Stage::Open {
        return Err(Refusal::StageForbids.into());
    }
    // One after the other: two at once would be two looks with nobody between them.
    let _turn = house.looking.lock().await;
    let before = store::look(&house.database, house.exchange, conversation).await?;
    let known = before.as_ref().map_or([0, 0], |look| look.people);
    let known = known.map(|people| u64::try_from(people).unwrap_or(0));
    let now = live.with(|state| state.answered);
    // Of each side: what changed on a side of whom one person came would be what she said.
    if now.into_iter().zip(known).any(|(now, known)| now < known + PEOPLE_LEAST) {
        let shown = before.ok_or(Refusal::FewAnswered)?;
        let act = Act::begin(house, by.account(), Some(by.side())).await?;
        act.end("looked", &format!("conversation {conversation}, as before")).await?;
        return Ok(shown);
    }
    // In the record before anybody sees it.
    let act = Act::begin(house, by.account(), Some(by.side())).await?;
    act.end("looked", &format!("conversation {conversation}, anew")).await?;
    let Computed { rendered, voters, .. } =
        compute(house, conversation, None, render).await?.ok_or(Refusal::StageForbids)?;
    let people = voters.map(|people| i64::try_from(people).unwrap_or(i64::MAX));
    let look = StoredLook { day: house.today(), people, told: rendered };
    let mut tx = house.database.write().await?;
    store::keep_look(&mut tx, house.exchange, conversation, &look).await?;
    tx.commit().await?;
    Ok(look)
}
