//! A draw from the command line, from files to a proof that two programs believe; and forgeries that neither does.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

fn beringia(folder: &Path, arguments: &[&str]) -> Output {
    let run = Command::new(env!("CARGO_BIN_EXE_beringia"))
        .args(arguments)
        .arg("--quiet")
        .current_dir(folder)
        .output();
    run.unwrap()
}

fn ok(folder: &Path, arguments: &[&str]) -> String {
    let run = beringia(folder, arguments);
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(run.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&run.stderr));
    said
}

/// Whether the second verifier believes an account; `None` where there is no Python.
fn second(folder: &Path, public: &str, auditors: Option<&str>) -> Option<bool> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verifier/verify.py");
    let mut command = Command::new("python3");
    command.arg(script).arg(public).current_dir(folder);
    if let Some(auditors) = auditors {
        command.args(["--auditors", auditors]);
    }
    let Ok(run) = command.output() else {
        println!("SKIPPED: there is no python3 here; the second verifier was not run");
        return None;
    };
    assert!(run.stderr.is_empty(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(run.status.success())
}

const OTHER_VALUE: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const VALUE: &str = "27d84dfd1c0e4b2a9f6d8c7b5a493827160f5e4d3c2b1a09f8e7d6c5b4a39281";

fn write_pool(folder: &Path) {
    let quotas = "feature,value,min,max\nside,Harbour,5,5\nside,Valley,5,5\nage,young,2,4\nage,middle,2,4\n\
        age,old,2,5\nwork,school,3,6\nwork,port,3,6\n";
    let mut people = "id,name,side,age,work,household\n".to_owned();
    for at in 0..80 {
        let side = ["Harbour", "Valley"][at % 2];
        let age = ["young", "middle", "old", "old", "middle"][at % 5];
        let work = ["school", "port", "school"][at % 3];
        people += &format!(
            "n{at:03},Secret Name {at},{side},{age},{work},{}\n",
            if at < 24 { at / 2 } else { at }
        );
    }
    fs::write(folder.join("quotas.csv"), quotas).unwrap();
    fs::write(folder.join("people.csv"), people).unwrap();
}

/// A draw up to its end, in `draw`.
fn drawn(folder: &Path) {
    write_pool(folder);
    let digest = |name: &str| {
        let said = ok(folder, &["draw", "secret", "--out", name]);
        said.split_whitespace().find(|word| word.len() == 64).unwrap().to_owned()
    };
    let (a, b) = (digest("a.secret"), digest("b.secret"));
    ok(
        folder,
        &[
            "draw",
            "commit",
            "quotas.csv",
            "people.csv",
            "--size",
            "10",
            "--one-per",
            "household",
            "--must-in",
            "n007",
            "--must-out",
            "n009",
            "--title",
            "Spring delegation",
            "--keeper-a",
            "Harbour Society",
            "--keeper-b",
            "Valley Union",
            "--hash-a",
            &a,
            "--hash-b",
            &b,
            "--named",
            "a public beacon, round 1000",
            "--at",
            "2026-12-01T08:00Z",
            "--reveal-by",
            "2026-12-05T10:00Z",
            "--draw-at",
            "2026-12-05T12:00Z",
            "--out",
            "draw",
        ],
    );
    for (act, at) in [("approve", "2026-12-02T08:00Z"), ("reveal", "2026-12-05T09:00Z")] {
        for secret in ["a.secret", "b.secret"] {
            ok(folder, &["draw", act, "draw", "--secret", secret, "--at", at]);
        }
    }
    ok(folder, &["draw", "run", "draw", "--value", VALUE, "--at", "2026-12-05T12:00Z"]);
}

fn records(path: &Path) -> Vec<Map<String, Value>> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Writes an account with all digests made anew, as a forger would.
fn write_chain(path: &Path, records: &[Map<String, Value>]) {
    let mut before = "0".repeat(64);
    let mut text = String::new();
    for record in records {
        let mut record = record.clone();
        record.insert("before".to_owned(), before.clone().into());
        let line = Value::Object(record).to_string();
        before = Sha256::digest(line.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        text += &line;
        text.push('\n');
    }
    fs::write(path, text).unwrap();
}

#[expect(clippy::too_many_lines, reason = "a list of forgeries")]
#[test]
fn two_programs_believe_a_draw_and_neither_believes_a_forgery() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    drawn(folder);
    let gone = records(&folder.join("draw/public.jsonl")).last().unwrap()["numbers"][3]
        .as_str()
        .unwrap()
        .to_owned();
    ok(
        folder,
        &[
            "draw",
            "replace",
            "draw",
            "--gone",
            &format!("{gone}=declined"),
            "--at",
            "2026-12-07T12:00Z",
        ],
    );
    let (public, auditors) = ("draw/public.jsonl", "draw/auditors.jsonl");
    let said = ok(folder, &["draw", "verify", public, "--auditors", auditors]);
    assert!(!said.contains('✗') && said.matches('✓').count() == 14, "{said}");
    ok(folder, &["draw", "verify", public, "--receipts", "draw/receipts.csv", "--id", "n011"]);
    assert_ne!(second(folder, public, Some(auditors)), Some(false));
    let all = records(&folder.join(public));
    write_chain(&folder.join("same.jsonl"), &all);
    assert_eq!(
        fs::read(folder.join("same.jsonl")).unwrap(),
        fs::read(folder.join(public)).unwrap(),
        "a control"
    );
    let find = |kind: &str| all.iter().position(|record| record["record"] == kind).unwrap();
    let forge = |name: &str, kind: &str, change: &dyn Fn(&mut Map<String, Value>)| {
        let mut all = all.clone();
        change(&mut all[find(kind)]);
        write_chain(&folder.join("forged.jsonl"), &all);
        let first = beringia(folder, &["draw", "verify", "forged.jsonl", "--auditors", auditors]);
        assert_eq!(
            first.status.code(),
            Some(6),
            "{name}: {}",
            String::from_utf8_lossy(&first.stdout)
        );
        assert_ne!(second(folder, "forged.jsonl", Some(auditors)), Some(true), "{name}");
    };
    forge("a swapped value", "draw", &|own| {
        own["value"] = OTHER_VALUE.into();
    });
    forge("another ticket", "draw", &|own| own["ticket"] = 5.into());
    forge("a missing line", "portfolio", &|own| drop(own["tickets"].as_array_mut().unwrap().pop()));
    forge("another order", "portfolio", &|own| own["tickets"].as_array_mut().unwrap().swap(3, 900));
    forge("a person twice", "portfolio", &|own| {
        let line = own["tickets"][7].as_str().unwrap().to_owned();
        let first = line.split(' ').next().unwrap();
        own["tickets"][7] = line.replacen(line.split(' ').nth(1).unwrap(), first, 1).into();
    });
    forge("a quota off by one", "rules", &|own| own["quotas"][2]["max"] = 3.into());
    forge("another round", "rules", &|own| {
        own["source"]["named"] = "a public beacon, round 1001".into();
    });
    forge("a reveal that does not match", "reveal", &|own| own["secret"] = "ab".repeat(32).into());
    forge("a late reveal", "reveal", &|own| own["at"] = 1_796_472_001.into());
    forge("somebody else drawn", "delegation", &|own| own["numbers"][0] = "A-0040".into());
    forge("somebody else called", "replacement", &|own| own["in"][0] = "B-0040".into());
    forge("another pool", "pool", &|own| drop(own["commitments"].as_array_mut().unwrap().pop()));
    // What everybody can see without auditors.
    let public_only = |name: &str, all: &[Map<String, Value>]| {
        write_chain(&folder.join("forged.jsonl"), all);
        let first = beringia(folder, &["draw", "verify", "forged.jsonl"]);
        assert_eq!(
            first.status.code(),
            Some(6),
            "{name}: {}",
            String::from_utf8_lossy(&first.stdout)
        );
        assert_ne!(second(folder, "forged.jsonl", None), Some(true), "{name}");
    };
    for (name, out, called) in
        [("nobody left", "A-9999", "B-0040"), ("a stranger came", &*gone, "A-9999")]
    {
        let mut all = all.clone();
        let own = &mut all[find("replacement")];
        own["out"][0]["number"] = out.into();
        own["in"][0] = called.into();
        public_only(name, &all);
    }
    let mut early = all.clone();
    early[find("replacement")]["at"] = 1_700_000_000.into();
    public_only("replaced before the draw", &early);
    for kind in ["approval", "chances"] {
        let without: Vec<_> = all.iter().filter(|own| own["record"] != kind).cloned().collect();
        public_only(kind, &without);
    }
    let mut short = all.clone();
    short[find("draw")]["value"] = VALUE[..32].into();
    public_only("a part of the value", &short);
    let mut twice = all.clone();
    twice.insert(1, all[0].clone());
    public_only("rules twice", &twice);
    // What auditors have, with a multiplier or a value changed.
    let sealed = records(&folder.join(auditors));
    for kind in ["level", "applicant"] {
        let mut changed = sealed.clone();
        let at = changed.iter().position(|record| record["record"] == kind).unwrap();
        if kind == "level" {
            changed[at]["rows"][0][1] =
                (changed[at]["rows"][0][1].as_i64().unwrap() / 3 + 1).into();
        } else {
            changed[at]["values"]["age"] = "ancient".into();
        }
        write_chain(&folder.join("auditors.jsonl"), &changed);
        let first = beringia(folder, &["draw", "verify", public, "--auditors", "auditors.jsonl"]);
        assert_eq!(first.status.code(), Some(6), "{kind}");
        assert_ne!(second(folder, public, Some("auditors.jsonl")), Some(true), "{kind}");
    }
}

#[test]
fn no_name_is_in_an_account_and_a_draw_made_again_is_the_same() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    drawn(folder);
    for file in ["public.jsonl", "auditors.jsonl", "proof.html", "proof-auditors.html"] {
        let text = fs::read_to_string(folder.join("draw").join(file)).unwrap();
        assert!(!text.contains("Secret Name") && !text.contains("n011"), "{file}");
    }
    assert!(
        fs::read_to_string(folder.join("draw/receipts.csv")).unwrap().contains("n011"),
        "a control"
    );
    let before = fs::read(folder.join("draw/public.jsonl")).unwrap();
    ok(folder, &["draw", "run", "draw", "--value", VALUE, "--threads", "1"]);
    assert_eq!(fs::read(folder.join("draw/public.jsonl")).unwrap(), before);
    let other = beringia(folder, &["draw", "run", "draw", "--value", OTHER_VALUE]);
    assert_eq!(other.status.code(), Some(3));
    assert_eq!(fs::read(folder.join("draw/public.jsonl")).unwrap(), before, "nothing half written");
}

