//! From an exchange's released results to whoever checks them elsewhere, with the rows that left with two keys.

#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;
use std::sync::Arc;

use beringia_actions::{self as actions, Approver, Clock, House, Key, Organiser};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_domain::{Change, Part};
use beringia_report::package;
use beringia_store::{self as store, Database, Place};
use common::{beringia, complaint, folder, typed};

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now_second(&self) -> i64 {
        1_795_000_000
    }
}

async fn seat(house: &House, side: Part) -> store::Seat {
    let members = store::members(&house.database, house.exchange).await.unwrap();
    let found = members.iter().find(|member| member.side == side).unwrap();
    let token = actions::sign_in_as(house, found.account).await.unwrap();
    actions::seat(house, &token).await.unwrap().unwrap()
}

/// The rows of the released conversation, and its package, as the site hands them out.
async fn handed_out(file: std::path::PathBuf) -> (actions::Tables, BTreeMap<String, String>) {
    let database = Database::open(Place::Sqlite(file)).await.unwrap();
    let house = House::open(database, Key::new([7; 32]), Arc::new(Noon)).await.unwrap();
    let society = |plan: Plan| Snapshot::freeze(invent(&plan).0, None).unwrap();
    let plan = Plan { exposures: true, ..Plan::new(200, 14, "released") };
    actions::furnish(&house, &society(plan.clone())).await.unwrap();
    let before = Plan { seed: "before".to_owned(), ..plan };
    actions::furnish_released(&house, &society(before), beringia_web::rendered).await.unwrap();
    let mut files = BTreeMap::new();
    for name in package::names() {
        let text = actions::released_file(&house, 2, name).await.unwrap().unwrap();
        files.insert(name.to_owned(), text);
    }
    let seats = [seat(&house, Part::First).await, seat(&house, Part::Second).await];
    let export = Change::Export { conversation: 2, recipients: "Ann".to_owned() };
    let organiser = Organiser::of(&seats[0]).unwrap();
    let asked = actions::ask(&house, &organiser, &export).await.unwrap();
    actions::approve(&house, &Approver::of(&seats[1]).unwrap(), asked).await.unwrap();
    let rows = actions::export_rows(&house, &organiser, asked).await.unwrap();
    (rows, package::package(files))
}

#[test]
fn the_program_makes_released_results_anew_from_the_rows_that_left() {
    let place = folder(&[]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (rows, packed) = runtime.block_on(handed_out(place.path().join("house.sqlite")));
    let [tables, held, report] = ["rows", "held", "report"].map(|name| place.path().join(name));
    for (folder, files) in [
        (&tables, rows.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect()),
        (&held, packed.into_iter().collect::<Vec<_>>()),
    ] {
        std::fs::create_dir(folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let checked = beringia(&["report", "verify", typed(&held), "--rows", typed(&tables)]);
    let told = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{told}{}", complaint(&checked));
    let words = ["analyse", typed(&tables), "--audience", "public", "-q", "--out", typed(&report)];
    assert!(beringia(&words).status.success());
    for name in ["findings.json", "statements.csv", "misjudgement.csv"] {
        let [made, released] = [&report, &held].map(|f| std::fs::read(f.join(name)).unwrap());
        assert!(made == released, "{name}");
    }
}
