//! What Polis makes of the same votes, choice by choice, for whoever must compare.
//!
//! # Definition
//! A statement that is moderated out is a column of zeros for everybody: it enters the map's scaling √(S/n) on both
//! sides, and its votes count for who is grouped. Groups are k-means for k = 2 … 5, started from the first k
//! different places by x, then y; k is the one with the largest silhouette. Statistics of a group use the votes as
//! cast; what is shown of them leaves moderated-out statements out.
//!
//! # Limits
//! There are always at least two groups, and the tests use the votes that made the groups: see `opinion_groups` for
//! what to believe. Above five thousand people the silhouette is taken over evenly chosen five thousand.
//!
//! # Source
//! `docs/methods/polis.md`, where every formula stands with its origin.

mod chosen;
mod statistics;

pub use chosen::{Chosen, Consensus, Representative};
pub use statistics::{Counts, GroupStatistics, statistics};

use super::grouping::{Grouping, Stop, lloyd, mean_variance, squared};
use super::leading_axes::Pair;
use super::opinion_map::{Deviations, Exactness};
use super::vote_matrix::VoteMatrix;

/// A person needs so many votes to be grouped, fewer where there are fewer statements.
const VOTES_MIN: usize = 7;
/// With fewer people grouped, those with the most votes are added up to so many.
const PEOPLE_MIN: usize = 15;
/// Numbers of groups that are tried.
const GROUPS: std::ops::RangeInclusive<usize> = 2..=5;
/// What Polis gives a question about people.
const META_PRIORITY: f64 = 49.0;
/// The silhouette is taken over at most so many.
const PEOPLE_FOR_SILHOUETTE: usize = 5_000;

/// The map as Polis draws it.
#[derive(Debug, Clone, PartialEq)]
pub struct PolisMap {
    /// Statements with at least one vote, as indices into all.
    pub statements: Vec<u32>,
    /// People with at least one vote, likewise.
    pub people: Vec<u32>,
    /// Mean by statement; 0 where it is moderated out.
    pub means: Vec<f64>,
    /// Two unit vectors over statements.
    pub axes: [Vec<f64>; 2],
    /// Variance along each axis; divisor people − 1.
    pub variances: [f64; 2],
    /// Variance in all directions.
    pub total_variance: f64,
    /// Place of each person.
    pub places: Vec<[f64; 2]>,
    /// Place of somebody who agrees with this statement alone.
    pub statement_places: Vec<[f64; 2]>,
    /// How far that is from the middle.
    pub extremities: Vec<f64>,
    /// How urgently the statement wants votes.
    pub priorities: Vec<f64>,
    /// Who is grouped, as indices into `people`.
    pub grouped: Vec<usize>,
}

/// A grouping for one k.
#[derive(Debug, Clone, PartialEq)]
pub struct Tried {
    /// Labels by grouped person, centres, inertia.
    pub grouping: Grouping,
    /// Mean silhouette.
    pub silhouette: f64,
}

/// Map, groups and what is shown of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Polis {
    /// The map.
    pub map: PolisMap,
    /// By k, for those that could be formed.
    pub tried: Vec<Tried>,
    /// Which of these has the largest silhouette; none where none could be formed.
    pub best: Option<usize>,
    /// Agree, disagree, votes of everybody by statement of the map.
    pub totals: Vec<Counts>,
    /// Statistics by group of the best, and statement of the map.
    pub groups: Vec<Vec<GroupStatistics>>,
    /// What is shown.
    pub chosen: Chosen,
}

/// Does as Polis does; `counted` says which statements are not moderated out, `meta` which of those that are ask
/// about people and not about opinions.
pub fn polis(votes: &VoteMatrix, counted: &[bool], meta: &[bool]) -> Polis {
    let totals = totals(votes);
    let mut map = map(votes, counted, &totals);
    let places: Vec<Pair> = map.grouped.iter().map(|at| map.places[*at]).collect();
    let tried: Vec<Tried> = GROUPS.filter_map(|k| group(&places, k)).collect();
    let mut best: Option<usize> = None;
    for (at, next) in tried.iter().enumerate() {
        if best.is_none_or(|best| next.silhouette > tried[best].silhouette) {
            best = Some(at);
        }
    }
    let labels = best.map(|at| tried[at].grouping.labels.clone()).unwrap_or_default();
    let people: Vec<u32> = map.grouped.iter().map(|at| map.people[*at]).collect();
    let k = best.map_or(0, |at| tried[at].grouping.sizes.len());
    let groups = statistics(votes, &map.statements, &people, &labels, k);
    map.priorities = priorities(&map, &groups, meta);
    let totals: Vec<Counts> = map.statements.iter().map(|j| totals[*j as usize]).collect();
    let kept: Vec<bool> = map.statements.iter().map(|j| counted[*j as usize]).collect();
    let chosen = Chosen::of(&groups, &totals, &kept);
    Polis { map, tried, best, totals, groups, chosen }
}

