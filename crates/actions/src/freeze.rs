//! The frozen snapshot of a conversation: what the rows that leave freeze to, without writing them first.

use std::collections::HashMap;

use beringia_analysis::tables::reader::Intake;
use beringia_domain::{ExpectedShare, Part};
use beringia_store as store;

use crate::error::{ActionError, Refusal};
use crate::export::{
    Fresh, about_table, answered, fresh_ids, intake, people_table, statement_table,
};
use crate::house::House;

/// What was read of a conversation.
pub(crate) struct Frozen {
    /// As if from the tables that leave.
    pub(crate) intake: Intake,
    /// Who is who in it.
    pub(crate) people: Fresh,
}

/// Reads a conversation. Ballots go straight into columns: as tables they would be hundreds of megabytes.
pub(crate) async fn frozen(house: &House, conversation: i64) -> Result<Frozen, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let charter = house.charter().ok_or(Refusal::NotApprovedYet)?;
    if live.content().imported.is_some() {
        let tables = crate::export::tables(house, conversation, None).await?;
        // Nobody who took part there is known here.
        return Ok(Frozen { intake: intake(&tables)?, people: Fresh::default() });
    }
    let (database, exchange) = (&house.database, house.exchange);
    let (votes, predictions, showings) = tokio::try_join!(
        store::votes(database, exchange, conversation),
        store::predictions(database, exchange, conversation),
        store::showings(database, exchange, conversation),
    )?;
    // Votes lie by person: each is looked up once.
    let voters = votes.chunk_by(|a, b| a.participant == b.participant);
    let voters = voters.map(|own| own[0].participant);
    let people = fresh_ids(house, conversation, None, voters)?;
    let side_name = |side: Part| charter.side(side).name.en.as_str();
    let mut intake = intake(&vec![
        ("conversation.csv", about_table(&live, &charter)),
        ("participants.csv", people_table(&people, side_name)),
        ("statements.csv", statement_table(&live, side_name, answered(&votes))),
    ])?;
    let mut places = Places::of(&mut intake, &people);
    for vote in by_id(&votes, |vote| vote.participant, &people) {
        if let Some((person, statement)) = places.find(vote.participant, vote.statement) {
            intake.add_vote(person, statement, vote.choice)?;
        }
    }
    drop(votes);
    for row in by_id(&predictions, |row| row.participant, &people) {
        let share = u8::try_from(row.share).ok().and_then(ExpectedShare::new);
        let place = places.find(row.participant, row.statement);
        if let Some((place, share)) = place.zip(share) {
            intake.add_prediction(place, side_name(row.about), share);
        }
    }
    for row in by_id(&showings, |row| row.participant, &people) {
        let position = u32::try_from(row.position).unwrap_or(0);
        if let Some(place) = places.find(row.participant, row.statement) {
            intake.add_exposure(place, position, row.is_labelled);
        }
    }
    Ok(Frozen { intake, people })
}

/// Rows, which lie by person, in the order of her fresh id: what comes in order needs no sorting when it is frozen.
fn by_id<'a, T>(
    rows: &'a [T],
    who: impl Fn(&T) -> i64,
    people: &Fresh,
) -> impl Iterator<Item = &'a T> {
    let own = rows.chunk_by(|a, b| who(a) == who(b));
    let with_id = |own: &'a [T]| Some((people.get(&who(own.first()?))?.0, own));
    let mut all: Vec<(u64, &[T])> = own.filter_map(with_id).collect();
    all.sort_unstable_by_key(|(id, _)| *id);
    all.into_iter().flat_map(|(_, own)| own)
}

/// From numbers of ours to indices.
struct Places {
    people: HashMap<i64, u32>,
    /// By number.
    statements: Vec<Option<u32>>,
    /// Who was found last: rows lie by person.
    last: (i64, Option<u32>),
}

impl Places {
    fn of(intake: &mut Intake, people: &Fresh) -> Self {
        let person = |(participant, (id, _)): (&i64, &(u64, Part))| {
            Some((*participant, intake.people.find(format!("p{id}").as_bytes())?))
        };
        let people = people.iter().filter_map(person).collect();
        let count = u32::try_from(intake.statements.len()).unwrap_or(u32::MAX);
        let number =
            |index: u32| Some((intake.statements.text(index).parse::<usize>().ok()?, index));
        let mut statements = vec![None; count as usize + 1];
        for (number, index) in (0..count).filter_map(number) {
            if let Some(place) = statements.get_mut(number) {
                *place = Some(index);
            }
        }
        // No number of a person is negative.
        Self { people, statements, last: (-1, None) }
    }

    fn find(&mut self, participant: i64, statement: i64) -> Option<(u32, u32)> {
        if self.last.0 != participant {
            self.last = (participant, self.people.get(&participant).copied());
        }
        let statement = usize::try_from(statement).ok()?;
        Some((self.last.1?, (*self.statements.get(statement)?)?))
    }
}
