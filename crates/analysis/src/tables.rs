//! Files in and out: readers and writers of tables, pure. Bytes go in block by block, records come out.
//!
//! Nothing here opens a file; whoever does feeds the blocks.

pub mod column;
mod columns;
mod comments;
mod conversation;
pub mod encoding;
pub mod error;
pub mod exposures;
pub mod ids;
pub mod participants;
pub mod polis_matrix;
pub mod polis_out;
pub mod predictions;
pub mod reader;
mod records;
pub mod rows;
pub mod statements;
pub mod tables_out;
pub mod together;
pub mod votes;
mod word;
pub mod write;

pub use error::{Problem, TableError};
pub use reader::{TableKind, TableReader, recognise};
