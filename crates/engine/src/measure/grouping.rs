//! Cuts the map into groups: k-means on two coordinates, from many starts, with a least size for a group.
//!
//! # Definition
//! A grouping gives each person the nearest of k centres, and each centre is the mean of its people (Lloyd). Of the
//! groupings reached from many starts, the one with the least inertia (sum of squared distances) counts among those
//! in which no group is too small. Starts are drawn by greedy k-means++; the first one cuts the people, ordered along
//! the first axis, into k equal parts. Above five thousand people the starts are made on a random part of them
//! and carried on with everybody.
//! Groups are numbered by size, the largest first.
//!
//! # Cost
//! O(people · k) for each round of each start.
//!
//! # Source
//! S. P. Lloyd, IEEE Trans. Inf. Theory 28 (1982) 129–137; D. Arthur, S. Vassilvitskii, SODA (2007) 1027–1035.

use super::leading_axes::Pair;
use crate::random::Stream;

/// Above so many people the starts are made on a random part of them.
const PEOPLE_FOR_STARTS: usize = 5_000;
/// On a part, more starts would find what is the part's alone.
const STARTS_OF_PART_MAX: usize = 20;
/// The most groups.
pub const GROUPS_MAX: usize = 8;
/// Rounds in which assignments may still change.
const ROUNDS_MAX: usize = 300;

/// People cut into groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Grouping {
    /// The mean of each group.
    pub centres: Vec<[f64; 2]>,
    /// The group of each person.
    pub labels: Vec<u8>,
    /// People in each group.
    pub sizes: Vec<usize>,
    /// Sum of squared distances from the centres.
    pub inertia: f64,
}

/// When rounds end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stop {
    /// When nobody changes groups.
    Settled,
    /// Or when the squared shifts of the centres add up to no more than this; then one more assignment.
    Shift(f64),
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupingSettings {
    /// How many groups, 1 to 8.
    pub groups: usize,
    /// How many starts.
    pub starts: usize,
    /// Whether the last few people may still go to and fro, as they may where groupings are only compared.
    pub is_rough: bool,
    /// The fewest people in a group.
    pub least_size: usize,
}

/// The best grouping with no group below the least size; none where no start led to one.
pub fn grouping(
    places: &[Pair],
    settings: &GroupingSettings,
    chance: &mut Stream,
) -> Option<Grouping> {
    let GroupingSettings { groups, starts, is_rough, least_size } = *settings;
    if groups == 0 || groups > GROUPS_MAX || places.len() < groups * least_size.max(1) {
        return None;
    }
    let part = part_for_starts(places, chance);
    let most = if part.len() < places.len() { STARTS_OF_PART_MAX } else { starts };
    let starts = (0..starts.min(most).max(1)).map(|start| {
        if start == 0 { equal_parts(&part, groups) } else { plus_plus(&part, groups, chance) }
    });
    let mut best = best_of(&part, starts, least_size * part.len() / places.len())?;
    if part.len() < places.len() {
        // Among very many a few would go to and fro for long.
        let spread = best.inertia / part.len() as f64;
        best = lloyd(places, &best.centres, Stop::Shift(1e-8 * spread));
    } else if !is_rough {
        best = lloyd(places, &best.centres, Stop::Settled);
    }
    best.sizes.iter().all(|size| *size >= least_size.max(1)).then(|| by_size(&best))
}

/// The same from the centres of nearly the same people, and from equal parts, without chance.
pub(crate) fn grouping_near(
    places: &[Pair],
    centres: &[Pair],
    least_size: usize,
) -> Option<Grouping> {
    let groups = centres.len();
    if places.len() < groups * least_size.max(1) {
        return None;
    }
    let starts = [centres.to_vec(), equal_parts(places, groups)];
    best_of(places, starts, least_size).map(|best| by_size(&best))
}

/// The mean of the variances of the two coordinates.
pub(crate) fn mean_variance(places: &[Pair]) -> f64 {
    let n = (places.len() as f64).max(1.0);
    let of = |k: usize| {
        let mean = places.iter().map(|place| place[k]).sum::<f64>() / n;
        places.iter().map(|place| (place[k] - mean).powi(2)).sum::<f64>() / n
    };
    of(0).midpoint(of(1))
}

/// The least inertia among the groupings that the starts lead to and in which no group is too small or empty.
fn best_of(
    places: &[Pair],
    starts: impl IntoIterator<Item = Vec<Pair>>,
    least_size: usize,
) -> Option<Grouping> {
    // As good as settled: which start is best shows by then.
    let stop = Stop::Shift(1e-4 * mean_variance(places));
    let mut best: Option<Grouping> = None;
    for start in starts {
        let found = lloyd(places, &start, stop);
        let is_large = found.sizes.iter().all(|size| *size >= least_size.max(1));
        if is_large && best.as_ref().is_none_or(|best| found.inertia < best.inertia) {
            best = Some(found);
        }
    }
    best
}

