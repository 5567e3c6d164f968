//! What a person says herself: a statement of her own, which moderators of both sides look at before anybody else
//! reads it. Nothing that is kept says whose it is.

use beringia_domain::{Stage, StatementStatus, text};
use beringia_store::{self as store, StoredStatement, WordingRow};

use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::join::Person;
use crate::statements::STATEMENTS_MAX;

/// Bytes of what a person says at most.
const SAID_BYTES_MAX: usize = 800;
/// Letters of it at most, in any language.
pub const SAID_LETTERS_MAX: usize = 200;
/// Sentences that may wait for moderators at a time, and room that is left to organisers.
const WAITING_MAX: usize = 200;
const ROOM_LEFT: usize = 500;
/// Statements of one person in one conversation. Counted in memory alone: a count on the disk would lead from the
/// words to the ballots of the few who say something.
const SAID_MAX: u8 = 3;

/// Adds what a person says, in her language (`en` or `zh-Hans`), to an open conversation. Sent twice, it counts once.
pub async fn say(
    house: &House,
    person: &Person,
    conversation: i64,
    words: &str,
    language: &'static str,
) -> Result<(), ActionError> {
    let words = text::line(words, SAID_BYTES_MAX).map_err(|error| match error {
        text::TextError::Empty => Refusal::TextEmpty,
        text::TextError::TooLong { .. } => Refusal::TextLong,
    })?;
    if words.chars().count() > SAID_LETTERS_MAX {
        return Err(Refusal::TextLong.into());
    }
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    // One after the other, and judged in memory: whoever sends many keeps nobody else waiting.
    let _turn = house.saying.lock().await;
    let content = live.content();
    if content.stage != Stage::Open || house.is_past_keeping() {
        return Err(Refusal::NotOpen.into());
    }
    let is_chinese = language != "en";
    let is_same = |s: &StoredStatement| {
        let there = if is_chinese { &s.wording.zh } else { &s.wording.en };
        s.author == Some(person.side) && *there == words
    };
    if content.statements.iter().any(is_same) {
        return Ok(());
    }
    let waits = |s: &&StoredStatement| {
        s.status == StatementStatus::Pending && s.wording.approved == [false; 2]
    };
    let waiting = content.statements.iter().filter(waits).count();
    if waiting >= WAITING_MAX || content.statements.len() + ROOM_LEFT >= STATEMENTS_MAX {
        return Err(Refusal::SaidByMany.into());
    }
    let now = house.now_second();
    live.with(|state| {
        let own = state.people.entry(person.participant).or_default();
        if own.is_leaving {
            return Err(Refusal::Withdrawn);
        }
        if !own.may_act(now) {
            return Err(Refusal::TooFast);
        }
        own.said = own.said.saturating_add(1);
        if own.said <= SAID_MAX { Ok(()) } else { Err(Refusal::SaidEnough) }
    })?;
    let (en, zh) = if is_chinese { (String::new(), words) } else { (words, String::new()) };
    let row = StoredStatement {
        statement: 0,
        author: Some(person.side),
        language: language.to_owned(),
        field: String::new(),
        status: StatementStatus::Pending,
        version: 1,
        wording: WordingRow { en, zh, approved: [false; 2] },
    };
    let mut tx = house.database.write().await?;
    // The lock under which organisers add statements: none gets another's number.
    store::chain(&mut tx, house.exchange).await?;
    if !store::is_open(&mut tx, house.exchange, conversation).await? {
        return Err(Refusal::NotOpen.into());
    }
    store::add_statement(&mut tx, house.exchange, conversation, &row).await?;
    tx.commit().await?;
    house.refresh_content(conversation).await
}
