//! The acts of a draw: each reads the folder of the draw, adds a record, and writes the folder anew as a whole.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use beringia_analysis::draw::ceremony::{self, Agreed, Committed, Refused, Source};
use beringia_analysis::draw::numbered::Receipt;
use beringia_analysis::draw::plan::Step;
use beringia_analysis::draw::replace::{self, standing};
use beringia_analysis::draw::transcript::{Transcript, hex, unhex};
use beringia_analysis::tables::write::TableText;
use beringia_domain::Moment;
use beringia_report::draw as pages;
use beringia_report::words::Words;
use same_file::Handle;

use super::{plan, pool};
use crate::command::{language, print, show};
use crate::exit::{Failure, unreadable, unwritable};
use crate::folder::Folder;
use crate::options::{Agreement, Commit, Key, Replace, Run, Shared, SourceKey};
use crate::progress;

pub(super) const PUBLIC: &str = "public.jsonl";
const AUDITORS: &str = "auditors.jsonl";
const RECEIPTS: &str = "receipts.csv";
const PROOF: &str = "proof.html";
const PROOF_AUDITORS: &str = "proof-auditors.html";
const SECRET_BYTES: usize = 32;

/// Files of a draw.
///
/// A keeper may have the public account alone: it is enough for her acts.
struct Draw {
    public: Transcript,
    auditors: Option<Transcript>,
    receipts: Option<String>,
    /// The account it was read from, locked until this act has ended.
    _lock: Option<File>,
}

/// Makes a secret and prints its digest.
pub(super) fn secret(out: &Path, shared: &Shared) -> Result<(), Failure> {
    let secret: [u8; SECRET_BYTES] = entropy()?;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(out).map_err(unwritable(out))?;
    writeln!(file, "{}", hex(&secret)).and_then(|()| file.sync_all()).map_err(unwritable(out))?;
    let words = Words::new(language(shared));
    let args = [("file", out.display().to_string()), ("hash", ceremony::secret_hash(&secret))];
    say(&words, "draw-secret", &args)
}

/// Fixes rules, pool, chances and tickets.
pub(super) fn commit(options: &Commit, shared: &Shared) -> Result<(), Failure> {
    let words = Words::new(language(shared));
    let folder = begin(&options.out)?;
    let (rules, applicants) = pool::read(&options.pool, shared)?;
    let own = &options.agreement;
    let agreed = Agreed {
        title: options.title.clone(),
        keepers: [options.keeper_a.clone(), options.keeper_b.clone()],
        hashes: [&own.hash_a, &own.hash_b].map(|hash| hash.trim().to_lowercase()),
        source: source(own.source),
        named: own.named.clone(),
        times: times(own)?,
        software: software(),
    };
    let bar = progress::spinner(show(shared));
    let mut tell = |step: Step| bar.set_message(plan::step_told(step, &words));
    let seats = options.pool.size;
    let made = ceremony::commit((&rules, &applicants), seats, &agreed, &entropy()?, &mut tell);
    bar.finish_and_clear();
    let committed = made.map_err(|refused| match refused {
        Refused::NoPlan(error) => plan::no_plan(&error, &rules, &words),
        other => Failure::Draw(other.to_string()),
    })?;
    finish_commit(folder, committed, (&words, shared))
}

/// A new folder: one that holds a draw is never replaced, for its numbers and approvals cannot be made again.
fn begin(out: &Path) -> Result<Folder, Failure> {
    if out.join(PUBLIC).exists() {
        let reason = "it holds a draw, which is never replaced".to_owned();
        return Err(Failure::FolderRefused { folder: out.to_owned(), reason });
    }
    Folder::begin(out)
}

fn finish_commit(
    folder: Folder,
    made: Committed,
    (words, shared): (&Words, &Shared),
) -> Result<(), Failure> {
    let receipts = (!made.receipts.is_empty()).then(|| receipts_table(&made.receipts));
    let draw = Draw { public: made.public, auditors: Some(made.auditors), receipts, _lock: None };
    let target = draw.write(folder, shared)?;
    let digest = ceremony::commitment_digest(&draw.public).unwrap_or_default();
    let args = [
        ("folder", target),
        ("digest", digest.clone()),
        ("short", digest.chars().take(8).collect()),
    ];
    say(words, "draw-committed", &args)
}

