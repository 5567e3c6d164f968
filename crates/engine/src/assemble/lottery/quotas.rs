//! Quotas over a pool, in few variables: people who can be exchanged for each other are one orbit.
//!
//! Without households, people in the same rows of quotas are interchangeable. Where at most one of a household
//! can come, the class of a household is what its members are, and an orbit is (rows, class): swapping two households
//! of one class, or two alike members of one household, maps delegations to delegations. How many come from each
//! orbit is all that the rows see, and any such numbers can be seated one per household and back, because
//! every household of a class has members of each of its orbits.
//!
//! Source: M. Flanigan, P. Gölz, A. Gupta, B. Hennig, A. D. Procaccia, Nature 596 (2021) 548–552, for quotas,
//! panels and LEXIMIN; orbits by symmetry of the unique LEXIMIN vector.

use std::collections::BTreeMap;

use thiserror::Error;

/// Least and most of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// At least so many.
    pub min: u32,
    /// At most so many.
    pub max: u32,
}

/// What the rules say of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Presence {
    /// She takes part in the lottery.
    Open,
    /// She comes in any case.
    In,
    /// She does not come.
    Out,
}

/// Applicants and rules. People, rows and households are indices.
#[derive(Debug, Clone, Copy)]
pub struct Pool<'a> {
    /// Seats of the delegation.
    pub seats: u32,
    /// Bounds of each row.
    pub quotas: &'a [Quota],
    /// For each person the rows she counts in, ascending.
    pub rows: &'a [Vec<usize>],
    /// For each kind of household, whose it is, person by person; of a household at most one can come.
    pub households: &'a [Vec<Option<usize>>],
    /// For each person, what the rules say.
    pub presence: &'a [Presence],
}

/// Rules that contradict themselves before any quota is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QuotaError {
    /// Two people of one household must both come.
    #[error("two people who share a household must both come")]
    TogetherIn {
        /// The two.
        people: [usize; 2],
    },
    /// More must come than there are seats.
    #[error("{must} people must come, and there are {seats} seats")]
    TooManyIn {
        /// How many must come.
        must: usize,
        /// Seats.
        seats: u32,
    },
}

/// People who can be exchanged for each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orbit {
    /// Rows each of them counts in.
    pub rows: Vec<usize>,
    /// Who they are, ascending.
    pub members: Vec<usize>,
    /// At most so many of them can come.
    pub cap: u32,
}

/// Of these orbits together at most so many can come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// The orbits, ascending.
    pub orbits: Vec<usize>,
    /// At most so many: the number of households of the class.
    pub max: u32,
    /// The households: for each, its members orbit by orbit, in the order of `orbits`.
    pub households: Vec<Vec<Vec<usize>>>,
}

/// The quota polytope: whole numbers of people from each orbit that keep all rules.
#[derive(Debug, Clone)]
pub struct Quotas {
    /// Orbits, in the order of their rows and classes.
    pub orbits: Vec<Orbit>,
    /// One per household.
    pub exclusions: Vec<Exclusion>,
    /// Row 0 is the number of seats; then the rows of the pool. Least and most, after those who must come.
    pub bounds: Vec<[i64; 2]>,
    /// People who come in any case, ascending.
    pub must: Vec<usize>,
    /// People who cannot: by the rules, or because somebody of their household must come; ascending.
    pub out: Vec<usize>,
    people: usize,
}

/// What makes two people exchangeable: their rows, and what their households are made of.
type Kind = (Vec<usize>, Class);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Alone,
    /// The rows of everybody in it, sorted.
    Household(Vec<Vec<usize>>),
    /// Whoever shares households of different kinds is exchanged for nobody.
    Own(usize),
}

