//! Draws: pools with reference results, and an account that nobody can change without it showing.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

use std::path::{Path, PathBuf};

use beringia_analysis::draw::applicants::{Applicants, Reading};
use beringia_analysis::draw::ceremony::{self, Agreed, Committed, Refused, Source, secret_hash};
use beringia_analysis::draw::continues::continues;
use beringia_analysis::draw::plan::{NoPlan, Plan, plan};
use beringia_analysis::draw::replace;
use beringia_analysis::draw::rules::Rules;
use beringia_analysis::draw::sheet::Sheet;
use beringia_analysis::draw::transcript::Transcript;
use beringia_analysis::draw::verify::{Given, Outcome, verify};

fn data(instance: &str) -> Option<PathBuf> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/selection").join(instance);
    if path.is_dir() {
        return Some(path);
    }
    println!(
        "SKIPPED: {} is not here; this test compares with its reference results",
        path.display()
    );
    None
}

struct Instance {
    rules: Rules,
    applicants: Applicants,
    seats: u32,
    reference: serde_json::Value,
}

fn instance(folder: &Path) -> Instance {
    let sheet =
        |name: &str| Sheet::read(name, &std::fs::read(folder.join(name)).unwrap(), None).unwrap();
    let json = |name: &str| -> serde_json::Value {
        serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
    };
    let about = json("instance.json");
    let rules = Rules::read(&sheet("categories.csv")).unwrap();
    let one_per =
        if about["check_household"] == true { vec!["household".to_owned()] } else { Vec::new() };
    let reading = Reading { one_per, ..Reading::default() };
    let applicants = Applicants::read(&sheet("respondents.csv"), &rules, &reading).unwrap();
    let seats = u32::try_from(about["k"].as_u64().unwrap()).unwrap();
    Instance { rules, applicants, seats, reference: json("reference.json") }
}

fn check_plan(own: &Instance, found: &Plan) {
    assert_eq!(found.tickets.len(), 1000);
    assert!(found.off < 1.0, "{} tickets", found.off);
    assert!(found.gap < 1e-6, "{}", found.gap);
    let smallest = own.reference["leximin"]["min"].as_f64().unwrap();
    assert!(
        (beringia_analysis::draw::summary::smallest(&found.chances).value() - smallest).abs()
            < 1e-6,
        "{smallest}"
    );
}

#[test]
fn chances_are_those_of_the_reference() {
    for (name, near) in [
        ("sel_tiny_12_4", 1e-6),
        ("sel_60_12_4", 1e-6),
        ("sel_200_20_4", 1e-6),
        ("sel_200_24_5_hh", 1e-6),
        ("sel_300_40_5_sides", 1e-6),
        ("sel_30_6_4_gap", 1e-6),
        ("sel_1000_100_6", 1e-6),
        ("sel_5000_150_7b", 1e-6),
    ] {
        let Some(folder) = data(name) else { return };
        let own = instance(&folder);
        let found = plan(&own.rules, &own.applicants, own.seats, &mut |_| {}).unwrap();
        check_plan(&own, &found);
        let reference = std::fs::read_to_string(folder.join("reference_probs.csv")).unwrap();
        let mut worst: f64 = 0.0;
        for (at, line) in reference.lines().skip(1).enumerate() {
            let (id, chance) = line.split_once(',').unwrap();
            assert_eq!(own.applicants.people[at].id, id);
            worst = worst
                .max((found.chances[at].value() - chance.trim().parse::<f64>().unwrap()).abs());
        }
        println!(
            "{name}: nobody differs by more than {worst:.1e}; {:.2} tickets; gap {:.1e}",
            found.off, found.gap
        );
        assert!(worst < near, "{name}: {worst}");
        let is_gap = name.ends_with("_gap");
        assert_eq!((found.is_exact, found.proof.is_empty()), (!is_gap, is_gap), "{name}");
    }
}

