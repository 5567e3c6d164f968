//! From applicants and quotas to chances, tickets and their proof; or to why there is no delegation.

use std::collections::BTreeMap;

pub use beringia_engine::assemble::lottery::Step;
use beringia_engine::assemble::lottery::explain::{self, Flex, Weighing};
pub use beringia_engine::assemble::lottery::explain::{Bound, Change};
use beringia_engine::assemble::lottery::proof::{self, Multipliers};
use beringia_engine::assemble::lottery::quotas::{Pool, Presence, Quota, QuotaError, Quotas};
use beringia_engine::assemble::lottery::{
    Lottery, LotteryError, deal, exact, lottery, tickets::TICKETS,
};

use super::applicants::Applicants;
use super::rules::Rules;
use super::sheet::key;

/// A chance: a fraction where it is exact, else a billionth part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Chance {
    /// Above the line.
    pub over: u128,
    /// Below it.
    pub under: u128,
}

impl Chance {
    /// Nobody.
    pub const NONE: Self = Self { over: 0, under: 1 };
    /// Certainly.
    pub const SURE: Self = Self { over: 1, under: 1 };

    /// From how it is written: “3/47”, “1”.
    pub fn parse(text: &str) -> Option<Self> {
        let (over, under) = text.split_once('/').unwrap_or((text, "1"));
        let chance = Self { over: over.parse().ok()?, under: under.parse().ok()? };
        (chance.under > 0 && chance.over <= chance.under).then_some(chance)
    }

    /// As a number.
    pub fn value(self) -> f64 {
        self.over as f64 / self.under as f64
    }

    /// The nearest billionth.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a chance is between 0 and 1"
    )]
    fn near(value: f64) -> Self {
        let over = (value.clamp(0.0, 1.0) * 1e9).round() as u128;
        let (mut common, mut rest) = (over, 1_000_000_000);
        while rest > 0 {
            (common, rest) = (rest, common % rest);
        }
        Self { over: over / common, under: 1_000_000_000 / common }
    }
}

impl std::fmt::Display for Chance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.under == 1 {
            write!(f, "{}", self.over)
        } else {
            write!(f, "{}/{}", self.over, self.under)
        }
    }
}

/// One stage of the proof, in rows, people and households.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofStage {
    /// The chance at which people are settled.
    pub level: Chance,
    /// Multipliers of rows (row, multiplier), where row 0 is the number of seats.
    pub rows: Vec<(usize, i64)>,
    /// Multipliers of “nobody has more than one seat” (person, multiplier).
    pub people: Vec<(usize, i64)>,
    /// Multipliers of “one per household” (kind, one of its people, multiplier).
    pub homes: Vec<(usize, usize, i64)>,
}

/// Chances of everybody and a thousand tickets.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Seats.
    pub seats: u32,
    /// The chance of each applicant.
    pub chances: Vec<Chance>,
    /// Whether chances are exact fractions.
    pub is_exact: bool,
    /// A thousand tickets, each a list of applicants; numbered from 0.
    pub tickets: Vec<Vec<usize>>,
    /// In how many tickets each applicant is.
    pub counts: Vec<u32>,
    /// The largest difference between a chance and a count, in tickets.
    pub off: f64,
    /// Why nobody can have more; empty where the relaxed chances are out of reach.
    pub proof: Vec<ProofStage>,
    /// By so much at most anybody's chance lies below what is said.
    pub gap: f64,
    /// The smallest chance of whoever can come, and the most it could be.
    pub smallest: [f64; 2],
    /// Applicants who are in no delegation, kind by kind.
    pub never: Vec<Never>,
    /// Whether every bound was proven.
    pub is_proven: bool,
    /// Orbits: kinds of people who can be exchanged for each other.
    pub orbits: usize,
}

/// People who are in no delegation, though they may come, and what stands in their way.
#[derive(Debug, Clone, PartialEq)]
pub struct Never {
    /// Who: people of one kind.
    pub people: Vec<usize>,
    /// Rows they count in.
    pub rows: Vec<usize>,
    /// Bounds that cannot be kept together with one of them coming; empty where this was not looked for.
    pub bounds: Vec<Bound>,
    /// The least change with which one of them could come.
    pub change: Option<Change>,
}

