//! Who answered: how many people gave at least so many answers, and how many answers each statement has.

use super::svg::{Anchor, Fill, Svg};
use super::{Chart, Room, text};
use crate::edition::Edition;
use crate::number;

/// The least number of votes for a figure, as drawn.
const LEAST: u64 = 20;

/// The staircase of answers; nothing where nobody's answers may be told.
pub fn staircase(edition: &Edition<'_>) -> Option<Chart> {
    let steps = &edition.findings.missingness.answered_at_least;
    // Two points are a line that says nothing.
    if steps.iter().all(|steps| steps.len() < 3) {
        return None;
    }
    Some(Chart {
        title: edition.words.say("staircase-title"),
        subtitle: edition.words.say("staircase-subtitle"),
        legend: Vec::new(),
        wide: draw_staircase(edition, steps, Room::Wide),
        narrow: draw_staircase(edition, steps, Room::Narrow),
        source: String::new(),
    })
}

fn draw_staircase(edition: &Edition<'_>, groups: &[Vec<(u64, u64)>], room: Room) -> String {
    let width = if room == Room::Wide { 500.0 } else { 358.0 };
    let (left, right, top, bottom) = (48.0, width - 12.0, 16.0, 216.0);
    let mut svg = Svg::new(width, 262.0);
    let most =
        groups.iter().flatten().map(|(answers, _)| *answers).max().unwrap_or(1).max(2) as f64;
    let x = |answers: u64| left + (answers as f64 - 1.0) / (most - 1.0) * (right - left);
    let y = |share: f64| bottom - share * (bottom - top);
    for tick in [0.0, 0.5, 1.0] {
        svg.line((left, y(tick)), (right, y(tick)), "grid");
        let label = number::percent(tick, edition.words.language());
        svg.text((left - 8.0, y(tick) + 5.0), Anchor::End, "tick", &label);
    }
    for tick in [1.0, most.midpoint(1.0), most] {
        let label = format!("{tick:.0}");
        let place = left + (tick - 1.0) / (most - 1.0) * (right - left);
        svg.text((place, bottom + 20.0), Anchor::Middle, "tick", &label);
    }
    for (side, steps) in groups.iter().enumerate() {
        let Some((_, everybody)) = steps.first() else { continue };
        let everybody_count = *everybody;
        let everybody = everybody_count as f64;
        let class = if groups.len() == 1 { "i" } else { super::svg::side_class(side) };
        let mut d = String::new();
        for (at, (answers, people)) in steps.iter().enumerate() {
            let letter = if at == 0 { 'M' } else { 'L' };
            let point = (x(*answers), y(*people as f64 / everybody));
            d.push_str(&format!("{letter}{:.1} {:.1}", point.0, point.1));
        }
        svg.path(&d, &format!("series line-{class}"));
        if groups.len() > 1 {
            for part in [1, 3, 5] {
                let (answers, people) = steps[(steps.len() - 1) * part / 6];
                let place = (x(answers), y(people as f64 / everybody));
                svg.mark(side, place, 4.5, Fill::Solid);
            }
            let label = edition.words.tell(
                "staircase-label",
                &[
                    ("side", &edition.side(side)),
                    ("people", &number::count(everybody_count, edition.language())),
                ],
            );
            let at = right - text::bold_width(&label, 16.0);
            svg.mark(side, (at - 10.0, top + 10.0 + 22.0 * side as f64), 5.0, Fill::Solid);
            let class = if side == 0 { "label bold text-a" } else { "label bold text-b" };
            svg.text((at, top + 15.0 + 22.0 * side as f64), Anchor::Start, class, &label);
        }
    }
    let words = &edition.words;
    svg.text((left, bottom + 42.0), Anchor::Start, "tick", &words.say("staircase-axis"));
    let id = edition.anchor(if room == Room::Wide { "stairs-w" } else { "stairs-n" });
    svg.finish(&id, &words.say("staircase-title"), &words.say("staircase-description"))
}

