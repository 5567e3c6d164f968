//! Votes: `participant,statement,choice[,at,language_shown]`, and Polis's `votes.csv`.
//!
//! This is the one table that has millions of rows: nothing is allocated per row, and rows as nearly all are
//! take a way of their own.

mod usual;

use beringia_domain::{Choice, Moment, ParticipantId, StatementId};

use super::column::{Column, reserve};
use super::columns::Columns;
use super::error::{Problem, shown};
use super::ids::Ids;
use super::reader::{CellError, Intake, at_column, utf8};
use super::rows::Row;
use super::write::plain_text;
use usual::Usual;

pub(crate) const KNOWN: [&str; 5] = ["participant", "statement", "choice", "at", "language_shown"];
pub(crate) const KNOWN_POLIS: [&str; 5] =
    ["timestamp", "datetime", "comment-id", "voter-id", "vote"];

/// The years 1 to 9999, in milliseconds since 1970.
const MOMENTS_MS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;

/// Stands for an absent moment.
pub(crate) const NO_MOMENT: i64 = i64::MIN;

/// Rows as they were read, by column; a vote packs statement and choice into 32 bits.
#[derive(Debug, Clone, Default)]
pub struct VoteRows {
    /// The person of each row.
    pub people: Column<u32>,
    /// The statement (upper 30 bits) and the choice (agree 0, disagree 1, pass 2) of each row.
    pub cells: Vec<u32>,
    /// Milliseconds since 1970 of each row, or [`NO_MOMENT`].
    pub(crate) moments: Column<i64>,
    /// The file the rows are from.
    pub file: String,
    /// Whether the rows tell the language that was shown.
    pub tells_language: bool,
    /// The last moment read, as written and as a number.
    last_moment: (Vec<u8>, Option<i64>),
    /// The line of the last row.
    last_line: u64,
    /// Where line numbers stop being row numbers + 2: (row, line), ascending.
    jumps: Vec<(usize, u64)>,
}

/// Unpacks a choice.
pub fn choice_of(cell: u32) -> Choice {
    match cell & 3 {
        0 => Choice::Agree,
        1 => Choice::Disagree,
        _ => Choice::Pass,
    }
}

impl VoteRows {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The line a row was on.
    pub fn line(&self, row: usize) -> u64 {
        let at = self.jumps.partition_point(|(from, _)| *from <= row);
        let (from, line) = if at == 0 { (0, 2) } else { self.jumps[at - 1] };
        line + (row - from) as u64
    }

    /// Adds the cells of rows that share person and moment, on lines that follow each other from this one.
    fn push_run(
        &mut self,
        (person, moment): (u32, i64),
        cells: &[u32],
        line: u64,
    ) -> Result<(), Problem> {
        let row = self.cells.len();
        let Some(more) = (cells.len() as u64).checked_sub(1) else { return Ok(()) };
        if line != self.last_line.max(1) + 1 {
            self.jumps.push((row, line));
        }
        self.last_line = line + more;
        if row + cells.len() > u32::MAX as usize {
            return Err(Problem::TooMany("votes"));
        }
        reserve(&mut self.cells, cells.len())?;
        self.cells.extend_from_slice(cells);
        self.people.push_many(person, cells.len())?;
        self.moments.push_many(moment, cells.len())
    }

    /// Adds a row.
    pub(crate) fn push(
        &mut self,
        (person, statement, choice): (u32, u32, Choice),
        moment: Option<i64>,
        line: u64,
    ) -> Result<(), Problem> {
        let cell = statement << 2 | choice as u32;
        self.push_run((person, moment.unwrap_or(NO_MOMENT)), &[cell], line)
    }
}

/// Where the columns stand, and how a choice is written.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    participant: usize,
    statement: usize,
    choice: usize,
    moment: Option<usize>,
    /// The order of the columns, where it is as nearly always.
    usual: Option<Usual>,
    words: Words,
    names: [&'static str; 4],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Beringia,
    Polis,
}

impl Layout {
    pub(crate) fn tables(columns: &Columns) -> Result<Self, Problem> {
        Self::new(columns, Words::Beringia, ["participant", "statement", "choice", "at"])
    }

    pub(crate) fn polis(columns: &Columns) -> Result<Self, Problem> {
        Self::new(columns, Words::Polis, ["voter-id", "comment-id", "vote", "timestamp"])
    }

