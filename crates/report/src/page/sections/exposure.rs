//! What people were shown.

use super::super::blocks::{Block, Section, Table, number, words};
use super::{measure, measures, section};
use crate::edition::Edition;
use crate::number;

/// The section; none where no log was given.
pub(super) fn exposure(edition: &Edition<'_>) -> Option<Section> {
    let found = edition.findings.exposure.as_ref()?;
    let w = &edition.words;
    let sides = [edition.side(0), edition.side(1)];
    let mut blocks = Vec::new();
    if let (Some(shown), Some(pool)) = (found.shown, found.pool) {
        let share = |value: f64| number(number::percent(value, w.language()));
        let mut rows: Vec<_> = sides
            .iter()
            .enumerate()
            .map(|(side, name)| {
                let viewer = words(w.tell("shown-to", &[("side", name)]));
                vec![viewer, share(shown[side][0]), share(shown[side][1])]
            })
            .collect();
        rows.push(vec![words(w.say("shown-pool")), share(pool[0]), share(pool[1])]);
        let by = |name: &String| number(w.tell("written-in", &[("side", name)]));
        let head = vec![words(""), by(&sides[0]), by(&sides[1])];
        let caption = w.say("table-shown");
        blocks.push(Block::Table(Table { caption, head, rows, ..Table::default() }));
    }
    let mut rows = vec![measure(
        w.say("measure-isolation"),
        number::decimal(&found.isolation, 2, w),
        w.say("meaning-isolation"),
    )];
    for (side, name) in sides.iter().enumerate() {
        let args = [("side", name.as_str())];
        let entropy = found.entropy.map(|e| format!("{:.2} / {:.2}", e[side][0], e[side][1]));
        let entropy = entropy.unwrap_or_else(|| w.say("too-few"));
        rows.push(measure(
            w.tell("measure-exposure-entropy", &args),
            entropy,
            w.say("meaning-exposure-entropy"),
        ));
        let gini = found.gini.map_or_else(|| w.say("too-few"), |gini| format!("{:.2}", gini[side]));
        rows.push(measure(w.tell("measure-gini", &args), gini, w.say("meaning-gini")));
        let effect = number::points(&found.label_effect[side], w);
        rows.push(measure(w.tell("measure-label", &args), effect, w.say("meaning-label")));
    }
    blocks.push(measures(edition, w.say("table-exposure"), rows));
    Some(section(edition, "exposure", w.say("exposure-lead"), blocks))
}
