//! Diverging bars: disagree to the left, hatched; agree to the right, solid; pass apart, hollow. Colour tells
//! the side, texture the choice; the fork on agree is its 95 % interval.

use beringia_analysis::findings::{State, TallyFindings};

use super::svg::{Anchor, Fill, Svg, side_class};
use super::{Chart, Room, text};
use crate::edition::Edition;
use crate::number;

/// Where things stand in one row.
#[derive(Clone, Copy)]
struct Layout {
    width: f64,
    axis: f64,
    scale: f64,
    pass: f64,
    pass_scale: f64,
    text: (f64, f64),
}

const WIDE: Layout = Layout {
    width: 1040.0,
    axis: 640.0,
    scale: 225.0,
    pass: 922.0,
    pass_scale: 60.0,
    text: (0.0, 320.0),
};
const NARROW: Layout = Layout {
    width: 358.0,
    axis: 136.0,
    scale: 112.0,
    pass: 294.0,
    pass_scale: 24.0,
    text: (0.0, 350.0),
};

/// Draws the bars of these statements; nothing where there are none.
pub fn bars(edition: &Edition<'_>, statements: &[usize], id: &str) -> Option<Chart> {
    if statements.is_empty() {
        return None;
    }
    let words = &edition.words;
    let draw = |room: Room| draw(edition, statements, id, room);
    Some(Chart {
        title: String::new(),
        subtitle: words.say(if edition.has_sides() {
            "bars-subtitle"
        } else {
            "bars-subtitle-all"
        }),
        legend: Vec::new(),
        wide: draw(Room::Wide),
        narrow: draw(Room::Narrow),
        source: edition.source_line(),
    })
}

fn draw(edition: &Edition<'_>, statements: &[usize], id: &str, room: Room) -> String {
    let layout = if room == Room::Wide { WIDE } else { NARROW };
    let rows: Vec<Row<'_>> =
        statements.iter().map(|j| Row::of(edition, *j, layout, room)).collect();
    let head = 30.0;
    let height = head + rows.iter().map(|row| row.height).sum::<f64>();
    let mut svg = Svg::new(layout.width, height);
    let suffix = if room == Room::Wide { "w" } else { "n" };
    let pattern = edition.anchor(&format!("{id}-{suffix}"));
    svg.raw(&hatching(&pattern));
    let words = &edition.words;
    svg.text((layout.axis - 10.0, 16.0), Anchor::End, "small", &words.say("disagree"));
    svg.text((layout.axis + 10.0, 16.0), Anchor::Start, "small", &words.say("agree"));
    svg.text((layout.pass, 16.0), Anchor::Start, "small", &words.say("pass"));
    let mut y = head;
    for row in &rows {
        svg.line((0.0, y), (layout.width, y), "grid");
        row.draw(&mut svg, edition, layout, (&pattern, y));
        y += row.height;
    }
    if room == Room::Wide {
        svg.line((layout.axis, head - 6.0), (layout.axis, height), "main-axis");
    }
    let name = words.say("bars-name");
    svg.finish(&pattern, &name, &words.say("bars-description"))
}

fn hatching(id: &str) -> String {
    let one = |side: &str| {
        format!(
            "<pattern id=\"{id}-{side}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"2.4\" height=\"6\" class=\"fill-{side}\"/></pattern>"
        )
    };
    format!("<defs>{}{}{}</defs>", one("a"), one("b"), one("i"))
}

struct Row<'a> {
    lines: Vec<String>,
    tallies: Vec<(Option<usize>, &'a TallyFindings)>,
    room: Room,
    height: f64,
}

impl<'a> Row<'a> {
    fn of(edition: &Edition<'a>, j: usize, layout: Layout, room: Room) -> Self {
        let statement = &edition.findings.statements[j];
        let tallies: Vec<(Option<usize>, &TallyFindings)> = match &statement.sides {
            Some([a, b]) => vec![(Some(0), a), (Some(1), b)],
            None => vec![(None, &statement.everybody)],
        };
        let lines = text::wrap(&edition.wording_text(j), 17.0, layout.text.1 - 20.0, 3);
        let bars = 24.0 * tallies.len() as f64;
        let texts = 20.0 * lines.len() as f64;
        let height = match room {
            Room::Wide => bars.max(texts) + 20.0,
            Room::Narrow => bars + texts + 24.0,
        };
        Self { lines, tallies, room, height }
    }

