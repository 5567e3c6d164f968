//! Splits CSV into rows and cells by RFC 4180, block by block, without copying what has no quotes.
//!
//! It is strict where leniency loses data: a stray quote, an open quote and a ragged row are errors with
//! their line. It knows nothing of what the cells mean.

use memchr::{memchr, memchr_iter};

use super::error::Problem;
use super::word::marks;

/// The longest row, in bytes.
pub const ROW_BYTES_MAX: usize = 4 << 20;

/// One row: its first line and its cells.
#[derive(Debug)]
pub struct Row<'a> {
    /// The line on which it begins, from 1.
    pub line: u64,
    bytes: &'a [u8],
    cells: &'a [(usize, usize)],
}

impl<'a> Row<'a> {
    /// How many cells.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether it has no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The bytes of one cell, without quotes; empty where there is none.
    pub fn cell(&self, at: usize) -> &'a [u8] {
        self.cells.get(at).map_or(&[], |(start, end)| &self.bytes[*start..*end])
    }
}

/// A problem and the line it is on.
pub type Refusal = (u64, Problem);

/// Splits a stream of blocks.
#[derive(Debug, Default)]
pub struct RowSplitter {
    buffer: Vec<u8>,
    line: u64,
    cells: Vec<(usize, usize)>,
    unquoted: Vec<u8>,
}

/// How far one row reaches.
enum Step {
    /// The row is done; so many bytes and lines were used.
    Row { used: usize, lines: u64 },
    /// The buffer ends within the row.
    More,
}

impl RowSplitter {
    /// The line of the next row, where nothing of it was taken yet.
    pub(crate) fn next_line(&self) -> Option<u64> {
        (self.line > 0 && self.buffer.is_empty()).then_some(self.line + 1)
    }

    /// Counts rows that were taken without it.
    pub(crate) fn skip_lines(&mut self, lines: u64) {
        self.line += lines;
    }

    /// Takes the next block and hands on all rows that are complete.
    pub fn feed<E: From<Refusal>>(
        &mut self,
        block: &[u8],
        mut on_row: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut block = block;
        if !self.buffer.is_empty() {
            // What was kept is completed to a line first, so that the rest needs no copying.
            let line = memchr(b'\n', block).map_or(block.len(), |at| at + 1);
            self.buffer.extend_from_slice(&block[..line]);
            block = &block[line..];
            self.split_kept(End::More, &mut on_row)?;
            if !self.buffer.is_empty() {
                self.buffer.extend_from_slice(block);
                return self.split_kept(End::More, &mut on_row);
            }
        }
        let used = self.split(block, End::More, &mut on_row)?;
        self.keep(&block[used..])
    }

    /// Hands on the last row, if it has no line end.
    pub fn finish<E: From<Refusal>>(
        &mut self,
        mut on_row: impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.split_kept(End::Last, &mut on_row)
    }

    fn split_kept<E: From<Refusal>>(
        &mut self,
        end: End,
        on_row: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let kept = std::mem::take(&mut self.buffer);
        let used = self.split(&kept, end, on_row)?;
        self.keep(&kept[used..])
    }

    /// Splits what is whole; how many bytes were used.
    fn split<E: From<Refusal>>(
        &mut self,
        buffer: &[u8],
        end: End,
        on_row: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut at = if self.line == 0 { start_after_bom(buffer) } else { 0 };
        if memchr(b'"', buffer).is_none() {
            return self.plain_rows(buffer, at, end, on_row);
        }
        while at < buffer.len() {
            let step = self.quoted_row(&buffer[at..], end);
            match step.map_err(|problem| (self.line + 1, problem))? {
                Step::More => break,
                Step::Row { used, lines } => {
                    hand_on(self.line + 1, &self.unquoted, &self.cells, on_row)?;
                    self.line += lines;
                    at += used;
                }
            }
        }
        Ok(at)
    }

    /// All whole rows of a buffer without any quote, in one sweep; where they end.
    fn plain_rows<E: From<Refusal>>(
        &mut self,
        buffer: &[u8],
        from: usize,
        end: End,
        on_row: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let mut cells = std::mem::take(&mut self.cells);
        cells.clear();
        let (mut row_start, mut cell_start) = (from, from);
        let mut at_mark = |at: usize| -> Result<(), E> {
            if buffer[at] == b',' {
                cells.push((cell_start, at));
            } else {
                cells.push((cell_start, before_return(buffer, cell_start, at)));
                hand_on(self.line + 1, buffer, &cells, on_row)?;
                cells.clear();
                self.line += 1;
                row_start = at + 1;
            }
            cell_start = at + 1;
            Ok(())
        };
        let (words, rest) = buffer[from..].as_chunks::<8>();
        for (word, bytes) in words.iter().enumerate() {
            let mut marks = marks(u64::from_le_bytes(*bytes));
            while marks != 0 {
                at_mark(from + 8 * word + marks.trailing_zeros() as usize / 8)?;
                marks &= marks - 1;
            }
        }
        let tail = buffer.len() - rest.len();
        for (at, _) in rest.iter().enumerate().filter(|(_, c)| matches!(c, b',' | b'\n')) {
            at_mark(tail + at)?;
        }
        if end == End::Last && row_start < buffer.len() {
            cells.push((cell_start, before_return(buffer, cell_start, buffer.len())));
            hand_on(self.line + 1, buffer, &cells, on_row)?;
            self.line += 1;
            row_start = buffer.len();
        }
        self.cells = cells;
        Ok(row_start)
    }

