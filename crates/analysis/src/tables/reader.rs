//! Reads any of the tables: the header says which one it is, the rows go where they belong.

use beringia_domain::Conversation;
use memchr::memchr;

use super::columns::Columns;
use super::encoding::{Encoding, Transcoder, check_start};
use super::error::{Problem, TableError};
use super::exposures::ExposureRow;
use super::ids::Ids;
use super::participants::ParticipantRow;
use super::polis_matrix::{self, MatrixRow};
use super::predictions::PredictionRow;
use super::rows::{Refusal, Row, RowSplitter};
use super::statements::StatementRow;
use super::votes::VoteRows;
use super::{comments, conversation, exposures, participants, predictions, statements, votes};

/// The tables Beringia knows, in the order in which they must be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableKind {
    /// `key,language,value`: title, question, names of the sides.
    Conversation,
    /// Polis's `summary.csv`, which has no header.
    PolisSummary,
    /// `participant,side,…`
    Participants,
    /// `statement,author_side,language,text,…`
    Statements,
    /// Polis's `comments.csv`.
    PolisComments,
    /// Polis's `participants-votes.csv`: a row a person, a column a statement.
    PolisMatrix,
    /// `participant,statement,choice,…`
    Votes,
    /// Polis's `votes.csv`.
    PolisVotes,
    /// `participant,statement,about_side,share`
    Predictions,
    /// `participant,statement,position,rule,probability,label_shown`
    Exposures,
}

/// Something that was read otherwise than it stood there, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Note {
    /// Columns that nobody reads.
    ColumnsIgnored {
        /// Which file.
        file: String,
        /// Their names.
        columns: Vec<String>,
    },
    /// The file was GB18030.
    ReadAsGb18030 {
        /// Which file.
        file: String,
    },
    /// Polis's sign fits the counts beside it.
    SignChecked,
    /// Polis's sign is the other way round here: −1 was read as agree.
    SignTurned,
    /// Nothing says which sign is agree; 1 was taken.
    SignUnchecked,
    /// Votes on statements that the statements table does not have.
    StatementsWithoutText {
        /// How many statements.
        statements: usize,
    },
    /// Voters who are not in the participants table; they count in “everybody” only.
    PeopleWithoutSide {
        /// How many people.
        people: usize,
    },
    /// Predictions of people without a side, which are about nobody's other side.
    PredictionsWithoutSide {
        /// How many predictions.
        predictions: usize,
    },
    /// Statements whose author's side is none of the two.
    AuthorsOfNoSide {
        /// How many statements.
        statements: usize,
    },
    /// The conversation speaks of a side that nobody belongs to.
    UnknownSide {
        /// Its name there.
        name: String,
    },
    /// All predictions are 0 or 1, which may be a fraction in place of people out of 100.
    PredictionsLookLikeFractions,
}

/// Everything that was read, as it stood there.
#[expect(clippy::struct_excessive_bools, reason = "which tables there were: independent facts")]
#[derive(Debug, Clone, Default)]
pub struct Intake {
    /// What the conversation says of itself.
    pub conversation: Conversation,
    /// Participants, by order of appearance.
    pub people: Ids,
    /// Statements, by order of appearance.
    pub statements: Ids,
    /// Whether a table says which statements there are.
    pub statements_are_given: bool,
    /// Rows of the participants table.
    pub participants: Vec<ParticipantRow>,
    /// Whether there is a participants table.
    pub participants_are_given: bool,
    /// Rows of the statements table.
    pub statement_rows: Vec<StatementRow>,
    /// Votes.
    pub votes: VoteRows,
    /// Rows of Polis's matrix.
    pub matrix: Vec<MatrixRow>,
    /// Polis's own counts by statement: index, agrees, disagrees.
    pub polis_counts: Vec<(u32, i64, i64)>,
    /// Whether any table is Polis's.
    pub is_polis: bool,
    /// Predictions.
    pub predictions: Vec<PredictionRow>,
    /// The file the predictions are from.
    pub predictions_file: String,
    /// Exposures.
    pub exposures: Vec<ExposureRow>,
    /// What to tell.
    pub notes: Vec<Note>,
    /// The column of the participants table that holds weights, where asked for.
    pub weight_column: Option<String>,
    /// Names of the attributes of participants.
    pub attributes: Vec<String>,
    /// The sides named so far, in order of appearance.
    pub sides: Vec<String>,
    /// The line on which each person is listed in the participants table; 0 where she is not.
    pub listed: Vec<u64>,
    /// Whether the matrix of Polis is read for its counts alone, the votes being in another file.
    pub matrix_for_signs_only: bool,
    /// Files read, in order.
    pub files: Vec<String>,
}

