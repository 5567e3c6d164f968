//! A conversation as organisers see it: rules, stage, how it goes; rows that leave.

use std::io::{Cursor, Write};
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, Observer, Organiser, Refusal, Standing, Working};
use beringia_analysis::watch::STEPS;
use beringia_domain::{Both, Change, Entrance, Labels, Looks, Part, Rules, Stage, moment};
use beringia_store::StoredImport;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, attachment, go, respond, side_name};
use crate::pages::desk::{Going, going};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "conversations.html")]
struct List {
    #[serde(skip)]
    base: Base,
    is_approved: bool,
    may_add: bool,
    conversations: Vec<Row>,
    form: RulesForm,
    error: Option<String>,
}

#[derive(Serialize)]
struct Row {
    number: i64,
    title: String,
    stage: String,
    statements: String,
}

/// The rules as a form.
#[derive(Serialize)]
struct RulesForm {
    title: Both,
    about: Both,
    is_half: bool,
    is_open_link: bool,
    may_look: bool,
}

impl RulesForm {
    fn of(rules: &Rules) -> Self {
        Self {
            title: rules.title.clone(),
            about: rules.about.clone(),
            is_half: rules.labels == Labels::Half,
            is_open_link: rules.entrance == Entrance::OpenLink,
            may_look: rules.looks == Looks::Allowed,
        }
    }

    fn empty() -> Self {
        Self {
            title: Both::default(),
            about: Both::default(),
            is_half: true,
            is_open_link: false,
            may_look: false,
        }
    }
}

fn rules(fields: &Fields) -> Result<Rules, Refusal> {
    let empty = |_| Refusal::TextEmpty;
    Ok(Rules {
        title: Both::line(fields.get("title-en"), fields.get("title-zh"), 200).map_err(empty)?,
        about: Both::paragraph(fields.get("about-en"), fields.get("about-zh"), 2_000)
            .map_err(empty)?,
        labels: if fields.get("labels") == "never" { Labels::Never } else { Labels::Half },
        entrance: if fields.get("entrance") == "open-link" {
            Entrance::OpenLink
        } else {
            Entrance::Invitation
        },
        looks: if fields.get("looks") == "allowed" { Looks::Allowed } else { Looks::Never },
    })
}

async fn list_page(
    visit: &Visit,
    form: RulesForm,
    error: Option<String>,
) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    Observer::of(&seat)?;
    let house = &visit.site.house;
    let row = |live: &Arc<actions::LiveConversation>| {
        let content = live.content();
        Row {
            number: live.number,
            title: content.rules.title.of(visit.language.base()).to_owned(),
            stage: visit.say(&format!("stage-{}", content.stage.word())),
            statements: visit.words.tell_count(
                "statements-count",
                content.statements.len() as u64,
                &[],
            ),
        }
    };
    let page = List {
        base: Base::desk(visit, &seat, "nav-conversations"),
        is_approved: house.charter().is_some(),
        may_add: Organiser::of(&seat).is_ok(),
        conversations: house.conversations().iter().map(row).collect(),
        form,
        error,
    };
    Ok(respond(visit, &page))
}

/// All conversations.
pub(crate) async fn list(visit: Visit) -> Result<Response, WebError> {
    list_page(&visit, RulesForm::empty(), None).await.for_visit(&visit)
}

/// Adds a conversation in draft.
pub(crate) async fn add(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let done = match rules(&fields) {
        Ok(rules) => actions::add_conversation(&site.house, &by, &rules).await,
        Err(refusal) => Err(refusal.into()),
    };
    match done {
        Ok(number) => Ok(go(&visit, &format!("/desk/conversations/{number}/statements"))),
        Err(error) => {
            let told = refused(&visit, error)?;
            let both = |name: &str| Both {
                en: fields.get(&format!("{name}-en")).to_owned(),
                zh: fields.get(&format!("{name}-zh")).to_owned(),
            };
            let form = RulesForm {
                title: both("title"),
                about: both("about"),
                is_half: fields.get("labels") != "never",
                is_open_link: fields.get("entrance") == "open-link",
                may_look: fields.get("looks") == "allowed",
            };
            list_page(&visit, form, Some(told)).await.for_visit(&visit)
        }
    }
}

