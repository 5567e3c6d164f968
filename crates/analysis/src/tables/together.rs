//! The tables of one conversation, all in memory: which they are, whether they belong together, and read.

use beringia_domain::Choice;

use super::encoding::{Encoding, Transcoder};
use super::error::{Problem, TableError};
use super::reader::{Intake, TableKind, TableReader, recognise};
use super::rows::{Refusal, Row, RowSplitter};

/// A file as it was given.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A column, or a word for a choice, that has another name elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    /// In which file.
    pub file: String,
    /// What it is called there.
    pub theirs: String,
    /// What it is called here.
    pub ours: String,
}

/// How names elsewhere become ours.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Columns.
    pub columns: Vec<Renaming>,
    /// Words in the column `choice`; an empty word of ours leaves the row out.
    pub choices: Vec<Renaming>,
}

/// Why files are not the tables of one conversation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTogether {
    /// Two hold the same kind of table.
    #[error("{0} and {1} hold the same kind of table; name the files of one conversation")]
    Twice(String, String),
    /// There are no votes.
    #[error("{0}: no table of votes is there (votes.csv)")]
    NoVotes(String),
    /// There are votes of two kinds.
    #[error("votes of Polis and votes of Beringia's tables; name the files of one conversation")]
    TwoKinds,
}

/// Why files could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// They do not belong together.
    #[error(transparent)]
    NotTogether(#[from] NotTogether),
    /// One of them does not say what it should.
    #[error(transparent)]
    Table(#[from] TableError),
}

/// Whether tables of these kinds, named for messages, are those of one conversation.
pub fn belong_together(found: &[(String, TableKind)]) -> Result<(), NotTogether> {
    let mut sorted: Vec<&(String, TableKind)> = found.iter().collect();
    sorted.sort_by_key(|(_, kind)| *kind);
    for pair in sorted.windows(2) {
        if pair[0].1 == pair[1].1 {
            return Err(NotTogether::Twice(pair[0].0.clone(), pair[1].0.clone()));
        }
    }
    let holds = |kind: TableKind| found.iter().any(|(_, found)| *found == kind);
    let votes = [TableKind::Votes, TableKind::PolisVotes, TableKind::PolisMatrix];
    if !votes.into_iter().any(holds) {
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        return Err(NotTogether::NoVotes(names.join(", ")));
    }
    if holds(TableKind::Votes) && holds(TableKind::PolisVotes) {
        return Err(NotTogether::TwoKinds);
    }
    Ok(())
}

/// A file as UTF-8, with our names for its columns and choices.
pub fn mapped(given: &Given, mapping: &Mapping) -> Result<Given, TableError> {
    let of_file = |all: &[Renaming]| -> Vec<(String, String)> {
        let here = all.iter().filter(|renaming| renaming.file == given.name);
        here.map(|renaming| (renaming.theirs.clone(), renaming.ours.clone())).collect()
    };
    let (columns, choices) = (of_file(&mapping.columns), of_file(&mapping.choices));
    let bytes = utf8(given)?;
    if columns.is_empty() && choices.is_empty() {
        return Ok(Given { name: given.name.clone(), bytes });
    }
    let mut renamed =
        Renamed { columns, choices, choice_at: None, is_header: true, out: Vec::new() };
    let refuse = |(line, problem)| TableError::at(&given.name, line, None, problem);
    let mut rows = RowSplitter::default();
    let mut on_row = |row: &Row<'_>| -> Result<(), Refusal> {
        renamed.take(row);
        Ok(())
    };
    rows.feed(&bytes, &mut on_row).map_err(refuse)?;
    rows.finish(&mut on_row).map_err(refuse)?;
    Ok(Given { name: given.name.clone(), bytes: renamed.out })
}

/// A table that is written anew with other names.
struct Renamed {
    columns: Vec<(String, String)>,
    choices: Vec<(String, String)>,
    choice_at: Option<usize>,
    is_header: bool,
    out: Vec<u8>,
}

/// What a cell is called here.
fn ours<'a>(names: &'a [(String, String)], cell: &[u8]) -> Option<&'a str> {
    let found = names.iter().find(|(theirs, _)| theirs.as_bytes() == cell.trim_ascii());
    found.map(|(_, ours)| ours.as_str())
}

impl Renamed {
    fn take(&mut self, row: &Row<'_>) {
        let is_header = std::mem::take(&mut self.is_header);
        if let Some(at) = self.choice_at
            && ours(&self.choices, row.cell(at)) == Some("")
        {
            return;
        }
        for at in 0..row.len() {
            if at > 0 {
                self.out.push(b',');
            }
            let cell = row.cell(at);
            let name = match (is_header, self.choice_at == Some(at)) {
                (true, _) => ours(&self.columns, cell),
                (false, true) => ours(&self.choices, cell),
                (false, false) => None,
            };
            if is_header && name.map_or(cell, str::as_bytes) == b"choice" {
                self.choice_at = Some(at);
            }
            write_cell(&mut self.out, name.map_or(cell, str::as_bytes));
        }
        self.out.push(b'\n');
    }
}

