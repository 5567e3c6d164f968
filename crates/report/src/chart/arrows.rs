//! The misjudgement arrows: from what a side expected of the other to what is so, both with their intervals.
//!
//! Shown are the eight statements with the widest gap either way and the three closest; an arrow is drawn
//! only where the gap is clear of zero.

use beringia_analysis::findings::{Figure, GapFindings, State};
use beringia_analysis::headlines::{Direction, direction, top};

use super::svg::{Anchor, Fill, Svg};
use super::{Chart, text};
use crate::edition::Edition;
use crate::number;

const WIDEST: usize = 8;
const CLOSEST: usize = 3;

/// A scale from 0 to 100 people.
#[derive(Clone, Copy)]
struct Scale {
    left: f64,
    width: f64,
}

impl Scale {
    fn x(self, share: f64) -> f64 {
        self.left + share * self.width
    }
}

/// Draws the arrows; nothing where no statement has a gap.
pub fn arrows(edition: &Edition<'_>) -> Option<Chart> {
    let (widest, closest) = rows(edition);
    if widest.is_empty() {
        return None;
    }
    let words = &edition.words;
    let clear = |side: usize, wanted: Direction| {
        let gaps = edition.findings.statements.iter().filter(|s| s.counted);
        gaps.filter_map(|s| direction(&s.gaps.as_ref()?[side].gap)).filter(|d| *d == wanted).count()
    };
    let text = |side: usize, wanted: Direction| clear(side, wanted).to_string();
    let subtitle = words.tell(
        "arrows-subtitle",
        &[
            ("first", &edition.side(0)),
            ("second", &edition.side(1)),
            ("firstlow", &text(0, Direction::TooLow)),
            ("firsthigh", &text(0, Direction::TooHigh)),
            ("secondlow", &text(1, Direction::TooLow)),
            ("secondhigh", &text(1, Direction::TooHigh)),
        ],
    );
    Some(Chart {
        title: edition.misjudgement_sentence(),
        subtitle,
        legend: Vec::new(),
        wide: wide(edition, &widest, &closest),
        narrow: [0, 1].map(|side: usize| narrow(edition, &widest, &closest, side)).concat(),
        source: edition.prediction_source_line(),
    })
}

/// Indices of the widest and of the closest, each in its order.
fn rows(edition: &Edition<'_>) -> (Vec<usize>, Vec<usize>) {
    let all = edition.findings.statements.iter().enumerate().filter(|(_, s)| s.counted);
    let size = |gap: &GapFindings| gap.gap.value.map(f64::abs);
    let both: Vec<(usize, Option<f64>, Option<f64>)> = all
        .filter_map(|(j, s)| {
            let [a, b] = s.gaps.as_ref()?;
            (size(a).is_some() || size(b).is_some()).then_some((j, size(a), size(b)))
        })
        .collect();
    let most = |(j, a, b): &(usize, Option<f64>, Option<f64>)| {
        (*j, a.unwrap_or(0.0).max(b.unwrap_or(0.0)))
    };
    let widest = top(both.iter().map(most), WIDEST);
    let rest = both.iter().filter(|(j, a, b)| !widest.contains(j) && a.is_some() && b.is_some());
    let closest = top(rest.map(most).map(|(j, size)| (j, -size)), CLOSEST);
    (widest, closest)
}

fn wide(edition: &Edition<'_>, widest: &[usize], closest: &[usize]) -> String {
    let (head, step) = (66.0, 54.0);
    let rule = if closest.is_empty() { 0.0 } else { 40.0 };
    let height = head + step * (widest.len() + closest.len()) as f64 + rule + 40.0;
    let mut svg = Svg::new(1040.0, height);
    let scales = [Scale { left: 96.0, width: 260.0 }, Scale { left: 684.0, width: 260.0 }];
    for (side, scale) in scales.into_iter().enumerate() {
        heading(&mut svg, edition, side, (scale.x(0.5), 20.0));
        grid(&mut svg, scale, (head - 8.0, height - 36.0));
    }
    let below = edition.words.say("arrows-axis");
    svg.text((520.0, height - 16.0), Anchor::Middle, "tick", &below);
    let mut y = head + step / 2.0;
    for (at, j) in widest.iter().chain(closest).enumerate() {
        if at == widest.len() {
            y += rule;
            let middle = y - step / 2.0 - rule / 2.0;
            let label = edition.words.say("arrows-closest");
            let reach = text::width(&label, 15.0) / 2.0 + 16.0;
            svg.line((0.0, middle), (520.0 - reach, middle), "axis");
            svg.line((520.0 + reach, middle), (1040.0, middle), "axis");
            svg.text((520.0, middle + 5.0), Anchor::Middle, "small", &label);
        }
        let lines = text::wrap(&edition.wording_text(*j), 17.0, 292.0, 3);
        let start = y + 5.0 - 10.0 * (lines.len() as f64 - 1.0);
        svg.lines((520.0, start), Anchor::Middle, "label voice", (&lines, 20.0));
        for (side, scale) in scales.into_iter().enumerate() {
            arrow(&mut svg, edition, (*j, side), scale, y);
            let (x, anchor) = if side == 0 { (80.0, Anchor::End) } else { (960.0, Anchor::Start) };
            amount(&mut svg, edition, (*j, side), (x, y), anchor);
        }
        y += step;
    }
    finish(svg, edition, "arrows-w")
}