#[derive(Template, Serialize)]
#[template(path = "conversation.html")]
struct Page {
    #[serde(skip)]
    base: Base,
    number: i64,
    going: Going,
    stage: &'static str,
    may_act: bool,
    /// Whether organisers may look at what people say now.
    may_look: bool,
    form: RulesForm,
    statements: String,
    exports: Vec<i64>,
    results: ResultsBox,
    brought: Option<Brought>,
    links: Vec<String>,
    error: Option<String>,
}

/// Where a conversation is from that was held elsewhere.
#[derive(Serialize)]
struct Brought {
    facts: Vec<String>,
    can_undo: bool,
}

fn brought(visit: &Visit, imported: &StoredImport, is_released: bool, side: Part) -> Brought {
    Brought {
        facts: std::iter::once(origin(visit, imported)).chain(counts(visit, imported)).collect(),
        can_undo: !is_released && imported.side.is_none_or(|by| by == side),
    }
}

/// How many people answered there, and how often, a sentence each.
pub(super) fn counts(visit: &Visit, imported: &StoredImport) -> Vec<String> {
    let people = Part::BOTH.into_iter().zip(imported.people).map(|(part, people)| {
        let side = side_name(visit, part);
        let people = people.try_into().unwrap_or(0);
        visit.words.tell_count("results-people", people, &[("side", &side)])
    });
    let unsided = imported.unsided.try_into().unwrap_or(0);
    let rest = (unsided > 0).then(|| visit.words.tell_count("bring-unsided", unsided, &[]));
    let votes = imported.votes.try_into().unwrap_or(0);
    let votes = visit.words.tell_count("bring-votes", votes, &[]);
    people.chain(rest).chain([votes]).collect()
}

/// Where a conversation is from, who brought it, and when.
pub(super) fn origin(visit: &Visit, imported: &StoredImport) -> String {
    let day = moment::iso_date(imported.day);
    let day = beringia_report::number::date(&day, &visit.words);
    let mut told = vec![("source", imported.source.as_str()), ("day", day.as_str())];
    let side = imported.side.map(|side| side_name(visit, side));
    let key = if side.is_some() { "brought-from" } else { "brought-from-host" };
    told.extend(side.as_deref().map(|side| ("side", side)));
    let from = visit.words.tell(key, &told);
    if imported.there[0].is_empty() {
        return from;
    }
    let ours = Part::BOTH.map(|part| side_name(visit, part));
    let names = [
        ("first", ours[0].as_str()),
        ("first_there", imported.there[0].as_str()),
        ("second", ours[1].as_str()),
        ("second_there", imported.there[1].as_str()),
    ];
    format!("{from} {}", visit.words.tell("brought-names", &names))
}

/// How far the results are.
#[derive(Serialize)]
struct ResultsBox {
    told: Option<String>,
    digest: Option<String>,
    /// What an organiser can do about them: `ask` for their release, `stop` the work on them, begin it `again`.
    step: &'static str,
    are_released: bool,
}

async fn results_box(visit: &Visit, by: &Observer, number: i64) -> Result<ResultsBox, WebError> {
    let standing = actions::standing(&visit.site.house, by, number).await?;
    let at = |key: &str| ResultsBox {
        told: Some(visit.say(key)),
        digest: None,
        step: "",
        are_released: false,
    };
    Ok(match standing {
        Standing::NotClosed => ResultsBox { told: None, ..at("results-hidden") },
        Standing::Working(Working::Reading(_)) => {
            ResultsBox { step: "stop", ..at("results-reading") }
        }
        Standing::Working(Working::Computing(watch)) => {
            let (done, of) = (watch.done().to_string(), STEPS.to_string());
            let told = [("done", done.as_str()), ("of", of.as_str())];
            let told = Some(visit.words.tell("results-computing", &told));
            ResultsBox { told, step: "stop", ..at("results-reading") }
        }
        Standing::Working(Working::Stopped) => {
            ResultsBox { step: "again", ..at("results-stopped") }
        }
        Standing::Working(Working::Writing) => at("results-writing"),
        Standing::Working(Working::Failed(_)) => at("results-failed"),
        Standing::Hidden(found) => {
            ResultsBox { digest: Some(found.digest), step: "ask", ..at("results-hidden") }
        }
        Standing::Released(found) => {
            ResultsBox { digest: Some(found.digest), are_released: true, ..at("results-released") }
        }
    })
}

