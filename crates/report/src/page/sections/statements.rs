//! Every statement: the table behind the pictures, and the story where there are no sides.

use beringia_analysis::findings::{Majority, StatementFindings, TallyFindings, Verdict};
use beringia_analysis::headlines::top;

use super::super::blocks::{Block, Cell, Section, Table, number, statement, words};
use super::section;
use crate::chart::bars;
use crate::edition::Edition;
use crate::number;

const SHOWN: usize = 8;

/// Without sides: what most agree with, what most reject, what splits people.
pub(super) fn views(edition: &Edition<'_>) -> Section {
    let say = |key: &str| edition.words.say(key);
    let all = || edition.findings.statements.iter().enumerate();
    let of = |wanted: Majority| all().filter(move |(_, s)| s.majority == Some(wanted));
    let low = |(j, s): (usize, &StatementFindings)| Some((j, s.everybody.agree_share.low?));
    let high = |(j, s): (usize, &StatementFindings)| Some((j, -s.everybody.agree_share.high?));
    let agree = top(of(Majority::Agree).filter_map(low), SHOWN);
    let disagree = top(of(Majority::Disagree).filter_map(high), SHOWN);
    let taken = |j: &usize| agree.contains(j) || disagree.contains(j);
    let split =
        all().filter(|(j, s)| s.counted && !taken(j)).filter_map(|(j, s)| Some((j, s.split?)));
    let split = top(split, SHOWN);
    let mut blocks = Vec::new();
    for (key, list) in [("agree", &agree), ("disagree", &disagree), ("split", &split)] {
        if let Some(chart) = bars::bars(edition, list, &format!("views-{key}")) {
            blocks.push(Block::Heading(say(&format!("views-{key}"))));
            blocks.push(Block::Picture(chart));
        }
    }
    if blocks.is_empty() {
        blocks.push(Block::Notice(say("too-few-title"), say("views-too-few")));
    }
    section(edition, "views", say("views-lead"), blocks)
}

/// All statements, by id.
pub(super) fn all(edition: &Edition<'_>) -> Section {
    let w = &edition.words;
    let has_sides = edition.has_sides();
    let mut head = vec![number(w.say("column-id")), words(w.say("column-statement"))];
    if has_sides {
        for side in [0, 1] {
            let name = edition.side(side);
            head.push(number(w.tell("column-votes-in", &[("side", &name)])));
            head.push(number(w.tell("agree-in", &[("side", &name)])));
        }
    } else {
        head.push(number(w.say("column-votes")));
        head.push(number(w.say("agree")));
        head.push(number(w.say("disagree")));
        head.push(number(w.say("pass")));
    }
    head.push(words(w.say("column-result")));
    let rows = (0..edition.findings.statements.len()).map(|j| row(edition, j)).collect();
    let table = Table {
        id: edition.anchor("table"),
        caption: w.say("table-all"),
        head,
        rows,
        folded: true,
        ..Table::default()
    };
    section(edition, "all", w.say("all-lead"), vec![Block::Table(table)])
}

fn row(edition: &Edition<'_>, j: usize) -> Vec<Cell> {
    let w = &edition.words;
    let s = &edition.findings.statements[j];
    let mut row = vec![number(s.id.clone()), statement(edition, j)];
    let votes = |tally: &TallyFindings| number(number::maybe_count(tally.votes, w));
    match &s.sides {
        Some(sides) => {
            for side in sides {
                row.push(votes(side));
                row.push(number(number::share(&side.agree_share, w)));
            }
        }
        None => {
            let share = |value: Option<f64>| {
                number(value.map_or_else(|| "–".to_owned(), |v| number::percent(v, w.language())))
            };
            row.push(votes(&s.everybody));
            row.push(number(number::share(&s.everybody.agree_share, w)));
            row.push(share(s.everybody.disagree_share));
            row.push(share(s.everybody.pass_share));
        }
    }
    row.push(words(w.say(result(s))));
    row
}

fn result(s: &StatementFindings) -> &'static str {
    match (s.counted, s.verdict, s.majority) {
        (false, ..) => "result-moderated",
        (_, Some(Verdict::Accepted), _) => "result-accepted",
        (_, Some(Verdict::Rejected), _) => "result-rejected",
        (_, Some(Verdict::Divides), _) => "result-divides",
        (_, Some(Verdict::Unclear), _) | (_, None, Some(Majority::Unclear)) => "result-unclear",
        (_, None, Some(Majority::Agree)) => "result-majority-agree",
        (_, None, Some(Majority::Disagree)) => "result-majority-disagree",
        (_, Some(_), _) | (_, None, None) => "too-few",
    }
}