fn narrow(edition: &Edition<'_>, widest: &[usize], closest: &[usize], side: usize) -> String {
    let scale = Scale { left: 8.0, width: 342.0 };
    let rows: Vec<(usize, Vec<String>)> = widest
        .iter()
        .chain(closest)
        .map(|j| (*j, text::wrap(&edition.wording_text(*j), 16.0, 250.0, 3)))
        .collect();
    let row_height = |lines: usize| 21.0 * lines as f64 + 44.0;
    let height = 60.0 + rows.iter().map(|(_, lines)| row_height(lines.len())).sum::<f64>() + 24.0;
    let mut svg = Svg::new(358.0, height);
    heading(&mut svg, edition, side, (179.0, 20.0));
    let mut y = 62.0;
    for (j, lines) in &rows {
        svg.line((0.0, y - 8.0), (358.0, y - 8.0), "grid");
        svg.lines((0.0, y + 14.0), Anchor::Start, "label voice", (lines, 21.0));
        let words = amount_words(edition, *j, side);
        svg.text((358.0, y + 14.0), Anchor::End, "label bold", &words.join(" "));
        let line = y + 21.0 * lines.len() as f64 + 16.0;
        svg.line((scale.x(0.0), line), (scale.x(1.0), line), "grid");
        svg.line((scale.x(0.5), line - 8.0), (scale.x(0.5), line + 8.0), "axis");
        arrow(&mut svg, edition, (*j, side), scale, line);
        y += row_height(lines.len());
    }
    for tick in [0.0, 0.5, 1.0] {
        let anchor = if tick < 0.1 {
            Anchor::Start
        } else if tick > 0.9 {
            Anchor::End
        } else {
            Anchor::Middle
        };
        svg.text((scale.x(tick), height - 6.0), anchor, "tick", &number::of_hundred(tick));
    }
    finish(svg, edition, if side == 0 { "arrows-n0" } else { "arrows-n1" })
}

fn finish(svg: Svg, edition: &Edition<'_>, id: &str) -> String {
    let words = &edition.words;
    let sides = [edition.side(0), edition.side(1)];
    let description =
        words.tell("arrows-description", &[("first", &sides[0]), ("second", &sides[1])]);
    svg.finish(&edition.anchor(id), &words.say("arrows-name"), &description)
}

fn heading(svg: &mut Svg, edition: &Edition<'_>, side: usize, (x, y): (f64, f64)) {
    let words = &edition.words;
    let (holder, about) = (edition.side(side), edition.side(1 - side));
    let title = words.tell("arrows-heading", &[("holder", &holder), ("about", &about)]);
    svg.text((x, y), Anchor::Middle, "label bold", &title);
    let (expected, actual) = (words.say("arrows-expected"), words.say("arrows-actual"));
    let widths = [text::width(&expected, 14.0), text::width(&actual, 14.0)];
    let mut at = x - (widths[0] + widths[1] + 92.0) / 2.0;
    svg.mark(side, (at + 6.0, y + 22.0), 5.5, Fill::Hollow);
    svg.text((at + 18.0, y + 27.0), Anchor::Start, "small", &expected);
    at += 18.0 + widths[0] + 8.0;
    draw_arrow(svg, (at, y + 22.0), at + 28.0);
    at += 42.0;
    svg.mark(1 - side, (at, y + 22.0), 5.5, Fill::Solid);
    svg.text((at + 12.0, y + 27.0), Anchor::Start, "small", &actual);
}

fn grid(svg: &mut Svg, scale: Scale, (top, bottom): (f64, f64)) {
    for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
        let class = if (tick - 0.5_f64).abs() < 0.01 { "axis" } else { "grid" };
        svg.line((scale.x(tick), top), (scale.x(tick), bottom), class);
        let label = number::of_hundred(tick);
        svg.text((scale.x(tick), bottom + 20.0), Anchor::Middle, "tick", &label);
    }
}

