//! What is kept in memory of a conversation: its statements, how often each was answered, and what each person
//! has seen. It is rebuilt from the tables at start; only the ballots themselves touch the disk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use beringia_domain::{Choice, Part, Rules, Stage, StatementStatus};
use beringia_engine::measure::routing::{Drawn, FRESH_VIEWS, Places, Slate, Tally, draw};
use beringia_engine::random::Seed;
use beringia_store::{self as store, StoredImport, StoredStatement};

use crate::card::Card;
use crate::error::ActionError;
use crate::house::{House, locked};

/// What organisers decide about a conversation.
#[derive(Debug, Clone)]
pub struct Content {
    /// Its rules.
    pub rules: Rules,
    /// Where it stands.
    pub stage: Stage,
    /// Its statements; the one with number n is at place n − 1.
    pub statements: Vec<StoredStatement>,
    /// What is known of it, where it was held elsewhere.
    pub imported: Option<StoredImport>,
}

/// Weights by viewer's side, with the number under which they are kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub(crate) numbers: [i64; 2],
    pub(crate) weights: [Vec<f64>; 2],
}

/// What can be drawn, as content and weights have it.
#[derive(Debug, Default)]
struct Hand {
    numbers: [i64; 2],
    slates: [Slate; 2],
    /// Statements of the side that wrote fewer.
    scarce: Places,
    count: usize,
}

impl Hand {
    fn of(content: &Content, tables: &Tables) -> Self {
        let statements = &content.statements;
        let count = statements.len();
        let by = |author: Option<Part>| {
            Places::of(count, |place| {
                let statement = &statements[place];
                statement.status == StatementStatus::Accepted
                    && (author.is_none() || statement.author == author)
            })
        };
        let slates = Part::BOTH.map(|side| Slate {
            // A statement newer than the weights has the share of one among all.
            weights: (0..count)
                .map(|place| tables.weights[side.index()].get(place).copied())
                .map(|weight| weight.unwrap_or(1.0 / count as f64))
                .collect(),
            open: by(None),
            own: by(Some(side)),
            other: by(Some(side.other())),
        });
        let scarce = smaller_side(statements).map_or_else(Places::default, |side| by(Some(side)));
        Self { numbers: tables.numbers, slates, scarce, count }
    }
}

/// What one person did.
#[derive(Debug, Default)]
pub(crate) struct PersonState {
    /// Two bits a statement: 0 nothing, 1 agree, 2 disagree, 3 pass.
    choices: Vec<u64>,
    /// One bit a statement.
    skipped: Vec<u64>,
    /// One bit a statement and side.
    predicted: Vec<u64>,
    /// How many statements she was shown and acted on.
    pub(crate) position: u32,
    /// What she is being shown.
    pub(crate) card: Option<Card>,
    /// What she is being asked to predict.
    pub(crate) pending: Option<Card>,
    /// Acts she may still do at once, and when that was counted.
    allowance: f64,
    counted_at: i64,
    /// Statements of her own since the server started.
    pub(crate) said: u8,
    /// Whether she is withdrawing.
    pub(crate) is_leaving: bool,
}

/// One bit for each of a word's 32 statements: whether it was answered.
fn answered_of(choices: u64) -> u64 {
    // Every second bit, drawn together.
    let mut bits = (choices | (choices >> 1)) & 0x5555_5555_5555_5555;
    for (shift, mask) in [
        (1, 0x3333_3333_3333_3333_u64),
        (2, 0x0F0F_0F0F_0F0F_0F0F),
        (4, 0x00FF_00FF_00FF_00FF),
        (8, 0x0000_FFFF_0000_FFFF),
        (16, 0x0000_0000_FFFF_FFFF),
    ] {
        bits = (bits | (bits >> shift)) & mask;
    }
    bits
}

/// Acts at once, and per second in the long run, of one person.
const ALLOWANCE: f64 = 300.0;
const ALLOWANCE_PER_SECOND: f64 = 2.0;

impl PersonState {
    fn code(&self, place: usize) -> u64 {
        self.choices.get(place / 32).map_or(0, |word| (word >> (2 * (place % 32))) & 3)
    }

    fn set_code(&mut self, place: usize, code: u64) {
        if self.choices.len() <= place / 32 {
            self.choices.resize(place / 32 + 1, 0);
        }
        let shift = 2 * (place % 32);
        self.choices[place / 32] = (self.choices[place / 32] & !(3 << shift)) | (code << shift);
    }

    /// Her choice on the statement at a place.
    pub(crate) fn choice(&self, place: usize) -> Option<Choice> {
        match self.code(place) {
            1 => Some(Choice::Agree),
            2 => Some(Choice::Disagree),
            3 => Some(Choice::Pass),
            _ => None,
        }
    }

