//! What the verbs promise: people apart from ballots, one invitation one person, two keys.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod attacker;
#[path = "../../../store/tests/common/mod.rs"]
mod common;
mod entering;
mod town;
mod two_keys;
