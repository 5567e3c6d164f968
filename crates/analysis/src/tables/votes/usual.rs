//! Rows as nearly all are (columns in the order in which they are written, ids met before, choices in plain
//! words, no quotes), taken straight from the bytes.
//!
//! Whatever is unusual is left to the general way, which knows every rule and every error. A row that is taken
//! here means the same there.

#![expect(
    clippy::inline_always,
    reason = "measured: a third faster; these are a few instructions a cell"
)]

use beringia_domain::{Choice, Moment};

use super::{Layout, MOMENTS_MS, NO_MOMENT};
use crate::tables::error::Problem;
use crate::tables::reader::Intake;
use crate::tables::word::{Word, load, marks, mask, next_mark};

/// The order of the columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Usual {
    /// `participant,statement,choice`
    Tables,
    /// `participant,statement,choice,at`
    DatedTables,
    /// `timestamp,datetime,comment-id,voter-id,vote`
    Polis,
}

/// Rows that are handed on at once.
const RUN_MAX: usize = 64;

/// A row: person, statement and choice; when; and where the next one starts.
type Taken = ((u32, u32, Choice), Option<i64>, usize);

/// Cells as they were in the row before, each with its value: persons and days come in runs.
#[derive(Debug, Default)]
struct Before {
    person: Again<u32>,
    moment: Again<i64>,
}

impl Layout {
    /// Takes usual rows from the start of `bytes`, the first of which is on this line: how many bytes and rows.
    pub(crate) fn usual_rows(
        &self,
        intake: &mut Intake,
        bytes: &[u8],
        line: u64,
    ) -> Result<(usize, u64), Problem> {
        let mut before = Before::default();
        match self.usual {
            None => Ok((0, 0)),
            Some(Usual::Tables) => take(intake, bytes, line, |intake, start| {
                tables_row(intake, bytes, start, &mut before, false)
            }),
            Some(Usual::DatedTables) => take(intake, bytes, line, |intake, start| {
                tables_row(intake, bytes, start, &mut before, true)
            }),
            Some(Usual::Polis) => {
                take(intake, bytes, line, |intake, start| polis_row(intake, bytes, start))
            }
        }
    }
}

/// Takes rows as long as there is one; those of one person and moment go on together.
#[inline(always)]
fn take(
    intake: &mut Intake,
    bytes: &[u8],
    line: u64,
    mut row: impl FnMut(&mut Intake, usize) -> Option<Taken>,
) -> Result<(usize, u64), Problem> {
    let (mut used, mut rows) = (0, 0);
    let mut shared = (0, NO_MOMENT);
    let (mut run, mut length) = ([0_u32; RUN_MAX], 0);
    while used < bytes.len()
        && let Some(((person, statement, choice), moment, end)) = row(intake, used)
    {
        let next = (person, moment.unwrap_or(NO_MOMENT));
        if next != shared || length == RUN_MAX {
            intake.votes.push_run(shared, &run[..length], line + rows - length as u64)?;
            (shared, length) = (next, 0);
        }
        run[length] = statement << 2 | choice as u32;
        length += 1;
        used = end;
        rows += 1;
    }
    intake.votes.push_run(shared, &run[..length], line + rows - length as u64)?;
    Ok((used, rows))
}

#[inline(always)]
fn tables_row(
    intake: &mut Intake,
    bytes: &[u8],
    start: usize,
    before: &mut Before,
    is_dated: bool,
) -> Option<Taken> {
    let Intake { people, statements, .. } = intake;
    let end = before.person.or_read(bytes, start, |cell, word| people.find_word(word, cell))?;
    let (id, word, end) = cell(bytes, comma(bytes, end)?)?;
    let statement = statements.find_word(word, id)?;
    let (choice, mut end) = choice(bytes, comma(bytes, end)?, &TABLES)?;
    let mut moment = None;
    if is_dated {
        end = before.moment.or_read(bytes, comma(bytes, end)?, |cell, _| day(cell))?;
        moment = Some(before.moment.value);
    }
    Some(((before.person.value, statement, choice), moment, line_end(bytes, end)?))
}

#[inline(always)]
fn polis_row(intake: &mut Intake, bytes: &[u8], start: usize) -> Option<Taken> {
    let (timestamp, word, end) = cell(bytes, start)?;
    let moment = millis(timestamp, word)?;
    // The datetime beside it is the exporter's local time, which nobody reads.
    let end = next_mark(bytes, comma(bytes, end)?)?;
    let (id, word, end) = cell(bytes, comma(bytes, end)?)?;
    let statement = intake.statements.find_word(word, id)?;
    let (id, word, end) = cell(bytes, comma(bytes, end)?)?;
    let person = intake.people.find_word(word, id)?;
    let (choice, end) = choice(bytes, comma(bytes, end)?, &POLIS)?;
    Some(((person, statement, choice), Some(moment), line_end(bytes, end)?))
}