fn part_for_starts(places: &[Pair], chance: &mut Stream) -> Vec<Pair> {
    if places.len() <= PEOPLE_FOR_STARTS {
        return places.to_vec();
    }
    let mut part: Vec<usize> = chance.sample(places.len(), PEOPLE_FOR_STARTS);
    part.sort_unstable();
    part.into_iter().map(|at| places[at]).collect()
}

/// The means of equal parts of the people, ordered along the first axis.
fn equal_parts(places: &[Pair], groups: usize) -> Vec<Pair> {
    let mut ordered = places.to_vec();
    ordered.sort_by(|a, b| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1])));
    let part = |g: usize| &ordered[g * ordered.len() / groups..(g + 1) * ordered.len() / groups];
    (0..groups).map(|g| mean(part(g))).collect()
}

fn mean(places: &[Pair]) -> Pair {
    let sum = places.iter().fold([0.0; 2], |[x, y], place| [x + place[0], y + place[1]]);
    sum.map(|sum| sum / places.len().max(1) as f64)
}

pub(crate) fn squared(a: Pair, b: Pair) -> f64 {
    (a[0] - b[0]) * (a[0] - b[0]) + (a[1] - b[1]) * (a[1] - b[1])
}

/// Each centre is drawn far from those before it: of a few candidates the one that helps most.
fn plus_plus(places: &[Pair], groups: usize, chance: &mut Stream) -> Vec<Pair> {
    let any = usize::try_from(chance.below(places.len() as u64)).unwrap_or(0);
    let mut centres = vec![places[any]];
    let mut nearest: Vec<f64> = places.iter().map(|place| squared(*place, places[any])).collect();
    while centres.len() < groups {
        let sum: f64 = nearest.iter().sum();
        let mut best: Option<(f64, usize)> = None;
        for _candidate in 0..3 {
            let at = draw(&nearest, chance.uniform() * sum);
            let rest: f64 =
                places.iter().zip(&nearest).map(|(p, d)| squared(*p, places[at]).min(*d)).sum();
            if best.is_none_or(|(least, _)| rest < least) {
                best = Some((rest, at));
            }
        }
        let at = best.map_or(0, |(_, at)| at);
        centres.push(places[at]);
        let closer = |(d, place): (&mut f64, &Pair)| *d = d.min(squared(*place, places[at]));
        nearest.iter_mut().zip(places).for_each(closer);
    }
    centres
}

/// Where a running sum of the weights passes the mark.
fn draw(weights: &[f64], mark: f64) -> usize {
    let mut sum = 0.0;
    let passed = weights.iter().position(|weight| {
        sum += weight;
        sum > mark
    });
    passed.unwrap_or(weights.len() - 1)
}

/// Rounds of assignment and means.
pub(crate) fn lloyd(places: &[Pair], centres: &[Pair], stop: Stop) -> Grouping {
    match centres.len() {
        1 => rounds::<1>(places, centres, stop),
        2 => rounds::<2>(places, centres, stop),
        3 => rounds::<3>(places, centres, stop),
        4 => rounds::<4>(places, centres, stop),
        5 => rounds::<5>(places, centres, stop),
        6 => rounds::<6>(places, centres, stop),
        7 => rounds::<7>(places, centres, stop),
        _ => rounds::<GROUPS_MAX>(places, centres, stop),
    }
}

/// The same for a number of groups that the compiler knows, which makes a round several times faster.
fn rounds<const K: usize>(places: &[Pair], start: &[Pair], stop: Stop) -> Grouping {
    let mut centres = [[f64::INFINITY; 2]; K];
    centres.iter_mut().zip(start).for_each(|(centre, start)| *centre = *start);
    let mut labels = vec![u8::MAX; places.len()];
    let mut groups = Groups { sums: [[0.0; 2]; K], sizes: [0; K] };
    for _round in 0..ROUNDS_MAX {
        if groups.assign(places, &centres, &mut labels) == 0 {
            break;
        }
        let mut shift = 0.0;
        for group in (0..K).filter(|group| groups.sizes[*group] > 0) {
            let next = groups.sums[group].map(|sum| sum / groups.sizes[group] as f64);
            shift += squared(centres[group], next);
            centres[group] = next;
        }
        if matches!(stop, Stop::Shift(least) if shift <= least) {
            groups.assign(places, &centres, &mut labels);
            break;
        }
    }
    let of = |(place, label): (&Pair, &u8)| squared(*place, centres[usize::from(*label)]);
    let inertia = places.iter().zip(&labels).map(of).sum();
    Grouping { centres: centres.to_vec(), labels, sizes: groups.sizes.to_vec(), inertia }
}

