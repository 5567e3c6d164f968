//! How firm groups are: whether the other half of the statements would have put people into the same groups.
//!
//! # Question
//! Which statements were asked is chance. Would other statements have given the same groups?
//!
//! # Definition
//! The statements are cut at random into two halves; map and groups are made from each half alone, the labels
//! matched, and Cohen's κ taken over people with enough votes in all and in each half. The reliability for k groups is
//! the mean κ over the splits. Its variance is that over the splits, divided by their number, plus a jackknife that
//! leaves out one of twenty random groups of people at a time, on a few of the same splits. The interval is the
//! normal one at 90 %.
//!
//! # Limits
//! Half of the statements say less than all, so this is a lower bound; 2κ/(1 + κ) steps it up (Spearman–Brown,
//! approximate). Where votes are few it cannot tell groups from a spectrum.
//!
//! # Cost
//! Two maps for each split and replicate, each on half of the votes of at most two thousand people.
//!
//! # Source
//! R. Tibshirani, G. Walther, J. Comput. Graph. Stat. 14 (2005) 511–528, over statements in place of people.

use rayon::prelude::*;

use super::grouping::{Grouping, GroupingSettings, grouping, grouping_near};
use super::leading_axes::Pair;
use super::matching::{NO_GROUP, matched};
use super::opinion_map::{Deviations, Exactness};
use super::vote_matrix::VoteMatrix;
use crate::interval::Z90;
use crate::random::Seed;

/// Choices of the method.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliabilitySettings {
    /// Numbers of groups to try.
    pub groups: Vec<usize>,
    /// Random halvings of the statements.
    pub splits: usize,
    /// Random groups of people for the jackknife; fewer than two means none.
    pub jackknife_groups: usize,
    /// Splits on which the jackknife is made.
    pub jackknife_splits: usize,
    /// Starts of each grouping.
    pub starts: usize,
    /// Votes a person needs in all.
    pub votes_min: u32,
    /// Votes a person needs in each half.
    pub votes_in_half_min: u32,
    /// The fewest people in a group.
    pub least_size: LeastSize,
}

/// The fewest people in a group: a number and a share, whichever is more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeastSize {
    /// People.
    pub people: usize,
    /// Of a hundred.
    pub of_hundred: usize,
}

impl LeastSize {
    /// For so many people.
    pub fn of(&self, people: usize) -> usize {
        self.people.max((people * self.of_hundred).div_ceil(100))
    }
}

/// How firm a number of groups is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// How many groups.
    pub groups: usize,
    /// Mean κ over the splits.
    pub kappa: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// Lower end of the 90 % interval.
    pub low90: f64,
    /// Upper end of the 90 % interval.
    pub high90: f64,
    /// Share of people whom the other half of the statements puts into the same group.
    pub same: f64,
    /// Share of people whom chance would put into the same group.
    pub by_chance: f64,
    /// Splits in which both halves had such groups.
    pub splits: usize,
}

/// The κ of half the statements, stepped up to all of them (Spearman–Brown); approximate.
pub fn stepped_up(kappa: f64) -> f64 {
    2.0 * kappa / (1.0 + kappa)
}

/// One half of one split.
#[derive(Debug, Clone)]
struct Halved {
    axes: [Vec<f64>; 2],
    /// For each number of groups, their centres and the group of each person; none where there is no such grouping.
    groups: Vec<Option<(Vec<Pair>, Vec<u8>)>>,
}

/// Reliability for each number of groups, and the groupings behind it.
#[derive(Debug, Clone)]
pub(crate) struct Splits {
    /// By number of groups tried; none where fewer than half of the splits have such groups.
    pub(crate) found: Vec<Option<Reliability>>,
    halves: Vec<[Halved; 2]>,
}

