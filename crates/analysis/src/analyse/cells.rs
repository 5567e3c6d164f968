//! The map in hexagons, for crowds in which single people are not drawn.

use std::collections::BTreeMap;

use beringia_engine::measure::least::LEAST;

use crate::findings::groups::{Cell, CellFindings, PersonFindings};

/// The most populous hexagon should hold about so many, if places were normal.
const PEOPLE_IN_THE_MIDDLE: f64 = 30.0;
/// Hexagons are no smaller than this, in root mean squares of the places.
const WIDTH_MIN: f64 = 0.3;
/// A smaller side counts as one of so many.
const SIDE_MIN: usize = 50;
/// Steps from few to many.
const LEVELS: usize = 5;

/// Counts people by hexagon and side; hexagons with fewer than ten stay empty.
pub(crate) fn cells(persons: &[PersonFindings], has_sides: bool) -> CellFindings {
    let placed: Vec<([f64; 2], Option<usize>)> = persons
        .iter()
        .filter(|person| !has_sides || person.side.is_some())
        .filter_map(|person| Some((person.place?, person.side.filter(|_| has_sides))))
        .collect();
    let width = width(&placed, has_sides);
    if width <= 0.0 {
        return CellFindings::default();
    }
    let mut counts: BTreeMap<(Option<usize>, i64, i64), usize> = BTreeMap::new();
    for (place, side) in &placed {
        let (q, r) = hexagon(*place, width);
        *counts.entry((*side, q, r)).or_default() += 1;
    }
    let least = LEAST.people_in_public as usize;
    counts.retain(|_, people| *people >= least);
    let most = counts.values().max().copied().unwrap_or(1);
    let cells = counts.into_iter().map(|((side, q, r), people)| {
        let [x, y] = middle(q, r, width);
        let level = u8::try_from((people * LEVELS).div_ceil(most)).unwrap_or(1);
        Cell { x, y, side, level }
    });
    CellFindings { width, cells: cells.collect() }
}

/// So wide that the middle of the smaller side holds enough people. Widths come in steps of a root of two, so that
/// they tell nothing fine of places, and a side of few people counts as one of fifty.
fn width(placed: &[([f64; 2], Option<usize>)], has_sides: bool) -> f64 {
    let squares: f64 = placed.iter().map(|([x, y], _)| x * x + y * y).sum();
    let scale = (squares / (2.0 * placed.len().max(1) as f64)).sqrt();
    let of = |side: usize| placed.iter().filter(|(_, s)| *s == Some(side)).count();
    let people = if has_sides { of(0).min(of(1)) } else { placed.len() };
    let wide = (PEOPLE_IN_THE_MIDDLE * std::f64::consts::TAU / people.max(SIDE_MIN) as f64).sqrt();
    let width = scale * wide.max(WIDTH_MIN);
    if width > 0.0 { ((2.0 * width.log2()).round() / 2.0).exp2() } else { 0.0 }
}

impl CellFindings {
    /// The middle of the hexagon that a place lies in.
    pub fn middle_of(&self, place: [f64; 2]) -> [f64; 2] {
        let (q, r) = hexagon(place, self.width);
        middle(q, r, self.width)
    }
}

/// The hexagon (pointed at the top) a place lies in, in axial coordinates.
#[expect(clippy::cast_possible_truncation, reason = "places are far from where whole hexagons end")]
fn hexagon([x, y]: [f64; 2], width: f64) -> (i64, i64) {
    let r = y / width * 2.0 / 3.0_f64.sqrt();
    let q = x / width - r / 2.0;
    let s = -q - r;
    let [mut near_q, mut near_r, near_s] = [q, r, s].map(f64::round);
    let [off_q, off_r, off_s] = [near_q - q, near_r - r, near_s - s].map(f64::abs);
    if off_q > off_r && off_q > off_s {
        near_q = -near_r - near_s;
    } else if off_r > off_s {
        near_r = -near_q - near_s;
    }
    (near_q as i64, near_r as i64)
}

fn middle(q: i64, r: i64, width: f64) -> [f64; 2] {
    let (q, r) = (q as f64, r as f64);
    [(q + r / 2.0) * width, r * width * 3.0_f64.sqrt() / 2.0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_lies_in_the_nearest_hexagon() {
        for at in 0..400 {
            let place = [f64::from(at % 20) * 0.37 - 3.1, f64::from(at / 20) * 0.41 - 4.0];
            let (q, r) = hexagon(place, 0.9);
            let far = |q: i64, r: i64| {
                let [x, y] = middle(q, r, 0.9);
                (x - place[0]).hypot(y - place[1])
            };
            let nearest = (-12..12).flat_map(|q| (-12..12).map(move |r| far(q, r)));
            assert!(far(q, r) <= nearest.fold(f64::INFINITY, f64::min) + 1e-9);
        }
    }
}
