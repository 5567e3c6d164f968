//! What a person can do with her own answers: see them, take them along, withdraw.

use beringia_store::{self as store, OwnPrediction, OwnVote, StoredExposure};

use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::join::Person;
use crate::secret::random_token;

/// A person's answers in one conversation.
#[derive(Debug, Clone)]
pub struct OwnAnswers {
    /// Which conversation.
    pub conversation: i64,
    /// Her votes, by statement.
    pub votes: Vec<OwnVote>,
    /// Her predictions, by statement.
    pub predictions: Vec<OwnPrediction>,
    /// What she was shown, in order.
    pub exposures: Vec<StoredExposure>,
}

/// A person's answers in all conversations.
pub async fn own_answers(house: &House, person: &Person) -> Result<Vec<OwnAnswers>, ActionError> {
    let mut all = Vec::new();
    for live in house.conversations() {
        let place = (house.exchange, live.number, person.participant);
        all.push(OwnAnswers {
            conversation: live.number,
            votes: store::votes_of(&house.database, place.0, place.1, place.2).await?,
            predictions: store::predictions_of(&house.database, place.0, place.1, place.2).await?,
            exposures: store::exposures_of(&house.database, place.0, place.1, place.2).await?,
        });
    }
    Ok(all)
}

/// Withdraws: every answer is deleted, and the code opens nothing any more.
pub async fn withdraw(house: &House, person: &Person) -> Result<(), ActionError> {
    let conversations = house.conversations();
    let set_leaving = |is_leaving| {
        for live in &conversations {
            live.with(|state| {
                state.people.entry(person.participant).or_default().is_leaving = is_leaving;
            });
        }
    };
    if house.side_of(person.participant).is_none() {
        return Err(Refusal::Withdrawn.into());
    }
    set_leaving(true);
    let gone = format!("withdrawn {}", random_token()?);
    let _deleting = house.deleting();
    if let Err(error) = house.writer.withdraw(house.exchange, person.participant, gone).await {
        set_leaving(false);
        return Err(error.into());
    }
    // First unknown, then forgotten: whoever looks in between finds one or the other.
    house.leave(person.participant);
    for live in &conversations {
        let statements = live.content().statements.len();
        live.with(|state| state.forget(person.participant, person.side, statements));
    }
    Ok(())
}