    /// Keeps what is not split yet, unless it is a row without end.
    fn keep<E: From<Refusal>>(&mut self, rest: &[u8]) -> Result<(), E> {
        if rest.len() > ROW_BYTES_MAX {
            return Err((self.line + 1, Problem::LongRow(ROW_BYTES_MAX)).into());
        }
        self.buffer.clear();
        self.buffer.extend_from_slice(rest);
        Ok(())
    }

    /// A row of a buffer with quotes somewhere; its cells are copied without them.
    fn quoted_row(&mut self, rest: &[u8], end: End) -> Result<Step, Problem> {
        self.cells.clear();
        self.unquoted.clear();
        let (mut at, mut lines) = (0, 0);
        loop {
            let start = self.unquoted.len();
            let after = if rest.get(at) == Some(&b'"') {
                match self.quoted_cell(rest, at + 1, &mut lines) {
                    Some(after) => after,
                    None if end == End::Last => return Err(Problem::OpenQuote),
                    None => return Ok(Step::More),
                }
            } else {
                self.plain_cell(rest, at)?
            };
            self.cells.push((start, self.unquoted.len()));
            match rest[after..] {
                [b',', ..] => at = after + 1,
                [b'\n', ..] => return Ok(self.row(after + 1, lines + 1)),
                [b'\r', b'\n', ..] => return Ok(self.row(after + 2, lines + 1)),
                [b'\r'] | [] if end == End::Last => return Ok(self.row(rest.len(), lines + 1)),
                [b'\r'] | [] => return Ok(Step::More),
                _ => return Err(Problem::StrayQuote),
            }
        }
    }

    fn row(&self, used: usize, lines: u64) -> Step {
        debug_assert!(!self.cells.is_empty());
        Step::Row { used, lines }
    }

    /// From behind the opening quote to behind the closing one; `None` where it does not close yet.
    fn quoted_cell(&mut self, rest: &[u8], from: usize, lines: &mut u64) -> Option<usize> {
        let mut at = from;
        loop {
            let quote = at + memchr(b'"', rest.get(at..)?)?;
            self.unquoted.extend_from_slice(&rest[at..quote]);
            *lines += memchr_iter(b'\n', &rest[at..quote]).count() as u64;
            if rest.get(quote + 1) != Some(&b'"') {
                // A quote at the very end of the buffer may be the first of two.
                return Some(quote + 1);
            }
            self.unquoted.push(b'"');
            at = quote + 2;
        }
    }

    /// Up to the next comma or line end.
    fn plain_cell(&mut self, rest: &[u8], from: usize) -> Result<usize, Problem> {
        let length = rest[from..].iter().position(|c| matches!(c, b',' | b'\n' | b'"'));
        let mut end = from + length.unwrap_or(rest.len() - from);
        if rest.get(end) == Some(&b'"') {
            return Err(Problem::StrayQuote);
        }
        if end > from && rest[end - 1] == b'\r' && rest.get(end) != Some(&b',') {
            end -= 1;
        }
        self.unquoted.extend_from_slice(&rest[from..end]);
        Ok(end)
    }
}

/// Whether more blocks may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    More,
    Last,
}

/// Hands on a row, unless all its cells are empty.
fn hand_on<E>(
    line: u64,
    bytes: &[u8],
    cells: &[(usize, usize)],
    on_row: &mut impl FnMut(&Row<'_>) -> Result<(), E>,
) -> Result<(), E> {
    let has_content = cells.iter().any(|(start, end)| end > start);
    if has_content { on_row(&Row { line, bytes, cells }) } else { Ok(()) }
}

/// The end of a cell at a line end, without the carriage return before it.
fn before_return(buffer: &[u8], start: usize, end: usize) -> usize {
    if end > start && buffer[end - 1] == b'\r' { end - 1 } else { end }
}

fn start_after_bom(buffer: &[u8]) -> usize {
    if buffer.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &[u8], block: usize) -> Result<Vec<(u64, Vec<String>)>, Refusal> {
        let mut rows = Vec::new();
        let mut on_row = |row: &Row<'_>| -> Result<(), Refusal> {
            let cells = (0..row.len()).map(|at| String::from_utf8_lossy(row.cell(at)).into_owned());
            rows.push((row.line, cells.collect()));
            Ok(())
        };
        let mut splitter = RowSplitter::default();
        for part in text.chunks(block) {
            splitter.feed(part, &mut on_row)?;
        }
        splitter.finish(&mut on_row)?;
        Ok(rows)
    }

    #[test]
    fn rows_are_the_same_however_the_blocks_fall() {
        let text = "\u{FEFF}a,b\r\n\"x, \"\"y\"\"\nz\",2\n\n3,\"\"\n,\n4,5".as_bytes();
        let whole = split(text, text.len()).unwrap();
        assert_eq!(whole.len(), 4);
        assert_eq!(whole[1], (2, vec!["x, \"y\"\nz".to_owned(), "2".to_owned()]));
        assert_eq!(whole[3].0, 7);
        for block in 4..text.len() {
            assert_eq!(split(text, block).unwrap(), whole, "blocks of {block}");
        }
    }

    #[test]
    fn quotes_out_of_place_are_told_with_their_line() {
        assert_eq!(split(b"a\n1\n2\"3\n", 64), Err((3, Problem::StrayQuote)));
        assert_eq!(split(b"a\n\"1\"2\n", 64), Err((2, Problem::StrayQuote)));
        assert_eq!(split(b"a\nb\n\"1\n2\n", 64), Err((3, Problem::OpenQuote)));
    }

    #[test]
    fn a_row_without_end_is_refused() {
        let long = vec![b'x'; ROW_BYTES_MAX + 2];
        assert_eq!(split(&long, 1 << 16), Err((1, Problem::LongRow(ROW_BYTES_MAX))));
    }
}
