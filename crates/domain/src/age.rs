//! Age bands. A birth date is never asked.

/// How old a person says she is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgeBand {
    /// Under 18: kindly turned away where the exchange has no youth mode.
    Under18,
    /// 18 to 24.
    From18,
    /// 25 to 39.
    From25,
    /// 40 to 59.
    From40,
    /// 60 and over.
    From60,
}

impl AgeBand {
    /// All, the youngest first.
    pub const ALL: [Self; 5] =
        [Self::Under18, Self::From18, Self::From25, Self::From40, Self::From60];

    /// The word in forms, tables and sentences.
    pub fn word(self) -> &'static str {
        match self {
            Self::Under18 => "under-18",
            Self::From18 => "18-24",
            Self::From25 => "25-39",
            Self::From40 => "40-59",
            Self::From60 => "60-over",
        }
    }

    /// The band of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.word() == word)
    }
}
