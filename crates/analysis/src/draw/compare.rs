//! What people look up in an account by themselves.

use serde_json::Value;

use super::ceremony::{KEEPERS, commitment_digest};
use super::transcript::{Transcript, text, texts};

/// What whoever checks compares by hand, because no program knows what was said in public: the digest of the commitment,
/// those of both secrets, and the value that decided with what was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToCompare {
    /// Digest of everything that was fixed.
    pub commitment: String,
    /// Digests of the secrets of A and B.
    pub hashes: [String; 2],
    /// Which value was to decide, and what it is said to have been.
    pub value: Option<(String, String)>,
}

/// What is to be compared by hand; `None` where nothing is committed.
pub fn to_compare(public: &Transcript) -> Option<ToCompare> {
    let (_, own) = public.of("commitment").last()?;
    let hash = |keeper: &str| {
        let own = own.get("hashes").and_then(|all| all.get(keeper)).and_then(Value::as_str);
        own.unwrap_or_default().to_owned()
    };
    let (_, rules) = public.of("rules").last()?;
    let named = rules.get("source").and_then(|source| source.get("named")).and_then(Value::as_str);
    let draw = public.of("draw").last();
    Some(ToCompare {
        commitment: commitment_digest(public)?,
        hashes: KEEPERS.map(hash),
        value: draw
            .map(|(_, own)| (named.unwrap_or_default().to_owned(), text(own, "value").to_owned())),
    })
}

/// The tickets in which a number is, counted from 0.
pub fn tickets_of(public: &Transcript, number: &str) -> Vec<usize> {
    let tickets =
        public.of("portfolio").last().map(|(_, own)| texts(own, "tickets")).unwrap_or_default();
    let holds = |(_, line): &(usize, &str)| line.split(' ').any(|own| own == number);
    tickets.into_iter().enumerate().filter(holds).map(|(at, _)| at).collect()
}
