//! The opinion map: a cloud of people, outlines where the verdict allows them, and how firm the groups are.
//!
//! Single people are drawn for whoever holds the rows, up to two thousand of them; for everybody else, and for
//! crowds, hexagons.

use std::fmt::Write;

use beringia_analysis::findings::groups::{
    CellFindings, GroupFindings, GroupVerdict, OpinionGroupsFindings,
};

use super::svg::{Anchor, Svg, side_class};
use super::{Chart, Room, text};
use crate::edition::Edition;
use crate::number;
use crate::words::Words;

/// Of more people, hexagons are drawn.
const MARKS_MAX: usize = 2_000;
/// Four of five people of a group are inside its outline, if they lie about normally.
const OUTLINE: f64 = 3.219;

/// Draws the map; nothing where nobody stands on it or nothing of it may be told.
pub fn map(edition: &Edition<'_>) -> Option<Chart> {
    let found = &edition.findings.opinion_groups;
    let placed = found.persons.iter().filter(|person| person.place.is_some()).count();
    let as_marks = placed > 0 && placed <= MARKS_MAX;
    if !as_marks && found.cells.cells.is_empty() {
        return None;
    }
    let words = &edition.words;
    let subtitle = words.say(if as_marks { "map-subtitle" } else { "map-subtitle-cells" });
    let mut legend = Vec::new();
    if edition.has_sides() && as_marks {
        for side in [0, 1] {
            let mut svg = Svg::new(14.0, 14.0);
            marks(&mut svg, Some(side), &[(7.0, 7.0)]);
            let text = words.tell("map-person", &[("side", &edition.side(side))]);
            legend.push((svg.ornament(), text));
        }
    }
    if found.verdict == Some(GroupVerdict::Gradual) && !found.groups.is_empty() {
        let mut svg = Svg::new(30.0, 14.0);
        svg.path("M0 7H30", "group-outline dashed");
        legend.push((svg.ornament(), words.say("map-dashed")));
    }
    let draw = |room: Room| {
        if as_marks { draw_marks(edition, room) } else { draw_cells(edition, room) }
    };
    Some(Chart {
        title: edition.groups_sentence(),
        subtitle,
        legend,
        wide: draw(Room::Wide),
        narrow: draw(Room::Narrow),
        source: edition.groups_source_line(),
    })
}

/// The class of outlines that the verdict allows.
fn outline(found: &OpinionGroupsFindings) -> Option<&'static str> {
    match found.verdict? {
        GroupVerdict::Distinct => Some("group-outline"),
        GroupVerdict::Gradual => Some("group-outline dashed"),
        GroupVerdict::Tendency => Some("group-shade"),
        GroupVerdict::None if found.k.is_some() => Some("group-outline dashed"),
        GroupVerdict::None => None,
    }
}

/// From places to points of a picture.
struct Frame {
    scale: f64,
    middle: [f64; 2],
    centre: (f64, f64),
}

impl Frame {
    /// Everything in a box of this size whose middle is there.
    fn around(places: &[[f64; 2]], (width, height): (f64, f64), centre: (f64, f64)) -> Self {
        let ends = |k: usize| {
            let least = places.iter().map(|place| place[k]).fold(f64::INFINITY, f64::min);
            let most = places.iter().map(|place| place[k]).fold(f64::NEG_INFINITY, f64::max);
            (least, most)
        };
        let [(left, right), (low, high)] = [ends(0), ends(1)];
        let scale = (width / (right - left).max(1e-9)).min(height / (high - low).max(1e-9));
        Self { scale, middle: [left.midpoint(right), low.midpoint(high)], centre }
    }

    fn point(&self, [x, y]: [f64; 2]) -> (f64, f64) {
        let across = self.centre.0 + (x - self.middle[0]) * self.scale;
        let down = self.centre.1 - (y - self.middle[1]) * self.scale;
        (across, down)
    }
}

