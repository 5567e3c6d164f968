//! Two keys: what is asked, what would change, who has approved.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, Approver, Asked, Observer, Organiser, Refusal};
use beringia_domain::{
    Both, Change, Charter, Entrance, Labels, Looks, Part, ProposalState, Role, Rules,
    StatementStatus, text,
};
use beringia_report::number;
use beringia_store::{self as store, Seat, StoredApproval};
use serde::Serialize;

use crate::both_times;
use crate::error::{ForVisit, WebError};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, attachment, go, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

/// What a change is, in a few words.
pub(crate) fn what(visit: &Visit, change: &Change) -> String {
    let words = &visit.words;
    let titled = |conversation: i64| {
        visit.site.house.conversation(conversation).map_or_else(
            || conversation.to_string(),
            |live| live.content().rules.title.of(visit.language.base()).to_owned(),
        )
    };
    let key = format!("change-{}", change.kind());
    match change {
        Change::Charter { .. } => words.say(&key),
        Change::OpenConversation { conversation, .. }
        | Change::CloseConversation { conversation }
        | Change::ChangeRules { conversation, .. }
        | Change::ReleaseResults { conversation, .. }
        | Change::Export { conversation, .. }
        | Change::DeleteConversation { conversation } => {
            words.tell(&key, &[("title", &titled(*conversation))])
        }
        Change::Appoint { side, role } => {
            let role = words.say(&format!("role-{}", role.word()));
            words.tell(&key, &[("role", &role), ("side", &side_name(visit, *side))])
        }
        Change::Dismiss { side, .. } => words.tell(&key, &[("side", &side_name(visit, *side))]),
        Change::ReplaceCodes { side, count } => {
            words.tell_count(&key, u64::from(*count), &[("side", &side_name(visit, *side))])
        }
    }
}

#[derive(Template, Serialize)]
#[template(path = "approvals.html")]
struct List {
    #[serde(skip)]
    base: Base,
    open: Vec<Row>,
    closed: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    number: i64,
    what: String,
    state: String,
    by: String,
    since: String,
}

/// All proposals.
pub(crate) async fn list(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    let seat = visit.seat().await.for_visit(&visit)?;
    let by = Observer::of(&seat).for_visit(&visit)?;
    let all = actions::asked(&site.house, &by).await.for_visit(&visit)?;
    let now = site.house.now_second();
    let row = |asked: &Asked| Row {
        number: asked.proposal.proposal,
        what: what(&visit, &asked.proposal.change),
        state: visit.say(&format!("proposal-{}", asked.proposal.state.word())),
        by: side_name(&visit, asked.proposal.side),
        since: both_times::age(asked.proposal.at_second, now, &visit.words),
    };
    let is_open = |asked: &&Asked| asked.proposal.state == ProposalState::Waiting;
    let page = List {
        base: Base::desk(&visit, &seat, "nav-approvals"),
        open: all.iter().filter(is_open).map(row).collect(),
        closed: all.iter().filter(|asked| !is_open(asked)).map(row).collect(),
    };
    Ok(respond(&visit, &page))
}

/// One row of what changes.
#[derive(Serialize)]
struct Difference {
    what: String,
    now: String,
    after: String,
}

#[expect(clippy::struct_excessive_bools, reason = "independent facts of one page")]
#[derive(Template, Serialize)]
#[template(path = "approval.html")]
struct Approval {
    #[serde(skip)]
    base: Base,
    number: i64,
    what: String,
    asked_by: String,
    state: String,
    is_waiting: bool,
    keys: Vec<KeyShown>,
    differences: Vec<Difference>,
    warning: String,
    may_approve: bool,
    may_refuse: bool,
    may_take_back: bool,
    has_receipt: bool,
    may_appoint: bool,
    side: String,
    reason: String,
    export: Option<i64>,
    others: String,
    error: Option<String>,
}

/// A side's key, given or awaited.
#[derive(Serialize)]
struct KeyShown {
    #[serde(skip)]
    part: Part,
    is_given: bool,
    heading: String,
    who: String,
    when: String,
}

/// One proposal.
pub(crate) async fn show(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    page(&visit, number, None).await.for_visit(&visit)
}

