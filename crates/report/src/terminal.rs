//! Findings as terminal text: a summary a person can read, and remarks on what was read.

use beringia_analysis::findings::Findings;
use beringia_analysis::headlines::Headline;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::polis_out::Loss;
use beringia_analysis::tables::reader::Note;

use crate::chart::text;
use crate::edition::{Edition, join};
use crate::number;
use crate::words::Words;

/// Whether the text may be coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Colour,
    /// For a file or a pipe.
    Plain,
}

const WIDTH: f64 = 78.0;

/// The summary.
pub fn summary(findings: &Findings, words: &Words, style: Style) -> String {
    let edition = Edition::new(findings, words.language());
    let mut out = String::from("\n");
    let bold = |text: &str| match style {
        Style::Colour => format!("\u{1b}[1m{text}\u{1b}[0m"),
        Style::Plain => text.to_owned(),
    };
    let title = if edition.title().is_empty() { words.say("title-plain") } else { edition.title() };
    out.push_str(&format!("  {}\n", bold(&title)));
    out.push_str(&format!("{}\n\n", indented(&counts_line(&edition), 2)));
    for (at, headline) in findings.headlines.iter().enumerate() {
        let (title, text) = told(&edition, headline);
        out.push_str(&format!("  {}  {}\n", bold(&(at + 1).to_string()), bold(&title)));
        if !text.is_empty() {
            out.push_str(&format!("{}\n", indented(&text, 5)));
        }
        out.push('\n');
    }
    let mut groups = vec![edition.groups_sentence()];
    if findings.opinion_groups.verdict.is_some() {
        groups.extend(edition.firmness_sentences());
    }
    out.push_str(&format!("{}\n\n", indented(&join(&groups, words.language()), 2)));
    if findings.missingness.warns == Some(true) {
        out.push_str(&format!("{}\n\n", indented(&words.say("missing-warns"), 2)));
    }
    if !edition.has_sides() {
        out.push_str(&format!("{}\n\n", indented(&words.say("no-sides-how"), 2)));
    }
    out.push_str(&format!("{}\n", indented(&edition.provenance_line(), 2)));
    out
}