fn draw_marks(edition: &Edition<'_>, room: Room) -> String {
    let found = &edition.findings.opinion_groups;
    let (width, height) = if room == Room::Wide { (1040.0, 560.0) } else { (358.0, 360.0) };
    let size = if room == Room::Wide { (640.0, 500.0) } else { (330.0, 310.0) };
    let places: Vec<[f64; 2]> = found.persons.iter().filter_map(|person| person.place).collect();
    let centre = (size.0 / 2.0 + 14.0, height / 2.0 + 14.0);
    let frame = Frame::around(&places, size, centre);
    let mut svg = Svg::new(width, if room == Room::Wide { height } else { height + 280.0 });
    let class = outline(found);
    if class == Some("group-shade") {
        found.groups.iter().for_each(|group| ellipse(&mut svg, &frame, group, "group-shade"));
    }
    let sides: &[Option<usize>] =
        if edition.has_sides() { &[None, Some(0), Some(1)] } else { &[None] };
    for side in sides {
        // Places are told to two pixels: no picture says more about a person.
        let rounded = |(x, y): (f64, f64)| ((x / 2.0).round() * 2.0, (y / 2.0).round() * 2.0);
        let here = found.persons.iter().filter(|person| person.side == *side);
        let points: Vec<(f64, f64)> =
            here.filter_map(|person| Some(rounded(frame.point(person.place?)))).collect();
        marks(&mut svg, *side, &points);
    }
    if let Some(class) = class {
        for group in &found.groups {
            if class != "group-shade" {
                ellipse(&mut svg, &frame, group, class);
            }
        }
        name_groups(&mut svg, edition, &frame);
    }
    let beside = if room == Room::Wide { (700.0, 60.0) } else { (14.0, height + 40.0) };
    firmness(&mut svg, edition, beside);
    finish(svg, edition, room)
}

/// People of a side, as one path.
fn marks(svg: &mut Svg, side: Option<usize>, points: &[(f64, f64)]) {
    if points.is_empty() {
        return;
    }
    let mut path = String::new();
    for (x, y) in points {
        let _ = match side {
            Some(1) => write!(path, "M{x:.0} {:.0}l4.5 4.5-4.5 4.5-4.5-4.5z", y - 4.5),
            _ => write!(path, "M{x:.0} {y:.0}h0"),
        };
    }
    match side {
        Some(1) => svg.path(&path, "cloud fill-b"),
        Some(side) => svg.path(&path, &format!("cloud dots line-{}", side_class(side))),
        None => svg.path(&path, "cloud dots line-i"),
    }
}

/// The outline of a group: four of five of its people.
fn ellipse(svg: &mut Svg, frame: &Frame, group: &GroupFindings, class: &str) {
    let Axes { long, short, turn } = axes(group);
    let radii = (long * frame.scale, short * frame.scale);
    svg.ellipse(frame.point(group.centre), radii, -turn.to_degrees(), class);
}

/// Radii of an outline and how it is turned.
struct Axes {
    long: f64,
    short: f64,
    turn: f64,
}

fn axes(group: &GroupFindings) -> Axes {
    let [xx, xy, yy] = group.covariance;
    let middle = xx.midpoint(yy);
    let apart = ((xx - yy) / 2.0).hypot(xy);
    Axes {
        long: (OUTLINE * (middle + apart)).max(0.0).sqrt(),
        short: (OUTLINE * (middle - apart)).max(0.0).sqrt(),
        turn: (2.0 * xy).atan2(xx - yy) / 2.0,
    }
}

/// The number of each group and how many of a hundred people it holds, above or below its outline.
fn name_groups(svg: &mut Svg, edition: &Edition<'_>, frame: &Frame) {
    let found = &edition.findings.opinion_groups;
    let mut middles: Vec<f64> = found.groups.iter().map(|group| group.centre[1]).collect();
    middles.sort_by(f64::total_cmp);
    let middle = middles.get(middles.len() / 2).copied().unwrap_or(0.0);
    let across = |group: &GroupFindings| frame.point(group.centre).0;
    let are_apart = matches!(&*found.groups, [a, b] if (across(a) - across(b)).abs() > 130.0);
    for group in &found.groups {
        let (x, y) = frame.point(group.centre);
        let Axes { long, short, turn } = axes(group);
        let reach = (long * turn.sin()).hypot(short * turn.cos()) * frame.scale;
        // Groups in the lower half are named below, so that names do not cover each other.
        let above = group.centre[1] >= middle || are_apart;
        let at = if above { y - reach - 26.0 } else { y + reach + 22.0 };
        let name = edition.words.tell("group-name", &[("number", &group.number.to_string())]);
        svg.text((x, at.max(14.0)), Anchor::Middle, "label bold halo", &name);
        if let Some(share) = group.share.value {
            let people =
                edition.words.tell("group-share", &[("share", &number::of_hundred(share))]);
            svg.text((x, at.max(14.0) + 18.0), Anchor::Middle, "small halo", &people);
        }
    }
}

