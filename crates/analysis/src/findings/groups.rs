//! Findings about the opinion map and the groups on it.

use beringia_engine::measure::polis::Polis;
use beringia_engine::measure::structure::STRUCTURE_P_MAX;
use serde::{Deserialize, Serialize};

use super::{Figure, TallyFindings, Word, word};

/// The map, the groups, and how firm they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpinionGroupsFindings {
    /// What there is; absent where there are too few people or statements.
    pub verdict: Option<GroupVerdict>,
    /// How many groups; absent where there are none to speak of.
    pub k: Option<usize>,
    /// Who decided on their number.
    pub cut: GroupCut,
    /// The number that was asked for.
    pub wanted: Option<usize>,
    /// The number of groups on whose reliability the verdict rests.
    pub judged: Option<usize>,
    /// Lower ends of κ from which groups are a tendency, gradual, distinct.
    pub thresholds: [f64; 3],
    /// Why there is no verdict, where there is none.
    pub too_few: Option<TooFewFindings>,
    /// People on the map: those with enough votes.
    pub people: Option<u64>,
    /// Votes a person needs to be on it.
    pub votes_min: u32,
    /// Statements that make the map.
    pub statements: u64,
    /// Share of variance along each axis; a share of all variance, missing votes counted as the mean.
    pub explained: Option<[f64; 2]>,
    /// Whether there is any structure.
    pub structure: Option<StructureFindings>,
    /// How firm each number of groups is.
    pub reliability: Vec<ReliabilityFindings>,
    /// How far each axis is readiness to agree.
    pub readiness: Option<ReadinessFindings>,
    /// Cramér's V of groups and sides.
    pub side_overlap: Figure,
    /// Share of people who sit near a border.
    pub near_border: Figure,
    /// The groups.
    pub groups: Vec<GroupFindings>,
    /// What marks them, by group, the largest lower bound of the difference first.
    pub marks: Vec<MarkFindings>,
    /// The map in cells.
    pub cells: CellFindings,
    /// What Polis makes of it, where that is asked for.
    #[serde(skip_deserializing)]
    pub polis: Option<PolisFindings>,
    /// Everybody who voted, with their places; for files and pictures of who holds the rows.
    #[serde(skip)]
    pub persons: Vec<PersonFindings>,
}

/// Above this overlap the groups are the sides.
const SAME_AS_SIDES: f64 = 0.8;
/// Below this one they cut across both.
const ACROSS_SIDES: f64 = 0.3;

/// How groups lie to the sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    /// They are the two sides.
    Same,
    /// People of both sides are in each.
    Across,
    /// Neither, or it is not known.
    Between,
}

impl OpinionGroupsFindings {
    /// The reliability on which the verdict rests.
    pub fn judged_by(&self) -> Option<&ReliabilityFindings> {
        self.reliability.iter().find(|firm| Some(firm.k) == self.judged)
    }

    /// Whether answers hang together, yet it cannot be said that they make groups.
    pub fn is_unsure(&self) -> bool {
        let is_structured = self.structure.is_some_and(|found| found.p_value <= STRUCTURE_P_MAX);
        let may_be = self.judged_by().is_some_and(|firm| firm.value >= self.thresholds[0]);
        self.verdict == Some(GroupVerdict::None) && is_structured && may_be
    }

    /// How the groups lie to the sides.
    pub fn across(&self) -> Across {
        match self.side_overlap.value {
            Some(overlap) if overlap > SAME_AS_SIDES => Across::Same,
            Some(overlap) if overlap < ACROSS_SIDES => Across::Across,
            _ => Across::Between,
        }
    }
}

/// What there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupVerdict {
    /// People differ, but not in groups.
    None,
    /// Leanings that other statements could redraw.
    Tendency,
    /// Camps that shade into each other.
    Gradual,
    /// Groups.
    Distinct,
}

/// Who decided on the number of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroupCut {
    /// Their reliability.
    MostReliable,
    /// Whoever asked.
    Wanted,
    /// Polis's rules.
    Polis,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooFewFindings {
    /// How many there are.
    pub have: Option<u64>,
    /// How many are needed.
    pub needed: u64,
    /// Of what.
    #[serde(deserialize_with = "word")]
    pub of: Word,
}

/// The test of structure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct StructureFindings {
    /// How often chance does as much.
    pub p_value: f64,
    /// How often votes were dealt anew.
    pub deals: usize,
    /// Share of variance along the first axis.
    pub share: f64,
    /// The largest such share by chance.
    pub largest_by_chance: f64,
    /// People it rests on.
    pub n: Option<u64>,
    /// As in `docs/methods/`.
    #[serde(deserialize_with = "word")]
    pub method: Word,
}

