//! How often 95 % intervals hold the truth, by kind of figure.

use std::collections::BTreeMap;

use beringia_analysis::findings::{Figure, Findings, StatementFindings};
use beringia_analysis::societies::{StatementTruth, Truth};

/// Covered and tried, by kind of figure.
#[derive(Default)]
pub(crate) struct Coverage {
    counts: BTreeMap<&'static str, [u32; 2]>,
}

impl Coverage {
    /// Adds everything of which the truth is known.
    pub(crate) fn add(&mut self, findings: &Findings, truth: &Truth) {
        for (found, truth) in findings.statements.iter().zip(&truth.statements) {
            self.add_statement(found, truth);
        }
        self.add_misjudgement(findings, truth);
        let Some(found) = &findings.dispersion else { return };
        for side in [0, 1] {
            self.figure("disagreement within", &found.within[side], truth.within[side]);
        }
        self.figure("disagreement between", &found.between, truth.between);
        let within = f64::midpoint(truth.within[0], truth.within[1]);
        self.figure("divide index", &found.divide, (truth.between - within) / truth.between);
        let Some(exposure) = &findings.exposure else { return };
        for side in [0, 1] {
            self.figure(
                "label effect",
                &exposure.label_effect[side],
                label_truth(findings, truth, side),
            );
        }
    }

    fn add_statement(&mut self, found: &StatementFindings, truth: &StatementTruth) {
        let (Some(sides), Some(gaps)) = (&found.sides, &found.gaps) else { return };
        for side in [0, 1] {
            self.figure("share of a side", &sides[side].agree_share, truth.agree[side]);
            self.figure("mean prediction", &gaps[side].predicted, truth.expected[side]);
            self.figure("gap of a statement", &gaps[side].gap, truth.gap[side]);
        }
        let mean = f64::midpoint(truth.agree[0], truth.agree[1]);
        found.both.iter().for_each(|figure| self.figure("mean of the sides", figure, mean));
        let difference = truth.agree[0] - truth.agree[1];
        let found = found.division.iter().map(|division| &division.difference);
        found.for_each(|figure| self.figure("difference of the sides", figure, difference));
    }

    fn add_misjudgement(&mut self, findings: &Findings, truth: &Truth) {
        let Some(both) = &findings.misjudgement else { return };
        for side in [0, 1] {
            let found = &both[side];
            self.figure("pooled gap", &found.pooled.gap, pooled_truth(findings, truth, side));
            let entered = Entered::of(findings, truth, side, Own::NotNeeded);
            self.figure("mean gap", &found.mean_gap, entered.mean(|s| s.gap[side]));
            self.figure("M²", &found.mean_square, entered.mean(|s| s.gap[side].powi(2)));
            let uniformity = entered.mean(|s| {
                let p = s.agree[1 - side];
                4.0 * p * (1.0 - p) - s.expected_division[side]
            });
            self.figure("perceived uniformity", &found.uniformity, uniformity);
            let [shift, hedging] = entered.fit(side);
            self.figure("shift", &found.shift, shift);
            self.figure("hedging", &found.hedging, hedging);
            let entered = Entered::of(findings, truth, side, Own::Needed);
            let root = |of: fn(&StatementTruth, usize) -> f64| {
                entered.mean(|s| of(s, side).powi(2)).sqrt()
            };
            let perceived = root(|s, side| s.expected[side] - s.expected_own[side]);
            let real = root(|s, _| s.agree[0] - s.agree[1]);
            self.figure("false polarisation", &found.false_polarisation, perceived - real);
            let own = root(|s, side| s.expected_own[side] - s.agree[side]);
            let excess = root(|s, side| s.gap[side]) - own;
            self.figure("excess misjudgement", &found.excess, excess);
        }
    }

