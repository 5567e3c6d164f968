//! The charter: checked here, once, whoever sends it.

use beringia_domain::{Charter, Moment};
use beringia_store as store;

use crate::audit::Act;
use crate::authority::Organiser;
use crate::error::ActionError;
use crate::house::House;
use crate::secret::sha256;

/// What is wrong with a charter, by field. The sentence for each is in the locale files, under its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CharterError {
    /// The field, as it is named in the form.
    pub field: &'static str,
    /// What is wrong with it: `empty`, `same`, `zone`, `date`, `order`, `count`.
    pub problem: &'static str,
}

/// People of a side at most.
const PEOPLE_MAX: u32 = 1_000_000;

/// Everything that is wrong with a charter.
pub fn check(charter: &Charter) -> Vec<CharterError> {
    let mut found = Vec::new();
    let mut note = |field, problem, is_wrong: bool| {
        if is_wrong {
            found.push(CharterError { field, problem });
        }
    };
    let is_empty = |both: &beringia_domain::Both| both.en.is_empty() || both.zh.is_empty();
    note("name", "empty", is_empty(&charter.name));
    note("purpose", "empty", is_empty(&charter.purpose));
    note("payer", "empty", is_empty(&charter.payer));
    let fields = [
        ["side-0", "organisation-0", "zone-0", "expected-0", "quota-0"],
        ["side-1", "organisation-1", "zone-1", "expected-1", "quota-1"],
    ];
    for (side, [name, organisation, zone, expected, quota]) in charter.sides.iter().zip(fields) {
        let reserved = |raw: &str| beringia_domain::side::parse_name(raw).is_err();
        note(name, "empty", reserved(&side.name.en) || reserved(&side.name.zh));
        note(organisation, "empty", is_empty(&side.organisation));
        note(zone, "zone", !is_zone(&side.time_zone));
        note(expected, "count", side.expected == 0 || side.expected > PEOPLE_MAX);
        note(quota, "count", side.quota < side.expected || side.quota > PEOPLE_MAX);
    }
    let [first, second] = &charter.sides;
    note("side-1", "same", first.name.en == second.name.en || first.name.zh == second.name.zh);
    let days =
        [&charter.begins, &charter.ends, &charter.ballots_until].map(|raw| Moment::parse(raw));
    for (field, day) in ["begins", "ends", "ballots-until"].into_iter().zip(days) {
        note(field, "date", day.is_none());
    }
    note("ends", "order", matches!(days, [Some(begins), Some(ends), _] if ends < begins));
    note("ballots-until", "order", matches!(days, [_, Some(ends), Some(until)] if until < ends));
    found
}

fn is_zone(name: &str) -> bool {
    !name.is_empty() && jiff::tz::TimeZone::get(name).is_ok()
}

/// Keeps a charter as it is being written; nothing in it holds before both sides approve it.
pub async fn save_draft(
    house: &House,
    by: &Organiser,
    charter: &Charter,
) -> Result<(), ActionError> {
    let json =
        serde_json::to_string(charter).map_err(|error| ActionError::Machine(error.to_string()))?;
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    store::set_draft(&mut act.tx, house.exchange, charter).await?;
    act.end("draft-charter", &sha256(&json)).await?;
    Ok(())
}
