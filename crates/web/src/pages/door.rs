//! Coming in: by an invitation's link, its QR code, its typed code, or an open link.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, Consent, Joined, Refusal};
use beringia_domain::{AgeBand, Code, Looks, Part, Stage};
use beringia_report::number;
use serde::Serialize;

use crate::error::{ForVisit, WebError};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, go, respond, side_name};
use crate::site::Site;
use crate::visit::{PERSON, Visit};

#[derive(Template, Serialize)]
#[template(path = "join.html")]
struct AskCode {
    #[serde(skip)]
    base: Base,
    typed: String,
    error: Option<String>,
}

/// A field for any code: an invitation's, or one's own.
pub(crate) async fn ask_code(visit: Visit) -> Response {
    ask(&visit, String::new(), None)
}

fn ask(visit: &Visit, typed: String, error: Option<String>) -> Response {
    respond(visit, &AskCode { base: Base::of(visit, "join-title"), typed, error })
}

/// Looks what the code opens: one's own answers, or an invitation, which is only shown.
pub(crate) async fn take_code(
    State(site): State<Arc<Site>>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let typed = fields.get("code").to_owned();
    let Ok(code) = Code::parse(&typed) else {
        let error = visit.say("join-mistyped");
        return Ok(ask(&visit, typed, Some(error)));
    };
    if let Ok(joined) = actions::come_back(&site.house, &code).await {
        visit.give(PERSON, &joined.cookie);
        return Ok(go(&visit, &first_conversation(&site)));
    }
    match actions::invitation_open(&site.house, &code).await {
        Ok(_) => Ok(go(&visit, &format!("/invitation/{}", code.plain()))),
        Err(error) => {
            let sentence = crate::error::refused(&visit, error)?;
            Ok(ask(&visit, typed, Some(sentence)))
        }
    }
}

/// The conversation that is open, or the front page.
pub(crate) fn first_conversation(site: &Site) -> String {
    let open = site.house.conversations().into_iter().find(|c| c.stage() == Stage::Open);
    open.map_or_else(|| "/".to_owned(), |live| format!("/conversation/{}", live.number))
}

#[derive(Template, Serialize)]
#[template(path = "invitation.html")]
struct InvitationPage {
    #[serde(skip)]
    base: Base,
    action: String,
    side: String,
    other: String,
    purpose: String,
    bands: Vec<(String, String)>,
    error: Option<String>,
}

fn bands(visit: &Visit) -> Vec<(String, String)> {
    AgeBand::ALL
        .iter()
        .map(|band| (band.word().to_owned(), visit.say(&format!("age-{}", band.word()))))
        .collect()
}

fn invitation(visit: &Visit, action: String, part: Part, error: Option<String>) -> Response {
    let charter = visit.site.house.charter();
    let page = InvitationPage {
        base: Base::of(visit, "invitation-title").talk(),
        action,
        side: side_name(visit, part),
        other: side_name(visit, part.other()),
        purpose: charter
            .map_or_else(String::new, |c| c.purpose.of(visit.language.base()).to_owned()),
        bands: bands(visit),
        error,
    };
    respond(visit, &page)
}

#[derive(Template, Serialize)]
#[template(path = "consent.html")]
struct ConsentPage {
    #[serde(skip)]
    base: Base,
    action: String,
    age: String,
    form: String,
    first: String,
    second: String,
    /// Said where organisers may look at an open conversation.
    looks: Option<String>,
}

/// Whether both sides allowed organisers to look at a conversation that is open.
fn may_look(visit: &Visit) -> bool {
    let all = visit.site.house.conversations();
    let mut contents = all.iter().map(|live| live.content());
    contents.any(|c| c.stage == Stage::Open && c.rules.looks == Looks::Allowed)
}

fn consent(visit: &Visit, action: String, age: AgeBand) -> Result<Response, WebError> {
    let charter = visit.site.house.charter().ok_or(Refusal::NotOpen)?;
    let until = number::date(&charter.ballots_until, &visit.words);
    let page = ConsentPage {
        base: Base::of(visit, "consent-title").talk(),
        action,
        age: age.word().to_owned(),
        form: actions::random_token()?,
        first: visit.words.tell("consent-first", &[("until", &until)]),
        second: visit.say("consent-second"),
        looks: may_look(visit).then(|| visit.say("consent-looks")),
    };
    Ok(respond(visit, &page))
}

