//! Findings: computed answers, each with n, interval and method. This is what the report tells and what
//! `findings.json` holds; its schema is `docs/findings.schema.json`.
//!
//! Pairs go by side, in the exchange's order. What is directed ("what A expects of B") goes by the side that
//! expects.

pub mod groups;
mod words;

use beringia_engine::measure::jackknife::Estimate;
use beringia_engine::measure::least::{Counted, TooFew};
use serde::{Deserialize, Serialize};

pub use words::Word;
pub(crate) use words::word;
use words::word_or_none;

use crate::headlines::Headline;
use crate::settings::{Audience, Settings};

/// The name and version of the schema.
pub const SCHEMA: &str = "beringia-findings/1";

/// Everything that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// [`SCHEMA`].
    #[serde(deserialize_with = "word")]
    pub schema: Word,
    /// For whom.
    pub audience: Audience,
    /// From what and how.
    pub provenance: Provenance,
    /// What was asked.
    pub conversation: About,
    /// Of whom.
    pub asked: Asked,
    /// Three findings for whoever has one minute.
    pub headlines: Vec<Headline>,
    /// By statement, in the order of their ids.
    pub statements: Vec<StatementFindings>,
    /// How many statements are what to both sides; absent without sides.
    pub ground: Option<GroundCounts>,
    /// Statements in which each side owns half, by index; empty without sides.
    pub shortlist: Vec<usize>,
    /// Misjudgement over many statements, by the side that expects; absent without sides.
    pub misjudgement: Option<[MisjudgementFindings; 2]>,
    /// Diversity; absent without sides.
    pub dispersion: Option<DispersionFindings>,
    /// Diversity by period, where votes have dates.
    pub dispersion_over_time: Vec<PeriodFindings>,
    /// Exposure; absent where no log was given.
    pub exposure: Option<ExposureFindings>,
    /// The map and the groups on it.
    pub opinion_groups: groups::OpinionGroupsFindings,
    /// Who answered how much.
    pub missingness: MissingnessFindings,
    /// What was read otherwise than it stood there, in the words of the log.
    #[serde(skip)]
    pub notes: Vec<crate::tables::reader::Note>,
}

/// From what and how.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// SHA-256 of the snapshot.
    pub digest: String,
    /// The program's version.
    #[serde(deserialize_with = "word")]
    pub version: Word,
    /// The choices.
    pub settings: Settings,
    /// Files read.
    pub files: Vec<String>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct About {
    /// Titles by language tag.
    pub title: Vec<(String, String)>,
    /// What was asked and of whom, by language tag.
    pub about: Vec<(String, String)>,
    /// Whether the society is invented.
    pub invented: bool,
    /// The sides, where there are sides.
    pub sides: Option<[SideNames; 2]>,
}

/// A side's name in the tables, and what it is called in each language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SideNames {
    /// The name in the tables.
    pub name: String,
    /// By language tag.
    pub shown: Vec<(String, String)>,
}

/// Of whom, and how much came back. Absent counts are withheld.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// People with at least one vote.
    pub voters: Option<u64>,
    /// By side.
    pub voters_by_side: Option<[Option<u64>; 2]>,
    /// Final votes.
    pub votes: Option<u64>,
    /// Rows that a later vote of the same person replaced.
    pub replaced: Option<u64>,
    /// Statements.
    pub statements: u64,
    /// Of which moderated out.
    pub moderated_out: u64,
    /// Predictions.
    pub predictions: Option<u64>,
    /// By side.
    pub predictions_by_side: Option<[Option<u64>; 2]>,
    /// First and last day of votes, ISO.
    pub days: Option<[String; 2]>,
    /// Whether people bear weights.
    pub weighted: bool,
}

/// Whether there is a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is.
    Given,
    /// Only bounds are told, so that near-unanimity names nobody.
    Bounded,
    /// There are too few.
    TooFew,
}

