//! A conversation that was held elsewhere: its files are looked at, their names mapped to ours, and only then brought.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, Bringing, Importer, Looked, Organiser, Refusal};
use beringia_analysis::tables::TableKind;
use beringia_analysis::tables::together::{self, Given, Mapping, Renaming};
use beringia_domain::{Both, Part};
use beringia_report::terminal;
use beringia_report::words::Words;
use beringia_store::Seat;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, go, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

/// Bytes of files that wait at most: of one organiser, and of all.
pub(crate) const UPLOAD_MAX: usize = 64 << 20;
const WAITING_MAX: usize = 192 << 20;
/// Seconds that files wait.
const SECONDS_MAX: i64 = 3_600;
/// Files of one conversation at most.
const FILES_MAX: usize = 12;

/// What organisers have uploaded and not brought yet, by account. It is in memory alone: whoever stops the server
/// uploads again.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Mutex<BTreeMap<i64, (i64, Arc<Bringing>)>>);

impl Waiting {
    fn held(&self) -> MutexGuard<'_, BTreeMap<i64, (i64, Arc<Bringing>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, account: i64, now: i64) -> Option<Arc<Bringing>> {
        let mut held = self.held();
        held.retain(|_, (since, _)| now - *since < SECONDS_MAX);
        held.get(&account).map(|(_, bringing)| Arc::clone(bringing))
    }

    fn set(&self, account: i64, now: i64, bringing: Bringing) -> Result<(), Refusal> {
        let size = |bringing: &Bringing| -> usize {
            bringing.given.iter().map(|given| given.bytes.len()).sum()
        };
        let mut held = self.held();
        held.retain(|owner, (since, _)| *owner != account && now - *since < SECONDS_MAX);
        let others: usize = held.values().map(|(_, waiting)| size(waiting)).sum();
        if others + size(&bringing) > WAITING_MAX {
            return Err(Refusal::TooMany);
        }
        held.insert(account, (now, Arc::new(bringing)));
        Ok(())
    }

    fn remove(&self, account: i64) {
        self.held().remove(&account);
    }
}

#[derive(Template, Serialize)]
#[template(path = "bring.html")]
struct Page {
    #[serde(skip)]
    base: Base,
    is_approved: bool,
    /// What was typed, or waits.
    title: Both,
    about: Both,
    source: String,
    waiting: Option<Preview>,
    error: Option<String>,
}

/// What waits, as it was understood.
#[derive(Serialize)]
struct Preview {
    tables: Vec<Table>,
    /// Why it cannot be brought as it is.
    problem: Option<String>,
    /// Counts and what else is to be known, a sentence each.
    facts: Vec<String>,
    samples: Vec<String>,
    /// Their names of sides, and whether it is our first.
    sides: Vec<(String, bool)>,
    first: String,
}

/// A file of what waits.
#[derive(Serialize)]
struct Table {
    place: usize,
    name: String,
    kind: String,
    is_open: bool,
    /// For each column of ours: its name, what is chosen for it, and what it is.
    columns: Vec<Column>,
    theirs: Vec<String>,
    /// Words for choices: the word, and which of ours is chosen; `none` where such rows are left out.
    words: Vec<(String, String)>,
}

#[derive(Serialize)]
struct Column {
    ours: &'static str,
    label: String,
    chosen: String,
}

fn kind_word(kind: Option<TableKind>) -> &'static str {
    match kind {
        None => "bring-kind-unknown",
        Some(TableKind::Votes | TableKind::PolisVotes | TableKind::PolisMatrix) => {
            "bring-kind-votes"
        }
        Some(TableKind::Statements | TableKind::PolisComments) => "bring-kind-statements",
        Some(TableKind::Participants) => "bring-kind-participants",
        Some(TableKind::Predictions) => "bring-kind-predictions",
        Some(TableKind::Exposures) => "bring-kind-exposures",
        Some(TableKind::Conversation | TableKind::PolisSummary) => "bring-kind-about",
    }
}

