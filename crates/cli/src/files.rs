//! Finds the tables of one conversation and feeds them to their reader, block by block.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::reader::Intake;
use beringia_analysis::tables::together::{NotTogether, belong_together};
use beringia_analysis::tables::{Problem, TableError, TableKind, TableReader, recognise};
use indicatif::ProgressBar;

use crate::exit::{Failure, unreadable};
use crate::progress::{self, Show};

const BLOCK_BYTES: usize = 1 << 20;

/// One table to read.
#[derive(Debug, Clone)]
struct Found {
    path: PathBuf,
    name: String,
    kind: TableKind,
}

/// The tables of one conversation.
#[derive(Debug)]
pub(crate) struct Input {
    tables: Vec<Found>,
    bytes: u64,
    /// Files of the folder that are no table of ours.
    pub(crate) not_read: Vec<String>,
}

/// Recognises what lies at the paths: one folder, or files. Order of paths does not matter.
pub(crate) fn find(paths: &[PathBuf]) -> Result<Input, Failure> {
    let mut input = Input { tables: Vec::new(), bytes: 0, not_read: Vec::new() };
    for path in paths {
        let about = std::fs::metadata(path).map_err(unreadable(path))?;
        if about.is_dir() {
            add_folder(&mut input, path)?;
        } else {
            add_file(&mut input, path)?;
        }
    }
    input.tables.sort_by_key(|found| found.kind);
    let kinds = input.tables.iter().map(|found| (found.path.display().to_string(), found.kind));
    let kinds: Vec<(String, TableKind)> = kinds.collect();
    belong_together(&kinds).map_err(|error| match error {
        NotTogether::NoVotes(_) => {
            let named: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
            NotTogether::NoVotes(named.join(", "))
        }
        other => other,
    })?;
    Ok(input)
}

fn add_folder(input: &mut Input, folder: &Path) -> Result<(), Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) {
            paths.push(path);
        }
    }
    paths.sort();
    for path in paths {
        match add_file(input, &path) {
            Err(Failure::Table(TableError { problem, file, .. }))
                if matches!(*problem, Problem::UnknownHeader { .. }) =>
            {
                input.not_read.push(file);
            }
            other => other?,
        }
    }
    Ok(())
}

fn add_file(input: &mut Input, path: &Path) -> Result<(), Failure> {
    let mut file = File::open(path).map_err(unreadable(path))?;
    let mut start = vec![0; BLOCK_BYTES];
    let mut filled = 0;
    while filled < start.len() {
        match file.read(&mut start[filled..]).map_err(unreadable(path))? {
            0 => break,
            read => filled += read,
        }
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let kind = recognise(&name, &start[..filled])?;
    input.bytes += file.metadata().map_err(unreadable(path))?.len();
    input.tables.push(Found { path: path.to_owned(), name, kind });
    Ok(())
}

/// Reads everything. A file that is not UTF-8 is tried once more as GB18030.
pub(crate) fn read(
    input: &Input,
    weights: Option<&str>,
    (show, what): (Show, &str),
) -> Result<Intake, Failure> {
    let mut encodings: BTreeMap<&str, Encoding> = BTreeMap::new();
    loop {
        match read_as(input, weights, &encodings, (show, what)) {
            Err(Failure::Table(error)) if *error.problem == Problem::NotUtf8 => {
                let found = input.tables.iter().find(|found| found.name == error.file);
                let name = found.map_or("", |found| found.name.as_str());
                if encodings.insert(name, Encoding::Gb18030).is_some() || name.is_empty() {
                    return Err(Failure::Table(error));
                }
            }
            other => return other,
        }
    }
}

fn read_as(
    input: &Input,
    weights: Option<&str>,
    encodings: &BTreeMap<&str, Encoding>,
    (show, what): (Show, &str),
) -> Result<Intake, Failure> {
    let mut intake = Intake { weight_column: weights.map(str::to_owned), ..Intake::default() };
    let holds = |kind: TableKind| input.tables.iter().any(|found| found.kind == kind);
    let has_votes = holds(TableKind::PolisVotes) || holds(TableKind::Votes);
    intake.matrix_for_signs_only = has_votes;
    if weights.is_some() && !holds(TableKind::Participants) {
        let message = "weights are a column of participants.csv, and there is none";
        return Err(Failure::Input(message.to_owned()));
    }
    let bar = progress::bytes(input.bytes, what, show);
    for found in &input.tables {
        let is_beside = found.kind == TableKind::PolisMatrix && has_votes;
        if is_beside && holds(TableKind::PolisComments) {
            continue;
        }
        let encoding = encodings.get(found.name.as_str()).copied().unwrap_or(Encoding::Utf8);
        let reader = TableReader::new(&mut intake, &found.name, encoding);
        read_table(found, reader, &bar)?;
    }
    bar.finish_and_clear();
    Ok(intake)
}

fn read_table(
    found: &Found,
    mut reader: TableReader<'_>,
    bar: &ProgressBar,
) -> Result<(), Failure> {
    let mut file = File::open(&found.path).map_err(unreadable(&found.path))?;
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let read = file.read(&mut block).map_err(unreadable(&found.path))?;
        if read == 0 {
            break;
        }
        bar.inc(read as u64);
        reader.feed(&block[..read])?;
    }
    Ok(reader.finish()?)
}
