//! A column of values that mostly repeat from row to row: kept as runs while that saves room.

use std::ops::Range;

use super::error::Problem;

/// Runs are kept while there are at least so many rows to a run.
const ROWS_PER_RUN: usize = 4;

/// One value a row.
#[derive(Debug, Clone)]
pub struct Column<T> {
    form: Form<T>,
    rows: usize,
}

#[derive(Debug, Clone)]
enum Form<T> {
    /// Where each run starts, and its value.
    Runs(Vec<(u32, T)>),
    Plain(Vec<T>),
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self { form: Form::Runs(Vec::new()), rows: 0 }
    }
}

impl<T: Copy + PartialEq> Column<T> {
    /// Adds the value of the next row.
    #[inline]
    pub(crate) fn push(&mut self, value: T) -> Result<(), Problem> {
        match &mut self.form {
            Form::Runs(runs) if runs.last().is_some_and(|(_, last)| *last == value) => {}
            Form::Runs(_) => return self.push_run(value),
            Form::Plain(values) => {
                reserve(values, 1)?;
                values.push(value);
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// Adds the same value for several rows.
    pub(crate) fn push_many(&mut self, value: T, rows: usize) -> Result<(), Problem> {
        match &mut self.form {
            Form::Runs(runs) if runs.last().is_some_and(|(_, last)| *last == value) => {
                self.rows += rows;
            }
            Form::Plain(values) => {
                reserve(values, rows)?;
                values.resize(values.len() + rows, value);
                self.rows += rows;
            }
            Form::Runs(_) if rows > 0 => {
                self.push_run(value)?;
                self.push_many(value, rows - 1)?;
            }
            Form::Runs(_) => {}
        }
        Ok(())
    }

    fn push_run(&mut self, value: T) -> Result<(), Problem> {
        let start = u32::try_from(self.rows).map_err(|_| Problem::TooMany("rows"))?;
        if let Form::Runs(runs) = &mut self.form {
            if (runs.len() + 1) * ROWS_PER_RUN <= self.rows.max(1 << 16) {
                reserve(runs, 1)?;
                runs.push((start, value));
                self.rows += 1;
                return Ok(());
            }
            let mut values = Vec::new();
            reserve(&mut values, self.rows + 1)?;
            self.for_each_run(|value, rows| values.extend(rows.map(|_| value)));
            self.form = Form::Plain(values);
        }
        self.push(value)
    }

    /// Every run in order: its value and its rows.
    pub fn for_each_run(&self, mut take: impl FnMut(T, Range<usize>)) {
        match &self.form {
            Form::Runs(runs) => {
                for (at, (start, value)) in runs.iter().enumerate() {
                    let end = runs.get(at + 1).map_or(self.rows, |(next, _)| *next as usize);
                    take(*value, *start as usize..end);
                }
            }
            Form::Plain(values) => {
                values.iter().enumerate().for_each(|(row, value)| take(*value, row..row + 1));
            }
        }
    }

    /// Whether every row has this value.
    pub(crate) fn is_all(&self, value: T) -> bool {
        match &self.form {
            Form::Runs(runs) => runs.iter().all(|(_, other)| *other == value),
            Form::Plain(values) => values.iter().all(|other| *other == value),
        }
    }

    /// Looks values up; rows close to the last one asked for are found at once.
    pub(crate) fn cursor(&self) -> Cursor<'_, T> {
        Cursor { column: self, run: 0 }
    }
}

/// A place in a column.
#[derive(Debug)]
pub(crate) struct Cursor<'a, T> {
    column: &'a Column<T>,
    run: usize,
}

impl<T: Copy + PartialEq> Cursor<'_, T> {
    /// The value of a row, if there is such a row.
    pub(crate) fn of(&mut self, row: usize) -> Option<T> {
        let runs = match &self.column.form {
            Form::Plain(values) => return values.get(row).copied(),
            Form::Runs(_) if row >= self.column.rows => return None,
            Form::Runs(runs) => runs,
        };
        let holds = |run: usize| {
            let starts = |run: usize| runs.get(run).map(|(start, _)| *start as usize);
            starts(run).is_some_and(|start| start <= row)
                && starts(run + 1).is_none_or(|next| row < next)
        };
        if !holds(self.run) {
            self.run += 1;
            if !holds(self.run) {
                self.run = runs.partition_point(|(start, _)| *start as usize <= row) - 1;
            }
        }
        runs.get(self.run).map(|(_, value)| *value)
    }
}

/// Room for `more`, growing by half so that it is seldom asked for.
#[inline]
pub(crate) fn reserve<T>(all: &mut Vec<T>, more: usize) -> Result<(), Problem> {
    if all.capacity() - all.len() >= more {
        return Ok(());
    }
    let more = more.max(all.len() / 2).max(1 << 10);
    all.try_reserve_exact(more).map_err(|_| Problem::OutOfMemory)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out_in_either_form() {
        // Long runs first, so that it begins as runs; then values that never repeat.
        let given: Vec<u32> = (0..40_000_u32).map(|row| row / 9).chain(50_000..90_000).collect();
        let mut column = Column::default();
        let mut forms = [0, 0];
        for value in &given {
            column.push(*value).unwrap();
            forms[usize::from(matches!(column.form, Form::Plain(_)))] += 1;
        }
        assert!(forms[0] > 40_000 && forms[1] > 20_000);
        let mut found = Vec::new();
        column.for_each_run(|value, rows| found.extend(rows.map(|_| value)));
        assert_eq!(found, given);
    }

    #[test]
    fn a_cursor_finds_rows_in_any_order() {
        let given: Vec<u32> = (0..5_000_u32).map(|row| row / 7).collect();
        let mut column = Column::default();
        given.iter().for_each(|value| column.push(*value).unwrap());
        let mut cursor = column.cursor();
        for row in (0..5_000).chain([17, 4_999, 0, 2_500, 2_493]) {
            assert_eq!(cursor.of(row), Some(given[row]), "row {row}");
        }
        assert_eq!(cursor.of(5_000), None);
    }
}
