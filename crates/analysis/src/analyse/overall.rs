//! What is found over many statements: misjudgement, diversity, exposure.

use beringia_engine::measure::dispersion::{Dispersion, dispersion};
use beringia_engine::measure::exposure::{Clustered, Item, exposure, label_effect};
use beringia_engine::measure::index::{MisjudgementIndex, misjudgement_index};
use beringia_engine::measure::jackknife::Estimate;
use beringia_engine::measure::least::TooFew;
use beringia_engine::measure::opinions::{Half, Opinions};
use beringia_engine::measure::own_half::own_half;
use beringia_engine::measure::pooled_gap::{PooledGap, pooled_gap};
use beringia_engine::measure::prediction_score::prediction_score;

use super::Shared;
use crate::findings::{
    DispersionFindings, ExposureFindings, Figure, MisjudgementFindings, PooledFindings,
    StatementFindings, Verdict, figure, none_given,
};

const POOLED: &str = "pooled-gap-jackknife-95";
const INDEX: &str = "misjudgement-index-jackknife-95";
const FIT: &str = "shift-and-hedging-jackknife-95";
const OWN: &str = "own-side-jackknife-95";
const SCORE: &str = "quadratic-score-t-95";
const DISPERSION: &str = "dispersion-jackknife-95";
const EXPOSURE: &str = "exposure-person-clustered-95";
const LABEL: &str = "label-effect-person-clustered-95";

/// Findings over many statements.
pub(crate) struct Overall {
    pub(crate) misjudgement: Option<[MisjudgementFindings; 2]>,
    pub(crate) dispersion: Option<DispersionFindings>,
    pub(crate) exposure: Option<ExposureFindings>,
}

/// Absent without sides.
pub(crate) fn overall(shared: &Shared<'_>, statements: &[StatementFindings]) -> Overall {
    if shared.snapshot.sides.is_none() {
        return Overall { misjudgement: None, dispersion: None, exposure: None };
    }
    let counted = &shared.snapshot.counted;
    let all = [Within { gaps: counted, both: counted }; 2];
    let (misjudgement, (dispersion, exposure)) = rayon::join(
        || misjudgement(shared, statements, all),
        || rayon::join(|| diversity(shared), || exposed(shared)),
    );
    Overall { misjudgement: Some(misjudgement), dispersion: Some(dispersion), exposure }
}

/// The statements over which the misjudgement of a side is measured: where it rests on what this side expects of the
/// other and on what that is, and where it also rests on what this side believes of itself and is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Within<'a> {
    pub(crate) gaps: &'a [bool],
    pub(crate) both: &'a [bool],
}