/// A problem in a cell.
#[derive(Debug)]
pub(crate) struct CellError {
    column: Option<String>,
    problem: Problem,
}

impl From<Problem> for CellError {
    fn from(problem: Problem) -> Self {
        Self { column: None, problem }
    }
}

/// Adds the column to a problem.
pub(crate) fn at_column<P: Into<Problem>>(column: &str) -> impl Fn(P) -> CellError + '_ {
    move |problem| CellError { column: Some(column.to_owned()), problem: problem.into() }
}

/// A cell as text.
pub(crate) fn utf8(cell: &[u8]) -> Result<&str, Problem> {
    std::str::from_utf8(cell).map_err(|_| Problem::NotUtf8)
}

/// What the header led to.
#[derive(Debug)]
enum Sink {
    Conversation(conversation::Layout),
    Summary,
    Participants(participants::Layout),
    Statements(statements::Layout),
    Comments(comments::Layout),
    Matrix(polis_matrix::Layout),
    Votes(votes::Layout),
    Predictions(predictions::Layout),
    Exposures(exposures::Layout),
}

/// Reads one table into an intake.
#[derive(Debug)]
pub struct TableReader<'a> {
    intake: &'a mut Intake,
    file: String,
    transcoder: Transcoder,
    rows: RowSplitter,
    sink: Option<(Sink, usize)>,
    started: bool,
}

/// Which table this is, by its first bytes; at least the whole header must be among them.
pub fn recognise(file: &str, start: &[u8]) -> Result<TableKind, TableError> {
    let refuse = |(line, problem)| TableError::at(file, line, None, problem);
    check_start(start).map_err(|problem| refuse((0, problem)))?;
    let mut found = None;
    let mut splitter = RowSplitter::default();
    let stop = |row: &Row<'_>| -> Result<(), Refusal> {
        if found.is_none() {
            found = Some(Columns::parse(row).and_then(|columns| kind_of(&columns)));
        }
        Err((row.line, Problem::Empty))
    };
    let mut stop = stop;
    if let Ok(()) = splitter.feed(start, &mut stop) {
        let _ = splitter.finish(&mut stop);
    }
    match found {
        Some(Err(Problem::NotUtf8)) => recognise_gb18030(file, start),
        Some(kind) => kind.map_err(|problem| refuse((1, problem))),
        None => Err(refuse((0, Problem::Empty))),
    }
}

fn recognise_gb18030(file: &str, start: &[u8]) -> Result<TableKind, TableError> {
    let header = start.split(|c| *c == b'\n').next().unwrap_or(start);
    let mut transcoder = Transcoder::new(Encoding::Gb18030);
    let decoded = transcoder.block(header, true).map(<[u8]>::to_vec);
    let refuse = |problem| TableError::at(file, 1, None, problem);
    recognise(file, &decoded.map_err(refuse)?)
}