fn counts_line(edition: &Edition<'_>) -> String {
    let asked = &edition.findings.asked;
    let count = |n: Option<u64>| number::maybe_count(n, &edition.words);
    let args = [
        ("votes", count(asked.votes)),
        ("statements", number::count(asked.statements, edition.language())),
        ("predictions", count(asked.predictions)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let people = match &asked.voters_by_side {
        Some(voters) => edition.words.tell(
            "terminal-people-sides",
            &[
                ("first", &edition.side(0)),
                ("second", &edition.side(1)),
                ("firstcount", &count(voters[0])),
                ("secondcount", &count(voters[1])),
            ],
        ),
        None => edition.words.tell("terminal-people", &[("people", &count(asked.voters))]),
    };
    join(&[people, edition.words.tell("terminal-counts", &args)], edition.language())
}

/// A headline's title and what goes with it, shorter than on the page.
fn told(edition: &Edition<'_>, headline: &Headline) -> (String, String) {
    let w = &edition.words;
    let list = |indices: &[usize]| {
        indices
            .iter()
            .map(|j| format!("– {}", edition.wording_text(*j)))
            .collect::<Vec<_>>()
            .join("\n")
    };
    match headline {
        Headline::CommonGround { firmest, counts } => {
            (edition.ground_sentence(counts), list(firmest))
        }
        Headline::Misjudgement { .. } => {
            let text = edition.headline_gaps().map(|gaps| {
                let line = |side: usize| {
                    let whole =
                        |share: Option<f64>| share.map(number::of_hundred).unwrap_or_default();
                    w.tell(
                        "expected-actual",
                        &[
                            ("holder", &edition.side(side)),
                            ("about", &edition.side(1 - side)),
                            ("expected", &whole(gaps[side].predicted)),
                            ("actual", &whole(gaps[side].actual)),
                        ],
                    )
                };
                format!("{}\n{}", line(0), line(1))
            });
            (edition.misjudgement_sentence(), text.unwrap_or_default())
        }
        Headline::NoPredictions if edition.findings.asked.predictions == Some(0) => {
            (w.say("headline-no-predictions"), String::new())
        }
        Headline::NoPredictions => (w.say("headline-few-predictions"), String::new()),
        Headline::Divide { across_more } => {
            let key = if *across_more { "divide-more" } else { "divide-same" };
            (w.say(key), edition.divide_text())
        }
        Headline::DivideTooFew => (w.say("divide-too-few"), String::new()),
        Headline::Majorities { agree, tested, firmest, .. } => {
            let (agree, tested) = (agree.to_string(), tested.to_string());
            (w.tell("majorities", &[("agree", &agree), ("tested", &tested)]), list(firmest))
        }
        Headline::MostSplit { statement } => (w.say("most-split"), list(&[*statement])),
        Headline::Answered { warns } => {
            let key = match warns {
                Some(true) => "answered-warns",
                Some(false) => "answered-no-sign",
                None => "answered-untested",
            };
            (w.say(key), String::new())
        }
    }
}

/// Breaks a text to the terminal's width, each paragraph for itself.
fn indented(text: &str, by: usize) -> String {
    let pad = " ".repeat(by);
    // A terminal cell is half as wide as a Chinese character, which counts as one em.
    let room = (WIDTH - by as f64) * 0.5;
    text.lines()
        .flat_map(|paragraph| text::wrap(paragraph, 1.0, room, usize::MAX))
        .map(|line| format!("{pad}{line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Remarks on what was read otherwise than it stood there.
pub fn notes(notes: &[Note], not_read: &[String], words: &Words) -> Vec<String> {
    let mut lines: Vec<String> = notes.iter().map(|n| note(n, words)).collect();
    for file in not_read {
        lines.push(words.tell("note-not-read", &[("file", file)]));
    }
    lines
}

/// One remark.
pub fn note(note: &Note, words: &Words) -> String {
    match note {
        Note::ColumnsIgnored { file, columns } => {
            words.tell("note-columns", &[("file", file), ("columns", &columns.join(", "))])
        }
        Note::ReadAsGb18030 { file } => words.tell("note-gb18030", &[("file", file)]),
        Note::SignChecked => words.say("note-sign-checked"),
        Note::SignTurned => words.say("note-sign-turned"),
        Note::SignUnchecked => words.say("note-sign-unchecked"),
        Note::StatementsWithoutText { statements } => {
            words.tell_count("note-without-text", *statements as u64, &[])
        }
        Note::PeopleWithoutSide { people } => {
            words.tell_count("note-without-side", *people as u64, &[])
        }
        Note::PredictionsWithoutSide { predictions } => {
            words.tell_count("note-predictions-without-side", *predictions as u64, &[])
        }
        Note::AuthorsOfNoSide { statements } => {
            words.tell_count("note-authors", *statements as u64, &[])
        }
        Note::UnknownSide { name } => words.tell("note-unknown-side", &[("name", name)]),
        Note::PredictionsLookLikeFractions => words.say("note-fractions"),
    }
}

/// What a Polis export cannot hold of this snapshot, and what is left out on purpose.
pub fn losses(losses: &[Loss], snapshot: &Snapshot, words: &Words) -> Vec<String> {
    let mut lines: Vec<String> = losses
        .iter()
        .map(|loss| match loss {
            Loss::Sides => words.say("loss-sides"),
            Loss::Predictions(n) => words.tell_count("loss-predictions", *n as u64, &[]),
            Loss::Exposures(n) => words.tell_count("loss-exposures", *n as u64, &[]),
            Loss::Translations(n) => words.tell_count("loss-translations", *n as u64, &[]),
            Loss::StatementDetails => words.say("loss-details"),
            Loss::Weights => words.say("loss-weights"),
            Loss::PeopleIds => words.say("loss-people-ids"),
            Loss::StatementIds => words.say("loss-statement-ids"),
        })
        .collect();
    if !snapshot.source.attributes.is_empty() {
        let columns = snapshot.source.attributes.join(", ");
        lines.push(words.tell("loss-attributes", &[("columns", &columns)]));
    }
    if snapshot.source.tells_language {
        lines.push(words.say("loss-language"));
    }
    if snapshot.source.is_polis {
        lines.push(words.say("loss-authors"));
    }
    if snapshot.ballots.are_dated() {
        lines.push(words.say("loss-times"));
    }
    if snapshot.ballots.replaced > 0 {
        lines.push(words.tell_count("loss-replaced", snapshot.ballots.replaced as u64, &[]));
    }
    lines
}
