//! From records to findings: the only room where ids meet indices.
//!
//! This room does no I/O, and returns no number without its n, interval and provenance.

pub mod ballots;
pub mod provenance;
mod signs;
pub mod snapshot;
pub mod tables;
