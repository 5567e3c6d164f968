//! Polis's results in the schema `polis-reference/1`, to be compared with those of other engines.

use std::collections::BTreeMap;

use beringia_engine::measure::polis::{Consensus, GroupStatistics, Polis, Representative, Tried};
use serde::Serialize;

use crate::findings::Findings;

/// One file of the schema. Arrays go by the order of the lists of ids.
#[derive(Debug, Clone, Serialize)]
pub struct Maths {
    schema: &'static str,
    conversation: String,
    input: Vec<String>,
    revotes_dropped: Option<u64>,
    made_with: BTreeMap<&'static str, &'static str>,
    settings: BTreeMap<&'static str, &'static str>,
    participants: usize,
    statements: usize,
    votes: Option<u64>,
    participant_ids: Vec<Id>,
    statement_ids: Vec<Id>,
    mod_out_statement_ids: Vec<Id>,
    mod_out_not_voted_on: Vec<Id>,
    mean: Vec<f64>,
    components: [Vec<f64>; 2],
    explained_variance: [f64; 2],
    explained_variance_ratio: [f64; 2],
    singular_values: [f64; 2],
    participant_xy: Vec<[f64; 2]>,
    statement_xy: Vec<[f64; 2]>,
    statement_extremity: Vec<f64>,
    statement_priority: Vec<f64>,
    clustered_participant_ids: Vec<Id>,
    k: Option<usize>,
    labels: Vec<u8>,
    group_sizes: Vec<usize>,
    kmeans_by_k: BTreeMap<usize, Clustering>,
    totals: Totals,
    group_stats: BTreeMap<usize, Statistics>,
    repness: BTreeMap<usize, Vec<Repness>>,
    consensus: BTreeMap<&'static str, Vec<Held>>,
    gic_agree: Vec<f64>,
    gic_disagree: Vec<f64>,
}

/// A number where it is one, as Polis writes ids.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
enum Id {
    Number(u64),
    Text(String),
}

impl Id {
    fn of(id: &str) -> Self {
        let number = id.parse().ok().filter(|number: &u64| number.to_string() == id);
        number.map_or_else(|| Self::Text(id.to_owned()), Self::Number)
    }
}

#[derive(Debug, Clone, Serialize)]
struct Clustering {
    silhouette: f64,
    inertia: f64,
    sizes: Vec<usize>,
    centers: Vec<[f64; 2]>,
    labels: Vec<u8>,
}

#[derive(Debug, Clone, Serialize)]
struct Totals {
    na: Vec<u32>,
    nd: Vec<u32>,
    ns: Vec<u32>,
}

#[derive(Debug, Clone, Serialize)]
struct Statistics {
    #[serde(flatten)]
    counts: Totals,
    pa: Vec<f64>,
    pd: Vec<f64>,
    pat: Vec<f64>,
    pdt: Vec<f64>,
    ra: Vec<f64>,
    rd: Vec<f64>,
    rat: Vec<f64>,
    rdt: Vec<f64>,
}

