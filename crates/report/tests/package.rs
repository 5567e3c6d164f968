//! A released package can be checked by whoever holds it, and no forgery passes.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::provenance::NONCE;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::societies::{Plan, invent};
use beringia_report::package::{
    SUMS, Unreadable, Verified, names, package, verify, verify_against,
};
use beringia_report::words::Language;
use beringia_report::{open_data, page};

type Files = BTreeMap<String, String>;

fn findings(seed: &str) -> Findings {
    let plan = Plan { exposures: true, ..Plan::new(300, 20, seed) };
    let snapshot = Snapshot::freeze(invent(&plan).0, None).unwrap();
    let found = beringia_analysis::analyse(&snapshot, &Settings::documented()).unwrap();
    guard(found, &snapshot)
}

/// The files of a release, without its list.
fn files(findings: &Findings) -> Files {
    let mut all: Files = open_data::files(findings)
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text))
        .filter(|(name, _)| names().any(|known| known == name))
        .collect();
    for (name, language) in
        [("report-en.html", Language::English), ("report-zh.html", Language::Chinese)]
    {
        all.insert(name.to_owned(), page::html(findings, language));
    }
    all.insert(NONCE.to_owned(), "some random text".to_owned());
    all
}

/// The checks that fail.
fn failing(found: &Verified) -> Vec<&'static str> {
    let wrong = found.checks.iter().filter(|check| !check.wrong.is_empty());
    wrong.map(|check| check.name).collect()
}

/// The checks that fail after something was put in the place of something in a file, and everything listed anew.
fn forged(files: &Files, name: &str, change: impl Fn(&str) -> String) -> Vec<&'static str> {
    let mut files = files.clone();
    let text = &files[name];
    let changed = change(text);
    assert_ne!(*text, changed, "the forger changed something");
    files.insert(name.to_owned(), changed);
    failing(&verify(&package(files)).unwrap())
}

/// The same by a forger who makes tables and reports anew from the findings she changed.
fn forged_throughout(files: &Files, change: impl Fn(&mut serde_json::Value)) -> Vec<&'static str> {
    let mut told: serde_json::Value = serde_json::from_str(&files["findings.json"]).unwrap();
    let before = told.clone();
    change(&mut told);
    assert_ne!(told, before, "the forger changed something");
    let changed: Findings = serde_json::from_value(told).unwrap();
    let mut all = self::files(&changed);
    // Counts of groups are not in findings that were read back.
    all.insert("statements.csv".to_owned(), open_data::files(&changed)[1].1.clone());
    failing(&verify(&package(all)).unwrap())
}

/// A statement on which both sides' shares are told.
fn told(findings: &serde_json::Value) -> usize {
    let all = findings["statements"].as_array().unwrap();
    let is_told = |statement: &serde_json::Value| {
        (0..2).all(|side| {
            statement["sides"][side]["agree"].is_u64()
                && statement["gaps"][side]["gap"]["state"] == "given"
        })
    };
    all.iter().position(is_told).unwrap()
}

#[test]
fn an_honest_package_passes_every_check() {
    let made = findings("package");
    let found = verify(&package(files(&made))).unwrap();
    assert_eq!(failing(&found), Vec::<&str>::new());
    let figures: usize = found.checks.iter().map(|check| check.checked).sum();
    assert!(figures > 100, "{figures} things checked");
    assert!(found.checks.iter().all(|check| check.checked > 0), "{:?}", found.checks);
    assert_eq!(found.snapshot, made.provenance.digest);
    assert!(verify_against(&package(files(&made)), &made).wrong.is_empty());
    let other = verify_against(&package(files(&made)), &findings("others"));
    assert!(other.wrong.len() >= 5, "a control: the rows of others give other files");
}

