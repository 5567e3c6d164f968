//! The two societies of an exchange. Neither is first by nature: the order is the exchange's own setting.

use crate::text::{self, TextError};
use serde::{Deserialize, Serialize};

/// Names that a side may not bear, because tables use them for scopes.
pub const RESERVED_NAMES: [&str; 2] = ["all", "sides"];

/// The longest name of a side, in bytes.
pub const NAME_BYTES_MAX: usize = 120;

/// Which of the two sides, by the exchange's own order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The one the exchange lists first.
    First,
    /// The one the exchange lists second.
    Second,
}

impl Part {
    /// Both, in the exchange's order.
    pub const BOTH: [Self; 2] = [Self::First, Self::Second];

    /// The one across.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }

    /// 0 or 1, to index an array of two.
    pub fn index(self) -> usize {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }

    /// The same as a number for tables: 0 or 1.
    pub fn number(self) -> i64 {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}

/// Why a name cannot be a side's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SideError {
    /// The text itself is refused.
    #[error("the side's name {0}")]
    Text(#[from] TextError),
    /// A word that the tables need.
    #[error("the name “{0}” means something else in the tables; give the side another name")]
    Reserved(String),
    /// More sides than two.
    #[error("“{third}” would be a third side beside “{first}” and “{second}”; an exchange has two")]
    Third {
        /// One of the sides already there.
        first: String,
        /// The other one.
        second: String,
        /// The name that is too many.
        third: String,
    },
}

/// The names of the two sides, in the exchange's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    names: [String; 2],
}

impl Sides {
    /// Two different names, as parsed by [`parse_name`].
    pub fn new(first: String, second: String) -> Option<Self> {
        (first != second).then_some(Self { names: [first, second] })
    }

    /// The name of one side.
    pub fn name(&self, part: Part) -> &str {
        &self.names[part.index()]
    }

    /// Which side bears this name.
    pub fn find(&self, name: &str) -> Option<Part> {
        Part::BOTH.into_iter().find(|part| self.name(*part) == name)
    }
}

/// A side's name: one line, not empty, none of the reserved words, no `group:` in front.
pub fn parse_name(raw: &str) -> Result<String, SideError> {
    let name = text::line(raw, NAME_BYTES_MAX)?;
    let folded = name.to_lowercase();
    if RESERVED_NAMES.contains(&folded.as_str()) || folded.starts_with("group:") {
        return Err(SideError::Reserved(name));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_cannot_bear_the_name_of_a_scope() {
        for raw in ["all", "Sides", "group:3"] {
            assert!(matches!(parse_name(raw), Err(SideError::Reserved(_))), "{raw}");
        }
        assert_eq!(parse_name(" 海港 "), Ok("海港".into()));
    }

    #[test]
    fn the_other_of_the_other_is_oneself() {
        for part in Part::BOTH {
            assert_eq!(part.other().other(), part);
        }
    }
}
