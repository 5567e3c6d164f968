//! The conversation: a statement, three answers, a prediction.

use std::sync::Arc;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use beringia_actions::{self as actions, Card, Next, Person, Refusal};
use beringia_domain::{Choice, ExpectedShare, Part};
use beringia_store::StoredStatement;
use serde::{Deserialize, Serialize};

use crate::error::{ForVisit, WebError};
use crate::fields::Fields;
use crate::layout::{Base, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

/// A statement as a person reads it.
#[derive(Serialize)]
pub(crate) struct Wording {
    pub(crate) text: String,
    /// Whether a clause is too long for a line, so that lines must break within it.
    #[serde(skip)]
    pub(crate) is_long: bool,
    pub(crate) tag: &'static str,
    pub(crate) original: Option<String>,
    pub(crate) original_tag: &'static str,
    pub(crate) source: Option<String>,
    pub(crate) field: String,
    pub(crate) author: Option<String>,
    #[serde(skip)]
    pub(crate) author_part: Part,
}

/// Han letters that fit on a line of the card on a narrow telephone.
const CLAUSE_MAX: usize = 11;

/// Where Chinese lines like to break.
fn is_pause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '：' | '、' | '？' | '！')
}

/// A statement in the visitor's language, with the original beside it.
pub(crate) fn wording(visit: &Visit, statement: &StoredStatement, is_labelled: bool) -> Wording {
    let is_english = visit.language.base() == "en";
    let (text, other) = if is_english {
        (&statement.wording.en, &statement.wording.zh)
    } else {
        (&statement.wording.zh, &statement.wording.en)
    };
    // What was held elsewhere may have words in one language, or none.
    if text.is_empty() {
        return untranslated(visit, statement, other);
    }
    let is_original = statement.language == visit.language.tag() || other.is_empty();
    let source = if statement.wording.approved == [true; 2] {
        "statement-approved"
    } else {
        "statement-translated"
    };
    let written = visit.say(if statement.language == "en" { "written-en" } else { "written-zh" });
    let author = statement.author.filter(|_| is_labelled);
    Wording {
        is_long: text.split(is_pause).any(|clause| clause.chars().count() > CLAUSE_MAX),
        text: text.clone(),
        tag: visit.language.tag(),
        original: (!is_original).then(|| other.clone()),
        original_tag: visit.language.other().tag(),
        source: (!is_original).then(|| visit.words.tell(source, &[("written", &written)])),
        field: if statement.field.is_empty() {
            String::new()
        } else {
            visit.say(&format!("field-{}", statement.field))
        },
        author: author
            .map(|side| visit.words.tell("statement-from", &[("side", &side_name(visit, side))])),
        author_part: author.unwrap_or(Part::First),
    }
}

/// A statement without words in the visitor's language, in those it has.
fn untranslated(visit: &Visit, statement: &StoredStatement, other: &str) -> Wording {
    let number = statement.statement.to_string();
    let (text, tag) = if other.is_empty() {
        (visit.words.tell("statement-unworded", &[("number", &number)]), visit.language.tag())
    } else {
        (other.to_owned(), visit.language.other().tag())
    };
    Wording {
        is_long: false,
        text,
        tag,
        original: None,
        original_tag: tag,
        source: None,
        field: String::new(),
        author: None,
        author_part: Part::First,
    }
}

#[derive(Template, Serialize)]
#[template(path = "statement.html")]
struct StatementPage {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    statement: Wording,
    answered: String,
    card: String,
    chosen: Option<&'static str>,
    is_change: bool,
    error: Option<String>,
}

#[derive(Template, Serialize)]
#[template(path = "prediction.html")]
struct PredictionPage {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    number: i64,
    statement: Wording,
    said: String,
    choice: &'static str,
    #[serde(skip)]
    part: Part,
    question: String,
    card: String,
    columns: Vec<u32>,
    error: Option<String>,
}

#[derive(Template, Serialize)]
#[template(path = "pause.html")]
struct Pause {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    heading: String,
    sentence: String,
    skipped: Option<String>,
    can_go_on: bool,
}

/// What may stand behind the address.
#[derive(Deserialize)]
pub(crate) struct Asked {
    statement: Option<i64>,
    pause: Option<String>,
}

fn here(visit: &Visit) -> Result<Person, WebError> {
    visit.person().ok_or_else(|| WebError::told(visit, Refusal::CodeUnknown.into()))
}

/// What comes next for this person.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    let Some(person) = visit.person() else {
        return Ok(crate::layout::go(&visit, "/join"));
    };
    if asked.pause.is_some() {
        return Ok(paused(&visit, number));
    }
    if let Some(statement) = asked.statement {
        let card = actions::card_for(&site.house, &person, number, statement).for_visit(&visit)?;
        return statement_page(&visit, &person, &card, true, None).for_visit(&visit);
    }
    let next = actions::next(&site.house, &person, number).for_visit(&visit)?;
    if matches!(next, Next::NotOpen) {
        let released = actions::released(&site.house).await.for_visit(&visit)?;
        if released.iter().any(|result| result.conversation == number) {
            return Ok(crate::layout::go(&visit, &format!("/conversation/{number}/results")));
        }
    }
    page(&visit, &person, number, &next, None).for_visit(&visit)
}