#[test]
fn infeasible_pools_are_explained_at_the_cost_of_the_reference() {
    for (name, bounds) in [("sel_120_20_4_infeasible", 1), ("sel_60_20_6_infeasible", 14)] {
        let Some(folder) = data(name) else { return };
        let own = instance(&folder);
        let Err(NoPlan::Clash(clash)) = plan(&own.rules, &own.applicants, own.seats, &mut |_| {})
        else {
            panic!("{name} has a plan");
        };
        let cost = |kind: &str| own.reference[kind]["cost"].as_f64().unwrap();
        assert!((clash.changes[0].cost - cost("weighted")).abs() < 1e-6, "{:?}", clash.changes);
        assert!((clash.equal[0].cost - cost("l1")).abs() < 1e-6, "{:?}", clash.equal);
        assert_eq!(clash.bounds.len(), bounds, "{:?}", clash.bounds);
        for change in clash.changes.iter().chain(&clash.equal) {
            let mut wider = own.rules.clone();
            for &(row, down, up) in &change.rows {
                wider.rows[row].min -= down;
                wider.rows[row].max += up;
            }
            plan(&wider, &own.applicants, own.seats, &mut |_| {}).unwrap();
        }
    }
}

/// Sixty invented people from Harbour and Valley.
fn harbour_and_valley() -> (Rules, Applicants) {
    let quotas = "feature,value,side,min,max\n\
        side,Harbour,,6,6\nside,Valley,,6,6\n\
        age,young,,3,6\nage,old,,6,9\n\
        work,school,Harbour,2,4\nwork,hospital,Harbour,2,4\nwork,school,Valley,1,5\nwork,hospital,Valley,1,5\n";
    let mut people = "id,side,age,work,home\n".to_owned();
    for at in 0..60 {
        let side = if at % 5 < 3 { "Harbour" } else { "Valley" };
        let age = if at % 7 < 2 { "young" } else { "old" };
        let work = if at % 4 == 1 { "hospital" } else { "school" };
        let home = if at < 20 { format!("h{}", at / 2) } else { String::new() };
        people += &format!("person {at},{side},{age},{work},{home}\n");
    }
    let rules = Rules::read(&Sheet::read("quotas.csv", quotas.as_bytes(), None).unwrap()).unwrap();
    let reading = Reading { one_per: vec!["home".to_owned()], ..Reading::default() };
    let sheet = Sheet::read("people.csv", people.as_bytes(), None).unwrap();
    let applicants = Applicants::read(&sheet, &rules, &reading).unwrap();
    (rules, applicants)
}

const SECRETS: [&[u8]; 2] = [&[7; 32], &[9; 32]];
const OTHER_VALUE: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const VALUE: &str = "8f2a0c9d5b1e4f67a3c8d90e1b2f3a4c5d6e7f8091a2b3c4d5e6f70812233445";

fn agreed(source: Source) -> Agreed {
    Agreed {
        title: "Delegation of the harbours".to_owned(),
        keepers: ["Harbour Society".to_owned(), "Valley Union".to_owned()],
        hashes: SECRETS.map(secret_hash),
        source,
        named: "a public beacon, round 1000".to_owned(),
        times: [1_000, 2_000, 3_000],
        software: "test".to_owned(),
    }
}

fn committed(source: Source) -> Committed {
    let (rules, applicants) = harbour_and_valley();
    ceremony::commit((&rules, &applicants), 12, &agreed(source), &[3; 32], &mut |_| {}).unwrap()
}

fn drawn(source: Source, value: &str) -> Committed {
    let mut own = committed(source);
    for secret in SECRETS {
        ceremony::approve(&mut own.public, secret, 1_100).unwrap();
    }
    for secret in SECRETS {
        ceremony::reveal(&mut own.public, secret, 1_900).unwrap();
    }
    ceremony::run(&mut own.public, value, 3_000).unwrap();
    own
}

fn wrong(public: &Transcript, own: &Committed) -> Vec<&'static str> {
    let found = verify(
        public,
        Given {
            auditors: Some(&own.auditors),
            receipt: Some(&own.receipts[0]),
            ..Given::default()
        },
    );
    found.iter().filter(|check| check.outcome == Outcome::Wrong).map(|check| check.name).collect()
}

#[test]
fn an_account_says_what_was_drawn_and_holds_when_it_is_checked() {
    for (source, value) in [(Source::Beacon, VALUE), (Source::Digits, "417 905")] {
        let own = drawn(source, value);
        let found = verify(
            &own.public,
            Given {
                auditors: Some(&own.auditors),
                receipt: Some(&own.receipts[0]),
                ..Given::default()
            },
        );
        let not_given: Vec<&str> = found
            .iter()
            .filter(|check| check.outcome != Outcome::Right)
            .map(|check| check.name)
            .collect();
        assert_eq!(not_given, ["replacements"], "nobody declined yet");
        let again = drawn(source, value);
        assert_eq!(again.public.text(), own.public.text());
        assert_eq!(Transcript::read(&own.public.text()).unwrap(), own.public);
        let mut twice = own.public.clone();
        ceremony::run(&mut twice, value, 9_000).unwrap();
        assert_eq!(twice, own.public, "drawn twice, it says the same");
        let other = if source == Source::Digits { "417 906" } else { OTHER_VALUE };
        assert!(ceremony::run(&mut twice, other, 9_000).is_err());
    }
}

