//! The analysis: a snapshot goes in, findings come out. The measures are independent of each other and may
//! run on several threads; they are joined in a fixed order.

mod bystatement;
mod cells;
mod groups;
mod overall;
mod overtime;
mod told;

use beringia_domain::Part;
use beringia_engine::measure::agreement::{Tallies, tally};
use beringia_engine::measure::misjudgement::{Expectations, expectations};
use beringia_engine::measure::missingness::{Missingness, missingness};
pub use beringia_engine::measure::opinions::ShapeError;
use beringia_engine::measure::opinions::{Half, Opinions};
use beringia_engine::measure::shortlist::shortlist;

use crate::findings::{
    About, Asked, Findings, GroundCounts, MissingnessFindings, MissingnessTest, Provenance, SCHEMA,
    SideNames, Verdict,
};
use crate::headlines::headlines;
use crate::settings::{Audience, Settings};
use crate::snapshot::Snapshot;
use crate::watch::Watch;
pub(crate) use told::measure_over_what_is_told;

pub(crate) use bystatement::DIFFERENCE;

/// What all measures share.
pub(crate) struct Shared<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) opinions: Opinions<'a>,
    pub(crate) tallies: Tallies,
    pub(crate) expectations: Expectations,
    pub(crate) settings: &'a Settings,
}

impl<'a> Shared<'a> {
    fn of(
        snapshot: &'a Snapshot,
        opinions: Opinions<'a>,
        settings: &'a Settings,
        watch: &Watch,
    ) -> Option<Self> {
        let (tallies, expectations) = rayon::join(
            || watch.step(|| tally(&opinions)),
            || watch.step(|| expectations(&opinions)),
        );
        let (tallies, expectations) = (tallies?, expectations?);
        Some(Self { snapshot, opinions, tallies, expectations, settings })
    }
}

/// Analyses a snapshot for whoever holds it; [`crate::disclosure::guard`] makes the rest of it fit for others.
pub fn analyse(snapshot: &Snapshot, settings: &Settings) -> Result<Findings, ShapeError> {
    let opinions = snapshot.opinions().checked()?;
    let found = measured(snapshot, opinions, settings, &Watch::default());
    Ok(found.expect("nobody else has the watch, so nobody asks it to stop"))
}

/// The same while somebody watches; nothing where it was asked to stop.
pub fn analyse_watched(
    snapshot: &Snapshot,
    settings: &Settings,
    watch: &Watch,
) -> Result<Option<Findings>, ShapeError> {
    let opinions = snapshot.opinions().checked()?;
    Ok(measured(snapshot, opinions, settings, watch))
}

fn measured(
    snapshot: &Snapshot,
    opinions: Opinions<'_>,
    settings: &Settings,
    watch: &Watch,
) -> Option<Findings> {
    let shared = Shared::of(snapshot, opinions, settings, watch)?;
    let has_sides = snapshot.sides.is_some();
    let statements = watch.step(|| bystatement::statements(&shared))?;
    let ((overall, (missing, opinion_groups)), (over_time, shortlist)) = rayon::join(
        || {
            let rest = || {
                rayon::join(
                    || watch.step(|| missing(&shared)),
                    || watch.step(|| groups::groups(&shared)),
                )
            };
            rayon::join(|| watch.step(|| overall::overall(&shared, &statements)), rest)
        },
        || {
            let list = || {
                let size = if has_sides { settings.shortlist_size } else { 0 };
                // What both reject is no list to talk from, and what few answered is none to judge.
                let may_be = [Verdict::Accepted, Verdict::Divides, Verdict::Unclear];
                let counted: Vec<bool> = statements
                    .iter()
                    .map(|s| s.verdict.is_some_and(|verdict| may_be.contains(&verdict)))
                    .collect();
                shortlist(&Opinions { counted: &counted, ..shared.opinions }, size)
            };
            rayon::join(|| watch.step(|| overtime::over_time(&shared)), || watch.step(list))
        },
    );
    let overall = overall?;
    let mut findings = Findings {
        schema: SCHEMA,
        audience: Audience::Internal,
        provenance: Provenance {
            digest: snapshot.digest.clone(),
            version: env!("CARGO_PKG_VERSION"),
            settings: settings.clone(),
            files: snapshot.source.files.clone(),
        },
        conversation: about(snapshot),
        asked: asked(&shared),
        headlines: Vec::new(),
        ground: has_sides.then(|| GroundCounts::of(&statements)),
        statements,
        shortlist: shortlist?,
        misjudgement: overall.misjudgement,
        dispersion: overall.dispersion,
        dispersion_over_time: over_time?,
        exposure: overall.exposure,
        opinion_groups: opinion_groups?,
        missingness: missing?,
        notes: snapshot.notes.clone(),
    };
    findings.headlines = headlines(&findings);
    Some(findings)
}

