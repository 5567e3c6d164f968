//! Pictures of a lottery: everybody's chance, the quotas and who came, from the pool to the delegation.

use beringia_analysis::draw::told::{Curve, Fit, Pictured};

use super::svg::{Anchor, Fill, Svg, side_class};
use super::text::wrap;
use super::{Chart, Room};
use crate::number;
use crate::words::Words;

/// What a picture is called in ids of its page.
fn id(words: &Words, name: &str, room: Room) -> String {
    let suffix = if room == Room::Wide { "w" } else { "n" };
    format!("{}-{name}-{suffix}", words.language().base())
}

fn both(draw: impl Fn(Room) -> String) -> [String; 2] {
    [draw(Room::Wide), draw(Room::Narrow)]
}

fn chart(words: &Words, name: &str, [wide, narrow]: [String; 2]) -> Chart {
    Chart {
        title: words.say(&format!("lottery-{name}-title")),
        subtitle: words.say(&format!("lottery-{name}-read")),
        legend: Vec::new(),
        wide,
        narrow,
        source: String::new(),
    }
}

/// The end of an axis of percents, and the step of its ticks.
fn scale(most: f64) -> (f64, f64) {
    let steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25];
    let step = steps.into_iter().find(|step| most / step <= 5.0).unwrap_or(0.25);
    ((most / step).ceil() * step, step)
}

/// Everybody's chance, from the smallest, with what everybody would have without quotas.
pub fn chances(pictured: &Pictured, words: &Words) -> Chart {
    chart(words, "chances", both(|room| draw_chances(pictured, words, room)))
}

fn draw_chances(pictured: &Pictured, words: &Words, room: Room) -> String {
    let (width, height, left) =
        if room == Room::Wide { (1040.0, 400.0, 70.0) } else { (358.0, 320.0, 50.0) };
    let (top, bottom) = (20.0, height - 74.0);
    let most = pictured
        .curves
        .iter()
        .filter_map(|curve| curve.chances.last())
        .copied()
        .fold(0.01, f64::max);
    let people = pictured.curves.iter().map(|curve| curve.chances.len()).max().unwrap_or(1).max(1);
    let (end, step) = scale(most);
    let y = |chance: f64| bottom - (bottom - top) * chance / end;
    let x = |at: f64| left + (width - left - 14.0) * at / people as f64;
    let mut svg = Svg::new(width, height);
    let mut tick = 0.0;
    while tick <= end + 1e-9 {
        svg.line(
            (left, y(tick)),
            (width - 14.0, y(tick)),
            if tick == 0.0 { "axis" } else { "grid" },
        );
        svg.text(
            (left - 8.0, y(tick) + 5.0),
            Anchor::End,
            "tick",
            &number::percent(tick, words.language()),
        );
        tick += step;
    }
    for curve in &pictured.curves {
        draw_curve(&mut svg, curve, pictured.curves.len(), (&x, &y));
    }
    let mut line = top + 6.0;
    for curve in &pictured.curves {
        let least = curve.chances.first().copied().unwrap_or(0.0);
        let args = [
            ("side", curve.name.as_str()),
            ("least", &number::percent_fine(least, words.language())),
        ];
        let key = if curve.name.is_empty() { "lottery-curve" } else { "lottery-curve-of" };
        let said = words.tell_count(key, curve.chances.len() as u64, &args);
        let class = if pictured.curves.len() > 1 {
            format!("bold halo text-{}", side_class(curve.side))
        } else {
            "bold halo".to_owned()
        };
        for part in wrap(&said, 14.0, if room == Room::Wide { 600.0 } else { 280.0 }, 2) {
            svg.text((left + 12.0, line), Anchor::Start, &class, &part);
            line += 20.0;
        }
    }
    let mut under: Vec<String> = vec![words.say("lottery-axis")];
    under.extend(wrap(&words.say("lottery-equal"), 14.0, width - left, 2));
    svg.lines((left, bottom + 24.0), Anchor::Start, "small", (&under, 20.0));
    svg.finish(
        &id(words, "chances", room),
        &words.say("lottery-chances-title"),
        &words.say("lottery-chances-read"),
    )
}

fn draw_curve(
    svg: &mut Svg,
    curve: &Curve,
    curves: usize,
    (x, y): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64),
) {
    let class = if curves > 1 { side_class(curve.side) } else { "i" };
    let mut steps: Vec<(usize, f64)> = Vec::new();
    for (at, &chance) in curve.chances.iter().enumerate() {
        if steps.last().is_none_or(|(_, last)| (chance - last).abs() > 1e-9) {
            steps.push((at, chance));
        }
    }
    let mut path = String::new();
    for (count, (from, chance)) in steps.iter().enumerate() {
        let to = steps.get(count + 1).map_or(curve.chances.len(), |next| next.0);
        let begin = if path.is_empty() { 'M' } else { 'L' };
        path += &format!(
            "{begin}{:.1} {:.1}L{:.1} {:.1}",
            x(*from as f64),
            y(*chance),
            x(to as f64),
            y(*chance)
        );
    }
    svg.path(&path, &format!("step {class}"));
    svg.line(
        (x(0.0), y(curve.equal)),
        (x(curve.chances.len() as f64), y(curve.equal)),
        &format!("dotted equal {class}"),
    );
    if curves > 1 {
        for (count, (from, chance)) in steps.iter().enumerate() {
            let to = steps.get(count + 1).map_or(curve.chances.len(), |next| next.0);
            if x(to as f64) - x(*from as f64) > 26.0 {
                svg.mark(curve.side, (x((from + to) as f64 / 2.0), y(*chance)), 6.0, Fill::Solid);
            }
        }
    }
}