/// One panel a side, five steps of one colour.
fn draw_cells(edition: &Edition<'_>, room: Room) -> String {
    let found = &edition.findings.opinion_groups;
    let sides = edition.has_sides().then(|| [0, 1].map(|side| edition.side(side)));
    let panels = Panels::of(&found.cells, sides.as_ref(), room, None);
    let below = if room == Room::Wide { 60.0 } else { 300.0 };
    let mut svg = Svg::new(panels.width, panels.bottom + below);
    panels.draw(&mut svg);
    scale_of_levels(&mut svg, &edition.words, (14.0, panels.bottom));
    let beside = if room == Room::Wide { (700.0, 60.0) } else { (14.0, panels.bottom + 60.0) };
    firmness(&mut svg, edition, beside);
    finish(svg, edition, room)
}

/// The map in hexagons with a ring where one person stands; title and description are given.
pub fn standing(
    cells: &CellFindings,
    sides: &[String; 2],
    place: [f64; 2],
    (words, title, text): (&Words, &str, &str),
) -> [String; 2] {
    [Room::Wide, Room::Narrow].map(|room| {
        let panels = Panels::of(cells, Some(sides), room, Some(place));
        let mut svg = Svg::new(panels.width.min(670.0), panels.bottom + 30.0);
        panels.draw(&mut svg);
        scale_of_levels(&mut svg, words, (14.0, panels.bottom));
        svg.finish(if room == Room::Wide { "standing-w" } else { "standing-n" }, title, text)
    })
}

/// Left free around the cells of a panel.
const MARGIN: f64 = 6.0;

/// The panels of the sides: beside each other where there is room, else one below the other.
struct Panels<'a> {
    cells: &'a CellFindings,
    /// What must be inside: the ends of every cell, across and up.
    ends: Vec<[f64; 2]>,
    sides: Option<&'a [String; 2]>,
    room: Room,
    /// Where somebody stands.
    place: Option<[f64; 2]>,
    size: (f64, f64),
    width: f64,
    bottom: f64,
}

impl<'a> Panels<'a> {
    fn of(
        cells: &'a CellFindings,
        sides: Option<&'a [String; 2]>,
        room: Room,
        place: Option<[f64; 2]>,
    ) -> Self {
        let all = cells.cells.iter().map(|cell| [cell.x, cell.y]);
        let (across, up) = (cells.width / 2.0, cells.width / 3.0_f64.sqrt());
        let around = |[x, y]: [f64; 2]| [[x - across, y - up], [x + across, y + up]];
        let ends: Vec<[f64; 2]> = all.chain(place).flat_map(around).collect();
        let count = if sides.is_some() { 2.0 } else { 1.0 };
        let (width, panel) = match room {
            Room::Wide => (1040.0, 640.0 / count - 30.0),
            Room::Narrow => (358.0, 310.0),
        };
        let range = |k: usize| {
            let least = ends.iter().map(|end| end[k]).fold(f64::INFINITY, f64::min);
            ends.iter().map(|end| end[k]).fold(f64::NEG_INFINITY, f64::max) - least
        };
        let height = panel * range(1) / range(0).max(1e-9) + 2.0 * MARGIN;
        let size = (panel, height.clamp(200.0, 400.0));
        let rows = if room == Room::Wide { 1.0 } else { count };
        let bottom = 40.0 + rows * (size.1 + 60.0);
        Self { cells, ends, sides, room, place, size, width, bottom }
    }

    fn draw(&self, svg: &mut Svg) {
        let names: Vec<Option<(usize, &str)>> = match self.sides {
            Some([first, second]) => vec![Some((0, first)), Some((1, second))],
            None => vec![None],
        };
        for (at, side) in names.into_iter().enumerate() {
            let at = at as f64;
            let (across, down) = if self.room == Room::Wide { (at, 0.0) } else { (0.0, at) };
            let left = 14.0 + across * (self.size.0 + 40.0);
            let top = 34.0 + down * (self.size.1 + 60.0);
            if let Some((side, name)) = side {
                let class = format!("label bold text-{}", side_class(side));
                svg.text((left, top - 12.0), Anchor::Start, &class, name);
            }
            let centre = (left + self.size.0 / 2.0, top + self.size.1 / 2.0);
            let inside = (self.size.0 - 2.0 * MARGIN, self.size.1 - 2.0 * MARGIN);
            let frame = Frame::around(&self.ends, inside, centre);
            if let Some(place) = self.place {
                // Also where too few stand for a cell to be drawn.
                svg.path(&hexagon(&frame, self.cells.width, place), "ring faint");
            }
            hexagons(svg, self.cells, &frame, side.map(|(side, _)| side));
            if let Some(place) = self.place {
                svg.circle(frame.point(place), 9.0, "ring");
            }
        }
    }
}

