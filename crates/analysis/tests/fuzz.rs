//! Damaged tables: whatever the bytes, a reader refuses with a place or gives findings whose numbers are numbers.
//!
//! Each reader has its target. A run is bounded by `FUZZ_SECONDS` in all (a few seconds unless asked for more),
//! starts from the same seed every time, and prints the input that broke something. `./test slow` runs longer.

#![expect(clippy::print_stdout, reason = "a run says what it tried")]

use std::time::{Duration, Instant};

use beringia_analysis::disclosure::guard;
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::together::{self, Given, Renaming};
use beringia_analysis::tables::{TableError, TableReader, recognise};
use beringia_engine::random::{Seed, Stream};

/// A valid table to damage, by reader.
const TARGETS: [(&str, &str); 10] = [
    (
        "votes.csv",
        "participant,statement,choice,at,language_shown\np1,s1,agree,2026-01-01,en\np2,s1,pass,,zh\np1,s2,disagree,2026-01-02T10:00Z,en\n",
    ),
    (
        "polis-votes.csv",
        "timestamp,datetime,comment-id,voter-id,vote\n1403054214196,Wed Jun 18,0,0,0\n1403057082753,Wed Jun 18,0,1,1\n1403058957160,x,1,1,-1\n",
    ),
    ("participants.csv", "participant,side,age,weight\np1,North,30,1.5\np2,South,,0.7\np3,,x,1\n"),
    (
        "statements.csv",
        "statement,author_side,language,text,text_zh,status,field\ns1,North,en,\"Hello, \"\"you\"\"\",你好,accepted,culture\ns2,,zh-Hans,二,,meta,\n",
    ),
    (
        "predictions.csv",
        "participant,statement,about_side,share\np1,s1,South,30\np2,s1,North,100\np2,s2,South,0\n",
    ),
    (
        "exposures.csv",
        "participant,statement,position,rule,probability,label_shown\np1,s1,1,uniform,0.5,true\np2,s2,,,,\n",
    ),
    (
        "conversation.csv",
        "key,language,value\ntitle,en,Tide\nside:North,zh,北\nfirst_side,,South\ninvented,,true\n",
    ),
    (
        "comments.csv",
        "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body,is-meta\n1,x,0,5,1,0,1,\"multi\nline\",false\n1,x,1,5,1,0,-1,b,true\n",
    ),
    (
        "matrix.csv",
        "participant,xid,group-id,n-comments,n-votes,n-agree,n-disagree,0,1,2\n0,,1,0,3,1,1,1,-1,0\n1,,,0,1,0,0,,0,\n",
    ),
    ("summary.csv", "topic,Energy\nurl,https\nconversation-description,\"two\nlines\"\n"),
];

/// A conversation for the other tables to belong to.
const BESIDE: [(&str, &str); 3] = [
    ("participants.csv", "participant,side\np1,North\np2,South\n"),
    ("statements.csv", "statement,text\ns1,one\ns2,two\n"),
    ("votes.csv", "participant,statement,choice\np1,s1,agree\np2,s1,pass\np1,s2,disagree\n"),
];

/// Bytes that have broken readers before.
const TOKENS: [&[u8]; 22] = [
    b"\"",
    b"\"\"",
    b",",
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF",
    b"\xC0\xAF",
    b"NaN",
    b"inf",
    b"-0",
    b"1e308",
    b"99999999999999999999",
    b"-1",
    b"9223372036854775807",
    b"=1+1",
    b"\xE2\x80\xAE",
    b";",
    b"2026-99-99",
    b"0001-01-01",
];

