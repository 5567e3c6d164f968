//! From nothing to a report, as a user goes: demo, invent, analyse, convert; and what real conversations give.

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use beringia_report::package;
use common::{beringia, complaint, folder, rows, shared_data, succeeded, typed};

const OPEN_DATA: [&str; 6] = [
    "findings.json",
    "statements.csv",
    "common_ground.csv",
    "misjudgement.csv",
    "participants.csv",
    "groups.csv",
];

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).expect(name)
}

fn findings(folder: &Path) -> serde_json::Value {
    serde_json::from_str(&read(folder, "findings.json")).expect("valid JSON")
}

fn invent(out: &Path, more: &[&str]) {
    let mut words = vec![
        "invent",
        "--people",
        "300",
        "--statements",
        "30",
        "--seed",
        "journey",
        "--out",
        typed(out),
    ];
    words.extend(more);
    succeeded(&beringia(&words));
}

fn analyse(input: &Path, out: &Path, more: &[&str]) {
    let mut words = vec!["analyse", typed(input), "--out", typed(out), "-q"];
    words.extend(more);
    succeeded(&beringia(&words));
}

/// A released package, as the site hands it out.
fn packed(tables: &Path, out: &Path) {
    let public = out.with_extension("public");
    analyse(tables, &public, &["--audience", "public"]);
    let mut files: BTreeMap<String, String> = package::names()
        .filter(|name| public.join(name).exists())
        .map(|name| (name.to_owned(), read(&public, name)))
        .collect();
    files.insert("nonce.txt".to_owned(), "chance".to_owned());
    for language in ["en", "zh"] {
        let report = out.with_extension(language);
        analyse(tables, &report, &["--audience", "public", "--language", language]);
        files.insert(format!("report-{language}.html"), read(&report, "report.html"));
    }
    std::fs::create_dir(out).expect("a folder");
    for (name, text) in package::package(files) {
        std::fs::write(out.join(name), text).expect("written");
    }
}

#[test]
fn a_package_is_checked_by_whoever_holds_it_and_made_anew_from_the_rows() {
    let place = folder(&[]);
    let (tables, held) = (place.path().join("tables"), place.path().join("held"));
    invent(&tables, &[]);
    packed(&tables, &held);
    let check = |more: &[&str]| beringia(&[&["report", "verify", typed(&held)], more].concat());
    let said = |output: &std::process::Output| {
        succeeded(output);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let told = said(&check(&["--rows", typed(&tables), "--language", "en"]));
    assert!(told.contains("files are the same when made anew") && !told.contains('✗'), "{told}");
    let chinese = said(&check(&["--language", "zh"]));
    assert!(chinese.contains("指纹") && !chinese.contains("check-"), "{chinese}");
    let answer = check(&["--json"]);
    let data: serde_json::Value = serde_json::from_str(&said(&answer)).expect("JSON");
    assert_eq!(data["right"], true);
    let fingerprint = data["fingerprint"].as_str().expect("a fingerprint");
    succeeded(&check(&["--fingerprint", fingerprint]));
    assert_eq!(check(&["--fingerprint", "0123"]).status.code(), Some(6));
    let others = place.path().join("others");
    let words = ["invent", "--people", "300", "--statements", "30", "--seed", "others", "--out"];
    succeeded(&beringia(&[&words, &[typed(&others)][..]].concat()));
    let made = check(&["--rows", typed(&others)]);
    assert_eq!(made.status.code(), Some(6), "{}", complaint(&made));
    let csv = held.join("misjudgement.csv");
    let text = read(&held, "misjudgement.csv").replacen("0.5", "0.7", 1);
    std::fs::write(csv, text).expect("written");
    assert_eq!(check(&[]).status.code(), Some(6));
    std::fs::remove_file(held.join("findings.json")).expect("removed");
    let gone = check(&[]);
    assert_eq!(gone.status.code(), Some(3), "{}", complaint(&gone));
    assert!(complaint(&gone).contains("findings.json"));
    assert_eq!(
        beringia(&["report", "verify", typed(&tables.join("votes.csv"))]).status.code(),
        Some(3)
    );
}

#[test]
fn the_demo_needs_nothing_and_names_its_report() {
    let place = folder(&[]);
    let out = place.path().join("demo");
    let output = beringia(&["demo", "--out", typed(&out), "--no-serve"]);
    succeeded(&output);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("report.html") && said.contains("Invented"), "{said}");
    let html = read(&out.join("report"), "report.html");
    assert!(html.contains("虚构示例") && html.contains("Invented example"));
    succeeded(&beringia(&["demo", "--out", typed(&out), "--no-serve", "--language", "zh"]));
}