/// How urgently each statement wants votes, from the votes of those who are grouped.
fn priorities(map: &PolisMap, groups: &[Vec<GroupStatistics>], meta: &[bool]) -> Vec<f64> {
    let priority = |(at, j): (usize, &u32)| {
        if meta[*j as usize] {
            return META_PRIORITY;
        }
        let of_groups = groups.iter().map(|group| group[at].counts);
        of_groups.fold(Counts::default(), Counts::plus).priority(map.extremities[at])
    };
    map.statements.iter().enumerate().map(priority).collect()
}

fn totals(votes: &VoteMatrix) -> Vec<Counts> {
    let mut totals = vec![Counts::default(); votes.statements()];
    votes.all_cells().iter().for_each(|cell| totals[(cell >> 2) as usize].add(cell & 3));
    totals
}

fn map(votes: &VoteMatrix, counted: &[bool], totals: &[Counts]) -> PolisMap {
    let statements: Vec<u32> =
        (0_u32..).zip(totals).filter(|(_, t)| t.votes > 0).map(|(j, _)| j).collect();
    let moderated_out = statements.iter().filter(|j| !counted[**j as usize]).count();
    let (all, zeros) = (statements.len() as f64, moderated_out as f64);
    let deviations = Deviations::new(votes, counted);
    let (axes, values) = deviations.axes(Exactness::Full, None);
    let answers = votes.answers(counted);
    let spread = |person: usize| (all / (f64::from(answers[person]) + zeros).max(1.0)).sqrt();
    let places = deviations.places(&axes, spread);
    let people: Vec<u32> =
        (0_u32..).take(votes.people()).filter(|p| votes.answered(*p as usize) > 0).collect();
    let freedom = (people.len() as f64 - 1.0).max(1.0);
    let of = |values: &[f64]| statements.iter().map(|j| values[*j as usize]).collect::<Vec<_>>();
    let (means, axes) = (of(&deviations.means), [of(&axes[0]), of(&axes[1])]);
    let place = |at: usize| [0, 1].map(|k: usize| (1.0 - means[at]) * axes[k][at] * all.sqrt());
    let statement_places: Vec<Pair> = (0..statements.len()).map(place).collect();
    // Polis turns its signs: there somebody who disagrees is the pseudo-person, and agree is −1.
    let extremities: Vec<f64> = statement_places.iter().map(|[x, y]| x.hypot(*y)).collect();
    PolisMap {
        priorities: Vec::new(),
        grouped: grouped(votes, &people, statements.len()),
        places: people.iter().map(|person| places[*person as usize]).collect(),
        variances: values.map(|value| value / freedom),
        total_variance: deviations.total / freedom,
        statements,
        people,
        means,
        axes,
        statement_places,
        extremities,
    }
}

/// Who has enough votes, on statements moderated out as on others.
fn grouped(votes: &VoteMatrix, people: &[u32], statements: usize) -> Vec<usize> {
    let answered = |at: usize| votes.answered(people[at] as usize);
    let mut in_order: Vec<usize> = (0..people.len()).collect();
    in_order.sort_by_key(|at| std::cmp::Reverse(answered(*at)));
    let enough = in_order.partition_point(|at| answered(*at) >= VOTES_MIN.min(statements));
    in_order.truncate(enough.max(PEOPLE_MIN).min(people.len()));
    in_order.sort_unstable();
    in_order
}

/// k-means from the first k different places; none where there are fewer.
fn group(places: &[Pair], k: usize) -> Option<Tried> {
    let mut different = places.to_vec();
    different.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    different.dedup();
    let start = different.get(..k)?;
    let grouping = lloyd(places, start, Stop::Shift(1e-4 * mean_variance(places)));
    let silhouette = silhouette(places, &grouping);
    Some(Tried { grouping, silhouette })
}

/// Mean over people of (b − a) / max(a, b), with a the mean distance to the own group and b to the nearest other; 0
/// for who is alone.
///
/// Source: P. J. Rousseeuw, J. Comput. Appl. Math. 20 (1987) 53–65.
fn silhouette(places: &[Pair], grouping: &Grouping) -> f64 {
    let step = places.len().div_ceil(PEOPLE_FOR_SILHOUETTE).max(1);
    let part: Vec<usize> = (0..places.len()).step_by(step).collect();
    let mut sizes = vec![0_usize; grouping.sizes.len()];
    part.iter().for_each(|at| sizes[usize::from(grouping.labels[*at])] += 1);
    let of = |at: &usize| {
        let own = usize::from(grouping.labels[*at]);
        let mut sums = vec![0.0; sizes.len()];
        for other in &part {
            let distance = squared(places[*at], places[*other]).sqrt();
            sums[usize::from(grouping.labels[*other])] += distance;
        }
        if sizes[own] < 2 {
            return 0.0;
        }
        let within = sums[own] / (sizes[own] as f64 - 1.0);
        let others = (0..sizes.len()).filter(|g| *g != own && sizes[*g] > 0);
        let across = others.map(|g| sums[g] / sizes[g] as f64).fold(f64::INFINITY, f64::min);
        let most = within.max(across);
        if most > 0.0 && across.is_finite() { (across - within) / most } else { 0.0 }
    };
    part.iter().map(of).sum::<f64>() / part.len().max(1) as f64
}
