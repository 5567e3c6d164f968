//! A thousand tickets, each a whole delegation, that hold every person as often as her chance says, give or take one.
//!
//! Delegations of the peel that weigh a thousandth or more are taken over as often as they weigh; what is left over
//! becomes whole numbers for each orbit, and is peeled once more, now in integers: each delegation on the way is such
//! that the others can still keep all bounds. Where that gets stuck, it begins again from nothing, with a little noise.
//!
//! Rounding the totals of orbits, and not the weights of delegations, is what keeps everybody within one ticket
//! (compare B. Flanigan, G. Kehne, A. D. Procaccia, NeurIPS 2021, where weights are rounded).

use super::panel_search::{PanelSearch, Wish, whole};
use super::peel::{Peeled, noise};
use super::quotas::Quotas;
use crate::random::{Seed, Stream};

/// Tickets of a draw.
pub const TICKETS: u32 = 1000;
/// Beginnings before known delegations are combined.
const ATTEMPTS: u64 = 8;
/// Delegations by orbit, and how many tickets each has.
pub type Portfolio = Vec<(Vec<i64>, u32)>;

/// What must still be dealt: so many of each orbit in so many tickets.
struct Deal<'a> {
    quotas: &'a Quotas,
    tickets: i64,
    orbits: Vec<i64>,
    rows: Vec<i64>,
    exclusions: Vec<i64>,
}

/// A thousand tickets for these chances (of each member of an orbit), which `peeled` attains. `None` where none were
/// found.
pub fn portfolio(quotas: &Quotas, chances: &[f64], peeled: &Peeled) -> Option<Portfolio> {
    let mut search = PanelSearch::new(quotas);
    let mean: Vec<f64> = (0..chances.len()).map(|at| chances[at] * quotas.size(at)).collect();
    let mut stream = Seed::new("portfolio").stream("noise");
    for attempt in 0..ATTEMPTS {
        let (taken, over) = if attempt == 0 { take_over(&mean, peeled) } else { begin(&mean) };
        if over.tickets == 0 {
            return Some(taken);
        }
        let Some(orbits) = round(quotas, &mut search, &over) else { continue };
        let deal = Deal::new(quotas, i64::from(over.tickets), orbits);
        if let Some(rest) = deal.peel(&mut search, attempt, &mut stream) {
            return Some(taken.into_iter().chain(rest).collect());
        }
    }
    combine(quotas, &mean, peeled, &mut stream)
}

/// Tickets that are not yet dealt, and what they should hold together.
struct Over {
    tickets: u32,
    totals: Vec<f64>,
}

fn take_over(mean: &[f64], peeled: &Peeled) -> (Portfolio, Over) {
    let mut over = begin(mean).1;
    let mut taken = Portfolio::new();
    for (panel, weight) in peeled.panels.iter().zip(&peeled.weights) {
        let tickets =
            u32::try_from(whole((weight * f64::from(TICKETS) + 1e-9).floor())).unwrap_or(0);
        let tickets = tickets.min(over.tickets);
        if tickets > 0 {
            over.tickets -= tickets;
            for (total, &value) in over.totals.iter_mut().zip(panel) {
                *total -= f64::from(tickets) * value as f64;
            }
            taken.push((panel.clone(), tickets));
        }
    }
    (taken, over)
}

fn begin(mean: &[f64]) -> (Portfolio, Over) {
    let totals = mean.iter().map(|mean| mean * f64::from(TICKETS)).collect();
    (Portfolio::new(), Over { tickets: TICKETS, totals })
}

/// Whole totals: each the next below or above, with rows within so many times their bounds.
fn round(quotas: &Quotas, search: &mut PanelSearch<'_>, over: &Over) -> Option<Vec<i64>> {
    let tickets = i64::from(over.tickets);
    let between = |(at, total): (usize, &f64)| {
        let cap = tickets * i64::from(quotas.orbits[at].cap);
        [whole((total + 1e-6).floor()).clamp(0, cap), whole((total - 1e-6).ceil()).clamp(0, cap)]
    };
    let worth =
        over.totals.iter().enumerate().map(|(at, total)| total - total.floor() - 0.5 + noise(at));
    search.find(&Wish {
        worth: worth.collect(),
        bounds: over.totals.iter().enumerate().map(between).collect(),
        rows: quotas.bounds.iter().map(|bounds| bounds.map(|bound| bound * tickets)).collect(),
        exclusions: quotas.exclusions.iter().map(|one| [0, i64::from(one.max) * tickets]).collect(),
    })
}

