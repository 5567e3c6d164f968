//! Adds up multipliers: no lottery gives more. In whole numbers, but for the chances of those settled before.

use std::collections::BTreeMap;

use serde_json::Value;

use super::rules::Rules;
use super::sheet::key;
use super::transcript::{Record, Transcript, text, texts, whole};
use super::verify::fraction;

/// Chances this near each other are one.
const NEAR: f64 = 1e-6;

/// What multipliers are added up over.
pub(super) struct Levels {
    /// Least and most of each row, with that of the seats first.
    bounds: Vec<[i64; 2]>,
    /// Rows of each person, from 1.
    rows: Vec<Vec<usize>>,
    place: BTreeMap<String, usize>,
    homes: BTreeMap<(String, String), Vec<usize>>,
    chance: Vec<f64>,
    is_open: Vec<bool>,
}

impl Levels {
    pub(super) fn of(account: &Record, rules: &Rules, auditors: &Transcript) -> Self {
        let seats = whole(account, "seats").unwrap_or(0);
        let mut levels = Self {
            bounds: std::iter::once([seats; 2])
                .chain(rules.rows.iter().map(|row| [i64::from(row.min), i64::from(row.max)]))
                .collect(),
            rows: Vec::new(),
            place: BTreeMap::new(),
            homes: BTreeMap::new(),
            chance: Vec::new(),
            is_open: Vec::new(),
        };
        let (must, never) = (texts(account, "must_in"), texts(account, "must_out"));
        for (at, (_, own)) in auditors.of("applicant").enumerate() {
            let number = text(own, "number");
            let of = |name: &str| {
                own.get("values").and_then(|all| all.get(name)).and_then(Value::as_str)
            };
            let counts = rules.rows.iter().enumerate().filter(|(_, row)| {
                let value = of(&rules.features[row.feature]).unwrap_or_default();
                key(value) == key(&row.value)
                    && row.side.as_deref().is_none_or(|side| side == text(own, "side"))
            });
            levels.rows.push(counts.map(|(row, _)| row + 1).collect());
            levels.place.insert(number.to_owned(), at);
            for (kind, home) in own.get("homes").and_then(Value::as_object).into_iter().flatten() {
                let home = home.as_str().unwrap_or_default().to_owned();
                levels.homes.entry((kind.clone(), home)).or_default().push(at);
            }
            levels.chance.push(fraction(text(own, "chance")).unwrap_or(f64::NAN));
            levels.is_open.push(!must.contains(&number) && !never.contains(&number));
        }
        levels
    }

    /// Whether every level is proven, and everybody has one.
    pub(super) fn hold(&self, auditors: &Transcript) -> bool {
        // Who must come or must not, or shares a household with somebody who must, is not in the lottery.
        let mut is_settled: Vec<bool> = self.is_open.iter().map(|open| !open).collect();
        for people in self.homes.values() {
            if people.iter().any(|&at| !self.is_open[at] && self.chance[at] > 0.5) {
                people.iter().for_each(|&at| is_settled[at] = true);
            }
        }
        for (_, stage) in auditors.of("level") {
            if !self.stage_holds(stage, &mut is_settled) {
                return false;
            }
        }
        is_settled.into_iter().all(|settled| settled)
    }

    fn stage_holds(&self, stage: &Record, is_settled: &mut [bool]) -> bool {
        let Some(level) = fraction(text(stage, "chance")) else { return false };
        if level >= 1.0 {
            // Nobody has more than a seat.
            let mut open = (0..is_settled.len()).filter(|&at| !is_settled[at]);
            let all = open.all(|at| self.chance[at] >= 1.0);
            is_settled.fill(true);
            return all;
        }
        let Some((sums, bound)) = self.add(stage) else { return false };
        // What is left of the bound when the settled have theirs and all others have the level. Where all others have at
        // least that, whoever counts R has at most left / R more.
        let mut left = bound as f64;
        for (at, &sum) in sums.iter().enumerate() {
            if is_settled[at] {
                left -= sum as f64 * self.chance[at];
            } else if sum < 0 || self.chance[at] < level - NEAR {
                return false;
            } else {
                left -= sum as f64 * level;
            }
        }
        let is_held = |at: usize| sums[at] > 0 && left.abs() / sums[at] as f64 <= NEAR;
        let held: Vec<usize> =
            (0..sums.len()).filter(|&at| !is_settled[at] && is_held(at)).collect();
        held.iter().for_each(|&at| is_settled[at] = true);
        !held.is_empty() && held.iter().all(|&at| (self.chance[at] - level).abs() <= NEAR)
    }

    /// For each person the sum of multipliers of what she counts in; and the bound.
    fn add(&self, stage: &Record) -> Option<(Vec<i128>, i128)> {
        let entries = |name: &str| stage.get(name).and_then(Value::as_array).into_iter().flatten();
        let mut of_row = vec![0_i128; self.bounds.len()];
        let mut bound = 0_i128;
        for entry in entries("rows") {
            let (row, by) = (
                usize::try_from(entry.get(0)?.as_u64()?).ok()?,
                i128::from(entry.get(1)?.as_i64()?),
            );
            let [low, high] = *self.bounds.get(row)?;
            of_row[row] += by;
            bound += by * i128::from(if by > 0 { high } else { low });
        }
        let mut sums: Vec<i128> = self
            .rows
            .iter()
            .map(|rows| of_row[0] + rows.iter().map(|&row| of_row[row]).sum::<i128>())
            .collect();
        let mut add = |people: &[usize], by: i64| {
            bound += i128::from(by);
            people.iter().for_each(|&at| sums[at] += i128::from(by));
            by >= 0
        };
        for entry in entries("people") {
            let at = *self.place.get(entry.get(0)?.as_str()?)?;
            if !add(&[at], entry.get(1)?.as_i64()?) {
                return None;
            }
        }
        for entry in entries("homes") {
            let home = (entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_str()?.to_owned());
            if !add(self.homes.get(&home)?, entry.get(2)?.as_i64()?) {
                return None;
            }
        }
        Some((sums, bound))
    }
}