    fn is_skipped(&self, place: usize) -> bool {
        self.skipped.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    pub(crate) fn skip(&mut self, place: usize) {
        if self.skipped.len() <= place / 64 {
            self.skipped.resize(place / 64 + 1, 0);
        }
        self.skipped[place / 64] |= 1 << (place % 64);
    }

    /// The places below a count that she neither answered nor left for later.
    fn unseen(&self, count: usize) -> Places {
        let mut places = Places::all(count);
        for (at, word) in self.choices.iter().enumerate() {
            places.remove(at / 2, answered_of(*word) << (at % 2 * 32));
        }
        for (at, word) in self.skipped.iter().enumerate() {
            places.remove(at, *word);
        }
        places
    }

    /// Notes a prediction; whether it is the first on this statement and side.
    pub(crate) fn predict(&mut self, place: usize, about: Part) -> bool {
        let bit = 2 * place + about.index();
        if self.predicted.len() <= bit / 64 {
            self.predicted.resize(bit / 64 + 1, 0);
        }
        let word = &mut self.predicted[bit / 64];
        let is_first = *word >> (bit % 64) & 1 == 0;
        *word |= 1 << (bit % 64);
        is_first
    }

    /// How many statements she answered.
    pub(crate) fn answered(&self) -> u32 {
        self.choices.iter().map(|word| answered_of(*word).count_ones()).sum()
    }

    /// Whether she may do one more thing now.
    pub(crate) fn may_act(&mut self, now: i64) -> bool {
        if self.counted_at == 0 {
            self.allowance = ALLOWANCE;
        } else {
            let since = (now - self.counted_at).max(0) as f64;
            self.allowance = (self.allowance + since * ALLOWANCE_PER_SECOND).min(ALLOWANCE);
        }
        self.counted_at = now.max(1);
        self.allowance -= 1.0;
        self.allowance >= 0.0
    }
}

/// How one side answered one statement.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) agree: u32,
    pub(crate) disagree: u32,
    pub(crate) pass: u32,
    pub(crate) views: u32,
}

impl Counts {
    pub(crate) fn answers(self) -> u32 {
        self.agree + self.disagree + self.pass
    }

    fn of(&mut self, choice: Choice) -> &mut u32 {
        match choice {
            Choice::Agree => &mut self.agree,
            Choice::Disagree => &mut self.disagree,
            Choice::Pass => &mut self.pass,
        }
    }
}

/// What changes with every act.
#[derive(Debug, Default)]
pub(crate) struct State {
    pub(crate) people: HashMap<i64, PersonState>,
    pub(crate) counts: [Vec<Counts>; 2],
    /// Statements shown to viewers of a side (first index), written on a side (second).
    pub(crate) shown: [[u64; 2]; 2],
    /// People who answered at least one statement.
    pub(crate) answered: [u64; 2],
    pub(crate) votes: [u64; 2],
    pub(crate) predictions: [u64; 2],
    /// Acts since the weights were last computed.
    pub(crate) acts_since: u64,
}

impl State {
    fn counts_of(&mut self, side: Part, place: usize) -> &mut Counts {
        let counts = &mut self.counts[side.index()];
        if counts.len() <= place {
            counts.resize(place + 1, Counts::default());
        }
        &mut counts[place]
    }

    /// Counts a vote, in the place of an earlier one.
    pub(crate) fn count_vote(
        &mut self,
        participant: i64,
        side: Part,
        place: usize,
        choice: Choice,
    ) {
        let person = self.people.entry(participant).or_default();
        let before = person.choice(place);
        self.answered[side.index()] += u64::from(person.answered() == 0);
        person.set_code(
            place,
            match choice {
                Choice::Agree => 1,
                Choice::Disagree => 2,
                Choice::Pass => 3,
            },
        );
        let counts = self.counts_of(side, place);
        *counts.of(choice) += 1;
        match before {
            Some(before) => {
                let count = counts.of(before);
                *count = count.saturating_sub(1);
            }
            None => self.votes[side.index()] += 1,
        }
        self.acts_since += 1;
    }

    /// Counts a prediction, unless it takes the place of an earlier one.
    pub(crate) fn count_prediction(
        &mut self,
        participant: i64,
        side: Part,
        place: usize,
        about: Part,
    ) {
        if self.people.entry(participant).or_default().predict(place, about) {
            self.predictions[side.index()] += 1;
        }
    }

    /// Counts that a statement was shown.
    pub(crate) fn count_view(&mut self, side: Part, place: usize, author: Option<Part>) {
        self.counts_of(side, place).views += 1;
        if let Some(author) = author {
            self.shown[side.index()][author.index()] += 1;
        }
    }

