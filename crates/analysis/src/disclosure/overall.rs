//! What may be told over many statements: coarse, and only where no withheld statement can be solved for.

use super::{in_steps, round, step_of, withheld};
use crate::findings::{
    DispersionFindings, ExposureFindings, Figure, Findings, MisjudgementFindings, PooledFindings,
    State, StatementFindings,
};

/// Among fewer statements one that is withheld could be solved for.
pub(super) const STATEMENTS_MIN: usize = 20;
/// Diversity rests on who disagrees and who passes also where neither is told: it is told in steps of this, so that one
/// answer seldom shows.
const SHARE_STEP: f64 = 0.02;
/// Entropy is steepest where hardly anybody chooses something.
const ENTROPY_STEP: f64 = 0.05;
/// Of the number of opinions.
const OPINIONS_STEP: f64 = 0.1;

/// Statements that entered a figure, of which some are told only as a bound, or in part.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    statements: usize,
    unknown: usize,
}

impl Used {
    /// Several figures rest on the same statements, so that even many unknowns could be solved for among few.
    fn may_tell(self) -> bool {
        self.unknown == 0 || self.statements >= STATEMENTS_MIN
    }
}

/// Guards all figures over many statements; `before` are the statements before anything was withheld, and misjudgement is
/// measured over what is told alone, so that nothing that is withheld can be solved for.
pub(super) fn guard(findings: &mut Findings, before: &[StatementFindings]) {
    let Findings { statements, misjudgement, dispersion, exposure, .. } = findings;
    misjudgement.iter_mut().flatten().for_each(guard_misjudgement);
    if let Some(found) = dispersion {
        guard_dispersion(found, used_by_dispersion(before, statements));
    }
    if let Some(found) = exposure {
        guard_exposure(found);
    }
}

/// The statements with enough votes on both sides.
fn used_by_dispersion(before: &[StatementFindings], after: &[StatementFindings]) -> Used {
    let mut used = Used::default();
    for (before, after) in before.iter().zip(after) {
        let enough = |sides: &[_; 2]| {
            let sides: &[crate::findings::TallyFindings; 2] = sides;
            sides.iter().all(|side| side.agree_share.is_given())
        };
        if before.counted && before.sides.as_ref().is_some_and(enough) {
            let whole = |side: &crate::findings::TallyFindings| {
                side.agree_share.is_given() && side.disagree_share.is_some()
            };
            used.statements += 1;
            used.unknown += usize::from(!after.sides.iter().flatten().all(whole));
        }
    }
    used
}

fn guard_misjudgement(found: &mut MisjudgementFindings) {
    let fields = found.by_field.iter_mut().map(|(_, pooled)| pooled);
    [&mut found.pooled, &mut found.on_common_ground]
        .into_iter()
        .chain(fields)
        .for_each(guard_pooled);
    // It is small.
    tell_to(&mut found.mean_square, 0.0001);
    let figures = [
        &mut found.mean_gap,
        &mut found.uniformity,
        &mut found.shift,
        &mut found.hedging,
        &mut found.false_polarisation,
        &mut found.excess,
        &mut found.score,
    ];
    figures.into_iter().for_each(tell_coarsely);
    found.root_mean_square = found.root_mean_square.map(round);
    found.score_of_always_half = found.score_of_always_half.map(round);
    found.distances = found.distances.map(|pair| pair.map(round));
    found.pluralistic_ignorance.clear();
}

fn guard_pooled(pooled: &mut PooledFindings) {
    let n = pooled.gap.n;
    tell_coarsely(&mut pooled.gap);
    // It follows from the table.
    pooled.gap.n = n.filter(|_| pooled.gap.is_given());
    pooled.predicted = pooled.predicted.map(round);
    pooled.actual = pooled.actual.map(round);
}

fn guard_dispersion(found: &mut DispersionFindings, used: Used) {
    let may_tell = used.may_tell();
    let DispersionFindings { within, between, divide, opinions, entropy, .. } = found;
    let shares = within.iter_mut().chain([between, divide]).map(|figure| (figure, SHARE_STEP));
    let entropies = entropy.iter_mut().map(|figure| (figure, ENTROPY_STEP));
    let opinions = opinions.iter_mut().map(|figure| (figure, OPINIONS_STEP));
    for (figure, step) in shares.chain(entropies).chain(opinions) {
        *figure = if may_tell { in_steps(figure, step) } else { withheld(figure) };
    }
}

fn guard_exposure(found: &mut ExposureFindings) {
    tell_coarsely(&mut found.isolation);
    found.label_effect.iter_mut().for_each(tell_coarsely);
    found.items = found.items.map(|items| items.map(tens));
    found.shown = found.shown.map(|rows| rows.map(|row| row.map(round)));
    found.pool = found.pool.map(|row| row.map(round));
    found.entropy = found.entropy.map(|rows| rows.map(|row| row.map(round)));
    found.gini = found.gini.map(|row| row.map(round));
}

/// Rounds to hundredths; what is too few tells no numbers.
fn tell_coarsely(figure: &mut Figure) {
    tell_to(figure, 0.01);
}

/// Rounds, and tells only tens of those on whom it rests, who differ between figures by few.
fn tell_to(figure: &mut Figure, step: f64) {
    if figure.state == State::TooFew {
        *figure = withheld(figure);
    }
    for part in [&mut figure.value, &mut figure.low, &mut figure.high, &mut figure.standard_error] {
        *part = part.map(|x| step_of(x, step, f64::round));
    }
    figure.n = figure.n.map(tens);
}

fn tens(n: u64) -> u64 {
    n / 10 * 10
}
