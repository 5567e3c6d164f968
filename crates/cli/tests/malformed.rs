//! Bad input gets an error with its place and a way on; odd input gets a right result. Never a panic, never NaN,
//! never a report that half exists.

mod common;

use common::{beringia, complaint, folder, rows, succeeded, typed};

const VOTES: &[u8] = b"participant,statement,choice\np1,s1,agree\np2,s1,pass\n";

/// Refused with exit code 3, naming all of `says`, writing nothing.
fn check_refused(files: &[(&str, &[u8])], says: &[&str]) {
    let input = folder(files);
    let out = input.path().join("report");
    let output = beringia(&["analyse", typed(input.path()), "--out", typed(&out)]);
    let complaint = complaint(&output);
    assert_eq!(output.status.code(), Some(3), "{says:?}: {complaint}");
    for text in says {
        assert!(complaint.contains(text), "expected “{text}” in: {complaint}");
    }
    assert!(!out.exists(), "something was written");
    let left = std::fs::read_dir(input.path()).expect("readable").count();
    assert_eq!(left, files.len(), "something was left behind");
}

/// Accepted; the files of open data hold no NaN and the summary is printed.
fn check_accepted(files: &[(&str, &[u8])]) -> (tempfile::TempDir, String) {
    let input = folder(files);
    let out = input.path().join("report");
    let output = beringia(&["analyse", typed(input.path()), "--out", typed(&out)]);
    succeeded(&output);
    for name in
        ["findings.json", "statements.csv", "common_ground.csv", "misjudgement.csv", "report.html"]
    {
        let text = std::fs::read_to_string(out.join(name)).expect(name);
        assert!(!text.contains("NaN") && !text.contains('⟦'), "{name}");
    }
    let remarks = complaint(&output);
    (input, remarks)
}

#[test]
fn tables_that_are_none() {
    check_refused(&[], &["no table of votes"]);
    check_refused(&[("notes.txt", b"hello")], &["no table of votes"]);
    check_refused(&[("votes.csv", b"")], &["votes.csv", "is empty", "names of the columns"]);
    check_refused(&[("votes.csv", b"\n\n\n")], &["votes.csv", "is empty"]);
    check_refused(&[("votes.csv", b"participant,statement,choice\n")], &["votes.csv", "no vote"]);
    check_refused(&[("votes.csv", b"PK\x03\x04rest")], &["votes.csv", "spreadsheet"]);
    check_refused(&[("votes.csv", b"\xFF\xFEp\0")], &["UTF-16", "CSV UTF-8"]);
    check_refused(&[("comments.csv", b"comment-id,comment-body\n1,x\n")], &["no table of votes"]);
}

#[test]
fn wrong_headers() {
    check_refused(&[("votes.csv", b"who,what\n1,2\n")], &["no table of votes"]);
    check_refused(
        &[("votes.csv", b"participant;statement;choice\np;s;agree\n")],
        &["line 1", "“;”", "commas"],
    );
    check_refused(
        &[("votes.csv", b"participant,statement,answer\np,s,agree\n")],
        &["votes.csv, line 1", "no column “choice”", "participant,statement,answer"],
    );
    check_refused(
        &[("votes.csv", b"participant,statement,choice,choice\np,s,agree,pass\n")],
        &["“choice” is there twice"],
    );
}

#[test]
fn bad_cells_are_told_with_line_column_value_and_what_was_expected() {
    check_refused(
        &[("votes.csv", b"participant,statement,choice\np1,s1,agree\np2,s1,maybe\n")],
        &["votes.csv, line 3, column choice", "“maybe”", "agree, disagree or pass"],
    );
    check_refused(
        &[("votes.csv", b"participant,statement,choice,at\np1,s1,agree,yesterday\n")],
        &["line 2, column at", "“yesterday”", "ISO date"],
    );
    check_refused(
        &[("votes.csv", b"timestamp,datetime,comment-id,voter-id,vote\n1,,0,0,7\n")],
        &["line 2, column vote", "“7”", "1, 0 or -1"],
    );
    check_refused(
        &[("votes.csv", b"timestamp,datetime,comment-id,voter-id,vote\nx,,0,0,1\n")],
        &["column timestamp", "milliseconds since 1970"],
    );
    check_refused(
        &[("votes.csv", b"participant,statement,choice\n,s1,agree\n")],
        &["column participant", "empty"],
    );
    check_refused(
        &[("votes.csv", VOTES), ("statements.csv", b"statement,text,status\ns1,Hello.,gone\n")],
        &["statements.csv, line 2, column status", "“gone”", "accepted, pending, rejected"],
    );
}

