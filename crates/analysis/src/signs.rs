//! Polis writes votes as 1, 0, −1; which sign is agree is checked against the counts that stand beside them.

use beringia_domain::Choice;

use crate::tables::reader::{Intake, Note};
use crate::tables::votes::choice_of;

/// Turns the votes where the counts say that −1 is agree; says what was found. Nothing for other tables.
pub(crate) fn settle(intake: &mut Intake) -> Option<Note> {
    if !intake.is_polis {
        return None;
    }
    let (as_read, turned) =
        if intake.polis_counts.is_empty() { by_person(intake) } else { by_statement(intake) };
    if as_read == turned {
        return Some(Note::SignUnchecked);
    }
    if as_read < turned {
        return Some(Note::SignChecked);
    }
    for cell in &mut intake.votes.cells {
        // Agree is 0 and disagree 1 in the two lowest bits; pass stays.
        if *cell & 3 != 2 {
            *cell ^= 1;
        }
    }
    Some(Note::SignTurned)
}

/// How far the votes are from Polis's counts, as read and turned round.
fn by_statement(intake: &Intake) -> (i64, i64) {
    let mut counts = vec![[0_i64; 2]; intake.statements.len()];
    for cell in &intake.votes.cells {
        count(&mut counts[(cell >> 2) as usize], *cell);
    }
    let given = intake.polis_counts.iter();
    distances(
        given.map(|(index, agrees, disagrees)| (counts[*index as usize], [*agrees, *disagrees])),
    )
}

fn by_person(intake: &Intake) -> (i64, i64) {
    let mut counts = vec![[0_i64; 2]; intake.people.len()];
    intake.votes.people.for_each_run(|person, rows| {
        intake.votes.cells[rows].iter().for_each(|cell| count(&mut counts[person as usize], *cell));
    });
    let given = intake.matrix.iter();
    distances(given.map(|row| (counts[row.person as usize], [row.agree, row.disagree])))
}

fn count(counts: &mut [i64; 2], cell: u32) {
    match choice_of(cell) {
        Choice::Agree => counts[0] += 1,
        Choice::Disagree => counts[1] += 1,
        Choice::Pass => {}
    }
}

fn distances(pairs: impl Iterator<Item = ([i64; 2], [i64; 2])>) -> (i64, i64) {
    pairs.fold((0, 0), |(as_read, turned), (found, given)| {
        let far = |a: i64, b: i64| a.abs_diff(b).try_into().unwrap_or(i64::MAX / 4);
        // A count in a file may be anything, so nothing here may overflow.
        let sum = |a: i64, b: i64| a.saturating_add(b);
        let straight = sum(far(found[0], given[0]), far(found[1], given[1]));
        let crossed = sum(far(found[0], given[1]), far(found[1], given[0]));
        (as_read.saturating_add(straight), turned.saturating_add(crossed))
    })
}