#[test]
fn the_report_asks_nobody_for_anything() {
    let place = folder(&[]);
    let (input, out) = (place.path().join("in"), place.path().join("out"));
    invent(&input, &["--exposures"]);
    analyse(&input, &out, &[]);
    let html = read(&out, "report.html");
    for word in ["http:", "https:", "src=", "@import", "url(http", "style=\"", "<script", "⟦"] {
        assert!(!html.contains(word), "{word}");
    }
    assert!(html.contains("default-src &#39;none&#39;"));
}

#[test]
fn the_same_input_gives_the_same_bytes_on_any_number_of_threads() {
    let place = folder(&[]);
    let (input, again) = (place.path().join("in"), place.path().join("again"));
    invent(&input, &["--exposures"]);
    invent(&again, &["--exposures"]);
    for name in ["votes.csv", "predictions.csv", "exposures.csv", "truth.json"] {
        assert_eq!(read(&input, name), read(&again, name), "{name}");
    }
    let outs = ["1", "2", "7"].map(|threads| {
        let out = place.path().join(threads);
        analyse(&input, &out, &["--threads", threads]);
        out
    });
    for name in OPEN_DATA.iter().chain(&["report.html"]) {
        assert!(outs.iter().all(|out| read(out, name) == read(&outs[0], name)), "{name}");
    }
}

#[test]
fn every_named_file_is_written_with_its_header() {
    let input = folder(&[("votes.csv", b"participant,statement,choice\np,s,agree\n")]);
    let out = input.path().join("report");
    analyse(input.path(), &out, &[]);
    let headers = [
        ("statements.csv", "statement,scope,votes,agree,disagree,pass,agree_share,low,high"),
        (
            "common_ground.csv",
            "statement,kind,product,least_side_share,p_value,q_value,claimed,surprising",
        ),
        (
            "misjudgement.csv",
            "statement,predicting_side,about_side,predictions,predicted_share,actual_share,gap,standard_error,low,high",
        ),
    ];
    for (name, header) in headers {
        assert_eq!(read(&out, name).lines().next(), Some(header), "{name}");
    }
    assert_eq!(read(&out, "common_ground.csv").lines().count(), 1);
}

#[test]
fn findings_follow_their_published_schema() {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/findings.schema.json");
    let schema: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(schema).expect("the schema"))
            .expect("valid JSON");
    let validator = jsonschema::validator_for(&schema).expect("a valid schema");
    let place = folder(&[]);
    let input = place.path().join("in");
    invent(&input, &["--exposures"]);
    for audience in ["internal", "public"] {
        let out = place.path().join(audience);
        analyse(&input, &out, &["--audience", audience]);
        let mut found = findings(&out);
        let errors: Vec<String> = validator.iter_errors(&found).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{audience}: {errors:?}");
        found["statements"][0]["verdict"] = "perhaps".into();
        assert!(!validator.is_valid(&found), "the control: a wrong word is seen");
    }
}

#[test]
fn a_folder_with_files_of_others_is_left_alone() {
    let input = folder(&[("votes.csv", b"participant,statement,choice\np,s,agree\n")]);
    let refused = beringia(&["analyse", typed(input.path()), "--out", typed(input.path())]);
    assert_eq!(refused.status.code(), Some(4), "{}", complaint(&refused));
    assert!(complaint(&refused).contains("votes.csv"));
    let out = input.path().join("report");
    analyse(input.path(), &out, &[]);
    analyse(input.path(), &out, &[]);
    std::fs::write(out.join("report.html"), "mine now").expect("writable");
    let changed = beringia(&["analyse", typed(input.path()), "--out", typed(&out)]);
    assert_eq!(changed.status.code(), Some(4));
    assert_eq!(read(&out, "report.html"), "mine now");
}

#[test]
fn nothing_is_left_lying_about_and_no_strange_list_is_trusted() {
    let input = folder(&[("votes.csv", b"participant,statement,choice\np,s,agree\n")]);
    let out = input.path().join("report");
    analyse(input.path(), &out, &[]);
    analyse(input.path(), &out, &[]);
    let strange = input.path().join("strange");
    std::fs::create_dir_all(strange.join(".beringia")).expect("writable");
    let refused = beringia(&["analyse", typed(input.path()), "--out", typed(&strange)]);
    assert_eq!(refused.status.code(), Some(4), "{}", complaint(&refused));
    let dead = input.path().join(".beringia-unfinished-4194399-x");
    std::fs::create_dir(&dead).expect("writable");
    analyse(input.path(), &out, &[]);
    let mut left: Vec<String> = std::fs::read_dir(input.path())
        .expect("readable")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["report", "strange", "votes.csv"]);
}

