//! From rows of votes to final votes: of a person's votes on one statement the latest counts.

use beringia_domain::{Choice, Moment};
use beringia_engine::measure::vote_matrix::{self, VoteMatrix};

use crate::snapshot::Order;
use crate::tables::reader::Intake;
use crate::tables::votes::{VoteRows, choice_of};
use crate::tables::{Problem, TableError};

/// Final votes.
#[derive(Debug, Clone)]
pub struct Ballots {
    /// By person.
    pub votes: VoteMatrix,
    /// The day of each vote in the order of the matrix (days since 1970; [`NO_DAY`] where it has none);
    /// empty where no vote has one.
    pub days: Vec<i32>,
    /// How many rows were read.
    pub rows: usize,
    /// How many rows were dropped because a later vote by the same person replaced them, or repeated them.
    pub replaced: usize,
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
    intake: &Intake,
    people: &Order,
    statements: &Order,
) -> Result<Ballots, TableError> {
    let rows = &intake.votes;
    let (starts, by_person) = sort_by_person(rows, people);
    let mut votes = VoteMatrix::new(statements.old.len(), people.old.len(), rows.len());
    let mut days = Vec::with_capacity(rows.moments.len());
    let mut entries: Vec<Entry> = Vec::new();
    for range in starts.windows(2) {
        entries.clear();
        entries.extend(by_person[range[0]..range[1]].iter().map(|row| {
            let row = *row as usize;
            let cell = rows.cells[row];
            let statement = statements.new[(cell >> 2) as usize];
            Entry { statement, choice: choice_of(cell), row }
        }));
        if !entries.windows(2).all(|pair| pair[0].statement < pair[1].statement) {
            keep_latest(intake, &mut entries)?;
        }
        if !rows.moments.is_empty() {
            days.extend(entries.iter().map(|entry| day(rows.moment(entry.row))));
        }
        let row = entries.iter().map(|entry| (entry.statement, engine_choice(entry.choice)));
        votes.push_person(row).expect("statements are ascending and known");
    }
    let replaced = rows.len() - votes.votes();
    Ok(Ballots { votes, days, rows: rows.len(), replaced })
}

/// The choice as the engine counts it.
pub(crate) fn engine_choice(choice: Choice) -> vote_matrix::Choice {
    match choice {
        Choice::Agree => vote_matrix::Choice::Agree,
        Choice::Disagree => vote_matrix::Choice::Disagree,
        Choice::Pass => vote_matrix::Choice::Pass,
    }
}

fn day(moment: Option<i64>) -> i32 {
    moment.and_then(|ms| i32::try_from(Moment::from_ms(ms).day()).ok()).unwrap_or(NO_DAY)
}

/// A counting sort: where each person's rows start, and the rows in that order.
fn sort_by_person(rows: &VoteRows, people: &Order) -> (Vec<usize>, Vec<u32>) {
    let mut starts = vec![0_usize; people.new.len() + 1];
    for person in &rows.people {
        starts[people.place(*person) + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; rows.people.len()];
    for (row, person) in (0_u32..).zip(&rows.people) {
        let slot = &mut next[people.place(*person)];
        order[*slot] = row;
        *slot += 1;
    }
    (starts, order)
}

/// Sorts one person's entries by statement and keeps the latest vote on each.
fn keep_latest(intake: &Intake, entries: &mut Vec<Entry>) -> Result<(), TableError> {
    let moment = |entry: &Entry| intake.votes.moment(entry.row);
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
        participant: intake.people.text(intake.votes.people[second.row]),
        statement: intake.statements.text(cell >> 2),
        choice: second.choice.word(),
        other_line: intake.votes.line(first.row),
        other_choice: first.choice.word(),
    };
    TableError::at(&intake.votes.file, intake.votes.line(second.row), None, problem)
}