/// For so many kinds of people it is looked for why they are in no delegation.
const EXPLAINED: usize = 8;

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoPlan {
    /// The rules contradict themselves.
    #[error("{0}")]
    Rules(#[from] QuotaError),
    /// No delegation keeps all rules.
    #[error("no delegation keeps all quotas")]
    Clash(Box<Clash>),
    /// The search ended without an answer.
    #[error("no delegation was found, and that there is none was not shown either")]
    Unsolved,
    /// Chances were found, and no thousand tickets near them.
    #[error("chances were found, and no thousand tickets that give them")]
    NoTickets,
}

/// What stands against each other, and what would help.
#[derive(Debug, Clone, PartialEq)]
pub struct Clash {
    /// Rows of which more are wanted than could come: row, wanted, could.
    pub short: Vec<(usize, i64, i64)>,
    /// Bounds of which each is needed for the clash.
    pub bounds: Vec<Bound>,
    /// Least changes; within flex where that helps.
    pub changes: Vec<Change>,
    /// Whether these changes are within what the file allows.
    pub within_flex: Option<bool>,
    /// The same, each person counting one.
    pub equal: Vec<Change>,
    /// The largest delegation that keeps the quotas.
    pub smaller: Option<i64>,
}

/// Applicants and rules as the engine sees them.
struct Indexed {
    quotas: Vec<Quota>,
    rows: Vec<Vec<usize>>,
    households: Vec<Vec<Option<usize>>>,
    presence: Vec<Presence>,
}

impl Indexed {
    fn of(rules: &Rules, applicants: &Applicants) -> Self {
        let quotas = rules.rows.iter().map(|row| Quota { min: row.min, max: row.max }).collect();
        let keys: Vec<(String, Option<String>)> =
            rules.rows.iter().map(|row| (key(&row.value), row.side.as_deref().map(key))).collect();
        let rows = applicants.people.iter().map(|person| {
            let side = person.side.as_deref().map(key);
            let values: Vec<String> = person.values.iter().map(|value| key(value)).collect();
            let counts = |row: &usize| {
                let (value, own) = &keys[*row];
                values[rules.rows[*row].feature] == *value && (own.is_none() || *own == side)
            };
            (0..rules.rows.len()).filter(counts).collect()
        });
        let households = (0..applicants.kinds.len()).map(|kind| {
            let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
            let homes = applicants.people.iter().map(|person| {
                let next = numbers.len();
                person.homes[kind].as_deref().map(|home| *numbers.entry(home).or_insert(next))
            });
            homes.collect()
        });
        Self {
            quotas,
            rows: rows.collect(),
            households: households.collect(),
            presence: applicants.people.iter().map(|person| person.presence).collect(),
        }
    }

    fn orbits(&self, seats: u32) -> Result<Quotas, QuotaError> {
        Quotas::of(&Pool {
            seats,
            quotas: &self.quotas,
            rows: &self.rows,
            households: &self.households,
            presence: &self.presence,
        })
    }
}

/// Upper bound of the smallest chance, and the row it comes from: seats of a value over those who hold it.
pub fn tightest(rules: &Rules, applicants: &Applicants) -> Option<(usize, u32, usize)> {
    let indexed = Indexed::of(rules, applicants);
    let holders = |row: usize| indexed.rows.iter().filter(|own| own.contains(&row)).count();
    let rows = (0..rules.rows.len()).map(|row| (row, rules.rows[row].max, holders(row)));
    rows.filter(|(_, max, count)| *count > 0 && (*max as usize) < *count).min_by(|a, b| {
        let share = |one: &(usize, u32, usize)| f64::from(one.1) / one.2 as f64;
        share(a).total_cmp(&share(b))
    })
}

/// The lottery over these applicants. `tell` hears how far it is.
pub fn plan(
    rules: &Rules,
    applicants: &Applicants,
    seats: u32,
    tell: &mut dyn FnMut(Step),
) -> Result<Plan, NoPlan> {
    let indexed = Indexed::of(rules, applicants);
    let quotas = indexed.orbits(seats)?;
    let found = lottery(&quotas, tell).map_err(|error| match error {
        LotteryError::Infeasible => NoPlan::Clash(Box::new(clash(rules, &indexed, &quotas))),
        LotteryError::Unsolved => NoPlan::Unsolved,
    })?;
    let portfolio = found.portfolio.as_ref().ok_or(NoPlan::NoTickets)?;
    let tickets = deal::deal(&quotas, portfolio);
    let people = applicants.people.len();
    let mut counts = vec![0; people];
    tickets.iter().flatten().for_each(|&person| counts[person] += 1);
    let (by_orbit, is_exact) = by_orbit(&quotas, &found);
    let mut chances = vec![Chance::NONE; people];
    quotas.must.iter().for_each(|&person| chances[person] = Chance::SURE);
    for (orbit, chance) in quotas.orbits.iter().zip(&by_orbit) {
        orbit.members.iter().for_each(|&person| chances[person] = *chance);
    }
    let off = |person: usize| {
        (f64::from(counts[person]) - chances[person].value() * f64::from(TICKETS)).abs()
    };
    Ok(Plan {
        seats,
        off: (0..people).map(off).fold(0.0, f64::max),
        proof: if is_exact {
            proof_of(&quotas, &found, &by_orbit, &indexed.households)
        } else {
            Vec::new()
        },
        never: never(&indexed, &quotas, &found.uncovered),
        gap: found.gap,
        smallest: found.smallest,
        is_proven: found.is_proven,
        orbits: quotas.orbits.len(),
        chances,
        is_exact,
        tickets,
        counts,
    })
}

fn by_orbit(quotas: &Quotas, found: &Lottery) -> (Vec<Chance>, bool) {
    let near = || found.chances.iter().map(|&chance| Chance::near(chance)).collect();
    if found.stages.is_empty() {
        return (near(), false);
    }
    let exact = exact::fractions(quotas, &found.chances);
    let exact =
        exact.map(|all| all.into_iter().map(|(over, under)| Chance { over, under }).collect());
    exact.map_or_else(|| (near(), false), |exact| (exact, true))
}

/// The proof in terms of people and their households: what is said of an orbit is said of each of its members.
fn proof_of(
    quotas: &Quotas,
    found: &Lottery,
    chances: &[Chance],
    households: &[Vec<Option<usize>>],
) -> Vec<ProofStage> {
    let exclusion_of = |orbit: usize| {
        quotas.exclusions.iter().position(|exclusion| exclusion.orbits.contains(&orbit))
    };
    let stages = found.stages.iter().zip(proof::multipliers(quotas, &found.stages));
    let mut proof = Vec::new();
    for (stage, Multipliers { rows, caps, exclusions }) in stages {
        let Some(&first) = stage.settled.first() else { continue };
        let mut own = ProofStage {
            level: chances[first],
            rows: rows.into_iter().enumerate().filter(|(_, by)| *by != 0).collect(),
            people: Vec::new(),
            homes: Vec::new(),
        };
        for (orbit, by) in caps.into_iter().filter(|(_, by)| *by != 0) {
            match exclusion_of(orbit) {
                Some(at) => add_homes(&mut own, (quotas, households), (at, by)),
                None => own.people.extend(quotas.orbits[orbit].members.iter().map(|&at| (at, by))),
            }
        }
        for (at, by) in exclusions.into_iter().filter(|(_, by)| *by != 0) {
            add_homes(&mut own, (quotas, households), (at, by));
        }
        proof.push(own);
    }
    proof
}

fn add_homes(
    stage: &mut ProofStage,
    (quotas, households): (&Quotas, &[Vec<Option<usize>>]),
    (exclusion, by): (usize, i64),
) {
    for home in &quotas.exclusions[exclusion].households {
        let mut people = home.iter().flatten();
        let Some(&one) = people.next() else { continue };
        let shares = |kind: &usize| {
            let own = households[*kind][one];
            own.is_some() && home.iter().flatten().all(|&other| households[*kind][other] == own)
        };
        if let Some(kind) = (0..households.len()).find(shares) {
            stage.homes.push((kind, one, by));
        }
    }
}

fn never(indexed: &Indexed, quotas: &Quotas, uncovered: &[usize]) -> Vec<Never> {
    let one = |(count, &orbit): (usize, &usize)| {
        let own = &quotas.orbits[orbit];
        let mut never = Never {
            people: own.members.clone(),
            rows: own.rows.clone(),
            bounds: Vec::new(),
            change: None,
        };
        if count < EXPLAINED {
            let weighing = Weighing::Sortition;
            never.bounds = explain::clash(quotas, Some(orbit));
            let changes =
                explain::least_changes(quotas, &indexed.quotas, None, weighing, Some(orbit));
            never.change = changes.into_iter().next();
        }
        never
    };
    uncovered.iter().enumerate().map(one).collect()
}

fn clash(rules: &Rules, indexed: &Indexed, quotas: &Quotas) -> Clash {
    let could = explain::available(quotas);
    let short = (1..quotas.rows()).filter(|&row| could[row] < quotas.bounds[row][0]);
    let flex: Vec<Flex> = rules
        .rows
        .iter()
        .map(|row| {
            row.flex.map_or(Flex { min: row.min, max: row.max }, |[min, max]| Flex { min, max })
        })
        .collect();
    let has_flex = rules.rows.iter().any(|row| row.flex.is_some());
    let changes = |flex: Option<&[Flex]>, weighing| {
        explain::least_changes(quotas, &indexed.quotas, flex, weighing, None)
    };
    let within = if has_flex { changes(Some(&flex), Weighing::Sortition) } else { Vec::new() };
    let within_flex = has_flex.then_some(!within.is_empty());
    Clash {
        short: short.map(|row| (row - 1, quotas.bounds[row][0], could[row])).collect(),
        bounds: explain::clash(quotas, None),
        changes: if within.is_empty() { changes(None, Weighing::Sortition) } else { within },
        within_flex,
        equal: changes(None, Weighing::Equal),
        smaller: explain::largest_size(quotas),
    }
}