    /// Forgets a person and what she answered.
    pub(crate) fn forget(&mut self, participant: i64, side: Part, statements: usize) {
        let Some(person) = self.people.remove(&participant) else { return };
        let predicted: u32 = person.predicted.iter().map(|word| word.count_ones()).sum();
        self.predictions[side.index()] =
            self.predictions[side.index()].saturating_sub(u64::from(predicted));
        let had_answered = u64::from(person.answered() > 0);
        self.answered[side.index()] = self.answered[side.index()].saturating_sub(had_answered);
        for place in 0..statements {
            if let Some(choice) = person.choice(place) {
                let count = self.counts_of(side, place).of(choice);
                *count = count.saturating_sub(1);
                self.votes[side.index()] = self.votes[side.index()].saturating_sub(1);
            }
        }
        self.acts_since += 1;
    }
}

/// A conversation in memory.
#[derive(Debug)]
pub struct LiveConversation {
    /// Its number.
    pub number: i64,
    content: RwLock<Arc<Content>>,
    tables: RwLock<Arc<Tables>>,
    hand: RwLock<Arc<Hand>>,
    state: Mutex<State>,
}

/// What a person is shown next.
#[derive(Debug, Clone)]
pub enum Next {
    /// A statement to answer.
    Statement(Card),
    /// A prediction to make, on a statement just answered.
    Prediction {
        /// The statement.
        card: Card,
        /// Whose agreement.
        about: Part,
        /// What she chose.
        choice: Choice,
    },
    /// Nothing is left.
    AllAnswered {
        /// Statements she left for later.
        skipped: usize,
    },
    /// Nobody votes now.
    NotOpen,
}

