//! A table as the sortition world writes it, as text: CSV in any usual encoding, or the first sheet of a workbook.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::problem::{Place, Trouble, What};
use crate::tables::error::Problem;
use crate::tables::rows::{Row, RowSplitter};

/// Bytes of a file at most.
pub const BYTES_MAX: usize = 50 << 20;
/// Rows of a file at most.
pub const ROWS_MAX: usize = 100_000;
/// Cells of a workbook's sheet at most.
const CELLS_MAX: usize = 20_000_000;

/// A table of text.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What the file is called.
    pub file: String,
    /// Names of columns, as they are written.
    pub header: Vec<String>,
    /// Rows with their lines, from 1.
    pub rows: Vec<(u64, Vec<String>)>,
}

impl Sheet {
    /// Reads a file: of a workbook the named sheet, or the first.
    pub fn read(file: &str, bytes: &[u8], sheet: Option<&str>) -> Result<Self, Trouble> {
        let refuse = |what: What| Trouble::of(file, Place::default(), what);
        if bytes.len() > BYTES_MAX {
            return Err(refuse(What::TooLarge { limit: BYTES_MAX as u64 >> 20 }));
        }
        let rows = if bytes.starts_with(b"PK\x03\x04") {
            workbook(bytes, sheet).map_err(|what| refuse(*what))?
        } else {
            text_rows(file, bytes)?
        };
        let mut rows = rows.into_iter();
        let Some((_, header)) = rows.next() else { return Err(refuse(What::Empty)) };
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if let [only] = header.as_slice()
            && let Some(mark) = [";", "\t"].into_iter().find(|mark| only.contains(*mark))
        {
            let mark = if mark == ";" { ";" } else { "tab" };
            return Err(refuse(What::Table(Problem::Separator(mark))));
        }
        let rows: Vec<(u64, Vec<String>)> = rows.collect();
        if rows.len() > ROWS_MAX {
            return Err(refuse(What::TooManyRows { limit: ROWS_MAX }));
        }
        Ok(Self { file: file.to_owned(), header, rows })
    }

    /// The one column of this name, without regard to case and spaces.
    pub fn column(&self, name: &str) -> Result<usize, Trouble> {
        let refuse = |what| Err(Trouble::of(&self.file, Place { line: 1, column: None }, what));
        let wanted = key(name);
        let mut found = self.header.iter().enumerate().filter(|(_, own)| key(own) == wanted);
        match (found.next(), found.next()) {
            (Some((at, _)), None) => Ok(at),
            (Some(_), Some(_)) => refuse(What::DoubleColumn(name.to_owned())),
            (None, _) => refuse(What::NoColumn {
                name: name.to_owned(),
                near: near(name, self.header.iter().map(String::as_str)),
                found: self.header.join(", "),
            }),
        }
    }

    /// Whether there is a column of this name.
    pub fn has(&self, name: &str) -> bool {
        self.header.iter().any(|own| key(own) == key(name))
    }
}

/// What two spellings of one word have in common: compatibility forms, spaces and case do not count.
pub fn key(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The word next to this one, where one is within two changes of a letter.
pub fn near<'a>(word: &str, among: impl Iterator<Item = &'a str>) -> Option<String> {
    let wanted = key(word);
    let mut best: Option<(usize, &str)> = None;
    for other in among {
        let far = strsim::levenshtein(&wanted, &key(other));
        if far <= 2 && far < wanted.chars().count() && best.is_none_or(|(least, _)| far < least) {
            best = Some((far, other));
        }
    }
    best.map(|(_, other)| other.to_owned())
}

type Rows = Vec<(u64, Vec<String>)>;

fn text_rows(file: &str, bytes: &[u8]) -> Result<Rows, Trouble> {
    let text = decode(file, bytes)?;
    let mut rows = Rows::new();
    let mut splitter = RowSplitter::default();
    let mut take = |row: &Row<'_>| -> Result<(), (u64, Problem)> {
        let cells: Vec<String> =
            (0..row.len()).map(|at| String::from_utf8_lossy(row.cell(at)).into_owned()).collect();
        // A line without anything in it is no row.
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((row.line, cells));
        }
        Ok(())
    };
    let split = splitter.feed(text.as_bytes(), &mut take).and_then(|()| splitter.finish(&mut take));
    split.map_err(|(line, problem)| {
        Trouble::of(file, Place { line, column: None }, What::Table(problem))
    })?;
    let width = rows.first().map_or(0, |(_, header)| header.len());
    if let Some((line, cells)) = rows.iter().find(|(_, cells)| cells.len() != width) {
        let what = What::Ragged { expected: width, found: cells.len() };
        return Err(Trouble::of(file, Place { line: *line, column: None }, what));
    }
    Ok(rows)
}

/// UTF-8, UTF-16 by its mark, else GB18030.
fn decode(file: &str, bytes: &[u8]) -> Result<String, Trouble> {
    let by_mark = Encoding::for_bom(bytes);
    let (encoding, skip) = match by_mark {
        Some((encoding, length)) => (encoding, length),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, 0),
        None => (GB18030, 0),
    };
    if ![UTF_8, UTF_16LE, UTF_16BE, GB18030].contains(&encoding) {
        return Err(Trouble::of(file, Place::default(), What::Encoding { line: 0 }));
    }
    match encoding.decode_without_bom_handling_and_without_replacement(&bytes[skip..]) {
        Some(text) if !text.contains('\0') => Ok(text.into_owned()),
        _ => {
            let valid =
                std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
            let line = memchr::memchr_iter(b'\n', &bytes[..valid]).count() as u64 + 1;
            Err(Trouble::of(file, Place { line, column: None }, What::Encoding { line }))
        }
    }
}

fn workbook(bytes: &[u8], sheet: Option<&str>) -> Result<Rows, Box<What>> {
    let unreadable = |error: calamine::XlsxError| Box::new(What::Workbook(error.to_string()));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let names = book.sheet_names();
    let wanted = match sheet {
        Some(name) => names.iter().find(|own| key(own) == key(name)),
        None => names.first(),
    };
    let Some(wanted) = wanted.cloned() else {
        return Err(Box::new(What::NoSheet {
            name: sheet.unwrap_or_default().to_owned(),
            found: names.join(", "),
        }));
    };
    let range = book.worksheet_range(&wanted).map_err(unreadable)?;
    if range.height().saturating_mul(range.width()) > CELLS_MAX {
        return Err(Box::new(What::TooManyRows { limit: ROWS_MAX }));
    }
    let first = range.start().map_or(0, |(row, _)| u64::from(row)) + 1;
    let rows = range.rows().enumerate().map(|(at, cells)| {
        (first + at as u64, cells.iter().map(cell_text).collect::<Vec<String>>())
    });
    Ok(rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty())).collect())
}

/// What a cell shows: the value of a formula, a whole number without a point.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Float(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        other => other.to_string(),
    }
}

/// How often each word occurs, with the first lines.
pub(super) fn tally(words: impl Iterator<Item = (u64, String)>) -> BTreeMap<String, Vec<u64>> {
    let mut all: BTreeMap<String, Vec<u64>> = BTreeMap::new();
    words.for_each(|(line, word)| all.entry(word).or_default().push(line));
    all
}