fn kind_of(columns: &Columns) -> Result<TableKind, Problem> {
    let first = columns.beside(&[]).next().map_or("", |(_, name)| name);
    let kind = if columns.has_all(&["comment-id", "voter-id"]) {
        TableKind::PolisVotes
    } else if columns.find("comment-id").is_some() {
        TableKind::PolisComments
    } else if columns.has_all(&["participant", "n-votes"]) {
        TableKind::PolisMatrix
    } else if columns.has_all(&["participant", "about_side"]) {
        TableKind::Predictions
    } else if columns.has_all(&["participant", "statement", "label_shown"]) {
        TableKind::Exposures
    } else if columns.has_all(&["participant", "choice"])
        || columns.has_all(&["statement", "choice"])
        || columns.has_all(&["participant", "statement"])
    {
        TableKind::Votes
    } else if columns.find("participant").is_some() {
        TableKind::Participants
    } else if columns.has_all(&["key", "language", "value"]) {
        TableKind::Conversation
    } else if columns.find("statement").is_some() {
        TableKind::Statements
    } else if first == "topic" {
        TableKind::PolisSummary
    } else {
        return Err(Problem::UnknownHeader { found: columns.listed() });
    };
    Ok(kind)
}

impl<'a> TableReader<'a> {
    /// Reads the named file into the intake.
    pub fn new(intake: &'a mut Intake, file: &str, encoding: Encoding) -> Self {
        if encoding == Encoding::Gb18030 {
            intake.notes.push(Note::ReadAsGb18030 { file: file.to_owned() });
        }
        intake.files.push(file.to_owned());
        let transcoder = Transcoder::new(encoding);
        let rows = RowSplitter::default();
        Self { intake, file: file.to_owned(), transcoder, rows, sink: None, started: false }
    }

    /// Takes the next block.
    pub fn feed(&mut self, block: &[u8]) -> Result<(), TableError> {
        if !self.started {
            check_start(block).map_err(|problem| self.refuse(0, problem))?;
            self.started = true;
        }
        self.take(block, false)
    }

    /// Takes the end of the file.
    pub fn finish(mut self) -> Result<(), TableError> {
        self.take(&[], true)?;
        if self.sink.is_none() {
            return Err(self.refuse(0, Problem::Empty));
        }
        Ok(())
    }

    fn take(&mut self, block: &[u8], last: bool) -> Result<(), TableError> {
        let Self { intake, file, transcoder, rows, sink, .. } = self;
        let fault = |fault: Fault| fault.located(file);
        let problem = |problem| TableError::of_file(file, problem);
        let mut block = transcoder.block(block, last).map_err(problem)?;
        let is_plain = memchr(b'"', block).is_none();
        loop {
            if let (Some((Sink::Votes(layout), _)), Some(line)) = (&*sink, rows.next_line())
                && is_plain
            {
                let (used, taken) = layout.usual_rows(intake, block, line).map_err(problem)?;
                rows.skip_lines(taken);
                block = &block[used..];
            }
            // The next line is unusual, or this table is another: the general way.
            let is_votes = matches!(sink, None | Some((Sink::Votes(_), _)));
            let line = if is_votes && is_plain { memchr(b'\n', block) } else { None };
            let (next, rest) = block.split_at(line.map_or(block.len(), |at| at + 1));
            let mut on_row = |row: &Row<'_>| take_row(sink, intake, file, row);
            rows.feed(next, &mut on_row).map_err(fault)?;
            block = rest;
            if block.is_empty() {
                break;
            }
        }
        let mut on_row = |row: &Row<'_>| take_row(sink, intake, file, row);
        if last { rows.finish(&mut on_row).map_err(fault) } else { Ok(()) }
    }

    fn refuse(&self, line: u64, problem: Problem) -> TableError {
        TableError::at(&self.file, line, None, problem)
    }
}

/// The first row is the header and says which table this is; the others go where they belong.
fn take_row(
    sink: &mut Option<(Sink, usize)>,
    intake: &mut Intake,
    file: &str,
    row: &Row<'_>,
) -> Result<(), Fault> {
    let here = |error: CellError| Fault { line: row.line, error };
    if let Some((sink, width)) = sink {
        if row.len() != *width {
            let ragged = Problem::Ragged { found: row.len(), expected: *width };
            return Err(here(ragged.into()));
        }
        return sink.row(intake, row).map_err(here);
    }
    let columns = Columns::parse(row).map_err(|p| here(p.into()))?;
    let opened = Sink::open(&columns, intake, file).map_err(|p| here(p.into()))?;
    if let Sink::Summary = opened {
        conversation::summary_row(intake, row);
    }
    *sink = Some((opened, columns.len()));
    Ok(())
}

