//! What a person says herself: a statement of her own, which moderators of both sides look at before anybody else
//! reads it. Nothing that is kept says whose it is.

use beringia_domain::{Stage, StatementStatus, text};
use beringia_store::{self as store, StoredStatement, WordingRow};

use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::join::Person;
use crate::live::read_content;
use crate::statements::STATEMENTS_MAX;

/// Bytes of what a person says at most.
pub const SAID_BYTES_MAX: usize = 400;
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
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let mut tx = house.database.write().await?;
    // The lock under which organisers add statements: none gets another's number.
    store::chain(&mut tx, house.exchange).await?;
    let content = read_content(house, conversation).await?.ok_or(Refusal::NotFound)?;
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
    if content.statements.len() >= STATEMENTS_MAX {
        return Err(Refusal::TooMany.into());
    }
    let is_allowed = live.with(|state| {
        let own = state.people.entry(person.participant).or_default();
        own.said = own.said.saturating_add(1);
        own.said <= SAID_MAX && !own.is_leaving
    });
    if !is_allowed {
        return Err(Refusal::SaidEnough.into());
    }
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
    store::add_statement(&mut tx, house.exchange, conversation, &row).await?;
    tx.commit().await?;
    house.refresh_content(conversation).await
}
