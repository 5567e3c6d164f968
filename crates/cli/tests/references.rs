//! `--polis --maths` against what other engines computed on real conversations, by the comparison that stands
//! beside the data.

#![expect(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::process::Command;

use common::{beringia, shared_data, succeeded, typed};

#[test]
fn ten_real_conversations_equal_their_references() {
    let (Some(conversations), Some(references)) =
        (shared_data("polis"), shared_data("polis-reference"))
    else {
        return;
    };
    let tool = references.join("../../tools/compare_reference.py");
    if Command::new("python3").arg("--version").output().is_err() || !tool.exists() {
        println!("SKIPPED: python3 and compare_reference.py are needed for the comparison");
        return;
    }
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut compared = 0;
    for entry in std::fs::read_dir(&references).expect("references").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        // Names have full stops in them.
        let file = entry.file_name().to_string_lossy().into_owned();
        let name = file.trim_end_matches(".json");
        let maths = out.path().join(&file);
        let report = out.path().join(format!("report of {name}"));
        let folder = conversations.join(name);
        succeeded(&beringia(&[
            "analyse",
            typed(&folder),
            "--polis",
            "--maths",
            typed(&maths),
            "--out",
            typed(&report),
            "-q",
        ]));
        let told = Command::new("python3").arg(&tool).args([&path, &maths]).output();
        let told = told.expect("python3 starts");
        let text = String::from_utf8_lossy(&told.stdout).into_owned();
        assert!(told.status.success(), "{name}: {text}");
        compared += 1;
    }
    assert_eq!(compared, 10);
}