impl Quotas {
    /// Finds the orbits of a pool.
    pub fn of(pool: &Pool<'_>) -> Result<Self, QuotaError> {
        let people = pool.rows.len();
        let presence = settle(pool)?;
        let pick = |wanted| (0..people).filter(|&at| presence[at] == wanted).collect::<Vec<_>>();
        let (must, out) = (pick(Presence::In), pick(Presence::Out));
        if must.len() > pool.seats as usize {
            return Err(QuotaError::TooManyIn { must: must.len(), seats: pool.seats });
        }
        let mut bounds = vec![[i64::from(pool.seats); 2]];
        bounds.extend(pool.quotas.iter().map(|quota| [i64::from(quota.min), i64::from(quota.max)]));
        for &person in &must {
            bounds[0] = bounds[0].map(|bound| bound - 1);
            for &row in &pool.rows[person] {
                bounds[row + 1] = bounds[row + 1].map(|bound| bound - 1);
            }
        }
        let (shared, groups) = components(pool, &presence);
        let mut kinds: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for person in pick(Presence::Open) {
            let class = class_of(person, shared[person], &groups, pool);
            kinds.entry((pool.rows[person].clone(), class)).or_default().push(person);
        }
        let mut quotas =
            Self { orbits: Vec::new(), exclusions: Vec::new(), bounds, must, out, people };
        let mut orbit_of = vec![usize::MAX; people];
        for ((rows, _), members) in kinds {
            members.iter().for_each(|&person| orbit_of[person] = quotas.orbits.len());
            let cap = u32::try_from(members.len()).unwrap_or(u32::MAX);
            quotas.orbits.push(Orbit { rows, members, cap });
        }
        quotas.exclude(&groups, &orbit_of);
        Ok(quotas)
    }

    /// Households of one class become one row; caps follow.
    fn exclude(&mut self, groups: &[Group], orbit_of: &[usize]) {
        let mut classes: BTreeMap<Vec<usize>, Vec<Vec<Vec<usize>>>> = BTreeMap::new();
        for household in groups.iter().flat_map(|group| &group.households) {
            let mut orbits: Vec<usize> = household.iter().map(|&person| orbit_of[person]).collect();
            orbits.sort_unstable();
            orbits.dedup();
            let by_orbit = orbits.iter().map(|&orbit| {
                household.iter().copied().filter(|&person| orbit_of[person] == orbit).collect()
            });
            let by_orbit: Vec<Vec<usize>> = by_orbit.collect();
            classes.entry(orbits).or_default().push(by_orbit);
        }
        for (orbits, households) in classes {
            let max = u32::try_from(households.len()).unwrap_or(u32::MAX);
            for &orbit in &orbits {
                self.orbits[orbit].cap = self.orbits[orbit].cap.min(max);
            }
            if orbits.len() > 1 {
                self.exclusions.push(Exclusion { orbits, max, households });
            } else if let Some(&orbit) = orbits.first() {
                // All alike: the cap says it, but who comes must still be one of each household.
                self.exclusions.push(Exclusion { orbits: vec![orbit], max, households });
            }
        }
    }

    /// Number of people in the pool.
    pub fn people(&self) -> usize {
        self.people
    }

    /// Number of rows, with that of the seats.
    pub fn rows(&self) -> usize {
        self.bounds.len()
    }

    /// Seats that the lottery fills.
    pub fn seats(&self) -> i64 {
        self.bounds[0][0]
    }

    /// Number of people in an orbit.
    pub fn size(&self, orbit: usize) -> f64 {
        self.orbits[orbit].members.len() as f64
    }

    /// Entries (row, 1) of an orbit in the rows, with that of the seats.
    pub fn column(&self, orbit: usize) -> Vec<(usize, f64)> {
        let own = self.orbits[orbit].rows.iter().map(|row| (row + 1, 1.0));
        std::iter::once((0, 1.0)).chain(own).collect()
    }

    /// How many come in each row, where so many come from each orbit.
    pub fn counts(&self, taken: &[i64]) -> Vec<i64> {
        let mut counts = vec![0; self.rows()];
        for (orbit, &taken) in self.orbits.iter().zip(taken) {
            counts[0] += taken;
            orbit.rows.iter().for_each(|row| counts[row + 1] += taken);
        }
        counts
    }

