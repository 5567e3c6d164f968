//! From rows of votes to final votes: of a person's votes on one statement the latest counts.

use beringia_domain::{Choice, Moment};
use beringia_engine::measure::vote_matrix::{self, VoteMatrix};

use crate::snapshot::Order;
use crate::tables::column::Column;
use crate::tables::reader::Intake;
use crate::tables::votes::{NO_MOMENT, VoteRows, choice_of};
use crate::tables::{Problem, TableError};

/// Final votes.
#[derive(Debug, Clone)]
pub struct Ballots {
    /// By person.
    pub votes: VoteMatrix,
    /// The day of each vote in the order of the matrix (days since 1970; [`NO_DAY`] where it has none).
    pub days: Column<i32>,
    /// How many rows were read.
    pub rows: usize,
    /// How many rows were dropped because a later vote by the same person replaced them, or repeated them.
    pub replaced: usize,
}

impl Ballots {
    /// Whether any vote has a day.
    pub fn are_dated(&self) -> bool {
        !self.days.is_all(NO_DAY)
    }

    /// The first and the last day.
    pub fn span(&self) -> Option<[i64; 2]> {
        let mut span: Option<[i64; 2]> = None;
        self.days.for_each_run(|day, _| {
            if day != NO_DAY {
                let day = i64::from(day);
                span = Some(span.map_or([day; 2], |[first, last]| [first.min(day), last.max(day)]));
            }
        });
        span
    }
}

/// Stands for an absent day.
pub const NO_DAY: i32 = i32::MIN;

/// One row on its way: statement, choice, row number.
#[derive(Debug, Clone, Copy)]
struct Entry {
    statement: u32,
    choice: Choice,
    row: usize,
}

/// Puts rows in the order of people and statements, and keeps the latest of each pair.
/// Cost: O(rows) where a person's rows come in order, as they mostly do.
pub(crate) fn gather(
    intake: &mut Intake,
    people: &Order,
    statements: &Order,
) -> Result<Ballots, TableError> {
    let by_person = ByPerson::sort(&intake.votes, people);
    if by_person.order.is_empty()
        && let Some(ballots) = as_they_are(intake, &by_person, statements)
    {
        return ballots;
    }
    let rows = &intake.votes;
    let mut votes = VoteMatrix::new(statements.old.len(), people.old.len(), rows.len());
    let mut days = Column::default();
    let mut moments = rows.moments.cursor();
    let mut entries: Vec<Entry> = Vec::new();
    let no_memory = |problem| TableError::of_file(&rows.file, problem);
    for person in 0..people.old.len() {
        let row = by_person.rows(person).map(|at| {
            let cell = rows.cells[at];
            (statements.new[(cell >> 2) as usize], engine_choice(choice_of(cell)))
        });
        if votes.push_person(row).is_ok() {
            for at in by_person.rows(person) {
                days.push(day(moments.of(at))).map_err(no_memory)?;
            }
            continue;
        }
        entries.clear();
        entries.extend(by_person.rows(person).map(|row| {
            let cell = rows.cells[row];
            let statement = statements.new[(cell >> 2) as usize];
            Entry { statement, choice: choice_of(cell), row }
        }));
        keep_latest(intake, &mut entries)?;
        let row = entries.iter().map(|entry| (entry.statement, engine_choice(entry.choice)));
        votes.push_person(row).expect("statements are ascending and known");
        for entry in &entries {
            days.push(day(moments.of(entry.row))).map_err(no_memory)?;
        }
    }
    let replaced = rows.len() - votes.votes();
    Ok(Ballots { votes, days, rows: rows.len(), replaced })
}

