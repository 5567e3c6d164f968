//! The bridge: every statement placed by how many agree on the first side (across) and on the second (up),
//! with both intervals. Common ground is in the upper right.
//!
//! Which statements are named is a rule, never a choice: the two firmest of common ground, the four most
//! surprising, the two widest divides each way, the two firmest rejections.

use std::fmt::Write;

use beringia_analysis::findings::{Figure, State, StatementFindings, Verdict};
use beringia_analysis::headlines::top;

use super::svg::{Anchor, Svg};
use super::{Chart, Room, text};
use crate::edition::Edition;
use crate::number;

/// Where a share that is told only as a bound stands: in the middle of the last tenth.
const RAIL: f64 = 0.95;

/// The plot inside its drawing.
struct Plot<'a> {
    edition: &'a Edition<'a>,
    left: f64,
    top: f64,
    size: f64,
}

/// A statement that has a place.
struct Spot<'a> {
    index: usize,
    statement: &'a StatementFindings,
    x: f64,
    y: f64,
}

/// Draws the bridge; nothing where no statement has enough votes on both sides.
pub fn bridge(edition: &Edition<'_>) -> Option<Chart> {
    let counts = edition.findings.ground.as_ref().filter(|counts| counts.tested > 0)?;
    let words = &edition.words;
    let named = named(edition);
    let name = |side: usize| edition.side(side);
    let args = [("first", name(0)), ("second", name(1))];
    let args: Vec<(&str, &str)> = args.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let legend = [
        ("accepted", counts.accepted),
        ("rejected", counts.rejected),
        ("divides", counts.divides),
        ("unclear", counts.unclear),
    ];
    let mut legend: Vec<(String, String)> = legend
        .iter()
        .map(|(verdict, count)| {
            let key = format!("bridge-legend-{verdict}");
            (legend_mark(verdict), words.tell_count(&key, *count as u64, &[]))
        })
        .collect();
    legend.push((legend_cross(), words.say("bridge-legend-interval")));
    Some(Chart {
        title: edition.ground_sentence(counts),
        subtitle: words.tell("bridge-subtitle", &args),
        legend,
        wide: draw(edition, &named, Room::Wide),
        narrow: draw(edition, &named, Room::Narrow),
        source: edition.source_line(),
    })
}

/// The statements that are named, most important first.
pub fn named(edition: &Edition<'_>) -> Vec<usize> {
    let findings = edition.findings;
    let all = || findings.statements.iter().enumerate();
    let of = |verdict: Verdict| all().filter(move |(_, s)| s.verdict == Some(verdict));
    let mut named = beringia_analysis::headlines::firmest(findings, 2);
    let accepted = of(Verdict::Accepted).filter(|(j, _)| !named.contains(j));
    let surprising = accepted.filter_map(|(j, s)| Some((j, s.surprise.filter(|x| *x > 0.0)?)));
    named.extend(top(surprising.collect::<Vec<_>>().into_iter(), 4));
    for sign in [1.0, -1.0] {
        let width = |(j, s): (usize, &StatementFindings)| {
            let difference = s.division.as_ref()?.difference.value? * sign;
            (difference > 0.0).then_some((j, difference))
        };
        named.extend(top(of(Verdict::Divides).filter_map(width), 2));
    }
    let rejection = |(j, s): (usize, &StatementFindings)| {
        let sides = s.sides.as_ref()?;
        let high = |side: usize| sides[side].agree_share.high;
        Some((j, 1.0 - high(0)?.max(high(1)?)))
    };
    named.extend(top(of(Verdict::Rejected).filter_map(rejection), 2));
    named
}

/// How far the smallest mark reaches.
const COVERED: f64 = 3.4;

/// With more statements than this, the narrow drawing shows the marks of the wide one, smaller: they need the room,
/// and their bytes are sent once.
const CROWD: usize = 150;