    /// Whether so many from each orbit keep all rules, in whole numbers.
    pub fn hold(&self, taken: &[i64]) -> bool {
        let caps = self.orbits.iter().zip(taken);
        let counts = self.counts(taken);
        let within = |(count, bounds): (&i64, &[i64; 2])| (bounds[0]..=bounds[1]).contains(count);
        caps.into_iter().all(|(orbit, taken)| (0..=i64::from(orbit.cap)).contains(taken))
            && counts.iter().zip(&self.bounds).all(within)
            && self.exclusions.iter().all(|exclusion| {
                exclusion.orbits.iter().map(|&orbit| taken[orbit]).sum::<i64>()
                    <= i64::from(exclusion.max)
            })
    }
}

/// People who share a household, or households of different kinds in a chain.
struct Group {
    people: Vec<usize>,
    households: Vec<Vec<usize>>,
}

impl Group {
    fn is_one_household(&self) -> bool {
        self.households.iter().any(|household| household.len() == self.people.len())
    }
}

/// Whoever shares a household with somebody who must come cannot.
fn settle(pool: &Pool<'_>) -> Result<Vec<Presence>, QuotaError> {
    let mut presence = pool.presence.to_vec();
    for kind in pool.households {
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        for (person, household) in kind.iter().enumerate() {
            let Some(household) = household else { continue };
            if pool.presence[person] == Presence::In {
                if let Some(&other) = taken.get(household) {
                    return Err(QuotaError::TogetherIn { people: [other, person] });
                }
                taken.insert(*household, person);
            }
        }
        for (person, household) in kind.iter().enumerate() {
            let is_taken = household.is_some_and(|household| taken.contains_key(&household));
            if is_taken && pool.presence[person] == Presence::Open {
                presence[person] = Presence::Out;
            }
        }
    }
    Ok(presence)
}

/// Components of the graph “shares a household”, and each open person's, where there is one.
fn components(pool: &Pool<'_>, presence: &[Presence]) -> (Vec<Option<usize>>, Vec<Group>) {
    let people = presence.len();
    let mut leader: Vec<usize> = (0..people).collect();
    let find = |leader: &[usize], mut at: usize| {
        while leader[at] != at {
            at = leader[at];
        }
        at
    };
    let mut all = Vec::new();
    for kind in pool.households {
        let mut own: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (person, household) in kind.iter().enumerate() {
            if let Some(household) = household.filter(|_| presence[person] == Presence::Open) {
                own.entry(household).or_default().push(person);
            }
        }
        all.extend(own.into_values().filter(|household| household.len() > 1));
    }
    all.sort();
    all.dedup();
    for household in &all {
        let first = find(&leader, household[0]);
        for &person in household {
            let other = find(&leader, person);
            let (low, high) = (first.min(other), first.max(other));
            leader[high] = low;
        }
        let low = find(&leader, first);
        household.iter().for_each(|&person| leader[person] = low);
    }
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    let empty = || Group { people: Vec::new(), households: Vec::new() };
    for household in all {
        let group = groups.entry(find(&leader, household[0])).or_insert_with(empty);
        group.people.extend(&household);
        group.households.push(household);
    }
    let mut shared = vec![None; people];
    let mut list: Vec<Group> = groups.into_values().collect();
    for (at, group) in list.iter_mut().enumerate() {
        group.people.sort_unstable();
        group.people.dedup();
        group.people.iter().for_each(|&person| shared[person] = Some(at));
        if group.is_one_household() {
            group.households = vec![group.people.clone()];
        }
    }
    (shared, list)
}