/// Cuts and compares; `near` are axes of all statements, to start from.
pub(crate) fn reliability(
    votes: &VoteMatrix,
    near: &[Vec<f64>; 2],
    settings: &ReliabilitySettings,
    seed: &Seed,
) -> Splits {
    let everybody: Vec<u32> = (0_u32..).take(votes.people()).collect();
    let cuts: Vec<Vec<bool>> = (0..settings.splits).map(|split| cut(votes, seed, split)).collect();
    let run = Run { votes, near, settings, seed };
    let halves: Vec<[Halved; 2]> = (0..settings.splits)
        .into_par_iter()
        .map(|split| run.halves(&everybody, &cuts[split], &Start::Chance(split)))
        .collect();
    let groups = deal(votes.people(), settings.jackknife_groups, seed);
    let splits = settings.jackknife_splits.min(settings.splits);
    let replicates: Vec<Vec<[Halved; 2]>> = (0..groups.len())
        .into_par_iter()
        .map(|group| {
            let rest: Vec<u32> =
                everybody.iter().copied().filter(|p| !groups[group].contains(p)).collect();
            let one = |split: usize| run.halves(&rest, &cuts[split], &Start::Near(&halves[split]));
            (0..splits).map(one).collect()
        })
        .collect();
    let found = (0..settings.groups.len())
        .map(|at| {
            let kappas = |splits: &[[Halved; 2]]| agreement(splits, at, settings.groups[at]);
            let jackknife: Vec<f64> = replicates
                .iter()
                .filter_map(|r| mean(&kappas(r)).map(|[kappa, ..]| kappa))
                .collect();
            summary(settings.groups[at], &kappas(&halves), settings.splits, &jackknife)
        })
        .collect();
    Splits { found, halves }
}

/// A random half of the statements that have votes.
fn cut(votes: &VoteMatrix, seed: &Seed, split: usize) -> Vec<bool> {
    let mut has_votes = vec![false; votes.statements()];
    votes.all_cells().iter().for_each(|cell| has_votes[(cell >> 2) as usize] = true);
    let mut voted: Vec<usize> = (0..votes.statements()).filter(|j| has_votes[*j]).collect();
    seed.stream(&format!("halves {split}")).shuffle(&mut voted);
    let mut first = vec![false; votes.statements()];
    voted[..voted.len() / 2].iter().for_each(|j| first[*j] = true);
    first
}

/// Deals people at random into groups of the same size.
fn deal(people: usize, groups: usize, seed: &Seed) -> Vec<Vec<u32>> {
    if groups < 2 || people < groups {
        return Vec::new();
    }
    let mut order: Vec<u32> = (0_u32..).take(people).collect();
    seed.stream("jackknife").shuffle(&mut order);
    let mut dealt = vec![Vec::new(); groups];
    for (at, person) in order.into_iter().enumerate() {
        dealt[at % groups].push(person);
    }
    dealt
}

struct Run<'a> {
    votes: &'a VoteMatrix,
    near: &'a [Vec<f64>; 2],
    settings: &'a ReliabilitySettings,
    seed: &'a Seed,
}

/// Where maps and groups start.
enum Start<'a> {
    /// From the map of all statements, and from chance, named by the split.
    Chance(usize),
    /// From the same split of nearly the same people.
    Near(&'a [Halved; 2]),
}

impl Run<'_> {
    /// The groupings that each half of the statements makes of these people.
    fn halves(&self, people: &[u32], first: &[bool], start: &Start<'_>) -> [Halved; 2] {
        let second: Vec<bool> = first.iter().map(|in_first| !in_first).collect();
        let parts = [first, second.as_slice()].map(|keep| self.votes.part(people, keep));
        let enough = |at: &usize| {
            let [a, b] = [0, 1]
                .map(|half: usize| u32::try_from(parts[half].answered(*at)).unwrap_or(u32::MAX));
            let least = self.settings.votes_in_half_min;
            a >= least && b >= least && a + b >= self.settings.votes_min
        };
        let members: Vec<usize> = (0..people.len()).filter(enough).collect();
        [0, 1].map(|half: usize| {
            let mut found = self.half(&parts[half], &members, start, half);
            for (_, labels) in found.groups.iter_mut().flatten() {
                let mut all = vec![NO_GROUP; self.votes.people()];
                members.iter().zip(&*labels).for_each(|(at, l)| all[people[*at] as usize] = *l);
                *labels = all;
            }
            found
        })
    }

    /// Map and groups of one half; labels go by member.
    fn half(
        &self,
        votes: &VoteMatrix,
        members: &[usize],
        start: &Start<'_>,
        half: usize,
    ) -> Halved {
        let deviations = Deviations::new(votes, &vec![true; votes.statements()]);
        let near = match start {
            Start::Chance(_) => self.near,
            Start::Near(halves) => &halves[half].axes,
        };
        let (axes, _) = deviations.axes(Exactness::Resampling, Some(near));
        let axes = [0, 1].map(|k: usize| aligned(axes[k].clone(), &near[k]));
        let spread = |person: usize| {
            (deviations.statements as f64 / votes.answered(person).max(1) as f64).sqrt()
        };
        let all = deviations.places(&axes, spread);
        let places: Vec<Pair> = members.iter().map(|at| all[*at]).collect();
        let least_size = self.settings.least_size.of(places.len());
        let found = |grouping: Grouping| (grouping.centres, grouping.labels);
        let groups = match start {
            Start::Chance(split) => {
                let mut chance = self.seed.stream(&format!("split {split} half {half}"));
                let starts = self.settings.starts;
                let with = |groups: &usize| {
                    let settings =
                        GroupingSettings { groups: *groups, starts, is_rough: true, least_size };
                    grouping(&places, &settings, &mut chance).map(found)
                };
                self.settings.groups.iter().map(with).collect()
            }
            Start::Near(halves) => {
                let with = |near: &Option<(Vec<Pair>, Vec<u8>)>| {
                    let (centres, _) = near.as_ref()?;
                    grouping_near(&places, centres, least_size).map(found)
                };
                halves[half].groups.iter().map(with).collect()
            }
        };
        Halved { axes, groups }
    }
}

