//! Writes CSV: quotes by RFC 4180, and no cell that a spreadsheet would run as a formula.
//!
//! Text that begins with `=`, `+`, `-`, `@` (after any apostrophes) gets one apostrophe in front, and
//! readers take one off again, so that what we write we read back unchanged. Numbers are left alone.

/// Builds a table row by row.
#[derive(Debug, Clone, Default)]
pub struct TableText {
    text: String,
    at_start: bool,
}

impl TableText {
    /// With this header.
    pub fn new(header: &[&str]) -> Self {
        let mut table = Self { text: String::new(), at_start: true };
        for name in header {
            table.word(name);
        }
        table.end_row();
        table
    }

    /// Begins a table without a header.
    pub fn start(&mut self) -> &mut Self {
        self.at_start = true;
        self
    }

    /// A cell that may hold anything people wrote.
    pub fn text(&mut self, value: &str) -> &mut Self {
        if is_formula(value) { self.quoted(&format!("'{value}")) } else { self.quoted(value) }
    }

    /// A cell of ours: a number, a date, a fixed word.
    pub fn word(&mut self, value: &str) -> &mut Self {
        self.separate();
        self.text.push_str(value);
        self
    }

    /// A number, in the shortest form that reads back the same; absent is empty.
    pub fn number(&mut self, value: Option<f64>) -> &mut Self {
        self.separate();
        if let Some(value) = value {
            use std::fmt::Write;
            let positive_zero = value + 0.0;
            let _ = write!(self.text, "{positive_zero}");
        }
        self
    }

    /// A whole number; absent is empty.
    pub fn whole(&mut self, value: Option<u64>) -> &mut Self {
        self.word(&value.map(|n| n.to_string()).unwrap_or_default())
    }

    /// Ends the row.
    pub fn end_row(&mut self) {
        self.text.push('\n');
        self.at_start = true;
    }

    /// The table.
    pub fn finish(self) -> String {
        self.text
    }

    /// Takes what is written so far, to hand it on in parts.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// How many bytes wait.
    pub fn waiting(&self) -> usize {
        self.text.len()
    }

    fn separate(&mut self) {
        if !self.at_start {
            self.text.push(',');
        }
        self.at_start = false;
    }

    fn quoted(&mut self, value: &str) -> &mut Self {
        self.separate();
        let edge = value.starts_with([' ', '\t']) || value.ends_with([' ', '\t']);
        if edge || value.contains([',', '"', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&value.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(value);
        }
        self
    }
}

/// Takes off the apostrophe that keeps a formula from running.
pub fn plain_text(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_formula(value: &str) -> bool {
    let bare = value.trim_start_matches('\'');
    bare.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
        && value.parse::<f64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_harmless_and_read_back() {
        for value in ["=1+1", "@x", "'=x", "''-a", "-5 degrees", "plain", "'quoted'"] {
            let mut table = TableText::new(&["t"]);
            table.text(value).end_row();
            let written = table.finish();
            let cell = written.lines().nth(1).unwrap();
            assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
            assert_eq!(plain_text(cell), value);
        }
    }

    #[test]
    fn negative_numbers_stay_numbers() {
        let mut table = TableText::new(&["a", "b"]);
        table.text("-3.5").number(Some(-0.0)).end_row();
        assert_eq!(table.finish(), "a,b\n-3.5,0\n");
    }
}
