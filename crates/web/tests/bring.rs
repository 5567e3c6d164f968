//! A conversation that was held elsewhere: looked at, mapped, brought, released, or taken back.

#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod town;

use std::collections::HashMap;
use std::io::Write;

use axum::http::StatusCode;
use beringia_actions as actions;
use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_analysis::tables::{polis_out, tables_out};
use beringia_domain::{Part, Role};
use beringia_report::open_data;
use town::{Answer, Town, Visitor};

const WORDS: [(&str, &str); 5] = [
    ("title-en", "River and hills"),
    ("title-zh", "河与山"),
    ("about-en", "What was asked there."),
    ("about-zh", "那里问了什么。"),
    ("source", "City council, May 2025"),
];

/// A conversation that was held elsewhere.
fn elsewhere() -> Snapshot {
    Snapshot::freeze(invent(&Plan::new(300, 10, "elsewhere")).0, None).unwrap()
}

fn text_of(files: &mut HashMap<&'static str, String>, name: &'static str, text: &str) {
    files.entry(name).or_default().push_str(text);
}

/// Its tables.
fn tables(snapshot: &Snapshot) -> HashMap<&'static str, String> {
    let mut files = HashMap::new();
    let collect = |name, text: String| {
        text_of(&mut files, name, &text);
        Ok::<(), std::convert::Infallible>(())
    };
    tables_out::write(snapshot, collect).unwrap();
    files
}

/// The same with other names for files, columns and choices.
fn foreign(snapshot: &Snapshot) -> Vec<(&'static str, Vec<u8>)> {
    let ours = tables(snapshot);
    let choice = |row: &str| {
        row.replace(",agree", ",for sure").replace(",disagree", ",never").replace(",pass", ",hm")
    };
    let with_header = |header: &str, text: &str| {
        let rows: String = text.split_inclusive('\n').skip(1).collect();
        format!("{header}\n{rows}").into_bytes()
    };
    vec![
        ("answers.csv", with_header("who,item,said,when", &choice(&ours["votes.csv"]))),
        ("people.csv", with_header("who,country", &ours["participants.csv"])),
        ("guesses.csv", with_header("who,item,whose,of_100", &ours["predictions.csv"])),
        ("statements.csv", ours["statements.csv"].clone().into_bytes()),
    ]
}

async fn organisers(town: &Town) -> [Visitor; 2] {
    [
        town.signed_in(Role::Organiser, Part::First).await,
        town.signed_in(Role::Organiser, Part::Second).await,
    ]
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |text: &str| -> String { text.bytes().map(|c| format!("%{c:02X}")).collect() };
    fields
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect::<Vec<_>>()
        .join("&")
}

async fn page(town: &Town, by: &Visitor) -> serde_json::Value {
    let page = by.ask(town, "GET", "/desk/import.json", "").await;
    serde_json::from_str(&page.body).unwrap()
}

async fn step(town: &Town, by: &Visitor, act: &str, more: &[(&str, &str)]) -> Answer {
    let fields: Vec<_> = WORDS.iter().chain(more).copied().chain([("act", act)]).collect();
    by.ask(town, "POST", "/desk/import/step", &form(&fields)).await
}

/// What the names of [`foreign`] are in ours.
const NAMES: [(&str, &str); 16] = [
    ("column-0-participant", "who"),
    ("column-0-statement", "item"),
    ("column-0-choice", "said"),
    ("said-0-0", "for sure"),
    ("word-0-0", "agree"),
    ("said-0-1", "never"),
    ("word-0-1", "disagree"),
    ("said-0-2", "hm"),
    ("word-0-2", "pass"),
    ("column-1-participant", "who"),
    ("column-1-side", "country"),
    ("column-2-participant", "who"),
    ("column-2-statement", "item"),
    ("column-2-about_side", "whose"),
    ("column-2-share", "of_100"),
    ("first-side", ""),
];

async fn approve(town: &Town, by: &Visitor, kind: &str) -> Answer {
    let path = format!("/desk/approvals/{}", town.waiting(kind).await);
    by.ask(town, "POST", &path, "answer=approve").await
}

async fn release(town: &Town, organisers: &[Visitor; 2]) {
    actions::work_out_results(town.house(), beringia_web::rendered).await.unwrap();
    let ask = "change=release-results&conversation=2";
    let asked = organisers[0].ask(town, "POST", "/desk/approvals", ask).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.body);
    let done = approve(town, &organisers[1], "release-results").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
}

