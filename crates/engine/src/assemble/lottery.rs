//! Who comes: chances that are as equal as quotas allow, and a thousand numbered delegations that give them.

pub mod deal;
pub mod fairness;
mod panel_search;
pub mod peel;
pub mod quotas;
pub mod tickets;
