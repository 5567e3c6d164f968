//! A draw of a delegation: files in, chances and tickets, and the account of it that a stranger can check.

pub mod applicants;
pub mod ceremony;
pub mod compare;
pub mod continues;
mod levels;
pub mod numbered;
pub mod plan;
pub mod problem;
pub mod replace;
pub mod rules;
pub mod seed;
pub mod sheet;
pub mod summary;
pub mod told;
pub mod transcript;
pub mod verify;