#[test]
fn a_plan_is_the_same_on_any_number_of_threads_and_in_any_order_of_rows() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    write_pool(folder);
    let plan = |threads: &str, out: &str, people: &str| {
        ok(
            folder,
            &[
                "draw",
                "plan",
                "quotas.csv",
                people,
                "--size",
                "10",
                "--threads",
                threads,
                "--out",
                out,
            ],
        );
        fs::read_to_string(folder.join(out).join("chances.csv")).unwrap()
    };
    let one = plan("1", "one", "people.csv");
    assert_eq!(one, plan("8", "eight", "people.csv"));
    for file in [
        "portfolio.csv",
        "plan.json",
        "plan.html",
        "chances-en.svg",
        "quotas-zh.svg",
        "pool-en.svg",
    ] {
        let read = |out: &str| fs::read(folder.join(out).join(file)).unwrap();
        assert_eq!(read("one"), read("eight"), "{file}");
    }
    let text = fs::read_to_string(folder.join("people.csv")).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    fs::write(folder.join("turned.csv"), lines.join("\n")).unwrap();
    let chance = |table: &str| -> Vec<String> {
        let mut all: Vec<String> = table
            .lines()
            .map(|line| {
                line.split(',')
                    .enumerate()
                    .filter(|(at, _)| *at != 2)
                    .map(|(_, cell)| cell)
                    .collect::<Vec<_>>()
                    .join(",")
            })
            .collect();
        all.sort();
        all
    };
    assert_eq!(chance(&one), chance(&plan("2", "turned", "turned.csv")));
}