fn plot<'a>(edition: &'a Edition<'a>, room: Room) -> Plot<'a> {
    match room {
        Room::Wide => Plot { edition, left: 278.0, top: 44.0, size: 484.0 },
        Room::Narrow => Plot { edition, left: 34.0, top: 34.0, size: 312.0 },
    }
}

/// Of the statements to be named, those whose marks are clear of each other.
fn clear<'s, 'e>(spots: &'s [Spot<'e>], named: &[usize]) -> Vec<&'s Spot<'e>> {
    let mut shown: Vec<&Spot<'_>> = Vec::new();
    for j in named {
        if let Some(spot) = spots.iter().find(|spot| spot.index == *j)
            && shown.iter().all(|o| (o.x - spot.x).hypot(o.y - spot.y) > 19.0)
        {
            shown.push(spot);
        }
    }
    shown
}

fn draw(edition: &Edition<'_>, named: &[usize], room: Room) -> String {
    let (width, height) = if room == Room::Wide { (1040.0, 596.0) } else { (358.0, 400.0) };
    let plot = plot(edition, room);
    let mut svg = Svg::new(width, height);
    plot.frame(&mut svg, room);
    let spots = plot.spots();
    let shown = clear(&spots, named);
    plain(&mut svg, &plot, (&spots, &shown, named), room);
    if room == Room::Wide {
        plot.labels(&mut svg, &shown);
    }
    for spot in &shown {
        plot.arms(&mut svg, spot, "arm strong");
    }
    for spot in shown.iter().rev() {
        svg.begin("", &[&spot.statement.id]);
        named_mark(&mut svg, spot, &edition.number_of(spot.index));
        svg.end();
    }
    let words = &edition.words;
    let id = edition.anchor(if room == Room::Wide { "bridge-w" } else { "bridge-n" });
    let description = words
        .tell("bridge-description", &[("first", &edition.side(0)), ("second", &edition.side(1))]);
    svg.finish(&id, &words.say("bridge-name"), &description)
}