#[test]
fn ragged_rows_and_stray_quotes() {
    check_refused(
        &[("votes.csv", b"participant,statement,choice\np,s\n")],
        &["line 2", "2 cells", "header has 3"],
    );
    check_refused(
        &[("votes.csv", b"participant,statement,choice\np,s\"x,agree\n")],
        &["line 2", "quote"],
    );
    check_refused(
        &[("votes.csv", b"participant,statement,choice\np,s,agree\n\"p,s,agree\n")],
        &["line 3", "never closed"],
    );
}

#[test]
fn two_votes_by_the_same_person() {
    check_refused(
        &[("votes.csv", b"participant,statement,choice\np,s,agree\nq,s,pass\np,s,pass\n")],
        &["line 4", "“p”", "“s”", "line 2", "no time says which is later"],
    );
    check_refused(
        &[(
            "votes.csv",
            b"participant,statement,choice,at\np,s,agree,2026-01-01\np,s,pass,2026-01-01\n",
        )],
        &["line 3", "line 2"],
    );
    let later = b"participant,statement,choice,at\np,s,agree,2026-01-02\np,s,pass,2026-01-01\np,s,agree,2026-01-02\n";
    let (input, _) = check_accepted(&[("votes.csv", later)]);
    let (_, found) = rows(&input.path().join("report/statements.csv"));
    assert_eq!(found[0][..6], ["s", "all", "1", "1", "0", "0"]);
}

#[test]
fn statements_and_sides_that_do_not_fit() {
    check_refused(
        &[
            ("votes.csv", b"participant,statement,choice\np,s9,agree\n"),
            ("statements.csv", b"statement,text\ns1,x\n"),
        ],
        &["votes.csv, line 2, column statement", "no statement “s9”"],
    );
    check_refused(
        &[
            ("votes.csv", VOTES),
            ("participants.csv", b"participant,side\np1,North\np2,South\np3,East\n"),
        ],
        &["participants.csv, line 4, column side", "“East”", "third side", "“North”", "“South”"],
    );
    check_refused(
        &[("votes.csv", VOTES), ("participants.csv", b"participant,side\np1,North\np2,North\n")],
        &["only one side, “North”"],
    );
    check_refused(
        &[("votes.csv", VOTES), ("participants.csv", b"participant,side\np1,all\n")],
        &["line 2", "“all” means something else"],
    );
    check_refused(
        &[("votes.csv", VOTES), ("participants.csv", b"participant,side\np1,A\np1,B\n")],
        &["line 3", "“p1” is there already, on line 2"],
    );
    check_refused(
        &[("votes.csv", VOTES), ("statements.csv", b"statement,text\ns1,x\ns1,y\n")],
        &["statements.csv, line 3", "“s1” is there already, on line 2"],
    );
}

#[test]
fn predictions_are_whole_people_of_a_hundred() {
    let people: &[u8] = b"participant,side\np1,A\np2,B\n";
    let with = |share: &str| format!("participant,statement,about_side,share\np1,s1,B,{share}\n");
    for (share, says) in [
        ("0.37", "write 37 for 0.37"),
        ("101", "from 0 to 100"),
        ("-1", "from 0 to 100"),
        ("many", "from 0 to 100"),
    ] {
        let text = with(share);
        let files = [
            ("votes.csv", VOTES),
            ("participants.csv", people),
            ("predictions.csv", text.as_bytes()),
        ];
        check_refused(&files, &["predictions.csv, line 2, column share", says]);
    }
    let ones = with("1");
    let files =
        [("votes.csv", VOTES), ("participants.csv", people), ("predictions.csv", ones.as_bytes())];
    let (_, remarks) = check_accepted(&files);
    assert!(remarks.contains("only 0 and 1"), "{remarks}");
    let twice = b"participant,statement,about_side,share\np1,s1,B,10\np1,s1,B,20\n";
    check_refused(
        &[("votes.csv", VOTES), ("participants.csv", people), ("predictions.csv", twice)],
        &["predictions.csv, line 3", "line 2"],
    );
}

#[test]
fn every_way_to_write_the_same_file_reads_the_same() {
    let plain = "participant,statement,choice\npé,s1,agree\nq,s1,disagree\n";
    let chinese = gb18030("participant,statement,choice\n王,s1,agree\n李,s1,disagree\n");
    let variants: [Vec<u8>; 5] = [
        plain.as_bytes().to_vec(),
        format!("\u{FEFF}{plain}").into_bytes(),
        plain.replace('\n', "\r\n").into_bytes(),
        format!("{}\n,,\n\n", plain.trim_end()).into_bytes(),
        "participant,statement,choice\n\"pé\",\"s1\",\"agree\"\n\"q\",s1,disagree"
            .as_bytes()
            .to_vec(),
    ];
    let digest = |bytes: &[u8]| {
        let (input, _) = check_accepted(&[("votes.csv", bytes)]);
        let text =
            std::fs::read_to_string(input.path().join("report/findings.json")).expect("findings");
        text.lines().find(|line| line.contains("digest")).expect("a digest").to_owned()
    };
    let first = digest(&variants[0]);
    assert!(variants.iter().all(|variant| digest(variant) == first));
    let (_, remarks) = check_accepted(&[("votes.csv", &chinese)]);
    assert!(remarks.contains("GB18030"), "{remarks}");
    check_refused(
        &[("votes.csv", b"participant,statement,choice\n\xFF\xFF\xFF,s1,agree\n")],
        &["UTF-8 nor GB18030"],
    );
}