fn hexagons(svg: &mut Svg, found: &CellFindings, frame: &Frame, side: Option<usize>) {
    let class = side.map_or("i", side_class);
    for level in 1..=5 {
        let mut path = String::new();
        for cell in found.cells.iter().filter(|cell| cell.side == side && cell.level == level) {
            path += &hexagon(frame, found.width, [cell.x, cell.y]);
        }
        if !path.is_empty() {
            svg.path(&path, &format!("cell level-{level} fill-{class}"));
        }
    }
}

/// The path of one hexagon, by its middle.
fn hexagon(frame: &Frame, width: f64, middle: [f64; 2]) -> String {
    let radius = width * frame.scale / 3.0_f64.sqrt();
    let half = width * frame.scale / 2.0;
    let (x, y) = frame.point(middle);
    format!(
        "M{x:.1} {:.1}l{half:.1} {:.1}v{radius:.1}l{:.1} {:.1}l{:.1} {:.1}v{:.1}z",
        y - radius,
        radius / 2.0,
        -half,
        radius / 2.0,
        -half,
        -radius / 2.0,
        -radius
    )
}

fn scale_of_levels(svg: &mut Svg, words: &Words, (x, y): (f64, f64)) {
    let few = words.say("map-few");
    svg.text((x, y + 12.0), Anchor::Start, "tick", &few);
    let from = x + text::width(&few, 14.0) + 10.0;
    for level in 0..5_u8 {
        let class = format!("cell level-{} fill-i", level + 1);
        svg.rect((from + 26.0 * f64::from(level), y), (24.0, 14.0), &class);
    }
    svg.text((from + 138.0, y + 12.0), Anchor::Start, "tick", &words.say("map-many"));
}

/// The four words with their thresholds, and where the estimate lies.
fn firmness(svg: &mut Svg, edition: &Edition<'_>, (left, top): (f64, f64)) {
    let found = &edition.findings.opinion_groups;
    let words = &edition.words;
    let width = 324.0;
    let x = |kappa: f64| left + kappa.clamp(0.0, 1.0) * width;
    svg.text((left, top), Anchor::Start, "label bold", &words.say("firmness-title"));
    let keys =
        [GroupVerdict::None, GroupVerdict::Tendency, GroupVerdict::Gradual, GroupVerdict::Distinct];
    let [a, b, c] = found.thresholds;
    let ends = [0.0, a, b, c, 1.0];
    for (at, verdict) in keys.into_iter().enumerate() {
        let is_so = found.verdict == Some(verdict);
        let class = if is_so { "ink" } else { "track" };
        let part = x(ends[at + 1]) - x(ends[at]);
        svg.rect((x(ends[at]) + 1.0, top + 36.0), (part - 2.0, 13.0), class);
        let class = if is_so { "small bold" } else { "small" };
        let word = words.say(verdict_key(verdict));
        let middle = x(ends[at].midpoint(ends[at + 1]));
        svg.text((middle, top + 70.0), Anchor::Middle, class, &word);
    }
    for end in ends {
        svg.text((x(end), top + 92.0), Anchor::Middle, "tick", &format!("{end}"));
    }
    if let Some(firm) = found.judged_by() {
        let (low, high) = (x(firm.low90), x(firm.high90));
        svg.bar((low, top + 20.0), ((high - low).max(8.0), 8.0), "band fill-i");
        svg.circle((x(firm.value), top + 24.0), 5.0, "halo-mark ink");
    }
    let mut lines = Vec::new();
    for sentence in edition.firmness_sentences() {
        lines.extend(text::wrap(&sentence, 15.0, width, 5));
    }
    svg.lines((left, top + 122.0), Anchor::Start, "small", (&lines, 20.0));
}

/// The name of a verdict's word.
pub fn verdict_key(verdict: GroupVerdict) -> &'static str {
    match verdict {
        GroupVerdict::None => "verdict-none",
        GroupVerdict::Tendency => "verdict-tendency",
        GroupVerdict::Gradual => "verdict-gradual",
        GroupVerdict::Distinct => "verdict-distinct",
    }
}

fn finish(svg: Svg, edition: &Edition<'_>, room: Room) -> String {
    let id = edition.anchor(if room == Room::Wide { "map-w" } else { "map-n" });
    svg.finish(&id, &edition.words.say("map-name"), &edition.groups_sentence())
}
