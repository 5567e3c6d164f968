//! A conversation held elsewhere, brought into a data folder from the command line, and taken back.

#![expect(clippy::unwrap_used, reason = "tests")]

mod common;

use std::path::Path;
use std::sync::Arc;

use beringia_actions::{self as actions, Clock, House, Key};
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_store::{Database, Place};
use common::{beringia, complaint, folder, shared_data, typed};

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now_second(&self) -> i64 {
        1_795_000_000
    }
}

const KEY: [u8; 32] = [7; 32];

async fn house(data: &Path) -> Arc<House> {
    let place = Place::Sqlite(data.join("beringia.sqlite"));
    let database = Database::open(place).await.unwrap();
    House::open(database, Key::new(KEY), Arc::new(Noon)).await.unwrap()
}

/// A data folder with an exchange, as a server leaves it.
async fn furnish(data: &Path) {
    std::fs::create_dir(data).unwrap();
    std::fs::write(data.join("key"), KEY).unwrap();
    let house = house(data).await;
    let plan = Plan::new(40, 12, "here");
    actions::furnish(&house, &Snapshot::freeze(invent(&plan).0, None).unwrap()).await.unwrap();
    house.database.close().await;
}

const TITLES: [&str; 6] =
    ["--title", "Rivers", "--title-zh", "河流", "--source", "A council, in spring"];

#[test]
fn a_conversation_is_looked_at_brought_and_taken_back() {
    let place = folder(&[]);
    let data = place.path().join("data");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(furnish(&data));
    let invented = place.path().join("invented");
    let made = beringia(&[
        "invent",
        "--people",
        "200",
        "--statements",
        "12",
        "--seed",
        "there",
        "-q",
        "--out",
        typed(&invented),
    ]);
    assert!(made.status.success(), "{}", complaint(&made));
    let real = shared_data("polis/scoop-hivemind.biodiversity");
    for folder in [Some(invented), real].into_iter().flatten() {
        let words = ["import", typed(&folder), "--data", typed(&data), "--language", "en"];
        let tried = beringia(&[&words[..], &["--dry-run", "--json"]].concat());
        assert!(tried.status.success(), "{}", complaint(&tried));
        let told = String::from_utf8_lossy(&tried.stdout).into_owned();
        assert!(told.contains("statements") && told.contains("digest"), "{told}");
        let unnamed = beringia(&words);
        assert_eq!(unnamed.status.code(), Some(5), "without a title");
        let brought = beringia(&[&words[..], &TITLES].concat());
        assert!(brought.status.success(), "{}", complaint(&brought));
    }
    let results = runtime.block_on(async {
        let house = house(&data).await;
        actions::work_out_results(&house, beringia_web::rendered).await.unwrap();
        let all = house.conversations().len();
        let found = beringia_store::results(&house.database, house.exchange).await.unwrap();
        house.database.close().await;
        (all, found.len())
    });
    assert_eq!(results.0, results.1 + 1, "all but the open one have results");
    let undo = ["import", "--undo", "2", "--data", typed(&data)];
    assert!(beringia(&undo).status.success());
    assert_eq!(beringia(&undo).status.code(), Some(5), "it is gone");
    let house = runtime.block_on(house(&data));
    assert!(house.conversation(2).is_none() && house.conversation(1).is_some());
}

#[test]
fn a_folder_without_an_exchange_and_files_that_are_none_are_refused() {
    let place = folder(&[("colours.csv", b"colour\nred\n")]);
    let data = place.path().join("data");
    let file = place.path().join("colours.csv");
    let words = ["import", typed(&file), "--data", typed(&data), "--dry-run"];
    assert_eq!(beringia(&words).status.code(), Some(3));
    assert!(!data.exists(), "nothing is made");
    tokio::runtime::Runtime::new().unwrap().block_on(furnish(&data));
    let refused = beringia(&words);
    assert_eq!(refused.status.code(), Some(3));
    assert!(complaint(&refused).contains("colour"), "{}", complaint(&refused));
}
