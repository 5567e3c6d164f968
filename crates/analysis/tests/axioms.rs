//! What must hold for any conversation: sides are equal, the order of rows is nothing, threads are nothing.

#[path = "axioms/swapped.rs"]
mod swapped;

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_analysis::tables::TableReader;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::tables_out;
use beringia_engine::random::Seed;

fn plan() -> Plan {
    Plan { exposures: true, devaluation: 0.1, ..Plan::new(400, 45, "axioms") }
}

/// The tables of a snapshot, as files.
fn tables(snapshot: &Snapshot) -> Vec<(&'static str, String)> {
    let mut files: Vec<(&'static str, String)> = Vec::new();
    let sink = |name: &'static str, text: String| {
        match files.last_mut() {
            Some((last, whole)) if *last == name => whole.push_str(&text),
            _ => files.push((name, text)),
        }
        Ok::<(), ()>(())
    };
    tables_out::write(snapshot, sink).expect("nothing fails here");
    files
}

fn read(files: &[(&'static str, String)]) -> Intake {
    let mut intake = Intake::default();
    let order = ["conversation", "participants", "statements", "votes", "predictions", "exposures"];
    for name in order {
        for (file, text) in files.iter().filter(|(file, _)| file.starts_with(name)) {
            let mut reader = TableReader::new(&mut intake, file, Encoding::Utf8);
            for block in text.as_bytes().chunks(4_096) {
                reader.feed(block).expect("what we write we can read");
            }
            reader.finish().expect("what we write we can read");
        }
    }
    intake
}

fn shuffled(text: &str, seed: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    Seed::new(seed).stream("rows").shuffle(&mut lines[1..]);
    lines.join("\n") + "\n"
}

fn findings(snapshot: &Snapshot) -> Findings {
    beringia_analysis::analyse(snapshot, &Settings::documented()).expect("a snapshot fits itself")
}

fn json(findings: &Findings) -> String {
    serde_json::to_string_pretty(findings).expect("findings are JSON")
}

/// Fails with the first line that differs, not with two whole files.
fn check_same(left: &str, right: &str) {
    let differs = left.lines().zip(right.lines()).find(|(a, b)| a != b);
    assert!(left == right, "first difference: {differs:?}");
}

fn frozen(first_side: Option<&str>) -> Snapshot {
    Snapshot::freeze(invent(&plan()).0, first_side).expect("an invented society is in order")
}

#[test]
fn relabelling_sides_swaps_the_results_exactly() {
    let harbour = findings(&frozen(Some("Harbour")));
    let valley = findings(&frozen(Some("Valley")));
    assert_ne!(json(&harbour), json(&valley), "the control: the order does show");
    let mut back = swapped::swapped(valley);
    back.provenance = harbour.provenance.clone();
    check_same(&json(&harbour), &json(&back));
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let original = frozen(None);
    let files = tables(&original);
    let read_back = Snapshot::freeze(read(&files), None).expect("our tables are in order");
    assert_eq!(original.digest, read_back.digest);
    let mixed: Vec<_> = files.iter().map(|(name, text)| (*name, shuffled(text, name))).collect();
    let reordered = Snapshot::freeze(read(&mixed), None).expect("rows may come in any order");
    assert_eq!(original.digest, reordered.digest);
    let (mut a, mut b) = (findings(&original), findings(&reordered));
    (a.provenance.files, b.provenance.files) = (Vec::new(), Vec::new());
    check_same(&json(&a), &json(&b));
}

#[test]
fn one_vote_changes_the_digest() {
    let original = frozen(None);
    let mut files = tables(&original);
    let votes = files.iter_mut().find(|(name, _)| *name == "votes.csv").expect("there are votes");
    votes.1 = votes.1.replacen(",agree,", ",pass,", 1);
    let changed = Snapshot::freeze(read(&files), None).expect("still in order");
    assert_ne!(original.digest, changed.digest);
}

#[test]
fn one_thread_and_many_give_the_same_findings() {
    let snapshot = frozen(None);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
        pool.expect("threads").install(|| json(&findings(&snapshot)))
    };
    let one = with(1);
    for threads in [2, 5, 16] {
        check_same(&one, &with(threads));
    }
}

#[test]
fn no_finding_is_without_a_number_json_can_hold() {
    let snapshot = frozen(None);
    let found = findings(&snapshot);
    for text in [json(&found), json(&guard(found, &snapshot))] {
        assert!(!text.contains("NaN") && !text.contains("inf"), "not finite");
        let parsed: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
        assert!(no_null_figures(&parsed), "a figure that is given has a value");
    }
}

/// A figure whose state is "given" has value and interval as numbers.
fn no_null_figures(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Array(list) => list.iter().all(no_null_figures),
        serde_json::Value::Object(map) => {
            let given = map.get("state").is_some_and(|state| state == "given");
            let whole = ["value", "low", "high"]
                .iter()
                .all(|key| map.get(*key).is_some_and(serde_json::Value::is_f64));
            (!given || whole) && map.values().all(no_null_figures)
        }
        _ => true,
    }
}
