//! Opinion groups: whether there are any, how many, how firm, who is in them, and what marks them.
//!
//! # Question
//! Do people fall into groups of the like-minded, or do they merely differ?
//!
//! # Definition
//! People with enough votes stand on the map. Structure is tested against votes dealt anew; the number of groups is
//! the one whose groupings agree best between random halves of the statements; the verdict follows from the lower
//! end of the 90 % interval of that agreement (κ). Who is put elsewhere by more than a quarter of the halves sits
//! near a border.
//!
//! # Limits
//! See `structure`, `reliability` and `representativeness`, which this joins. Above two thousand people, structure
//! and reliability rest on a random two thousand.
//!
//! # Cost
//! Some two hundred maps of at most two thousand people, one of everybody.

use std::cmp::Ordering;

use super::grouping::{Grouping, GroupingSettings, by_size, grouping};
use super::leading_axes::Pair;
use super::least::{Counted, TooFew, enough};
use super::matching::NO_GROUP;
use super::opinion_map::{OpinionMap, opinion_map};
use super::opinions::Half;
use super::overlap::{Overlap, overlap};
use super::polis::{Polis, polis};
use super::readiness::{Readiness, readiness};
use super::reliability::{Reliability, ReliabilitySettings, Splits, reliability};
use super::representativeness::{Mark, MarkSettings, Marked, marks};
use super::structure::{Structure, structure};
use super::vote_matrix::VoteMatrix;
use crate::random::Seed;

/// Choices of the method, every one named.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupsSettings {
    /// Splits, interval, least sizes and votes.
    pub reliability: ReliabilitySettings,
    /// Deals of the test of structure.
    pub deals: usize,
    /// Above so many people, structure and reliability rest on a random part of them.
    pub people_max: usize,
    /// Starts of the grouping of everybody.
    pub starts: usize,
    /// What marks a group.
    pub marks: MarkSettings,
    /// Lower ends of κ from which groups are a tendency, gradual, distinct.
    pub thresholds: [f64; 3],
    /// Who cuts the map into how many groups.
    pub cut: Cut,
}

/// Who decides on the groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Their reliability decides on their number.
    MostReliable,
    /// Their number is asked for, whatever the reliability.
    Wanted(usize),
    /// Map and groups are Polis's.
    Polis,
}

impl GroupsSettings {
    /// The choices that `docs/methods/opinion-groups.md` gives the reasons for.
    pub fn documented() -> Self {
        Self {
            reliability: ReliabilitySettings {
                groups: vec![2, 3, 4, 5],
                splits: 20,
                jackknife_groups: 20,
                jackknife_splits: 4,
                starts: 6,
                votes_min: 7,
                votes_in_half_min: 3,
                least_size: super::reliability::LeastSize { people: 5, of_hundred: 2 },
            },
            deals: 19,
            people_max: 2_000,
            starts: 50,
            marks: MarkSettings { folds: 5, votes_min: 5, false_discovery_rate: 0.05, starts: 6 },
            thresholds: [0.2, 0.5, 0.8],
            cut: Cut::MostReliable,
        }
    }
}

/// What there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Firmness {
    /// People differ, but not in groups.
    None,
    /// Leanings that other statements could redraw.
    Tendency,
    /// Camps that shade into each other.
    Gradual,
    /// Groups.
    Distinct,
}

/// The map and the groups on it.
#[derive(Debug, Clone)]
pub struct OpinionGroups {
    /// Everybody's place.
    pub map: OpinionMap,
    /// Who stands on the map: people with enough votes.
    pub members: Vec<u32>,
    /// How far each axis is mostly how readily people agree; none with fewer than three people.
    pub readiness: Option<Readiness>,
    /// What Polis makes of it, where that is asked for.
    pub polis: Option<Polis>,
    /// The rest, if there are enough people and statements.
    pub found: Result<Found, TooFew>,
}

/// What was found where there is enough.
#[derive(Debug, Clone)]
pub struct Found {
    /// The test of structure.
    pub structure: Structure,
    /// By number of groups; those that could not be formed are left out.
    pub reliability: Vec<Reliability>,
    /// People on whom structure and reliability rest.
    pub people: usize,
    /// The verdict on the number of groups chosen or asked for.
    pub firmness: Firmness,
    /// The groups; none where nothing could be formed.
    pub groups: Option<Groups>,
}

/// Groups of people.
#[derive(Debug, Clone)]
pub struct Groups {
    /// How firm they are; none where halves of the statements form no such groups.
    pub reliability: Option<Reliability>,
    /// Centres and sizes; labels go by member.
    pub grouping: Grouping,
    /// The group of each person, none for who is not on the map.
    pub labels: Vec<Option<u8>>,
    /// Whether each person sits near a border; none for who was in no half.
    pub near_border: Vec<Option<bool>>,
    /// Agree, disagree, pass by group and statement.
    pub tallies: Vec<Vec<[u32; 3]>>,
    /// The same by half.
    pub half_tallies: [Vec<Vec<[u32; 3]>>; 2],
    /// How far groups and halves are the same.
    pub overlap: Option<Overlap>,
    /// What marks each group.
    pub marks: Vec<Mark>,
}

