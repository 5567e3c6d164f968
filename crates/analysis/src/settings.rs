//! The scientific choices of an analysis, every one named; none is made silently.

use beringia_engine::measure::common_ground::ClaimSettings;
use beringia_engine::measure::least::{LEAST, LeastNumbers};
pub use beringia_engine::measure::opinion_groups::Cut;
use beringia_engine::measure::opinion_groups::GroupsSettings;
use serde::{Deserialize, Serialize};

use crate::findings::{Word, word};

/// Who will read the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// Whoever already holds the rows: nothing is withheld.
    Internal,
    /// Everybody: everything passes the disclosure guard.
    Public,
}

/// The choices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Expected share of false claims among claims (Benjamini–Hochberg).
    pub false_discovery_rate: f64,
    /// A statement on which this share or more passes on a side is not claimed.
    pub pass_share_max: f64,
    /// Statements on the shortlist in which each side owns half.
    pub shortlist_size: usize,
    /// The column of the participants table that holds weights.
    pub weight_column: Option<String>,
    /// Where the chance of resampling comes from.
    pub seed: String,
    /// How groups are found.
    #[serde(skip, default = "GroupsSettings::documented")]
    pub groups: GroupsSettings,
    /// Version of the methods, as in `docs/methods/`.
    #[serde(deserialize_with = "word")]
    pub methods: Word,
    /// Least numbers.
    #[serde(skip, default = "least_numbers")]
    pub least: LeastNumbers,
}

fn least_numbers() -> LeastNumbers {
    LEAST
}

/// The false discovery rate unless another is asked for: one in ten claims may be wrong.
pub const FALSE_DISCOVERY_RATE: f64 = 0.1;
/// The greatest share of passes unless another is asked for.
pub const PASS_SHARE_MAX: f64 = 1.0 / 3.0;
/// The length of the shortlist unless another is asked for.
pub const SHORTLIST_SIZE: usize = 8;

/// The seed unless another is asked for: results must not depend on it, and with one they can be redone.
pub const SEED: &str = "beringia";

impl Settings {
    /// The choices that `docs/methods/` describes and gives the reasons for.
    pub fn documented() -> Self {
        Self {
            false_discovery_rate: FALSE_DISCOVERY_RATE,
            pass_share_max: PASS_SHARE_MAX,
            shortlist_size: SHORTLIST_SIZE,
            weight_column: None,
            seed: SEED.to_owned(),
            groups: GroupsSettings::documented(),
            methods: "3",
            least: LEAST,
        }
    }

    pub(crate) fn claims(&self) -> ClaimSettings {
        ClaimSettings {
            false_discovery_rate: self.false_discovery_rate,
            pass_share_max: self.pass_share_max,
            least: self.least,
        }
    }
}
