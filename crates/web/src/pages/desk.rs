//! The desk: what waits for me, how many came, is one side starved. Never what people answered.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use beringia_actions::{self as actions, Asked, Observer};
use beringia_domain::{Part, ProposalState, Stage};
use beringia_store as store;
use serde::Serialize;

use crate::both_times;
use crate::error::{ForVisit, WebError};
use crate::layout::{Base, respond, side_name};
use crate::pages::approvals;
use crate::pages::record::{Line, lines};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "desk.html")]
struct Desk {
    #[serde(skip)]
    base: Base,
    now: String,
    waiting: Vec<Waiting>,
    steps: Vec<Step>,
    conversations: Vec<Going>,
    latest: Vec<Line>,
}

#[derive(Serialize)]
struct Waiting {
    number: i64,
    what: String,
    since: String,
    is_mine: bool,
}

/// One step on the way from an empty server to the first vote.
#[derive(Serialize)]
struct Step {
    what: String,
    href: &'static str,
    is_done: bool,
    is_next: bool,
}

/// How a conversation goes.
#[derive(Serialize)]
pub(crate) struct Going {
    pub(crate) number: i64,
    pub(crate) title: String,
    pub(crate) stage: String,
    pub(crate) sides: Vec<GoingSide>,
    pub(crate) starved: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct GoingSide {
    #[serde(skip)]
    pub(crate) part: Part,
    pub(crate) name: String,
    pub(crate) came: u64,
    pub(crate) invited: u64,
    pub(crate) share: u64,
    pub(crate) counts: String,
    pub(crate) replaced: Option<String>,
}

/// How one conversation goes, in words.
pub(crate) async fn going(visit: &Visit, by: &Observer, number: i64) -> Result<Going, WebError> {
    let house = &visit.site.house;
    let live = house.conversation(number).ok_or(actions::Refusal::NotFound)?;
    let content = live.content();
    let progress = actions::progress(house, by, number).await?;
    let words = &visit.words;
    let sides = Part::BOTH
        .map(|part| {
            let i = part.index();
            let whole = progress.invited[i].max(progress.came[i]);
            let counts = [progress.answered[i], progress.votes[i], progress.predictions[i]]
                .map(|n| beringia_report::number::count(n, visit.language));
            GoingSide {
                part,
                name: side_name(visit, part),
                came: progress.came[i],
                invited: whole,
                share: (progress.came[i] * 100).checked_div(whole).unwrap_or(0),
                counts: words.tell(
                    "going-counts",
                    &[("people", &counts[0]), ("votes", &counts[1]), ("predictions", &counts[2])],
                ),
                replaced: (progress.replaced[i] > 0)
                    .then(|| words.tell_count("going-replaced", progress.replaced[i], &[])),
            }
        })
        .into();
    Ok(Going {
        number,
        title: content.rules.title.of(visit.language.base()).to_owned(),
        stage: visit.say(&format!("stage-{}", content.stage.word())),
        sides,
        starved: starved(visit, &progress),
    })
}

/// Whether one side is starved, in sentences.
fn starved(visit: &Visit, progress: &actions::Progress) -> Vec<String> {
    let words = &visit.words;
    let mut told = Vec::new();
    for part in Part::BOTH {
        if let Some(share) = progress.from_other_side[part.index()] {
            let (side, other) = (side_name(visit, part), side_name(visit, part.other()));
            told.push(words.tell(
                "starved-shown",
                &[("side", &side), ("other", &other), ("share", &share.to_string())],
            ));
        }
    }
    for part in Part::BOTH {
        let least = progress.least_answers[part.index()];
        told.push(words.tell_count("starved-least", least, &[("side", &side_name(visit, part))]));
    }
    told
}

/// The desk.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    desk(&site, &visit).await.for_visit(&visit)
}

async fn desk(site: &Site, visit: &Visit) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    let by = Observer::of(&seat)?;
    let house = &site.house;
    let asked = actions::asked(house, &by).await?;
    let now = house.now_second();
    let waiting: Vec<Waiting> = asked
        .iter()
        .filter(|asked| asked.proposal.state == ProposalState::Waiting)
        .map(|asked| Waiting {
            number: asked.proposal.proposal,
            what: approvals::what(visit, &asked.proposal.change),
            since: both_times::age(asked.proposal.at_second, now, &visit.words),
            is_mine: asked.proposal.side != seat.side,
        })
        .collect();
    let mut conversations = Vec::new();
    for live in house.conversations() {
        conversations.push(going(visit, &by, live.number).await?);
    }
    let rows = store::audit_latest(&house.database, house.exchange, 6).await?;
    let mine = waiting.iter().filter(|waiting| waiting.is_mine).count() as u64;
    let mut base = Base::desk(visit, &seat, "nav-desk");
    base.title = if mine > 0 {
        visit.words.tell_count("desk-waiting", mine, &[])
    } else {
        visit.say("desk-nothing-waits")
    };
    let page = Desk {
        base,
        now: both_times::both(now, house.charter().as_deref(), &visit.words),
        waiting,
        steps: steps(site, visit, &asked).await?,
        conversations,
        latest: lines(visit, &rows).await?,
    };
    Ok(respond(visit, &page))
}

/// The way to the first vote; empty once it has been gone.
async fn steps(site: &Site, visit: &Visit, asked: &[Asked]) -> Result<Vec<Step>, WebError> {
    let house = &site.house;
    let exchange = store::exchange(&house.database).await?;
    let has_draft = exchange.as_ref().is_some_and(|e| e.draft.is_some() || e.charter.is_some());
    let members = store::members(&house.database, house.exchange).await?;
    let has_both = Part::BOTH.into_iter().all(|side| members.iter().any(|m| m.side == side));
    let conversations = house.conversations();
    let has_statements = conversations.iter().any(|c| !c.content().statements.is_empty());
    let batches = store::batches(&house.database, house.exchange).await?;
    let has_invited = Part::BOTH.into_iter().all(|side| batches.iter().any(|b| b.side == side));
    let was_open = conversations.iter().any(|c| c.stage() != Stage::Draft);
    let asked_charter = asked.iter().any(|asked| asked.proposal.change.kind() == "charter");
    let all = [
        ("step-charter", "/desk/charter", has_draft),
        ("step-other-side", "/desk/people", has_both),
        ("step-ask-charter", "/desk/charter", asked_charter || house.charter().is_some()),
        ("step-approve-charter", "/desk/approvals", house.charter().is_some()),
        ("step-conversation", "/desk/conversations", !conversations.is_empty()),
        ("step-statements", "/desk/conversations", has_statements),
        ("step-invitations", "/desk/invitations", has_invited),
        ("step-open", "/desk/conversations", was_open),
    ];
    if all.iter().all(|(_, _, is_done)| *is_done) {
        return Ok(Vec::new());
    }
    let next = all.iter().position(|(_, _, is_done)| !is_done);
    Ok(all
        .into_iter()
        .enumerate()
        .map(|(place, (key, href, is_done))| Step {
            what: visit.say(key),
            href,
            is_done,
            is_next: Some(place) == next,
        })
        .collect())
}
