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

/// Files with what was seen of them, since when.
#[derive(Debug, Clone)]
struct Waits {
    since: i64,
    bringing: Arc<Bringing>,
    looked: Arc<Looked>,
}

/// What organisers have uploaded and not brought yet, by account. It is in memory alone: whoever stops the server
/// uploads again.
#[derive(Debug)]
pub(crate) struct Waiting {
    held: Mutex<BTreeMap<i64, Waits>>,
    /// Files are taken and read one upload at a time.
    turn: tokio::sync::Mutex<()>,
}

impl Waiting {
    pub(crate) fn new() -> Self {
        Self { held: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<i64, Waits>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets go of what has waited too long.
    pub(crate) fn tidy(&self, now: i64) {
        self.held().retain(|_, waits| now - waits.since < SECONDS_MAX);
    }

    fn of(&self, account: i64) -> Option<Waits> {
        self.held().get(&account).cloned()
    }

    fn set(&self, account: i64, waits: Waits) -> Result<(), Refusal> {
        let size = |waits: &Waits| -> usize {
            waits.bringing.given.iter().map(|given| given.bytes.len()).sum()
        };
        let mut held = self.held();
        held.remove(&account);
        if held.values().map(size).sum::<usize>() + size(&waits) > WAITING_MAX {
            return Err(Refusal::TooMany);
        }
        held.insert(account, waits);
        Ok(())
    }

    /// Takes it out: whoever presses twice brings once.
    fn take(&self, account: i64) -> Option<Waits> {
        self.held().remove(&account)
    }
}

/// Looks at files, on a thread of its own.
async fn look(site: &Site, bringing: Bringing) -> Result<Waits, WebError> {
    let charter = site.house.charter().ok_or(Refusal::NotApprovedYet)?;
    let since = site.house.now_second();
    let looked = tokio::task::spawn_blocking(move || {
        let looked = actions::look_at_files(&charter, &bringing);
        Waits { since, bringing: Arc::new(bringing), looked: Arc::new(looked) }
    });
    Ok(looked.await.map_err(|error| actions::ActionError::Machine(error.to_string()))?)
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
    let chosen = |ours: &str| {
        let all = &bringing.mapping.columns;
        all.iter().find(|r| r.file == seen.name && r.ours == ours)
    };
    let column = |(ours, _): (&'static str, _)| {
        let renamed = chosen(ours).map(|r| r.theirs.clone());
        let is_dropped = bringing
            .mapping
            .columns
            .iter()
            .any(|r| r.file == seen.name && r.theirs == ours && r.ours.is_empty());
        let own = seen.columns.iter().find(|name| name.trim() == ours && !is_dropped).cloned();
        Column {
            ours,
            label: visit.say(&format!("bring-column-{}", ours.replace('_', "-"))),
            chosen: renamed.or(own).unwrap_or_default(),
        }
    };
    let word = |word: &String| {
        let all = &bringing.mapping.choices;
        let found = all.iter().find(|r| r.file == seen.name && r.theirs == *word);
        let found = found.map(|r| r.ours.clone());
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
            problem: Some(if looked.lacks_votes {
                visit.say("bring-no-votes")
            } else {
                problem.clone()
            }),
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

fn page(visit: &Visit, seat: &Seat, typed: Option<&Bringing>, error: Option<String>) -> Response {
    let waits = visit.site.waiting.of(seat.account);
    let waiting = waits.as_ref().map(|waits| preview(visit, &waits.bringing, &waits.looked));
    let shown = typed.or(waits.as_ref().map(|waits| &*waits.bringing));
    let words = shown.map(|shown| (shown.title.clone(), shown.about.clone(), shown.source.clone()));
    let (title, about, source) = words.unwrap_or_default();
    let page = Page {
        base: Base::desk(visit, seat, "bring-title").at("/desk/import"),
        is_approved: visit.site.house.charter().is_some(),
        title,
        about,
        source,
        waiting,
        error,
    };
    respond(visit, &page)
}

/// The form, or what waits.
pub(crate) async fn show(visit: Visit) -> Result<Response, WebError> {
    visit.holds(Organiser::of).await?;
    let seat = visit.seat().await?;
    Ok(page(&visit, &seat, None, None))
}

/// Takes files, and keeps them waiting: an organiser's, sent from her own form. Nothing is taken of anybody else's.
pub(crate) async fn upload(
    State(site): State<Arc<Site>>,
    visit: Visit,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, WebError> {
    let by = visit.holds(Organiser::of).await?;
    let seat = visit.seat().await?;
    let parts =
        parts.map_err(|_| WebError::told(&visit, actions::ActionError::from(Refusal::FormOld)))?;
    let _turn = site.waiting.turn.lock().await;
    let (typed, files) = read_parts(&visit, parts).await.for_visit(&visit)?;
    let unpacked = tokio::task::spawn_blocking(move || unpack(&files));
    let unpacked = unpacked.await.map_err(|error| {
        WebError::told(&visit, actions::ActionError::Machine(error.to_string()))
    })?;
    let done = match unpacked {
        Ok((given, mapping)) => {
            let bringing = Bringing { given, mapping, ..typed.clone() };
            let waits = look(&site, bringing).await.for_visit(&visit)?;
            site.waiting.set(by.account(), waits)
        }
        Err(refusal) => Err(refusal),
    };
    match done {
        Ok(()) => Ok(go(&visit, "/desk/import")),
        Err(refusal) => {
            let told = refused(&visit, refusal.into())?;
            Ok(page(&visit, &seat, Some(&typed), Some(told)))
        }
    }
}

/// Files as they were sent, by name.
type Files = Vec<(String, axum::body::Bytes)>;

/// Bytes of a field that is no file at most.
const FIELD_BYTES_MAX: usize = 8_000;

/// The fields and files of a form whose first field is its own token.
async fn read_parts(visit: &Visit, mut parts: Multipart) -> Result<(Bringing, Files), WebError> {
    let (mut bringing, mut files) = (Bringing::default(), Files::new());
    let mut is_own = false;
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => break,
            Err(_) => return Err(Refusal::FileLarge.into()),
        };
        let field = part.name().unwrap_or_default().to_owned();
        if !is_own && field != "csrf" {
            return Err(Refusal::FormOld.into());
        }
        let file = part.file_name().unwrap_or_default().to_owned();
        let body = part.bytes().await.map_err(|_| Refusal::FileLarge)?;
        if field == "files" {
            if !body.is_empty() {
                files.push((file, body));
            }
            continue;
        }
        if body.len() > FIELD_BYTES_MAX {
            return Err(Refusal::TextLong.into());
        }
        let text = String::from_utf8_lossy(&body).trim().to_owned();
        match field.as_str() {
            "csrf" if visit.owns(&text) => is_own = true,
            "csrf" => return Err(Refusal::FormOld.into()),
            "title-en" => bringing.title.en = text,
            "title-zh" => bringing.title.zh = text,
            "about-en" => bringing.about.en = text,
            "about-zh" => bringing.about.zh = text,
            "source" => bringing.source = text,
            _ => {}
        }
    }
    Ok((bringing, files))
}

/// The tables in the files, and what their names may mean.
fn unpack(files: &Files) -> Result<(Vec<Given>, Mapping), Refusal> {
    let mut given = Vec::new();
    for (name, body) in files {
        add_files(&mut given, name, body)?;
    }
    if given.is_empty() {
        return Err(Refusal::FilesMissing);
    }
    let mut mapping = Mapping::default();
    for found in given.iter().map(together::guess) {
        mapping.columns.extend(found.columns);
        mapping.choices.extend(found.choices);
    }
    Ok((given, mapping))
}

/// Files in an archive at most, of whatever kind.
const ARCHIVE_MAX: usize = 1_000;

/// Adds a file; of an archive, the tables in it.
fn add_files(given: &mut Vec<Given>, name: &str, body: &[u8]) -> Result<(), Refusal> {
    if !body.starts_with(b"PK\x03\x04") {
        return add_file(given, name, body.to_vec());
    }
    let mut archive =
        zip::ZipArchive::new(Cursor::new(body)).map_err(|_| Refusal::ArchiveBroken)?;
    if archive.len() > ARCHIVE_MAX {
        return Err(Refusal::TooMany);
    }
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
    let account = by.account();
    let waits = site.waiting.take(account);
    if fields.get("act") == "discard" {
        return Ok(go(&visit, "/desk/import"));
    }
    let waits = waits.ok_or(Refusal::FilesMissing).for_visit(&visit)?;
    let typed = typed(&waits.bringing, &fields);
    let told = if fields.get("act") == "bring" {
        match actions::bring(&site.house, &Importer::Organiser(by), typed.clone()).await {
            Ok(number) => return Ok(go(&visit, &format!("/desk/conversations/{number}"))),
            Err(error) => Some(error),
        }
    } else {
        None
    };
    // Not brought: it waits on, as it was typed.
    let waits = look(&site, typed).await.for_visit(&visit)?;
    site.waiting.set(account, waits).for_visit(&visit)?;
    match told {
        None => Ok(go(&visit, "/desk/import")),
        Some(error) => {
            let told = refused(&visit, error)?;
            Ok(page(&visit, &seat, None, Some(told)))
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
        let header = together::header(given);
        for (ours, _) in together::OURS {
            let theirs = fields.find(&format!("column-{place}-{ours}"));
            match theirs {
                // A column of this name is there, and is not meant.
                Some("") if header.iter().any(|name| name.trim() == ours) => {
                    mapping.columns.push(renaming(ours, ""));
                }
                Some(theirs) if !theirs.is_empty() && theirs != ours => {
                    mapping.columns.push(renaming(theirs, ours));
                }
                _ => {}
            }
        }
        for at in 0..WORDS_MAX {
            let word = fields.find(&format!("said-{place}-{at}"));
            let ours = fields.get(&format!("word-{place}-{at}"));
            if let Some(word) = word
                && (together::is_choice(ours) || ours.is_empty())
            {
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