/// A keeper approves.
pub(super) fn approve(key: &Key, shared: &Shared) -> Result<(), Failure> {
    act(key, shared, "draw-approved", ceremony::approve)
}

/// A keeper opens her secret.
pub(super) fn reveal(key: &Key, shared: &Shared) -> Result<(), Failure> {
    act(key, shared, "draw-revealed", ceremony::reveal)
}

fn act(
    key: &Key,
    shared: &Shared,
    told: &str,
    act: fn(&mut Transcript, &[u8], i64) -> Result<&'static str, Refused>,
) -> Result<(), Failure> {
    let mut draw = Draw::read(&key.draw)?;
    let text = std::fs::read_to_string(&key.secret).map_err(unreadable(&key.secret))?;
    let secret = unhex(text.trim()).filter(|bytes| bytes.len() == SECRET_BYTES);
    let no_secret = || {
        Failure::Input(format!("{} holds no secret of 64 hexadecimal digits", key.secret.display()))
    };
    let secret = secret.ok_or_else(no_secret)?;
    let at = moment(key.at.as_deref())?;
    let keeper = act(&mut draw.public, &secret, at).map_err(refused)?;
    draw.write(Folder::begin(&key.draw)?, shared)?;
    say(&Words::new(language(shared)), told, &[("keeper", keeper.to_owned())])
}

/// Draws.
pub(super) fn run(options: &Run, shared: &Shared) -> Result<(), Failure> {
    let words = Words::new(language(shared));
    let mut draw = Draw::read(&options.draw)?;
    let at = moment(options.at.as_deref())?;
    let drawn = ceremony::run(&mut draw.public, &options.value, at).map_err(refused)?;
    draw.write(Folder::begin(&options.draw)?, shared)?;
    let (now, _) = standing(&draw.public);
    let args = [
        ("ticket", format!("{:03}", drawn.ticket)),
        ("seed", hex(&drawn.seed)),
        ("numbers", now.join(" ")),
    ];
    say(&words, "draw-drawn", &args)
}

/// Fills the seats of those who left.
pub(super) fn replace(options: &Replace, shared: &Shared) -> Result<(), Failure> {
    let words = Words::new(language(shared));
    let mut draw = Draw::read(&options.draw)?;
    let gone = gone(&options.gone)?;
    if options.lottery {
        return replace_by_lottery(options, &draw, &gone, (&words, shared));
    }
    let at = moment(options.at.as_deref())?;
    let auditors = draw.auditors()?.clone();
    let called = replace::replace(&mut draw.public, &auditors, &gone, at).map_err(refused)?;
    draw.write(Folder::begin(&options.draw)?, shared)?;
    say(&words, "draw-replaced", &[("numbers", called.join(" "))])
}

fn replace_by_lottery(
    options: &Replace,
    draw: &Draw,
    gone: &[(String, String)],
    (words, shared): (&Words, &Shared),
) -> Result<(), Failure> {
    let given = |value: &Option<String>| value.clone().unwrap_or_default();
    let out = options.out.clone().unwrap_or_default();
    let (title, keepers, kind) = pages::of_rules(&draw.public);
    let agreed = Agreed {
        title,
        keepers,
        hashes: [&options.hash_a, &options.hash_b].map(|hash| given(hash).trim().to_lowercase()),
        source: if kind == Source::Digits.word() { Source::Digits } else { Source::Beacon },
        named: given(&options.named),
        times: [
            moment(None)?,
            moment(options.reveal_by.as_deref())?,
            moment(options.draw_at.as_deref())?,
        ],
        software: software(),
    };
    let folder = begin(&out)?;
    let made = replace::again((&draw.public, draw.auditors()?), gone, &agreed, &mut |_| {});
    finish_commit(folder, made.map_err(refused)?, (words, shared))
}

fn gone(all: &[String]) -> Result<Vec<(String, String)>, Failure> {
    let split = |one: &String| {
        let (number, cause) = one.split_once('=').unwrap_or((one, "declined"));
        if replace::CAUSES.contains(&cause) {
            Ok((number.trim().to_uppercase(), cause.to_owned()))
        } else {
            Err(Failure::Usage(format!(
                "“{cause}” is no cause; causes are {}",
                replace::CAUSES.join(", ")
            )))
        }
    };
    all.iter().map(split).collect()
}

