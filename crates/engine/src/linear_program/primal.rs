//! The primal simplex method: from a point that meets all bounds to one that is worth most.

use super::{FEASIBLE, LinearProgram, OPTIMAL, PIVOT, Place, Unsolved, Variable};

/// Steps without gain after which the smallest number enters, which cannot go in circles (Bland's rule).
const PATIENCE: usize = 300;
const STEPS_MAX: usize = 200_000;

/// Who stops a step, and where it then stands.
struct Stop {
    step: f64,
    leaves: Option<(usize, Place)>,
}

impl LinearProgram {
    /// Runs until nothing is worth moving. Values must be those of the basis, within their bounds.
    pub(super) fn primal_simplex(&mut self) -> Result<(), Unsolved> {
        self.price();
        let mut without_gain = 0;
        for _ in 0..STEPS_MAX {
            let next =
                if without_gain > PATIENCE { self.first_column() } else { self.best_column() };
            let Some(enters) = next else { return Ok(()) };
            if self.pivots_since >= super::basis::REFRESH_AFTER {
                self.refresh();
                self.evaluate();
                self.price();
                continue;
            }
            let entering = self.entering(enters);
            let upwards = if self.worth(enters) > 0.0 { 1.0 } else { -1.0 };
            let stop = self.stop(enters, &entering, upwards);
            if stop.step > 1e-12 {
                without_gain = 0;
            } else {
                without_gain += 1;
            }
            self.walk(enters, &entering, upwards, &stop);
        }
        Err(Unsolved::Stuck)
    }

    /// Variables worth moving, with their worth.
    fn attractive(&self) -> impl Iterator<Item = (Variable, f64)> + '_ {
        let columns = self.active.iter().map(|&column| Variable::Column(column));
        let rows = (0..self.rows()).map(Variable::Row);
        columns.chain(rows).filter_map(|variable| {
            let [low, high] = self.bounds_of(variable);
            let worth = self.worth(variable);
            let can = match self.place_of(variable) {
                Place::Basic(_) => false,
                Place::Lower => worth > OPTIMAL,
                Place::Upper => worth < -OPTIMAL,
            };
            (can && high > low).then_some((variable, worth.abs()))
        })
    }

    pub(super) fn best_column(&self) -> Option<Variable> {
        let best = self.attractive().reduce(|best, next| if next.1 > best.1 { next } else { best });
        best.map(|(variable, _)| variable)
    }

    fn first_column(&self) -> Option<Variable> {
        self.attractive().next().map(|(variable, _)| variable)
    }

    /// The ratio test in two passes: how far bounds with some slack allow, then the largest pivot within that.
    fn stop(&self, enters: Variable, entering: &[f64], upwards: f64) -> Stop {
        let [low, high] = self.bounds_of(enters);
        let mut furthest = high - low;
        let rate = |at: usize| -upwards * entering[at];
        let room = |at: usize, slack: f64| {
            let [low, high] = self.bounds_of(self.basis[at]);
            let rate = rate(at);
            let to = if rate > 0.0 { high + slack } else { low - slack };
            ((to - self.value[at]) / rate).max(0.0)
        };
        for at in 0..self.rows() {
            if rate(at).abs() > PIVOT {
                let bound = self.bounds_of(self.basis[at]);
                furthest =
                    furthest.min(room(at, FEASIBLE * (1.0 + bound[0].abs().max(bound[1].abs()))));
            }
        }
        let mut best: Option<usize> = None;
        for at in 0..self.rows() {
            if rate(at).abs() > PIVOT && room(at, 0.0) <= furthest {
                let is_larger = |best: usize| entering[at].abs() > entering[best].abs();
                if best.is_none_or(is_larger) {
                    best = Some(at);
                }
            }
        }
        match best {
            Some(at) if room(at, 0.0) < high - low => {
                let left = if rate(at) > 0.0 { Place::Upper } else { Place::Lower };
                Stop { step: room(at, 0.0), leaves: Some((at, left)) }
            }
            _ => Stop { step: high - low, leaves: None },
        }
    }

    fn walk(&mut self, enters: Variable, entering: &[f64], upwards: f64, stop: &Stop) {
        let from = self.at(enters);
        for (value, entry) in self.value.iter_mut().zip(entering) {
            *value -= upwards * stop.step * entry;
        }
        match stop.leaves {
            None => {
                let to = if upwards > 0.0 { Place::Upper } else { Place::Lower };
                self.put(enters, to);
            }
            Some((at, left)) => {
                self.pivot(at, enters, entering, left);
                self.value[at] = from + upwards * stop.step;
                self.price();
            }
        }
    }
}