#[derive(Template, Serialize)]
#[template(path = "welcome.html")]
struct Welcome {
    #[serde(skip)]
    base: Base,
    code: String,
    onward: String,
}

fn welcome(site: &Site, visit: &mut Visit, joined: &Joined) -> Response {
    visit.give(PERSON, &joined.cookie);
    let page = Welcome {
        base: Base::of(visit, "welcome-title").talk().once(),
        code: joined.code.grouped(),
        onward: first_conversation(site),
    };
    respond(visit, &page)
}

fn parsed(typed: &str) -> Result<Code, Refusal> {
    Code::parse(typed).map_err(|_| Refusal::CodeUnknown)
}

/// Shows an invitation. Looking does not use it.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(typed): Path<String>,
) -> Result<Response, WebError> {
    let code = parsed(&typed).for_visit(&visit)?;
    match actions::invitation_open(&site.house, &code).await {
        Ok(found) => {
            Ok(invitation(&visit, format!("/invitation/{}", code.plain()), found.side, None))
        }
        Err(error) => Err(WebError::told(&visit, error)),
    }
}

/// What the steps before have said: nothing yet, or the age, or the consent.
enum Step {
    Age(Option<AgeBand>),
    Consented(Consent),
}

fn step(visit: &Visit, fields: &Fields) -> Step {
    let age = AgeBand::parse(fields.get("age"));
    match age {
        Some(age) if fields.get("consent") == "yes" && !fields.get("form").is_empty() => {
            let form = fields.get("form").chars().take(64).collect();
            Step::Consented(Consent { form, age, language: visit.language.tag() })
        }
        age => Step::Age(age),
    }
}

/// Age, then consent, then in. The invitation is used with the last step only.
pub(crate) async fn join(
    State(site): State<Arc<Site>>,
    Path(typed): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let code = parsed(&typed).for_visit(&visit)?;
    let action = format!("/invitation/{}", code.plain());
    match step(&visit, &fields) {
        Step::Consented(said) => {
            let joined = actions::join(&site.house, &code, &said).await.for_visit(&visit)?;
            Ok(welcome(&site, &mut visit, &joined))
        }
        Step::Age(age) => {
            let found = actions::invitation_open(&site.house, &code).await.for_visit(&visit)?;
            by_age(&visit, action, found.side, age)
        }
    }
}

fn by_age(
    visit: &Visit,
    action: String,
    part: Part,
    age: Option<AgeBand>,
) -> Result<Response, WebError> {
    match age {
        None => {
            let error = visit.say("invitation-age-missing");
            Ok(invitation(visit, action, part, Some(error)))
        }
        Some(AgeBand::Under18) => Err(WebError::told(visit, Refusal::Underage.into())),
        Some(age) => consent(visit, action, age).for_visit(visit),
    }
}

fn open_side(number: &str) -> Result<Part, Refusal> {
    match number {
        "1" => Ok(Part::First),
        "2" => Ok(Part::Second),
        _ => Err(Refusal::NotFound),
    }
}

/// Shows the open link of a side, where both sides have chosen to have one.
pub(crate) async fn show_open(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(side): Path<String>,
) -> Result<Response, WebError> {
    let part = open_side(&side).for_visit(&visit)?;
    if !site.house.has_open_link() {
        return Err(WebError::told(&visit, Refusal::NotFound.into()));
    }
    Ok(invitation(&visit, format!("/open/{side}"), part, None))
}

/// The same steps, without an invitation.
pub(crate) async fn join_open(
    State(site): State<Arc<Site>>,
    Path(side): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let part = open_side(&side).for_visit(&visit)?;
    match step(&visit, &fields) {
        Step::Consented(said) => {
            let joined = actions::join_openly(&site.house, part, &said).await.for_visit(&visit)?;
            Ok(welcome(&site, &mut visit, &joined))
        }
        Step::Age(age) => by_age(&visit, format!("/open/{side}"), part, age),
    }
}
