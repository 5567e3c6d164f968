//! From records to findings: the only room where ids meet indices.
//!
//! This room does no I/O, and returns no number without its n, interval and provenance.

pub mod analyse;
pub mod ballots;
pub mod disclosure;
pub mod draw;
pub mod findings;
pub mod follows;
pub mod headlines;
pub mod maths;
pub mod provenance;
pub mod settings;
mod signs;
pub mod snapshot;
pub mod societies;
pub mod tables;
pub mod watch;

pub use analyse::{analyse, analyse_watched};
