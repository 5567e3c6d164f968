//! Results: hidden until both sides release them, the same everywhere afterwards, and worked out again without
//! whoever withdraws.

#![expect(clippy::unwrap_used, reason = "tests")]

#[expect(dead_code, reason = "other tests use the rest of it")]
mod town;

use std::collections::BTreeMap;
use std::io::Read;

use axum::http::StatusCode;
use beringia_actions::{self as actions, Observer, Organiser, Standing, Working};
use beringia_analysis::disclosure::guard;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::Plan;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::{Intake, TableReader};
use beringia_domain::{Change, Part, Role};
use beringia_report::{open_data, package};
use beringia_store as store;
use town::{Answer, Town, Visitor};

/// Everything that may tell what a conversation says.
const RESULTS: [&str; 18] = [
    "statements",
    "statements.json",
    "statements?show=accepted&page=2",
    "data/package.zip",
    "place",
    "place.json",
    "results",
    "results.json",
    "surprise",
    "surprise.json",
    "surprise/1",
    "surprise/2.json",
    "report",
    "widget",
    "widget.json",
    "data/findings.json",
    "data/statements.csv",
    "data/misjudgement.csv",
];

/// A town of three hundred people whose conversation has closed.
async fn closed_town() -> (Town, [Visitor; 2]) {
    let town = Town::of(&Plan { exposures: true, ..Plan::new(300, 12, "results") }).await;
    let organisers = [
        town.signed_in(Role::Organiser, Part::First).await,
        town.signed_in(Role::Organiser, Part::Second).await,
    ];
    approve(&town, &organisers[0], "close-conversation").await;
    assert_eq!(town.stage(), "closed");
    (town, organisers)
}

async fn approve(town: &Town, by: &Visitor, kind: &str) -> Answer {
    let path = format!("/desk/approvals/{}", town.waiting(kind).await);
    by.ask(town, "POST", &path, "answer=approve").await
}

async fn ask_release(town: &Town, by: &Visitor) -> Answer {
    by.ask(town, "POST", "/desk/approvals", "change=release-results&conversation=1").await
}

async fn work_out(town: &Town) {
    actions::work_out_results(town.house(), beringia_web::rendered).await.unwrap();
}

async fn standing(town: &Town) -> Standing {
    let members = store::members(&town.house().database, town.house().exchange).await.unwrap();
    let token = actions::sign_in_as(town.house(), members[0].account).await.unwrap();
    let seat = actions::seat(town.house(), &token).await.unwrap().unwrap();
    actions::standing(town.house(), &Observer::of(&seat).unwrap(), 1).await.unwrap()
}

/// Somebody who predicted how the other side answers.
async fn person(town: &Town, at: usize) -> i64 {
    let house = town.house();
    let all = store::predictions(&house.database, house.exchange, 1).await.unwrap();
    let about_other = |row: &&store::StoredPrediction| {
        house.side_of(row.participant).is_some_and(|side| row.about == side.other())
    };
    let mut people: Vec<i64> = all.iter().filter(about_other).map(|row| row.participant).collect();
    people.dedup();
    people[at]
}

/// Her browser.
fn participant(town: &Town, who: i64) -> Visitor {
    let signed = town.house().key.sign("person", &format!("{who:x}"));
    Visitor::stranger().with("cookie", format!("person={signed}").leak())
}

/// Whether all that may tell looks as if there were no such conversation, to everybody.
async fn is_hidden(town: &Town, organisers: &[Visitor; 2]) -> bool {
    let participant = participant(town, person(town, 0).await);
    let stranger = Visitor::stranger();
    let mut is_hidden = true;
    for visitor in [&stranger, &participant, &organisers[0], &organisers[1]] {
        for path in RESULTS {
            let real = visitor.ask(town, "GET", &format!("/conversation/1/{path}"), "").await;
            let none = visitor.ask(town, "GET", &format!("/conversation/77/{path}"), "").await;
            let same = real.body.replace("/conversation/1/", "")
                == none.body.replace("/conversation/77/", "");
            is_hidden &= real.status == none.status && same && real.location == none.location;
        }
    }
    is_hidden
}