impl LiveConversation {
    /// Rules, stage and statements.
    pub fn content(&self) -> Arc<Content> {
        Arc::clone(&self.content.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.content().stage
    }

    /// Whether anybody answered, here or where it was held.
    pub(crate) fn is_answered(&self) -> bool {
        let brought = self.content().imported.as_ref().map_or(0, |imported| imported.votes);
        brought > 0 || self.with(|state| state.answered) != [0, 0]
    }

    pub(crate) fn set_content(&self, content: Content) {
        *self.content.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(content);
        self.take_hand();
    }

    pub(crate) fn tables(&self) -> Arc<Tables> {
        Arc::clone(&self.tables.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_tables(&self, tables: Tables) {
        *self.tables.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(tables);
        self.take_hand();
    }

    /// Makes anew what draws need; with the newest content and weights, whoever else does the same.
    fn take_hand(&self) {
        let mut hand = self.hand.write().unwrap_or_else(PoisonError::into_inner);
        *hand = Arc::new(Hand::of(&self.content(), &self.tables()));
    }

    /// Does something with what changes; quickly, for everybody else waits.
    pub(crate) fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut locked(&self.state))
    }

    /// How many statements a person answered.
    pub fn answered(&self, participant: i64) -> u32 {
        self.with(|state| state.people.get(&participant).map_or(0, PersonState::answered))
    }

    /// A person's choice on a statement.
    pub fn choice_of(&self, participant: i64, statement: i64) -> Option<Choice> {
        let place = usize::try_from(statement - 1).ok()?;
        self.with(|state| state.people.get(&participant)?.choice(place))
    }

    /// Reads a conversation with all its ballots; nothing where there is none.
    pub(crate) async fn read(house: &House, number: i64) -> Result<Option<Self>, ActionError> {
        let Some(content) = read_content(house, number).await? else { return Ok(None) };
        let mut state = State::default();
        let place = |statement: i64| usize::try_from(statement - 1).unwrap_or(0);
        for vote in store::votes(&house.database, house.exchange, number).await? {
            if let Some(side) = house.side_of(vote.participant) {
                state.count_vote(vote.participant, side, place(vote.statement), vote.choice);
            }
        }
        let showings = store::showings(&house.database, house.exchange, number).await?;
        for store::StoredShowing { participant, position, statement, .. } in showings {
            let Some(side) = house.side_of(participant) else { continue };
            let author = content.statements.get(place(statement)).and_then(|s| s.author);
            state.count_view(side, place(statement), author);
            let person = state.people.entry(participant).or_default();
            person.position = person.position.max(u32::try_from(position).unwrap_or(0));
            if person.choice(place(statement)).is_none() {
                person.skip(place(statement));
            }
        }
        for prediction in store::predictions(&house.database, house.exchange, number).await? {
            if let Some(side) = house.side_of(prediction.participant) {
                state.count_prediction(
                    prediction.participant,
                    side,
                    place(prediction.statement),
                    prediction.about,
                );
            }
        }
        state.acts_since = 1;
        Ok(Some(Self {
            number,
            hand: RwLock::new(Arc::new(Hand::of(&content, &Tables::default()))),
            content: RwLock::new(Arc::new(content)),
            tables: RwLock::default(),
            state: Mutex::new(state),
        }))
    }

    /// Both sides' tallies of all statements.
    pub(crate) fn tallies(&self) -> [Vec<Tally>; 2] {
        let count = self.content().statements.len();
        let tally = |counts: Option<&Counts>| {
            counts.map_or_else(Tally::default, |c| Tally { answers: c.answers(), agree: c.agree })
        };
        self.with(|state| {
            Part::BOTH
                .map(|side| (0..count).map(|j| tally(state.counts[side.index()].get(j))).collect())
        })
    }

    /// Draws the next statement for a person; the place of the statement and how it was drawn.
    pub(crate) fn draw(
        &self,
        participant: i64,
        side: Part,
        seed: &Seed,
    ) -> Option<(usize, Drawn, i64)> {
        let hand = Arc::clone(&self.hand.read().unwrap_or_else(PoisonError::into_inner));
        let slate = &hand.slates[side.index()];
        let (unseen, fresh, position) = self.with(|state| {
            let State { people, counts, .. } = state;
            let person = people.entry(participant).or_default();
            let counts = &counts[side.index()];
            let unseen = person.unseen(hand.count);
            let mut fresh = Places::none(hand.count);
            hand.scarce
                .shared(&unseen)
                .filter(|place| counts.get(*place).is_none_or(|c| c.views < FRESH_VIEWS))
                .for_each(|place| fresh.add(place));
            (unseen, fresh, person.position)
        });
        let mut stream = seed.stream(&format!("slot {position}"));
        let drawn = draw(slate, &unseen, &fresh, u64::from(position), &mut stream)?;
        Some((drawn.place, drawn, hand.numbers[side.index()]))
    }

    /// How many statements a person left for later and may still answer.
    pub(crate) fn skipped_by(&self, participant: i64) -> usize {
        let content = self.content();
        self.with(|state| {
            let Some(person) = state.people.get(&participant) else { return 0 };
            let open = content
                .statements
                .iter()
                .enumerate()
                .filter(|(_, s)| s.status == StatementStatus::Accepted);
            open.filter(|(place, _)| person.is_skipped(*place) && person.code(*place) == 0).count()
        })
    }

    /// Puts what a person left for later before her again.
    pub(crate) fn unskip(&self, participant: i64) {
        self.with(|state| {
            if let Some(person) = state.people.get_mut(&participant) {
                person.skipped.clear();
            }
        });
    }
}

/// The side that wrote fewer statements, where one did.
fn smaller_side(statements: &[StoredStatement]) -> Option<Part> {
    let written = Part::BOTH.map(|side| {
        statements
            .iter()
            .filter(|s| s.status == StatementStatus::Accepted && s.author == Some(side))
            .count()
    });
    match written[0].cmp(&written[1]) {
        std::cmp::Ordering::Less => Some(Part::First),
        std::cmp::Ordering::Greater => Some(Part::Second),
        std::cmp::Ordering::Equal => None,
    }
}

pub(crate) async fn read_content(
    house: &House,
    number: i64,
) -> Result<Option<Content>, ActionError> {
    let all = store::conversations(&house.database, house.exchange).await?;
    let Some(found) = all.into_iter().find(|c| c.conversation == number) else { return Ok(None) };
    let statements = store::statements(&house.database, house.exchange, number).await?;
    let imports = store::imports(&house.database, house.exchange).await?;
    let imported = imports.into_iter().find(|import| import.conversation == number);
    Ok(Some(Content { rules: found.rules, stage: found.stage, statements, imported }))
}

impl House {
    /// Reads anew what organisers decided about a conversation; what people did stays as it is.
    pub(crate) async fn refresh_content(&self, number: i64) -> Result<(), ActionError> {
        let _turn = self.refreshing.lock().await;
        let Some(live) = self.conversation(number) else {
            return self.read_conversation(number).await;
        };
        if let Some(content) = read_content(self, number).await? {
            live.set_content(content);
            live.with(|state| state.acts_since += 1);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unseen_is_what_was_neither_answered_nor_left_for_later() {
        let mut person = PersonState::default();
        for place in (0..150).filter(|place| place % 7 < 3) {
            person.set_code(place, 1 + place as u64 % 3);
        }
        (0..150).filter(|place| place % 5 == 0).for_each(|place| person.skip(place));
        let unseen = person.unseen(140);
        let all = Places::all(140);
        let got: Vec<usize> = unseen.shared(&all).collect();
        let want: Vec<usize> = (0..140).filter(|place| place % 7 >= 3 && place % 5 != 0).collect();
        assert_eq!(got, want);
        let answered = (0..150).filter(|place| place % 7 < 3).count();
        assert_eq!(usize::try_from(person.answered()), Ok(answered));
    }
}