    fn draw(
        &self,
        svg: &mut Svg,
        edition: &Edition<'_>,
        layout: Layout,
        (pattern, y): (&str, f64),
    ) {
        let texts = 20.0 * self.lines.len() as f64;
        let first = y + 24.0;
        svg.lines((layout.text.0, first), Anchor::Start, "label voice", (&self.lines, 20.0));
        let mut bar = match self.room {
            Room::Wide => y + 11.0,
            Room::Narrow => y + 14.0 + texts,
        };
        if self.room == Room::Narrow {
            // The words stand above the bars here, and no line may run through them.
            let end = bar + 24.0 * self.tallies.len() as f64 - 4.0;
            svg.line((layout.axis, bar - 3.0), (layout.axis, end), "main-axis");
        }
        for (side, tally) in &self.tallies {
            if let Some(side) = side {
                let x = if self.room == Room::Wide { 352.0 } else { 6.0 };
                svg.mark(*side, (x, bar + 9.0), 5.0, Fill::Solid);
            }
            one_bar(svg, edition, (*side, tally), layout, (pattern, bar));
            bar += 24.0;
        }
    }
}

fn one_bar(
    svg: &mut Svg,
    edition: &Edition<'_>,
    (side, tally): (Option<usize>, &TallyFindings),
    layout: Layout,
    (pattern, y): (&str, f64),
) {
    let words = &edition.words;
    let class = side.map_or("i", side_class);
    let (axis, scale, height) = (layout.axis, layout.scale, 17.0);
    let middle = y + 13.5;
    let share = &tally.agree_share;
    let label = number::bare_share(share, words);
    match (share.state, share.value, share.low, share.high) {
        (State::Given, Some(value), Some(low), Some(high)) => {
            svg.rect((axis, y), (value * scale, height), &format!("fill-{class}"));
            let fork = y + height / 2.0;
            let (from, to) = (axis + low * scale, axis + high * scale);
            svg.line((from, fork), (to, fork), "fork");
            svg.line((from, fork - 4.0), (from, fork + 4.0), "fork");
            svg.line((to, fork - 4.0), (to, fork + 4.0), "fork");
            let at = axis + high.max(value) * scale + 7.0;
            svg.text((at, middle), Anchor::Start, "small bold halo", &label);
        }
        (State::Bounded, _, Some(low), Some(high)) => {
            let reach = if low > 0.5 { low } else { high };
            svg.rect((axis, y), (reach * scale, height), &format!("bound line-{class}"));
            let at = axis + reach * scale + 7.0;
            svg.text((at, middle), Anchor::Start, "small bold halo", &label);
        }
        _ => svg.text((axis + 8.0, middle), Anchor::Start, "small", &label),
    }
    if let Some(disagree) = tally.disagree_share {
        let reach = disagree * scale;
        let rect = format!(
            "<rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{reach:.1}\" height=\"{height:.1}\" fill=\"url(#{pattern}-{class})\" class=\"outline line-{class}\"/>",
            axis - reach
        );
        svg.raw(&rect);
        let text = number::percent(disagree, words.language());
        svg.text((axis - reach - 7.0, middle), Anchor::End, "small halo", &text);
    } else if layout.width > 500.0 && share.state != State::TooFew {
        svg.text((axis - 8.0, middle), Anchor::End, "small", &words.say("rest-not-told"));
    }
    if let Some(pass) = tally.pass_share {
        let reach = (pass * layout.pass_scale).max(1.0);
        svg.rect((layout.pass, y), (reach, height), &format!("outline line-{class}"));
        let text = number::percent(pass, words.language());
        svg.text((layout.pass + reach + 6.0, middle), Anchor::Start, "small", &text);
    }
}
