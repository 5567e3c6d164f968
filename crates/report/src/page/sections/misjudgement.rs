//! What each side got wrong about the other.

use beringia_analysis::findings::{Figure, MisjudgementFindings};
use beringia_analysis::headlines::top;

use super::super::blocks::{Block, Section, Table, number, statement, words};
use super::{measure, measures, section};
use crate::chart::arrows;
use crate::edition::Edition;
use crate::number;

/// Arrows, the measures of each direction, and every gap.
pub(super) fn misjudgement(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let mut blocks = Vec::new();
    let chart = arrows::arrows(edition);
    let has_gaps = chart.is_some();
    match chart {
        Some(chart) => blocks.push(Block::Picture(chart)),
        None if edition.findings.asked.predictions == Some(0) => {
            blocks.push(Block::Notice(say("headline-no-predictions"), say("no-predictions-how")));
        }
        None => blocks.push(Block::Notice(say("too-few-title"), edition.gaps_too_few())),
    }
    if edition.findings.asked.predictions != Some(0) {
        for (side, found) in edition.findings.misjudgement.iter().flatten().enumerate() {
            blocks.push(directed(edition, side, found));
        }
        if edition.is_public() {
            blocks.push(Block::Text(say("misjudgement-told")));
        }
        blocks.extend(by_field(edition));
        blocks.extend(own_side(edition));
    }
    if has_gaps {
        blocks.push(Block::Table(gaps(edition)));
    }
    let asked = edition.findings.asked.predictions != Some(0);
    let lead = if asked { say("misjudgement-lead") } else { String::new() };
    section(edition, "misjudgement", lead, blocks)
}

fn directed(edition: &Edition<'_>, side: usize, found: &MisjudgementFindings) -> Block {
    let w = &edition.words;
    let (holder, about) = (edition.side(side), edition.side(1 - side));
    let args = [("holder", holder.as_str()), ("about", about.as_str())];
    let meaning = |key: &str| w.tell(key, &args);
    let points = |figure: &Figure| number::points(figure, w);
    let decimal = |figure: &Figure| number::decimal(figure, 2, w);
    let mut rows = vec![
        measure(w.say("measure-pooled"), points(&found.pooled.gap), meaning("meaning-pooled")),
        measure(
            w.say("measure-on-ground"),
            points(&found.on_common_ground.gap),
            meaning("meaning-on-ground"),
        ),
        measure(
            w.say("measure-m2"),
            number::decimal(&found.mean_square, 4, w),
            m2_meaning(edition, found),
        ),
        measure(w.say("measure-shift"), decimal(&found.shift), meaning("meaning-shift")),
        measure(w.say("measure-hedging"), decimal(&found.hedging), meaning("meaning-hedging")),
        measure(
            w.say("measure-uniformity"),
            decimal(&found.uniformity),
            meaning("meaning-uniformity"),
        ),
        measure(
            w.say("measure-polarisation"),
            points(&found.false_polarisation),
            meaning("meaning-polarisation"),
        ),
        measure(w.say("measure-excess"), points(&found.excess), meaning("meaning-excess")),
    ];
    let always = found.score_of_always_half.map(|score| format!("{score:.2}"));
    let score_meaning = w.tell("meaning-score", &[("always", always.as_deref().unwrap_or("–"))]);
    rows.push(measure(w.say("measure-score"), decimal(&found.score), score_meaning));
    measures(edition, w.tell("table-directed", &args), rows)
}

fn m2_meaning(edition: &Edition<'_>, found: &MisjudgementFindings) -> String {
    match found.root_mean_square {
        Some(root) => {
            let points = number::of_hundred(root);
            edition.words.tell("meaning-m2", &[("points", &points)])
        }
        None if edition.is_public() => edition.words.say("meaning-m2-untold"),
        None => edition.words.say("meaning-m2-few"),
    }
}