#[test]
fn ids_that_look_like_formulas_come_back_as_they_were() {
    let people: &[u8] = b"participant,side\n=1+1,-A\n@x,+B\n";
    let votes: &[u8] = b"participant,statement,choice\n=1+1,-s,agree\n@x,-s,pass\n";
    let input = folder(&[("participants.csv", people), ("votes.csv", votes)]);
    let (once, twice) = (input.path().join("once"), input.path().join("twice"));
    succeeded(&beringia(&[
        "convert",
        typed(input.path()),
        "--to",
        "tables",
        "--out",
        typed(&once),
    ]));
    succeeded(&beringia(&["convert", typed(&once), "--to", "tables", "--out", typed(&twice)]));
    for name in ["participants.csv", "votes.csv", "statements.csv", "conversation.csv"] {
        assert_eq!(read(&once, name), read(&twice, name), "{name}");
    }
    assert!(read(&once, "votes.csv").contains("'=1+1"), "the control: it is disarmed");
    let out = input.path().join("out");
    analyse(&twice, &out, &[]);
    assert_eq!(findings(&out)["conversation"]["sides"][0]["name"], "+B");
}

#[test]
fn errors_and_results_come_as_json_where_asked() {
    let input = folder(&[("votes.csv", b"participant,statement,choice\np,s,perhaps\n")]);
    let out = input.path().join("report");
    let refused = beringia(&["analyse", typed(input.path()), "--out", typed(&out), "--json"]);
    let error: serde_json::Value =
        serde_json::from_str(&complaint(&refused)).expect("JSON on stderr");
    assert_eq!((error["line"].as_u64(), error["column"].as_str()), (Some(2), Some("choice")));
    assert_eq!(error["exit_code"].as_u64(), Some(3));
    let good = folder(&[("votes.csv", b"participant,statement,choice\np,s,pass\n")]);
    let out = good.path().join("report");
    let output = beringia(&["analyse", typed(good.path()), "--out", typed(&out), "--json"]);
    let printed: serde_json::Value =
        serde_json::from_slice(&output.stdout).expect("JSON on stdout");
    assert_eq!(printed, findings(&out));
}

#[test]
fn help_has_examples_and_completions_are_there() {
    for command in ["serve", "analyse", "invent", "demo", "convert", "audit", "completions"] {
        let output = beringia(&[command, "--help"]);
        succeeded(&output);
        assert!(String::from_utf8_lossy(&output.stdout).contains("Example"), "{command}");
    }
    assert!(String::from_utf8_lossy(&beringia(&["--help"]).stdout).contains("Exit codes"));
    for shell in ["bash", "zsh", "fish"] {
        assert!(
            String::from_utf8_lossy(&beringia(&["completions", shell]).stdout).contains("analyse")
        );
    }
    assert_eq!(beringia(&["analyse"]).status.code(), Some(2));
}

#[test]
fn sides_can_be_given_to_a_conversation_without_them() {
    let votes: String =
        (0..60).map(|p| format!("p{p},s1,{}\n", ["agree", "disagree"][p % 2])).collect();
    let votes = format!("participant,statement,choice\n{votes}");
    let people: String =
        (0..60).map(|p| format!("p{p},{},{}\n", ["B", "A"][p % 2], 1 + p % 3)).collect();
    let people = format!("participant,side,weight\n{people}");
    let input = folder(&[("votes.csv", votes.as_bytes())]);
    let beside = folder(&[("who.csv", people.as_bytes())]);
    let (out, sides) = (input.path().join("report"), beside.path().join("who.csv"));
    analyse(input.path(), &out, &["--sides", typed(&sides), "--first-side", "B"]);
    let (_, found) = rows(&out.join("statements.csv"));
    let scopes: Vec<&str> = found.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(scopes, ["all", "sides", "B", "A"]);
    assert_eq!(found[2][6], "1");
    assert_eq!(found[1][2], "", "counts of both sides together are empty");
    let weighted = input.path().join("weighted");
    analyse(input.path(), &weighted, &["--sides", typed(&sides), "--weights", "weight"]);
    assert_eq!(findings(&weighted)["asked"]["weighted"], true);
    let refused = beringia(&[
        "analyse",
        typed(input.path()),
        "--sides",
        typed(&sides),
        "--first-side",
        "C",
        "--out",
        typed(&out),
    ]);
    assert_eq!(refused.status.code(), Some(3));
}

