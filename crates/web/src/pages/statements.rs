//! The statements of a conversation: typed, pasted, or from a file; their translations approved.

use std::sync::Arc;

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, NewStatement, Observer, Refusal, Writing};
use beringia_domain::{Both, Field, StatementStatus};
use beringia_store::StoredStatement;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "statements.html")]
struct Page {
    #[serde(skip)]
    base: Base,
    number: i64,
    may_write: bool,
    statements: Vec<Row>,
    fields: Vec<(&'static str, String)>,
    typed: Typed,
    error: Option<String>,
}

#[expect(clippy::struct_excessive_bools, reason = "independent facts of one row")]
#[derive(Serialize)]
struct Row {
    number: i64,
    en: String,
    zh: String,
    version: i64,
    status: String,
    is_out: bool,
    author: String,
    field: String,
    is_original_english: bool,
    seen: String,
    waits_for_me: bool,
    is_approved: bool,
}

/// What was typed, to be shown again where it was refused.
#[derive(Serialize, Default)]
struct Typed {
    en: String,
    zh: String,
    pasted: String,
}

async fn page(
    visit: &Visit,
    number: i64,
    typed: Typed,
    told: (Option<String>, Option<String>),
) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    Observer::of(&seat)?;
    let live = visit.site.house.conversation(number).ok_or(Refusal::NotFound)?;
    let content = live.content();
    let row = |s: &StoredStatement| Row {
        number: s.statement,
        en: s.wording.en.clone(),
        zh: s.wording.zh.clone(),
        version: s.version,
        status: visit.say(&format!("status-{}", s.status.word())),
        is_out: s.status == StatementStatus::Rejected,
        author: s.author.map_or_else(String::new, |side| side_name(visit, side)),
        field: if s.field.is_empty() {
            String::new()
        } else {
            visit.say(&format!("field-{}", s.field))
        },
        is_original_english: s.language == "en",
        seen: actions::words_seen(s),
        // What a person said in her own language waits for a translation first.
        waits_for_me: !s.wording.approved[seat.side.index()]
            && !s.wording.en.is_empty()
            && !s.wording.zh.is_empty(),
        is_approved: s.wording.approved == [true; 2],
    };
    let page = Page {
        base: Base::desk(visit, &seat, "statements-title")
            .with_notice(told.0)
            .at(&format!("/desk/conversations/{number}/statements")),
        number,
        may_write: Writing::of(&seat).is_ok(),
        statements: content.statements.iter().map(row).collect(),
        fields: Field::ALL
            .iter()
            .map(|f| (f.word(), visit.say(&format!("field-{}", f.word()))))
            .collect(),
        typed,
        error: told.1,
    };
    Ok(respond(visit, &page))
}

/// The statements.
pub(crate) async fn show(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    page(&visit, number, Typed::default(), (None, None)).await.for_visit(&visit)
}

/// Pasted lines: English and Chinese, parted by a tab or by `|`.
fn pasted(text: &str) -> Result<Vec<NewStatement>, actions::ActionError> {
    let mut all = Vec::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let parts = line
            .split_once('\t')
            .or_else(|| line.split_once('|'))
            .or_else(|| line.split_once('｜'));
        let Some((en, zh)) = parts else {
            let shown: String = line.chars().take(40).collect();
            return Err(actions::ActionError::File(format!("{}: {shown}", place + 1)));
        };
        let words = Both { en: en.trim().to_owned(), zh: zh.trim().to_owned() };
        all.push(NewStatement { words, language: "en", field: None });
    }
    Ok(all)
}

/// Adds, changes, approves, takes out, puts back.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Writing::of).await?;
    let done = one(&site, &by, number, &fields).await;
    answer(&visit, number, &fields, done).await
}