impl<'a> Deal<'a> {
    fn new(quotas: &'a Quotas, tickets: i64, orbits: Vec<i64>) -> Self {
        let rows = quotas.counts(&orbits);
        let exclusions =
            quotas.exclusions.iter().map(|exclusion| together(&orbits, &exclusion.orbits));
        let exclusions = exclusions.collect();
        Self { quotas, tickets, orbits, rows, exclusions }
    }

    fn peel(
        mut self,
        search: &mut PanelSearch<'_>,
        attempt: u64,
        stream: &mut Stream,
    ) -> Option<Portfolio> {
        let mut dealt = Portfolio::new();
        while self.tickets > 0 {
            let wish = self.wish(attempt as f64 * 0.1, stream);
            let found = search.find(&self.near(wish.clone())).or_else(|| search.find(&wish));
            let panel = found?;
            let mut times = self.times(&panel);
            if attempt > 0 {
                times = times.min((self.tickets / 8).max(1));
            }
            if times < 1 {
                return None;
            }
            self.take(&panel, times);
            dealt.push((panel, u32::try_from(times).unwrap_or(0)));
        }
        Some(dealt)
    }

    /// A delegation after which the other tickets can still keep every bound.
    fn wish(&self, spread: f64, stream: &mut Stream) -> Wish {
        let others = self.tickets - 1;
        let within = |total: i64, [low, high]: [i64; 2]| {
            [low.max(total - others * high), high.min(total - others * low)]
        };
        let tickets = self.tickets as f64;
        let mut worth = |(at, &total): (usize, &i64)| {
            let mean = total as f64 / tickets;
            mean - mean.floor() + 1e-3 + noise(at) + spread * (stream.uniform() - 0.5)
        };
        let orbits = self.orbits.iter().zip(&self.quotas.orbits);
        let rows = self.rows.iter().zip(&self.quotas.bounds);
        let exclusions = self.exclusions.iter().zip(&self.quotas.exclusions);
        Wish {
            worth: self.orbits.iter().enumerate().map(&mut worth).collect(),
            bounds: orbits
                .map(|(&total, orbit)| within(total, [0, i64::from(orbit.cap)]))
                .collect(),
            rows: rows.map(|(&total, &bounds)| within(total, bounds)).collect(),
            exclusions: exclusions
                .map(|(&total, one)| within(total, [0, i64::from(one.max)]))
                .collect(),
        }
    }

    /// The same wish, with every orbit next to its mean.
    fn near(&self, mut wish: Wish) -> Wish {
        for (bounds, &total) in wish.bounds.iter_mut().zip(&self.orbits) {
            let below = total.div_euclid(self.tickets);
            let above = below + i64::from(total.rem_euclid(self.tickets) > 0);
            *bounds = [bounds[0].max(below), bounds[1].min(above)];
        }
        wish
    }

    /// How often this delegation can be dealt.
    fn times(&self, panel: &[i64]) -> i64 {
        let mut times = self.tickets;
        let mut limit = |total: i64, value: i64, [low, high]: [i64; 2]| {
            if value > low {
                times = times.min((total - self.tickets * low) / (value - low));
            }
            if value < high {
                times = times.min((self.tickets * high - total) / (high - value));
            }
        };
        for ((&total, &value), orbit) in self.orbits.iter().zip(panel).zip(&self.quotas.orbits) {
            limit(total, value, [0, i64::from(orbit.cap)]);
        }
        let counts = self.quotas.counts(panel);
        for ((&total, &value), &bounds) in self.rows.iter().zip(&counts).zip(&self.quotas.bounds) {
            limit(total, value, bounds);
        }
        for (&total, exclusion) in self.exclusions.iter().zip(&self.quotas.exclusions) {
            limit(total, together(panel, &exclusion.orbits), [0, i64::from(exclusion.max)]);
        }
        times
    }

    fn take(&mut self, panel: &[i64], times: i64) {
        for (total, value) in self.orbits.iter_mut().zip(panel) {
            *total -= times * value;
        }
        *self = Self::new(self.quotas, self.tickets - times, std::mem::take(&mut self.orbits));
    }
}

fn together(taken: &[i64], orbits: &[usize]) -> i64 {
    orbits.iter().map(|&orbit| taken[orbit]).sum()
}

