//! Applicants without their names: numbers that tell nothing, bound to people by digests that only they can open.
//!
//! The digest of a person is SHA-256 over 128 random bits and her record; numbers are the ranks of these digests on a side.
//! So a number leaks neither the name nor when somebody applied, and without the random bits nobody can test a guess.

use std::collections::BTreeMap;

use beringia_engine::assemble::lottery::quotas::Presence;
use serde_json::{Map, Value, json};

use super::applicants::{Applicant, Applicants};
use super::rules::Rules;
use super::sheet::key;
use super::transcript::{Record, canonical, digest, hex, text};

/// Side of everybody where there are no sides.
const NO_SIDE: &str = "N";

/// Applicants in the order of their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Numbers (`A-0417`), side by side, ascending.
    pub numbers: Vec<String>,
    /// The letter of each side and its name.
    pub sides: BTreeMap<String, String>,
    /// For each side the digests of its people, ascending.
    pub commitments: BTreeMap<String, Vec<String>>,
    /// The applicants, in the order of their numbers, with what the auditors may see: households are labels of this draw.
    pub applicants: Applicants,
}

/// What an applicant is given, to find herself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Her id.
    pub id: String,
    /// Her number.
    pub number: String,
    /// The random bits.
    pub nonce: String,
    /// Her record.
    pub record: String,
}

/// Gives applicants numbers. `entropy` is random and kept by nobody.
pub fn number(
    rules: &Rules,
    applicants: &Applicants,
    entropy: &[u8; 32],
) -> (Numbered, Vec<Receipt>) {
    let mut sides: Vec<&str> =
        applicants.people.iter().filter_map(|person| person.side.as_deref()).collect();
    sides.sort_unstable();
    sides.dedup();
    let letter = |side: Option<&str>| match side
        .and_then(|side| sides.iter().position(|own| *own == side))
    {
        Some(0) => "A",
        Some(_) => "B",
        None => NO_SIDE,
    };
    let mut all: Vec<(&str, String, Applicant, Receipt)> = Vec::new();
    for (at, person) in applicants.people.iter().enumerate() {
        let mut own = person.clone();
        for (kind, home) in own.homes.iter_mut().enumerate() {
            *home = home.take().map(|home| {
                let parts = [&entropy[..], &kind.to_be_bytes(), home.as_bytes()];
                hex(&digest("beringia/draw/1/household", &parts)[..8])
            });
        }
        let nonce = digest("beringia/draw/1/nonce", &[entropy, &at.to_be_bytes()]);
        let nonce = &nonce[..16];
        let mut record = features(rules, &applicants.kinds, &own);
        record.insert("id".to_owned(), person.id.clone().into());
        let record = canonical(&Value::Object(record));
        let commitment = hex(&commitment(nonce, &record));
        let receipt =
            Receipt { id: person.id.clone(), number: String::new(), nonce: hex(nonce), record };
        all.push((letter(person.side.as_deref()), commitment, own, receipt));
    }
    all.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let mut numbered = Numbered {
        numbers: Vec::new(),
        sides: BTreeMap::new(),
        commitments: BTreeMap::new(),
        applicants: Applicants {
            people: Vec::new(),
            kinds: applicants.kinds.clone(),
            remarks: Vec::new(),
        },
    };
    let mut receipts = Vec::new();
    for (letter, commitment, mut person, mut receipt) in all {
        numbered
            .sides
            .entry(letter.to_owned())
            .or_insert_with(|| person.side.clone().unwrap_or_default());
        let own = numbered.commitments.entry(letter.to_owned()).or_default();
        own.push(commitment);
        let number = format!("{letter}-{:04}", own.len());
        receipt.number.clone_from(&number);
        receipts.push(receipt);
        // Her id stays with the receipts.
        person.id.clone_from(&number);
        numbered.numbers.push(number);
        numbered.applicants.people.push(person);
    }
    receipts.sort_by(|a, b| a.id.cmp(&b.id));
    (numbered, receipts)
}

/// SHA-256 of the random bits and the record.
pub fn commitment(nonce: &[u8], record: &str) -> [u8; 32] {
    digest("beringia/draw/1/person", &[nonce, record.as_bytes()])
}

/// Values and households of an applicant, as the auditors see them.
pub fn features(rules: &Rules, kinds: &[String], person: &Applicant) -> Record {
    let values = rules.features.iter().zip(&person.values);
    let values: Map<String, Value> =
        values.map(|(name, value)| (name.clone(), value.clone().into())).collect();
    let homes = kinds.iter().zip(&person.homes);
    let homes = homes.filter_map(|(kind, home)| Some((kind.clone(), Value::from(home.clone()?))));
    let homes: Map<String, Value> = homes.collect();
    let mut record = Record::new();
    record.insert("values".to_owned(), json!(values));
    record.insert("homes".to_owned(), json!(homes));
    if let Some(side) = &person.side {
        record.insert("side".to_owned(), side.clone().into());
    }
    record
}

/// An applicant from what the auditors have.
pub fn applicant(rules: &Rules, kinds: &[String], record: &Record) -> Applicant {
    let of = |part: &str, name: &str| {
        let own = record.get(part).and_then(Value::as_object)?;
        own.iter()
            .find(|(own, _)| key(own) == key(name))
            .and_then(|(_, value)| value.as_str())
            .map(str::to_owned)
    };
    let side = text(record, "side");
    Applicant {
        id: text(record, "number").to_owned(),
        side: (!side.is_empty()).then(|| side.to_owned()),
        values: rules.features.iter().map(|name| of("values", name).unwrap_or_default()).collect(),
        homes: kinds.iter().map(|kind| of("homes", kind)).collect(),
        presence: Presence::Open,
    }
}
