//! `beringia report verify`: whether a released data package is what it says, by whoever holds it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use beringia_analysis::follows::Check;
use beringia_analysis::settings::{Audience, Settings};
use beringia_analysis::snapshot::Snapshot;
use beringia_report::package::{self, Unreadable};
use beringia_report::words::Words;

use super::{analyse, language, print, set_threads, show};
use crate::exit::{Failure, unreadable};
use crate::files;
use crate::options::{Report, Shared};

/// Bytes of all files together at most, and files in a package: a small archive must not fill the memory.
const BYTES_MAX: u64 = 512 << 20;
const FILES_MAX: usize = 64;

/// Checks a package.
pub(crate) fn run(options: &Report, shared: &Shared, as_json: bool) -> Result<(), Failure> {
    let Report::Verify { package, rows, fingerprint } = options;
    set_threads(shared);
    let words = Words::new(language(shared));
    let files = read(package)?;
    let mut found = package::verify(&files).map_err(|problem| match problem {
        Unreadable::Missing(name) => {
            Failure::Input(format!("{}: {name} is not in it", package.display()))
        }
        Unreadable::Findings(cause) => {
            Failure::Input(format!("{}: findings.json is none of ours: {cause}", package.display()))
        }
    })?;
    if let Some(rows) = rows {
        found.checks.push(anew(rows, &files, shared, &words)?);
    }
    if let Some(expected) = fingerprint {
        let is_same = expected.trim().eq_ignore_ascii_case(&found.fingerprint);
        let wrong = if is_same { Vec::new() } else { vec![expected.clone()] };
        found.checks.push(Check { name: "fingerprint", checked: 1, wrong });
    }
    if as_json {
        print(&format!("{}\n", as_data(&found)))?;
    } else {
        print(&told(&found, &words))?;
    }
    if found.is_right() { Ok(()) } else { Err(Failure::Package(words.say("package-wrong"))) }
}

/// Findings made anew from the rows that left with two keys.
fn anew(
    rows: &Path,
    files: &BTreeMap<String, String>,
    shared: &Shared,
    words: &Words,
) -> Result<Check, Failure> {
    let input = files::find(&[rows.to_owned()])?;
    let what = words.say("progress-reading");
    let intake = files::read(&input, None, (show(shared), &what))?;
    let snapshot = Snapshot::freeze(intake, None)?;
    let made = analyse::findings(&snapshot, &Settings::documented(), Audience::Public)?;
    Ok(package::verify_against(files, &made))
}

fn told(found: &package::Verified, words: &Words) -> String {
    let mut text = String::new();
    for check in &found.checks {
        let (mark, sentence) = if check.wrong.is_empty() { ("✓", "") } else { ("✗", "-not") };
        // Names come from whoever made the package: they must not write on the terminal.
        let named = check.wrong.join(", ").replace(char::is_control, "?");
        let key = format!("check-{}{sentence}", check.name);
        let said = words.tell_count(&key, check.checked as u64, &[("wrong", &named)]);
        text += &format!("{mark} {said}\n");
    }
    let about = [
        ("fingerprint", found.fingerprint.as_str()),
        ("snapshot", found.snapshot.as_str()),
        ("version", found.version.as_str()),
    ];
    text += &format!("{}\n", words.tell("package-about", &about));
    if !found.is_ours {
        text += &format!("{}\n", words.say("package-other-version"));
    }
    text
}

fn as_data(found: &package::Verified) -> serde_json::Value {
    let check = |check: &Check| serde_json::json!({ "check": check.name, "checked": check.checked, "wrong": check.wrong });
    serde_json::json!({
        "right": found.is_right(),
        "fingerprint": found.fingerprint,
        "snapshot": found.snapshot,
        "version": found.version,
        "checks": found.checks.iter().map(check).collect::<Vec<_>>(),
    })
}

/// The files of a package: of an archive, or of a folder it was taken apart into.
fn read(package: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let about = std::fs::metadata(package).map_err(unreadable(package))?;
    if about.is_dir() { read_folder(package) } else { read_archive(package) }
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(unreadable(folder))?;
    let paths: Result<Vec<PathBuf>, _> = entries.map(|entry| Ok(entry?.path())).collect();
    let paths = paths.map_err(unreadable(folder))?;
    let mut files = BTreeMap::new();
    for path in paths.into_iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let file = File::open(&path).map_err(unreadable(&path))?;
        take(&mut files, &path, name, file)?;
    }
    Ok(files)
}

fn read_archive(path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let file = File::open(path).map_err(unreadable(path))?;
    let refused = |error: zip::result::ZipError| {
        Failure::Input(format!("{} is no package: {error}", path.display()))
    };
    let mut archive = zip::ZipArchive::new(file).map_err(refused)?;
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let entry = archive.by_index(at).map_err(refused)?;
        let name = entry.name().to_owned();
        if files.contains_key(&name) {
            return Err(Failure::Input(format!("{} holds {name} twice", path.display())));
        }
        take(&mut files, path, name, entry)?;
    }
    Ok(files)
}

/// Reads one file of a package, within limits.
fn take(
    files: &mut BTreeMap<String, String>,
    path: &Path,
    name: String,
    from: impl Read,
) -> Result<(), Failure> {
    let refused = |why: &str| Failure::Input(format!("{}: {name} {why}", path.display()));
    if files.len() >= FILES_MAX {
        return Err(refused("is one file too many for a package"));
    }
    let taken: u64 = files.values().map(|text| text.len() as u64).sum();
    let left = BYTES_MAX.saturating_sub(taken);
    let mut bytes = Vec::new();
    from.take(left + 1).read_to_end(&mut bytes).map_err(unreadable(path))?;
    if bytes.len() as u64 > left {
        return Err(refused("is too large for a package"));
    }
    let text = String::from_utf8(bytes).map_err(|_| refused("is not UTF-8"))?;
    files.insert(name, text);
    Ok(())
}
