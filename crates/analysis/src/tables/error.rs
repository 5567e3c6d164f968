//! What is wrong with a table, where, and what to do about it.

use std::fmt;

/// A refusal, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The file, as the reader was told.
    pub file: String,
    /// The line on which the row begins, from 1; 0 where the file as a whole is meant.
    pub line: u64,
    /// The column, where one is meant.
    pub column: Option<String>,
    /// What is wrong.
    pub problem: Box<Problem>,
}

impl TableError {
    /// A refusal of the file as a whole.
    pub fn of_file(file: &str, problem: Problem) -> Self {
        Self::at(file, 0, None, problem)
    }

    /// A refusal of a line, and of a cell where a column is given.
    pub fn at(file: &str, line: u64, column: Option<&str>, problem: Problem) -> Self {
        let (file, column) = (file.to_owned(), column.map(str::to_owned));
        Self { file, line, column, problem: Box::new(problem) }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Nothing in it.
    #[error("the file is empty; expected a first line with the names of the columns")]
    Empty,
    /// Not text of a known encoding.
    #[error("the text is neither UTF-8 nor GB18030; save the file as “CSV UTF-8”")]
    UnknownEncoding,
    /// Not UTF-8. Whoever reads tries GB18030 next.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// UTF-16 by its first bytes.
    #[error("the file is UTF-16; save it as “CSV UTF-8”")]
    Utf16,
    /// A spreadsheet or archive by its first bytes.
    #[error("the file is a spreadsheet or an archive, not CSV; export it as “CSV UTF-8”")]
    Archive,
    /// The header fits no table.
    #[error(
        "the columns {found} belong to no table Beringia reads; expected for example \
         participant,statement,choice (votes) or timestamp,datetime,comment-id,voter-id,vote (Polis)"
    )]
    UnknownHeader {
        /// The header as found.
        found: String,
    },
    /// Columns parted by something else.
    #[error(
        "the columns are parted by “{0}”; save the table as “CSV UTF-8” with commas, or replace them"
    )]
    Separator(&'static str),
    /// Lines that end as on very old computers.
    #[error("the lines end in a carriage return alone; save the file as “CSV UTF-8”")]
    OldLineEnds,
    /// A needed column is not there.
    #[error("there is no column “{column}”; the header has {found}")]
    MissingColumn {
        /// The column that is missing.
        column: String,
        /// The header as found.
        found: String,
    },
    /// A column is there twice.
    #[error("the column “{0}” is there twice")]
    DoubleColumn(String),
    /// A row is longer or shorter than the header.
    #[error(
        "the row has {found} cells, and the header has {expected}; is a quote or a comma missing?"
    )]
    Ragged {
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A quote where none may be.
    #[error(
        "a quote stands inside a cell; put the whole cell in quotes and double those inside it"
    )]
    StrayQuote,
    /// A quote that never closes.
    #[error("a quote opens here and is never closed")]
    OpenQuote,
    /// A row without end.
    #[error("the row is longer than {0} bytes; is a quote never closed, or is this not a table?")]
    LongRow(usize),
    /// A value that is none of the expected.
    #[error("“{value}”; expected {expected}")]
    Value {
        /// What stands there.
        value: String,
        /// What should.
        expected: &'static str,
    },
    /// A text that the domain refuses.
    #[error("the cell {0}")]
    Text(#[from] beringia_domain::text::TextError),
    /// A side's name, or one side too many.
    #[error("{0}")]
    Side(#[from] beringia_domain::side::SideError),
    /// The same id twice where it may be there once.
    #[error("“{id}” is there already, on line {first_line}")]
    Twice {
        /// The id.
        id: String,
        /// Where it is first.
        first_line: u64,
    },
    /// A statement that the statements table does not have.
    #[error("there is no statement “{0}” in the statements; add its row there, or correct the id")]
    UnknownStatement(String),
    /// Two different votes of which none is the later.
    #[error(
        "participant “{participant}” chose {choice} on statement “{statement}” here and {other_choice} on line \
         {other_line}, and no time says which is later; remove one row, or give both a column “at”"
    )]
    TwoChoices {
        /// Who.
        participant: String,
        /// On what.
        statement: String,
        /// The choice on this line.
        choice: &'static str,
        /// The other line.
        other_line: u64,
        /// The choice on that line.
        other_choice: &'static str,
    },
    /// Two different predictions of the same.
    #[error(
        "participant “{participant}” predicts statement “{statement}” about the same side here and, differently, \
         on line {other_line}; remove one row"
    )]
    TwoPredictions {
        /// Who.
        participant: String,
        /// On what.
        statement: String,
        /// The other line.
        other_line: u64,
    },
    /// Only one side is named.
    #[error("only one side, “{0}”, is named; an exchange has two")]
    OneSide(String),
    /// No vote at all.
    #[error("there is no vote in it")]
    NoVotes,
    /// More rows, people or statements than can be counted.
    #[error("there are more {0} than this program can count")]
    TooMany(&'static str),
    /// Memory was refused.
    #[error(
        "the votes do not fit into this machine's memory; read them on a larger one, or in parts"
    )]
    OutOfMemory,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ", line {}", self.line)?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for TableError {}

/// The value for an error message: readable, and not endless.
pub(crate) fn shown(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    if text.chars().count() > 60 {
        short.push('…');
    }
    short
}
