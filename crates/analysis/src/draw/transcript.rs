//! The account of a draw: lines of JSON, each with the digest of the one before.
//!
//! Canonical: UTF-8, keys sorted, no spaces, whole numbers only, fractions as text. So the same account is the same
//! bytes, and one changed byte shows in every line that follows.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// A record: what it is, and what it says.
pub type Record = Map<String, Value>;

/// What stands before the first record.
pub const BEGIN: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Why an account cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// No JSON, or not the canonical form of it.
    #[error("line {line} is not in the form in which accounts are written")]
    Form {
        /// Which.
        line: usize,
    },
    /// The chain is broken.
    #[error(
        "line {line} does not follow the line before it: something was changed, added or taken away"
    )]
    Chain {
        /// Which.
        line: usize,
    },
}

/// An account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transcript {
    records: Vec<Record>,
    lines: Vec<String>,
}

impl Transcript {
    /// Adds a record of this kind; gives its digest.
    pub fn add(&mut self, kind: &str, mut record: Record) -> String {
        record.insert("record".to_owned(), kind.into());
        record.insert("before".to_owned(), self.head().into());
        self.lines.push(canonical(&Value::Object(record.clone())));
        self.records.push(record);
        self.head()
    }

    /// Digest of the last line.
    pub fn head(&self) -> String {
        self.lines
            .last()
            .map_or_else(|| BEGIN.to_owned(), |line| hex(&Sha256::digest(line.as_bytes())))
    }

    /// Digest of the line of a record.
    pub fn digest(&self, at: usize) -> String {
        hex(&Sha256::digest(self.lines[at].as_bytes()))
    }

    /// All records.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// Records of a kind, with their places.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (usize, &'a Record)> + 'a {
        let is_of = move |(_, record): &(usize, &Record)| text(record, "record") == kind;
        self.records.iter().enumerate().filter(is_of)
    }

    /// The first record of a kind.
    pub fn first(&self, kind: &str) -> Option<&Record> {
        self.records.iter().find(|record| text(record, "record") == kind)
    }

    /// As text, a line a record.
    pub fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.as_str(), "\n"]).collect()
    }

    /// Reads an account; each line must be canonical and follow the one before.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let mut read = Self::default();
        if text.is_empty() {
            return Ok(read);
        }
        for (at, line) in text.strip_suffix('\n').unwrap_or(text).split('\n').enumerate() {
            let form = || Unreadable::Form { line: at + 1 };
            let value: Value = serde_json::from_str(line).map_err(|_| form())?;
            if canonical(&value) != line {
                return Err(form());
            }
            let Value::Object(record) = value else { return Err(form()) };
            if self::text(&record, "before") != read.head() {
                return Err(Unreadable::Chain { line: at + 1 });
            }
            read.lines.push(line.to_owned());
            read.records.push(record);
        }
        Ok(read)
    }
}

/// A text of a record; empty where there is none.
pub fn text<'a>(record: &'a Record, name: &str) -> &'a str {
    record.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A whole number of a record.
pub fn whole(record: &Record, name: &str) -> Option<i64> {
    record.get(name).and_then(Value::as_i64)
}

/// A list of texts of a record.
pub fn texts<'a>(record: &'a Record, name: &str) -> Vec<&'a str> {
    let all = record.get(name).and_then(Value::as_array);
    all.map(|all| all.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// A record of these entries.
pub fn record<const N: usize>(entries: [(&str, Value); N]) -> Record {
    entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The canonical form: keys sorted, no spaces. Numbers with a point have none.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            let entry = |key: &&String| format!("{}:{}", quoted(key), canonical(&map[*key]));
            format!("{{{}}}", keys.iter().map(entry).collect::<Vec<_>>().join(","))
        }
        Value::Array(all) => {
            format!("[{}]", all.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        Value::String(text) => quoted(text),
        Value::Number(number) if number.is_f64() => "null".to_owned(),
        other => other.to_string(),
    }
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Hexadecimal digits as bytes.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// SHA-256 of a purpose and parts, one after the other.
pub fn digest(purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(purpose.as_bytes());
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}