fn about(snapshot: &Snapshot) -> About {
    let conversation = &snapshot.conversation;
    let texts = |texts: &[(beringia_domain::LanguageTag, String)]| {
        texts.iter().map(|(tag, text)| (tag.as_str().to_owned(), text.clone())).collect()
    };
    let side = |part: Part| {
        let name = snapshot.sides.as_ref().map_or("", |sides| sides.name(part)).to_owned();
        let named = conversation.side_names.iter().filter(|(side, _, _)| *side == name);
        let shown = named.map(|(_, tag, text)| (tag.as_str().to_owned(), text.clone())).collect();
        SideNames { name, shown }
    };
    About {
        title: texts(&conversation.title),
        about: texts(&conversation.about),
        invented: conversation.invented,
        sides: snapshot.sides.is_some().then(|| Part::BOTH.map(side)),
    }
}

fn asked(shared: &Shared<'_>) -> Asked {
    let Shared { snapshot, opinions, expectations, .. } = shared;
    let votes = snapshot.votes();
    let voters = (0..votes.people()).filter(|person| votes.answered(*person) > 0).count();
    let sided = snapshot.sides.is_some();
    let predicted = |half: Half| {
        let of = [&expectations.other[half.index()], &expectations.own[half.index()]];
        Some(of.iter().flat_map(|list| list.iter()).map(|e| u64::from(e.count)).sum::<u64>())
    };
    let moderated_out = snapshot.counted.iter().filter(|counted| !**counted).count();
    let iso = |day: i64| beringia_domain::moment::iso_date(day);
    Asked {
        voters: Some(voters as u64),
        voters_by_side: sided.then(|| Half::BOTH.map(|half| Some(opinions.voters_of(half) as u64))),
        votes: Some(votes.votes() as u64),
        replaced: Some(snapshot.ballots.replaced as u64),
        statements: snapshot.statements.len() as u64,
        moderated_out: moderated_out as u64,
        predictions: Some(snapshot.predictions.predictions() as u64),
        predictions_by_side: sided.then(|| Half::BOTH.map(predicted)),
        days: snapshot.ballots.span().map(|span| span.map(iso)),
        weighted: opinions.weights.is_some(),
    }
}

fn missing(shared: &Shared<'_>) -> MissingnessFindings {
    let Shared { snapshot, opinions, tallies, .. } = shared;
    let tested = missingness(opinions, tallies);
    let tests =
        tested.map(|Missingness { tilt, axis, choice, .. }| {
            [("tilt", tilt), ("axis", axis), ("choice", choice)].map(|(name, test)| {
                MissingnessTest { name, statistic: test.statistic, p_value: test.p_value }
            })
        });
    let all = vec![true; opinions.votes.statements()];
    let groups = if snapshot.sides.is_some() { 2 } else { 1 };
    let (answered_at_least, median_answers) = answered(shared, &vec![all; groups]);
    MissingnessFindings {
        warns: tested.map(|tested| tested.warns),
        tests: tests.map(Vec::from).unwrap_or_default(),
        answered_at_least,
        median_answers,
    }
}

/// Answers, and how many people gave at least so many.
type Staircase = Vec<(u64, u64)>;

/// How many people of each side gave at least so many answers, and the median of those who gave any: to the statements
/// that are given by side, or of everybody where one list is given.
fn answered(shared: &Shared<'_>, within: &[Vec<bool>]) -> (Vec<Staircase>, Vec<Option<f64>>) {
    let opinions = &shared.opinions;
    let people: Vec<Vec<usize>> = if shared.snapshot.sides.is_some() {
        Half::BOTH.iter().map(|half| opinions.people_of(*half).collect()).collect()
    } else {
        vec![(0..opinions.votes.people()).collect()]
    };
    let answers = |(people, within): (&Vec<usize>, &Vec<bool>)| {
        let given = |person: &usize| {
            opinions.votes.row(*person).filter(|(statement, _)| within[*statement]).count() as u64
        };
        let mut answers: Vec<u64> = people.iter().map(given).filter(|given| *given > 0).collect();
        answers.sort_unstable();
        (at_least(&answers), median(&answers))
    };
    people.iter().zip(within).map(answers).unzip()
}

/// From sorted numbers of answers: how many people gave at least so many, at each step.
fn at_least(answers: &[u64]) -> Vec<(u64, u64)> {
    let mut steps = Vec::new();
    let mut at = 0;
    while at < answers.len() {
        steps.push((answers[at], (answers.len() - at) as u64));
        at += answers[at..].partition_point(|n| *n <= answers[at]);
    }
    steps
}

fn median(sorted: &[u64]) -> Option<f64> {
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)? as f64;
    let lower = if sorted.len().is_multiple_of(2) { sorted[middle - 1] as f64 } else { upper };
    Some(lower.midpoint(upper))
}