/// A day as it is mostly written, 2026-03-05.
fn day(cell: &[u8]) -> Option<i64> {
    let text = std::str::from_utf8(cell).ok().filter(|text| text.len() == 10)?;
    Moment::parse(text).map(Moment::ms)
}

/// A whole number of 9 to 16 digits that is a moment.
#[inline(always)]
fn millis(cell: &[u8], word: Word) -> Option<i64> {
    let low = cell.len().checked_sub(8).filter(|low| (1..=8).contains(low))?;
    let scale = 10_u64.pow(u32::try_from(low).ok()?);
    let number = word.number(8)? * scale + Word::of(&cell[8..]).number(low)?;
    i64::try_from(number).ok().filter(|ms| *ms > 0 && MOMENTS_MS.contains(ms))
}

/// How choices are written: agree, disagree, pass.
type Words = [(Word, usize); 3];
const TABLES: Words = [word(b"agree"), word(b"disagree"), word(b"pass")];
const POLIS: Words = [word(b"1"), word(b"-1"), word(b"0")];

const fn word(text: &[u8]) -> (Word, usize) {
    (Word::of(text), text.len())
}

/// The choice that starts here and where it ends. Which of the three it is cannot be foreseen, so nothing here
/// branches on it.
#[inline(always)]
fn choice(bytes: &[u8], start: usize, words: &Words) -> Option<(Choice, usize)> {
    const CHOICES: [Choice; 4] = [Choice::Agree, Choice::Disagree, Choice::Pass, Choice::Pass];
    let loaded = load(bytes, start)?;
    let [agree, disagree, pass] = words;
    let is = |(word, length): &(Word, usize)| usize::from(Word::cut(loaded, *length) == *word);
    let (agrees, disagrees, passes) = (is(agree), is(disagree), is(pass));
    let length = agrees * agree.1 + disagrees * disagree.1 + passes * pass.1;
    (length > 0).then_some((CHOICES[disagrees + 2 * passes], start + length))
}

/// Behind the comma that must be here.
#[inline(always)]
fn comma(bytes: &[u8], at: usize) -> Option<usize> {
    (*bytes.get(at)? == b',').then_some(at + 1)
}

/// Behind the line end that must be here.
#[inline(always)]
fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    match bytes.get(at..)? {
        [b'\n', ..] => Some(at + 1),
        [b'\r', b'\n', ..] => Some(at + 2),
        _ => None,
    }
}

/// The cell that starts here, without a carriage return at its end, its word, and where it ends.
#[inline(always)]
fn cell(bytes: &[u8], start: usize) -> Option<(&[u8], Word, usize)> {
    let loaded = load(bytes, start)?;
    let marks = marks(loaded);
    let mut end = start + marks.trailing_zeros() as usize / 8;
    if marks == 0 {
        end = next_mark(bytes, end)?;
    }
    let mut cell = bytes.get(start..end)?;
    if let [plain @ .., b'\r'] = cell {
        cell = plain;
    }
    Some((cell, Word::cut(loaded, cell.len()), start + cell.len()))
}

/// A cell of up to 15 bytes together with the mark behind it, and what it means.
#[derive(Debug, Default)]
struct Again<T> {
    /// Its first eight bytes and its last eight; a shorter one is masked.
    ends: [u64; 2],
    mask: u64,
    /// Where the last eight begin; the length without the mark.
    tail: usize,
    length: usize,
    value: T,
}

impl<T: Copy> Again<T> {
    /// Where the cell ends that starts here; read and kept unless it is the same once more.
    #[inline(always)]
    fn or_read(
        &mut self,
        bytes: &[u8],
        start: usize,
        read: impl FnOnce(&[u8], Word) -> Option<T>,
    ) -> Option<usize> {
        if self.length > 0 && self.ends(bytes, start)? == self.ends {
            return Some(start + self.length);
        }
        let (cell, word, end) = cell(bytes, start)?;
        self.value = read(cell, word)?;
        let whole = cell.len() + 1;
        self.length = if whole <= 16 { cell.len() } else { 0 };
        self.mask = mask(whole);
        self.tail = whole.saturating_sub(8);
        self.ends = self.ends(bytes, start)?;
        Some(end)
    }

    #[inline(always)]
    fn ends(&self, bytes: &[u8], start: usize) -> Option<[u64; 2]> {
        Some([load(bytes, start)? & self.mask, load(bytes, start + self.tail)? & self.mask])
    }
}