impl Draw {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(PUBLIC);
        let lock = hold(&path)?;
        let there = |name: &str| Some(folder.join(name)).filter(|path| path.exists());
        let receipts = there(RECEIPTS)
            .map(|path| std::fs::read_to_string(&path).map_err(|cause| unreadable(&path)(cause)));
        Ok(Self {
            _lock: Some(lock),
            public: read_account(&path)?,
            auditors: there(AUDITORS).map(|path| read_account(&path)).transpose()?,
            receipts: receipts.transpose()?,
        })
    }

    fn auditors(&self) -> Result<&Transcript, Failure> {
        let missing =
            || Failure::Draw(format!("who steps in depends on {AUDITORS}, which is not here"));
        self.auditors.as_ref().ok_or_else(missing)
    }

    /// Writes all files; gives the name of the folder.
    fn write(&self, mut folder: Folder, shared: &Shared) -> Result<String, Failure> {
        let first = language(shared);
        folder.add(PUBLIC, &self.public.text())?;
        folder.add(PROOF, &pages::proof_page(&self.public, self.auditors.as_ref(), first))?;
        if let Some(auditors) = &self.auditors {
            folder.add_private(AUDITORS, &auditors.text())?;
            folder.add_private(
                PROOF_AUDITORS,
                &pages::auditors_page(&self.public, auditors, first),
            )?;
        }
        if let Some(receipts) = &self.receipts {
            folder.add_private(RECEIPTS, receipts)?;
        }
        Ok(folder.finish()?.display().to_string())
    }
}

/// Locks an account, so that acts at one moment come one after the other. Whoever acts puts a new file in the place of the
/// one she locked: who waited for that one would then hold what is there no longer, and waits anew.
fn hold(path: &Path) -> Result<File, Failure> {
    loop {
        let file = File::open(path).map_err(unreadable(path))?;
        file.lock().map_err(unreadable(path))?;
        let locked = file.try_clone().and_then(Handle::from_file);
        if locked.map_err(unreadable(path))? == Handle::from_path(path).map_err(unreadable(path))? {
            return Ok(file);
        }
    }
}

/// An account from a file.
pub(super) fn read_account(path: &Path) -> Result<Transcript, Failure> {
    let inside = path.join(PUBLIC);
    let path = if path.is_dir() { &inside } else { path };
    let text = std::fs::read_to_string(path).map_err(unreadable(path))?;
    Transcript::read(&text).map_err(|error| Failure::Audit(format!("{}: {error}", path.display())))
}

fn receipts_table(receipts: &[Receipt]) -> String {
    let mut table = TableText::new(&["id", "number", "nonce", "record"]);
    for receipt in receipts {
        table
            .start()
            .text(&receipt.id)
            .word(&receipt.number)
            .word(&receipt.nonce)
            .text(&receipt.record)
            .end_row();
    }
    table.finish()
}

fn say(words: &Words, key: &str, args: &[(&str, String)]) -> Result<(), Failure> {
    let args: Vec<(&str, &str)> =
        args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    print(&format!("{}\n", words.tell(key, &args)))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what errors are mapped by")]
fn refused(refused: Refused) -> Failure {
    Failure::Draw(refused.to_string())
}

fn source(key: SourceKey) -> Source {
    match key {
        SourceKey::Beacon => Source::Beacon,
        SourceKey::Digits => Source::Digits,
    }
}

fn software() -> String {
    format!("beringia {}", env!("CARGO_PKG_VERSION"))
}

fn times(own: &Agreement) -> Result<[i64; 3], Failure> {
    Ok([moment(own.at.as_deref())?, moment(Some(&own.reveal_by))?, moment(Some(&own.draw_at))?])
}

/// Seconds since 1970 of a time that was typed; now where none was.
fn moment(text: Option<&str>) -> Result<i64, Failure> {
    let Some(text) = text else { return Ok(crate::command::serve::now_second()) };
    let wrong = || Failure::Usage(format!("“{text}” is no time; write it as 2026-12-05T12:00Z"));
    Moment::parse(text).map(|at| at.ms().div_euclid(1000)).ok_or_else(wrong)
}

fn entropy() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Failure::Draw(format!("this machine gives no chance: {error}")))?;
    Ok(bytes)
}