#[test]
fn nothing_that_leaves_holds_a_name() {
    let own = drawn(Source::Beacon, VALUE);
    for text in [own.public.text(), own.auditors.text()] {
        assert!(!text.contains("person "), "an id");
        assert!(!text.contains("\"h3\""), "a household as it was written");
    }
    assert!(own.receipts.iter().any(|receipt| receipt.record.contains("person 3")), "a control");
}

#[test]
fn steps_out_of_order_are_refused() {
    let mut own = committed(Source::Beacon);
    assert!(matches!(ceremony::run(&mut own.public, VALUE, 3_000), Err(Refused::Step(_))));
    assert!(matches!(ceremony::reveal(&mut own.public, SECRETS[0], 1_500), Err(Refused::Step(_))));
    assert!(matches!(
        ceremony::approve(&mut own.public, &[1; 32], 1_500),
        Err(Refused::OtherSecret(_))
    ));
    assert!(matches!(ceremony::approve(&mut own.public, SECRETS[0], 999), Err(Refused::Before(_))));
    ceremony::approve(&mut own.public, SECRETS[0], 1_500).unwrap();
    assert!(matches!(
        ceremony::approve(&mut own.public, SECRETS[0], 1_500),
        Err(Refused::Already(_))
    ));
    ceremony::approve(&mut own.public, SECRETS[1], 1_500).unwrap();
    assert!(matches!(
        ceremony::reveal(&mut own.public, SECRETS[0], 2_000),
        Err(Refused::TooLate(_))
    ));
    ceremony::reveal(&mut own.public, SECRETS[0], 1_900).unwrap();
    assert!(matches!(ceremony::run(&mut own.public, VALUE, 2_999), Err(Refused::TooEarly(_))));
    assert!(matches!(ceremony::run(&mut own.public, "soon", 3_000), Err(Refused::NoValue(_))));
    assert!(matches!(
        ceremony::run(&mut own.public, &VALUE[..62], 3_000),
        Err(Refused::NoValue(_))
    ));
}

#[test]
fn a_secret_that_stays_shut_counts_as_empty_and_the_draw_goes_on() {
    let mut own = committed(Source::Beacon);
    for secret in SECRETS {
        ceremony::approve(&mut own.public, secret, 1_500).unwrap();
    }
    ceremony::reveal(&mut own.public, SECRETS[0], 1_900).unwrap();
    ceremony::run(&mut own.public, VALUE, 3_000).unwrap();
    assert!(wrong(&own.public, &own).is_empty());
    assert!(own.public.text().contains("\"lapsed\":[\"B\"]"));
}

/// An account with one line changed, all later digests made anew: what a forger would hand out.
fn forged(
    own: &Committed,
    change: impl Fn(&mut serde_json::Map<String, serde_json::Value>),
) -> Transcript {
    forged_from(&own.public, change)
}

fn forged_from(
    public: &Transcript,
    change: impl Fn(&mut serde_json::Map<String, serde_json::Value>),
) -> Transcript {
    let mut forged = Transcript::default();
    for record in public.records() {
        let mut record = record.clone();
        change(&mut record);
        record.remove("before");
        let kind = record.remove("record").unwrap();
        forged.add(kind.as_str().unwrap(), record);
    }
    forged
}