/// A problem in a cell of a line.
struct Fault {
    line: u64,
    error: CellError,
}

impl From<Refusal> for Fault {
    fn from((line, problem): Refusal) -> Self {
        Self { line, error: problem.into() }
    }
}

impl Fault {
    fn located(self, file: &str) -> TableError {
        let CellError { column, problem } = self.error;
        TableError::at(file, self.line, column.as_deref(), problem)
    }
}

impl Sink {
    fn open(columns: &Columns, intake: &mut Intake, file: &str) -> Result<Self, Problem> {
        let kind = kind_of(columns)?;
        if let Some(columns) = ignored(kind, columns) {
            intake.notes.push(Note::ColumnsIgnored { file: file.to_owned(), columns });
        }
        Ok(match kind {
            TableKind::Conversation => Self::Conversation(conversation::Layout::new(columns)?),
            TableKind::PolisSummary => Self::Summary,
            TableKind::Participants => {
                Self::Participants(participants::Layout::new(columns, intake)?)
            }
            TableKind::Statements => Self::Statements(statements::Layout::new(columns, intake)?),
            TableKind::PolisComments => Self::Comments(comments::Layout::new(columns, intake)?),
            TableKind::PolisMatrix => Self::Matrix(polis_matrix::Layout::new(columns, intake)?),
            TableKind::Votes => {
                file.clone_into(&mut intake.votes.file);
                intake.votes.tells_language = columns.find("language_shown").is_some();
                Self::Votes(votes::Layout::tables(columns)?)
            }
            TableKind::PolisVotes => {
                file.clone_into(&mut intake.votes.file);
                intake.is_polis = true;
                Self::Votes(votes::Layout::polis(columns)?)
            }
            TableKind::Predictions => {
                file.clone_into(&mut intake.predictions_file);
                Self::Predictions(predictions::Layout::new(columns)?)
            }
            TableKind::Exposures => Self::Exposures(exposures::Layout::new(columns)?),
        })
    }

    fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        match self {
            Self::Votes(layout) => layout.row(intake, row),
            Self::Conversation(layout) => layout.row(intake, row),
            Self::Summary => {
                conversation::summary_row(intake, row);
                Ok(())
            }
            Self::Participants(layout) => layout.row(intake, row),
            Self::Statements(layout) => layout.row(intake, row),
            Self::Comments(layout) => layout.row(intake, row),
            Self::Matrix(layout) => layout.row(intake, row),
            Self::Predictions(layout) => layout.row(intake, row),
            Self::Exposures(layout) => layout.row(intake, row),
        }
    }
}

/// Columns that nobody reads. Attributes of participants are part of the format and not listed.
fn ignored(kind: TableKind, columns: &Columns) -> Option<Vec<String>> {
    let known: &[&str] = match kind {
        TableKind::Votes => &votes::KNOWN,
        TableKind::PolisVotes => &votes::KNOWN_POLIS,
        TableKind::Predictions => &predictions::KNOWN,
        TableKind::Exposures => &exposures::KNOWN,
        TableKind::PolisComments => &comments::KNOWN,
        TableKind::Statements => &statements::KNOWN,
        TableKind::Conversation => &["key", "language", "value"],
        _ => return None,
    };
    let beside = columns.beside(known).map(|(_, name)| name);
    let unread =
        beside.filter(|name| !(kind == TableKind::Statements && statements::is_text(name)));
    let names: Vec<String> = unread.map(str::to_owned).collect();
    (!names.is_empty()).then_some(names)
}