#[test]
fn everything_wrong_with_a_file_is_said_at_once_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    fs::write(
        folder.join("q.csv"),
        "feature,value,min,max\nage,young,1,x\nage,old,5,2\nage,Young,1,2\n,,1,2\n",
    )
    .unwrap();
    write_pool(folder);
    let run =
        beringia(folder, &["draw", "plan", "q.csv", "people.csv", "--size", "4", "--out", "plan"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(3));
    for part in [
        "line 2, column “max”: “x”",
        "line 3: the least (5)",
        "line 5, column “feature”: the cell is empty",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!folder.join("plan").exists());
    fs::write(
        folder.join("p.csv"),
        "id,side,age,work,household\nn1,Harbour,yuong,school,1\nn1,Harbour,old,school,2\n,Valley,old,port,3\nn4,Valley,old,=1+1,4\n",
    )
    .unwrap();
    let run = beringia(folder, &["draw", "check", "quotas.csv", "p.csv", "--size", "4"]);
    let said = String::from_utf8(run.stderr).unwrap();
    for part in [
        "do you mean “young”",
        "“n1” is there 2 times (lines 2, 3)",
        "the id is empty (1×, lines 4)",
        "“=1+1” is no value",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
    fs::write(
        folder.join("tight.csv"),
        "feature,value,min,max\nage,young,9,9\nage,old,9,9\nage,middle,0,0\n",
    )
    .unwrap();
    let run = beringia(folder, &["draw", "check", "tight.csv", "people.csv", "--size", "10"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(7), "{said}");
    assert!(said.contains("age = young") && said.contains("least that helps"), "{said}");
}

#[test]
fn who_can_never_come_is_told_why_and_by_nobodys_name() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let quotas = "feature,value,min,max\nage,young,2,2\nage,old,0,1\nwork,a,3,3\nwork,b,0,2\n";
    fs::write(folder.join("q.csv"), quotas).unwrap();
    let people =
        "id,age,work\n1,young,a\n2,young,a\n3,old,a\n4,old,b\n5,young,b\n6,old,a\n7,young,a\n";
    fs::write(folder.join("p.csv"), people).unwrap();
    let said = ok(folder, &["draw", "check", "q.csv", "p.csv", "--size", "3"]);
    assert!(said.contains("1 × age = old, work = b") && said.contains("in the way:"), "{said}");
    assert!(said.contains("would let one in: work = a from at least 3 to at least 2"), "{said}");
    let said = ok(folder, &["draw", "check", "q.csv", "p.csv", "--size", "3", "--language", "zh"]);
    assert!(said.contains("受限于"), "{said}");
}

#[test]
fn many_open_seats_are_drawn_again_and_the_new_account_continues_the_old() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    drawn(folder);
    let now = records(&folder.join("draw/public.jsonl")).last().unwrap()["numbers"].clone();
    let must =
        records(&folder.join("draw/public.jsonl"))[0]["must_in"][0].as_str().unwrap().to_owned();
    let now: Vec<&str> = now.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let gone: Vec<String> = now
        .iter()
        .filter(|one| **one != must)
        .take(4)
        .map(|one| format!("{one}=withdrew"))
        .collect();
    let mut words = vec!["draw", "replace", "draw", "--lottery"];
    gone.iter().for_each(|one| words.extend(["--gone", one]));
    let digest = |name: &str| {
        let said = ok(folder, &["draw", "secret", "--out", name]);
        said.split_whitespace().find(|word| word.len() == 64).unwrap().to_owned()
    };
    let (a, b) = (digest("a2.secret"), digest("b2.secret"));
    words.extend([
        "--hash-a",
        &a,
        "--hash-b",
        &b,
        "--named",
        "a public beacon, round 2000",
        "--out",
        "again",
    ]);
    words.extend(["--reveal-by", "2126-12-05T10:00Z", "--draw-at", "2126-12-05T12:00Z"]);
    ok(folder, &words);
    for act in ["approve", "reveal"] {
        for secret in ["a2.secret", "b2.secret"] {
            ok(folder, &["draw", act, "again", "--secret", secret]);
        }
    }
    ok(folder, &["draw", "run", "again", "--value", VALUE, "--at", "2126-12-05T12:00Z"]);
    let (new, old, auditors) = ("again/public.jsonl", "draw/public.jsonl", "again/auditors.jsonl");
    let said = ok(folder, &["draw", "verify", new, "--auditors", auditors, "--before", old]);
    assert!(!said.contains('✗') && said.contains("✓ It goes on where"), "{said}");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/verifier/verify.py");
    let mut second = Command::new("python3");
    second.arg(script).args([new, "--auditors", auditors, "--before", old]).current_dir(folder);
    if let Ok(run) = second.output() {
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    }
    let wrong = beringia(folder, &["draw", "verify", new, "--before", new]);
    assert_eq!(wrong.status.code(), Some(6), "a control");
}

