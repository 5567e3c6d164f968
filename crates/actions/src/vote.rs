//! Voting and predicting: form → queue → disk → next page.

use beringia_domain::rules::EXPECTED_FOR_THIRDS;
use beringia_domain::{Choice, Labels, Part, Stage, StatementStatus};
use beringia_engine::random::Seed;
use beringia_store::{Act, Ballot, Exposed, Written};

use crate::card::{Card, Shown, rule_word};
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::join::Person;
use crate::live::{Content, LiveConversation, Next, PersonState};
use crate::secret::random_number;

/// What came of an act.
#[derive(Debug)]
pub struct Outcome {
    /// Whether it was written now, or had been already.
    pub written: Written,
    /// What comes next.
    pub next: Next,
}

/// What a person is shown now: what she was being shown, or a newly drawn statement.
pub fn next(house: &House, person: &Person, conversation: i64) -> Result<Next, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let content = live.content();
    if content.stage != Stage::Open {
        return Ok(Next::NotOpen);
    }
    let held = live.with(|state| {
        let state = state.people.entry(person.participant).or_default();
        match &state.pending {
            Some(card) => prediction(house, person, card, state),
            None => state.card.clone().map(Next::Statement),
        }
    });
    if let Some(held) = held.filter(|held| still_holds(held, &content)) {
        return Ok(held);
    }
    deal(house, person, &live, &content)
}

/// Whether a held card still shows what organisers want shown.
fn still_holds(next: &Next, content: &Content) -> bool {
    let (Next::Statement(card) | Next::Prediction { card, .. }) = next else { return true };
    is_shown(card, content)
}

/// Whether a card's words are those that are shown now.
fn is_shown(card: &Card, content: &Content) -> bool {
    let place = usize::try_from(card.statement - 1).unwrap_or(usize::MAX);
    let found = content.statements.get(place);
    found.is_some_and(|s| s.status == StatementStatus::Accepted && s.version == card.version)
}

fn prediction(house: &House, person: &Person, card: &Card, state: &PersonState) -> Option<Next> {
    let place = usize::try_from(card.statement - 1).ok()?;
    let choice = state.choice(place)?;
    Some(Next::Prediction { card: card.clone(), about: about(house, person, card), choice })
}

/// Draws a statement and holds it for the person until she acts on it.
fn deal(
    house: &House,
    person: &Person,
    live: &LiveConversation,
    content: &Content,
) -> Result<Next, ActionError> {
    let chance = house.key.bits("routing", &[person.participant, live.number]);
    let Some((place, drawn, table)) =
        live.draw(person.participant, person.side, &Seed::new(&chance.to_string()))
    else {
        return Ok(Next::AllAnswered { skipped: live.skipped_by(person.participant) });
    };
    let nonce = random_number()?.unsigned_abs();
    let statement = &content.statements[place];
    let is_labelled = content.rules.labels == Labels::Half
        && statement.author.is_some()
        && house.key.bits("label", &[person.participant, live.number, statement.statement]) & 1
            == 1;
    let card = live.with(|state| {
        let state = state.people.entry(person.participant).or_default();
        let shown = Shown {
            position: state.position + 1,
            rule: drawn.rule,
            table,
            probability: drawn.probability,
        };
        let card = Card {
            participant: person.participant,
            conversation: live.number,
            statement: statement.statement,
            version: statement.version,
            is_labelled,
            shown: Some(shown),
            nonce,
        };
        state.card = Some(card.clone());
        card
    });
    Ok(Next::Statement(card))
}

/// The card of a statement the person chose herself, to change her answer.
pub fn card_for(
    house: &House,
    person: &Person,
    conversation: i64,
    statement: i64,
) -> Result<Card, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let content = live.content();
    if content.stage != Stage::Open {
        return Err(Refusal::NotOpen.into());
    }
    let place = usize::try_from(statement - 1).map_err(|_| Refusal::NotFound)?;
    let found = content.statements.get(place).ok_or(Refusal::NotFound)?;
    if found.status != StatementStatus::Accepted
        || live.choice_of(person.participant, statement).is_none()
    {
        return Err(Refusal::NotFound.into());
    }
    Ok(Card {
        participant: person.participant,
        conversation,
        statement,
        version: found.version,
        is_labelled: false,
        shown: None,
        nonce: random_number()?.unsigned_abs(),
    })
}

/// A card that this person may act on now.
fn opened(
    house: &House,
    person: &Person,
    token: &str,
) -> Result<(Card, std::sync::Arc<LiveConversation>), ActionError> {
    let card = Card::read(&house.key, token).ok_or(Refusal::FormOld)?;
    if card.participant != person.participant {
        return Err(Refusal::FormOld.into());
    }
    let live = house.conversation(card.conversation).ok_or(Refusal::NotFound)?;
    let content = live.content();
    if content.stage != Stage::Open || house.is_past_keeping() {
        return Err(Refusal::NotOpen.into());
    }
    // An old form must not answer words that are no longer, or not yet, shown.
    if !is_shown(&card, &content) {
        return Err(Refusal::FormOld.into());
    }
    Ok((card, live))
}

