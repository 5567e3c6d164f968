//! The small pictures of the first page.

use beringia_analysis::findings::{Figure, GroundCounts};

use super::svg::{Anchor, Fill, Svg};
use super::text;
use crate::edition::Edition;
use crate::number;
use crate::words::Words;

/// More statements than this in one row become a bar.
const DOTS_MAX: usize = 40;

/// How many statements are what: a row of marks each.
pub fn verdicts(edition: &Edition<'_>, counts: &GroundCounts) -> String {
    let words = &edition.words;
    let rows = [
        ("verdict-accepted", counts.accepted, "ink"),
        ("verdict-divides", counts.divides, "ring"),
        ("verdict-rejected", counts.rejected, "square"),
        ("verdict-unclear", counts.unclear, "ring faint"),
    ];
    let mut svg = Svg::new(440.0, 34.0 * rows.len() as f64);
    let most = rows.iter().map(|(_, count, _)| *count).max().unwrap_or(1).max(1);
    let step = (264.0 / most as f64).min(16.0);
    for (at, (key, count, class)) in rows.into_iter().enumerate() {
        let y = 20.0 + 34.0 * at as f64;
        svg.text((38.0, y), Anchor::End, "amount", &number::count(count as u64, words.language()));
        svg.text((48.0, y - 1.0), Anchor::Start, "small", &words.say(key));
        if most > DOTS_MAX {
            svg.rect((170.0, y - 12.0), (264.0 * count as f64 / most as f64, 12.0), "ink");
            continue;
        }
        for dot in 0..count {
            let x = 174.0 + step * dot as f64;
            let radius = (step / 2.0 - 1.2).min(6.0);
            match class {
                "square" => {
                    svg.rect((x - radius, y - 6.0 - radius), (2.0 * radius, 2.0 * radius), "ink");
                }
                class => svg.circle((x, y - 6.0), radius, class),
            }
        }
    }
    let id = edition.anchor("small-verdicts");
    svg.finish(&id, &words.say("small-verdicts-name"), &edition.ground_sentence(counts))
}

/// "expected" over one end and "actual" over the other; close by each other, the words stand back to back.
fn name_ends(svg: &mut Svg, words: &Words, (from, to, y): (f64, f64, f64)) {
    let [expected, actual] = ["arrows-expected", "arrows-actual"].map(|key| words.say(key));
    if (to - from).abs() >= 76.0 {
        svg.text((from, y), Anchor::Middle, "tick halo", &expected);
        svg.text((to, y), Anchor::Middle, "tick halo", &actual);
        return;
    }
    let middle = from.midpoint(to);
    let (left, right) = if to >= from { (expected, actual) } else { (actual, expected) };
    svg.text((middle - 4.0, y), Anchor::End, "tick halo", &left);
    svg.text((middle + 4.0, y), Anchor::Start, "tick halo", &right);
}

/// What each side expected of the other on average, and what is so.
pub fn expectations(edition: &Edition<'_>, pairs: [(f64, f64); 2]) -> String {
    let words = &edition.words;
    let mut svg = Svg::new(440.0, 176.0);
    let (left, width) = (150.0, 270.0);
    let x = |share: f64| left + share * width;
    for tick in [0.0, 0.5, 1.0] {
        let class = if (tick - 0.5_f64).abs() < 0.01 { "axis" } else { "grid" };
        svg.line((x(tick), 14.0), (x(tick), 150.0), class);
        svg.text((x(tick), 168.0), Anchor::Middle, "tick", &number::of_hundred(tick));
    }
    for (side, (expected, actual)) in pairs.into_iter().enumerate() {
        let y = 50.0 + 68.0 * side as f64;
        let classes = if side == 0 { ["text-a", "text-b"] } else { ["text-b", "text-a"] };
        svg.text(
            (0.0, y - 4.0),
            Anchor::Start,
            &format!("label bold {}", classes[0]),
            &edition.side(side),
        );
        let about = words.tell("about-side", &[("side", &edition.side(1 - side))]);
        svg.text((0.0, y + 16.0), Anchor::Start, &format!("small {}", classes[1]), &about);
        let (from, to) = (x(expected), x(actual));
        let sign = if to >= from { 1.0 } else { -1.0 };
        if (to - from).abs() > 24.0 {
            svg.line((from + sign * 8.0, y), (to - sign * 15.0, y), "shaft");
            let tip = to - sign * 8.0;
            let d =
                format!("M{tip:.1} {y:.1}L{:.1} {:.1}V{:.1}Z", tip - sign * 9.0, y - 4.5, y + 4.5);
            svg.path(&d, "ink");
        }
        svg.mark(1 - side, (to, y), 6.5, Fill::Solid);
        svg.mark(side, (from, y), 6.5, Fill::Hollow);
        let anchors =
            if sign > 0.0 { (Anchor::End, Anchor::Start) } else { (Anchor::Start, Anchor::End) };
        svg.text(
            (from - sign * 12.0, y + 6.0),
            anchors.0,
            "amount halo",
            &number::of_hundred(expected),
        );
        svg.text(
            (to + sign * 13.0, y + 6.0),
            anchors.1,
            "amount halo",
            &number::of_hundred(actual),
        );
        if side == 0 {
            name_ends(&mut svg, words, (from, to, y - 16.0));
        }
    }
    let id = edition.anchor("small-expected");
    svg.finish(&id, &words.say("arrows-name"), &edition.misjudgement_sentence())
}

/// Named shares as bars with intervals; the fill is a side's, or ink for both.
pub fn shares(
    edition: &Edition<'_>,
    rows: &[(String, &Figure, Option<usize>)],
    name: &str,
) -> String {
    let words = &edition.words;
    let mut svg = Svg::new(440.0, 14.0 + 50.0 * rows.len() as f64);
    let widest = rows.iter().map(|(label, _, _)| text::width(label, 14.0)).fold(0.0, f64::max);
    let left = (widest + 16.0).clamp(60.0, 190.0);
    let width = 440.0 - left - 56.0;
    for (at, (label, figure, side)) in rows.iter().enumerate() {
        let y = 16.0 + 50.0 * at as f64;
        let lines = text::wrap(label, 14.0, left - 10.0, 2);
        let start = y + 13.0 - 8.0 * (lines.len() as f64 - 1.0);
        svg.lines((0.0, start), Anchor::Start, "small", (&lines, 17.0));
        let class = side.map_or("fill-i", |side| if side == 0 { "fill-a" } else { "fill-b" });
        if let (Some(value), Some(low), Some(high)) = (figure.value, figure.low, figure.high) {
            svg.rect((left, y), (value * width, 16.0), class);
            let middle = y + 8.0;
            svg.line((left + low * width, middle), (left + high * width, middle), "fork");
            let label = number::of_hundred(value);
            svg.text((left + high * width + 8.0, y + 14.0), Anchor::Start, "amount", &label);
        } else {
            let label = number::bare_share(figure, words);
            svg.text((left, y + 13.0), Anchor::Start, "small", &label);
        }
    }
    svg.finish(
        &edition.anchor(name),
        &words.say("small-shares-name"),
        &words.say("small-shares-description"),
    )
}