/// The statements that are not named.
fn plain(
    svg: &mut Svg,
    plot: &Plot<'_>,
    (spots, shown, named): (&[Spot<'_>], &[&Spot<'_>], &[usize]),
    room: Room,
) {
    let is_in = |all: &[&Spot<'_>], spot: &Spot<'_>| all.iter().any(|s| s.index == spot.index);
    let mut here: Vec<&Spot<'_>> = spots.iter().filter(|spot| !is_in(shown, spot)).collect();
    let marks = plot.edition.anchor("bridge-marks");
    if spots.len() > CROWD && room == Room::Narrow {
        let from = self::plot(plot.edition, Room::Wide);
        svg.again(&marks, (from.left, from.top), (plot.left, plot.top), plot.size / from.size);
        // What is named there and not here is not among them.
        let there = from.spots();
        let named_there = clear(&there, named);
        here.retain(|spot| is_in(&named_there, spot));
    }
    if room == Room::Wide {
        svg.begin_part(&marks);
    }
    plot.plain_arms(svg, &here);
    plain_marks(svg, &here);
    if room == Room::Wide {
        svg.end_part();
    }
}

impl Plot<'_> {
    fn x(&self, share: f64) -> f64 {
        self.left + share * self.size
    }

    fn y(&self, share: f64) -> f64 {
        self.top + (1.0 - share) * self.size
    }

    fn has_rail(&self) -> bool {
        self.edition.is_public()
    }

    fn frame(&self, svg: &mut Svg, room: Room) {
        let words = &self.edition.words;
        svg.rect((self.x(0.5), self.y(1.0)), (self.size / 2.0, self.size / 2.0), "wash");
        for tick in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let class = if (tick - 0.5_f64).abs() < 0.01 { "axis" } else { "grid" };
            svg.line((self.x(tick), self.y(0.0)), (self.x(tick), self.y(1.0)), class);
            svg.line((self.x(0.0), self.y(tick)), (self.x(1.0), self.y(tick)), class);
            if self.has_rail() && tick > 0.99 {
                continue;
            }
            let label = number::of_hundred(tick);
            svg.text((self.x(tick), self.y(0.0) + 20.0), Anchor::Middle, "tick", &label);
            svg.text((self.x(0.0) - 8.0, self.y(tick) + 5.0), Anchor::End, "tick", &label);
        }
        if self.has_rail() {
            svg.line((self.x(0.9), self.y(0.0)), (self.x(0.9), self.y(1.0)), "dotted");
            svg.line((self.x(0.0), self.y(0.9)), (self.x(1.0), self.y(0.9)), "dotted");
            svg.text((self.x(RAIL), self.y(0.0) + 20.0), Anchor::Middle, "tick", "90+");
            svg.text((self.x(0.0) - 8.0, self.y(RAIL) + 5.0), Anchor::End, "tick", "90+");
        }
        svg.line((self.x(0.0), self.y(0.0)), (self.x(1.0), self.y(1.0)), "dotted");
        self.corners(svg);
        let agree = |side: usize| words.tell("bridge-axis", &[("side", &self.edition.side(side))]);
        let below = self.y(0.0) + if room == Room::Wide { 48.0 } else { 46.0 };
        let right = agree(0);
        let start = self.x(1.0) - text::bold_width(&right, 16.0) - 17.0;
        svg.mark(0, (start, below - 5.0), 5.5, super::svg::Fill::Solid);
        svg.text((self.x(1.0), below), Anchor::End, "label bold text-a", &right);
        svg.mark(1, (self.x(0.0) - 22.0, self.top - 21.0), 5.5, super::svg::Fill::Solid);
        svg.text(
            (self.x(0.0) - 10.0, self.top - 16.0),
            Anchor::Start,
            "label bold text-b",
            &agree(1),
        );
    }

    fn corners(&self, svg: &mut Svg) {
        let words = &self.edition.words;
        let say = |key: &str| words.say(key);
        let only = |side: usize| words.tell("bridge-only", &[("side", &self.edition.side(side))]);
        let near = 8.0;
        let (left, right) = (self.x(0.0) + near, self.x(1.0) - near);
        let (high, low) = (self.y(1.0) + 22.0, self.y(0.0) - 12.0);
        svg.text((right, high), Anchor::End, "label bold halo", &say("bridge-common-ground"));
        svg.text((left, low), Anchor::Start, "label bold halo", &say("bridge-both-reject"));
        svg.text((left, high), Anchor::Start, "small halo", &only(1));
        svg.text((right, low), Anchor::End, "small halo", &only(0));
    }

    fn spots(&self) -> Vec<Spot<'_>> {
        let place = |figure: &Figure| match (figure.state, figure.value, figure.low) {
            (State::Given, Some(value), _) => Some(value),
            (State::Bounded, _, Some(low)) => Some(if low > 0.5 { RAIL } else { 1.0 - RAIL }),
            _ => None,
        };
        let spot = |(index, statement): (usize, &'_ _)| {
            let statement: &StatementFindings = statement;
            let sides = statement.sides.as_ref().filter(|_| statement.counted)?;
            let x = self.x(place(&sides[0].agree_share)?);
            let y = self.y(place(&sides[1].agree_share)?);
            Some((index, x, y))
        };
        let statements = &self.edition.findings.statements;
        let placed = statements.iter().enumerate().filter_map(spot);
        placed.map(|(index, x, y)| Spot { index, statement: &statements[index], x, y }).collect()
    }

    fn arms(&self, svg: &mut Svg, spot: &Spot<'_>, class: &str) {
        let Some([first, second]) = &spot.statement.sides else { return };
        let ends = |figure: &Figure| figure.low.zip(figure.high).filter(|_| figure.is_given());
        if let Some((low, high)) = ends(&first.agree_share) {
            svg.line((self.x(low), spot.y), (self.x(high), spot.y), &format!("{class} line-a"));
        }
        if let Some((low, high)) = ends(&second.agree_share) {
            svg.line((spot.x, self.y(low)), (spot.x, self.y(high)), &format!("{class} line-b"));
        }
    }

    /// The intervals of statements that are not named: one path a side, for there may be hundreds.
    fn plain_arms(&self, svg: &mut Svg, spots: &[&Spot<'_>]) {
        let mut paths = [String::new(), String::new()];
        for spot in spots {
            let Some(sides) = &spot.statement.sides else { continue };
            let ends = |side: usize| {
                let figure = &sides[side].agree_share;
                figure.low.zip(figure.high).filter(|_| figure.is_given())
            };
            // An interval that its mark covers is not seen.
            let is_seen = |from: f64, to: f64| (to - from).abs() > 2.0 * COVERED;
            if let Some((low, high)) = ends(0)
                && is_seen(self.x(low), self.x(high))
            {
                let (from, to) = (self.x(low), self.x(high));
                let _ = write!(paths[0], "M{from:.0} {:.0}H{to:.0}", spot.y);
            }
            if let Some((low, high)) = ends(1)
                && is_seen(self.y(low), self.y(high))
            {
                let (from, to) = (self.y(low), self.y(high));
                let _ = write!(paths[1], "M{:.0} {from:.0}V{to:.0}", spot.x);
            }
        }
        for (path, class) in paths.iter().zip(["arm line-a", "arm line-b"]) {
            if !path.is_empty() {
                svg.path(path, class);
            }
        }
    }

    /// Labels stand in two gutters, evenly spaced; each gutter's assignment has the least total leader length,
    /// so that leaders do not cross.
    fn labels(&self, svg: &mut Svg, shown: &[&Spot<'_>]) {
        let middle = self.x(0.5);
        for is_right in [false, true] {
            let mut here: Vec<&Spot<'_>> =
                shown.iter().copied().filter(|spot| (spot.x >= middle) == is_right).collect();
            here.truncate(8);
            here.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.index.cmp(&b.index)));
            let edge = if is_right { self.x(1.0) + 20.0 } else { self.x(0.0) - 44.0 };
            let slots = slots(here.len(), self.top - 4.0, self.top + self.size + 14.0);
            untangle(&mut here, &slots, edge);
            for (spot, slot) in here.iter().zip(slots) {
                let lines_max = if here.len() > 5 { 2 } else { 3 };
                self.label(svg, spot, (edge, slot, lines_max), is_right);
            }
        }
    }

    fn label(
        &self,
        svg: &mut Svg,
        spot: &Spot<'_>,
        (edge, slot, lines_max): (f64, f64, usize),
        is_right: bool,
    ) {
        let (out, anchor) = if is_right { (10.0, Anchor::Start) } else { (-10.0, Anchor::End) };
        let d = format!("M{:.1} {:.1}L{edge:.1} {slot:.1}H{:.1}", spot.x, spot.y, edge + out);
        svg.path(&d, "leader");
        let edition = self.edition;
        let lines = text::wrap(&edition.wording_text(spot.index), 17.0, 212.0, lines_max);
        let x = edge + 1.6 * out;
        let top = slot - 8.0 - 9.0 * (lines.len() as f64 - 1.0);
        svg.lines((x, top + 5.0), anchor, "label voice", (&lines, 18.0));
        let below = top + 5.0 + 18.0 * lines.len() as f64;
        let shares = spot.statement.sides.as_ref();
        let share = |side: usize| {
            shares
                .map_or(String::new(), |s| number::bare_share(&s[side].agree_share, &edition.words))
        };
        let (first, second) = (share(0), share(1));
        let widths = [text::width(&first, 14.0), text::width(&second, 14.0)];
        let total = widths[0] + widths[1] + 46.0;
        let start = if is_right { x } else { x - total };
        svg.mark(0, (start + 5.0, below - 5.0), 4.5, super::svg::Fill::Solid);
        svg.text((start + 14.0, below), Anchor::Start, "small bold text-a", &first);
        let second_at = start + 14.0 + widths[0] + 14.0;
        svg.mark(1, (second_at + 5.0, below - 5.0), 4.5, super::svg::Fill::Solid);
        svg.text((second_at + 14.0, below), Anchor::Start, "small bold text-b", &second);
    }
}

