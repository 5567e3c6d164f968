//! Writes a snapshot as Beringia's own tables, which read back as the same snapshot.

use beringia_domain::{Label, Part, moment::iso_date};
use beringia_engine::measure::opinions::Half;
use beringia_engine::measure::prediction_matrix::About;
use beringia_engine::measure::vote_matrix::Choice;

use super::write::TableText;
use crate::ballots::NO_DAY;
use crate::snapshot::{Snapshot, part_of};

/// Bytes after which a part of a table is handed on.
const PART_BYTES: usize = 1 << 20;

/// Takes a file's name and the next part of its text.
pub trait Sink<E>: FnMut(&'static str, String) -> Result<(), E> {}
impl<E, F: FnMut(&'static str, String) -> Result<(), E>> Sink<E> for F {}

/// Hands on all tables in parts; tables without rows are left out, but for the votes.
pub fn write<E>(snapshot: &Snapshot, mut sink: impl Sink<E>) -> Result<(), E> {
    sink("conversation.csv", conversation(snapshot))?;
    sink("statements.csv", statements(snapshot))?;
    participants(snapshot, &mut sink)?;
    votes(snapshot, &mut sink)?;
    if snapshot.predictions.predictions() > 0 {
        predictions(snapshot, &mut sink)?;
    }
    if !snapshot.exposures.is_empty() {
        exposures(snapshot, &mut sink)?;
    }
    Ok(())
}

fn side_name(snapshot: &Snapshot, part: Option<Part>) -> &str {
    part.and_then(|part| Some(snapshot.sides.as_ref()?.name(part))).unwrap_or("")
}

fn conversation(snapshot: &Snapshot) -> String {
    let about = &snapshot.conversation;
    let mut table = TableText::new(&["key", "language", "value"]);
    let mut row = |key: &str, language: &str, value: &str| {
        table.text(key).text(language).text(value).end_row();
    };
    let known =
        |language: &str| if language == "und" { String::new() } else { language.to_owned() };
    for (key, texts) in [("title", &about.title), ("about", &about.about)] {
        for (language, text) in texts {
            row(key, &known(language.as_str()), text);
        }
    }
    for (side, language, shown) in &about.side_names {
        row(&format!("side:{side}"), &known(language.as_str()), shown);
    }
    if let Some(sides) = &snapshot.sides {
        row("first_side", "", sides.name(Part::First));
    }
    if about.invented {
        row("invented", "", "true");
    }
    table.finish()
}

fn statements(snapshot: &Snapshot) -> String {
    let translations = snapshot.statements.iter().flat_map(|s| &s.translations);
    let mut tags: Vec<&str> = translations.map(|(tag, _)| tag.as_str()).collect();
    tags.sort_unstable();
    tags.dedup();
    let columns: Vec<String> = tags.iter().map(|tag| format!("text_{tag}")).collect();
    let mut header = vec!["statement", "author_side", "language", "text"];
    header.extend(columns.iter().map(String::as_str));
    header.extend(["status", "field"]);
    let mut table = TableText::new(&header);
    for statement in &snapshot.statements {
        let language = statement.language.as_str();
        table.text(statement.id.as_str()).text(side_name(snapshot, statement.author));
        table.word(if language == "und" { "" } else { language });
        table.text(statement.text.as_deref().unwrap_or_default());
        for tag in &tags {
            let found = statement.translations.iter().find(|(t, _)| t.as_str() == *tag);
            table.text(found.map_or("", |(_, text)| text.as_str()));
        }
        table.word(statement.status.word());
        table.text(statement.field.as_deref().unwrap_or_default()).end_row();
    }
    table.finish()
}

/// Hands on what waits, where it is long enough or last.
fn hand_on<E>(
    name: &'static str,
    table: &mut TableText,
    least: usize,
    sink: &mut impl Sink<E>,
) -> Result<(), E> {
    if table.waiting() >= least { sink(name, table.take()) } else { Ok(()) }
}

fn participants<E>(snapshot: &Snapshot, sink: &mut impl Sink<E>) -> Result<(), E> {
    let name = "participants.csv";
    let header: &[&str] = match &snapshot.weights {
        Some(_) => &["participant", "side", "weight"],
        None => &["participant", "side"],
    };
    let mut table = TableText::new(header);
    for (person, id) in snapshot.people.iter().enumerate() {
        let side = side_name(snapshot, snapshot.halves[person].map(part_of));
        table.text(id).text(side);
        if let Some(weights) = &snapshot.weights {
            table.number(Some(weights[person]));
        }
        table.end_row();
        hand_on(name, &mut table, PART_BYTES, sink)?;
    }
    hand_on(name, &mut table, 1, sink)
}

/// The word for whether the author's side was named; nothing where that is not known.
pub fn shown_word(label: Option<Label>) -> &'static str {
    match label {
        Some(Label::Shown) => "true",
        Some(Label::Hidden) => "false",
        None => "",
    }
}

/// The word for a choice.
pub fn word(choice: Choice) -> &'static str {
    match choice {
        Choice::Agree => "agree",
        Choice::Disagree => "disagree",
        Choice::Pass => "pass",
    }
}

