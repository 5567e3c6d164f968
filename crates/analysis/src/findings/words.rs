//! Words of findings that are read back: the names of methods and of what is counted.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// A name of ours in a file. (An alias: to serde, a reference would have to outlive what it was read from.)
pub type Word = &'static str;

/// Names are short, and there are few of them; a file with more is none of ours.
const LENGTH_MAX: usize = 64;
const WORDS_MAX: usize = 256;

/// Words that were read. They live as long as the program, like those it was built with.
static KNOWN: Mutex<BTreeSet<Word>> = Mutex::new(BTreeSet::new());

/// Reads a word.
pub(crate) fn word<'de, D: Deserializer<'de>>(from: D) -> Result<Word, D::Error> {
    let text = String::deserialize(from)?;
    known(&text).ok_or_else(|| D::Error::custom(format!("“{text}” is no name of ours")))
}

/// Reads a word that may be absent.
pub(super) fn word_or_none<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Word>, D::Error> {
    match Option::<String>::deserialize(from)? {
        Some(text) => known(&text)
            .map(Some)
            .ok_or_else(|| D::Error::custom(format!("“{text}” is no name of ours"))),
        None => Ok(None),
    }
}

fn known(text: &str) -> Option<Word> {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(word) = known.get(text) {
        return Some(word);
    }
    if text.len() > LENGTH_MAX || known.len() >= WORDS_MAX {
        return None;
    }
    let word: Word = Box::leak(text.to_owned().into_boxed_str());
    known.insert(word);
    Some(word)
}
