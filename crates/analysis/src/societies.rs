//! Invented societies: two invented places whose true opinions are known, so that every measure can be held
//! against the truth. Nothing here describes a real society.

mod generate;
mod model;
pub mod planar;
mod statements;
mod truth;

pub use generate::invent;
pub use model::{Missing, Plan};
pub use truth::{StatementTruth, Truth};