async fn page(visit: &Visit, number: i64, error: Option<String>) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    let by = Observer::of(&seat)?;
    let house = &visit.site.house;
    let all = actions::asked(house, &by).await?;
    let asked = all.into_iter().find(|a| a.proposal.proposal == number).ok_or(Refusal::NotFound)?;
    let members = store::members(&house.database, house.exchange).await?;
    let change = &asked.proposal.change;
    let is_waiting = asked.proposal.state == ProposalState::Waiting;
    let name = |account: i64| {
        members.iter().find(|m| m.account == account).map_or_else(String::new, |m| m.name.clone())
    };
    let may_answer = |seat: &Seat| is_waiting && seat.role.approves();
    let others: Vec<String> = members
        .iter()
        .filter(|m| m.side != asked.proposal.side && m.role.approves() && m.account != seat.account)
        .map(|m| m.name.clone())
        .collect();
    let keys = Part::BOTH
        .map(|part| {
            key_shown(visit, part, asked.keys[part.index()], name, asked.proposal.at_second)
        })
        .into();
    let what = what(visit, change);
    let mut base = Base::desk(visit, &seat, "nav-approvals");
    base.title.clone_from(&what);
    let stands = !is_waiting || actions::still_stands(house, &by, &asked.proposal).await?;
    let error = error.or_else(|| (!stands).then(|| visit.say("refusal-changed-since")));
    let warning = visit.say(&format!("warning-{}", change.kind()));
    let page = Approval {
        base,
        number,
        asked_by: visit
            .words
            .tell("approval-asked-by", &[("side", &side_name(visit, asked.proposal.side))]),
        state: visit.say(&format!("proposal-{}", asked.proposal.state.word())),
        is_waiting,
        keys,
        differences: differences(visit, change, &asked.proposal.now, &name),
        warning,
        may_approve: stands && may_answer(&seat) && asked.keys[seat.side.index()].is_none(),
        may_refuse: may_answer(&seat) && asked.proposal.side != seat.side,
        may_appoint: asked.proposal.state == ProposalState::Done
            && matches!(change, Change::Appoint { side, .. } if *side == seat.side),
        has_receipt: asked.keys[seat.side.index()].is_some(),
        may_take_back: may_answer(&seat) && asked.proposal.side == seat.side,
        side: side_name(visit, seat.side),
        reason: asked.proposal.reason.clone(),
        export: match change {
            Change::Export { conversation, .. } if asked.proposal.state == ProposalState::Done => {
                Some(*conversation)
            }
            _ => None,
        },
        others: others.join(&visit.say("list-comma")),
        what,
        error,
    };
    Ok(respond(visit, &page))
}

fn key_shown(
    visit: &Visit,
    part: Part,
    key: Option<StoredApproval>,
    name: impl Fn(i64) -> String,
    asked_at: i64,
) -> KeyShown {
    let house = &visit.site.house;
    let side = side_name(visit, part);
    match key {
        Some(key) => KeyShown {
            part,
            is_given: true,
            heading: visit.words.tell("key-given", &[("side", &side)]),
            who: name(key.account),
            when: both_times::both(key.at_second, house.charter().as_deref(), &visit.words),
        },
        None => KeyShown {
            part,
            is_given: false,
            heading: visit.words.tell("key-open", &[("side", &side)]),
            who: String::new(),
            when: both_times::age(asked_at, house.now_second(), &visit.words),
        },
    }
}