/// What is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Opined<'a> {
    /// Votes, a row a person.
    pub votes: &'a VoteMatrix,
    /// Whether a statement enters map and groups.
    pub counted: &'a [bool],
    /// Whether a statement asks about people and not about opinions, for Polis's priorities.
    pub meta: &'a [bool],
    /// The half of each person.
    pub halves: &'a [Option<Half>],
}

/// Finds map and groups of the votes on the counted statements.
pub fn opinion_groups(
    opined: &Opined<'_>,
    settings: &GroupsSettings,
    seed: &Seed,
) -> OpinionGroups {
    let Opined { votes, counted, meta, halves } = *opined;
    let mut map = opinion_map(votes, counted);
    let statements = u32::try_from(map.statements).unwrap_or(u32::MAX);
    let votes_min = settings.reliability.votes_min.min(statements);
    let mut members: Vec<u32> = (0_u32..)
        .zip(&map.answers)
        .filter(|(_, answers)| **answers >= votes_min.max(1))
        .map(|(person, _)| person)
        .collect();
    let polis = (settings.cut == Cut::Polis).then(|| polis(votes, counted, meta));
    if let Some(polis) = &polis {
        polis
            .map
            .people
            .iter()
            .zip(&polis.map.places)
            .for_each(|(p, at)| map.places[*p as usize] = *at);
        members = polis.map.grouped.iter().map(|at| polis.map.people[*at]).collect();
    }
    let readiness = readiness(votes, counted, &map, &members);
    let given = polis.as_ref().and_then(|polis| Some(polis.tried[polis.best?].grouping.clone()));
    let input = Input { votes, counted, halves, settings, seed, map: &map, members: &members };
    let found = input.found(votes_min, given.map(|given| by_size(&given)));
    OpinionGroups { map, members, readiness, polis, found }
}

struct Input<'a> {
    votes: &'a VoteMatrix,
    counted: &'a [bool],
    halves: &'a [Option<Half>],
    settings: &'a GroupsSettings,
    seed: &'a Seed,
    map: &'a OpinionMap,
    members: &'a [u32],
}