fn day_text(day: i32) -> String {
    if day == NO_DAY { String::new() } else { iso_date(day.into()) }
}

fn votes<E>(snapshot: &Snapshot, sink: &mut impl Sink<E>) -> Result<(), E> {
    let name = "votes.csv";
    let are_dated = snapshot.ballots.are_dated();
    let mut days = snapshot.ballots.days.cursor();
    let header = ["participant", "statement", "choice", "at"];
    let header = if are_dated { &header[..] } else { &header[..3] };
    let mut table = TableText::new(header);
    let mut at = 0;
    let mut last = (NO_DAY, String::new());
    for (person, id) in snapshot.people.iter().enumerate() {
        for (statement, choice) in snapshot.votes().row(person) {
            table.text(id).text(snapshot.statements[statement].id.as_str()).word(word(choice));
            if let Some(day) = days.of(at).filter(|_| are_dated) {
                if day != last.0 {
                    last = (day, day_text(day));
                }
                table.word(&last.1);
            }
            at += 1;
            table.end_row();
        }
        hand_on(name, &mut table, PART_BYTES, sink)?;
    }
    hand_on(name, &mut table, 1, sink)
}

fn predictions<E>(snapshot: &Snapshot, sink: &mut impl Sink<E>) -> Result<(), E> {
    let name = "predictions.csv";
    let mut table = TableText::new(&["participant", "statement", "about_side", "share"]);
    for (person, id) in snapshot.people.iter().enumerate() {
        for p in snapshot.predictions.row(person) {
            let half = snapshot.halves[person].map(|half: Half| match p.about {
                About::Own => half,
                About::Other => half.other(),
            });
            table.text(id).text(snapshot.statements[p.statement as usize].id.as_str());
            table.text(side_name(snapshot, half.map(part_of)));
            table.whole(Some(u64::from(p.of_hundred))).end_row();
        }
        hand_on(name, &mut table, PART_BYTES, sink)?;
    }
    hand_on(name, &mut table, 1, sink)
}

fn exposures<E>(snapshot: &Snapshot, sink: &mut impl Sink<E>) -> Result<(), E> {
    let name = "exposures.csv";
    let header = ["participant", "statement", "position", "probability", "label_shown"];
    let mut table = TableText::new(&header);
    for e in &snapshot.exposures {
        table.text(&snapshot.people[e.person as usize]);
        table.text(snapshot.statements[e.statement as usize].id.as_str());
        table.whole((e.position > 0).then_some(u64::from(e.position))).number(e.probability);
        table.word(shown_word(e.label)).end_row();
        hand_on(name, &mut table, PART_BYTES, sink)?;
    }
    hand_on(name, &mut table, 1, sink)
}
