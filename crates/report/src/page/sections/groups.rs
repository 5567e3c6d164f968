//! The opinion map, whether there are groups, and what marks them.

use beringia_analysis::findings::Figure;
use beringia_analysis::findings::groups::{
    Across, GroupVerdict, MarkDirection, MarkFindings, PolisFindings,
};

use super::super::blocks::{Block, Cell, Section, Table, number, statement, together, words};
use super::section;
use crate::chart::map;
use crate::edition::Edition;
use crate::number;

/// Statements shown for each group.
const MARKS_SHOWN: usize = 6;

/// The map and the groups on it.
pub(super) fn groups(edition: &Edition<'_>) -> Section {
    let found = &edition.findings.opinion_groups;
    let say = |key: &str| edition.words.say(key);
    let mut blocks = Vec::new();
    match map::map(edition) {
        Some(chart) => blocks.push(Block::Picture(chart)),
        None => blocks.push(Block::Text(too_few(edition))),
    }
    blocks.extend(readiness(edition));
    if found.verdict == Some(GroupVerdict::None) && found.explained.is_some() {
        blocks.push(Block::Heading(say("groups-none-title")));
        let key = match () {
            () if !found.groups.is_empty() => "groups-asked-for",
            () if found.is_unsure() => "groups-unsure-text",
            () => "groups-none-text",
        };
        blocks.push(Block::Text(say(key)));
    }
    if !found.groups.is_empty() {
        blocks.push(Block::Table(who(edition)));
        blocks.extend(marks(edition));
    }
    if !found.reliability.is_empty() {
        blocks.push(Block::Table(reliability(edition)));
    }
    if let Some(polis) = &found.polis {
        blocks.extend(as_polis(edition, polis));
    }
    section(edition, "groups", say("groups-lead"), blocks)
}

fn too_few(edition: &Edition<'_>) -> String {
    match &edition.findings.opinion_groups.too_few {
        Some(few) if few.of == "people" => {
            edition.words.tell("groups-too-few-people", &[("needed", &few.needed.to_string())])
        }
        Some(few) => {
            edition.words.tell("groups-too-few-statements", &[("needed", &few.needed.to_string())])
        }
        None => edition.words.say("groups-no-map"),
    }
}

/// Where an axis is mostly how readily people agree.
fn readiness(edition: &Edition<'_>) -> Option<Block> {
    let found = edition.findings.opinion_groups.readiness.as_ref()?;
    let axis = found.flagged.iter().position(|flagged| *flagged)?;
    let correlation = number::signed(found.correlations[axis]?.abs(), 2);
    let without = found.without.map_or_else(String::new, |r| format!("{r:.2}"));
    let key = if axis == 0 { "readiness-first" } else { "readiness-second" };
    let mut args = vec![("correlation", correlation.as_str())];
    args.extend((axis == 0).then_some(("without", without.as_str())));
    Some(Block::Notice(edition.words.say("readiness-title"), edition.words.tell(key, &args)))
}

/// How many of whom are in which group.
fn who(edition: &Edition<'_>) -> Table {
    let found = &edition.findings.opinion_groups;
    let w = &edition.words;
    let mut head = vec![words(w.say("column-group")), number(w.say("column-on-map"))];
    if edition.has_sides() {
        head.extend([0, 1].map(|side: usize| number(edition.side(side))));
    }
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for group in &found.groups {
        let name = w.tell("group-name", &[("number", &group.number.to_string())]);
        let mut row = vec![together(name), number(number::share(&group.share, w))];
        if edition.has_sides() {
            let share = |side: usize| {
                let shares = group.share_of_sides.as_ref();
                shares.map_or_else(|| w.say("too-few"), |shares| number::share(&shares[side], w))
            };
            row.extend([0, 1].map(|side| number(share(side))));
        }
        rows.push(row);
    }
    Table { caption: w.say("table-who"), head, rows, ..Table::default() }
}

/// The statements that mark each group, or why there are none.
fn marks(edition: &Edition<'_>) -> Vec<Block> {
    let found = &edition.findings.opinion_groups;
    let w = &edition.words;
    if found.across() == Across::Same {
        return vec![Block::Text(w.say("groups-are-sides"))];
    }
    let claimed: Vec<&MarkFindings> = found.marks.iter().filter(|mark| mark.claimed).collect();
    let mut blocks = vec![Block::Heading(w.say("marks-title"))];
    if claimed.is_empty() {
        blocks.push(Block::Text(w.say(if edition.is_public() {
            "marks-untold"
        } else {
            "marks-none"
        })));
        return blocks;
    }
    blocks.push(Block::Text(w.say("marks-text")));
    for group in &found.groups {
        let here = claimed.iter().copied().filter(|mark| mark.group == group.number);
        let mut here: Vec<&MarkFindings> = here.collect();
        // In public the order is that of statements; the firmest come first where they may be told.
        let low = |mark: &MarkFindings| mark.difference.low.unwrap_or(f64::NEG_INFINITY);
        here.sort_by(|a, b| low(b).total_cmp(&low(a)));
        here.truncate(MARKS_SHOWN);
        if !here.is_empty() {
            blocks.push(Block::Table(marks_of(edition, group.number, &here)));
        }
    }
    blocks
}