#[test]
fn what_is_changed_in_one_file_is_found() {
    let all = files(&findings("package"));
    let row = |text: &str| text.replacen("0.5", "0.6", 1);
    for name in ["statements.csv", "misjudgement.csv", "common_ground.csv"] {
        assert_eq!(forged(&all, name, row), ["tables"], "{name}");
    }
    let word = |text: &str| text.replacen("agree", "disagree", 1);
    assert_eq!(forged(&all, "report-zh.html", word), ["reports"]);
    let more = |text: &str| text.replacen('{', "{\n  \"remark\": \"x\",", 1);
    assert_eq!(forged(&all, "findings.json", more), ["findings"]);
    // Whoever does not list anew is found by the list.
    let honest = package(all);
    for name in honest.keys().filter(|name| *name != SUMS) {
        let mut files = honest.clone();
        files.insert(name.clone(), format!("{} ", honest[name]));
        assert!(failing(&verify(&files).unwrap()).contains(&"listed"), "{name}");
    }
    let mut files = honest.clone();
    files.insert("more.csv".to_owned(), String::new());
    assert_eq!(failing(&verify(&files).unwrap()), ["listed"]);
    files = honest.clone();
    files.remove("groups.csv");
    assert_eq!(failing(&verify(&files).unwrap()), ["listed", "tables"]);
    files.remove("findings.json");
    assert_eq!(verify(&files), Err(Unreadable::Missing("findings.json")));
    files.insert("findings.json".to_owned(), "{}".to_owned());
    assert!(matches!(verify(&files), Err(Unreadable::Findings(_))));
}

#[test]
fn a_figure_that_does_not_follow_from_its_counts_is_found() {
    let all = files(&findings("package"));
    let json: serde_json::Value = serde_json::from_str(&all["findings.json"]).unwrap();
    let at = told(&json);
    let forged = |path: &'static [&'static str], value: serde_json::Value| {
        forged_throughout(&all, |told| {
            let mut place = &mut told["statements"][at];
            for step in path {
                place = match step.parse::<usize>() {
                    Ok(index) => &mut place[index],
                    Err(_) => &mut place[*step],
                };
            }
            *place = value.clone();
        })
    };
    let share = 0.123.into();
    assert_eq!(forged(&["sides", "0", "agree_share", "value"], share), ["shares"]);
    assert_eq!(forged(&["everybody", "agree_share", "high"], 0.999.into()), ["shares"]);
    assert_eq!(forged(&["both", "value"], 0.123.into()), ["both"]);
    assert_eq!(forged(&["division", "difference", "low"], 0.9.into()), ["differences"]);
    assert_eq!(forged(&["accept", "product"], 0.9.into()), ["claims"]);
    assert_eq!(forged(&["gaps", "1", "gap", "value"], 0.9.into())[0], "gaps");
    assert_eq!(forged(&["gaps", "0", "actual_share"], 0.9.into())[0], "gaps");
    let other =
        if json["statements"][at]["verdict"] == "accepted" { "divides" } else { "accepted" };
    let found = forged(&["verdict"], other.into());
    assert!(found[0] == "verdicts" && found.contains(&"counts"), "{found:?}");
    assert_eq!(forged(&["sides", "0", "agree"], serde_json::Value::Null), ["shares"]);
    let pooled = |change: fn(&mut serde_json::Value)| {
        forged_throughout(&all, |told| change(&mut told["misjudgement"][0]["pooled"]))
    };
    assert_eq!(pooled(|told| told["gap"]["value"] = 0.31.into())[0], "pooled");
    assert_eq!(pooled(|told| told["actual"] = 0.99.into()), ["pooled"]);
    assert_eq!(pooled(|told| told["gap"]["n"] = 3.into()), ["pooled"]);
    let counted = forged_throughout(&all, |told| told["ground"]["accepted"] = 999.into());
    assert_eq!(counted, ["counts", "headlines"]);
}

#[test]
fn findings_that_would_harm_their_reader_are_refused() {
    let all = files(&findings("package"));
    let refused = |path: &[&str], value: serde_json::Value| {
        let mut told: serde_json::Value = serde_json::from_str(&all["findings.json"]).unwrap();
        let mut place = &mut told;
        for step in path {
            place = match step.parse::<usize>() {
                Ok(index) => &mut place[index],
                Err(_) => &mut place[*step],
            };
        }
        *place = value;
        let mut all = all.clone();
        all.insert("findings.json".to_owned(), told.to_string());
        matches!(verify(&package(all)), Err(Unreadable::Findings(_)))
    };
    assert!(refused(&["provenance", "digest"], "\u{1b}[2J".into()));
    assert!(refused(&["provenance", "version"], "1 \u{1b}[2J".into()));
    assert!(refused(&["shortlist"], serde_json::json!([99_999])));
    assert!(refused(&["headlines", "0", "firmest"], serde_json::json!([99_999])));
    assert!(refused(&["statements", "0", "author_side"], 7.into()));
    assert!(refused(&["statements", "0", "everybody", "votes"], u64::MAX.into()));
    assert!(refused(
        &["statements", "0", "everybody", "agree_share", "method"],
        "x".repeat(99).into()
    ));
    assert!(!refused(&["asked", "votes"], 7.into()), "a control: what is harmless is read");
}