/// Chances as a histogram, in bins of at least ten people: what everybody may see.
pub fn histogram(bins: &[(i64, i64, i64)], equal: f64, words: &Words) -> Chart {
    chart(words, "histogram", both(|room| draw_histogram(bins, equal, words, room)))
}

fn draw_histogram(bins: &[(i64, i64, i64)], equal: f64, words: &Words, room: Room) -> String {
    let (width, height, left) =
        if room == Room::Wide { (1040.0, 330.0, 40.0) } else { (358.0, 290.0, 34.0) };
    let (top, bottom) = (34.0, height - 56.0);
    // Of the last bin only the beginning is drawn, where it reaches far beyond the others.
    let before = bins.iter().rev().nth(1).map_or(1, |bin| bin.1).max(1);
    let last = bins.last().map_or(before, |bin| bin.1);
    let end = last.min(before * 2).max(bins.last().map_or(1, |bin| bin.0 + 2)) as f64;
    let shown =
        |bin: &(i64, i64, i64)| bin.2 as f64 / ((bin.1 as f64).min(end) - bin.0 as f64).max(1.0);
    let most = bins.iter().map(shown).fold(1.0, f64::max);
    let x = |percent: f64| left + (width - left - 20.0) * percent / end;
    let y = |height: f64| bottom - (bottom - top) * height / most;
    let mut svg = Svg::new(width, height);
    let mut labelled = f64::NEG_INFINITY;
    for bin in bins {
        let (from, to) = (x(bin.0 as f64) + 1.0, x((bin.1 as f64).min(end)) - 1.0);
        svg.rect((from, y(shown(bin))), (to - from, bottom - y(shown(bin))), "fill-i");
        let middle = f64::midpoint(from, to);
        if middle - labelled > 25.0 {
            labelled = middle;
            let people = number::count(u64::try_from(bin.2).unwrap_or(0), words.language());
            svg.text((middle, y(shown(bin)) - 7.0), Anchor::Middle, "tick", &people);
        }
    }
    svg.line((left, bottom), (width - 20.0, bottom), "axis");
    let (mut next, apart) = (f64::NEG_INFINITY, if room == Room::Wide { 46.0 } else { 36.0 });
    for edge in bins.iter().map(|bin| bin.0 as f64) {
        if x(edge) - next > apart {
            svg.text(
                (x(edge), bottom + 20.0),
                Anchor::Middle,
                "tick",
                &number::percent(edge / 100.0, words.language()),
            );
            next = x(edge);
        }
    }
    if last as f64 > end && (width - 20.0) - next > apart * 1.6 {
        let upto = format!("… {}", number::percent(1.0, words.language()));
        svg.text((width - 20.0, bottom + 20.0), Anchor::End, "tick", &upto);
    }
    if equal * 100.0 < end {
        svg.line((x(equal * 100.0), top - 20.0), (x(equal * 100.0), bottom), "dotted");
        let anchor = if equal * 100.0 > end * 0.6 { Anchor::End } else { Anchor::Start };
        let beside = if anchor == Anchor::End { -6.0 } else { 6.0 };
        svg.text(
            (x(equal * 100.0) + beside, top - 12.0),
            anchor,
            "small halo",
            &words.say("lottery-equal-here"),
        );
    }
    svg.text((left, bottom + 44.0), Anchor::Start, "small", &words.say("lottery-histogram-axis"));
    svg.finish(
        &id(words, "histogram", room),
        &words.say("lottery-histogram-title"),
        &words.say("lottery-histogram-read"),
    )
}

/// Quotas as boxes from the least to the most, and marks for how many came.
pub fn fit(pictured: &Pictured, words: &Words) -> Chart {
    chart(words, "fit", both(|room| draw_fit(pictured, words, room)))
}

/// Rows of one quota on both sides share a line.
fn lines(fits: &[Fit]) -> Vec<Vec<&Fit>> {
    let mut lines: Vec<Vec<&Fit>> = Vec::new();
    for fit in fits {
        let same = lines.iter_mut().find(|line| {
            fit.side.is_some()
                && line[0].side.is_some()
                && line[0].feature == fit.feature
                && line[0].value == fit.value
        });
        match same {
            Some(line) => line.push(fit),
            None => lines.push(vec![fit]),
        }
    }
    lines
}

