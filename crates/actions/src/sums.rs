//! What organisers see while people vote: about how many came, not what they said. Exact counts would tell who
//! answers when, so they come after the close.

use beringia_domain::{Part, Stage, StatementStatus};
use beringia_store as store;

use crate::authority::Observer;
use crate::error::{ActionError, Refusal};
use crate::house::House;

/// How a conversation goes, by side.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// People who came to the exchange.
    pub came: [u64; 2],
    /// People who may still come: invited and not revoked.
    pub invited: [u64; 2],
    /// Replaced codes.
    pub replaced: [u64; 2],
    /// People who answered at least one statement.
    pub answered: [u64; 2],
    /// Votes.
    pub votes: [u64; 2],
    /// Predictions.
    pub predictions: [u64; 2],
    /// Answers to the statement that has fewest.
    pub least_answers: [u64; 2],
    /// Of a hundred statements shown to viewers of a side, how many were written on the other, in steps while people
    /// answer; nothing while too few were shown.
    pub from_other_side: [Option<u64>; 2],
}

/// Counts are told in steps of so many while people answer.
const STEP: u64 = 10;
/// While people answer, shares of what they were shown rest on at least so many showings, so that one more is not seen.
const SHOWN_MIN: u64 = 100;

/// A count rounded down to a step.
pub fn down(count: u64) -> u64 {
    count - count % STEP
}

/// How a conversation goes; in steps while people answer.
pub async fn progress(
    house: &House,
    _by: &Observer,
    conversation: i64,
) -> Result<Progress, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let content = live.content();
    let batches = store::batches(&house.database, house.exchange).await?;
    let sum = |side: Part, is_replacement: bool| {
        let own = batches.iter().filter(|b| b.side == side && b.is_replacement == is_replacement);
        own.map(|b| u64::try_from(b.size - b.revoked).unwrap_or(0)).sum::<u64>()
    };
    let open: Vec<usize> = content
        .statements
        .iter()
        .enumerate()
        .filter(|(_, s)| s.status == StatementStatus::Accepted)
        .map(|(place, _)| place)
        .collect();
    let is_open = content.stage == Stage::Open;
    Ok(live.with(|state| {
        let least = |side: Part| {
            let counts = &state.counts[side.index()];
            open.iter().map(|j| counts.get(*j).map_or(0, |c| c.answers())).min().unwrap_or(0)
        };
        let crossed = |side: Part| {
            let shown = state.shown[side.index()];
            let all = shown[0] + shown[1];
            let share = |step: u64| {
                (shown[side.other().index()] * 100 + all * step / 2) / (all * step) * step
            };
            if is_open {
                (all >= SHOWN_MIN).then(|| share(STEP))
            } else {
                (all > 0).then(|| share(1))
            }
        };
        let about = |counts: [u64; 2]| if is_open { counts.map(down) } else { counts };
        Progress {
            came: about(house.came()),
            invited: Part::BOTH.map(|side| sum(side, false)),
            replaced: Part::BOTH.map(|side| sum(side, true)),
            answered: about(state.answered),
            votes: about(state.votes),
            predictions: about(state.predictions),
            least_answers: about(Part::BOTH.map(least).map(u64::from)),
            from_other_side: Part::BOTH.map(crossed),
        }
    }))
}
