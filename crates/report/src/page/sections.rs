//! The story of the report, section by section.

mod diversity;
mod exposure;
mod ground;
mod groups;
mod misjudgement;
mod statements;

use beringia_analysis::findings::groups::GroupCut;
use beringia_analysis::tables::reader::Note;

use super::blocks::{Block, Section, Table, number, words};
use super::first::caution;
use crate::chart::missing;
use crate::edition::Edition;
use crate::{number, terminal};

/// All sections, in the order in which they are told.
pub(super) fn sections(edition: &Edition<'_>) -> Vec<Section> {
    let mut sections = vec![asked(edition)];
    if edition.has_sides() {
        sections.push(ground::ground(edition));
        sections.push(ground::differ(edition));
        sections.push(misjudgement::misjudgement(edition));
        sections.push(diversity::diversity(edition));
        sections.push(groups::groups(edition));
        sections.extend(exposure::exposure(edition));
    } else {
        sections.push(statements::views(edition));
        sections.push(groups::groups(edition));
    }
    sections.push(statements::all(edition));
    sections.push(methods(edition));
    sections
}

/// A section with its own anchor.
fn section(edition: &Edition<'_>, name: &str, lead: String, blocks: Vec<Block>) -> Section {
    let title = edition.words.say(&format!("section-{name}"));
    Section { id: edition.anchor(name), title, lead, blocks }
}

/// A row of a table of measures: what it is, the figure, what it says.
fn measure(name: String, figure: String, meaning: String) -> Vec<super::blocks::Cell> {
    vec![words(name), number(figure), words(meaning)]
}

/// A table of measures.
fn measures(edition: &Edition<'_>, caption: String, rows: Vec<Vec<super::blocks::Cell>>) -> Block {
    let say = |key: &str| words(edition.words.say(key));
    let figure = number(edition.words.say("column-figure"));
    let head = vec![say("column-measure"), figure, say("column-meaning")];
    Block::Table(Table { caption, head, rows, class: "measures", ..Table::default() })
}

fn asked(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let mut blocks = Vec::new();
    let about = edition.about();
    for paragraph in about.lines().filter(|line| !line.trim().is_empty()) {
        blocks.push(Block::Text(paragraph.trim().to_owned()));
    }
    blocks.push(Block::Notice(say("caution-title"), caution(edition)));
    match edition.findings.missingness.warns {
        Some(true) => blocks.push(Block::Notice(say("missing-title"), say("missing-warns"))),
        Some(false) => blocks.push(Block::Text(say("missing-no-sign"))),
        None => blocks.push(Block::Text(say("missing-untested"))),
    }
    blocks.push(Block::Table(asked_table(edition)));
    match (missing::staircase(edition), missing::answers(edition)) {
        (Some(left), Some(right)) => blocks.push(Block::Pictures(left, right)),
        (one, other) => blocks.extend(one.or(other).map(Block::Picture)),
    }
    if !edition.has_sides() {
        blocks.push(Block::Notice(say("no-sides-title"), say("no-sides-how")));
    }
    let lead = edition.days();
    section(edition, "asked", lead, blocks)
}

fn asked_table(edition: &Edition<'_>) -> Table {
    let (asked, say) = (&edition.findings.asked, |key: &str| edition.words.say(key));
    let count = |n: Option<u64>| number(number::maybe_count(n, &edition.words));
    let median = |side: usize| {
        let median = edition.findings.missingness.median_answers.get(side).copied().flatten();
        number(median.map_or_else(|| say("too-few"), |n| format!("{n:.0}")))
    };
    let has_sides = edition.has_sides();
    let mut head = vec![words("")];
    if has_sides {
        head.extend([0, 1].map(|side: usize| number(edition.side(side))));
    }
    head.push(number(say("everybody")));
    let row = |key: &str, sides: Option<[Option<u64>; 2]>, all: Option<u64>| {
        let mut row = vec![words(say(key))];
        if has_sides {
            row.extend(sides.map_or_else(|| [words(""), words("")], |sides| sides.map(count)));
        }
        row.push(count(all));
        row
    };
    let mut rows = vec![
        row("asked-people", asked.voters_by_side, asked.voters),
        row("asked-votes", None, asked.votes),
        row("asked-predictions", asked.predictions_by_side, asked.predictions),
        row("asked-statements", None, Some(asked.statements)),
        row("asked-moderated", None, Some(asked.moderated_out)),
    ];
    if asked.replaced.is_some() {
        rows.insert(2, row("asked-replaced", None, asked.replaced));
    }
    let mut medians = vec![words(say("asked-median"))];
    medians.extend(if has_sides { vec![median(0), median(1), words("")] } else { vec![median(0)] });
    rows.insert(1, medians);
    Table { caption: say("asked-caption"), head, rows, ..Table::default() }
}

fn methods(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let provenance = &edition.findings.provenance;
    let settings = &provenance.settings;
    let language = edition.language();
    let digest = if edition.is_public() { "provenance-digest-public" } else { "provenance-digest" };
    let mut rows = vec![
        vec![words(say(digest)), words(provenance.digest.clone())],
        vec![words(say("provenance-version")), words(provenance.version)],
        vec![words(say("provenance-files")), words(provenance.files.join(", "))],
        vec![
            words(say("provenance-fdr")),
            words(number::percent(settings.false_discovery_rate, language)),
        ],
        vec![
            words(say("provenance-pass")),
            words(number::percent(settings.pass_share_max, language)),
        ],
        vec![words(say("provenance-shortlist")), words(settings.shortlist_size.to_string())],
    ];
    let groups = &edition.findings.opinion_groups;
    rows.push(vec![words(say("provenance-seed")), words(settings.seed.clone())]);
    rows.push(vec![words(say("provenance-cut")), words(say(cut_key(groups.cut)))]);
    let firmness = groups.thresholds.map(|threshold| threshold.to_string()).join(", ");
    rows.push(vec![words(say("provenance-firmness")), words(firmness)]);
    let weights = settings.weight_column.clone().unwrap_or_else(|| say("provenance-no-weights"));
    rows.push(vec![words(say("provenance-weights")), words(weights)]);
    rows[0][1].class = "code";
    let mut blocks: Vec<Block> =
        ["shares", "ground", "gap", "diversity", "groups", "missing", "few"]
            .into_iter()
            .map(|name| Block::Text(say(&format!("method-{name}"))))
            .collect();
    if edition.is_public() {
        blocks.push(Block::Text(say("method-guard")));
    }
    blocks.push(Block::Table(Table { caption: say("provenance-title"), rows, ..Table::default() }));
    blocks.extend(notes(edition));
    section(edition, "methods", say("methods-lead"), blocks)
}

fn cut_key(cut: GroupCut) -> &'static str {
    match cut {
        GroupCut::MostReliable => "cut-most-reliable",
        GroupCut::Wanted => "cut-wanted",
        GroupCut::Polis => "cut-polis",
    }
}

/// What was read otherwise than it stood there.
fn notes(edition: &Edition<'_>) -> Vec<Block> {
    let told: Vec<&Note> = edition.findings.notes.iter().collect();
    if told.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(edition.words.say("notes-title"))];
    let text = |note: &&Note| Block::Text(terminal::note(note, &edition.words));
    blocks.extend(told.iter().map(text));
    blocks
}