fn table(visit: &Visit, bringing: &Bringing, place: usize, seen: &actions::LookedTable) -> Table {
    let chosen = |all: &[Renaming], theirs: &str, ours: &str| {
        let is_it = |r: &&Renaming| {
            r.file == seen.name
                && (theirs.is_empty() || r.theirs == theirs)
                && (ours.is_empty() || r.ours == ours)
        };
        all.iter().find(is_it).cloned()
    };
    let column = |(ours, _): (&'static str, _)| {
        let renamed = chosen(&bringing.mapping.columns, "", ours).map(|r| r.theirs);
        let own = seen.columns.iter().find(|name| name.trim() == ours).cloned();
        Column {
            ours,
            label: visit.say(&format!("bring-column-{}", ours.replace('_', "-"))),
            chosen: renamed.or(own).unwrap_or_default(),
        }
    };
    let word = |word: &String| {
        let found = chosen(&bringing.mapping.choices, word, "").map(|r| r.ours);
        let found = found.map(|ours| if ours.is_empty() { "none".to_owned() } else { ours });
        let own = together::is_choice(word).then(|| word.to_ascii_lowercase());
        (word.clone(), found.or(own).unwrap_or_default())
    };
    let is_mapped = bringing.mapping.columns.iter().any(|r| r.file == seen.name);
    Table {
        place,
        name: seen.name.clone(),
        kind: visit.say(kind_word(seen.kind)),
        is_open: seen.kind.is_none() || is_mapped || !seen.words.is_empty(),
        columns: together::OURS.into_iter().map(column).collect(),
        theirs: seen.columns.clone(),
        words: seen.words.iter().map(word).collect(),
    }
}

fn preview(visit: &Visit, bringing: &Bringing, looked: &Looked) -> Preview {
    let tables = looked.tables.iter().enumerate();
    let tables = tables.map(|(place, seen)| table(visit, bringing, place, seen)).collect();
    let first = side_name(visit, Part::First);
    match &looked.outcome {
        Err(problem) => Preview {
            tables,
            problem: Some(problem.clone()),
            facts: Vec::new(),
            samples: Vec::new(),
            sides: Vec::new(),
            first,
        },
        Ok(seen) => Preview {
            tables,
            problem: None,
            facts: facts(&visit.words, &Part::BOTH.map(|part| side_name(visit, part)), seen),
            samples: seen.samples.clone(),
            sides: seen.sides.iter().flatten().cloned().zip([true, false]).collect(),
            first,
        },
    }
}

/// What a conversation would be, in sentences; with the names of our sides.
pub fn facts(words: &Words, ours: &[String; 2], seen: &actions::Understood) -> Vec<String> {
    let count = |key: &str, n: usize| words.tell_count(key, n as u64, &[]);
    let mut facts = vec![
        count("bring-statements", seen.statements),
        count("bring-votes", seen.votes),
        count("bring-predictions", seen.predictions),
    ];
    if let Some(sides) = &seen.sides {
        for (side, (theirs, people)) in ours.iter().zip(sides.iter().zip(seen.people)) {
            let told = [("side", side.as_str()), ("theirs", theirs.as_str())];
            facts.push(words.tell_count("bring-people", people as u64, &told));
        }
    }
    if seen.unsided > 0 {
        facts.push(count("bring-unsided", seen.unsided));
    }
    for (key, lacking) in ["bring-lacks-en", "bring-lacks-zh"].into_iter().zip(seen.without_words) {
        if lacking > 0 {
            facts.push(count(key, lacking));
        }
    }
    facts.extend(terminal::notes(&seen.notes, &seen.not_read, words));
    facts
}

