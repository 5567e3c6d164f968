//! A vote is the act of choosing. The absence of a vote is absence, never a fourth choice.

/// What a participant may choose. Passing is a full answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Choice {
    /// Agrees with the statement.
    Agree,
    /// Disagrees with the statement.
    Disagree,
    /// Is not sure, or would rather not say.
    Pass,
}

impl Choice {
    /// The word used in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Pass => "pass",
        }
    }

    /// The same word in Chinese, as people type it.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Agree => "同意",
            Self::Disagree => "不同意",
            Self::Pass => "不表态",
        }
    }

    /// Reads the word used in files, in either language; upper case is forgiven.
    pub fn parse(word: &[u8]) -> Option<Self> {
        [Self::Agree, Self::Disagree, Self::Pass].into_iter().find(|choice| {
            word.eq_ignore_ascii_case(choice.word().as_bytes())
                || word == choice.chinese().as_bytes()
        })
    }
}