/// What is so now and what would be so after.
fn differences(
    visit: &Visit,
    change: &Change,
    now: &str,
    name: &impl Fn(i64) -> String,
) -> Vec<Difference> {
    let row =
        |key: &str, now: String, after: String| Difference { what: visit.say(key), now, after };
    let stage = |to: &str| {
        let from: String = serde_json::from_str(now).unwrap_or_default();
        vec![row("diff-stage", visit.say(&format!("stage-{from}")), visit.say(to))]
    };
    match change {
        Change::Charter { charter } => {
            let before: Option<Charter> = serde_json::from_str(now).unwrap_or_default();
            let after = charter_rows(visit, charter);
            let before = before.map(|before| charter_rows(visit, &before));
            rows_that_differ(before, after)
        }
        Change::ChangeRules { rules, .. } => {
            let before: Option<Rules> = serde_json::from_str(now).ok();
            rows_that_differ(before.map(|rules| rule_rows(visit, &rules)), rule_rows(visit, rules))
        }
        Change::OpenConversation { conversation, .. } => {
            let mut rows = stage("stage-open");
            rows.extend(what_opens(visit, *conversation));
            rows
        }
        Change::CloseConversation { .. } => stage("stage-closed"),
        Change::DeleteConversation { .. } => stage("stage-deleted"),
        Change::ReleaseResults { conversation, digest } => {
            let (hidden, public) = ("diff-results-hidden", "diff-results-public");
            let rows = [
                row("diff-results", visit.say(hidden), visit.say(public)),
                row("diff-results-digest", String::new(), digest.clone()),
            ];
            rows.into_iter().chain(from_elsewhere(visit, *conversation)).collect()
        }
        Change::Export { conversation, recipients } => {
            let rows = [
                row("diff-recipients", String::new(), recipients.clone()),
                row("diff-rows", visit.say("diff-rows-stay"), visit.say("diff-rows-leave")),
            ];
            rows.into_iter().chain(from_elsewhere(visit, *conversation)).collect()
        }
        Change::Appoint { side, role } => {
            let count: u64 = serde_json::from_str(now).unwrap_or(0);
            let told = visit.say(&format!("role-{}", role.word()));
            let what = visit
                .words
                .tell("diff-appoint", &[("role", &told), ("side", &side_name(visit, *side))]);
            vec![Difference { what, now: count.to_string(), after: (count + 1).to_string() }]
        }
        Change::Dismiss { account, .. } => {
            let role: String = serde_json::from_str(now).unwrap_or_default();
            let now = visit.say(&format!("role-{role}"));
            vec![Difference { what: name(*account), now, after: visit.say("diff-no-role") }]
        }
        Change::ReplaceCodes { count, .. } => {
            vec![row("diff-replacements", "0".to_owned(), count.to_string())]
        }
    }
}

/// The rules and every statement of a conversation that is to open.
fn what_opens(visit: &Visit, conversation: i64) -> Vec<Difference> {
    let Some(live) = visit.site.house.conversation(conversation) else { return Vec::new() };
    let content = live.content();
    let rules = rule_rows(visit, &content.rules);
    let shown = content.statements.iter().filter(|s| s.status == StatementStatus::Accepted);
    let statements = shown.map(|s| {
        let words = &s.wording;
        (format!("{}", s.statement), format!("{} / {}", words.en, words.zh))
    });
    let row = |(what, after)| Difference { what, now: String::new(), after };
    rules.into_iter().chain(statements).map(row).collect()
}

type Told = Vec<(String, String)>;

/// The rows of which something changes; all where there was nothing before.
fn rows_that_differ(before: Option<Told>, after: Told) -> Vec<Difference> {
    let before = before.unwrap_or_default();
    after
        .into_iter()
        .map(|(what, after)| {
            let now = before
                .iter()
                .find(|(key, _)| *key == what)
                .map_or(String::new(), |(_, told)| told.clone());
            Difference { what, now, after }
        })
        .filter(|row| row.now != row.after)
        .collect()
}

/// A charter, field by field. Both languages are approved, so both are shown.
fn charter_rows(visit: &Visit, charter: &Charter) -> Told {
    let both = |text: &Both| format!("{} / {}", text.en, text.zh);
    let date = |iso: &str| number::date(iso, &visit.words);
    let mut rows = vec![
        (visit.say("charter-name"), both(&charter.name)),
        (visit.say("charter-field"), visit.say(&format!("field-{}", charter.field.word()))),
        (visit.say("charter-format"), visit.say(&format!("format-{}", charter.format.word()))),
        (visit.say("charter-purpose"), both(&charter.purpose)),
        (visit.say("charter-payer"), both(&charter.payer)),
        (visit.say("charter-begins"), date(&charter.begins)),
        (visit.say("charter-ends"), date(&charter.ends)),
        (visit.say("charter-ballots-until"), date(&charter.ballots_until)),
    ];
    for (side, key) in charter.sides.iter().zip(["side-first", "side-second"]) {
        let at = |what: &str| {
            visit
                .words
                .tell("charter-of-side", &[("what", &visit.say(what)), ("side", &visit.say(key))])
        };
        rows.push((at("charter-side-name"), both(&side.name)));
        rows.push((at("charter-organisation"), both(&side.organisation)));
        rows.push((at("charter-zone"), side.time_zone.clone()));
        rows.push((at("charter-expected"), side.expected.to_string()));
        rows.push((at("charter-quota"), side.quota.to_string()));
    }
    rows
}