fn class_of(person: usize, shared: Option<usize>, groups: &[Group], pool: &Pool<'_>) -> Class {
    let Some(group) = shared.map(|at| &groups[at]) else { return Class::Alone };
    if !group.is_one_household() {
        return Class::Own(person);
    }
    let mut class: Vec<Vec<usize>> =
        group.people.iter().map(|&mate| pool.rows[mate].clone()).collect();
    class.sort();
    Class::Household(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool<'a>(
        rows: &'a [Vec<usize>],
        households: &'a [Vec<Option<usize>>],
        presence: &'a [Presence],
        quotas: &'a [Quota],
    ) -> Pool<'a> {
        Pool { seats: 2, quotas, rows, households, presence }
    }

    #[test]
    fn who_shares_a_household_is_exchanged_only_for_the_like() {
        let rows: Vec<Vec<usize>> = [0, 1, 0, 1, 0, 0, 1].map(|row| vec![row]).to_vec();
        let quotas = [Quota { min: 0, max: 2 }; 2];
        // 0 and 1, 2 and 3 share a household; 4 and 5 do; 6 is alone.
        let homes = [vec![Some(9), Some(9), Some(4), Some(4), Some(2), Some(2), None]];
        let found = Quotas::of(&pool(&rows, &homes, &[Presence::Open; 7], &quotas)).unwrap();
        let members: Vec<&[usize]> = found.orbits.iter().map(|orbit| &*orbit.members).collect();
        assert_eq!(members, [&[4, 5][..], &[0, 2], &[6], &[1, 3]]);
        assert_eq!(found.orbits.iter().map(|orbit| orbit.cap).collect::<Vec<_>>(), [1, 2, 1, 2]);
        let pairs = found.exclusions.iter().find(|exclusion| exclusion.orbits == [1, 3]).unwrap();
        assert_eq!((pairs.max, &pairs.households[0]), (2, &vec![vec![0], vec![1]]));
        assert!(found.hold(&[0, 1, 0, 1]) && found.hold(&[1, 0, 1, 0]));
        assert!(
            !found.hold(&[2, 0, 0, 0]) && !found.hold(&[0, 1, 0, 0]) && !found.hold(&[0, 0, 1, 2])
        );
    }

    #[test]
    fn who_must_come_takes_a_seat_and_that_of_the_household() {
        let rows = vec![vec![0], vec![0], vec![1]];
        let quotas = [Quota { min: 1, max: 1 }, Quota { min: 1, max: 1 }];
        let homes = [vec![Some(0), Some(0), None]];
        let presence = [Presence::In, Presence::Open, Presence::Open];
        let found = Quotas::of(&pool(&rows, &homes, &presence, &quotas)).unwrap();
        assert_eq!((found.must, found.out), (vec![0], vec![1]));
        assert_eq!(found.bounds, [[1, 1], [0, 0], [1, 1]]);
        let both = [Presence::In, Presence::In, Presence::Open];
        let error = Quotas::of(&pool(&rows, &homes, &both, &quotas)).unwrap_err();
        assert_eq!(error, QuotaError::TogetherIn { people: [0, 1] });
    }

    #[test]
    fn a_chain_of_households_of_two_kinds_is_written_out() {
        let rows = vec![vec![0]; 4];
        let quotas = [Quota { min: 0, max: 2 }];
        let homes = [vec![Some(0), Some(0), None, None], vec![None, Some(7), Some(7), None]];
        let found = Quotas::of(&pool(&rows, &homes, &[Presence::Open; 4], &quotas)).unwrap();
        assert_eq!(found.orbits.len(), 4);
        assert_eq!(found.exclusions.len(), 2);
        let order: Vec<usize> = found.orbits.iter().map(|orbit| orbit.members[0]).collect();
        let taken = |people: [usize; 2]| -> Vec<i64> {
            order.iter().map(|person| i64::from(people.contains(person))).collect()
        };
        assert!(
            found.hold(&taken([0, 2])) && found.hold(&taken([1, 3])) && !found.hold(&taken([1, 2]))
        );
    }
}