/// A figure with its error and what it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// Whether there is one.
    pub state: State,
    /// The estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
    /// Lower end of the 95 % interval, or the lower bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end of the 95 % interval, or the upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Standard error, where the method gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard_error: Option<f64>,
    /// What it rests on: people, votes or predictions, as the method says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<u64>,
    /// How many are needed, where there are too few.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<u64>,
    /// What is counted, where there are too few: people, votes, predictions or statements.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "word_or_none")]
    pub of: Option<Word>,
    /// How it was computed, as in `docs/methods/`.
    #[serde(deserialize_with = "word")]
    pub method: Word,
}

impl Figure {
    /// A figure with an interval.
    pub fn given(value: f64, (low, high): (f64, f64), n: usize, method: &'static str) -> Self {
        Self {
            state: State::Given,
            value: Some(value),
            low: Some(low),
            high: Some(high),
            standard_error: None,
            n: Some(n as u64),
            needed: None,
            of: None,
            method,
        }
    }

    /// An estimate of the jackknife.
    pub fn estimate(estimate: &Estimate, n: u32, method: &'static str) -> Self {
        let ends = (estimate.interval.low, estimate.interval.high);
        let standard_error = Some(estimate.standard_error);
        Self { standard_error, ..Self::given(estimate.value, ends, n as usize, method) }
    }

    /// Too few, with how many there are and how many are needed.
    pub fn too_few((have, needed): (u32, u32), of: &'static str, method: &'static str) -> Self {
        Self {
            state: State::TooFew,
            value: None,
            low: None,
            high: None,
            standard_error: None,
            n: Some(u64::from(have)),
            needed: Some(u64::from(needed)),
            of: Some(of),
            method,
        }
    }

    /// Whether there is an estimate.
    pub fn is_given(&self) -> bool {
        self.state == State::Given
    }
}

/// Counts and shares of one statement among one group of people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TallyFindings {
    /// Votes, passes included.
    pub votes: Option<u64>,
    /// Who agree.
    pub agree: Option<u64>,
    /// Who disagree.
    pub disagree: Option<u64>,
    /// Who pass.
    pub pass: Option<u64>,
    /// Share that agrees; passes count in the base.
    pub agree_share: Figure,
    /// Share that disagrees.
    pub disagree_share: Option<f64>,
    /// Share that passes.
    pub pass_share: Option<f64>,
    /// Kish's effective number of votes, for the guard.
    #[serde(skip)]
    pub effective: f64,
}

/// The test of one kind of common ground.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimFindings {
    /// Product over sides of (x + 1)/(n + 2).
    pub product: Option<f64>,
    /// The lesser of the two shares.
    pub least_side_share: Option<f64>,
    /// Larger of the two p-values.
    pub p_value: Option<f64>,
    /// After control of false discoveries.
    pub q_value: Option<f64>,
    /// Whether both sides hold it.
    pub claimed: bool,
    /// Whether it is claimed and was clearly not expected.
    pub surprising: bool,
}

/// How the sides differ on one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DivisionFindings {
    /// First side's share minus the second's.
    pub difference: Figure,
    /// Two-proportion test.
    pub p_value: Option<f64>,
    /// After control of false discoveries.
    pub q_value: Option<f64>,
    /// Whether it divides the sides.
    pub divides: bool,
}

/// What one side expects of the other on one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GapFindings {
    /// Predictions.
    pub predictions: Option<u64>,
    /// Mean prediction, with its 95 % interval.
    pub predicted: Figure,
    /// Share that agrees.
    pub actual_share: Option<f64>,
    /// Predicted minus actual.
    pub gap: Figure,
}

/// What one side believes of itself on one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnSideFindings {
    /// Predictions about the own side.
    pub predictions: Option<u64>,
    /// Mean prediction.
    pub believed: Option<f64>,
    /// Share minus belief (pluralistic ignorance).
    pub difference: Option<f64>,
    /// Whether majority and belief are clearly opposite.
    pub flagged: bool,
}

/// What everybody holds, by the same test as common ground; used where there are no sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Majority {
    /// More than half agree.
    Agree,
    /// More than half disagree.
    Disagree,
    /// Neither is shown.
    Unclear,
}