fn draw_fit(pictured: &Pictured, words: &Words, room: Room) -> String {
    let lines = lines(&pictured.fits);
    let (width, left) = if room == Room::Wide { (1040.0, 300.0) } else { (358.0, 140.0) };
    let most = pictured.fits.iter().map(|fit| f64::from(fit.max).max(fit.came)).fold(1.0, f64::max);
    let most = most.min(f64::from(pictured.seats));
    let x = |count: f64| left + (width - left - 24.0) * count.min(most) / most;
    let row = 34.0;
    let features: Vec<&str> = lines.iter().map(|line| line[0].feature.as_str()).collect();
    let heads = features
        .iter()
        .enumerate()
        .filter(|(at, own)| *at == 0 || features[at - 1] != **own)
        .count();
    let height = lines.len() as f64 * row + heads as f64 * 30.0 + 40.0;
    let mut svg = Svg::new(width, height);
    let step = (most / 6.0).ceil().max(1.0);
    let mut tick = 0.0;
    while tick <= most {
        svg.line((x(tick), 6.0), (x(tick), height - 30.0), "grid");
        svg.text((x(tick), height - 10.0), Anchor::Middle, "tick", &format!("{tick:.0}"));
        tick += step;
    }
    let mut y = 0.0;
    for (at, line) in lines.iter().enumerate() {
        if at == 0 || features[at - 1] != features[at] {
            y += 30.0;
            svg.text((0.0, y - 6.0), Anchor::Start, "bold halo", features[at]);
        }
        let middle = y + row / 2.0;
        let label = wrap(&line[0].value, 16.0, left - 24.0, 1);
        svg.text(
            (12.0, middle + 5.0),
            Anchor::Start,
            "label",
            label.first().map_or("", String::as_str),
        );
        draw_boxes(&mut svg, line, middle, &x);
        y += row;
    }
    svg.finish(
        &id(words, "fit", room),
        &words.say("lottery-fit-title"),
        &words.say("lottery-fit-read"),
    )
}

fn draw_boxes(svg: &mut Svg, line: &[&Fit], middle: f64, x: &dyn Fn(f64) -> f64) {
    for (count, fit) in line.iter().enumerate() {
        let half = if line.len() > 1 { 7.0 } else { 11.0 };
        let middle = if line.len() > 1 { middle - 8.0 + 16.0 * count as f64 } else { middle };
        let (from, to) = (x(f64::from(fit.min)) - 4.0, x(f64::from(fit.max)) + 4.0);
        svg.bar((from, middle - half), (to - from, half * 2.0), "quota");
        match fit.side {
            Some(side) => svg.mark(side, (x(fit.came), middle), 6.0, Fill::Solid),
            None => svg.circle((x(fit.came), middle), 6.0, "ink halo-mark"),
        }
    }
}

/// From the pool to the delegation: shares of each value among those who applied and those who come.
pub fn pool(pictured: &Pictured, words: &Words) -> Chart {
    chart(words, "pool", both(|room| draw_pool(pictured, words, room)))
}

fn draw_pool(pictured: &Pictured, words: &Words, room: Room) -> String {
    let (width, left) = if room == Room::Wide { (1040.0, 300.0) } else { (358.0, 140.0) };
    let most = pictured.fits.iter().flat_map(|fit| fit.shares).fold(0.1, f64::max);
    let (end, step) = scale(most);
    let x = |share: f64| left + (width - left - 30.0) * share / end;
    let row = 30.0;
    let features: Vec<&str> = pictured.fits.iter().map(|fit| fit.feature.as_str()).collect();
    let heads = features
        .iter()
        .enumerate()
        .filter(|(at, own)| *at == 0 || features[at - 1] != **own)
        .count();
    let height = pictured.fits.len() as f64 * row + heads as f64 * 30.0 + 40.0;
    let mut svg = Svg::new(width, height);
    let mut tick = 0.0;
    while tick <= end + 1e-9 {
        svg.line((x(tick), 6.0), (x(tick), height - 30.0), "grid");
        svg.text(
            (x(tick), height - 10.0),
            Anchor::Middle,
            "tick",
            &number::percent(tick, words.language()),
        );
        tick += step;
    }
    let mut y = 0.0;
    for (at, fit) in pictured.fits.iter().enumerate() {
        if at == 0 || features[at - 1] != features[at] {
            y += 30.0;
            svg.text((0.0, y - 6.0), Anchor::Start, "bold halo", features[at]);
        }
        let middle = y + row / 2.0;
        let side = fit
            .side
            .and_then(|side| pictured.curves.get(side))
            .map(|curve| format!(" · {}", curve.name));
        let label = format!("{}{}", fit.value, side.unwrap_or_default());
        let label = wrap(&label, 16.0, left - 24.0, 1);
        svg.text(
            (12.0, middle + 5.0),
            Anchor::Start,
            "label",
            label.first().map_or("", String::as_str),
        );
        svg.line((x(fit.shares[0]), middle), (x(fit.shares[1]), middle), "main-axis");
        svg.circle((x(fit.shares[0]), middle), 5.5, "ring");
        svg.circle((x(fit.shares[1]), middle), 5.5, "ink halo-mark");
        y += row;
    }
    svg.finish(
        &id(words, "pool", room),
        &words.say("lottery-pool-title"),
        &words.say("lottery-pool-read"),
    )
}
