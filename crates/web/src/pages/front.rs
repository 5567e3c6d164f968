//! The front page: what this is, who asks, what is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, Refusal};
use beringia_domain::{Charter, Part, Stage};
use beringia_report::number;
use serde::Serialize;

use crate::error::{ForVisit, WebError};
use crate::fields::Sent;
use crate::layout::{Base, go, respond};
use crate::site::Site;
use crate::visit::{PERSON, Visit};

#[derive(Template, Serialize)]
#[template(path = "front.html")]
struct Front {
    #[serde(skip)]
    base: Base,
    is_open: bool,
    is_demo: bool,
    has_come: bool,
    /// In a demo: the released conversation that a visitor may see through an invented person's eyes.
    eyes: Option<i64>,
    exchange: Option<Told>,
    conversations: Vec<Conversation>,
}

/// The charter in one language.
#[derive(Serialize)]
struct Told {
    name: String,
    purpose: String,
    payer: String,
    field: String,
    format: String,
    sides: Vec<Side>,
    days: String,
    kept: String,
}

#[derive(Serialize)]
struct Side {
    #[serde(skip)]
    part: Part,
    name: String,
    organisation: String,
}

#[derive(Serialize)]
struct Conversation {
    number: i64,
    title: String,
    about: String,
    stage: &'static str,
    is_open: bool,
    are_released: bool,
}

fn told(visit: &Visit, charter: &Charter) -> Told {
    let base = visit.language.base();
    let date = |iso: &str| number::date(iso, &visit.words);
    let side = |part: Part| Side {
        part,
        name: charter.side(part).name.of(base).to_owned(),
        organisation: charter.side(part).organisation.of(base).to_owned(),
    };
    Told {
        name: charter.name.of(base).to_owned(),
        purpose: charter.purpose.of(base).to_owned(),
        payer: charter.payer.of(base).to_owned(),
        field: visit.say(&format!("field-{}", charter.field.word())),
        format: visit.say(&format!("format-{}", charter.format.word())),
        sides: Part::BOTH.map(side).into(),
        days: visit
            .words
            .tell("front-days", &[("from", &date(&charter.begins)), ("to", &date(&charter.ends))]),
        kept: visit.words.tell("front-kept", &[("until", &date(&charter.ballots_until))]),
    }
}

/// The front page.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    let charter = site.house.charter();
    let language = visit.language.base();
    let released = actions::released(&site.house).await.for_visit(&visit)?;
    let is_released = |number: i64| released.iter().any(|result| result.conversation == number);
    let conversations: Vec<Conversation> = site
        .house
        .conversations()
        .iter()
        .map(|live| (live.number, live.content()))
        .filter(|(_, content)| content.stage != Stage::Draft)
        // What one side brought from elsewhere is told once both have released it.
        .filter(|(number, content)| content.imported.is_none() || is_released(*number))
        .map(|(number, content)| Conversation {
            number,
            title: content.rules.title.of(language).to_owned(),
            about: content.rules.about.of(language).to_owned(),
            stage: content.stage.word(),
            is_open: content.stage == Stage::Open,
            are_released: is_released(number),
        })
        .collect();
    let mut base = Base::of(&visit, "front-title");
    if let Some(charter) = &charter {
        charter.name.of(language).clone_into(&mut base.title);
    }
    let page = Front {
        base,
        is_open: conversations.iter().any(|c| c.is_open),
        is_demo: site.settings.is_demo,
        has_come: visit.person().is_some(),
        eyes: released.first().filter(|_| site.settings.is_demo).map(|first| first.conversation),
        exchange: charter.as_deref().map(|charter| told(&visit, charter)),
        conversations,
    };
    Ok(respond(&visit, &page))
}

/// In a demo: shows what surprised an invented person of a side.
pub(crate) async fn look_as(
    State(site): State<Arc<Site>>,
    Path((conversation, side)): Path<(i64, i64)>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, .. } = sent;
    let part = Part::BOTH.into_iter().find(|part| part.number() == side);
    let part = part.filter(|_| site.settings.is_demo);
    let part = part.ok_or(Refusal::NotFound).for_visit(&visit)?;
    let cookie = actions::look_as_invented(&site.house, conversation, part).await;
    visit.give(PERSON, &cookie.for_visit(&visit)?);
    Ok(go(&visit, &format!("/conversation/{conversation}/surprise")))
}

#[derive(Template, Serialize)]
#[template(path = "privacy.html")]
struct Privacy {
    #[serde(skip)]
    base: Base,
    exchange: Option<Told>,
}

/// What is kept, who sees it, when it is deleted: the details.
pub(crate) async fn privacy(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    let charter = site.house.charter();
    let page = Privacy {
        base: Base::of(&visit, "privacy-title"),
        exchange: charter.as_deref().map(|charter| told(&visit, charter)),
    };
    Ok(respond(&visit, &page))
}

/// No such page.
pub(crate) async fn nothing(visit: Visit) -> WebError {
    WebError::told(&visit, Refusal::NotFound.into())
}