/// What two sides make of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Accepted on both sides.
    Accepted,
    /// Rejected on both sides.
    Rejected,
    /// Divides the sides.
    Divides,
    /// None of these is shown.
    Unclear,
    /// Too few votes on a side.
    TooFew,
    /// Moderated out.
    ModeratedOut,
}

/// Everything about one statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StatementFindings {
    /// Its id.
    pub id: String,
    /// Where it stands with the moderators.
    #[serde(deserialize_with = "word")]
    pub status: Word,
    /// Whether it enters claims.
    pub counted: bool,
    /// 0 or 1: its author's side, where known.
    pub author_side: Option<usize>,
    /// Its field.
    pub field: Option<String>,
    /// The language it was written in.
    pub language: String,
    /// Its wording.
    pub text: Option<String>,
    /// Translations by language tag.
    pub translations: Vec<(String, String)>,
    /// Among everybody.
    pub everybody: TallyFindings,
    /// By side.
    pub sides: Option<[TallyFindings; 2]>,
    /// The mean of the two shares.
    pub both: Option<Figure>,
    /// What everybody holds.
    pub majority: Option<Majority>,
    /// What the two sides make of it.
    pub verdict: Option<Verdict>,
    /// Test of common acceptance.
    pub accept: Option<ClaimFindings>,
    /// Test of common rejection.
    pub reject: Option<ClaimFindings>,
    /// How surprising its acceptance is (X_j).
    pub surprise: Option<f64>,
    /// How the sides differ.
    pub division: Option<DivisionFindings>,
    /// How evenly people take sides: 2 · min(agree, disagree), mean of the sides where there are sides.
    pub split: Option<f64>,
    /// Misjudgement, by the side that expects.
    pub gaps: Option<[GapFindings; 2]>,
    /// Beliefs about the own side.
    pub own_side: Option<[OwnSideFindings; 2]>,
}

impl StatementFindings {
    /// The verdict that its marks make.
    pub fn verdict_of_marks(&self) -> Verdict {
        let claimed = |claim: &Option<ClaimFindings>| claim.as_ref().is_some_and(|c| c.claimed);
        match () {
            () if claimed(&self.accept) => Verdict::Accepted,
            () if claimed(&self.reject) => Verdict::Rejected,
            () if self.division.as_ref().is_some_and(|found| found.divides) => Verdict::Divides,
            () => Verdict::Unclear,
        }
    }

    /// The wording for a reader of `base`, with its language.
    pub fn wording(&self, base: &str) -> Option<(&str, &str)> {
        let is =
            |tag: &str| tag.split('-').next().is_some_and(|head| head.eq_ignore_ascii_case(base));
        let original = self.text.as_deref().map(|text| (self.language.as_str(), text));
        if is(&self.language) && original.is_some() {
            return original;
        }
        let translation = self.translations.iter().find(|(tag, _)| is(tag));
        translation.map(|(tag, text)| (tag.as_str(), text.as_str())).or(original)
    }
}

/// How many statements are what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroundCounts {
    /// Statements with enough votes on both sides.
    pub tested: usize,
    /// Accepted on both.
    pub accepted: usize,
    /// Rejected on both.
    pub rejected: usize,
    /// Dividing the sides.
    pub divides: usize,
    /// None of these shown.
    pub unclear: usize,
    /// Too few votes on a side.
    pub too_few: usize,
}

impl GroundCounts {
    /// Counts verdicts.
    pub fn of(statements: &[StatementFindings]) -> Self {
        let count = |wanted| statements.iter().filter(|s| s.verdict == Some(wanted)).count();
        let [accepted, rejected, divides, unclear] =
            [Verdict::Accepted, Verdict::Rejected, Verdict::Divides, Verdict::Unclear].map(count);
        let tested = accepted + rejected + divides + unclear;
        Self { tested, accepted, rejected, divides, unclear, too_few: count(Verdict::TooFew) }
    }
}