/// The page for what comes next.
fn page(
    visit: &Visit,
    person: &Person,
    number: i64,
    next: &Next,
    error: Option<String>,
) -> Result<Response, WebError> {
    match next {
        Next::Statement(card) => statement_page(visit, person, card, false, error),
        Next::Prediction { card, about, choice } => {
            prediction_page(visit, card, *about, *choice, error)
        }
        Next::AllAnswered { skipped } => Ok(all_answered(visit, number, *skipped)),
        Next::NotOpen => Err(Refusal::NotOpen.into()),
    }
}

/// A statement of a conversation as a person reads it, by its number, without its author.
pub(crate) fn found(visit: &Visit, conversation: i64, number: i64) -> Option<Wording> {
    find(visit, conversation, number, false)
}

fn find(visit: &Visit, conversation: i64, number: i64, is_labelled: bool) -> Option<Wording> {
    let live = visit.site.house.conversation(conversation)?;
    let place = usize::try_from(number - 1).ok()?;
    Some(wording(visit, live.content().statements.get(place)?, is_labelled))
}

fn with_script(mut base: Base) -> Base {
    base.script = Some(super::assets::TALK_PATH);
    base
}

fn statement_page(
    visit: &Visit,
    person: &Person,
    card: &Card,
    is_change: bool,
    error: Option<String>,
) -> Result<Response, WebError> {
    let live = visit.site.house.conversation(card.conversation).ok_or(Refusal::NotFound)?;
    let answered = u64::from(live.answered(person.participant));
    let chosen = live.choice_of(person.participant, card.statement).map(Choice::word);
    let page = StatementPage {
        base: with_script(Base::of_card(visit, "statement-title")),
        conversation: card.conversation,
        statement: find(visit, card.conversation, card.statement, card.is_labelled)
            .ok_or(Refusal::NotFound)?,
        answered: visit.words.tell_count("answered", answered, &[]),
        card: card.token(&visit.site.house.key),
        chosen: chosen.filter(|_| is_change),
        is_change,
        error,
    };
    Ok(respond(visit, &page))
}

fn prediction_page(
    visit: &Visit,
    card: &Card,
    about: Part,
    choice: Choice,
    error: Option<String>,
) -> Result<Response, WebError> {
    let page = PredictionPage {
        base: with_script(Base::of_card(visit, "prediction-title")),
        conversation: card.conversation,
        number: card.statement,
        statement: found(visit, card.conversation, card.statement).ok_or(Refusal::NotFound)?,
        said: visit.say(&format!("you-chose-{}", choice.word())),
        choice: choice.word(),
        part: about,
        question: visit.words.tell("prediction-question", &[("side", &side_name(visit, about))]),
        card: card.token(&visit.site.house.key),
        columns: (0..=10).map(|column| column * 10).collect(),
        error,
    };
    Ok(respond(visit, &page))
}

fn all_answered(visit: &Visit, number: i64, skipped: usize) -> Response {
    let page = Pause {
        base: with_script(Base::of(visit, "all-answered-title").talk()),
        conversation: number,
        heading: visit.say("all-answered-title"),
        sentence: visit.say("all-answered"),
        skipped: (skipped > 0).then(|| visit.words.tell_count("skipped-left", skipped as u64, &[])),
        can_go_on: false,
    };
    respond(visit, &page)
}

fn paused(visit: &Visit, number: i64) -> Response {
    let page = Pause {
        base: with_script(Base::of(visit, "pause-title").talk()),
        conversation: number,
        heading: visit.say("pause-title"),
        sentence: visit.say("pause"),
        skipped: None,
        can_go_on: true,
    };
    respond(visit, &page)
}

/// A vote, a prediction, or leaving something for later; the next page is the answer. The signed card is the
/// form's token: nobody else can have it, and it is good for this person alone.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
    body: Bytes,
) -> Result<Response, WebError> {
    let person = here(&visit)?;
    let fields = Fields::read(&body).for_visit(&visit)?;
    let (card, language) = (fields.get("card"), visit.language.tag());
    let house = &site.house;
    let outcome = match fields.get("act") {
        "skip" => actions::skip(house, &person, card, language).await,
        "unskip" => {
            actions::unskip(house, &person, number);
            let next = actions::next(house, &person, number).for_visit(&visit)?;
            return page(&visit, &person, number, &next, None).for_visit(&visit);
        }
        "no-prediction" => actions::predict(house, &person, card, None, language).await,
        "predict" => match share(&fields) {
            Some(share) => actions::predict(house, &person, card, Some(share), language).await,
            None => {
                let next = actions::next(house, &person, number).for_visit(&visit)?;
                let error = visit.say("refusal-no-share");
                return page(&visit, &person, number, &next, Some(error)).for_visit(&visit);
            }
        },
        word => match Choice::parse(word.as_bytes()) {
            Some(choice) => actions::vote(house, &person, card, choice, language).await,
            None => return Err(WebError::told(&visit, Refusal::FormOld.into())),
        },
    };
    let next = outcome.for_visit(&visit)?.next;
    page(&visit, &person, number, &next, None).for_visit(&visit)
}

/// The share typed, or else the one chosen: a whole number from 0 to 100. Small and full-width digits are read.
fn share(fields: &Fields) -> Option<u8> {
    let typed = fields.get("typed").trim();
    let raw = if typed.is_empty() { fields.get("share") } else { typed };
    let plain: String = raw
        .chars()
        .map(|c| match u32::from(c) {
            wide @ 0xFF10..=0xFF19 => char::from_u32(wide - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .collect();
    ExpectedShare::new(plain.parse().ok()?).map(ExpectedShare::of_hundred)
}