async fn page(visit: &Visit, number: i64, error: Option<String>) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    let by = Observer::of(&seat)?;
    let house = &visit.site.house;
    let live = house.conversation(number).ok_or(Refusal::NotFound)?;
    let content = live.content();
    let exports = actions::approved_exports(house, &by, number).await?;
    let results = results_box(visit, &by, number).await?;
    let links = if content.rules.entrance == Entrance::OpenLink {
        [1, 2].map(|side| format!("{}/open/{side}", visit.site.settings.public_url)).into()
    } else {
        Vec::new()
    };
    let mut base = Base::desk(visit, &seat, "nav-conversations");
    content.rules.title.of(visit.language.base()).clone_into(&mut base.title);
    let page = Page {
        base,
        number,
        going: going(visit, &by, number).await?,
        stage: content.stage.word(),
        may_act: Organiser::of(&seat).is_ok(),
        may_look: content.rules.looks == Looks::Allowed && content.stage == Stage::Open,
        form: RulesForm::of(&content.rules),
        statements: visit.words.tell_count(
            "statements-count",
            content.statements.len() as u64,
            &[],
        ),
        exports,
        brought: content
            .imported
            .as_ref()
            .map(|imported| brought(visit, imported, results.are_released, seat.side)),
        results,
        links,
        error,
    };
    Ok(respond(visit, &page))
}

/// One conversation.
pub(crate) async fn show(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    page(&visit, number, None).await.for_visit(&visit)
}

/// Changes the rules: of a draft at once, else by asking for both keys.
pub(crate) async fn act(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let live = site.house.conversation(number).ok_or(Refusal::NotFound).for_visit(&visit)?;
    let done = match rules(&fields) {
        Err(refusal) => Err(refusal.into()),
        Ok(rules) if live.stage() == Stage::Draft => {
            actions::change_draft_rules(&site.house, &by, number, &rules)
                .await
                .map(|()| format!("/desk/conversations/{number}"))
        }
        Ok(rules) => {
            let change = Change::ChangeRules { conversation: number, rules };
            actions::ask(&site.house, &by, &change)
                .await
                .map(|asked| format!("/desk/approvals/{asked}"))
        }
    };
    match done {
        Ok(to) => Ok(go(&visit, &to)),
        Err(error) => {
            let told = refused(&visit, error)?;
            page(&visit, number, Some(told)).await.for_visit(&visit)
        }
    }
}

/// Stops what the server is working out, or begins it again.
pub(crate) async fn work(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let done = match fields.get("act") {
        "stop" => actions::stop_work(&site.house, &by, number).await,
        _ => actions::work_again(&site.house, &by, number).await,
    };
    done.for_visit(&visit)?;
    Ok(go(&visit, &format!("/desk/conversations/{number}")))
}

/// Tables in one file.
pub(super) fn zipped<N: AsRef<str>, T: AsRef<str>>(
    tables: impl IntoIterator<Item = (N, T)>,
) -> Result<Vec<u8>, WebError> {
    let machine = |error: zip::result::ZipError| actions::ActionError::Machine(error.to_string());
    let mut file = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in tables {
        file.start_file(name.as_ref(), zip::write::SimpleFileOptions::default())
            .map_err(machine)?;
        file.write_all(text.as_ref().as_bytes())
            .map_err(|error| actions::ActionError::Machine(error.to_string()))?;
    }
    Ok(file.finish().map_err(machine)?.into_inner())
}

/// All rows, for which both sides have approved that they leave.
pub(crate) async fn rows(
    State(site): State<Arc<Site>>,
    Path((number, proposal)): Path<(i64, i64)>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let tables = match fields.get("kind") {
        "polis" => actions::export_polis(&site.house, &by, proposal).await,
        _ => actions::export_rows(&site.house, &by, proposal).await,
    };
    let tables = tables.for_visit(&visit)?;
    Ok(attachment(&format!("conversation-{number}.zip"), "application/zip", zipped(tables)?))
}

/// The own side's rows, with the joint results where they are released.
pub(crate) async fn copy(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, .. } = sent;
    let by = visit.holds(Organiser::of).await?;
    let tables = actions::leave_with_copy(&site.house, &by, number).await.for_visit(&visit)?;
    Ok(attachment(&format!("copy-{number}.zip"), "application/zip", zipped(tables)?))
}