#[test]
fn flex_is_tried_first_and_said_where_it_is_not_enough() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    let people = "id,gender\n1,woman\n2,woman\n3,woman\n4,man\n5,man\n";
    fs::write(folder.join("p.csv"), people).unwrap();
    for (flex, said) in
        [("2,5", "within what the file allows"), ("4,5", "What the file allows is not enough")]
    {
        let quotas = format!(
            "feature,value,min,max,min_flex,max_flex\ngender,woman,4,4,{flex}\ngender,man,0,1,0,2\n"
        );
        fs::write(folder.join("q.csv"), quotas).unwrap();
        let run = beringia(folder, &["draw", "check", "q.csv", "p.csv", "--size", "5"]);
        let text = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(7), "{text}");
        assert!(
            text.contains(said) && text.contains("gender = woman from at least 4 to at least 3"),
            "{text}"
        );
    }
}

#[test]
fn of_acts_at_one_moment_none_that_was_acknowledged_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    drawn(folder);
    let now = records(&folder.join("draw/public.jsonl")).last().unwrap()["numbers"].clone();
    let now: Vec<String> =
        now.as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
    let acts: Vec<_> = now[..8]
        .iter()
        .map(|one| {
            let mut act = Command::new(env!("CARGO_BIN_EXE_beringia"));
            act.args(["draw", "replace", "draw", "--quiet", "--at", "2026-12-07T12:00Z", "--gone"]);
            act.arg(format!("{one}=declined")).current_dir(folder);
            act.stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    let done =
        acts.into_iter().map(|mut act| act.wait().unwrap().success()).filter(|done| *done).count();
    let kept = records(&folder.join("draw/public.jsonl"));
    let kept = kept.iter().filter(|record| record["record"] == "replacement").count();
    assert_eq!((done, kept), (8, 8), "all come one after the other, acknowledged and kept");
    ok(folder, &["draw", "verify", "draw", "--auditors", "draw/auditors.jsonl"]);
}