async fn one(
    site: &Site,
    by: &Writing,
    number: i64,
    fields: &Fields,
) -> Result<&'static str, actions::ActionError> {
    let house = &site.house;
    let statement = fields.number("statement").unwrap_or(0);
    let words = || Both { en: fields.get("en").to_owned(), zh: fields.get("zh").to_owned() };
    match fields.get("act") {
        "add" => {
            let language = if fields.get("original") == "zh" { "zh-Hans" } else { "en" };
            let field = Field::parse(fields.get("field"));
            let new = NewStatement { words: words(), language, field };
            actions::add_statements(house, by, number, &[new]).await?;
            Ok("statement-added")
        }
        "paste" => {
            let language = if fields.get("original") == "zh" { "zh-Hans" } else { "en" };
            let mut new = pasted(fields.get("pasted"))?;
            new.iter_mut().for_each(|statement| statement.language = language);
            actions::add_statements(house, by, number, &new).await?;
            Ok("statements-added")
        }
        "change" => {
            actions::change_wording(house, by, (number, statement), &words()).await?;
            Ok("statement-changed")
        }
        "approve" => {
            let seen = [(statement, fields.get("seen").to_owned())];
            actions::approve_translations(house, by, number, &seen).await?;
            Ok("statement-approved-now")
        }
        "out" => {
            actions::set_statement_status(house, by, (number, statement), true).await?;
            Ok("statement-out")
        }
        "back" => {
            actions::set_statement_status(house, by, (number, statement), false).await?;
            Ok("statement-back")
        }
        _ => Err(Refusal::NotFound.into()),
    }
}

async fn answer(
    visit: &Visit,
    number: i64,
    fields: &Fields,
    done: Result<&'static str, actions::ActionError>,
) -> Result<Response, WebError> {
    let (typed, told) = match done {
        Ok(key) => (Typed::default(), (Some(visit.say(key)), None)),
        Err(actions::ActionError::File(at)) => {
            let told = visit.words.tell("pasted-wrong", &[("line", &at)]);
            (again(fields), (None, Some(told)))
        }
        Err(error) => (again(fields), (None, Some(refused(visit, error)?))),
    };
    page(visit, number, typed, told).await.for_visit(visit)
}

fn again(fields: &Fields) -> Typed {
    let get = |name: &str| fields.get(name).to_owned();
    match fields.get("act") {
        "add" => Typed { en: get("en"), zh: get("zh"), pasted: String::new() },
        "paste" => Typed { pasted: get("pasted"), ..Typed::default() },
        _ => Typed::default(),
    }
}

/// Whoever loads the answer to an upload again comes back to the statements.
pub(crate) async fn back(visit: Visit, Path(number): Path<i64>) -> Response {
    crate::layout::go(&visit, &format!("/desk/conversations/{number}/statements"))
}

/// Adds the statements of a file in the form of `statements.csv`.
pub(crate) async fn file(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, WebError> {
    let mut parts =
        parts.map_err(|_| WebError::told(&visit, actions::ActionError::from(Refusal::FormOld)))?;
    let (mut token, mut bytes) = (String::new(), Vec::new());
    while let Ok(Some(part)) = parts.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let body =
            part.bytes().await.map_err(|_| WebError::told(&visit, Refusal::TextLong.into()))?;
        match name.as_str() {
            "csrf" => token = String::from_utf8_lossy(&body).into_owned(),
            "file" => bytes = body.to_vec(),
            _ => {}
        }
    }
    if !visit.owns(&token) {
        return Err(WebError::told(&visit, Refusal::FormOld.into()));
    }
    let by = visit.holds(Writing::of).await?;
    let done = match actions::read_statements(&bytes) {
        Ok(new) => actions::add_statements(&site.house, &by, number, &new)
            .await
            .map(|_| "statements-added"),
        Err(error) => Err(error),
    };
    let told = match done {
        Ok(key) => (Some(visit.say(key)), None),
        Err(error) => (None, Some(refused(&visit, error)?)),
    };
    page(&visit, number, Typed::default(), told).await.for_visit(&visit)
}