/// How firm a number of groups is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReliabilityFindings {
    /// How many groups.
    pub k: usize,
    /// Mean κ between halves of the statements.
    pub value: f64,
    /// Lower end of the 90 % interval.
    pub low90: f64,
    /// Upper end.
    pub high90: f64,
    /// Standard error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// Stepped up to all statements (Spearman–Brown, approximate).
    pub stepped_up: f64,
    /// Share of people whom the other half of the statements puts into the same group.
    pub same: f64,
    /// Share of people whom chance would put into the same group.
    pub same_by_chance: f64,
    /// Splits of the statements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub splits: Option<usize>,
    /// People it rests on.
    pub n: Option<u64>,
    /// As in `docs/methods/`.
    #[serde(deserialize_with = "word")]
    pub method: Word,
}

/// How far axes are readiness to agree.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ReadinessFindings {
    /// Correlation of each axis with a person's share of agree.
    pub correlations: [Option<f64>; 2],
    /// Which axes are flagged.
    pub flagged: [bool; 2],
    /// How much the flagged axis has in common with the first one once readiness is taken out.
    pub without: Option<f64>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupFindings {
    /// Its number, from 1, the largest first.
    pub number: usize,
    /// People.
    pub people: Option<u64>,
    /// Of all people on the map.
    pub share: Figure,
    /// By side: of the side's people on the map, the share in this group.
    pub share_of_sides: Option<[Figure; 2]>,
    /// The middle of its people.
    pub centre: [f64; 2],
    /// Variance along the axes, and the covariance: xx, xy, yy.
    pub covariance: [f64; 3],
    /// Counts and shares of each statement among its people; in files they are rows of `statements.csv`.
    #[serde(skip)]
    pub tallies: Vec<TallyFindings>,
    /// Agree, disagree, pass by side and statement.
    pub counts_by_side: Option<[Vec<[u32; 3]>; 2]>,
}

/// A direction of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkDirection {
    /// More agree.
    Agree,
    /// More disagree.
    Disagree,
}

impl MarkDirection {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
        }
    }
}

/// One statement in one group and direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkFindings {
    /// The group's number, from 1.
    pub group: usize,
    /// The statement, by index.
    pub statement: usize,
    /// Agree or disagree.
    pub direction: MarkDirection,
    /// Share that chose it among the group.
    pub share_in: Figure,
    /// Share among all other groups.
    pub share_out: Figure,
    /// Inside minus outside.
    pub difference: Figure,
    /// One-sided.
    pub p_value: Option<f64>,
    /// After control of false discoveries.
    pub q_value: Option<f64>,
    /// Whether it marks the group.
    pub claimed: bool,
}

/// The map in hexagons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct CellFindings {
    /// Distance of the middles of two neighbours.
    pub width: f64,
    /// Cells with enough people.
    pub cells: Vec<Cell>,
}

/// One hexagon.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Its middle.
    pub x: f64,
    /// Its middle.
    pub y: f64,
    /// 0 or 1; absent where there are no sides.
    pub side: Option<usize>,
    /// How many people, from 1 (few) to 5 (many).
    pub level: u8,
}

/// A person on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonFindings {
    /// Her id.
    pub participant: String,
    /// 0 or 1, where she has a side.
    pub side: Option<usize>,
    /// Votes on counted statements.
    pub votes: u32,
    /// Her place, where she is on the map.
    pub place: Option<[f64; 2]>,
    /// Her group's number, from 1.
    pub group: Option<usize>,
    /// Whether she sits near a border; absent where that was not looked at.
    pub near_border: Option<bool>,
}

/// What Polis shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PolisFindings {
    /// Its number of groups.
    pub k: Option<usize>,
    /// Mean silhouette by number of groups.
    pub silhouettes: Vec<(usize, f64)>,
    /// Representative statements by group number: statement by index, direction.
    pub representative: Vec<Vec<(usize, MarkDirection)>>,
    /// What everybody agrees with, and disagrees with, by index.
    pub consensus: [Vec<usize>; 2],
    /// Group-informed agreement by statement; absent where it has no vote.
    pub group_informed: Vec<Option<f64>>,
    /// How urgently each statement wants votes.
    pub priorities: Vec<Option<f64>>,
    /// All of it, for whoever compares with another engine.
    #[serde(skip)]
    pub maths: Polis,
}
