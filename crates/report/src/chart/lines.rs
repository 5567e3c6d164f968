//! Diversity over time: disagreement within each side, period by period, with intervals.

use beringia_analysis::findings::PeriodFindings;

use super::svg::{Anchor, Fill, Svg};
use super::{Chart, Room};
use crate::edition::Edition;
use crate::number;

/// Draws the lines; nothing where fewer than two periods have figures.
pub fn over_time(edition: &Edition<'_>) -> Option<Chart> {
    let periods = &edition.findings.dispersion_over_time;
    let told = periods.iter().filter(|period| period.dispersion.within[0].is_given()).count();
    if told < 2 {
        return None;
    }
    let words = &edition.words;
    Some(Chart {
        title: String::new(),
        subtitle: words.say("time-subtitle"),
        legend: Vec::new(),
        wide: draw(edition, periods, Room::Wide),
        narrow: draw(edition, periods, Room::Narrow),
        source: edition.source_line(),
    })
}

/// Names the series at their ends, a line apart at least.
fn label_ends(svg: &mut Svg, edition: &Edition<'_>, ends: [Option<(f64, f64)>; 2]) {
    let mut heights = ends.map(|end| end.map_or(0.0, |(_, y)| y + 5.0));
    if ends.iter().all(Option::is_some) && (heights[0] - heights[1]).abs() < 18.0 {
        let (middle, upper) =
            (heights[0].midpoint(heights[1]), usize::from(heights[0] > heights[1]));
        heights[upper] = middle - 9.0;
        heights[1 - upper] = middle + 9.0;
    }
    for (side, end) in ends.into_iter().enumerate() {
        let Some((x, _)) = end else { continue };
        let class = if side == 0 { "small bold text-a" } else { "small bold text-b" };
        svg.text((x + 18.0, heights[side]), Anchor::Start, class, &edition.side(side));
    }
}

fn draw(edition: &Edition<'_>, periods: &[PeriodFindings], room: Room) -> String {
    let (width, left, right) = match room {
        Room::Wide => (1040.0, 56.0, 700.0),
        Room::Narrow => (358.0, 40.0, 276.0),
    };
    let (top, bottom) = (16.0, 216.0);
    let words = &edition.words;
    let mut svg = Svg::new(width, 262.0);
    let figures = || periods.iter().flat_map(|period| period.dispersion.within.iter());
    let lows = figures().filter_map(|figure| figure.low);
    let highs = figures().filter_map(|figure| figure.high);
    let floor = (lows.fold(1.0_f64, f64::min) * 20.0).floor() / 20.0;
    let ceiling = ((highs.fold(0.0_f64, f64::max) * 20.0).ceil() / 20.0).max(floor + 0.1);
    let y = |value: f64| bottom - (value - floor) / (ceiling - floor) * (bottom - top);
    let step = (right - left) / (periods.len() - 1).max(1) as f64;
    let x = |at: usize| left + 16.0 + step * at as f64 * (1.0 - 32.0 / (right - left));
    let coarse = if ceiling - floor > 0.31 { 0.1 } else { 0.05 };
    for tick in 0..=20_u32 {
        let value = floor + coarse * f64::from(tick);
        if value > ceiling + 0.001 {
            break;
        }
        svg.line((left, y(value)), (right, y(value)), "grid");
        svg.text((left - 8.0, y(value) + 5.0), Anchor::End, "tick", &number::of_hundred(value));
    }
    let mut ends = [None; 2];
    for side in [0, 1] {
        let mut last: Option<(f64, f64)> = None;
        for (at, period) in periods.iter().enumerate() {
            let figure = &period.dispersion.within[side];
            let (Some(value), Some(low), Some(high)) = (figure.value, figure.low, figure.high)
            else {
                last = None;
                continue;
            };
            let offset = if side == 0 { -4.0 } else { 4.0 };
            let point = (x(at) + offset, y(value));
            let class = if side == 0 { "a" } else { "b" };
            if let Some(before) = last {
                svg.line(before, point, &format!("series line-{class}"));
            }
            let band = format!("band fill-{class}");
            svg.bar((point.0 - 4.0, y(high)), (8.0, (y(low) - y(high)).max(8.0)), &band);
            last = Some(point);
            svg.mark(side, point, 4.5, Fill::Solid);
        }
        ends[side] = last;
    }
    label_ends(&mut svg, edition, ends);
    for (at, period) in periods.iter().enumerate() {
        let shown = room == Room::Wide || at == 0 || at + 1 == periods.len();
        if shown {
            let label = period.from.get(5..).unwrap_or(&period.from);
            svg.text((x(at), bottom + 22.0), Anchor::Middle, "tick", label);
        }
    }
    svg.text((left, bottom + 42.0), Anchor::Start, "tick", &words.say("time-axis"));
    let id = edition.anchor(if room == Room::Wide { "time-w" } else { "time-n" });
    svg.finish(&id, &words.say("time-name"), &words.say("time-description"))
}
