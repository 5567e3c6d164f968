//! Polis's figures of one statement in one group.

use crate::measure::representativeness::two_proportions;
use crate::measure::vote_matrix::VoteMatrix;

/// Votes on one statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Who agree.
    pub agree: u32,
    /// Who disagree.
    pub disagree: u32,
    /// Who voted, passes included.
    pub votes: u32,
}

impl Counts {
    /// Adds a vote by the code of its choice.
    pub(super) fn add(&mut self, choice: u32) {
        self.agree += u32::from(choice == 0);
        self.disagree += u32::from(choice == 1);
        self.votes += 1;
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            agree: self.agree + other.agree,
            disagree: self.disagree + other.disagree,
            votes: self.votes + other.votes,
        }
    }

    /// (agree + 1) / (votes + 2).
    pub fn agree_share(self) -> f64 {
        smoothed(self.agree, self.votes)
    }

    /// (disagree + 1) / (votes + 2).
    pub fn disagree_share(self) -> f64 {
        smoothed(self.disagree, self.votes)
    }

    /// How urgently a statement of this extremity wants votes.
    pub fn priority(self, extremity: f64) -> f64 {
        let pass = smoothed(self.votes - self.agree - self.disagree, self.votes);
        let importance = (1.0 - pass) * (extremity + 1.0) * self.agree_share();
        let novelty = 1.0 + 8.0 * (-f64::from(self.votes) / 5.0).exp2();
        (importance * novelty).powi(2)
    }
}

fn smoothed(chose: u32, votes: u32) -> f64 {
    (f64::from(chose) + 1.0) / (f64::from(votes) + 2.0)
}

/// One-proportion z against one half, with 1 added to both counts.
pub(super) fn one_proportion(chose: u32, votes: u32) -> f64 {
    let (chose, votes) = (f64::from(chose) + 1.0, f64::from(votes) + 1.0);
    2.0 * votes.sqrt() * (chose / votes - 0.5)
}

/// Figures of one statement in one group, under Polis's names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupStatistics {
    /// na, nd, ns.
    pub counts: Counts,
    /// Smoothed shares of agree and disagree (pa, pd).
    pub share: [f64; 2],
    /// Their one-proportion z (pat, pdt).
    pub share_z: [f64; 2],
    /// Ratios to the same shares of all other groups together (ra, rd).
    pub ratio: [f64; 2],
    /// Two-proportion z (rat, rdt).
    pub ratio_z: [f64; 2],
}

impl GroupStatistics {
    fn of(group: Counts, rest: Counts) -> Self {
        let pairs = [(group.agree, rest.agree), (group.disagree, rest.disagree)];
        let share = pairs.map(|(chose, _)| smoothed(chose, group.votes));
        let of_rest = pairs.map(|(_, chose)| smoothed(chose, rest.votes));
        Self {
            counts: group,
            share,
            share_z: pairs.map(|(chose, _)| one_proportion(chose, group.votes)),
            ratio: [share[0] / of_rest[0], share[1] / of_rest[1]],
            ratio_z: pairs.map(|(a, b)| two_proportions((a, group.votes), (b, rest.votes))),
        }
    }
}

/// Statistics of these statements by group; `labels` go by `people`.
pub fn statistics(
    votes: &VoteMatrix,
    statements: &[u32],
    people: &[u32],
    labels: &[u8],
    groups: usize,
) -> Vec<Vec<GroupStatistics>> {
    let mut counts = vec![vec![Counts::default(); votes.statements()]; groups];
    for (person, label) in people.iter().zip(labels) {
        let of_group = &mut counts[usize::from(*label)];
        for cell in votes.cells(*person as usize) {
            of_group[(cell >> 2) as usize].add(cell & 3);
        }
    }
    let of = |group: usize, j: usize| {
        let others = (0..groups).filter(|g| *g != group).map(|g| counts[g][j]);
        GroupStatistics::of(counts[group][j], others.fold(Counts::default(), Counts::plus))
    };
    (0..groups).map(|g| statements.iter().map(|j| of(g, *j as usize)).collect()).collect()
}
