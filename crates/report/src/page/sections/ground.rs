//! Common ground, and where the sides differ.

use beringia_analysis::findings::{StatementFindings, Verdict};
use beringia_analysis::headlines::top;

use super::super::blocks::{Block, Cell, Named, Section, Table, number, statement, words};
use super::section;
use crate::chart::{bars, bridge};
use crate::edition::Edition;
use crate::number;

/// Statements shown as bars at most.
const BARS_MAX: usize = 12;

/// What both accept, what is surprising about it, what both reject, and a shortlist.
pub(super) fn ground(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let mut blocks = Vec::new();
    if let Some(chart) = bridge::bridge(edition) {
        blocks.push(Block::Picture(chart));
        blocks.push(Block::Legend(legend(edition)));
    } else {
        blocks.push(Block::Notice(say("too-few-title"), say("ground-too-few")));
    }
    let accepted = of(edition, Verdict::Accepted);
    let rejected = of(edition, Verdict::Rejected);
    if !accepted.is_empty() {
        blocks.push(Block::Table(claims(edition, &accepted, "accepted", |s| s.accept.as_ref())));
    }
    let surprising: Vec<usize> =
        accepted.iter().copied().filter(|j| is_surprising(edition, *j)).collect();
    if !surprising.is_empty() {
        blocks.push(Block::Heading(say("surprising-title")));
        blocks.push(Block::Text(say("surprising-lead")));
        blocks.push(Block::Table(surprises(edition, &surprising)));
    }
    if !rejected.is_empty() {
        blocks.push(Block::Heading(say("rejected-title")));
        blocks.push(Block::Table(claims(edition, &rejected, "rejected", |s| s.reject.as_ref())));
    }
    if !edition.findings.shortlist.is_empty() {
        blocks.push(Block::Heading(say("shortlist-title")));
        blocks.push(Block::Text(say("shortlist-lead")));
        blocks.push(Block::Table(shortlist(edition)));
    }
    section(edition, "ground", say("ground-lead"), blocks)
}

/// What divides the sides.
pub(super) fn differ(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let width = |j: &usize| {
        let division = edition.findings.statements[*j].division.as_ref();
        division.and_then(|d| d.difference.value).map_or(0.0, f64::abs)
    };
    let dividing = of(edition, Verdict::Divides);
    let order = top(dividing.iter().map(|j| (*j, width(j))), usize::MAX);
    let shown = &order[..order.len().min(BARS_MAX)];
    let mut blocks = Vec::new();
    match bars::bars(edition, shown, "divides") {
        Some(chart) => blocks.push(Block::Picture(chart)),
        None => blocks.push(Block::Text(say("differ-none"))),
    }
    if !order.is_empty() {
        blocks.push(Block::Table(differences(edition, &order)));
    }
    section(edition, "differ", say("differ-lead"), blocks)
}

fn of(edition: &Edition<'_>, verdict: Verdict) -> Vec<usize> {
    let all = edition.findings.statements.iter().enumerate();
    all.filter(|(_, s)| s.verdict == Some(verdict)).map(|(j, _)| j).collect()
}

fn is_surprising(edition: &Edition<'_>, j: usize) -> bool {
    edition.findings.statements[j].accept.as_ref().is_some_and(|claim| claim.surprising)
}

/// Shares of both sides as cells.
fn both_shares(edition: &Edition<'_>, s: &StatementFindings) -> [Cell; 2] {
    let share =
        |side: usize| {
            let sides = s.sides.as_ref();
            number(sides.map_or(String::new(), |sides| {
                number::share(&sides[side].agree_share, &edition.words)
            }))
        };
    [share(0), share(1)]
}

fn side_heads(edition: &Edition<'_>) -> [Cell; 2] {
    [0, 1]
        .map(|side: usize| number(edition.words.tell("agree-in", &[("side", &edition.side(side))])))
}

fn legend(edition: &Edition<'_>) -> Vec<Named> {
    let one = |j: usize| {
        let (lang, text) = edition.wording(j);
        let share = |side: usize| {
            let sides = edition.findings.statements[j].sides.as_ref();
            sides
                .map_or(String::new(), |s| number::bare_share(&s[side].agree_share, &edition.words))
        };
        Named { number: edition.number_of(j), text, lang, shares: [share(0), share(1)] }
    };
    bridge::named(edition).into_iter().map(one).collect()
}

