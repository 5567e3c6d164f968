//! Three findings for whoever has one minute, each a consequence of a test.

use serde::{Deserialize, Serialize};

use crate::findings::{Figure, Findings, Majority, MisjudgementFindings, PooledFindings, Verdict};

/// Which way both sides misjudge each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Clearly too low.
    TooLow,
    /// Clearly too high.
    TooHigh,
    /// Not clear of zero.
    Close,
}

/// One finding, with the figures its sentence needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Headline {
    /// What both sides accept, reject, and what divides them; the firmest accepted by index.
    CommonGround {
        /// Accepted, by index, firmest first, at most two.
        firmest: Vec<usize>,
        /// Counts of all verdicts.
        counts: crate::findings::GroundCounts,
    },
    /// What each side expects of the other.
    Misjudgement {
        /// Whether it is about the statements both accept; else about all.
        on_common_ground: bool,
        /// By the side that expects.
        directions: [Direction; 2],
        /// The widest clear gap, as (statement, side that expects).
        widest: Option<(usize, usize)>,
    },
    /// There are no predictions, or too few.
    NoPredictions,
    /// Where disagreement lies.
    Divide {
        /// Whether people of different sides differ more often than people of one side: F is clear of zero.
        across_more: bool,
    },
    /// Too few people to say where disagreement lies.
    DivideTooFew,
    /// Without sides: on how many statements more than half agree, or disagree.
    Majorities {
        /// More than half agree.
        agree: usize,
        /// More than half disagree.
        disagree: usize,
        /// Statements with enough votes.
        tested: usize,
        /// The firmest, by index, at most two.
        firmest: Vec<usize>,
    },
    /// Without sides: the statement on which people split most evenly.
    MostSplit {
        /// By index.
        statement: usize,
    },
    /// Without sides: who answered.
    Answered {
        /// Whether who answered seems to depend on opinion.
        warns: Option<bool>,
    },
}

impl Headline {
    /// The statements it names, by index.
    pub fn statements(&self) -> Vec<usize> {
        match self {
            Self::CommonGround { firmest, .. } | Self::Majorities { firmest, .. } => {
                firmest.clone()
            }
            Self::Misjudgement { widest, .. } => widest.iter().map(|(at, _)| *at).collect(),
            Self::MostSplit { statement } => vec![*statement],
            Self::NoPredictions
            | Self::Divide { .. }
            | Self::DivideTooFew
            | Self::Answered { .. } => Vec::new(),
        }
    }
}

/// The headlines of the findings.
pub fn headlines(findings: &Findings) -> Vec<Headline> {
    match (&findings.ground, &findings.misjudgement) {
        (Some(counts), Some(misjudgement)) => vec![
            Headline::CommonGround { firmest: firmest(findings, 2), counts: *counts },
            misjudged(findings, misjudgement),
            divided(findings),
        ],
        _ => without_sides(findings),
    }
}

/// The firmest common ground: accepted, by the largest lower bound of the lesser side.
pub fn firmest(findings: &Findings, count: usize) -> Vec<usize> {
    let bound = |j: usize| {
        let sides = findings.statements[j].sides.as_ref()?;
        let low = |side: usize| sides[side].agree_share.low;
        Some(low(0)?.min(low(1)?))
    };
    let accepted = (0..findings.statements.len())
        .filter(|j| findings.statements[*j].verdict == Some(Verdict::Accepted));
    top(accepted.filter_map(|j| Some((j, bound(j)?))), count)
}

/// The indices with the greatest values, ties by index.
pub fn top(values: impl Iterator<Item = (usize, f64)>, count: usize) -> Vec<usize> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    values.into_iter().take(count).map(|(j, _)| j).collect()
}

/// Which way a gap points, if it is clear of zero.
pub fn direction(gap: &Figure) -> Option<Direction> {
    match (gap.low, gap.high) {
        (_, Some(high)) if high < 0.0 => Some(Direction::TooLow),
        (Some(low), _) if low > 0.0 => Some(Direction::TooHigh),
        (Some(_), Some(_)) => Some(Direction::Close),
        _ => None,
    }
}

fn misjudged(findings: &Findings, misjudgement: &[MisjudgementFindings; 2]) -> Headline {
    let way = |of: fn(&MisjudgementFindings) -> &PooledFindings| {
        let [a, b] = [0, 1].map(|side: usize| direction(&of(&misjudgement[side]).gap));
        Some([a?, b?])
    };
    let shared = way(|m| &m.on_common_ground);
    let on_common_ground = shared.is_some();
    let Some(directions) = shared.or_else(|| way(|m| &m.pooled)) else {
        return Headline::NoPredictions;
    };
    Headline::Misjudgement { on_common_ground, directions, widest: widest(findings) }
}

/// The widest gap that is clear of zero.
fn widest(findings: &Findings) -> Option<(usize, usize)> {
    let mut found: Option<((usize, usize), f64)> = None;
    for (j, statement) in findings.statements.iter().enumerate() {
        for (side, gap) in statement.gaps.iter().flatten().enumerate() {
            let clear = matches!(direction(&gap.gap), Some(Direction::TooLow | Direction::TooHigh));
            let width = gap.gap.value.filter(|_| clear && statement.counted).map(f64::abs);
            if let Some(width) = width
                && found.is_none_or(|(_, most)| width > most)
            {
                found = Some(((j, side), width));
            }
        }
    }
    found.map(|(place, _)| place)
}

fn divided(findings: &Findings) -> Headline {
    let divide = findings.dispersion.as_ref().map(|dispersion| &dispersion.divide);
    match divide.and_then(|divide| divide.low) {
        Some(low) => Headline::Divide { across_more: low > 0.0 },
        None => Headline::DivideTooFew,
    }
}

fn without_sides(findings: &Findings) -> Vec<Headline> {
    let statements = || findings.statements.iter().enumerate();
    let count = |wanted: Majority| statements().filter(|(_, s)| s.majority == Some(wanted)).count();
    let tested = statements().filter(|(_, s)| s.majority.is_some()).count();
    let low = |(j, s): (usize, &crate::findings::StatementFindings)| {
        let low = s.everybody.agree_share.low;
        low.filter(|_| s.majority == Some(Majority::Agree)).map(|low| (j, low))
    };
    let firmest = top(statements().filter_map(low), 2);
    let split = statements().filter(|(_, s)| s.counted).filter_map(|(j, s)| Some((j, s.split?)));
    let (agree, disagree) = (count(Majority::Agree), count(Majority::Disagree));
    let mut headlines = vec![Headline::Majorities { agree, disagree, tested, firmest }];
    // Where a split is withheld, nobody can say which is the greatest.
    let all_told = statements().all(|(_, s)| s.majority.is_none() || s.split.is_some());
    headlines.extend(
        top(split.filter(|_| all_told), 1).first().map(|j| Headline::MostSplit { statement: *j }),
    );
    headlines.push(Headline::Answered { warns: findings.missingness.warns });
    headlines
}