async fn page(
    visit: &Visit,
    seat: &Seat,
    typed: Option<Bringing>,
    error: Option<String>,
) -> Result<Response, WebError> {
    let house = &visit.site.house;
    let charter = house.charter();
    let waits = visit.site.waiting.of(seat.account, house.now_second());
    let waiting = match (&waits, &charter) {
        (Some(bringing), Some(charter)) => {
            let (charter, read) = (Arc::clone(charter), Arc::clone(bringing));
            let looked =
                tokio::task::spawn_blocking(move || actions::look_at_files(&charter, &read));
            let looked =
                looked.await.map_err(|error| actions::ActionError::Machine(error.to_string()))?;
            Some(preview(visit, bringing, &looked))
        }
        _ => None,
    };
    let shown = typed.or_else(|| waits.as_deref().cloned()).unwrap_or_default();
    let page = Page {
        base: Base::desk(visit, seat, "bring-title").at("/desk/import"),
        is_approved: charter.is_some(),
        title: shown.title,
        about: shown.about,
        source: shown.source,
        waiting,
        error,
    };
    Ok(respond(visit, &page))
}

/// The form, or what waits.
pub(crate) async fn show(visit: Visit) -> Result<Response, WebError> {
    visit.holds(Organiser::of).await?;
    let seat = visit.seat().await?;
    page(&visit, &seat, None, None).await.for_visit(&visit)
}

/// Takes files, and keeps them waiting.
pub(crate) async fn upload(
    State(site): State<Arc<Site>>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, WebError> {
    let parts =
        parts.map_err(|_| WebError::told(&visit, actions::ActionError::from(Refusal::FormOld)))?;
    let (token, bringing) = read_parts(parts).await.for_visit(&visit)?;
    if !visit.owns(&token) {
        return Err(WebError::told(&visit, Refusal::FormOld.into()));
    }
    let by = visit.holds(Organiser::of).await?;
    let seat = visit.seat().await?;
    let is_empty = bringing.given.is_empty();
    let typed = Bringing { given: Vec::new(), ..bringing.clone() };
    let done = if is_empty {
        Err(Refusal::FilesMissing)
    } else {
        site.waiting.set(by.account(), site.house.now_second(), bringing)
    };
    match done {
        Ok(()) => Ok(go(&visit, "/desk/import")),
        Err(refusal) => {
            let told = refused(&visit, refusal.into())?;
            page(&visit, &seat, Some(typed), Some(told)).await.for_visit(&visit)
        }
    }
}

async fn read_parts(mut parts: Multipart) -> Result<(String, Bringing), WebError> {
    let (mut token, mut bringing) = (String::new(), Bringing::default());
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(_) => return Err(Refusal::FileLarge.into()),
        };
        let field = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().unwrap_or_default().to_owned();
        let body = part.bytes().await.map_err(|_| Refusal::FileLarge)?;
        let text = || String::from_utf8_lossy(&body).trim().to_owned();
        match field.as_str() {
            "csrf" => token = text(),
            "title-en" => bringing.title.en = text(),
            "title-zh" => bringing.title.zh = text(),
            "about-en" => bringing.about.en = text(),
            "about-zh" => bringing.about.zh = text(),
            "source" => bringing.source = text(),
            "files" if !body.is_empty() => add_files(&mut bringing.given, &file, &body)?,
            _ => {}
        }
    }
    for given in &bringing.given {
        let Mapping { columns, choices } = together::guess(given);
        bringing.mapping.columns.extend(columns);
        bringing.mapping.choices.extend(choices);
    }
    Ok((token, bringing))
}

/// Adds a file; of an archive, the tables in it.
fn add_files(given: &mut Vec<Given>, name: &str, body: &[u8]) -> Result<(), Refusal> {
    if !body.starts_with(b"PK\x03\x04") {
        return add_file(given, name, body.to_vec());
    }
    let mut archive =
        zip::ZipArchive::new(Cursor::new(body)).map_err(|_| Refusal::ArchiveBroken)?;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| Refusal::ArchiveBroken)?;
        let name = file.name().rsplit('/').next().unwrap_or_default().to_owned();
        if !name.to_ascii_lowercase().ends_with(".csv") || file.name().contains("__MACOSX") {
            continue;
        }
        let mut bytes = Vec::new();
        let most = UPLOAD_MAX as u64 + 1;
        file.take(most).read_to_end(&mut bytes).map_err(|_| Refusal::ArchiveBroken)?;
        add_file(given, &name, bytes)?;
    }
    Ok(())
}

