//! A sentence of one's own: what surprised somebody, or what was not asked.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, Refusal, SAID_LETTERS_MAX};
use beringia_domain::Stage;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::Sent;
use crate::layout::{Base, go, respond};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "say.html")]
struct Say {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    title: String,
    letters: usize,
    typed: String,
    is_said: bool,
    error: Option<String>,
}

fn page(
    visit: &Visit,
    number: i64,
    typed: &str,
    (is_said, error): (bool, Option<String>),
) -> Result<Response, WebError> {
    let live = visit.site.house.conversation(number).ok_or(Refusal::NotFound)?;
    if live.stage() != Stage::Open {
        return Err(Refusal::NotOpen.into());
    }
    let page = Say {
        base: Base::of(visit, "say-title").talk().at(&format!("/conversation/{number}/say")),
        conversation: number,
        title: live.content().rules.title.of(visit.language.base()).to_owned(),
        letters: SAID_LETTERS_MAX,
        typed: typed.to_owned(),
        is_said,
        error,
    };
    Ok(respond(visit, &page))
}

/// The form.
pub(crate) async fn show(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    if visit.person().is_none() {
        return Ok(go(&visit, "/join"));
    }
    page(&visit, number, "", (false, None)).for_visit(&visit)
}

/// Takes it.
pub(crate) async fn say(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let Some(person) = visit.person() else { return Ok(go(&visit, "/join")) };
    let (typed, language) = (fields.get("words"), visit.language.tag());
    let language = if language == "en" { "en" } else { "zh-Hans" };
    let done = actions::say(&site.house, &person, number, typed, language).await;
    match done {
        Ok(()) => page(&visit, number, "", (true, None)).for_visit(&visit),
        Err(error) => {
            let told = refused(&visit, error)?;
            page(&visit, number, typed, (false, Some(told))).for_visit(&visit)
        }
    }
}
