//! Common ground: statements that both halves accept, or both reject, by test and not by eye.
//!
//! # Definition
//! A statement is accepted by both when on each half the one-sided 90 % Wilson lower bound of the share
//! that agrees lies above one half, fewer than a third pass, and the statement survives the control of
//! false discoveries at q. The p-value is the larger of the halves' mid-p values against a fair coin
//! (intersection–union test). Rejection is the same with the share that disagrees.
//!
//! # Source
//! R. L. Berger, Technometrics 24 (1982) 295–300 (intersection–union); H. O. Lancaster, J. Am. Stat.
//! Assoc. 56 (1961) 223–234 (mid-p); Y. Benjamini, Y. Hochberg (1995).

use super::agreement::{Tallies, Tally};
use super::least::LeastNumbers;
use super::misjudgement::ExpectedInterval;
use super::opinions::Half;
use super::vote_matrix::Choice;
use crate::false_discovery::q_values;
use crate::interval::{Z90_ONE_SIDED, coin_mid_p};

/// What both halves may do together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Both agree.
    Accept,
    /// Both disagree.
    Reject,
}

impl Kind {
    /// The choice whose share is tested.
    pub fn choice(self) -> Choice {
        match self {
            Self::Accept => Choice::Agree,
            Self::Reject => Choice::Disagree,
        }
    }
}

/// The scientific choices of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClaimSettings {
    /// Expected share of false claims among claims.
    pub false_discovery_rate: f64,
    /// A statement on which this share or more passes is not claimed.
    pub pass_share_max: f64,
    /// Least numbers.
    pub least: LeastNumbers,
}

/// The result for one statement of one kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Claim {
    /// Product over halves of (x + 1)/(n + 2), x the people of this choice.
    pub product: f64,
    /// The lesser of the two shares.
    pub least_share: f64,
    /// The larger of the halves' p-values.
    pub p_value: f64,
    /// Benjamini–Hochberg among all statements tested for this kind.
    pub q_value: f64,
    /// Whether both halves hold it, by the definition above.
    pub claimed: bool,
    /// Claimed, and somewhere clearly unexpected by the other half.
    pub surprising: bool,
}

/// Input by statement.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// Counts.
    pub tallies: &'a Tallies,
    /// Whether a statement enters claims.
    pub counted: &'a [bool],
    /// What each half expects the other to answer, where enough predicted: `expected[h][j]` is the
    /// expectation held by half h.
    pub expected: &'a [Vec<Option<ExpectedInterval>>; 2],
}

/// Tests every statement for one kind; `None` where there are too few votes on either half, or where
/// the statement is moderated out. Cost: O(m log m), and the square root of n for each tail.
pub fn claims(ground: &Ground<'_>, kind: Kind, settings: &ClaimSettings) -> Vec<Option<Claim>> {
    let pairs: Vec<Option<[Tally; 2]>> = (0..ground.counted.len())
        .map(|j| enough_votes(ground, j, settings.least.votes_per_statement))
        .collect();
    let p_values: Vec<Option<f64>> =
        pairs.iter().map(|pair| pair.map(|pair| p_value(&pair, kind))).collect();
    let q = q_values(&p_values);
    let claim = |j: usize| {
        let (pair, p_value, q_value) = (pairs[j]?, p_values[j]?, q[j]?);
        let claimed = q_value <= settings.false_discovery_rate
            && pair.iter().all(|tally| held(tally, kind, settings.pass_share_max));
        let surprising = claimed && unexpected(ground, &pair, kind, j);
        let product = pair.iter().map(|tally| smoothed(tally, kind.choice())).product();
        let shares = pair.map(|tally| tally.share(kind.choice()));
        let least_share = shares[0].min(shares[1]);
        Some(Claim { product, least_share, p_value, q_value, claimed, surprising })
    };
    (0..pairs.len()).map(claim).collect()
}

/// How surprising a shared statement is: √(p₁ p₂) times how far the more underestimated half agrees
/// beyond what the other expected, never below 0. `None` where neither was predicted enough.
pub fn surprise(pair: &[Tally; 2], expected: [Option<ExpectedInterval>; 2]) -> Option<f64> {
    let shares = pair.map(|tally| tally.share(Choice::Agree));
    let beyond = |half: Half| {
        expected[half.index()].map(|expected| shares[half.other().index()] - expected.mean)
    };
    let most = match (beyond(Half::First), beyond(Half::Second)) {
        (Some(a), Some(b)) => a.max(b),
        (one, other) => one.or(other)?,
    };
    Some((shares[0] * shares[1]).sqrt() * most.max(0.0))
}

/// Both tallies of a statement that counts and has enough votes on each half.
pub fn enough_votes(ground: &Ground<'_>, statement: usize, least: u32) -> Option<[Tally; 2]> {
    let pair = Half::BOTH.map(|half| ground.tallies.of(half)[statement]);
    let enough = pair.iter().all(|tally| tally.votes() >= least);
    (ground.counted[statement] && enough).then_some(pair)
}

fn p_value(pair: &[Tally; 2], kind: Kind) -> f64 {
    let one = |tally: &Tally| {
        let votes = tally.effective().round();
        let held = (tally.share(kind.choice()) * votes).round();
        coin_mid_p(whole(held), whole(votes))
    };
    one(&pair[0]).max(one(&pair[1]))
}

/// A count that has been rounded already.
fn whole(rounded: f64) -> u64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rounded count of people, not negative"
    )]
    let count = rounded.max(0.0) as u64;
    count
}

fn held(tally: &Tally, kind: Kind, pass_share_max: f64) -> bool {
    tally.interval(kind.choice(), Z90_ONE_SIDED).low > 0.5
        && tally.share(Choice::Pass) < pass_share_max
}

fn smoothed(tally: &Tally, choice: Choice) -> f64 {
    let n = tally.effective();
    (tally.share(choice) * n + 1.0) / (n + 2.0)
}

/// For acceptance: somebody's agreement lies above what the other half expected at most (95 %);
/// for rejection: below what it expected at least.
fn unexpected(ground: &Ground<'_>, pair: &[Tally; 2], kind: Kind, statement: usize) -> bool {
    Half::BOTH.into_iter().any(|holder| {
        let actual = pair[holder.other().index()].share(Choice::Agree);
        ground.expected[holder.index()][statement].is_some_and(|expected| match kind {
            Kind::Accept => expected.interval.high < actual,
            Kind::Reject => expected.interval.low > actual,
        })
    })
}