/// The misjudgement of each side over these statements.
pub(crate) fn misjudgement(
    shared: &Shared<'_>,
    statements: &[StatementFindings],
    [first, second]: [Within<'_>; 2],
) -> [MisjudgementFindings; 2] {
    let (first, second) = rayon::join(
        || directed(shared, statements, (Half::First, first)),
        || directed(shared, statements, (Half::Second, second)),
    );
    [first, second]
}

fn directed(
    shared: &Shared<'_>,
    statements: &[StatementFindings],
    (holder, within): (Half, Within<'_>),
) -> MisjudgementFindings {
    let Shared { tallies, expectations, settings, .. } = shared;
    let opinions = &Opinions { counted: within.gaps, ..shared.opinions };
    let least = &settings.least;
    let sums = (expectations, tallies);
    let pooled =
        |within: &[bool]| pooled_findings(&pooled_gap(opinions, sums, holder, within, least));
    let is_accepted = |s: &StatementFindings| s.verdict == Some(Verdict::Accepted);
    let accepted = among(within.gaps, statements.iter().map(is_accepted));
    let index = misjudgement_index(opinions, sums, holder, least);
    let of_both = Opinions { counted: within.both, ..shared.opinions };
    let own = own_half(&of_both, sums, holder, least);
    let score = prediction_score(opinions, tallies, holder, least);
    let own_figure = |of: fn(&beringia_engine::measure::own_half::OwnHalf) -> &Estimate| {
        figure(&own, OWN, |own| Figure::estimate(of(own), own.people, OWN))
    };
    MisjudgementFindings {
        pooled: pooled(within.gaps),
        on_common_ground: pooled(&accepted),
        by_field: by_field(shared, within.gaps, &pooled),
        mean_gap: index_figure(&index, |index| &index.mean_gap),
        mean_square: index_figure(&index, |index| &index.mean_square),
        root_mean_square: index.as_ref().ok().map(|i| i.mean_square.value.max(0.0).sqrt()),
        uniformity: index_figure(&index, |index| &index.uniformity),
        shift: fit_figure(&index, |fit| &fit.shift),
        hedging: fit_figure(&index, |fit| &fit.hedging),
        false_polarisation: own_figure(|own| &own.false_polarisation),
        distances: own.as_ref().ok().map(|own| [own.perceived_distance, own.real_distance]),
        excess: own_figure(|own| &own.excess),
        pluralistic_ignorance: flagged(statements, holder),
        score: figure(&score, SCORE, |score| Figure {
            standard_error: Some(score.standard_error),
            ..Figure::given(
                score.score,
                (score.interval.low, score.interval.high),
                score.people as usize,
                SCORE,
            )
        }),
        score_of_always_half: score.as_ref().ok().map(|score| score.always_half),
    }
}

fn index_figure(
    index: &Result<MisjudgementIndex, TooFew>,
    of: impl Fn(&MisjudgementIndex) -> &Estimate,
) -> Figure {
    figure(index, INDEX, |index| Figure::estimate(of(index), index.people, INDEX))
}

/// The fit is absent, too, where the statements are not spread enough to tell shift from hedging.
fn fit_figure(
    index: &Result<MisjudgementIndex, TooFew>,
    of: impl Fn(&beringia_engine::measure::index::Fit) -> &Estimate,
) -> Figure {
    figure(index, FIT, |index| match &index.fit {
        Some(fit) => Figure::estimate(of(fit), index.people, FIT),
        None => {
            let spread = Figure::too_few((0, 0), "statements", FIT);
            Figure { n: None, needed: None, ..spread }
        }
    })
}

fn pooled_findings(pooled: &Result<PooledGap, TooFew>) -> PooledFindings {
    PooledFindings {
        gap: figure(pooled, POOLED, |p| Figure::estimate(&p.gap, p.predictions, POOLED)),
        predicted: pooled.as_ref().ok().map(|p| p.predicted),
        actual: pooled.as_ref().ok().map(|p| p.actual),
        statements: pooled.as_ref().ok().map(|p| u64::from(p.statements)),
    }
}

/// The pooled gap of each field that has one, in the order of the fields' names.
fn by_field(
    shared: &Shared<'_>,
    within: &[bool],
    pooled: &impl Fn(&[bool]) -> PooledFindings,
) -> Vec<(String, PooledFindings)> {
    let statements = &shared.snapshot.statements;
    let mut fields: Vec<&String> = statements.iter().filter_map(|s| s.field.as_ref()).collect();
    fields.sort();
    fields.dedup();
    let of_field = |field: &String| {
        let is_here = statements.iter().map(|s| s.field.as_ref() == Some(field));
        (field.clone(), pooled(&among(within, is_here)))
    };
    fields.into_iter().map(of_field).filter(|(_, pooled)| pooled.gap.is_given()).collect()
}

/// Those of `within` of which something else is true, too.
fn among(within: &[bool], is_so: impl Iterator<Item = bool>) -> Vec<bool> {
    within.iter().zip(is_so).map(|(within, is_so)| *within && is_so).collect()
}

fn flagged(statements: &[StatementFindings], holder: Half) -> Vec<usize> {
    let is_flagged =
        |s: &StatementFindings| s.own_side.as_ref().is_some_and(|own| own[holder.index()].flagged);
    (0..statements.len()).filter(|j| is_flagged(&statements[*j])).collect()
}

fn diversity(shared: &Shared<'_>) -> DispersionFindings {
    let found = dispersion(&shared.opinions, &shared.tallies, &shared.settings.least);
    dispersion_findings(&found)
}

/// The findings of a measure of diversity.
pub(crate) fn dispersion_findings(found: &Result<Dispersion, TooFew>) -> DispersionFindings {
    // An interval does not reach beyond what can be: shares end at 1, opinions at 3.
    let up_to = |greatest: f64, pick: fn(&Dispersion) -> (&Estimate, u32)| {
        figure(found, DISPERSION, |found| {
            let (estimate, people) = pick(found);
            let figure = Figure::estimate(estimate, people, DISPERSION);
            Figure { high: figure.high.map(|high| high.min(greatest)), ..figure }
        })
    };
    let of = |pick: fn(&Dispersion) -> (&Estimate, u32)| up_to(1.0, pick);
    let opinions = |pick: fn(&Dispersion) -> (&Estimate, u32)| up_to(3.0, pick);
    DispersionFindings {
        within: [of(|d| (&d.within[0], d.people[0])), of(|d| (&d.within[1], d.people[1]))],
        between: of(|d| (&d.between, d.people[0] + d.people[1])),
        divide: of(|d| (&d.divide, d.people[0] + d.people[1])),
        opinions: [
            opinions(|d| (&d.opinions[0], d.people[0])),
            opinions(|d| (&d.opinions[1], d.people[1])),
        ],
        entropy: [of(|d| (&d.entropy[0], d.people[0])), of(|d| (&d.entropy[1], d.people[1]))],
        statements: found.as_ref().ok().map(|d| u64::from(d.statements)),
    }
}

fn exposed(shared: &Shared<'_>) -> Option<ExposureFindings> {
    let Shared { snapshot, opinions, settings, .. } = shared;
    if snapshot.exposures.is_empty() {
        return None;
    }
    let items = snapshot.items();
    let least = &settings.least;
    let known = snapshot.authors.iter().any(Option::is_some);
    let found = if known {
        exposure(opinions, &snapshot.authors, &items, least)
    } else {
        Err(none_given(least.exposure_people))
    };
    let given = found.as_ref().ok();
    Some(ExposureFindings {
        shown: given.map(|found| found.shown),
        pool: given.map(|found| found.pool),
        isolation: figure(&found, EXPOSURE, |found| {
            clustered(&found.isolation, found.people[0] + found.people[1], EXPOSURE)
        }),
        entropy: given.map(|found| found.entropy),
        gini: given.map(|found| found.gini),
        items: given.map(|found| found.items.map(u64::from)),
        label_effect: Half::BOTH
            .map(|viewers| labelled(shared, &items, (viewers, opinions.counted))),
    })
}

/// The effect of the author's label on these viewers over these statements.
pub(crate) fn labelled(
    shared: &Shared<'_>,
    items: &[Item],
    (viewers, within): (Half, &[bool]),
) -> Figure {
    let Shared { snapshot, opinions, settings, .. } = shared;
    let opinions = &Opinions { counted: within, ..*opinions };
    let effect = label_effect(opinions, &snapshot.authors, items, viewers, &settings.least);
    figure(&effect, LABEL, |found| clustered(&found.effect, found.votes[0] + found.votes[1], LABEL))
}

fn clustered(found: &Clustered, n: u32, method: &'static str) -> Figure {
    let ends = (found.interval.low, found.interval.high);
    Figure {
        standard_error: Some(found.standard_error),
        ..Figure::given(found.value, ends, n as usize, method)
    }
}