    fn new(columns: &Columns, words: Words, names: [&'static str; 4]) -> Result<Self, Problem> {
        let [participant, statement, choice] =
            [columns.need(names[0])?, columns.need(names[1])?, columns.need(names[2])?];
        let moment = columns.find(names[3]);
        let order = [Some(participant), Some(statement), Some(choice), moment];
        let usual = match (words, order, columns.len()) {
            (Words::Beringia, [Some(0), Some(1), Some(2), None], 3) => Some(Usual::Tables),
            (Words::Beringia, [Some(0), Some(1), Some(2), Some(3)], 4) => Some(Usual::DatedTables),
            (Words::Polis, [Some(3), Some(2), Some(4), Some(0)], 5) => Some(Usual::Polis),
            _ => None,
        };
        Ok(Self { participant, statement, choice, moment, usual, words, names })
    }

    /// Reads one row into the records.
    pub(crate) fn row(&self, intake: &mut Intake, row: &Row<'_>) -> Result<(), CellError> {
        let person = person(&mut intake.people, row.cell(self.participant))
            .map_err(at_column(self.names[0]))?;
        let statement =
            self.statement(intake, row.cell(self.statement)).map_err(at_column(self.names[1]))?;
        let choice = self.choice(row.cell(self.choice)).map_err(at_column(self.names[2]))?;
        let moment = match self.moment {
            Some(at) => {
                self.moment_or_last(intake, row.cell(at)).map_err(at_column(self.names[3]))?
            }
            None => None,
        };
        let votes = &mut intake.votes;
        votes.push((person, statement, choice), moment, row.line).map_err(CellError::from)
    }

    fn statement(&self, intake: &mut Intake, cell: &[u8]) -> Result<u32, Problem> {
        if let Some(found) = intake.statements.find(cell) {
            return Ok(found);
        }
        let id = StatementId::parse(&plain_text(utf8(cell)?))?;
        if let Some(found) = intake.statements.find(id.as_str().as_bytes()) {
            return Ok(found);
        }
        if intake.statements_are_given && self.words == Words::Beringia {
            return Err(Problem::UnknownStatement(shown(cell)));
        }
        let added = intake.statements.add(id.as_str().as_bytes());
        added.ok_or(Problem::TooMany("statements"))
    }

    fn choice(&self, cell: &[u8]) -> Result<Choice, Problem> {
        match self.words {
            Words::Polis => polis_choice(cell),
            Words::Beringia => beringia_choice(cell),
        }
    }

    /// Days repeat from row to row, so the last one is kept.
    fn moment_or_last(&self, intake: &mut Intake, cell: &[u8]) -> Result<Option<i64>, Problem> {
        let votes = &mut intake.votes;
        if self.words == Words::Beringia && cell == votes.last_moment.0 {
            return Ok(votes.last_moment.1);
        }
        let moment = self.moment(cell)?;
        if self.words == Words::Beringia {
            votes.last_moment = (cell.to_vec(), moment);
        }
        Ok(moment)
    }

    fn moment(&self, cell: &[u8]) -> Result<Option<i64>, Problem> {
        let cell = cell.trim_ascii();
        if cell.is_empty() {
            return Ok(None);
        }
        let (found, expected) = match self.words {
            // Polis exports of ours write 0 where no moment is known.
            Words::Polis if cell == b"0" => return Ok(None),
            Words::Polis => {
                (whole_number(cell).filter(|ms| MOMENTS_MS.contains(ms)), "milliseconds since 1970")
            }
            Words::Beringia => (
                std::str::from_utf8(cell).ok().and_then(Moment::parse).map(Moment::ms),
                "an ISO date or date-time such as 2026-03-05 or 2026-03-05T10:00Z",
            ),
        };
        found.map(Some).ok_or_else(|| Problem::Value { value: shown(cell), expected })
    }
}

/// The index of a participant, added where new.
pub(crate) fn person(people: &mut Ids, cell: &[u8]) -> Result<u32, Problem> {
    if let Some(found) = people.find(cell) {
        return Ok(found);
    }
    let id = ParticipantId::parse(&plain_text(utf8(cell)?))?;
    let bytes = id.as_str().as_bytes();
    match people.find(bytes) {
        Some(found) => Ok(found),
        None => people.add(bytes).ok_or(Problem::TooMany("people")),
    }
}

/// The words in lower case come first, as nearly all are.
fn beringia_choice(cell: &[u8]) -> Result<Choice, Problem> {
    match cell {
        b"agree" => Ok(Choice::Agree),
        b"disagree" => Ok(Choice::Disagree),
        b"pass" => Ok(Choice::Pass),
        other => Choice::parse(other.trim_ascii()).ok_or_else(|| Problem::Value {
            value: shown(cell),
            expected: "agree, disagree or pass",
        }),
    }
}

/// Polis writes 1, 0, −1; that 1 is agree is checked once all is read.
pub(crate) fn polis_choice(cell: &[u8]) -> Result<Choice, Problem> {
    match cell.trim_ascii() {
        b"1" | b"1.0" => Ok(Choice::Agree),
        b"-1" | b"-1.0" => Ok(Choice::Disagree),
        b"0" | b"0.0" => Ok(Choice::Pass),
        other => Err(Problem::Value { value: shown(other), expected: "1, 0 or -1" }),
    }
}

fn whole_number(cell: &[u8]) -> Option<i64> {
    if let [b'-', rest @ ..] = cell {
        return whole_number(rest).map(|number| -number);
    }
    if cell.is_empty() || cell.len() > 17 {
        return None;
    }
    cell.iter().try_fold(0_i64, |sum, c| c.is_ascii_digit().then(|| sum * 10 + i64::from(c - b'0')))
}
