//! Your answers: seen, taken along, withdrawn; and forgetting this device. The code is asked for again.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use beringia_actions::{self as actions, OwnAnswers, Person, Refusal};
use beringia_domain::{Code, Stage};
use serde::Serialize;
use serde_json::json;

use crate::error::{ForVisit, WebError};
use crate::fields::Sent;
use crate::layout::{Base, attachment, respond, side_name};
use crate::pages::talk::{Wording, wording};
use crate::site::Site;
use crate::visit::{PERSON, Visit};

/// Seconds for which the code need not be typed again on this page.
const GRANT_SECONDS: i64 = 900;

#[derive(Template, Serialize)]
#[template(path = "own-code.html")]
struct AskCode {
    #[serde(skip)]
    base: Base,
    error: Option<String>,
}

/// Asks for the participation code: whoever holds the phone is not thereby whoever answered.
pub(crate) async fn ask_code(visit: Visit) -> Response {
    ask(&visit, None)
}

fn ask(visit: &Visit, error: Option<String>) -> Response {
    respond(visit, &AskCode { base: Base::of(visit, "own-title").talk(), error })
}

#[derive(Template, Serialize)]
#[template(path = "own.html")]
struct Own {
    #[serde(skip)]
    base: Base,
    grant: String,
    conversations: Vec<OwnConversation>,
    is_asking: bool,
}

#[derive(Serialize)]
struct OwnConversation {
    number: i64,
    title: String,
    is_open: bool,
    answers: Vec<OwnAnswer>,
}

#[derive(Serialize)]
struct OwnAnswer {
    number: i64,
    statement: Wording,
    choice: String,
    predictions: Vec<String>,
}

fn granted(site: &Site, person: &Person) -> String {
    let text = format!("{:x}:{}", person.participant, site.house.now_second());
    site.house.key.sign("own", &text)
}

fn is_granted(site: &Site, person: &Person, grant: &str) -> bool {
    let parts = site.house.key.opened("own", grant).and_then(|text| text.split_once(':'));
    let Some((who, when)) = parts else { return false };
    let age = when.parse().map_or(i64::MAX, |when: i64| site.house.now_second() - when);
    who == format!("{:x}", person.participant) && (0..=GRANT_SECONDS).contains(&age)
}

/// Shows, exports or withdraws, once the code was typed.
pub(crate) async fn show(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let by_grant = visit.person().filter(|person| is_granted(&site, person, fields.get("grant")));
    let person = match by_grant {
        Some(person) => person,
        None => {
            let code = Code::parse(fields.get("code")).map_err(|_| Refusal::CodeUnknown);
            let known = match code {
                Ok(code) => actions::come_back(&site.house, &code).await,
                Err(refusal) => Err(refusal.into()),
            };
            match known {
                Ok(joined) => {
                    visit.give(PERSON, &joined.cookie);
                    joined.person
                }
                Err(_) => {
                    let error = visit.say("own-code-wrong");
                    return Ok(ask(&visit, Some(error)));
                }
            }
        }
    };
    match fields.get("act") {
        "export" => export(&site, &visit, &person).await.for_visit(&visit),
        "withdraw" if fields.get("sure") == "yes" => {
            actions::withdraw(&site.house, &person).await.for_visit(&visit)?;
            visit.take(PERSON);
            Ok(farewell(&visit, "withdrawn"))
        }
        act => {
            let all = actions::own_answers(&site.house, &person).await.for_visit(&visit)?;
            let page = Own {
                base: Base::of(&visit, "own-title").talk(),
                grant: granted(&site, &person),
                conversations: all.iter().filter_map(|own| told(&visit, own)).collect(),
                is_asking: act == "withdraw",
            };
            Ok(respond(&visit, &page))
        }
    }
}

fn told(visit: &Visit, own: &OwnAnswers) -> Option<OwnConversation> {
    let live = visit.site.house.conversation(own.conversation)?;
    let content = live.content();
    if content.imported.is_some() {
        return None;
    }
    let answers = own
        .votes
        .iter()
        .filter_map(|vote| {
            let statement = content.statements.get(usize::try_from(vote.statement - 1).ok()?)?;
            let predictions = own.predictions.iter().filter(|p| p.statement == vote.statement);
            Some(OwnAnswer {
                number: vote.statement,
                statement: wording(visit, statement, false),
                choice: visit.say(&format!("you-chose-{}", vote.choice.word())),
                predictions: predictions
                    .map(|p| {
                        let (side, share) = (side_name(visit, p.about), p.share.to_string());
                        visit.words.tell("you-predicted", &[("side", &side), ("share", &share)])
                    })
                    .collect(),
            })
        })
        .collect();
    Some(OwnConversation {
        number: own.conversation,
        title: content.rules.title.of(visit.language.base()).to_owned(),
        is_open: content.stage == Stage::Open,
        answers,
    })
}

/// A person's answers and what she was shown, as a file.
async fn export(site: &Site, visit: &Visit, person: &Person) -> Result<Response, WebError> {
    let all = actions::own_answers(&site.house, person).await?;
    let one = |own: &OwnAnswers| {
        json!({
            "conversation": own.conversation,
            "votes": own.votes.iter().map(|v| json!({
                "statement": v.statement, "version": v.version, "language": v.language,
                "choice": v.choice.word(), "day": beringia_domain::moment::iso_date(v.day),
            })).collect::<Vec<_>>(),
            "predictions": own.predictions.iter().map(|p| json!({
                "statement": p.statement, "about_side": side_name(visit, p.about), "share": p.share,
                "day": beringia_domain::moment::iso_date(p.day),
            })).collect::<Vec<_>>(),
            "shown": own.exposures.iter().map(|e| json!({
                "position": e.position, "statement": e.statement, "rule": e.rule,
                "probability": e.probability, "label_shown": e.is_labelled,
            })).collect::<Vec<_>>(),
        })
    };
    let body = json!({ "side": side_name(visit, person.side), "conversations": all.iter().map(one).collect::<Vec<_>>() });
    let text = serde_json::to_vec_pretty(&body).unwrap_or_default();
    Ok(attachment("my-answers.json", "application/json", text))
}

#[derive(Template, Serialize)]
#[template(path = "farewell.html")]
struct Farewell {
    #[serde(skip)]
    base: Base,
    sentence: String,
}

fn farewell(visit: &Visit, key: &str) -> Response {
    let base = Base::of(visit, &format!("{key}-title")).talk().at("/");
    respond(visit, &Farewell { base, sentence: visit.say(key) })
}

/// Forgets this device: the cookie goes, the answers stay.
pub(crate) async fn forget(
    State(site): State<Arc<Site>>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, .. } = sent;
    if let Some(person) = visit.person() {
        actions::forget_form(&site.house, &person).await.for_visit(&visit)?;
    }
    visit.take(PERSON);
    Ok(farewell(&visit, "forgotten"))
}