#[test]
fn tables_go_to_polis_and_say_what_is_left_out() {
    let place = folder(&[]);
    let (input, polis) = (place.path().join("in"), place.path().join("polis"));
    invent(&input, &[]);
    let output = beringia(&["convert", typed(&input), "--to", "polis", "--out", typed(&polis)]);
    succeeded(&output);
    let remarks = complaint(&output);
    for word in ["which side", "predictions", "translations"] {
        assert!(remarks.contains(word), "{word}: {remarks}");
    }
    let out = place.path().join("out");
    analyse(&polis, &out, &[]);
    let direct = place.path().join("direct");
    analyse(&input, &direct, &[]);
    assert_eq!(findings(&out)["asked"]["votes"], findings(&direct)["asked"]["votes"]);
}

/// Statements of open data: id, votes, agree, disagree, by scope "all".
fn everybody(folder: &Path) -> Vec<Vec<String>> {
    let (_, rows) = rows(&folder.join("statements.csv"));
    rows.into_iter().filter(|row| row[1] == "all").collect()
}

#[test]
fn real_conversations_are_read_with_the_reference_counts() {
    let (Some(polis), Some(reference)) = (shared_data("polis"), shared_data("polis-reference"))
    else {
        return;
    };
    let mut checked = 0;
    for entry in std::fs::read_dir(&reference).expect("references").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        check_reference(&polis.join(&name), &path);
        checked += 1;
    }
    assert_eq!(checked, 10);
}

fn check_reference(input: &Path, reference: &Path) {
    let text = std::fs::read_to_string(reference).expect("a reference");
    let expected: serde_json::Value = serde_json::from_str(&text).expect("valid JSON");
    let place = folder(&[]);
    let out = place.path().join("out");
    analyse(input, &out, &[]);
    let found = findings(&out);
    let name = input.display();
    assert_eq!(found["asked"]["votes"], expected["votes"], "{name}: votes");
    assert_eq!(found["asked"]["voters"], expected["participants"], "{name}: participants");
    // Where an export has no votes.csv, there are only final votes and the reference says nothing.
    let dropped = expected["revotes_dropped"].as_u64().unwrap_or(0);
    assert_eq!(found["asked"]["replaced"], dropped, "{name}: re-votes");
    let ids = expected["statement_ids"].as_array().expect("ids");
    let totals = |key: &str, at: usize| expected["totals"][key][at].to_string();
    let table = everybody(&out);
    for (at, id) in ids.iter().enumerate() {
        // As text: a number is never equal to a string.
        let id = id.as_u64().expect("Polis ids are numbers").to_string();
        let row = table.iter().find(|row| row[0] == id).expect("every statement has its row");
        let counts = [totals("ns", at), totals("na", at), totals("nd", at)];
        assert_eq!(row[2..5], counts, "{name}: statement {id}");
    }
    let voted = table.iter().filter(|row| row[2] != "0").count();
    assert_eq!(voted, ids.len(), "{name}: statements with votes");
    let html = read(&out, "report.html");
    assert!(html.contains("</html>") && !html.contains('⟦') && !html.contains("NaN"), "{name}");
}

#[test]
fn polis_to_tables_to_polis_keeps_all_final_votes_and_statements() {
    let Some(polis) = shared_data("polis") else { return };
    for entry in std::fs::read_dir(&polis).expect("exports").flatten().filter(|e| e.path().is_dir())
    {
        let place = folder(&[]);
        let (tables, back) = (place.path().join("tables"), place.path().join("back"));
        let export = entry.path();
        succeeded(&beringia(&[
            "convert",
            typed(&export),
            "--to",
            "tables",
            "--out",
            typed(&tables),
            "-q",
        ]));
        succeeded(&beringia(&[
            "convert",
            typed(&tables),
            "--to",
            "polis",
            "--out",
            typed(&back),
            "-q",
        ]));
        let outs = [&export, &tables, &back].map(|input| {
            let out =
                place.path().join(format!("out-{}", input.file_name().unwrap().to_string_lossy()));
            analyse(input, &out, &[]);
            let statements = findings(&out)["statements"].clone();
            let texts: Vec<String> = statements
                .as_array()
                .expect("statements")
                .iter()
                .map(|s| format!("{} {} {}", s["id"], s["status"], s["text"]))
                .collect();
            (read(&out, "statements.csv"), texts)
        });
        assert!(outs.iter().all(|out| *out == outs[0]), "{}", export.display());
        let (_, votes) = rows(&back.join("votes.csv"));
        assert_eq!(
            votes.len() as u64,
            findings(&place.path().join("out-back"))["asked"]["votes"].as_u64().unwrap()
        );
    }
}