#[expect(clippy::too_many_lines, clippy::items_after_statements, reason = "a list of forgeries")]
#[test]
fn every_forgery_is_found() {
    let own = drawn(Source::Beacon, VALUE);
    assert_eq!(wrong(&forged(&own, |_| {}), &own), [""; 0], "a control: nothing was changed");
    // A changed byte breaks the chain.
    let text = own.public.text();
    for at in (0..text.len()).step_by(997) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
        if let Ok(changed) = String::from_utf8(bytes)
            && changed != text
        {
            let read = Transcript::read(&changed);
            assert!(read.is_err() || !wrong(&read.unwrap(), &own).is_empty(), "{at}");
        }
    }
    // A missing line, and two in another order.
    let lines: Vec<&str> = text.lines().collect();
    assert!(Transcript::read(&[&lines[..3], &lines[4..]].concat().join("\n")).is_err());
    let is =
        |record: &serde_json::Map<String, serde_json::Value>, kind: &str| record["record"] == kind;
    let tickets = |record: &serde_json::Map<String, serde_json::Value>| -> Vec<String> {
        let all = record["tickets"].as_array().unwrap();
        all.iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    type Forge<'a> = (&'a str, Box<dyn Fn(&mut serde_json::Map<String, serde_json::Value>) + 'a>);
    let forgeries: Vec<Forge<'_>> = vec![
        (
            "another value",
            Box::new(|record| {
                if is(record, "draw") {
                    record["value"] = OTHER_VALUE.into();
                }
            }),
        ),
        (
            "another ticket",
            Box::new(|record| {
                if is(record, "draw") {
                    record["ticket"] = ((record["ticket"].as_u64().unwrap() + 1) % 1000).into();
                }
            }),
        ),
        (
            "another delegation",
            Box::new(|record| {
                if is(record, "delegation") {
                    record["numbers"][0] = "A-0002".into();
                }
            }),
        ),
        (
            "a ticket less",
            Box::new(|record| {
                if is(record, "portfolio") {
                    record["tickets"].as_array_mut().unwrap().pop();
                }
            }),
        ),
        (
            "a person twice in a ticket",
            Box::new(|record| {
                if is(record, "portfolio") {
                    let mut all = tickets(record);
                    let mut numbers: Vec<&str> = all[5].split(' ').collect();
                    numbers[1] = numbers[0];
                    all[5] = numbers.join(" ");
                    record["tickets"] = all.into();
                }
            }),
        ),
        (
            "one put in another's place",
            Box::new(|record| {
                if is(record, "portfolio") {
                    let mut all = tickets(record);
                    let stranger = (1..=36)
                        .map(|at| format!("A-{at:04}"))
                        .find(|own| !all[5].contains(own))
                        .unwrap();
                    let mut numbers: Vec<&str> = all[5].split(' ').collect();
                    numbers[0] = &stranger;
                    numbers.sort_unstable();
                    all[5] = numbers.join(" ");
                    all.sort();
                    record["tickets"] = all.into();
                }
            }),
        ),
        (
            "a quota changed",
            Box::new(|record| {
                if is(record, "rules") {
                    record["quotas"][2]["max"] = 3.into();
                }
            }),
        ),
        (
            "another secret",
            Box::new(|record| {
                if is(record, "reveal") && record["keeper"] == "A" {
                    record["secret"] = "08".repeat(32).into();
                }
            }),
        ),
        (
            "a secret that was opened late",
            Box::new(|record| {
                if is(record, "reveal") {
                    record["at"] = 2_500.into();
                }
            }),
        ),
        (
            "a value that was known before",
            Box::new(|record| {
                if is(record, "rules") {
                    record["draw_at"] = 1_500.into();
                }
            }),
        ),
        (
            "another pool",
            Box::new(|record| {
                if is(record, "pool") {
                    record["commitments"].as_array_mut().unwrap().pop();
                }
            }),
        ),
    ];
    for (name, change) in &forgeries {
        let forged = forged(&own, change);
        assert!(!wrong(&forged, &own).is_empty(), "{name} was not found");
    }
    // A multiplier changed in what auditors have.
    let mut auditors = Transcript::default();
    for record in own.auditors.records() {
        let mut record = record.clone();
        record.remove("before");
        let kind = record.remove("record").unwrap();
        if kind == "level" && record["chance"] != "1" {
            record["rows"][0][1] = (record["rows"][0][1].as_i64().unwrap() / 2 + 7).into();
        }
        auditors.add(kind.as_str().unwrap(), record);
    }
    let found = verify(&own.public, Given { auditors: Some(&auditors), ..Given::default() });
    let outcome = |name: &str| found.iter().find(|check| check.name == name).unwrap().outcome;
    assert_eq!((outcome("sealed"), outcome("chances")), (Outcome::Wrong, Outcome::Wrong));
    let mut other = own.receipts[0].clone();
    other.record = other.record.replace("old", "young").replace("school", "hospital");
    let found = verify(&own.public, Given { receipt: Some(&other), ..Given::default() });
    assert!(found.iter().any(|check| check.name == "receipt" && check.outcome == Outcome::Wrong));
}

