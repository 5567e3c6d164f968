//! Telling: findings to page, picture, table and terminal text, in each language.
//!
//! Values in, text out: this room computes no statistic and does no I/O.

pub mod chart;
pub mod draw;
pub mod edition;
pub mod number;
pub mod open_data;
pub mod package;
pub mod page;
pub mod terminal;
pub mod words;