/// Under the names of the schema.
#[expect(clippy::struct_field_names, reason = "the schema's own")]
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Repness {
    tid: Id,
    n_success: u32,
    n_trials: u32,
    p_success: f64,
    p_test: f64,
    repness: f64,
    repness_test: f64,
    repful_for: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    n_agree: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best_agree: Option<bool>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Held {
    tid: Id,
    n_success: u32,
    n_trials: u32,
    p_success: f64,
    p_test: f64,
}

const DIRECTIONS: [&str; 2] = ["agree", "disagree"];

/// The file, where Polis's results were asked for.
pub fn maths(findings: &Findings) -> Option<Maths> {
    let polis = &findings.opinion_groups.polis.as_ref()?.maths;
    let map = &polis.map;
    let participants: Vec<Id> =
        findings.opinion_groups.persons.iter().map(|p| Id::of(&p.participant)).collect();
    let ids: Vec<Id> = findings.statements.iter().map(|s| Id::of(&s.id)).collect();
    let is_voted = |j: usize| map.statements.iter().any(|voted| *voted as usize == j);
    let moderated_out = |voted: bool| {
        let out =
            (0..ids.len()).filter(|j| !findings.statements[*j].counted && is_voted(*j) == voted);
        out.map(|j| ids[j].clone()).collect()
    };
    let tid = |at: usize| ids[map.statements[at] as usize].clone();
    let best = polis.best.map(|at| &polis.tried[at].grouping);
    let freedom = (map.people.len() as f64 - 1.0).max(1.0);
    Some(Maths {
        schema: "polis-reference/1",
        conversation: findings
            .conversation
            .title
            .first()
            .map_or_else(String::new, |(_, t)| t.clone()),
        input: findings.provenance.files.clone(),
        revotes_dropped: findings.asked.replaced,
        made_with: BTreeMap::from([("beringia", findings.provenance.version)]),
        settings: BTreeMap::from([
            ("map", "exact, mean-imputed, moderated-out columns zero"),
            ("kmeans_init", "the first k of the different places by x, then y"),
        ]),
        participants: map.people.len(),
        statements: map.statements.len(),
        votes: findings.asked.votes,
        clustered_participant_ids: map.grouped.iter().map(|at| participants[*at].clone()).collect(),
        participant_ids: participants,
        statement_ids: (0..map.statements.len()).map(tid).collect(),
        mod_out_statement_ids: moderated_out(true),
        mod_out_not_voted_on: moderated_out(false),
        mean: map.means.clone(),
        components: map.axes.clone(),
        explained_variance: map.variances,
        explained_variance_ratio: map
            .variances
            .map(|v| v / map.total_variance.max(f64::MIN_POSITIVE)),
        singular_values: map.variances.map(|variance| (variance * freedom).sqrt()),
        participant_xy: map.places.clone(),
        statement_xy: map.statement_places.clone(),
        statement_extremity: map.extremities.clone(),
        statement_priority: map.priorities.clone(),
        k: best.map(|grouping| grouping.sizes.len()),
        labels: best.map(|grouping| grouping.labels.clone()).unwrap_or_default(),
        group_sizes: best.map(|grouping| grouping.sizes.clone()).unwrap_or_default(),
        kmeans_by_k: polis.tried.iter().map(clustering).collect(),
        totals: totals(polis.totals.iter()),
        group_stats: polis.groups.iter().map(|figures| statistics(figures)).enumerate().collect(),
        repness: representative(polis, tid),
        consensus: consensus(polis, tid),
        gic_agree: polis.chosen.group_informed[0].clone(),
        gic_disagree: polis.chosen.group_informed[1].clone(),
    })
}

fn clustering(tried: &Tried) -> (usize, Clustering) {
    let grouping = &tried.grouping;
    let clustering = Clustering {
        silhouette: tried.silhouette,
        inertia: grouping.inertia,
        sizes: grouping.sizes.clone(),
        centers: grouping.centres.clone(),
        labels: grouping.labels.clone(),
    };
    (grouping.sizes.len(), clustering)
}

fn totals<'a>(
    counts: impl Iterator<Item = &'a beringia_engine::measure::polis::Counts> + Clone,
) -> Totals {
    Totals {
        na: counts.clone().map(|c| c.agree).collect(),
        nd: counts.clone().map(|c| c.disagree).collect(),
        ns: counts.map(|c| c.votes).collect(),
    }
}

fn statistics(figures: &[GroupStatistics]) -> Statistics {
    let of = |pick: fn(&GroupStatistics) -> f64| figures.iter().map(pick).collect();
    Statistics {
        counts: totals(figures.iter().map(|f| &f.counts)),
        pa: of(|f| f.share[0]),
        pd: of(|f| f.share[1]),
        pat: of(|f| f.share_z[0]),
        pdt: of(|f| f.share_z[1]),
        ra: of(|f| f.ratio[0]),
        rd: of(|f| f.ratio[1]),
        rat: of(|f| f.ratio_z[0]),
        rdt: of(|f| f.ratio_z[1]),
    }
}

fn representative(polis: &Polis, tid: impl Fn(usize) -> Id) -> BTreeMap<usize, Vec<Repness>> {
    let of = |(shown, figures): (&Vec<Representative>, &Vec<GroupStatistics>)| {
        shown.iter().map(|r| repness(tid(r.statement), r, &figures[r.statement])).collect()
    };
    polis.chosen.representative.iter().zip(&polis.groups).map(of).enumerate().collect()
}

fn repness(tid: Id, shown: &Representative, figures: &GroupStatistics) -> Repness {
    let d = shown.direction;
    Repness {
        tid,
        n_success: [figures.counts.agree, figures.counts.disagree][d],
        n_trials: figures.counts.votes,
        p_success: figures.share[d],
        p_test: figures.share_z[d],
        repness: figures.ratio[d],
        repness_test: figures.ratio_z[d],
        repful_for: DIRECTIONS[d],
        n_agree: shown.best_agree.then_some(figures.counts.agree),
        best_agree: shown.best_agree.then_some(true),
    }
}

fn consensus(polis: &Polis, tid: impl Fn(usize) -> Id) -> BTreeMap<&'static str, Vec<Held>> {
    let held = |found: &Consensus| Held {
        tid: tid(found.statement),
        n_success: found.counts.0,
        n_trials: found.counts.1,
        p_success: found.share,
        p_test: found.z,
    };
    let lists = polis.chosen.consensus.iter().map(|list| list.iter().map(held).collect());
    DIRECTIONS.into_iter().zip(lists).collect()
}