/// What auditors have, with something changed and all digests made anew.
fn auditors_with(
    own: &Committed,
    change: impl Fn(usize, &mut serde_json::Map<String, serde_json::Value>),
) -> Transcript {
    let mut auditors = Transcript::default();
    for (at, record) in own.auditors.records().iter().enumerate() {
        let mut record = record.clone();
        change(at, &mut record);
        record.remove("before");
        let kind = record.remove("record").unwrap();
        auditors.add(kind.as_str().unwrap(), record);
    }
    auditors
}

fn outcome(name: &str, public: &Transcript, auditors: &Transcript) -> Outcome {
    verify(public, Given { auditors: Some(auditors), ..Given::default() })
        .iter()
        .find(|check| check.name == name)
        .unwrap()
        .outcome
}

/// Of t one in ten may come; x and y share the other four seats, two each. Somebody wants y to have more.
#[test]
fn multipliers_that_weigh_next_to_nothing_settle_nobody() {
    let quotas = "feature,value,min,max\nkind,t,0,1\nkind,x,0,5\nkind,y,0,5\n";
    let mut people = "id,kind\n".to_owned();
    for at in 0..20 {
        people += &format!("{at},{}\n", ["t", "t", "x", "y"][at % 4]);
    }
    let rules = Rules::read(&Sheet::read("q", quotas.as_bytes(), None).unwrap()).unwrap();
    let sheet = Sheet::read("p", people.as_bytes(), None).unwrap();
    let applicants = Applicants::read(&sheet, &rules, &Reading::default()).unwrap();
    let own =
        ceremony::commit((&rules, &applicants), 5, &agreed(Source::Beacon), &[3; 32], &mut |_| {})
            .unwrap();
    assert_eq!(outcome("chances", &own.public, &own.auditors), Outcome::Right, "a control");
    let unfair = auditors_with(&own, |_, record| {
        let value =
            |record: &serde_json::Map<String, serde_json::Value>| record["values"]["kind"] == "x";
        if record["record"] == "applicant" && record["chance"] == "2/5" {
            record["chance"] = if value(record) { "1/10" } else { "7/10" }.into();
        } else if record["record"] == "level" && record["chance"] == "1/10" {
            record["rows"].as_array_mut().unwrap().push(serde_json::json!([2, 1_000_000]));
        } else if record["record"] == "level" {
            record["chance"] = "7/10".into();
        }
    });
    assert_eq!(outcome("chances", &own.public, &unfair), Outcome::Wrong);
}

#[test]
fn every_applicant_is_there_once_and_the_summary_is_theirs() {
    let own = drawn(Source::Beacon, VALUE);
    let twice = auditors_with(&own, |at, record| {
        if at == 4 {
            record["number"] = "A-0003".into();
        }
    });
    assert_eq!(outcome("counts", &own.public, &twice), Outcome::Wrong);
    for (name, value) in [("smallest", "1/2"), ("never", "few")] {
        let other = forged(&own, |record| {
            if record["record"] == "chances" {
                record[name] = value.into();
            }
        });
        assert_eq!(outcome("summary", &other, &own.auditors), Outcome::Wrong, "{name}");
    }
    assert_eq!(outcome("summary", &own.public, &own.auditors), Outcome::Right, "a control");
    // A receipt of somebody else, and one that says something else than the auditors have.
    let mut other = own.receipts[0].clone();
    other.id = own.receipts[1].id.clone();
    let receipt = |receipt, auditors| {
        let found = verify(
            &own.public,
            Given { auditors: Some(auditors), receipt: Some(receipt), ..Given::default() },
        );
        found.iter().find(|check| check.name == "receipt").unwrap().outcome
    };
    assert_eq!(receipt(&other, &own.auditors), Outcome::Wrong);
    let number = own.receipts[0].number.clone();
    let swapped = auditors_with(&own, |_, record| {
        if record.get("number").is_some_and(|own| *own == *number) {
            record["values"]["age"] = "ageless".into();
        }
    });
    assert_eq!(receipt(&own.receipts[0], &swapped), Outcome::Wrong);
    assert_eq!(receipt(&own.receipts[0], &own.auditors), Outcome::Right, "a control");
}