    fn figure(&mut self, name: &'static str, figure: &Figure, truth: f64) {
        if let (Some(low), Some(high)) = (figure.low, figure.high) {
            let counts = self.counts.entry(name).or_default();
            counts[0] += u32::from(low <= truth && truth <= high);
            counts[1] += 1;
        }
    }

    /// The share covered, by kind of figure.
    pub(crate) fn shares(&self) -> impl Iterator<Item = (&'static str, f64)> + '_ {
        self.counts.iter().map(|(name, [hit, all])| (*name, f64::from(*hit) / f64::from(*all)))
    }

    /// As a table for people.
    pub(crate) fn table(&self) -> String {
        let row = |(name, [hit, all]): (&&'static str, &[u32; 2])| {
            format!("{name:<26} {:.4}  n {all}", f64::from(*hit) / f64::from(*all))
        };
        self.counts.iter().map(row).collect::<Vec<_>>().join("\n")
    }
}

/// The gap that the pooled gap estimates: each statement counts by its predictions.
fn pooled_truth(findings: &Findings, truth: &Truth, side: usize) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0);
    for (found, truth) in findings.statements.iter().zip(&truth.statements) {
        let predictions =
            found.gaps.as_ref().and_then(|gaps| gaps[side].predictions).unwrap_or(0) as f64;
        sum += predictions * truth.gap[side];
        count += predictions;
    }
    sum / count
}

/// Whether predictions about the own side are needed, too.
#[derive(Clone, Copy, PartialEq)]
enum Own {
    Needed,
    NotNeeded,
}

/// The statements that had enough predictions to enter a measure.
struct Entered<'a>(Vec<&'a StatementTruth>);

impl<'a> Entered<'a> {
    fn of(findings: &Findings, truth: &'a Truth, side: usize, own: Own) -> Self {
        let enough = |s: &StatementFindings| {
            let other = s.gaps.as_ref().is_some_and(|gaps| gaps[side].gap.is_given());
            let own_count = s.own_side.as_ref().and_then(|own| own[side].predictions);
            other && (own == Own::NotNeeded || own_count.is_some_and(|n| n >= 20))
        };
        let both = findings.statements.iter().zip(&truth.statements);
        Self(both.filter(|(found, _)| enough(found)).map(|(_, truth)| truth).collect())
    }

    fn mean(&self, of: impl Fn(&StatementTruth) -> f64) -> f64 {
        self.0.iter().map(|s| of(s)).sum::<f64>() / self.0.len() as f64
    }

    /// The line through the true points: shift and hedging.
    fn fit(&self, side: usize) -> [f64; 2] {
        let logit = |p: f64| (p / (1.0 - p)).ln();
        let (px, py) = (
            |s: &StatementTruth| logit(s.agree[1 - side]),
            |s: &StatementTruth| logit(s.expected[side]),
        );
        let (x, y) = (self.mean(px), self.mean(py));
        let slope = self.mean(|s| (px(s) - x) * (py(s) - y)) / self.mean(|s| (px(s) - x).powi(2));
        [y - slope * x, slope]
    }
}

/// The plan's effect holds for the statements of the other side, weighted as they were answered.
fn label_truth(findings: &Findings, truth: &Truth, viewers: usize) -> f64 {
    let ordinary = 1.0 - truth.yes_sayers - truth.careless;
    let (mut sum, mut votes) = (0.0, 0.0);
    for (found, truth_of) in findings.statements.iter().zip(&truth.statements) {
        if found.author_side != Some(1 - viewers) {
            continue;
        }
        let n = found.sides.as_ref().and_then(|s| s[viewers].votes).unwrap_or(0) as f64;
        // agree = ordinary · share · (1 − d/2) + the rest, from which the effect d · share follows.
        let rest = truth.yes_sayers * 0.9 + truth.careless / 3.0;
        let share = (truth_of.agree[viewers] - rest) / ordinary / (1.0 - 0.1 / 2.0);
        sum -= n * 0.1 * ordinary * share;
        votes += n;
    }
    sum / votes
}