/// One arrow at the height `y`: side `side` about the other.
fn arrow(svg: &mut Svg, edition: &Edition<'_>, (j, side): (usize, usize), scale: Scale, y: f64) {
    let statement = &edition.findings.statements[j];
    let (Some(gaps), Some(sides)) = (&statement.gaps, &statement.sides) else { return };
    let (predicted, actual) = (&gaps[side].predicted, &sides[1 - side].agree_share);
    let Some(place) = actual_place(actual) else {
        let words = edition.words.say("too-few");
        svg.text((scale.x(0.5), y + 5.0), Anchor::Middle, "small halo", &words);
        return;
    };
    if let Some((low, high)) = actual.low.zip(actual.high).filter(|_| actual.is_given()) {
        interval(svg, (scale.x(low), scale.x(high)), y, 1 - side);
    }
    if actual.state == State::Bounded {
        let (low, high) = (actual.low.unwrap_or(0.0), actual.high.unwrap_or(1.0));
        let size = (scale.x(high) - scale.x(low), 10.0);
        svg.rect(
            (scale.x(low), y - 5.0),
            size,
            if side == 0 { "bound line-b" } else { "bound line-a" },
        );
    }
    let Some(expected) = predicted.value else {
        svg.mark(1 - side, (scale.x(place), y), 5.5, Fill::Solid);
        return;
    };
    if let Some((low, high)) = predicted.low.zip(predicted.high) {
        interval(svg, (scale.x(low), scale.x(high)), y, side);
    }
    let (from, to) = (scale.x(expected), scale.x(place));
    let clear = match actual.state {
        State::Bounded => {
            let (low, high) = (actual.low.unwrap_or(0.0), actual.high.unwrap_or(1.0));
            predicted.high.is_some_and(|end| end < low)
                || predicted.low.is_some_and(|end| end > high)
        }
        _ => matches!(direction(&gaps[side].gap), Some(Direction::TooLow | Direction::TooHigh)),
    };
    if clear && (to - from).abs() > 27.0 {
        let sign = (to - from).signum();
        draw_arrow(svg, (from + sign * 8.0, y), to - sign * 8.0);
    }
    svg.mark(1 - side, (to, y), 5.5, Fill::Solid);
    svg.mark(side, (from, y), 5.5, Fill::Hollow);
}

fn actual_place(actual: &Figure) -> Option<f64> {
    match (actual.state, actual.low) {
        (State::Bounded, Some(low)) => Some(if low > 0.5 { 0.95 } else { 0.05 }),
        _ => actual.value,
    }
}

fn interval(svg: &mut Svg, (low, high): (f64, f64), y: f64, side: usize) {
    let class = if side == 0 { "band fill-a" } else { "band fill-b" };
    svg.bar((low, y - 4.5), ((high - low).max(9.0), 9.0), class);
}

/// A line with a head.
fn draw_arrow(svg: &mut Svg, (from, y): (f64, f64), to: f64) {
    let sign = (to - from).signum();
    svg.line((from, y), (to - sign * 7.0, y), "shaft");
    let d = format!("M{to:.1} {y:.1}L{:.1} {:.1}V{:.1}Z", to - sign * 9.0, y - 4.5, y + 4.5);
    svg.path(&d, "ink");
}

/// How far off, in words: an amount and which way, or "close".
fn amount_words(edition: &Edition<'_>, j: usize, side: usize) -> Vec<String> {
    let words = &edition.words;
    let statement = &edition.findings.statements[j];
    let (Some(gaps), Some(sides)) = (&statement.gaps, &statement.sides) else { return Vec::new() };
    let actual = &sides[1 - side].agree_share;
    let say = |low: bool, text: String| {
        let way = if low { words.say("too-low") } else { words.say("too-high") };
        match words.language() {
            crate::words::Language::English => vec![text, way],
            crate::words::Language::Chinese => vec![way, text],
        }
    };
    if actual.state == State::Bounded {
        let (Some(expected), Some(low), Some(high)) =
            (gaps[side].predicted.value, actual.low, actual.high)
        else {
            return vec![words.say("too-few")];
        };
        return if expected < low {
            say(true, format!("{}+", number::of_hundred(low - expected)))
        } else if expected > high {
            say(false, format!("{}+", number::of_hundred(expected - high)))
        } else {
            vec![words.say("close")]
        };
    }
    match (direction(&gaps[side].gap), gaps[side].gap.value) {
        (Some(Direction::TooLow), Some(gap)) => say(true, number::of_hundred(-gap)),
        (Some(Direction::TooHigh), Some(gap)) => say(false, number::of_hundred(gap)),
        (Some(Direction::Close), _) => vec![words.say("close")],
        _ => vec![words.say("too-few")],
    }
}

fn amount(
    svg: &mut Svg,
    edition: &Edition<'_>,
    (j, side): (usize, usize),
    (x, y): (f64, f64),
    anchor: Anchor,
) {
    match amount_words(edition, j, side).as_slice() {
        [one] => svg.text((x, y + 5.0), anchor, "small", one),
        [first, second] => {
            let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
            let class = |text: &str| if is_number(text) { "amount" } else { "small" };
            svg.text((x, y - 1.0), anchor, class(first), first);
            svg.text((x, y + 16.0), anchor, class(second), second);
        }
        _ => {}
    }
}