#[test]
fn groups_stand_in_the_files_and_persons_in_internal_ones_only() {
    let (input, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    invent(input.path(), &[]);
    let (internal, public) = (out.path().join("internal"), out.path().join("public"));
    analyse(input.path(), &internal, &["--groups", "2"]);
    analyse(input.path(), &public, &["--groups", "2", "--audience", "public"]);
    let (header, people) = rows(&internal.join("participants.csv"));
    assert_eq!(header, ["participant", "side", "votes", "x", "y", "group", "near_border"]);
    assert_eq!(people.len(), 300);
    let placed = people.iter().filter(|row| !row[3].is_empty()).count();
    let found = findings(&internal);
    assert_eq!(found["opinion_groups"]["people"], placed);
    assert_eq!(found["opinion_groups"]["k"], 2);
    assert_eq!(rows(&public.join("participants.csv")).1.len(), 0);
    let (_, statements) = rows(&internal.join("statements.csv"));
    for number in ["group:1", "group:2"] {
        let counted = statements.iter().filter(|row| row[1] == number).count();
        assert_eq!(counted, 30);
    }
    let (_, told) = rows(&public.join("statements.csv"));
    let counts = told.iter().filter(|row| row[1].starts_with("group:"));
    assert!(counts.clone().count() > 0);
    assert!(counts.into_iter().all(|row| row[2..6].iter().all(String::is_empty)));
    assert_eq!(rows(&internal.join("groups.csv")).1.len(), 2 * 30 * 2);
    let page = read(&public, "report.html");
    assert!(!page.contains("class=\"cloud"), "no single person is drawn in public");
}

#[test]
fn what_does_not_go_together_is_refused() {
    let (input, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    invent(input.path(), &[]);
    let (report, maths) = (out.path().join("report"), out.path().join("maths.json"));
    let words = |more: &[&str]| {
        let mut words = vec!["analyse", typed(input.path()), "--out", typed(&report)];
        words.extend(more);
        let output = beringia(&words);
        (output.status.code(), complaint(&output))
    };
    let public = words(&["--polis", "--maths", typed(&maths), "--audience", "public"]);
    assert_eq!(public.0, Some(2));
    assert!(public.1.contains("names every participant"));
    assert_eq!(words(&["--maths", typed(&maths)]).0, Some(2));
    assert_eq!(words(&["--polis", "--groups", "3"]).0, Some(2));
    assert_eq!(words(&["--groups", "1"]).0, Some(2));
    assert_eq!(words(&["--firmness", "0.5,0.2,0.8"]).0, Some(2));
    assert!(!maths.exists() && !report.exists());
}

#[test]
fn maths_replace_no_file_of_others_and_leave_nothing_unfinished() {
    let (input, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    invent(input.path(), &[]);
    let report = out.path().join("report");
    let polis = |maths: &Path| {
        let words = ["analyse", typed(input.path()), "--out", typed(&report), "--polis", "--maths"];
        beringia(&[&words[..], &[typed(maths)]].concat()).status.code()
    };
    let votes = input.path().join("votes.csv");
    let before = std::fs::read(&votes).unwrap();
    assert_eq!(polis(&votes), Some(4));
    assert_eq!(std::fs::read(&votes).unwrap(), before);
    assert_eq!(polis(&report.join("maths.json")), Some(4));
    assert_eq!(polis(&out.path().join("nowhere/maths.json")), Some(4));
    assert!(!report.exists(), "nothing is written when the file is refused");
    // What a killed run has left goes with the next one; no process has this number.
    let left = out.path().join(".beringia-unfinished-999999999-x");
    std::fs::write(&left, "places of people").unwrap();
    let maths = out.path().join("maths.json");
    assert_eq!((polis(&maths), polis(&maths)), (Some(0), Some(0)));
    assert!(read(out.path(), "maths.json").starts_with("{\"schema\""));
    assert!(!left.exists());
}