fn rule_rows(visit: &Visit, rules: &Rules) -> Told {
    let both = |text: &Both| format!("{} / {}", text.en, text.zh);
    let labels = if rules.labels == Labels::Half { "labels-half" } else { "labels-never" };
    let entrance = match rules.entrance {
        Entrance::Invitation => "entrance-invitation",
        Entrance::OpenLink => "entrance-open-link",
    };
    let looks = if rules.looks == Looks::Allowed { "looks-allowed" } else { "looks-never" };
    vec![
        (visit.say("rules-title"), both(&rules.title)),
        (visit.say("rules-about"), both(&rules.about)),
        (visit.say("rules-labels"), visit.say(labels)),
        (visit.say("rules-entrance"), visit.say(entrance)),
        (visit.say("rules-looks"), visit.say(looks)),
    ]
}

/// Where a conversation is from, if it was held elsewhere.
fn from_elsewhere(visit: &Visit, conversation: i64) -> Option<Difference> {
    let live = visit.site.house.conversation(conversation)?;
    let content = live.content();
    let imported = content.imported.as_ref()?;
    let counts = super::conversation::counts(visit, imported).join(" / ");
    let after = format!("{} / {counts}", super::conversation::origin(visit, imported));
    Some(Difference { what: visit.say("brought-title"), now: String::new(), after })
}

/// Asks for one of the changes that need no form of their own.
pub(crate) async fn ask(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let change = change(&site, by.side(), &fields).await.for_visit(&visit)?;
    let number = actions::ask(&site.house, &by, &change).await.for_visit(&visit)?;
    Ok(go(&visit, &format!("/desk/approvals/{number}")))
}

async fn change(site: &Site, side: Part, fields: &Fields) -> Result<Change, actions::ActionError> {
    let conversation = fields.number("conversation").unwrap_or(0);
    Ok(match fields.get("change") {
        "open-conversation" => actions::opening(&site.house, conversation).await?,
        "close-conversation" => Change::CloseConversation { conversation },
        "delete-conversation" => Change::DeleteConversation { conversation },
        "release-results" => actions::releasing(&site.house, conversation).await?,
        "export" => {
            let typed = text::paragraph(fields.get("recipients"), 2_000);
            let recipients = typed.map_err(|_| Refusal::RecipientsEmpty)?;
            Change::Export { conversation, recipients }
        }
        "appoint" => {
            let role = Role::parse(fields.get("role")).filter(|role| role.approves());
            Change::Appoint { side, role: role.ok_or(Refusal::NotFound)? }
        }
        "dismiss" => Change::Dismiss { side, account: fields.number("account").unwrap_or(0) },
        "replace-codes" => Change::ReplaceCodes { side, count: fields.count("count") },
        _ => return Err(Refusal::NotFound.into()),
    })
}

/// Approves, refuses, or takes back.
pub(crate) async fn answer(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Approver::of).await?;
    let done = match fields.get("answer") {
        "approve" => actions::approve(&site.house, &by, number).await.map(drop),
        "refuse" => actions::refuse(&site.house, &by, number, fields.get("reason")).await,
        "take-back" => actions::take_back(&site.house, &by, number).await,
        _ => Err(Refusal::NotFound.into()),
    };
    match done {
        Ok(()) => Ok(go(&visit, &format!("/desk/approvals/{number}"))),
        Err(error @ actions::ActionError::Refused(_)) => {
            let told = crate::error::refused(&visit, error)?;
            page(&visit, number, Some(told)).await.for_visit(&visit)
        }
        Err(error) => Err(WebError::told(&visit, error)),
    }
}

/// The own side's receipt.
pub(crate) async fn receipt(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response, WebError> {
    let seat = visit.seat().await.for_visit(&visit)?;
    let by = Observer::of(&seat).for_visit(&visit)?;
    let receipt = actions::receipt(&site.house, &by, number, seat.side).await.for_visit(&visit)?;
    let text = serde_json::to_vec_pretty(&receipt).unwrap_or_default();
    Ok(attachment(&format!("receipt-{number}.json"), "application/json", text))
}