fn marks_of(edition: &Edition<'_>, group: usize, marks: &[&MarkFindings]) -> Table {
    let w = &edition.words;
    let head = vec![
        words(w.say("column-statement")),
        words(w.say("column-direction")),
        number(w.say("column-inside")),
        number(w.say("column-outside")),
        number(w.say("column-apart")),
    ];
    let row = |mark: &&MarkFindings| {
        vec![
            statement(edition, mark.statement),
            together(direction(edition, mark.direction)),
            number(number::bare_share(&mark.share_in, w)),
            number(number::bare_share(&mark.share_out, w)),
            number(number::points(&mark.difference, w)),
        ]
    };
    let caption = w.tell("table-marks", &[("number", &group.to_string())]);
    Table { caption, head, rows: marks.iter().map(row).collect(), ..Table::default() }
}

fn direction(edition: &Edition<'_>, direction: MarkDirection) -> String {
    edition.words.say(match direction {
        MarkDirection::Agree => "choice-agree",
        MarkDirection::Disagree => "choice-disagree",
    })
}

/// How firm each number of groups would be.
fn reliability(edition: &Edition<'_>) -> Table {
    let found = &edition.findings.opinion_groups;
    let w = &edition.words;
    let head = vec![
        number(w.say("column-k")),
        number(w.say("column-kappa")),
        number(w.say("column-same")),
        number(w.say("column-chance")),
        number(w.say("column-stepped-up")),
    ];
    let row = |firm: &beringia_analysis::findings::groups::ReliabilityFindings| {
        let figure = Figure::given(firm.value, (firm.low90, firm.high90), 0, firm.method);
        vec![
            number(firm.k.to_string()),
            number(number::decimal(&figure, 2, w)),
            number(number::of_hundred(firm.same)),
            number(number::of_hundred(firm.same_by_chance)),
            number(format!("{:.2}", firm.stepped_up)),
        ]
    };
    let rows = found.reliability.iter().map(row).collect();
    Table { caption: w.say("table-reliability"), head, rows, folded: true, ..Table::default() }
}

/// What Polis would show.
fn as_polis(edition: &Edition<'_>, polis: &PolisFindings) -> Vec<Block> {
    let w = &edition.words;
    let mut blocks = vec![Block::Heading(w.say("polis-title")), Block::Text(w.say("polis-text"))];
    let head = || vec![words(w.say("column-statement")), words(w.say("column-direction"))];
    for (at, shown) in polis.representative.iter().enumerate() {
        let rows = shown
            .iter()
            .map(|(j, towards)| {
                vec![statement(edition, *j), together(direction(edition, *towards))]
            })
            .collect();
        let caption = w.tell("table-representative", &[("number", &(at + 1).to_string())]);
        blocks.push(Block::Table(Table { caption, head: head(), rows, ..Table::default() }));
    }
    let directions = [MarkDirection::Agree, MarkDirection::Disagree];
    let held = polis.consensus.iter().zip(directions);
    let rows: Vec<Vec<Cell>> = held
        .flat_map(|(list, towards)| list.iter().map(move |j| (*j, towards)))
        .map(|(j, towards)| vec![statement(edition, j), together(direction(edition, towards))])
        .collect();
    if !rows.is_empty() {
        let caption = w.say("table-consensus");
        blocks.push(Block::Table(Table { caption, head: head(), rows, ..Table::default() }));
    }
    blocks.push(Block::Table(by_statement(edition, polis)));
    blocks
}

/// Group-informed agreement and priority of every statement.
fn by_statement(edition: &Edition<'_>, polis: &PolisFindings) -> Table {
    let w = &edition.words;
    let head = vec![
        words(w.say("column-statement")),
        number(w.say("column-group-informed")),
        number(w.say("column-priority")),
    ];
    let text = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.3}"));
    let rows = (0..polis.priorities.len())
        .map(|j| {
            let cells = [polis.group_informed[j], polis.priorities[j]];
            let [informed, priority] = cells.map(|value| number(text(value)));
            vec![statement(edition, j), informed, priority]
        })
        .collect();
    Table { caption: w.say("table-polis"), head, rows, folded: true, ..Table::default() }
}