/// Misjudgement of one side about the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MisjudgementFindings {
    /// Mean prediction minus share, pooled over statements and predictions.
    pub pooled: PooledFindings,
    /// The same on the statements both sides accept.
    pub on_common_ground: PooledFindings,
    /// The same by field, where there are enough.
    pub by_field: Vec<(String, PooledFindings)>,
    /// Mean gap over statements.
    pub mean_gap: Figure,
    /// M²: mean squared gap with the noise removed.
    pub mean_square: Figure,
    /// M: root of M², 0 where M² is below 0.
    pub root_mean_square: Option<f64>,
    /// Perceived uniformity U.
    pub uniformity: Figure,
    /// a: shift.
    pub shift: Figure,
    /// g: hedging.
    pub hedging: Figure,
    /// False polarisation.
    pub false_polarisation: Figure,
    /// Perceived and real distance of the sides, roots of mean squares.
    pub distances: Option<[f64; 2]>,
    /// Misjudgement beyond that of the own side.
    pub excess: Figure,
    /// Statements on which majority and belief about the own side are clearly opposite, by index.
    pub pluralistic_ignorance: Vec<usize>,
    /// Mean quadratic score of its people.
    pub score: Figure,
    /// What always saying 50 of 100 would have scored.
    pub score_of_always_half: Option<f64>,
}

/// A pooled gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PooledFindings {
    /// Prediction minus share.
    pub gap: Figure,
    /// Mean prediction.
    pub predicted: Option<f64>,
    /// Mean share.
    pub actual: Option<f64>,
    /// Statements that entered.
    pub statements: Option<u64>,
}

/// Diversity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DispersionFindings {
    /// D_h by side.
    pub within: [Figure; 2],
    /// D_AB.
    pub between: Figure,
    /// F.
    pub divide: Figure,
    /// Effective number of opinions by side.
    pub opinions: [Figure; 2],
    /// Entropy by side, as a fraction of its greatest.
    pub entropy: [Figure; 2],
    /// Statements that entered.
    pub statements: Option<u64>,
}

/// Diversity in one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodFindings {
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO.
    pub to: String,
    /// Of votes cast in it.
    pub dispersion: DispersionFindings,
}

/// Exposure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExposureFindings {
    /// Of the items shown to side s, the share written by side t.
    pub shown: Option<[[f64; 2]; 2]>,
    /// Share of statements written by each side.
    pub pool: Option<[f64; 2]>,
    /// Isolation.
    pub isolation: Figure,
    /// Median and lowest tenth of entropy, by side.
    pub entropy: Option<[[f64; 2]; 2]>,
    /// Gini over statements, by side.
    pub gini: Option<[f64; 2]>,
    /// Items by side.
    pub items: Option<[u64; 2]>,
    /// Effect of showing the author's side, by viewers.
    pub label_effect: [Figure; 2],
}

/// Who answered how much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MissingnessFindings {
    /// Whether who answered seems to depend on opinion; absent where that cannot be tested.
    pub warns: Option<bool>,
    /// The tests: statistic and p-value.
    pub tests: Vec<MissingnessTest>,
    /// By side (or of everybody): how many people answered at least so many statements, as (answers, people).
    pub answered_at_least: Vec<Vec<(u64, u64)>>,
    /// Median number of answers of a person, by side or of everybody.
    pub median_answers: Vec<Option<f64>>,
}

/// One test of missingness.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MissingnessTest {
    /// Which one.
    #[serde(deserialize_with = "word")]
    pub name: Word,
    /// Its statistic.
    pub statistic: f64,
    /// Its p-value.
    pub p_value: f64,
}

/// The figure of a result, or that there are too few.
pub(crate) fn figure<T>(
    result: &Result<T, TooFew>,
    method: &'static str,
    of: impl Fn(&T) -> Figure,
) -> Figure {
    match result {
        Ok(found) => of(found),
        Err(TooFew { have, needed, of }) => Figure::too_few((*have, *needed), counted(*of), method),
    }
}

/// The word for what is counted.
pub(crate) fn counted(of: Counted) -> &'static str {
    match of {
        Counted::People => "people",
        Counted::Votes => "votes",
        Counted::Predictions => "predictions",
        Counted::Statements => "statements",
    }
}

/// Nothing of the kind was given.
pub(crate) fn none_given(needed: u32) -> TooFew {
    TooFew { have: 0, needed, of: Counted::Predictions }
}
