//! Who takes part: the lottery.

pub mod lottery;