/// Answers of each statement, one mark each.
pub fn answers(edition: &Edition<'_>) -> Option<Chart> {
    let rows = counts(edition);
    if rows.iter().all(Vec::is_empty) {
        return None;
    }
    Some(Chart {
        title: edition.words.say("answers-title"),
        subtitle: edition.words.say("answers-subtitle"),
        legend: Vec::new(),
        wide: draw_answers(edition, &rows, Room::Wide),
        narrow: draw_answers(edition, &rows, Room::Narrow),
        source: String::new(),
    })
}

/// Votes of each statement by side, or of everybody.
fn counts(edition: &Edition<'_>) -> Vec<Vec<u64>> {
    let statements = &edition.findings.statements;
    if edition.has_sides() {
        let of = |side: usize| {
            statements.iter().filter_map(|s| s.sides.as_ref()?[side].votes).collect::<Vec<u64>>()
        };
        vec![of(0), of(1)]
    } else {
        vec![statements.iter().filter_map(|s| s.everybody.votes).collect()]
    }
}

fn draw_answers(edition: &Edition<'_>, rows: &[Vec<u64>], room: Room) -> String {
    let width = if room == Room::Wide { 500.0 } else { 358.0 };
    let (left, right, top) = (if room == Room::Wide { 108.0 } else { 84.0 }, width - 18.0, 20.0);
    let row_height = 92.0;
    let bottom = top + row_height * rows.len() as f64;
    let mut svg = Svg::new(width, bottom + 46.0);
    let most = round_up(rows.iter().flatten().copied().max().unwrap_or(1).max(LEAST * 2)) as f64;
    let x = |votes: u64| left + votes as f64 / most * (right - left);
    for part in 0..=3_u32 {
        let value = most * f64::from(part) / 3.0;
        let place = left + (right - left) * f64::from(part) / 3.0;
        svg.line((place, top), (place, bottom), "grid");
        svg.text((place, bottom + 20.0), Anchor::Middle, "tick", &format!("{value:.0}"));
    }
    svg.line((x(LEAST), top), (x(LEAST), bottom), "dotted");
    for (side, votes) in rows.iter().enumerate() {
        let middle = top + row_height * (side as f64 + 0.5);
        if rows.len() > 1 {
            let class = if side == 0 { "label bold text-a" } else { "label bold text-b" };
            let lines = text::wrap(&edition.side(side), 15.0, left - 34.0, 2);
            svg.mark(side, (8.0, middle - 5.0), 5.0, Fill::Solid);
            svg.lines((20.0, middle), Anchor::Start, class, (&lines, 18.0));
        }
        swarm(&mut svg, votes, (side, rows.len()), x, middle);
    }
    let words = &edition.words;
    svg.text((left, bottom + 40.0), Anchor::Start, "tick", &words.say("answers-axis"));
    let id = edition.anchor(if room == Room::Wide { "answers-w" } else { "answers-n" });
    svg.finish(&id, &words.say("answers-title"), &words.say("answers-description"))
}

/// The next number that three equal steps divide into round ones.
fn round_up(most: u64) -> u64 {
    let mut step = 10;
    while 3 * step < most {
        // 10, 20, 50, 100, 200, …
        step = if step.to_string().starts_with('2') { step * 5 / 2 } else { step * 2 };
    }
    3 * step
}

/// Marks of similar value stand above and below each other, in the order of their values.
fn swarm(
    svg: &mut Svg,
    votes: &[u64],
    (side, groups): (usize, usize),
    x: impl Fn(u64) -> f64,
    middle: f64,
) {
    let mut sorted = votes.to_vec();
    sorted.sort_unstable();
    let mut column = (f64::NEG_INFINITY, 0_u32);
    for votes in sorted {
        let place = x(votes);
        column = if place - column.0 < 6.0 { (column.0, column.1 + 1) } else { (place, 0) };
        let rank =
            f64::from(column.1.div_ceil(2)) * if column.1.is_multiple_of(2) { 1.0 } else { -1.0 };
        let y = middle + (rank * 6.0).clamp(-40.0, 40.0);
        if groups > 1 {
            svg.mark(side, (place, y), 3.2, Fill::Solid);
        } else {
            svg.circle((place, y), 3.2, "ink halo-mark");
        }
    }
}