fn add_file(given: &mut Vec<Given>, name: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
    let all: usize = given.iter().map(|given| given.bytes.len()).sum();
    if all + bytes.len() > UPLOAD_MAX {
        return Err(Refusal::FileLarge);
    }
    if given.len() == FILES_MAX || given.iter().any(|known| known.name == name) {
        return Err(Refusal::TooMany);
    }
    given.push(Given { name: name.chars().filter(|c| !c.is_control()).take(80).collect(), bytes });
    Ok(())
}

/// Whoever loads the answer to a form again comes back to the page.
pub(crate) async fn back(visit: Visit) -> Response {
    go(&visit, "/desk/import")
}

/// Maps names, brings what waits, or lets it go.
pub(crate) async fn act(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let seat = visit.seat().await?;
    let (account, now) = (by.account(), site.house.now_second());
    if fields.get("act") == "discard" {
        site.waiting.remove(account);
        return Ok(go(&visit, "/desk/import"));
    }
    let waits = site.waiting.of(account, now);
    let waits = waits.ok_or(Refusal::FilesMissing).for_visit(&visit)?;
    let bringing = typed(&waits, &fields);
    if fields.get("act") != "bring" {
        site.waiting.set(account, now, bringing).for_visit(&visit)?;
        return Ok(go(&visit, "/desk/import"));
    }
    match actions::bring(&site.house, &Importer::Organiser(by), bringing).await {
        Ok(number) => {
            site.waiting.remove(account);
            Ok(go(&visit, &format!("/desk/conversations/{number}")))
        }
        Err(error) => {
            let told = refused(&visit, error)?;
            page(&visit, &seat, None, Some(told)).await.for_visit(&visit)
        }
    }
}

/// What waits, with the words and names of a form.
fn typed(waits: &Bringing, fields: &Fields) -> Bringing {
    let both = |name: &str| Both {
        en: fields.get(&format!("{name}-en")).to_owned(),
        zh: fields.get(&format!("{name}-zh")).to_owned(),
    };
    let first = fields.get("first-side");
    let mut mapping = Mapping::default();
    for (place, given) in waits.given.iter().enumerate() {
        let renaming = |theirs: &str, ours: &str| Renaming {
            file: given.name.clone(),
            theirs: theirs.to_owned(),
            ours: ours.to_owned(),
        };
        for (ours, _) in together::OURS {
            let theirs = fields.get(&format!("column-{place}-{ours}")).trim();
            if !theirs.is_empty() && theirs != ours {
                mapping.columns.push(renaming(theirs, ours));
            }
        }
        for at in 0..WORDS_MAX {
            let word = fields.get(&format!("said-{place}-{at}"));
            let ours = fields.get(&format!("word-{place}-{at}"));
            if !word.is_empty() && (together::is_choice(ours) || ours.is_empty()) {
                mapping.choices.push(renaming(word, ours));
            }
        }
    }
    Bringing {
        title: both("title"),
        about: both("about"),
        source: fields.get("source").to_owned(),
        given: waits.given.clone(),
        mapping,
        first_side: (!first.is_empty()).then(|| first.to_owned()),
    }
}

/// Words for choices that a form may hold.
const WORDS_MAX: usize = 12;

/// Takes back what was brought.
pub(crate) async fn undo(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, .. } = sent;
    let by = visit.holds(Organiser::of).await?;
    actions::undo(&site.house, &Importer::Organiser(by), number).await.for_visit(&visit)?;
    Ok(go(&visit, "/desk/conversations"))
}