/// Keeps the threads on which measures are taken busy until what it returns is dropped, so that there is time to stop.
fn hold_the_threads() -> std::sync::mpsc::Sender<()> {
    let (held, until) = std::sync::mpsc::channel::<()>();
    let until = std::sync::Arc::new(std::sync::Mutex::new(until));
    for _ in 0..rayon::current_num_threads() {
        let until = std::sync::Arc::clone(&until);
        rayon::spawn(move || drop(until.lock().map(|until| until.recv())));
    }
    held
}

#[tokio::test(flavor = "multi_thread")]
async fn the_work_on_results_tells_how_far_it_is_and_can_be_stopped_and_begun_again() {
    let town = Town::of(&Plan { exposures: true, ..Plan::new(300, 20, "work") }).await;
    let organisers = [
        town.signed_in(Role::Organiser, Part::First).await,
        town.signed_in(Role::Organiser, Part::Second).await,
    ];
    approve(&town, &organisers[0], "close-conversation").await;
    let path = "/desk/conversations/1/work";
    let idle = organisers[0].ask(&town, "POST", path, "act=stop").await;
    assert_eq!(idle.status, StatusCode::CONFLICT, "nothing is under way");
    let held = hold_the_threads();
    let stop = async {
        loop {
            if let Standing::Working(Working::Computing(watch)) = standing(&town).await {
                let page = organisers[0].ask(&town, "GET", "/desk/conversations/1", "").await;
                let stopped = organisers[0].ask(&town, "POST", path, "act=stop").await;
                drop(held);
                return (watch, page.body, stopped.status);
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    };
    let ((), (watch, page, stopped)) = tokio::join!(work_out(&town), stop);
    assert!(page.contains("of 8 measures are taken"), "{page}");
    assert_eq!(stopped, StatusCode::SEE_OTHER);
    assert_eq!(watch.done(), 0, "stopped before the first measure");
    assert!(matches!(standing(&town).await, Standing::Working(Working::Stopped)));
    work_out(&town).await;
    assert!(matches!(standing(&town).await, Standing::Working(Working::Stopped)), "it stays so");
    organisers[1].ask(&town, "POST", path, "act=again").await;
    work_out(&town).await;
    assert!(matches!(standing(&town).await, Standing::Hidden(_)));
    let all = store::audit(&town.house().database, town.house().exchange, 0).await.unwrap();
    let acts: Vec<&str> = all.iter().map(|line| line.act.as_str()).collect();
    assert!(acts.contains(&"work-stopped") && acts.contains(&"work-again"));
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_hidden_from_everybody_until_both_sides_release_them() {
    let (town, organisers) = closed_town().await;
    let early = ask_release(&town, &organisers[0]).await;
    assert_eq!(early.status, StatusCode::CONFLICT, "there is nothing to be released yet");
    work_out(&town).await;
    assert!(matches!(standing(&town).await, Standing::Hidden(_)));
    assert!(is_hidden(&town, &organisers).await, "worked out");
    let front = Visitor::stranger().ask(&town, "GET", "/index.json", "").await;
    assert!(!front.body.contains("\"are_released\": true"));
    assert_eq!(ask_release(&town, &organisers[0]).await.status, StatusCode::SEE_OTHER);
    assert!(is_hidden(&town, &organisers).await, "one key");
    // The side that asked cannot give the other's key.
    approve(&town, &organisers[0], "release-results").await;
    assert!(is_hidden(&town, &organisers).await, "the same key twice");
    approve(&town, &organisers[1], "release-results").await;
    assert!(!is_hidden(&town, &organisers).await, "a control: both keys");
    assert!(matches!(standing(&town).await, Standing::Released(_)));
    let front = Visitor::stranger().ask(&town, "GET", "/index.json", "").await;
    assert!(front.body.contains("\"are_released\": true"));
}

/// A town whose results are released.
async fn released_town() -> (Town, [Visitor; 2]) {
    let (town, organisers) = closed_town().await;
    work_out(&town).await;
    ask_release(&town, &organisers[0]).await;
    approve(&town, &organisers[1], "release-results").await;
    (town, organisers)
}

/// The rows, with two keys.
async fn export(
    town: &Town,
    organisers: &[Visitor; 2],
) -> Result<actions::Tables, actions::ActionError> {
    let body = "change=export&conversation=1&recipients=Ann";
    organisers[0].ask(town, "POST", "/desk/approvals", body).await;
    let number = town.waiting("export").await;
    approve(town, &organisers[1], "export").await;
    take_rows(town, number).await
}

async fn take_rows(town: &Town, number: i64) -> Result<actions::Tables, actions::ActionError> {
    let house = town.house();
    let members = store::members(&house.database, house.exchange).await.unwrap();
    let organiser = members.iter().find(|m| m.role == Role::Organiser).unwrap();
    let token = actions::sign_in_as(house, organiser.account).await.unwrap();
    let seat = actions::seat(house, &token).await.unwrap().unwrap();
    actions::export_rows(house, &Organiser::of(&seat).unwrap(), number).await
}

async fn withdraw(town: &Town, at: usize) {
    let who = person(town, at).await;
    let signed = town.house().key.sign("person", &format!("{who:x}"));
    let person = actions::person_of(town.house(), &signed).unwrap();
    actions::withdraw(town.house(), &person).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_and_results_of_different_people_do_not_leave_both() {
    // The rows first: who withdraws then is missing in the results.
    let (town, organisers) = closed_town().await;
    work_out(&town).await;
    export(&town, &organisers).await.unwrap();
    withdraw(&town, 3).await;
    work_out(&town).await;
    ask_release(&town, &organisers[0]).await;
    approve(&town, &organisers[1], "release-results").await;
    assert!(is_hidden(&town, &organisers).await, "the difference would be her answers");
    // The results first: an approval that waits lets no rows out that lack one person.
    let (town, organisers) = closed_town().await;
    work_out(&town).await;
    let body = "change=export&conversation=1&recipients=Ann";
    organisers[0].ask(&town, "POST", "/desk/approvals", body).await;
    let number = town.waiting("export").await;
    approve(&town, &organisers[1], "export").await;
    ask_release(&town, &organisers[0]).await;
    approve(&town, &organisers[1], "release-results").await;
    withdraw(&town, 3).await;
    assert!(take_rows(&town, number).await.is_err(), "the difference would be her answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hidden_result_does_not_outlive_a_reopening() {
    let (town, organisers) = closed_town().await;
    work_out(&town).await;
    let Standing::Hidden(before) = standing(&town).await else { panic!("worked out") };
    ask_release(&town, &organisers[0]).await;
    let open = "change=open-conversation&conversation=1";
    organisers[0].ask(&town, "POST", "/desk/approvals", open).await;
    approve(&town, &organisers[1], "open-conversation").await;
    assert_eq!(town.stage(), "open");
    approve(&town, &organisers[1], "release-results").await;
    assert!(is_hidden(&town, &organisers).await, "while people answer");
    let close = "change=close-conversation&conversation=1";
    organisers[0].ask(&town, "POST", "/desk/approvals", close).await;
    approve(&town, &organisers[1], "close-conversation").await;
    work_out(&town).await;
    let Standing::Hidden(after) = standing(&town).await else { panic!("worked out again") };
    assert_ne!(
        before.digest, after.digest,
        "another nonce: nobody learns whether anything changed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_package_is_what_both_sides_released_and_can_be_made_anew_from_the_rows() {
    let (town, organisers) = released_town().await;
    let path = "/conversation/1/data/package.zip";
    let answer = Visitor::stranger().ask(&town, "GET", path, "").await;
    assert_eq!(answer.header("content-type"), "application/zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(answer.bytes)).unwrap();
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut text = String::new();
        let mut entry = archive.by_index(at).unwrap();
        entry.read_to_string(&mut text).unwrap();
        files.insert(entry.name().to_owned(), text);
    }
    let found = package::verify(&files).unwrap();
    assert!(found.is_right(), "{:?}", found.checks);
    let Standing::Released(released) = standing(&town).await else { panic!("released") };
    assert_eq!(found.fingerprint, released.digest);
    let rows = export(&town, &organisers).await.unwrap();
    let frozen = frozen(&rows);
    let made = beringia_analysis::analyse(&frozen, &Settings::documented()).unwrap();
    let anew = package::verify_against(&files, &guard(made, &frozen));
    assert!(anew.wrong.is_empty() && anew.checked >= 7, "{anew:?}");
}

/// The rows as a snapshot.
fn frozen(rows: &actions::Tables) -> Snapshot {
    let mut intake = Intake::default();
    for (name, text) in rows {
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        reader.feed(text.as_bytes()).unwrap();
        reader.finish().unwrap();
    }
    Snapshot::freeze(intake, None).unwrap()
}

/// The answers of a person in rows, sorted; they tell who she is in them.
fn answers<'a>(votes: &'a str, id: &str) -> Vec<(&'a str, &'a str)> {
    let cells = votes.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let hers = cells.filter(|cells| cells[0] == id);
    hers.map(|cells| (cells[1], cells[2])).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_on_the_map_is_that_of_the_analysis_and_goes_with_her() {
    let (town, organisers) = released_town().await;
    let house = town.house();
    let mut who = person(&town, 0).await;
    for at in 1..20 {
        if store::place(&house.database, house.exchange, 1, who).await.unwrap().is_some() {
            break;
        }
        who = person(&town, at).await;
    }
    let page = participant(&town, who).ask(&town, "GET", "/conversation/1/place", "").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.body.matches("class=\"ring\"").count(), 4, "two sides, two widths");
    let rows = export(&town, &organisers).await.unwrap();
    let own: Vec<(String, &str)> = store::votes(&house.database, house.exchange, 1)
        .await
        .unwrap()
        .into_iter()
        .filter(|vote| vote.participant == who)
        .map(|vote| (vote.statement.to_string(), vote.choice.word()))
        .collect();
    let own: Vec<(&str, &str)> = own.iter().map(|(s, choice)| (s.as_str(), *choice)).collect();
    let votes = &rows.iter().find(|(name, _)| *name == "votes.csv").unwrap().1;
    let found = beringia_analysis::analyse(&frozen(&rows), &Settings::documented()).unwrap();
    let map = &found.opinion_groups;
    let is_hers = |id: &str| {
        let mut said = answers(votes, id);
        said.sort_unstable_by_key(|(statement, _)| statement.parse::<i64>().unwrap());
        said == own
    };
    let hers: Vec<_> = map.persons.iter().filter(|p| is_hers(&p.participant)).collect();
    let kept = store::place(&house.database, house.exchange, 1, who).await.unwrap().unwrap();
    let places: Vec<_> = hers.iter().map(|p| map.cells.middle_of(p.place.unwrap())).collect();
    assert!(places.contains(&kept.at), "{places:?} {:?}", kept.at);
    let signed = house.key.sign("person", &format!("{who:x}"));
    actions::withdraw(house, &actions::person_of(house, &signed).unwrap()).await.unwrap();
    assert!(store::place(&house.database, house.exchange, 1, who).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_can_be_chosen_and_stand_in_both_languages() {
    let (town, _) = released_town().await;
    let rows = |query: &'static str| {
        let town = &town;
        async move {
            let path = format!("/conversation/1/statements.json{query}");
            let page = Visitor::stranger().ask(town, "GET", &path, "").await;
            assert_eq!(page.status, StatusCode::OK, "{query}");
            let page: serde_json::Value = serde_json::from_str(&page.body).unwrap();
            page["statements"].as_array().unwrap().clone()
        }
    };
    let all = rows("").await;
    assert_eq!(all.len(), 12);
    let mut count = 0;
    for verdict in ["accepted", "rejected", "divides", "unclear"] {
        let path = format!("?show={verdict}");
        let some = rows(path.leak()).await;
        assert!(some.iter().all(|row| row["verdict"] == some[0]["verdict"]), "{verdict}");
        count += some.len();
    }
    assert_eq!(count, all.len(), "each has one verdict");
    let difference = |row: &serde_json::Value| {
        let share = |side: usize| row["line"]["shares"][side][1].as_str().unwrap().parse::<i64>();
        share(0).and_then(|first| Ok((first - share(1)?).abs())).ok()
    };
    let widest: Vec<i64> = rows("?order=difference").await.iter().filter_map(difference).collect();
    assert!(widest.len() > 6 && widest.is_sorted_by(|a, b| a >= b), "{widest:?}");
    let field = rows("?field=culture").await;
    assert!(!field.is_empty() && field.len() < all.len());
    assert!(field.iter().all(|row| row["line"]["statement"]["field"] == "culture"), "{field:?}");
    // What is not understood is as if it were not asked.
    assert_eq!(rows("?show=x&field=%00&order=-1&page=99999999999999999999").await, all);
    let page = Visitor::stranger().ask(&town, "GET", "/conversation/1/statements", "").await;
    assert_eq!(page.body.matches("class=\"voice other\" lang=\"zh-Hans\"").count(), 12);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_through_another_persons_eyes_but_in_a_demo() {
    let (town, _) = released_town().await;
    let stranger = Visitor::stranger();
    let real = stranger.ask(&town, "POST", "/look/1/0", "").await;
    assert_eq!((real.status, real.cookies().len()), (StatusCode::NOT_FOUND, 0));
    let town = town.into_demo();
    for (side, path) in ["/look/1/0", "/look/1/1"].into_iter().enumerate() {
        let visitor = Visitor::stranger();
        let look = visitor.ask(&town, "POST", path, "").await;
        assert_eq!(look.location, "/conversation/1/surprise", "side {side}");
        let card = visitor.ask(&town, "GET", &look.location, "").await;
        assert_eq!(card.status, StatusCode::OK);
    }
    assert_eq!(stranger.ask(&town, "POST", "/look/1/7", "").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn findings_are_those_of_the_rows_that_leave_to_the_last_byte() {
    let (town, organisers) = released_town().await;
    let told =
        Visitor::stranger().ask(&town, "GET", "/conversation/1/data/findings.json", "").await;
    assert_eq!(told.status, StatusCode::OK);
    let rows = export(&town, &organisers).await.unwrap();
    let frozen = frozen(&rows);
    let findings = beringia_analysis::analyse(&frozen, &Settings::documented()).unwrap();
    assert!(open_data::json(&guard(findings, &frozen)) == told.body, "the same findings");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_participant_sees_what_she_expected_and_what_was_so() {
    let (town, _) = released_town().await;
    let who = person(&town, 0).await;
    let visitor = participant(&town, who);
    let page = visitor.ask(&town, "GET", "/conversation/1/surprise.json", "").await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let card: serde_json::Value = serde_json::from_str(&page.body).unwrap();
    let house = town.house();
    let side = house.side_of(who).unwrap();
    let own: Vec<_> = store::predictions(&house.database, house.exchange, 1)
        .await
        .unwrap()
        .into_iter()
        .filter(|row| row.participant == who && row.about == side.other())
        .collect();
    let content = house.conversation(1).unwrap().content();
    let text = card["statement"]["text"].as_str().unwrap();
    let shown = content.statements.iter().find(|s| s.wording.en == text).unwrap();
    let hers = own.iter().find(|row| row.statement == shown.statement).unwrap();
    assert_eq!(card["expected"], format!("You expected {} of 100.", hers.share));
    let figures = visitor.ask(&town, "GET", "/conversation/1/data/statements.csv", "").await;
    let charter = house.charter().unwrap();
    let name = &charter.side(side.other()).name.en;
    let row = figures.body.lines().find(|l| l.starts_with(&format!("{},{name},", shown.statement)));
    let cells: Vec<&str> = row.unwrap().split(',').collect();
    let told = card["actual"].as_str().unwrap();
    match cells[6].parse::<f64>() {
        Ok(share) => assert_eq!(told, format!("It was {:.0}.", (share * 100.0).round())),
        Err(_) => assert!(told.contains("over") || told.contains("under"), "{told}"),
    }
    let other = Visitor::stranger().ask(&town, "GET", "/conversation/1/surprise", "").await;
    assert_eq!((other.status, other.location.as_str()), (StatusCode::SEE_OTHER, "/join"));
    let results = visitor.ask(&town, "GET", "/conversation/1/results", "").await;
    assert!(results.body.len() < 150_000, "{} bytes", results.body.len());
    let report = visitor.ask(&town, "GET", "/conversation/1/report", "").await;
    assert!(report.header("content-security-policy").contains("style-src 'sha256-"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_is_in_no_result_that_is_released_later() {
    let (town, organisers) = closed_town().await;
    work_out(&town).await;
    let Standing::Hidden(before) = standing(&town).await else { panic!("worked out") };
    ask_release(&town, &organisers[0]).await;
    withdraw(&town, 3).await;
    assert!(matches!(standing(&town).await, Standing::Working(_)), "it is worked out again");
    approve(&town, &organisers[1], "release-results").await;
    assert!(is_hidden(&town, &organisers).await, "what was asked for is no more");
    work_out(&town).await;
    let Standing::Hidden(after) = standing(&town).await else { panic!("worked out again") };
    assert_ne!(before.digest, after.digest);
    approve(&town, &organisers[1], "release-results").await;
    assert!(is_hidden(&town, &organisers).await, "the old key does not open the new result");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_withdraws_while_results_are_worked_out_is_not_in_them_either() {
    let town = Town::of(&Plan { exposures: true, ..Plan::new(1_000, 40, "meanwhile") }).await;
    let organiser = town.signed_in(Role::Organiser, Part::First).await;
    approve(&town, &organiser, "close-conversation").await;
    let house = town.house();
    let who = person(&town, 3).await;
    let meanwhile = async {
        while !matches!(standing(&town).await, Standing::Working(Working::Computing(_))) {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        withdraw(&town, 3).await;
    };
    tokio::join!(work_out(&town), meanwhile);
    assert!(matches!(standing(&town).await, Standing::Working(_)), "it is worked out again");
    let place = |who| store::place(&house.database, house.exchange, 1, who);
    let other = person(&town, 5).await;
    assert!(place(who).await.unwrap().is_none() && place(other).await.unwrap().is_none());
    work_out(&town).await;
    assert!(matches!(standing(&town).await, Standing::Hidden(_)));
    assert!(place(who).await.unwrap().is_none(), "nobody's place stays behind");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_released_stays_and_the_conversation_opens_no_more() {
    let (town, organisers) = released_town().await;
    let told = |path: &'static str| {
        let town = &town;
        async move { Visitor::stranger().ask(town, "GET", path, "").await.body }
    };
    let before = told("/conversation/1/data/findings.json").await;
    withdraw(&town, 3).await;
    work_out(&town).await;
    assert!(told("/conversation/1/data/findings.json").await == before, "no second edition");
    let open = "change=open-conversation&conversation=1";
    let again = organisers[0].ask(&town, "POST", "/desk/approvals", open).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let change = Change::DeleteConversation { conversation: 1 };
    let body = format!("change={}&conversation=1", change.kind());
    organisers[0].ask(&town, "POST", "/desk/approvals", &body).await;
    approve(&town, &organisers[1], "delete-conversation").await;
    let gone = Visitor::stranger().ask(&town, "GET", "/conversation/1/results", "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND, "deleted with the conversation");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_widget_says_what_the_page_says_and_leaves_nothing_behind() {
    let (town, organisers) = released_town().await;
    let stranger = Visitor::stranger();
    let json = |answer: &Answer| serde_json::from_str::<serde_json::Value>(&answer.body).unwrap();
    let page = json(&stranger.ask(&town, "GET", "/conversation/1/results.json", "").await);
    let told = json(&stranger.ask(&town, "GET", "/conversation/1/widget.json", "").await);
    assert_eq!(told["heading"], page["heading"]);
    let shared = told["shared"].as_array().unwrap();
    assert!((1..=3).contains(&shared.len()));
    assert_eq!(shared.as_slice(), &page["shared"].as_array().unwrap()[..shared.len()]);
    for visitor in [&stranger, &organisers[0]] {
        let widget = visitor.ask(&town, "GET", "/conversation/1/widget?language=zh-Hans", "").await;
        assert_eq!(widget.status, StatusCode::OK);
        assert!(widget.cookies().is_empty(), "{:?}", widget.cookies());
        let policy = widget.header("content-security-policy");
        assert!(policy.contains("frame-ancestors *") && policy.contains("default-src 'none'"));
        assert!(!widget.body.contains("<script") && !widget.body.contains("csrf"));
        assert!(widget.body.contains("lang=\"zh-Hans\""));
    }
    // A control: no other page may be framed, and one asked for in a language does leave a cookie.
    let path = "/conversation/1/results?language=zh-Hans";
    let results = stranger.ask(&town, "GET", path, "").await;
    assert!(results.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(!results.cookies().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_stand_on_the_page_in_its_language() {
    let (town, _) = released_town().await;
    for (language, word) in [("en", "common ground"), ("zh-Hans", "共同点")] {
        let path = format!("/conversation/1/results?language={language}");
        let page = Visitor::stranger().ask(&town, "GET", &path, "").await;
        assert_eq!(page.body.matches("<figure>").count(), 3, "bridge, arrows, map");
        assert!(page.body.contains("/assets/pictures-"), "with their style");
        assert!(page.body.to_lowercase().contains(word), "{language}");
        assert!(page.body.len() < 150_000, "{} bytes", page.body.len());
    }
}
