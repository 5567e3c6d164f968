//! What may be told over many statements: coarse, and only where no withheld statement can be solved for.

use super::{round, withheld};
use crate::findings::{
    DispersionFindings, ExposureFindings, Figure, Findings, MisjudgementFindings, PooledFindings,
    State, StatementFindings, Verdict,
};

/// So many unknowns in one equation say nothing about any of them.
pub(super) const UNKNOWNS_MIN: usize = 5;
/// Rounding to a hundredth leaves a single share among so many statements open by a tenth either way, which is
/// no more than its bound says.
pub(super) const STATEMENTS_MIN: usize = 20;

/// Which statements a figure is about.
type Wanted<'a> = dyn Fn(&StatementFindings) -> bool + 'a;

/// Statements that entered a figure, of which some are withheld.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    statements: usize,
    /// Told only as a bound, or in part.
    bounded: usize,
    /// Too few votes to tell anything: one more or less shows.
    sparse: usize,
}

impl Used {
    fn add(&mut self, is_shown: bool, is_sparse: bool) {
        self.statements += 1;
        self.sparse += usize::from(is_sparse);
        self.bounded += usize::from(!is_shown && !is_sparse);
    }

    fn may_tell(self) -> bool {
        let sparse = self.sparse == 0 || self.sparse >= UNKNOWNS_MIN;
        let unknown = self.sparse + self.bounded;
        // Several figures rest on the same statements, so that even many unknowns could be solved for among few.
        sparse && (unknown == 0 || self.statements >= STATEMENTS_MIN)
    }
}

/// Guards all figures over many statements; `before` are the statements before anything was withheld.
pub(super) fn guard(findings: &mut Findings, before: &[StatementFindings], acceptance_turns: bool) {
    let Findings { statements, misjudgement, dispersion, dispersion_over_time, exposure, .. } =
        findings;
    for (side, found) in misjudgement.iter_mut().flatten().enumerate() {
        let used = |wanted: &Wanted<'_>| used_by_gap((before, statements), side, wanted);
        if acceptance_turns {
            // What accepted statements have in common would tell which they are.
            guard_pooled(&mut found.on_common_ground, Used { sparse: 1, ..Used::default() });
        }
        guard_misjudgement(found, &used);
    }
    if let Some(found) = dispersion {
        guard_dispersion(found, used_by_dispersion(before, statements));
    }
    for period in dispersion_over_time {
        // Nothing of a period's statements is told, so that all of them are unknown.
        let statements = usize::try_from(period.dispersion.statements.unwrap_or(0)).unwrap_or(0);
        guard_dispersion(
            &mut period.dispersion,
            Used { statements, bounded: statements, sparse: 0 },
        );
    }
    if let Some(found) = exposure {
        guard_exposure(found);
    }
}

/// The statements about which `side` predicted and the other side voted.
fn used_by_gap(
    (before, after): (&[StatementFindings], &[StatementFindings]),
    side: usize,
    wanted: &Wanted<'_>,
) -> Used {
    let mut used = Used::default();
    for (before, after) in before.iter().zip(after) {
        let (Some(gaps), Some(sides), Some(shown)) = (&before.gaps, &before.sides, &after.sides)
        else {
            continue;
        };
        let answers = &sides[1 - side];
        let entered = before.counted
            && gaps[side].predictions.is_some_and(|n| n > 0)
            && answers.votes.is_some_and(|n| n > 0);
        if entered && wanted(before) {
            let is_sparse = answers.agree_share.state == State::TooFew;
            used.add(shown[1 - side].agree_share.is_given(), is_sparse);
        }
    }
    used
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
            used.add(after.sides.iter().flatten().all(whole), false);
        }
    }
    used
}

fn guard_misjudgement(found: &mut MisjudgementFindings, used: &dyn Fn(&Wanted<'_>) -> Used) {
    guard_pooled(&mut found.pooled, used(&|_| true));
    let accepted = |s: &StatementFindings| s.verdict == Some(Verdict::Accepted);
    guard_pooled(&mut found.on_common_ground, used(&accepted));
    for (field, pooled) in &mut found.by_field {
        // A field with a sparse statement is not told, else it could be taken from the whole.
        let used = used(&|s| s.field.as_ref() == Some(field));
        guard_pooled(pooled, Used { sparse: used.sparse.min(1), ..used });
    }
    let enough = |s: &StatementFindings| {
        s.sides.iter().flatten().all(|side| side.agree_share.state != State::TooFew)
    };
    let may_tell = used(&enough).may_tell();
    let figures = [
        &mut found.mean_gap,
        &mut found.mean_square,
        &mut found.uniformity,
        &mut found.shift,
        &mut found.hedging,
        &mut found.false_polarisation,
        &mut found.excess,
        &mut found.score,
    ];
    for figure in figures {
        tell_coarsely(figure, may_tell);
    }
    let told = |value: Option<f64>| value.filter(|_| may_tell).map(round);
    found.root_mean_square = told(found.root_mean_square);
    found.score_of_always_half = told(found.score_of_always_half);
    found.distances = found.distances.filter(|_| may_tell).map(|pair| pair.map(round));
    found.pluralistic_ignorance.clear();
}

fn guard_pooled(pooled: &mut PooledFindings, used: Used) {
    let may_tell = used.may_tell() && pooled.gap.is_given();
    tell_coarsely(&mut pooled.gap, may_tell);
    // Its number of predictions, to tens, so that no statement's can be taken from it.
    pooled.gap.n = pooled.gap.n.map(|n| n / 10 * 10);
    pooled.predicted = pooled.predicted.filter(|_| may_tell).map(round);
    pooled.actual = pooled.actual.filter(|_| may_tell).map(round);
    pooled.statements = pooled.statements.filter(|_| may_tell);
}

fn guard_dispersion(found: &mut DispersionFindings, used: Used) {
    let may_tell = used.may_tell();
    let DispersionFindings {
        within: [a, b],
        between,
        divide,
        opinions: [c, d],
        entropy: [e, f],
        ..
    } = found;
    for figure in [a, b, between, divide, c, d, e, f] {
        tell_coarsely(figure, may_tell);
    }
}

fn guard_exposure(found: &mut ExposureFindings) {
    tell_coarsely(&mut found.isolation, true);
    for figure in &mut found.label_effect {
        tell_coarsely(figure, true);
    }
    found.shown = found.shown.map(|rows| rows.map(|row| row.map(round)));
    found.pool = found.pool.map(|row| row.map(round));
    found.entropy = found.entropy.map(|rows| rows.map(|row| row.map(round)));
    found.gini = found.gini.map(|row| row.map(round));
}

/// Rounds to hundredths, or withholds; what is too few tells no numbers either.
fn tell_coarsely(figure: &mut Figure, may_tell: bool) {
    if !may_tell || figure.state == State::TooFew {
        *figure = withheld(figure);
    }
    for part in [&mut figure.value, &mut figure.low, &mut figure.high, &mut figure.standard_error] {
        *part = part.map(round);
    }
}