fn damaged(text: &str, chance: &mut Stream) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let pick = |chance: &mut Stream, count: usize| {
        usize::try_from(chance.below(count as u64)).unwrap_or(0)
    };
    for _ in 0..=chance.below(4) {
        let at = pick(chance, bytes.len() + 1);
        match chance.below(5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => {
                let end = (at + pick(chance, 40)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            3 => bytes.truncate(at.max(1)),
            _ => drop(bytes.splice(at..at, TOKENS[pick(chance, TOKENS.len())].iter().copied())),
        }
    }
    bytes
}

/// Reads one table; tried again as GB18030 where that is called for.
fn read(intake: &mut Intake, name: &str, bytes: &[u8], block: usize) -> Result<(), TableError> {
    recognise(name, bytes)?;
    let mut attempt = intake.clone();
    let mut feed = |encoding: Encoding| {
        attempt = intake.clone();
        let mut reader = TableReader::new(&mut attempt, name, encoding);
        for part in bytes.chunks(block) {
            reader.feed(part)?;
        }
        reader.finish()
    };
    match feed(Encoding::Utf8) {
        Err(error) if *error.problem == beringia_analysis::tables::Problem::NotUtf8 => {
            feed(Encoding::Gb18030)?;
        }
        other => other?,
    }
    *intake = attempt;
    Ok(())
}

/// The whole way from bytes to public findings.
fn way(name: &str, bytes: &[u8], block: usize) -> Result<String, TableError> {
    let mut intake = Intake { weight_column: Some("weight".to_owned()), ..Intake::default() };
    let votes = ["votes.csv", "polis-votes.csv", "matrix.csv"];
    if !name.starts_with("participants") {
        intake.weight_column = None;
    }
    let beside = BESIDE.iter().filter(|(beside, _)| *beside != name && !votes.contains(&name));
    // Predictions and exposures speak of statements, so they are read after them.
    let last = ["predictions.csv", "exposures.csv"].contains(&name);
    if !last {
        read(&mut intake, name, bytes, block)?;
    }
    for (name, text) in beside {
        read(&mut intake, name, text.as_bytes(), 1 << 16)?;
    }
    if last {
        read(&mut intake, name, bytes, block)?;
    }
    let snapshot = Snapshot::freeze(intake, None)?;
    let findings = beringia_analysis::analyse(&snapshot, &Settings::documented())
        .expect("a snapshot fits itself");
    let text = serde_json::to_string(&findings).expect("JSON");
    let public = serde_json::to_string(&guard(findings, &snapshot)).expect("JSON");
    let both = text + &public;
    // What is no number is written as null, and a figure that is given has none.
    for part in ["\"value\":null", "\"low\":null", "\"high\":null"] {
        assert!(!both.contains(part), "a figure is no number");
    }
    Ok(both)
}

/// A table from elsewhere: what its names may mean is guessed, some of it is said, and it is read with those beside it.
fn from_elsewhere(name: &str, bytes: &[u8]) -> bool {
    let given = Given { name: name.to_owned(), bytes: bytes.to_vec() };
    let mut mapping = together::guess(&given);
    let header = together::header(&given);
    for (theirs, (ours, _)) in header.iter().zip(together::OURS) {
        let renaming = |ours: &str| Renaming {
            file: name.to_owned(),
            theirs: theirs.clone(),
            ours: ours.to_owned(),
        };
        mapping.columns.push(renaming(ours));
        for word in together::words_of(&given, theirs, 12).unwrap_or_default() {
            mapping.choices.push(Renaming { theirs: word, ..renaming("pass") });
        }
    }
    let beside = BESIDE.iter().filter(|(beside, _)| *beside != name);
    let beside = beside.map(|(name, text)| Given { name: (*name).into(), bytes: (*text).into() });
    let ours = together::mapped(&given, &mapping).unwrap_or(given);
    let all: Vec<Given> = beside.chain([ours]).collect();
    let read = together::read(&all).map(|(intake, _)| Snapshot::freeze(intake, None));
    matches!(read, Ok(Ok(_)))
}

#[test]
fn no_damage_breaks_a_table_from_elsewhere() {
    let mut chance = Seed::new("fuzz").stream("elsewhere");
    for (name, text) in TARGETS {
        let mut read = 0;
        for _ in 0..400 {
            let bytes = damaged(text, &mut chance);
            let outcome = std::panic::catch_unwind(|| from_elsewhere(name, &bytes));
            read += u32::from(outcome.unwrap_or_else(|_| {
                panic!("{name} broke on {:?}", String::from_utf8_lossy(&bytes))
            }));
        }
        println!("{name}: {read} of 400 damaged tables from elsewhere read");
    }
}

#[test]
fn no_damage_goes_unnoticed_or_breaks_anything() {
    let seconds = option_env!("FUZZ_SECONDS").map(str::to_owned).or_else(fuzz_seconds);
    let seconds: u64 = seconds.and_then(|s| s.parse().ok()).unwrap_or(5);
    let each = Duration::from_millis(seconds * 1_000 / TARGETS.len() as u64);
    for (name, text) in TARGETS {
        way(name, text.as_bytes(), 1 << 16)
            .unwrap_or_else(|error| panic!("the undamaged {name}: {error}"));
        let mut chance = Seed::new("fuzz").stream(name);
        let (mut tried, mut accepted, end) = (0_u32, 0_u32, now() + each);
        while now() < end {
            let bytes = damaged(text, &mut chance);
            let outcome =
                std::panic::catch_unwind(|| (way(name, &bytes, 1 << 16), way(name, &bytes, 5)));
            let (whole, parts) = outcome.unwrap_or_else(|_| {
                panic!("{name} broke on {:?}", String::from_utf8_lossy(&bytes))
            });
            // Which of two errors comes first may depend on the blocks; whether there is one may not.
            let same = whole == parts || (whole.is_err() && parts.is_err());
            let blocks_matter = bytes.starts_with(b"\xEF\xBB") || bytes.len() < 8;
            assert!(
                blocks_matter || same,
                "{name}: blocks matter for {:?}",
                String::from_utf8_lossy(&bytes)
            );
            tried += 1;
            accepted += u32::from(whole.is_ok());
        }
        println!("{name}: {tried} damaged tables, {accepted} still in order");
        assert!(tried > 20);
    }
}

#[expect(clippy::disallowed_methods, reason = "how long to fuzz is told from outside")]
fn fuzz_seconds() -> Option<String> {
    std::env::var("FUZZ_SECONDS").ok()
}

#[expect(clippy::disallowed_methods, reason = "a bounded run measures its own time")]
fn now() -> Instant {
    Instant::now()
}