/// Sums and numbers of people by group.
struct Groups<const K: usize> {
    sums: [Pair; K],
    sizes: [usize; K],
}

impl<const K: usize> Groups<K> {
    /// Gives everybody the nearest centre, the first of several as near; how many changed. Only who changes moves
    /// the sums.
    fn assign(&mut self, places: &[Pair], centres: &[Pair; K], labels: &mut [u8]) -> usize {
        let mut changed = 0;
        for (place, label) in places.iter().zip(labels) {
            let mut least = squared(*place, centres[0]);
            let mut next = 0;
            for (at, centre) in (1_u8..).zip(&centres[1..]) {
                let distance = squared(*place, *centre);
                // No branch: where people stand cannot be foreseen.
                next = if distance < least { at } else { next };
                least = least.min(distance);
            }
            if next != *label {
                changed += 1;
                self.take(*place, usize::from(next), 1.0);
                if usize::from(*label) < K {
                    self.take(*place, usize::from(*label), -1.0);
                }
                *label = next;
            }
        }
        changed
    }

    fn take(&mut self, [x, y]: Pair, group: usize, sign: f64) {
        let sum = &mut self.sums[group];
        *sum = [sum[0] + sign * x, sum[1] + sign * y];
        self.sizes[group] = if sign > 0.0 { self.sizes[group] + 1 } else { self.sizes[group] - 1 };
    }
}

/// The nearest centre, the first of several as near.
pub(crate) fn nearest(place: Pair, centres: &[Pair]) -> u8 {
    let mut best = (f64::INFINITY, 0);
    for (label, centre) in (0_u8..).zip(centres) {
        let distance = squared(place, *centre);
        if distance < best.0 {
            best = (distance, label);
        }
    }
    best.1
}

/// The groups in the order in which they are numbered: the largest first, those as large by their centres.
pub fn order_by_size(found: &Grouping) -> Vec<usize> {
    let mut order: Vec<usize> = (0..found.sizes.len()).collect();
    order.sort_by(|a, b| {
        let [x, y] = [a, b].map(|g| found.centres[*g]);
        let by_size = found.sizes[*b].cmp(&found.sizes[*a]);
        by_size.then(x[0].total_cmp(&y[0])).then(x[1].total_cmp(&y[1]))
    });
    order
}

/// The same grouping, numbered by size.
pub(crate) fn by_size(found: &Grouping) -> Grouping {
    let order = order_by_size(found);
    let mut new = vec![0_u8; order.len()];
    for (place, old) in (0_u8..).zip(&order) {
        new[*old] = place;
    }
    Grouping {
        centres: order.iter().map(|g| found.centres[*g]).collect(),
        sizes: order.iter().map(|g| found.sizes[*g]).collect(),
        labels: found.labels.iter().map(|label| new[usize::from(*label)]).collect(),
        inertia: found.inertia,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn clouds(centres: &[Pair], people: usize) -> Vec<Pair> {
        let mut chance = Seed::new("clouds").stream("places");
        let place = |at: usize| {
            let [x, y] = centres[at % centres.len()];
            [x + 0.3 * chance.normal(), y + 0.3 * chance.normal()]
        };
        (0..people).map(place).collect()
    }

    fn cut(places: &[Pair], groups: usize, least_size: usize) -> Option<Grouping> {
        let settings = GroupingSettings { groups, starts: 20, is_rough: false, least_size };
        grouping(places, &settings, &mut Seed::new("cut").stream("grouping"))
    }

    #[test]
    fn clouds_are_found_and_numbered_by_size() {
        let places = clouds(&[[2.0, 0.0], [-2.0, 1.0], [2.0, 0.0]], 300);
        let found = cut(&places, 2, 5).unwrap();
        assert_eq!(found.sizes, [200, 100]);
        assert!(found.labels.iter().enumerate().all(|(at, label)| (*label == 1) == (at % 3 == 1)));
    }

    #[test]
    fn a_large_crowd_is_cut_from_the_starts_of_a_part() {
        let places = clouds(&[[2.0, 0.0], [-2.0, 1.0], [0.0, -3.0]], 12_000);
        assert_eq!(cut(&places, 3, 240).unwrap().sizes, [4_000; 3]);
    }

    #[test]
    fn one_far_person_makes_no_group() {
        let mut places = clouds(&[[0.0, 0.0]], 100);
        places.push([60.0, 0.0]);
        assert!(cut(&places, 2, 1).unwrap().sizes.contains(&1));
        assert!(cut(&places, 2, 5).is_none_or(|found| found.sizes.iter().all(|size| *size >= 5)));
        assert_eq!(cut(&places[..9], 2, 5), None);
    }

    #[test]
    fn everybody_in_one_place_is_no_trouble() {
        let found = cut(&[[1.0, 1.0]; 20], 2, 1);
        assert_eq!(found, None);
    }
}