/// Claims ordered by the lower bound of the lesser side, the firmest first.
fn claims(
    edition: &Edition<'_>,
    indices: &[usize],
    kind: &str,
    claim: impl Fn(&StatementFindings) -> Option<&beringia_analysis::findings::ClaimFindings>,
) -> Table {
    let say = |key: &str| edition.words.say(key);
    let [first, second] = side_heads(edition);
    let head = vec![
        number(say("column-number")),
        words(say("column-statement")),
        first,
        second,
        number(say("column-product")),
        number(say("column-q")),
    ];
    let is_rejection = kind == "rejected";
    let firm = |j: &usize| {
        let sides = edition.findings.statements[*j].sides.as_ref();
        let end = |side: usize| {
            let share = sides.map(|sides| &sides[side].agree_share);
            let end = |of: &beringia_analysis::findings::Figure| {
                if is_rejection { of.high.map(|high| 1.0 - high) } else { of.low }
            };
            share.and_then(end).unwrap_or(0.0)
        };
        end(0).min(end(1))
    };
    let order = top(indices.iter().map(|j| (*j, firm(j))), usize::MAX);
    let row = |j: usize| {
        let s = &edition.findings.statements[j];
        let found = claim(s);
        let product = found.and_then(|claim| claim.product).map(|p| format!("{p:.2}"));
        let [first, second] = both_shares(edition, s);
        vec![
            number(edition.number_of(j)),
            statement(edition, j),
            first,
            second,
            number(product.unwrap_or_else(|| "–".to_owned())),
            number(number::p_value(found.and_then(|claim| claim.q_value), &edition.words)),
        ]
    };
    Table {
        id: edition.anchor(kind),
        caption: say(&format!("table-{kind}")),
        head,
        rows: order.into_iter().map(row).collect(),
        folded: indices.len() > 12,
        ..Table::default()
    }
}

fn surprises(edition: &Edition<'_>, indices: &[usize]) -> Table {
    let say = |key: &str| edition.words.say(key);
    let expected = |side: usize| {
        let args = [("holder", edition.side(side)), ("about", edition.side(1 - side))];
        number(
            edition.words.tell("column-expected", &[("holder", &args[0].1), ("about", &args[1].1)]),
        )
    };
    let order = {
        let surprise = |j: &usize| edition.findings.statements[*j].surprise.unwrap_or(1.0);
        top(indices.iter().map(|j| (*j, surprise(j))), 10)
    };
    let [first, second] = side_heads(edition);
    let head = vec![words(say("column-statement")), expected(0), second, expected(1), first];
    let row = |j: usize| {
        let s = &edition.findings.statements[j];
        let guess =
            |side: usize| {
                let gaps = s.gaps.as_ref();
                number(gaps.map_or(String::new(), |g| {
                    number::bare_share(&g[side].predicted, &edition.words)
                }))
            };
        let [first, second] = both_shares(edition, s);
        vec![statement(edition, j), guess(0), second, guess(1), first]
    };
    Table {
        caption: say("table-surprising"),
        head,
        rows: order.into_iter().map(row).collect(),
        ..Table::default()
    }
}

fn shortlist(edition: &Edition<'_>) -> Table {
    let [first, second] = side_heads(edition);
    let head = vec![words(edition.words.say("column-statement")), first, second];
    let row = |j: &usize| {
        let [first, second] = both_shares(edition, &edition.findings.statements[*j]);
        vec![statement(edition, *j), first, second]
    };
    let rows = edition.findings.shortlist.iter().map(row).collect();
    // In public its order is not told.
    let key = if edition.is_public() { "table-shortlist-told" } else { "table-shortlist" };
    Table { caption: edition.words.say(key), head, rows, ..Table::default() }
}

fn differences(edition: &Edition<'_>, order: &[usize]) -> Table {
    let say = |key: &str| edition.words.say(key);
    let [first, second] = side_heads(edition);
    let head = vec![
        words(say("column-statement")),
        first,
        second,
        number(say("column-difference")),
        number(say("column-q")),
    ];
    let row = |j: &usize| {
        let s = &edition.findings.statements[*j];
        let division = s.division.as_ref();
        let [first, second] = both_shares(edition, s);
        let difference = division.map(|d| number::points(&d.difference, &edition.words));
        let q = division.and_then(|d| d.q_value);
        vec![
            statement(edition, *j),
            first,
            second,
            number(difference.unwrap_or_default()),
            number(number::p_value(q, &edition.words)),
        ]
    };
    let rows: Vec<_> = order.iter().map(row).collect();
    let folded = rows.len() > 12;
    Table { caption: say("table-differences"), head, rows, folded, ..Table::default() }
}