/// The findings that the server released.
async fn findings(town: &Town) -> String {
    Visitor::stranger().ask(town, "GET", "/conversation/2/data/findings.json", "").await.body
}

/// What does not depend on how people are numbered: resampled intervals do, in their last digits.
fn figures(findings: &Findings) -> Vec<String> {
    let told = |s: &beringia_analysis::findings::StatementFindings| {
        let predicted = s.gaps.iter().flatten().map(|gap| {
            let value = gap.predicted.value.map(|value| (value * 1e9).round());
            (gap.predictions, value)
        });
        format!("{:?} {:?} {:?}", s.verdict, s.sides, predicted.collect::<Vec<_>>())
    };
    findings.statements.iter().map(told).collect()
}

async fn leaves_with_two_keys(town: &Town, organisers: &[Visitor; 2], there: &Snapshot) {
    // Rows leave with two keys, and give the same findings to the last byte.
    let ask = "change=export&conversation=2&recipients=A+B";
    organisers[1].ask(town, "POST", "/desk/approvals", ask).await;
    let proposal = town.waiting("export").await;
    approve(town, &organisers[0], "export").await;
    let rows = format!("/desk/conversations/2/rows/{proposal}");
    let rows = organisers[0].ask(town, "POST", &rows, "kind=tables").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(rows.bytes)).unwrap();
    let mut given = Vec::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        let name = file.name().to_owned();
        given.push(beringia_analysis::tables::together::Given { name, bytes });
    }
    let (intake, _) = beringia_analysis::tables::together::read(&given).unwrap();
    let again = Snapshot::freeze(intake, None).unwrap();
    assert_ne!(again.people, there.people, "people have other ids");
    let found = beringia_analysis::analyse(&again, &Settings::documented()).unwrap();
    let again = guard(found, &again);
    assert_eq!(open_data::files(&again)[0].1, findings(town).await);

    let copy = organisers[1].ask(town, "POST", "/desk/conversations/2/copy", "").await;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(copy.bytes)).unwrap();
    let mut own = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("participants.csv").unwrap(), &mut own)
        .unwrap();
    assert!(own.contains("Valley") && !own.contains("Harbour"));
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_tables_are_mapped_brought_and_say_what_they_said_there() {
    let town = Town::new().await;
    let organisers = organisers(&town).await;
    let there = elsewhere();
    let sent = organisers[0].upload(&town, "/desk/import", &WORDS, &foreign(&there)).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/desk/import"));
    let first = page(&town, &organisers[0]).await;
    assert!(first["waiting"]["problem"].as_str().unwrap().contains("No table of votes"));
    assert_eq!(first["waiting"]["tables"][3]["kind"], "statements");
    // What waits is its owner's alone.
    assert!(page(&town, &organisers[1]).await["waiting"].is_null());
    step(&town, &organisers[0], "map", &NAMES).await;
    let seen = page(&town, &organisers[0]).await;
    assert!(seen["waiting"]["problem"].is_null(), "{seen}");
    let facts = seen["waiting"]["facts"].to_string();
    assert!(facts.contains("10 statements") && facts.contains("people of Harbour"), "{facts}");
    assert_eq!(town.house().conversations().len(), 1, "nothing is kept before it is brought");
    let done = step(&town, &organisers[0], "bring", &NAMES).await;
    assert_eq!(done.location, "/desk/conversations/2", "{}", done.body);
    assert!(page(&town, &organisers[0]).await["waiting"].is_null());

    let front = Visitor::stranger().ask(&town, "GET", "/", "").await;
    assert!(!front.body.contains("River and hills"), "one side's words are not on the front page");
    actions::work_out_results(town.house(), beringia_web::rendered).await.unwrap();
    let hidden = Visitor::stranger().ask(&town, "GET", "/conversation/2/results", "").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    release(&town, &organisers).await;
    let released: Findings = serde_json::from_str(&findings(&town).await).unwrap();
    let found = beringia_analysis::analyse(&there, &Settings::documented()).unwrap();
    let own = guard(found, &there);
    assert_eq!(figures(&released), figures(&own));
    let results = Visitor::stranger().ask(&town, "GET", "/conversation/2/results", "").await;
    assert!(results.body.contains("City council, May 2025"));
    assert!(results.body.contains("is called “Harbour”"), "what the sides are called there");
    let front = Visitor::stranger().ask(&town, "GET", "/", "").await;
    assert!(front.body.contains("River and hills"), "a control: released");

    // Nearly the same again: the difference would tell what few people said.
    let mut nearly = foreign(&there);
    let rows = String::from_utf8(nearly[0].1.clone()).unwrap();
    let (less, _) = rows.trim_end().rsplit_once('\n').unwrap();
    nearly[0].1 = less.as_bytes().to_vec();
    organisers[1].upload(&town, "/desk/import", &WORDS, &nearly).await;
    let twice = step(&town, &organisers[1], "bring", &NAMES).await;
    assert!(twice.body.contains("Much the same"), "{}", twice.body);

    leaves_with_two_keys(&town, &organisers, &there).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_brought_is_taken_back_by_its_own_side_until_it_is_released() {
    let town = Town::new().await;
    let organisers = organisers(&town).await;
    let there = tables(&elsewhere());
    let all: Vec<_> = there.iter().map(|(name, text)| (*name, text.clone().into_bytes())).collect();
    organisers[0].upload(&town, "/desk/import", &WORDS, &all).await;
    step(&town, &organisers[0], "bring", &[]).await;
    let undo = "/desk/conversations/2/undo";
    assert_eq!(organisers[1].ask(&town, "POST", undo, "").await.status, StatusCode::FORBIDDEN);
    let open = "change=open-conversation&conversation=2";
    let opened = organisers[0].ask(&town, "POST", "/desk/approvals", open).await;
    assert_eq!(opened.status, StatusCode::CONFLICT, "its people are not here");
    assert_eq!(organisers[0].ask(&town, "POST", undo, "").await.status, StatusCode::SEE_OTHER);
    assert!(town.house().conversation(2).is_none());

    organisers[0].upload(&town, "/desk/import", &WORDS, &all).await;
    step(&town, &organisers[0], "bring", &[]).await;
    assert!(town.house().conversation(3).is_some(), "no number is used twice");
    actions::work_out_results(town.house(), beringia_web::rendered).await.unwrap();
    let ask = "change=release-results&conversation=3";
    organisers[0].ask(&town, "POST", "/desk/approvals", ask).await;
    approve(&town, &organisers[1], "release-results").await;
    let undo = "/desk/conversations/3/undo";
    assert_eq!(organisers[0].ask(&town, "POST", undo, "").await.status, StatusCode::CONFLICT);
    assert!(town.house().conversation(3).is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_polis_export_without_sides_is_brought_from_an_archive_and_translated_afterwards() {
    let town = Town::new().await;
    let organisers = organisers(&town).await;
    let mut there = elsewhere();
    there.statements.iter_mut().for_each(|statement| statement.translations.clear());
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut files: HashMap<&'static str, String> = HashMap::new();
    let collect = |name, text: String| {
        text_of(&mut files, name, &text);
        Ok::<(), std::convert::Infallible>(())
    };
    polis_out::write(&there, collect).unwrap();
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    for (name, text) in &files {
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file(format!("export/{name}"), options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    let archive = archive.finish().unwrap().into_inner();
    let sent = organisers[1].upload(&town, "/desk/import", &WORDS, &[("polis.zip", archive)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let facts = page(&town, &organisers[1]).await["waiting"]["facts"].to_string();
    assert!(facts.contains("of neither side") && facts.contains("no Chinese words"), "{facts}");
    step(&town, &organisers[1], "bring", &[]).await;
    let work_out = || actions::work_out_results(town.house(), beringia_web::rendered);
    work_out().await.unwrap();
    let path = "/desk/conversations/2/statements";
    let content = town.house().conversation(2).unwrap().content();
    let first = content.statements.iter().find(|statement| statement.language == "en").unwrap();
    let (number, original) = (first.statement.to_string(), first.wording.en.as_str());
    let change =
        |en| form(&[("act", "change"), ("statement", &number), ("en", en), ("zh", "一。")]);
    let other = change("Other.");
    let refused = organisers[1].ask(&town, "POST", path, &other).await;
    assert!(refused.body.contains("were answered where"), "what people answered stays");
    let words = change(original);
    let changed = organisers[1].ask(&town, "POST", path, &words).await;
    assert_eq!(changed.status, StatusCode::OK);
    let ask = "change=release-results&conversation=2";
    let early = organisers[0].ask(&town, "POST", "/desk/approvals", ask).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "it is worked out again, with the new words");
    release(&town, &organisers).await;
    assert!(findings(&town).await.contains("一。"));
    let results = Visitor::stranger().ask(&town, "GET", "/conversation/2/results", "").await;
    assert_eq!(results.status, StatusCode::OK);
    let report = Visitor::stranger().ask(&town, "GET", "/conversation/2/report", "").await;
    assert!(report.body.contains("一。"));
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_files_are_told_and_keep_nothing() {
    let town = Town::new().await;
    let organisers = organisers(&town).await;
    let by = &organisers[0];
    let none = by.upload(&town, "/desk/import", &WORDS, &[]).await;
    assert!(none.status.is_client_error() || none.body.contains("No files wait"), "{}", none.body);
    let broken =
        by.upload(&town, "/desk/import", &WORDS, &[("a.zip", b"PK\x03\x04rest".to_vec())]).await;
    assert!(broken.body.contains("cannot be opened"), "{}", broken.body);
    let votes = |text: &str| vec![("votes.csv", text.as_bytes().to_vec())];
    for (text, told) in [
        ("participant,statement,choice\n1,1,agree\n1,2\n", "line 3"),
        ("participant,statement,choice\n1,1,perhaps\n", "perhaps"),
        ("participant;statement;choice\n1;1;agree\n", "parted by"),
        ("participant,statement,choice\n", "no vote"),
        ("\u{FEFF}", "empty"),
    ] {
        let sent = by.upload(&town, "/desk/import", &WORDS, &votes(text)).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
        let problem = page(&town, by).await["waiting"]["problem"].as_str().unwrap_or("").to_owned();
        assert!(problem.contains(told), "{text:?}: {problem}");
        let brought = step(&town, by, "bring", &[]).await;
        assert_eq!(town.house().conversations().len(), 1, "{}", brought.status);
    }
    step(&town, by, "discard", &[]).await;
    assert!(page(&town, by).await["waiting"].is_null());
    assert_eq!(town.house().conversations().len(), 1);
    // Nobody but an organiser may.
    let observer = town.signed_in(Role::Observer, Part::First).await;
    let seen = observer.ask(&town, "GET", "/desk/import", "").await;
    assert_eq!(seen.status, StatusCode::FORBIDDEN);
    let sent = observer.upload(&town, "/desk/import", &WORDS, &votes("x")).await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    let stranger = Visitor::stranger().upload(&town, "/desk/import", &WORDS, &votes("x")).await;
    assert!(stranger.status.is_redirection() || stranger.status == StatusCode::UNAUTHORIZED);
}

/// Votes of sixty people on statements with these words and statuses, of which the first are answered.
fn plain(statements: &[(&str, &str)], answered: usize) -> Vec<(&'static str, Vec<u8>)> {
    let mut words = String::from("statement,language,text,status\n");
    for (at, (text, status)) in statements.iter().enumerate() {
        words += &format!("{at},en,{text},{status}\n");
    }
    let mut votes = String::from("participant,statement,choice\n");
    for person in 0..60 {
        for at in 0..answered {
            votes += &format!("{person},{at},{}\n", ["agree", "disagree"][(person + at) % 2]);
        }
    }
    vec![("statements.csv", words.into_bytes()), ("votes.csv", votes.into_bytes())]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_was_asked_is_not_told_and_part_of_the_same_is_the_same() {
    let town = Town::new().await;
    let organisers = organisers(&town).await;
    let bring = async |files: Vec<(&'static str, Vec<u8>)>| {
        organisers[0].upload(&town, "/desk/import", &WORDS, &files).await;
        step(&town, &organisers[0], "bring", &[]).await
    };
    let asked = [("Rivers are wide", ""), ("Hills are high", ""), ("Roads are long", "")];
    let all = [asked[0], asked[1], asked[2], ("My neighbour Smith lies", "rejected")];
    assert_eq!(bring(plain(&all, 3)).await.location, "/desk/conversations/2");
    let part = bring(plain(&asked[..1], 1)).await;
    assert!(part.body.contains("Much the same"), "{}", part.body);
    let other = bring(plain(&[("Lakes are deep", "")], 1)).await;
    assert_eq!(other.location, "/desk/conversations/3", "a control: {}", other.body);
    release(&town, &organisers).await;
    let told = findings(&town).await;
    assert!(told.contains("Hills are high") && !told.contains("Smith"), "{told}");
}
