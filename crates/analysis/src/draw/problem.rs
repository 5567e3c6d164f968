//! What is wrong with the files of a draw, where, and what to do about it. All of a file is told at once.

use std::fmt;

use crate::tables::error::Problem;

/// Where in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: u64,
    /// The column, where one is meant.
    pub column: Option<String>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// In which file.
    pub file: String,
    /// Where in it.
    pub place: Place,
    /// What.
    pub what: Box<What>,
}

impl Trouble {
    pub(super) fn of(file: &str, place: Place, what: What) -> Self {
        Self { file: file.to_owned(), place, what: Box::new(what) }
    }

    /// Whether nothing can be drawn before it is mended.
    pub fn is_error(&self) -> bool {
        !matches!(
            *self.what,
            What::NobodyHas { .. } | What::FewHave { .. } | What::NoHousehold { .. }
        )
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.place.line > 0 {
            write!(f, ", line {}", self.place.line)?;
        }
        if let Some(column) = &self.place.column {
            write!(f, ", column “{column}”")?;
        }
        write!(f, ": {}", self.what)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum What {
    /// Nothing in it.
    #[error("the file is empty; expected a first line with the names of the columns")]
    Empty,
    /// More bytes than any pool needs.
    #[error("the file is larger than {limit} MB; leave out columns the draw does not need")]
    TooLarge {
        /// Megabytes.
        limit: u64,
    },
    /// More rows than a pool may have.
    #[error("the table has more than {limit} rows, which is more than a pool may have")]
    TooManyRows {
        /// Rows.
        limit: usize,
    },
    /// Not text of a known encoding.
    #[error("the text is neither UTF-8 nor UTF-16 nor GB18030; save the file as “CSV UTF-8”")]
    Encoding {
        /// The first line that is not.
        line: u64,
    },
    /// No CSV.
    #[error("{0}")]
    Table(Problem),
    /// A row of another length than the header.
    #[error(
        "the row has {found} cells and the header has {expected}; is a quote or a comma missing?"
    )]
    Ragged {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// No workbook.
    #[error("the workbook cannot be read ({0}); save the sheet as “CSV UTF-8”")]
    Workbook(String),
    /// No such sheet.
    #[error("there is no sheet “{name}”; the workbook has {found}")]
    NoSheet {
        /// The one asked for.
        name: String,
        /// Those there are.
        found: String,
    },
    /// A needed column is not there.
    #[error("there is no column “{name}”{}; the header has {found}", did_you_mean(near.as_deref()))]
    NoColumn {
        /// The column.
        name: String,
        /// One that is almost called so.
        near: Option<String>,
        /// The header.
        found: String,
    },
    /// A needed column is there twice.
    #[error("the column “{0}” is there twice; rename or remove one")]
    DoubleColumn(String),
    /// Only one of two columns that belong together.
    #[error("there is a column “{there}” and no “{missing}”; give both or neither")]
    HalfFlex {
        /// The one that is there.
        there: &'static str,
        /// The one that is not.
        missing: &'static str,
    },
    /// A cell that must say something does not.
    #[error("the cell is empty")]
    Blank,
    /// No whole number.
    #[error("“{0}” is not a whole number between 0 and 1,000,000")]
    NoNumber(String),
    /// A least above a most.
    #[error("the least ({min}) is larger than the most ({max})")]
    MinOverMax {
        /// Least.
        min: u32,
        /// Most.
        max: u32,
    },
    /// Flex inside of what it should widen.
    #[error("{column} ({flex}) lies inside the quota ({bound}); flex may only widen it")]
    FlexInside {
        /// Which column.
        column: &'static str,
        /// What it says.
        flex: u32,
        /// The bound it belongs to.
        bound: u32,
    },
    /// A value of a feature twice.
    #[error("“{value}” of “{feature}” is in line {first} already; keep one of the two rows")]
    TwiceQuota {
        /// Feature.
        feature: String,
        /// Value.
        value: String,
        /// The first line.
        first: u64,
    },
    /// More rows of quotas than can be worked with.
    #[error("there are {found} rows of quotas; at most {limit} can be drawn under")]
    TooManyQuotas {
        /// Rows.
        found: usize,
        /// At most.
        limit: usize,
    },
    /// A value that no quota names.
    #[error(
        "“{value}” is no value of “{feature}”{} ({count}×, lines {lines}); the values are {known}",
        did_you_mean(near.as_deref())
    )]
    UnknownValue {
        /// Feature.
        feature: String,
        /// The value.
        value: String,
        /// One that is almost spelled so.
        near: Option<String>,
        /// How often.
        count: usize,
        /// The first lines.
        lines: String,
        /// Values of the feature.
        known: String,
    },
    /// People without an id.
    #[error("the id is empty ({count}×, lines {lines}); give everybody an id of her own")]
    BlankId {
        /// How often.
        count: usize,
        /// The first lines.
        lines: String,
    },
    /// An id twice.
    #[error(
        "the id “{id}” is there {count} times (lines {lines}){}",
        if *same { "; the rows are the same: keep one" } else { ", with different rows: find out which is right" }
    )]
    TwiceId {
        /// The id.
        id: String,
        /// How often.
        count: usize,
        /// Lines.
        lines: String,
        /// Whether the rows say the same.
        same: bool,
    },
    /// An id of a list that nobody has.
    #[error("nobody has the id “{0}”, which the rules name")]
    NobodyIs(String),
    /// An id in both lists.
    #[error("“{0}” must come and must not come")]
    InAndOut(String),
    /// Nobody of a value that must be there.
    #[error(
        "at least {min} of “{value}” ({feature}) are wanted, and nobody applied; lower the least to 0"
    )]
    NobodyWanted {
        /// Feature.
        feature: String,
        /// Value.
        value: String,
        /// Least.
        min: u32,
    },
    /// Nobody of a value.
    #[error("nobody who applied is “{value}” ({feature})")]
    NobodyHas {
        /// Feature.
        feature: String,
        /// Value.
        value: String,
    },
    /// So few that they can be recognised.
    #[error(
        "only {count} who applied are “{value}” ({feature}); their chances may point to them: think of merging it \
         with another value"
    )]
    FewHave {
        /// Feature.
        feature: String,
        /// Value.
        value: String,
        /// How many.
        count: usize,
    },
    /// People without a household.
    #[error("{count} have no “{column}” and count as a household of their own each")]
    NoHousehold {
        /// Column.
        column: String,
        /// How many.
        count: usize,
    },
    /// The leasts of a feature need more seats.
    #[error("the leasts of “{feature}” add up to {sum}, more than the {seats} seats")]
    LeastsOver {
        /// Feature.
        feature: String,
        /// Sum.
        sum: u64,
        /// Seats.
        seats: u32,
    },
    /// The mosts of a feature fill fewer seats.
    #[error("the mosts of “{feature}” add up to {sum}, fewer than the {seats} seats")]
    MostsUnder {
        /// Feature.
        feature: String,
        /// Sum.
        sum: u64,
        /// Seats.
        seats: u32,
    },
    /// No seats, or more than people.
    #[error("{seats} seats cannot be filled from {people} people")]
    Size {
        /// Seats.
        seats: u32,
        /// People.
        people: usize,
    },
    /// A side in the quotas that no applicant has.
    #[error("nobody who applied is of the side “{side}”{}; the sides are {known}", did_you_mean(near.as_deref()))]
    UnknownSide {
        /// The side.
        side: String,
        /// One that is almost spelled so.
        near: Option<String>,
        /// Sides of applicants.
        known: String,
    },
    /// A draw of two sides needs two.
    #[error("the column “{column}” names {found} sides; it must name two")]
    Sides {
        /// Column.
        column: String,
        /// How many.
        found: usize,
    },
}

fn did_you_mean(near: Option<&str>) -> String {
    near.map(|near| format!(" (do you mean “{near}”?)")).unwrap_or_default()
}

/// The first lines, and that there are more.
pub(super) fn lines(all: &[u64]) -> String {
    let mut text = all.iter().take(5).map(u64::to_string).collect::<Vec<_>>().join(", ");
    if all.len() > 5 {
        text.push('…');
    }
    text
}

/// Everything that is wrong, line by line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Troubles(pub Vec<Trouble>);

impl From<Trouble> for Troubles {
    fn from(one: Trouble) -> Self {
        Self(vec![one])
    }
}
