//! The header of a table: where each column stands, and which ones nobody reads.

use super::error::{Problem, shown};
use super::rows::Row;

/// The most columns a table may have.
const COLUMNS_MAX: usize = 20_000;

/// The names of the columns, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// Reads the header row.
    pub(crate) fn parse(row: &Row<'_>) -> Result<Self, Problem> {
        if (0..row.len()).any(|at| row.cell(at).contains(&b'\r')) {
            return Err(Problem::OldLineEnds);
        }
        if row.len() > COLUMNS_MAX {
            return Err(Problem::TooMany("columns"));
        }
        let mut names: Vec<String> = Vec::with_capacity(row.len());
        for at in 0..row.len() {
            let name = std::str::from_utf8(row.cell(at)).map_err(|_| Problem::NotUtf8)?.trim();
            if !name.is_empty() && names.iter().any(|n| n == name) {
                return Err(Problem::DoubleColumn(shown(name.as_bytes())));
            }
            names.push(name.to_owned());
        }
        if let [only] = names.as_slice()
            && let Some(separator) = [(";", ";"), ("\t", "tab"), ("|", "|")]
                .into_iter()
                .find(|(mark, _)| only.contains(mark))
        {
            return Err(Problem::Separator(separator.1));
        }
        Ok(Self { names })
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// The place of a column.
    pub(crate) fn find(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|n| n == name)
    }

    /// The place of a column that must be there.
    pub(crate) fn need(&self, name: &str) -> Result<usize, Problem> {
        let missing = || Problem::MissingColumn { column: name.to_owned(), found: self.listed() };
        self.find(name).ok_or_else(missing)
    }

    pub(crate) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.find(name).is_some())
    }

    /// Columns that are none of `known`.
    pub(crate) fn beside<'a>(
        &'a self,
        known: &'a [&str],
    ) -> impl Iterator<Item = (usize, &'a str)> + 'a {
        let all = self.names.iter().enumerate().map(|(at, name)| (at, name.as_str()));
        all.filter(|(_, name)| !known.contains(name) && !name.is_empty())
    }

    /// The header for an error message.
    pub(crate) fn listed(&self) -> String {
        format!("“{}”", shown(self.names.join(",").as_bytes()))
    }
}