/// A text as GB18030 bytes: the two names used here, by the standard's table.
fn gb18030(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for c in text.chars() {
        match c {
            '王' => bytes.extend([0xCD, 0xF5]),
            '李' => bytes.extend([0xC0, 0xEE]),
            c => bytes.push(u8::try_from(c).expect("ASCII")),
        }
    }
    bytes
}

#[test]
fn embedded_newlines_are_text() {
    let statements = "statement,text\ns1,\"two\nlines, with \"\"quotes\"\"\"\n".as_bytes();
    let (input, _) = check_accepted(&[("votes.csv", VOTES), ("statements.csv", statements)]);
    let html = std::fs::read_to_string(input.path().join("report/report.html")).expect("a report");
    assert!(html.contains("lines, with &#34;quotes&#34;"));
}

#[test]
fn conversations_that_hardly_are() {
    let one = b"participant,statement,choice\np,s,agree\n";
    check_accepted(&[("votes.csv", one)]);
    let all_pass: String = (0..60).map(|p| format!("p{p},s{},pass\n", p % 3)).collect();
    let all_pass = format!("participant,statement,choice\n{all_pass}");
    check_accepted(&[("votes.csv", all_pass.as_bytes())]);
    check_accepted(&[
        ("votes.csv", VOTES),
        ("statements.csv", b"statement,text\ns1,x\nnobody,saw this\n"),
    ]);
    let sides: String = (0..80).map(|p| format!("p{p},{}\n", ["A", "B"][p % 2])).collect();
    let sides = format!("participant,side\n{sides}");
    let alike: String =
        (0..80).flat_map(|p| (0..25).map(move |s| format!("p{p},s{s},agree\n"))).collect();
    let alike = format!("participant,statement,choice\n{alike}");
    let guesses: String = (0..80)
        .flat_map(|p| (0..25).map(move |s| format!("p{p},s{s},{},100\n", ["B", "A"][p % 2])))
        .collect();
    let guesses = format!("participant,statement,about_side,share\n{guesses}");
    let files = [
        ("votes.csv", alike.as_bytes()),
        ("participants.csv", sides.as_bytes()),
        ("predictions.csv", guesses.as_bytes()),
    ];
    let (input, _) = check_accepted(&files);
    let (_, ground) = rows(&input.path().join("report/common_ground.csv"));
    assert!(
        ground
            .iter()
            .filter(|row| row[1] == "accept")
            .all(|row| row[6] == "true" && row[7] == "false")
    );
}

#[test]
fn text_from_people_never_becomes_markup() {
    let statements = "statement,text\ns1,<script>alert(1)</script>&\n=1+1,formula\n".as_bytes();
    let (input, _) = check_accepted(&[("votes.csv", VOTES), ("statements.csv", statements)]);
    let html = std::fs::read_to_string(input.path().join("report/report.html")).expect("a report");
    assert!(!html.contains("<script"), "markup came through");
    let csv = std::fs::read_to_string(input.path().join("report/statements.csv")).expect("a table");
    assert!(csv.lines().all(|line| !line.starts_with(['=', '+', '@'])), "a formula came through");
}

#[test]
fn files_larger_than_memory_are_read_or_refused_with_words() {
    // Forty megabytes of votes read by a program that may have little more than that in all.
    let mut text = String::from("timestamp,datetime,comment-id,voter-id,vote\n");
    for n in 0..900_000_u32 {
        text.push_str(&format!(
            "1500000000000,Mon Jul 17 02:17:32 WIB 2017,{},{},1\n",
            n / 3_000,
            n % 3_000
        ));
    }
    let input = folder(&[("votes.csv", text.as_bytes())]);
    let out = input.path().join("report");
    let script = format!(
        "ulimit -v 190000; exec {} analyse {} --out {} --threads 1 -q",
        env!("CARGO_BIN_EXE_beringia"),
        typed(input.path()),
        typed(&out)
    );
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("a shell");
    let complaint = complaint(&output);
    let refused = output.status.code() == Some(3) && complaint.contains("memory");
    assert!(output.status.success() || refused, "{:?} {complaint}", output.status);
    assert!(!complaint.contains("panicked"), "{complaint}");
}