#[test]
fn who_declines_is_replaced_until_the_delegation_is_full() {
    let mut own = drawn(Source::Beacon, VALUE);
    let (first, _) = replace::standing(&own.public);
    let gone =
        [(first[0].clone(), "declined".to_owned()), (first[7].clone(), "no-answer".to_owned())];
    let called = replace::replace(&mut own.public, &own.auditors, &gone, 5_000).unwrap();
    assert_eq!(called.len(), 2);
    let again = [(called[0].clone(), "declined".to_owned())];
    let next = replace::replace(&mut own.public, &own.auditors, &again, 6_000).unwrap();
    let (now, left) = replace::standing(&own.public);
    assert!(now.len() == 12 && now.contains(&next[0]) && left.len() == 3);
    assert!(wrong(&own.public, &own).is_empty(), "{:?}", wrong(&own.public, &own));
    // Somebody else in her place is found out.
    let other = forged(&own, |record| {
        if record["record"] == "replacement" {
            record["in"][0] = "B-0001".into();
        }
    });
    assert!(wrong(&other, &own).contains(&"replacements"));
    assert!(
        replace::replace(&mut own.public, &own.auditors, &gone, 7_000).is_err(),
        "she left already"
    );
    // For the open seats a lottery, with those who stay in it for certain.
    let (now, _) = replace::standing(&own.public);
    let gone: Vec<(String, String)> =
        now[..4].iter().map(|one| (one.clone(), "withdrew".to_owned())).collect();
    assert!(replace::replace(&mut own.public, &own.auditors, &gone, 7_000).is_err());
    let own_draw = (&own.public, &own.auditors);
    let old = replace::again(own_draw, &gone, &agreed(Source::Beacon), &mut |_| {});
    assert_eq!(old.unwrap_err(), Refused::OldSecret);
    let secrets: [&[u8]; 2] = [&[17; 32], &[19; 32]];
    let new = Agreed {
        hashes: secrets.map(secret_hash),
        times: [21_000, 22_000, 23_000],
        ..agreed(Source::Beacon)
    };
    let next = replace::again(own_draw, &gone, &new, &mut |_| {}).unwrap();
    assert!(now[4..].iter().all(|stays| {
        next.plan
            .tickets
            .iter()
            .all(|ticket| ticket.iter().any(|&at| next.numbered.numbers[at] == *stays))
    }));
    let mut public = next.public.clone();
    for secret in secrets {
        ceremony::approve(&mut public, secret, 21_100).unwrap();
    }
    ceremony::run(&mut public, VALUE, 23_000).unwrap();
    let found = verify(&public, Given { auditors: Some(&next.auditors), ..Given::default() });
    let wrong: Vec<&str> = found
        .iter()
        .filter(|check| check.outcome == Outcome::Wrong)
        .map(|check| check.name)
        .collect();
    assert_eq!(wrong, [""; 0]);
    assert!(continues(&public, &own.public));
    let other = forged_from(&public, |record| {
        if record["record"] == "rules" {
            record["must_in"].as_array_mut().unwrap().pop();
        }
    });
    assert!(!continues(&other, &own.public) && !continues(&public, &public), "controls");
}

#[test]
fn the_same_account_on_any_number_of_threads() {
    let make = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| drawn(Source::Beacon, VALUE).public.text())
    };
    assert_eq!(make(1), make(8));
}

#[test]
fn the_order_of_a_file_changes_no_chance() {
    let (rules, mut applicants) = harbour_and_valley();
    let first = plan(&rules, &applicants, 12, &mut |_| {}).unwrap();
    let chance: std::collections::BTreeMap<String, _> = applicants
        .people
        .iter()
        .zip(&first.chances)
        .map(|(one, chance)| (one.id.clone(), *chance))
        .collect();
    applicants.people.reverse();
    let second = plan(&rules, &applicants, 12, &mut |_| {}).unwrap();
    for (person, own) in applicants.people.iter().zip(&second.chances) {
        assert_eq!(*own, chance[&person.id], "{}", person.id);
    }
    // Swapping the sides swaps chances and nothing else.
    let swap =
        |side: &str| if side == "Harbour" { "Valley".to_owned() } else { "Harbour".to_owned() };
    let mut swapped = rules.clone();
    for row in &mut swapped.rows {
        row.side = row.side.as_deref().map(swap);
        if rules.features[row.feature] == "side" {
            row.value = swap(&row.value);
        }
    }
    let at = rules.features.iter().position(|own| own == "side").unwrap();
    for person in &mut applicants.people {
        person.side = person.side.as_deref().map(swap);
        person.values[at] = swap(&person.values[at]);
    }
    let third = plan(&swapped, &applicants, 12, &mut |_| {}).unwrap();
    assert_eq!(third.chances, second.chances);
}
