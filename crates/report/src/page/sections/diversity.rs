//! Diversity inside each side.

use beringia_analysis::headlines::top;

use super::super::blocks::{Block, Section, Table, number, words};
use super::{measure, measures, section};
use crate::chart::{bars, lines};
use crate::edition::Edition;
use crate::number;

const SPLIT_SHOWN: usize = 5;

/// How much people of one side differ, between sides, over time, and where each is split.
pub(super) fn diversity(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let mut blocks = Vec::new();
    blocks.extend(table(edition));
    if let Some(chart) = lines::over_time(edition) {
        blocks.push(Block::Heading(say("time-title")));
        blocks.push(Block::Picture(chart));
        blocks.push(Block::Table(periods(edition)));
    }
    let statements = edition.findings.statements.iter().enumerate();
    let split = statements.filter(|(_, s)| s.counted).filter_map(|(j, s)| Some((j, s.split?)));
    let most = top(split, SPLIT_SHOWN);
    if let Some(chart) = bars::bars(edition, &most, "split") {
        blocks.push(Block::Heading(say("split-title")));
        blocks.push(Block::Picture(chart));
    }
    section(edition, "diversity", say("diversity-lead"), blocks)
}

fn table(edition: &Edition<'_>) -> Option<Block> {
    let found = edition.findings.dispersion.as_ref()?;
    let w = &edition.words;
    let sides = [edition.side(0), edition.side(1)];
    let mut rows = Vec::new();
    for (side, name) in sides.iter().enumerate() {
        rows.push(measure(
            w.tell("measure-within", &[("side", name)]),
            number::share(&found.within[side], w),
            w.say("meaning-within"),
        ));
    }
    rows.push(measure(
        w.say("measure-between"),
        number::share(&found.between, w),
        w.say("meaning-between"),
    ));
    rows.push(measure(
        w.say("measure-divide"),
        number::decimal(&found.divide, 2, w),
        w.say("meaning-divide"),
    ));
    for (side, name) in sides.iter().enumerate() {
        rows.push(measure(
            w.tell("measure-opinions", &[("side", name)]),
            number::decimal(&found.opinions[side], 2, w),
            w.say("meaning-opinions"),
        ));
        rows.push(measure(
            w.tell("measure-entropy", &[("side", name)]),
            number::decimal(&found.entropy[side], 2, w),
            w.say("meaning-entropy"),
        ));
    }
    let statements = number::maybe_count(found.statements, w);
    let caption = w.tell("table-diversity", &[("statements", &statements)]);
    Some(measures(edition, caption, rows))
}

fn periods(edition: &Edition<'_>) -> Table {
    let w = &edition.words;
    let head = vec![
        words(w.say("column-period")),
        number(edition.side(0)),
        number(edition.side(1)),
        number(w.say("measure-between")),
        number(w.say("measure-divide")),
    ];
    let rows = edition
        .findings
        .dispersion_over_time
        .iter()
        .map(|period| {
            let found = &period.dispersion;
            vec![
                words(format!("{} – {}", period.from, period.to)),
                number(number::share(&found.within[0], w)),
                number(number::share(&found.within[1], w)),
                number(number::share(&found.between, w)),
                number(number::decimal(&found.divide, 2, w)),
            ]
        })
        .collect();
    Table { caption: w.say("table-time"), head, rows, folded: true, ..Table::default() }
}