fn by_field(edition: &Edition<'_>) -> Option<Block> {
    let both = edition.findings.misjudgement.as_ref()?;
    let mut fields: Vec<&String> =
        both.iter().flat_map(|found| found.by_field.iter().map(|(field, _)| field)).collect();
    fields.sort();
    fields.dedup();
    if fields.is_empty() {
        return None;
    }
    let w = &edition.words;
    let cell = |side: usize, field: &String| {
        let found = both[side].by_field.iter().find(|(name, _)| name == field);
        number(found.map_or_else(|| w.say("too-few"), |(_, pooled)| number::points(&pooled.gap, w)))
    };
    let heading = |side: usize| {
        number(w.tell(
            "arrows-heading",
            &[("holder", &edition.side(side)), ("about", &edition.side(1 - side))],
        ))
    };
    let rows = fields
        .iter()
        .map(|field| vec![words(field_name(edition, field)), cell(0, field), cell(1, field)])
        .collect();
    let head = vec![words(w.say("column-field")), heading(0), heading(1)];
    Some(Block::Table(Table { caption: w.say("table-by-field"), head, rows, ..Table::default() }))
}

/// The field's name in this language, where it is one of those every exchange knows.
pub(super) fn field_name(edition: &Edition<'_>, field: &str) -> String {
    let key = format!("field-{}", field.to_lowercase().replace(' ', "-"));
    let said = edition.words.say(&key);
    if said.starts_with('⟦') { field.to_owned() } else { said }
}

/// Statements on which a side is wrong about itself.
fn own_side(edition: &Edition<'_>) -> Option<Block> {
    let both = edition.findings.misjudgement.as_ref()?;
    let w = &edition.words;
    let mut rows = Vec::new();
    for (side, found) in both.iter().enumerate() {
        for j in &found.pluralistic_ignorance {
            let s = &edition.findings.statements[*j];
            let own = s.own_side.as_ref().map(|own| &own[side]);
            let actual = s.sides.as_ref().map(|sides| number::share(&sides[side].agree_share, w));
            let believed = own.and_then(|own| own.believed);
            let believed = believed.map(|share| number::percent(share, w.language()));
            rows.push(vec![
                words(edition.side(side)),
                statement(edition, *j),
                number(believed.unwrap_or_default()),
                number(actual.unwrap_or_default()),
            ]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let head = vec![
        words(w.say("column-side")),
        words(w.say("column-statement")),
        number(w.say("column-believed")),
        number(w.say("column-actual")),
    ];
    Some(Block::Table(Table { caption: w.say("table-own-side"), head, rows, ..Table::default() }))
}

/// Every gap, the widest first.
fn gaps(edition: &Edition<'_>) -> Table {
    let w = &edition.words;
    let statements = &edition.findings.statements;
    let size = |j: usize| {
        let gaps = statements[j].gaps.as_ref()?;
        let of = |side: usize| gaps[side].gap.value.map(f64::abs);
        match (of(0), of(1)) {
            (None, None) => None,
            (a, b) => Some((j, a.unwrap_or(0.0).max(b.unwrap_or(0.0)))),
        }
    };
    let order =
        top((0..statements.len()).filter(|j| statements[*j].counted).filter_map(size), usize::MAX);
    let cells = |j: usize, side: usize| {
        let gap = statements[j].gaps.as_ref().map(|gaps| &gaps[side]);
        let expected = gap.map(|gap| number::share(&gap.predicted, w)).unwrap_or_default();
        let difference = gap.map(|gap| number::points(&gap.gap, w)).unwrap_or_default();
        let n = gap.and_then(|gap| gap.predictions);
        [number(expected), number(difference), number(number::maybe_count(n, w))]
    };
    let row = |j: usize| {
        let mut row = vec![statement(edition, j)];
        row.extend(cells(j, 0));
        row.extend(cells(j, 1));
        row
    };
    let mut head = vec![words(w.say("column-statement"))];
    for side in [0, 1] {
        let args = [("holder", edition.side(side)), ("about", edition.side(1 - side))];
        let args = [("holder", args[0].1.as_str()), ("about", args[1].1.as_str())];
        head.push(number(w.tell("column-expected", &args)));
        head.push(number(w.say("column-gap")));
        head.push(number(w.say("column-n")));
    }
    Table {
        id: edition.anchor("gaps"),
        caption: w.say("table-gaps"),
        head,
        rows: order.into_iter().map(row).collect(),
        folded: true,
        ..Table::default()
    }
}