/// Writes an act; returns when it is on the disk.
async fn write(
    house: &House,
    live: &LiveConversation,
    card: &Card,
    act: Act,
    language: &'static str,
) -> Result<Written, ActionError> {
    let kind = match act {
        Act::Vote(Choice::Agree) => 1,
        Act::Vote(Choice::Disagree) => 2,
        Act::Vote(Choice::Pass) => 3,
        Act::Skip => 4,
        Act::Predict { share, .. } => 100 + i64::from(share),
    };
    let form = house.key.bits("form", &[card.nonce.cast_signed(), kind]).cast_signed();
    let exposed = card.shown.filter(|_| !matches!(act, Act::Predict { .. }));
    let ballot = Ballot {
        exchange: house.exchange,
        conversation: card.conversation,
        participant: card.participant,
        form,
        statement: card.statement,
        version: card.version,
        language,
        act,
        exposed: exposed.map(|shown| Exposed {
            position: i64::from(shown.position),
            rule: rule_word(shown.rule),
            routing_table: shown.table,
            probability: shown.probability,
            is_labelled: card.is_labelled,
        }),
        day: house.today(),
    };
    let now = house.now_second();
    // Under the same lock as her withdrawal: what is queued before it is deleted by it, and nothing after.
    let answer = live.with(|state| {
        let person = state.people.entry(card.participant).or_default();
        if person.is_leaving || house.side_of(card.participant).is_none() {
            return Err(ActionError::from(Refusal::Withdrawn));
        }
        if !person.may_act(now) {
            return Err(Refusal::TooFast.into());
        }
        Ok(house.writer.cast(ballot)?)
    })?;
    Ok(answer.wait().await?)
}

/// Keeps a vote; gives what comes next.
pub async fn vote(
    house: &House,
    person: &Person,
    token: &str,
    choice: Choice,
    language: &'static str,
) -> Result<Outcome, ActionError> {
    let (card, live) = opened(house, person, token)?;
    let written = write(house, &live, &card, Act::Vote(choice), language).await?;
    if written == Written::Now {
        let asks = asks_prediction(house, person, &card);
        let place = usize::try_from(card.statement - 1).map_err(|_| Refusal::NotFound)?;
        let author = live.content().statements.get(place).and_then(|s| s.author);
        live.with(|state| {
            if house.side_of(person.participant).is_none() {
                return;
            }
            state.count_vote(person.participant, person.side, place, choice);
            acted_on(state, person, &card, (place, author));
            if let Some(state) = state.people.get_mut(&person.participant).filter(|_| asks) {
                state.pending = Some(card.clone());
            }
        });
    }
    Ok(Outcome { written, next: next(house, person, card.conversation)? })
}

/// Counts that a person acted on a card for the first time, and takes it from her hands.
fn acted_on(
    state: &mut crate::live::State,
    person: &Person,
    card: &Card,
    statement: (usize, Option<Part>),
) {
    let held = state.people.entry(person.participant).or_default();
    if held.card.as_ref().is_some_and(|held| held.statement == card.statement) {
        held.card = None;
    }
    if let Some(shown) = card.shown
        && shown.position > held.position
    {
        held.position = shown.position;
        state.count_view(person.side, statement.0, statement.1);
    }
}

/// Leaves a statement for later.
pub async fn skip(
    house: &House,
    person: &Person,
    token: &str,
    language: &'static str,
) -> Result<Outcome, ActionError> {
    let (card, live) = opened(house, person, token)?;
    let written = write(house, &live, &card, Act::Skip, language).await?;
    let place = usize::try_from(card.statement - 1).map_err(|_| Refusal::NotFound)?;
    let author = live.content().statements.get(place).and_then(|s| s.author);
    live.with(|state| {
        state.people.entry(person.participant).or_default().skip(place);
        acted_on(state, person, &card, (place, author));
    });
    Ok(Outcome { written, next: next(house, person, card.conversation)? })
}

/// Keeps a prediction, or (without a share) the decision not to make one.
pub async fn predict(
    house: &House,
    person: &Person,
    token: &str,
    share: Option<u8>,
    language: &'static str,
) -> Result<Outcome, ActionError> {
    let (card, live) = opened(house, person, token)?;
    let written = match share {
        Some(share) if share <= 100 => {
            let about = about(house, person, &card);
            write(house, &live, &card, Act::Predict { about, share }, language).await?
        }
        Some(_) => return Err(Refusal::NoShare.into()),
        None => Written::Before,
    };
    let place = usize::try_from(card.statement - 1).map_err(|_| Refusal::NotFound)?;
    live.with(|state| {
        if written == Written::Now {
            let about = about(house, person, &card);
            state.count_prediction(person.participant, person.side, place, about);
        }
        if let Some(state) = state.people.get_mut(&person.participant)
            && state.pending.as_ref().is_some_and(|held| held.statement == card.statement)
        {
            state.pending = None;
        }
    });
    Ok(Outcome { written, next: next(house, person, card.conversation)? })
}

/// Whether a prediction is asked after this vote: after every one while a side expects few, else after a random
/// third. Source: docs/methods/misjudgement.md, small exchanges.
fn asks_prediction(house: &House, person: &Person, card: &Card) -> bool {
    let is_small = house
        .charter()
        .is_none_or(|charter| charter.sides.iter().any(|side| side.expected < EXPECTED_FOR_THIRDS));
    is_small
        || house
            .key
            .bits("ask", &[person.participant, card.conversation, card.statement])
            .is_multiple_of(3)
}

/// About whose agreement: one prediction in four is about the own side.
fn about(house: &House, person: &Person, card: &Card) -> Part {
    let bits = house.key.bits("about", &[person.participant, card.conversation, card.statement]);
    if bits.is_multiple_of(4) { person.side } else { person.side.other() }
}

/// Puts what a person left for later before her again.
pub fn unskip(house: &House, person: &Person, conversation: i64) {
    if let Some(live) = house.conversation(conversation) {
        live.unskip(person.participant);
    }
}