fn slots(count: usize, from: f64, to: f64) -> Vec<f64> {
    let step = (to - from) / count.max(1) as f64;
    (0..count).map(|at| from + step * (at as f64 + 0.5)).collect()
}

/// Swaps labels as long as that shortens the leaders.
fn untangle(here: &mut [&Spot<'_>], slots: &[f64], edge: f64) {
    let length = |spot: &Spot<'_>, slot: f64| (spot.x - edge).hypot(spot.y - slot);
    let mut changed = true;
    while changed {
        changed = false;
        for a in 0..here.len() {
            for b in a + 1..here.len() {
                let now = length(here[a], slots[a]) + length(here[b], slots[b]);
                let swapped = length(here[b], slots[a]) + length(here[a], slots[b]);
                if swapped < now - 1e-9 {
                    here.swap(a, b);
                    changed = true;
                }
            }
        }
    }
}

/// The marks of statements that are not named, by verdict; the unclear ones lie below the others.
fn plain_marks(svg: &mut Svg, spots: &[&Spot<'_>]) {
    let kinds = [
        (None, "ring faint"),
        (Some(Verdict::Divides), "ring"),
        (Some(Verdict::Rejected), "ink halo-mark"),
        (Some(Verdict::Accepted), "ink halo-mark"),
    ];
    for (kind, class) in kinds {
        let is_said = |spot: &Spot<'_>| {
            let said = [Verdict::Accepted, Verdict::Rejected, Verdict::Divides];
            spot.statement.verdict.filter(|verdict| said.contains(verdict))
        };
        let here: Vec<_> = spots.iter().filter(|spot| is_said(spot) == kind).collect();
        let ids: Vec<&str> = here.iter().map(|spot| spot.statement.id.as_str()).collect();
        if ids.is_empty() {
            continue;
        }
        svg.begin(class, &ids);
        for spot in here {
            match kind {
                Some(Verdict::Accepted) => svg.bare_circle((spot.x, spot.y), 5.0),
                Some(Verdict::Rejected) => svg.bare_square((spot.x, spot.y), 9.0),
                Some(Verdict::Divides) => svg.bare_circle((spot.x, spot.y), 4.8),
                _ => svg.bare_circle((spot.x, spot.y), 3.4),
            }
        }
        svg.end();
    }
}

fn named_mark(svg: &mut Svg, spot: &Spot<'_>, label: &str) {
    let (x, y) = (spot.x, spot.y);
    let reach = (text::width(label, 11.0) / 2.0 + 3.0).max(10.0);
    let class = match spot.statement.verdict {
        Some(Verdict::Rejected) => {
            svg.rect((x - reach, y - 9.0), (reach * 2.0, 18.0), "ink halo-mark");
            "number inverse"
        }
        Some(Verdict::Divides) => {
            svg.circle((x, y), reach, "ring");
            "number"
        }
        _ => {
            svg.circle((x, y), reach, "ink halo-mark");
            "number inverse"
        }
    };
    svg.text((x, y + 4.0), Anchor::Middle, class, label);
}

fn legend_mark(verdict: &str) -> String {
    let mut svg = Svg::new(16.0, 16.0);
    match verdict {
        "accepted" => svg.circle((8.0, 8.0), 6.0, "ink"),
        "rejected" => svg.rect((2.5, 2.5), (11.0, 11.0), "ink"),
        "divides" => svg.circle((8.0, 8.0), 5.5, "ring"),
        _ => svg.circle((8.0, 8.0), 3.6, "ring faint"),
    }
    svg.ornament()
}

fn legend_cross() -> String {
    let mut svg = Svg::new(20.0, 20.0);
    svg.line((1.0, 10.0), (19.0, 10.0), "arm strong line-a");
    svg.line((10.0, 1.0), (10.0, 19.0), "arm strong line-b");
    svg.ornament()
}