/// Rows that are in order already are the matrix, once statements have their numbers; none where a person has
/// rows out of order or twice. It saves the memory of a second copy.
fn as_they_are(
    intake: &mut Intake,
    by_person: &ByPerson,
    statements: &Order,
) -> Option<Result<Ballots, TableError>> {
    let rows = &mut intake.votes;
    let renumber = |cells: &mut [u32], numbers: &[u32]| {
        cells.iter_mut().for_each(|cell| *cell = numbers[(*cell >> 2) as usize] << 2 | *cell & 3);
    };
    let mut cells = std::mem::take(&mut rows.cells);
    let count = cells.len();
    if !statements.is_as_read() {
        renumber(&mut cells, &statements.new);
    }
    let starts = by_person.starts.clone();
    let votes = match VoteMatrix::from_cells(statements.old.len(), starts, cells) {
        Ok(votes) => votes,
        Err(mut cells) => {
            if !statements.is_as_read() {
                renumber(&mut cells, &statements.old);
            }
            rows.cells = cells;
            return None;
        }
    };
    let mut days = Column::default();
    let mut added = Ok(());
    rows.moments.for_each_run(|moment, rows| {
        if added.is_ok() {
            added = days.push_many(day(Some(moment)), rows.len());
        }
    });
    let ballots = Ballots { votes, days, rows: count, replaced: 0 };
    Some(added.map(|()| ballots).map_err(|problem| TableError::of_file(&rows.file, problem)))
}

/// The choice as the engine counts it.
pub(crate) fn engine_choice(choice: Choice) -> vote_matrix::Choice {
    match choice {
        Choice::Agree => vote_matrix::Choice::Agree,
        Choice::Disagree => vote_matrix::Choice::Disagree,
        Choice::Pass => vote_matrix::Choice::Pass,
    }
}

#[inline]
fn day(moment: Option<i64>) -> i32 {
    let day = moment.filter(|ms| *ms != NO_MOMENT).map(|ms| Moment::from_ms(ms).day());
    day.and_then(|day| i32::try_from(day).ok()).unwrap_or(NO_DAY)
}

/// The rows of each person, in the order in which they were read.
struct ByPerson {
    starts: Vec<usize>,
    /// Rows by person; empty where they were read in that order already.
    order: Vec<u32>,
}

impl ByPerson {
    /// A counting sort.
    fn sort(rows: &VoteRows, people: &Order) -> Self {
        let mut starts = vec![0_usize; people.new.len() + 1];
        let (mut last, mut is_sorted) = (0, true);
        rows.people.for_each_run(|person, rows| {
            let place = people.place(person);
            is_sorted &= last <= place;
            last = place;
            starts[place + 1] += rows.len();
        });
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        if is_sorted {
            return Self { starts, order: Vec::new() };
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; rows.len()];
        rows.people.for_each_run(|person, rows| {
            let slot = &mut next[people.place(person)];
            for row in rows {
                order[*slot] = u32::try_from(row).expect("rows are counted in 32 bits");
                *slot += 1;
            }
        });
        Self { starts, order }
    }

    fn rows(&self, person: usize) -> impl Iterator<Item = usize> + '_ {
        let is_sorted = self.order.is_empty();
        (self.starts[person]..self.starts[person + 1])
            .map(move |at| if is_sorted { at } else { self.order[at] as usize })
    }
}

/// Sorts one person's entries by statement and keeps the latest vote on each.
fn keep_latest(intake: &Intake, entries: &mut Vec<Entry>) -> Result<(), TableError> {
    let moment = |entry: &Entry| {
        intake.votes.moments.cursor().of(entry.row).filter(|moment| *moment != NO_MOMENT)
    };
    entries.sort_by_key(|entry| (entry.statement, moment(entry), entry.row));
    for pair in entries.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        let same = before.statement == after.statement && before.choice != after.choice;
        let untold = moment(before).is_none() || moment(before) == moment(after);
        if same && untold {
            return Err(two_choices(intake, before, after));
        }
    }
    entries.reverse();
    entries.dedup_by_key(|entry| entry.statement);
    entries.reverse();
    Ok(())
}

fn two_choices(intake: &Intake, before: &Entry, after: &Entry) -> TableError {
    let (first, second) = if before.row < after.row { (before, after) } else { (after, before) };
    let cell = intake.votes.cells[second.row];
    let problem = Problem::TwoChoices {
        participant: intake.people.text(intake.votes.people.cursor().of(second.row).unwrap_or(0)),
        statement: intake.statements.text(cell >> 2),
        choice: second.choice.word(),
        other_line: intake.votes.line(first.row),
        other_choice: first.choice.word(),
    };
    TableError::at(&intake.votes.file, intake.votes.line(second.row), None, problem)
}