fn write_cell(out: &mut Vec<u8>, cell: &[u8]) {
    if cell.iter().any(|c| b",\"\n\r".contains(c)) || cell.trim_ascii().len() < cell.len() {
        out.push(b'"');
        for c in cell {
            out.push(*c);
            if *c == b'"' {
                out.push(b'"');
            }
        }
        out.push(b'"');
    } else {
        out.extend_from_slice(cell);
    }
}

/// The bytes as UTF-8, where they are that or GB18030.
fn utf8(given: &Given) -> Result<Vec<u8>, TableError> {
    if std::str::from_utf8(&given.bytes).is_ok() {
        return Ok(given.bytes.clone());
    }
    let mut transcoder = Transcoder::new(Encoding::Gb18030);
    let text = transcoder.block(&given.bytes, true);
    Ok(text.map_err(|problem| TableError::of_file(&given.name, problem))?.to_vec())
}

/// The names of the columns; nothing where the first line is none.
pub fn header(given: &Given) -> Vec<String> {
    let mut names = Vec::new();
    let Ok(bytes) = utf8(given) else { return names };
    let mut rows = RowSplitter::default();
    let mut on_row = |row: &Row<'_>| -> Result<(), Refusal> {
        names = (0..row.len()).map(|at| whole(row.cell(at))).collect();
        Err((row.line, Problem::Empty))
    };
    if let Ok(()) = rows.feed(&bytes, &mut on_row) {
        let _ = rows.finish(&mut on_row);
    }
    names
}

/// A cell as it stands there, as text.
fn whole(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

/// The different words in a column, at most so many, in their order of appearance; nothing where there are more.
pub fn words_of(given: &Given, column: &str, most: usize) -> Option<Vec<String>> {
    let at = header(given).iter().position(|name| name.trim() == column)?;
    let bytes = utf8(given).ok()?;
    let mut words: Vec<String> = Vec::new();
    let mut is_header = true;
    let mut rows = RowSplitter::default();
    let mut on_row = |row: &Row<'_>| -> Result<(), Refusal> {
        let word = row.cell(at).trim_ascii();
        let is_known = words.iter().any(|known| known.as_bytes() == word);
        if !std::mem::take(&mut is_header) && !is_known {
            words.push(whole(word));
        }
        if words.len() > most { Err((row.line, Problem::Empty)) } else { Ok(()) }
    };
    rows.feed(&bytes, &mut on_row).and_then(|()| rows.finish(&mut on_row)).ok()?;
    Some(words)
}

/// The columns of ours that files may be asked for, each with what it is often called elsewhere.
pub const OURS: [(&str, &[&str]); 8] = [
    (
        "participant",
        &["voter", "user", "user_id", "person", "pid", "respondent", "voter_id", "参与者", "编号"],
    ),
    (
        "statement",
        &["comment", "item", "question", "statement_id", "comment_id", "qid", "陈述", "题目"],
    ),
    ("choice", &["vote", "answer", "response", "选择", "表态", "回答"]),
    ("side", &["country", "group", "team", "society", "国家", "一方"]),
    ("text", &["comment_body", "body", "wording", "content", "内容", "文字"]),
    ("author_side", &["author", "written_by", "作者"]),
    ("about_side", &["about", "predicted_side", "预测对象"]),
    ("share", &["prediction", "expected", "percent", "预测"]),
];

/// What a table needs to be one of ours.
const WHOLE: [&[&str]; 4] = [
    &["participant", "statement", "choice"],
    &["participant", "side"],
    &["participant", "statement", "about_side", "share"],
    &["statement", "text"],
];

/// What words for choices are often elsewhere.
const WORDS: [(&str, &[&str]); 3] = [
    ("agree", &["1", "yes", "true", "agrees", "for", "赞成", "是"]),
    ("disagree", &["-1", "no", "false", "disagrees", "against", "不同意", "否"]),
    ("pass", &["0", "unsure", "skip", "neutral", "don't know", "弃权", "不确定", "略过"]),
];

