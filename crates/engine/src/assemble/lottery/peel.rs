//! Splitting chances into whole delegations, each with its weight; what is left over is the gap.
//!
//! From the point of the relaxed quotas delegations are taken away one after the other, each on the smallest face
//! that holds what is left, and each with as much weight as keeps the rest within all bounds. Each step makes a new
//! bound tight, so it ends: with nothing left, where every vertex on the way was whole (Carathéodory), or on a
//! face without a delegation.

use super::panel_search::{PanelSearch, Wish};
use super::quotas::Quotas;

/// Weight that may be left: no chance is then short by more.
pub const LEFT_MAX: f64 = 5e-7;
/// Values this near a bound are at it.
const AT_BOUND: f64 = 1e-9;
const ROW_AT_BOUND: f64 = 1e-8;

/// Delegations and their weights.
#[derive(Debug, Clone, PartialEq)]
pub struct Peeled {
    /// How many of each orbit come, delegation by delegation.
    pub panels: Vec<Vec<i64>>,
    /// Their weights; with `left` they sum to one.
    pub weights: Vec<f64>,
    /// Weight for which no delegation was found.
    pub left: f64,
}

struct Rest<'a> {
    quotas: &'a Quotas,
    /// Mean number of each orbit in what is left.
    mean: Vec<f64>,
    /// The same of rows, and of exclusions.
    rows: Vec<f64>,
    exclusions: Vec<f64>,
}

/// Splits these chances. `tell` hears the weight that is left.
pub fn peel(quotas: &Quotas, chances: &[f64], tell: &mut dyn FnMut(f64)) -> Peeled {
    let mut search = PanelSearch::new(quotas);
    let mean: Vec<f64> =
        chances.iter().enumerate().map(|(at, chance)| quotas.size(at) * chance).collect();
    let mut rest = Rest { quotas, mean, rows: Vec::new(), exclusions: Vec::new() };
    let mut peeled = Peeled { panels: Vec::new(), weights: Vec::new(), left: 1.0 };
    // Each step makes a bound tight; more steps than bounds are not needed.
    let steps_max = 2 * quotas.orbits.len() + 2 * quotas.rows() + quotas.exclusions.len() + 10;
    for _ in 0..steps_max {
        if peeled.left <= LEFT_MAX {
            break;
        }
        rest.count();
        let found = search.find(&rest.wish(true)).or_else(|| search.find(&rest.wish(false)));
        let Some(panel) = found else { break };
        let share = rest.share(&panel);
        if share <= 0.0 {
            break;
        }
        rest.take(&panel, share);
        peeled.weights.push(peeled.left * share);
        peeled.panels.push(panel);
        peeled.left *= 1.0 - share;
        tell(peeled.left);
    }
    if peeled.left <= LEFT_MAX
        && let Some(last) = peeled.weights.last_mut()
    {
        *last += peeled.left;
        peeled.left = 0.0;
    }
    peeled
}

impl Rest<'_> {
    fn count(&mut self) {
        self.rows = vec![0.0; self.quotas.rows()];
        for (orbit, mean) in self.quotas.orbits.iter().zip(&self.mean) {
            self.rows[0] += mean;
            orbit.rows.iter().for_each(|row| self.rows[row + 1] += mean);
        }
        let together = |orbits: &[usize]| orbits.iter().map(|&orbit| self.mean[orbit]).sum();
        self.exclusions =
            self.quotas.exclusions.iter().map(|exclusion| together(&exclusion.orbits)).collect();
    }

    /// A delegation on the face that holds what is left; near it, where `is_near`.
    fn wish(&self, is_near: bool) -> Wish {
        let orbit = |(at, &mean): (usize, &f64)| {
            let cap = i64::from(self.quotas.orbits[at].cap);
            if mean <= AT_BOUND {
                [0, 0]
            } else if mean >= cap as f64 - AT_BOUND {
                [cap, cap]
            } else if is_near {
                [whole_below(mean), whole_above(mean)]
            } else {
                [0, cap]
            }
        };
        let row = |(&mean, &bounds): (&f64, &[i64; 2])| {
            let [low, high] = bounds;
            if mean <= low as f64 + ROW_AT_BOUND {
                [low, low]
            } else if mean >= high as f64 - ROW_AT_BOUND {
                [high, high]
            } else {
                bounds
            }
        };
        let most: Vec<[i64; 2]> =
            self.quotas.exclusions.iter().map(|exclusion| [0, i64::from(exclusion.max)]).collect();
        let worth =
            self.mean.iter().enumerate().map(|(at, mean)| mean - mean.floor() + 1e-3 + noise(at));
        Wish {
            worth: worth.collect(),
            bounds: self.mean.iter().enumerate().map(orbit).collect(),
            rows: self.rows.iter().zip(&self.quotas.bounds).map(row).collect(),
            exclusions: self.exclusions.iter().zip(&most).map(row).collect(),
        }
    }

    /// The largest share of this delegation after which the rest still keeps all bounds.
    fn share(&self, panel: &[i64]) -> f64 {
        let mut share: f64 = 1.0;
        let mut limit = |mean: f64, value: i64, [low, high]: [i64; 2]| {
            let (value, low, high) = (value as f64, low as f64, high as f64);
            if value > low {
                share = share.min(((mean - low) / (value - low)).max(0.0));
            }
            if value < high {
                share = share.min(((high - mean) / (high - value)).max(0.0));
            }
        };
        for ((orbit, &mean), &value) in self.quotas.orbits.iter().zip(&self.mean).zip(panel) {
            limit(mean, value, [0, i64::from(orbit.cap)]);
        }
        let counts = self.quotas.counts(panel);
        for ((&bounds, &mean), &value) in self.quotas.bounds.iter().zip(&self.rows).zip(&counts) {
            // What is held at a bound on both sides has no room to lose.
            if bounds[0] < bounds[1] {
                limit(mean, value, bounds);
            }
        }
        for (exclusion, &mean) in self.quotas.exclusions.iter().zip(&self.exclusions) {
            let value = exclusion.orbits.iter().map(|&orbit| panel[orbit]).sum();
            limit(mean, value, [0, i64::from(exclusion.max)]);
        }
        share
    }

    fn take(&mut self, panel: &[i64], share: f64) {
        if share >= 1.0 {
            return;
        }
        for (at, (mean, &value)) in self.mean.iter_mut().zip(panel).enumerate() {
            let cap = f64::from(self.quotas.orbits[at].cap);
            let next = (*mean - share * value as f64) / (1.0 - share);
            // What has come to a bound stays there, whatever the last digits say.
            *mean = if next <= AT_BOUND {
                0.0
            } else if next >= cap - AT_BOUND {
                cap
            } else {
                next
            };
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of people are far below 2⁵³")]
fn whole_below(mean: f64) -> i64 {
    (mean + AT_BOUND).floor() as i64
}

#[expect(clippy::cast_possible_truncation, reason = "numbers of people are far below 2⁵³")]
fn whole_above(mean: f64) -> i64 {
    (mean - AT_BOUND).ceil() as i64
}

/// A fixed little difference between orbits, so that ties among thousands do not hold the search up.
pub(super) fn noise(at: usize) -> f64 {
    let mixed = (at as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ (mixed >> 29)) >> 40) as f64 / (1_u64 << 24) as f64 * 1e-4
}