/// Whole numbers of tickets for known delegations, with everybody as near to her chance as a search by exchange finds.
fn combine(
    quotas: &Quotas,
    mean: &[f64],
    peeled: &Peeled,
    stream: &mut Stream,
) -> Option<Portfolio> {
    let tickets = f64::from(TICKETS);
    let mut times: Vec<i64> =
        peeled.weights.iter().map(|weight| whole((weight * tickets + 1e-9).floor())).collect();
    let missing = usize::try_from(i64::from(TICKETS) - times.iter().sum::<i64>()).ok()?;
    let mut order: Vec<usize> = (0..times.len()).collect();
    let rest = |at: usize| peeled.weights[at] * tickets - times[at] as f64;
    order.sort_by(|&a, &b| rest(b).total_cmp(&rest(a)).then(a.cmp(&b)));
    order.iter().cycle().take(missing).for_each(|&at| times[at] += 1);
    let mut exchange = Exchange { quotas, panels: &peeled.panels, off: Vec::new(), times };
    exchange.off = mean.iter().map(|mean| -mean * tickets).collect();
    for at in 0..exchange.times.len() {
        exchange.shift(at, exchange.times[at]);
    }
    let mut best = (exchange.farthest(), exchange.times.clone());
    for _ in 0..SHAKES {
        exchange.descend();
        let farthest = exchange.farthest();
        if farthest < best.0 {
            best = (farthest, exchange.times.clone());
        }
        if best.0 < 1.0 {
            break;
        }
        exchange.shake(stream);
    }
    let dealt = peeled.panels.iter().cloned().zip(best.1).filter(|(_, times)| *times > 0);
    Some(dealt.map(|(panel, times)| (panel, u32::try_from(times).unwrap_or(0))).collect())
}

/// Beginnings of the search by exchange.
const SHAKES: usize = 300;

/// Tickets of known delegations, and by how many tickets each orbit is off its chances.
struct Exchange<'a> {
    quotas: &'a Quotas,
    panels: &'a [Vec<i64>],
    off: Vec<f64>,
    times: Vec<i64>,
}

impl Exchange<'_> {
    fn shift(&mut self, panel: usize, by: i64) {
        for (off, &value) in self.off.iter_mut().zip(&self.panels[panel]) {
            *off += (by * value) as f64;
        }
    }

    /// How far a person is off, at most.
    fn farthest(&self) -> f64 {
        self.off
            .iter()
            .enumerate()
            .map(|(at, off)| off.abs() / self.quotas.size(at))
            .fold(0.0, f64::max)
    }

    /// What is to become small: whoever is off by almost a ticket counts most.
    fn cost(&self, at: usize, off: f64) -> f64 {
        let off = off.abs() / self.quotas.size(at);
        let over = (off - 0.9).max(0.0);
        over * over + 1e-3 * off * off
    }

    /// One ticket from one delegation to another, as long as that makes it better.
    fn descend(&mut self) {
        loop {
            let mut best = (-1e-9, None);
            let panels = self.panels.len();
            let from = (0..panels).filter(|&from| self.times[from] > 0);
            let pairs = from.flat_map(|from| (0..panels).map(move |to| (from, to)));
            for (from, to) in pairs.filter(|(from, to)| from != to) {
                let gain = self.gain(from, to);
                if gain < best.0 {
                    best = (gain, Some((from, to)));
                }
            }
            let Some((from, to)) = best.1 else { return };
            self.exchange(from, to);
        }
    }

    /// By how much an exchange changes the cost.
    fn gain(&self, from: usize, to: usize) -> f64 {
        let differ = (0..self.off.len()).filter(|&at| self.panels[from][at] != self.panels[to][at]);
        let change = |at: usize| {
            let by = (self.panels[to][at] - self.panels[from][at]) as f64;
            self.cost(at, self.off[at] + by) - self.cost(at, self.off[at])
        };
        differ.map(change).sum()
    }

    fn exchange(&mut self, from: usize, to: usize) {
        self.shift(from, -1);
        self.shift(to, 1);
        self.times[from] -= 1;
        self.times[to] += 1;
    }

    /// A few exchanges by chance.
    fn shake(&mut self, stream: &mut Stream) {
        let panels = self.panels.len();
        let mut draw = || usize::try_from(stream.below(panels as u64)).unwrap_or(0);
        for _ in 0..4 {
            let (from, to) = (draw(), draw());
            if self.times[from] > 0 && from != to {
                self.exchange(from, to);
            }
        }
    }
}