/// The likely meaning of a table that is none of ours: names that are often used, where each fits one column.
pub fn guess(given: &Given) -> Mapping {
    let mut mapping = Mapping::default();
    if recognise_whole(given).is_some() {
        return mapping;
    }
    let renaming = |theirs: &str, ours: &str| Renaming {
        file: given.name.clone(),
        theirs: theirs.to_owned(),
        ours: ours.to_owned(),
    };
    let header = header(given);
    let names: Vec<&str> = header.iter().map(|name| name.trim()).collect();
    for (ours, often) in OURS {
        let is_one = |name: &&&str| often.iter().any(|word| name.eq_ignore_ascii_case(word));
        let mut found = names.iter().filter(is_one);
        if let (Some(theirs), None) = (found.next(), found.next())
            && !names.contains(&ours)
        {
            mapping.columns.push(renaming(theirs, ours));
        }
    }
    let has = |column: &&str| {
        names.contains(column) || mapping.columns.iter().any(|renaming| renaming.ours == *column)
    };
    // Half a guess would make a table what it is not.
    if !WHOLE.iter().any(|columns| columns.iter().all(&has)) {
        return Mapping::default();
    }
    let choice = mapping.columns.iter().find(|r| r.ours == "choice").map(|r| r.theirs.clone());
    for word in choice.and_then(|column| words_of(given, &column, 12)).unwrap_or_default() {
        let is_one = |often: &[&str]| often.iter().any(|known| word.eq_ignore_ascii_case(known));
        if let Some((ours, _)) = WORDS.iter().find(|(_, often)| is_one(often)) {
            mapping.choices.push(renaming(&word, ours));
        }
    }
    mapping
}

/// Whether a word is one that a table of votes may hold.
pub fn is_choice(word: &str) -> bool {
    Choice::parse(word.as_bytes()).is_some()
}

/// Which table a file is, where it is one.
pub fn recognise_whole(given: &Given) -> Option<TableKind> {
    recognise(&given.name, &given.bytes).ok()
}

/// Reads the tables of one conversation; those that are none are named.
pub fn read(given: &[Given]) -> Result<(Intake, Vec<String>), ReadError> {
    let mut found: Vec<(&Given, TableKind)> = Vec::new();
    let mut not_read = Vec::new();
    for file in given {
        match recognise(&file.name, &file.bytes) {
            Ok(kind) => found.push((file, kind)),
            Err(error) if matches!(*error.problem, Problem::UnknownHeader { .. }) => {
                not_read.push(file.name.clone());
            }
            Err(error) => return Err(error.into()),
        }
    }
    let names: Vec<(String, TableKind)> =
        found.iter().map(|(file, kind)| (file.name.clone(), *kind)).collect();
    belong_together(&names)?;
    found.sort_by_key(|(_, kind)| *kind);
    let holds = |kind: TableKind| found.iter().any(|(_, found)| *found == kind);
    let has_votes = holds(TableKind::PolisVotes) || holds(TableKind::Votes);
    let mut intake = Intake { matrix_for_signs_only: has_votes, ..Intake::default() };
    for (file, kind) in &found {
        if *kind == TableKind::PolisMatrix && has_votes && holds(TableKind::PolisComments) {
            continue;
        }
        let is_utf8 = std::str::from_utf8(&file.bytes).is_ok();
        let encoding = if is_utf8 { Encoding::Utf8 } else { Encoding::Gb18030 };
        let mut reader = TableReader::new(&mut intake, &file.name, encoding);
        reader.feed(&file.bytes)?;
        reader.finish()?;
    }
    Ok((intake, not_read))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, text: &str) -> Given {
        Given { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    fn renaming(theirs: &str, ours: &str) -> Renaming {
        Renaming { file: "a.csv".into(), theirs: theirs.into(), ours: ours.into() }
    }

    #[test]
    fn names_elsewhere_become_ours() {
        let given =
            file("a.csv", "who,\"what, then\",said\n1,x,yes\n2,\"a \"\"b\"\"\",dunno\n3,x,no\n");
        let mapping = Mapping {
            columns: vec![
                renaming("who", "participant"),
                renaming("what, then", "statement"),
                renaming("said", "choice"),
            ],
            choices: vec![
                renaming("yes", "agree"),
                renaming("no", "disagree"),
                renaming("dunno", ""),
            ],
        };
        assert_eq!(words_of(&given, "said", 5).unwrap_or_default(), ["yes", "dunno", "no"]);
        assert_eq!(words_of(&given, "said", 2), None);
        let ours = mapped(&given, &mapping).map(|given| given.bytes).unwrap_or_default();
        let want = "participant,statement,choice\n1,x,agree\n3,x,disagree\n";
        assert_eq!(String::from_utf8_lossy(&ours), want);
    }

    #[test]
    fn tables_of_two_conversations_are_refused() {
        let votes = "participant,statement,choice\n1,1,agree\n";
        let all = [file("a.csv", votes), file("b.csv", votes)];
        let error = read(&all).map(drop).map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("a.csv and b.csv hold the same kind of table; name the files of one conversation"
                .to_owned())
        );
        let other = [file("c.csv", "colour\nred\n")];
        assert!(matches!(read(&other), Err(ReadError::NotTogether(NotTogether::NoVotes(_)))));
    }
}
