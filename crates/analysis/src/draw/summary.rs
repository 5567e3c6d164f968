//! What everybody may see of chances: a summary that picks nobody out.

use serde_json::{Value, json};

use super::plan::Chance;
use super::transcript::{Record, record};

/// Fewer people than this are not counted in public.
const FEW: usize = 10;

/// What everybody may see of chances, each with whether its person may come: how many people, the smallest chance, how
/// many have none, and a histogram.
pub fn summary(all: &[(Chance, bool)]) -> Record {
    let chances: Vec<Chance> = all.iter().map(|(chance, _)| *chance).collect();
    let bins: Vec<Value> = histogram(&chances)
        .iter()
        .map(|bin| json!({ "from": bin.0, "below": bin.1, "people": bin.2 }))
        .collect();
    let never = all.iter().filter(|(chance, may)| *may && chance.over == 0).count();
    // So few could be known by it.
    let never = if never > 0 && never < FEW { "few".to_owned() } else { never.to_string() };
    record([
        ("people", all.len().into()),
        ("smallest", smallest(&chances).to_string().into()),
        ("never", never.into()),
        ("histogram", bins.into()),
    ])
}

/// The smallest chance of whoever can come.
pub fn smallest(chances: &[Chance]) -> Chance {
    let positive = chances.iter().copied().filter(|chance| chance.over > 0);
    positive.min_by(|a, b| a.value().total_cmp(&b.value())).unwrap_or(Chance::NONE)
}

/// Chances in percent (from, below, people), from the whole per cent of the smallest, in bins of at least ten people where there are as many.
pub fn histogram(chances: &[Chance]) -> Vec<(u32, u32, usize)> {
    let mut bins: Vec<(u32, u32, usize)> = Vec::new();
    let hundredths =
        |chance: &Chance| u32::try_from(chance.over.saturating_mul(100) / chance.under);
    let least = chances.iter().filter_map(|chance| hundredths(chance).ok()).min().unwrap_or(0);
    for percent in least..=100 {
        let part = u128::from(percent);
        let is_in = |chance: &&Chance| {
            let hundred = chance.over.saturating_mul(100);
            hundred >= part.saturating_mul(chance.under)
                && hundred < (part + 1).saturating_mul(chance.under)
        };
        let people = chances.iter().filter(is_in).count();
        match bins.last_mut() {
            Some(last) if last.2 < FEW => *last = (last.0, percent + 1, last.2 + people),
            _ => bins.push((percent, percent + 1, people)),
        }
    }
    if bins.len() > 1
        && bins.last().is_some_and(|last| last.2 < FEW)
        && let Some(last) = bins.pop()
        && let Some(before) = bins.last_mut()
    {
        *before = (before.0, last.1, before.2 + last.2);
    }
    bins
}