/// The axis pointing the same way as one near it.
fn aligned(axis: Vec<f64>, near: &[f64]) -> Vec<f64> {
    let along: f64 = axis.iter().zip(near).map(|(x, y)| x * y).sum();
    if along < 0.0 { axis.into_iter().map(|x| -x).collect() } else { axis }
}

/// κ, the share in the same group and that by chance, for each split in which both halves have such groups.
fn agreement(splits: &[[Halved; 2]], at: usize, groups: usize) -> Vec<[f64; 3]> {
    let both = |[first, second]: &[Halved; 2]| {
        let [(_, first), (_, second)] = [first.groups[at].as_ref()?, second.groups[at].as_ref()?];
        let found = matched(first, second, groups);
        (found.people > 0).then_some([found.kappa, found.same, found.chance])
    };
    splits.iter().filter_map(both).collect()
}

fn mean(values: &[[f64; 3]]) -> Option<[f64; 3]> {
    let n = values.len() as f64;
    let sum = |k: usize| values.iter().map(|value| value[k]).sum::<f64>();
    (n > 0.0).then(|| [0, 1, 2].map(|k| sum(k) / n))
}

fn summary(
    groups: usize,
    kappas: &[[f64; 3]],
    splits: usize,
    jackknife: &[f64],
) -> Option<Reliability> {
    if kappas.len() * 2 < splits.max(1) {
        return None;
    }
    let [kappa, same, by_chance] = mean(kappas)?;
    let n = kappas.len() as f64;
    let over_splits =
        kappas.iter().map(|[k, ..]| (k - kappa).powi(2)).sum::<f64>() / (n - 1.0).max(1.0) / n;
    let count = jackknife.len() as f64;
    let centre = jackknife.iter().sum::<f64>() / count.max(1.0);
    let over_people = jackknife.iter().map(|k| (k - centre).powi(2)).sum::<f64>()
        * (count - 1.0).max(0.0)
        / count.max(1.0);
    let standard_error = (over_splits + over_people).sqrt();
    let reach = Z90 * standard_error;
    Some(Reliability {
        groups,
        kappa,
        standard_error,
        low90: (kappa - reach).max(-1.0),
        high90: (kappa + reach).min(1.0),
        same,
        by_chance,
        splits: kappas.len(),
    })
}

impl Splits {
    /// For each person the share of halves that put her into another group than `labels`, where the halves' labels
    /// are matched to these; not a number where no half has her.
    pub(crate) fn elsewhere(&self, at: usize, groups: usize, labels: &[u8]) -> Vec<f64> {
        let mut counts = vec![(0_u32, 0_u32); labels.len()];
        for (_, half) in self.halves.iter().flatten().filter_map(|half| half.groups[at].as_ref()) {
            let meaning = matched(labels, half, groups).meaning;
            for ((count, label), found) in counts.iter_mut().zip(labels).zip(half) {
                if *label != NO_GROUP && *found != NO_GROUP {
                    count.0 += u32::from(meaning[usize::from(*found)] != *label);
                    count.1 += 1;
                }
            }
        }
        counts.into_iter().map(|(elsewhere, all)| f64::from(elsewhere) / f64::from(all)).collect()
    }
}