impl Input<'_> {
    fn found(&self, votes_min: u32, given: Option<Grouping>) -> Result<Found, TooFew> {
        let least = &self.settings.reliability;
        enough(self.map.statements, 2 * least.votes_in_half_min, Counted::Statements)?;
        let people = u32::try_from(2 * least.least_size.people).unwrap_or(u32::MAX);
        enough(self.members.len(), people, Counted::People)?;
        if let Cut::Wanted(wanted) = self.settings.cut {
            let people = u32::try_from(wanted * least.least_size.people).unwrap_or(u32::MAX);
            enough(self.members.len(), people, Counted::People)?;
        }
        let sample = self.sample();
        let part = self.votes.part(&sample, self.counted);
        let structure = structure(&part, self.settings.deals, self.seed);
        let mut tried = ReliabilitySettings { votes_min, ..least.clone() };
        if let Cut::Wanted(wanted) = self.settings.cut
            && !tried.groups.contains(&wanted)
        {
            tried.groups.push(wanted);
        }
        tried.groups.retain(|k| self.members.len() >= k * least.least_size.people);
        let splits = reliability(&part, &self.map.axes, &tried, self.seed);
        let reliability: Vec<Reliability> = splits.found.iter().flatten().copied().collect();
        let groups = match (self.settings.cut, given) {
            (Cut::Polis, None) => None,
            (_, Some(given)) => Some(self.given(&splits, &tried.groups, given, &sample)),
            (_, None) => self.most_reliable(&splits, &tried.groups, &sample),
        };
        let firm = groups.as_ref().and_then(|groups| groups.reliability);
        let firmness =
            firm.filter(|_| structure.is_there()).map_or(Firmness::None, |r| self.firmness(&r));
        let is_member = |person: &&u32| self.members.binary_search(person).is_ok();
        let people = sample.iter().filter(is_member).count();
        Ok(Found { structure, reliability, people, firmness, groups })
    }

    /// Everybody, or a random part of those on the map.
    fn sample(&self) -> Vec<u32> {
        if self.members.len() <= self.settings.people_max {
            let all = (0_u32..).take(self.votes.people());
            return all.filter(|person| self.map.answers[*person as usize] > 0).collect();
        }
        let drawn = self.seed.stream("people").sample(self.members.len(), self.settings.people_max);
        let mut sample: Vec<u32> = drawn.into_iter().map(|at| self.members[at]).collect();
        sample.sort_unstable();
        sample
    }

    fn firmness(&self, reliability: &Reliability) -> Firmness {
        let [tendency, gradual, distinct] = self.settings.thresholds;
        match reliability.low90 {
            low if low >= distinct => Firmness::Distinct,
            low if low >= gradual => Firmness::Gradual,
            low if low >= tendency => Firmness::Tendency,
            _ => Firmness::None,
        }
    }

    /// Groups that are given, with what the splits say of their number.
    fn given(&self, splits: &Splits, tried: &[usize], given: Grouping, sample: &[u32]) -> Groups {
        let at = tried.iter().position(|k| *k == given.sizes.len());
        self.described(splits, at, given, sample)
    }

    /// The groups whose number is asked for, or the most reliable that can be formed of everybody.
    fn most_reliable(&self, splits: &Splits, tried: &[usize], sample: &[u32]) -> Option<Groups> {
        let places: Vec<Pair> = self.members.iter().map(|p| self.map.places[*p as usize]).collect();
        let least_size = self.settings.reliability.least_size.of(places.len());
        let is_wanted = |k: usize| !matches!(self.settings.cut, Cut::Wanted(wanted) if wanted != k);
        let kappa = |at: usize| splits.found[at].map(|found| found.kappa);
        let mut by_kappa: Vec<usize> =
            (0..tried.len()).filter(|at| kappa(*at).is_some() && is_wanted(tried[*at])).collect();
        by_kappa.sort_by(|a, b| {
            kappa(*b).partial_cmp(&kappa(*a)).unwrap_or(Ordering::Equal).then(a.cmp(b))
        });
        by_kappa.into_iter().find_map(|at| {
            let wanted = GroupingSettings {
                groups: tried[at],
                starts: self.settings.starts,
                is_rough: false,
                least_size,
            };
            let mut chance = self.seed.stream(&format!("groups {}", tried[at]));
            let grouping = grouping(&places, &wanted, &mut chance)?;
            Some(self.described(splits, Some(at), grouping, sample))
        })
    }

    fn described(
        &self,
        splits: &Splits,
        at: Option<usize>,
        grouping: Grouping,
        sample: &[u32],
    ) -> Groups {
        let k = grouping.sizes.len();
        let mut labels = vec![NO_GROUP; self.votes.people()];
        self.members.iter().zip(&grouping.labels).for_each(|(p, l)| labels[*p as usize] = *l);
        let of_sample: Vec<u8> = sample.iter().map(|p| labels[*p as usize]).collect();
        let mut near_border = vec![None; labels.len()];
        let elsewhere = at.map(|at| splits.elsewhere(at, k, &of_sample)).unwrap_or_default();
        for (person, elsewhere) in sample.iter().zip(elsewhere) {
            near_border[*person as usize] =
                elsewhere.is_finite().then_some(elsewhere > NEAR_BORDER_SHARE);
        }
        let half_tallies = Half::BOTH.map(|half| self.tallies(&labels, k, |h| h == Some(half)));
        let nobodys = self.tallies(&labels, k, |half| half.is_none());
        let groups = Marked {
            votes: self.votes,
            counted: self.counted,
            labels: &labels,
            groups: k,
            least_size: self.settings.reliability.least_size.of(self.members.len()),
            axes: &self.map.axes,
        };
        let marks = marks(&groups, &self.settings.marks, self.seed);
        Groups {
            reliability: at.and_then(|at| splits.found[at]),
            tallies: sum([&half_tallies[0], &half_tallies[1], &nobodys]),
            overlap: overlap(&labels, self.halves, k),
            half_tallies,
            marks,
            near_border,
            grouping,
            labels: labels.iter().map(|label| (*label != NO_GROUP).then_some(*label)).collect(),
        }
    }

    /// Agree, disagree, pass by group and statement, of the people of some half.
    fn tallies(
        &self,
        labels: &[u8],
        groups: usize,
        is_in: impl Fn(Option<Half>) -> bool,
    ) -> Vec<Vec<[u32; 3]>> {
        let mut tallies = vec![vec![[0_u32; 4]; self.votes.statements()]; groups];
        for (person, label) in labels.iter().enumerate() {
            if *label != NO_GROUP && is_in(self.halves[person]) {
                let tallies = &mut tallies[usize::from(*label)];
                for cell in self.votes.cells(person) {
                    tallies[(cell >> 2) as usize][(cell & 3) as usize] += 1;
                }
            }
        }
        let first_three = |[agree, disagree, pass, _]: [u32; 4]| [agree, disagree, pass];
        tallies.into_iter().map(|group| group.into_iter().map(first_three).collect()).collect()
    }
}

/// Who is put elsewhere by more than this share of the halves sits near a border.
const NEAR_BORDER_SHARE: f64 = 0.25;

fn sum(parts: [&Vec<Vec<[u32; 3]>>; 3]) -> Vec<Vec<[u32; 3]>> {
    let mut all = parts[0].clone();
    for part in &parts[1..] {
        for (counts, more) in all.iter_mut().flatten().zip(part.iter().flatten()) {
            counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        }
    }
    all
}
