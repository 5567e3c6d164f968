//! From what, by what and with which choices findings were made, so that anybody can make them again.

use std::fmt::Write;

use beringia_engine::measure::opinions::Half;
use beringia_engine::measure::prediction_matrix::About;
use sha2::{Digest, Sha256};

use crate::snapshot::Snapshot;

/// SHA-256, in hexadecimal, of everything in the snapshot that bears on a figure, in canonical order.
///
/// Texts of statements are in it, notes and file names are not: the same votes in other files are the
/// same snapshot.
pub fn digest(snapshot: &Snapshot) -> String {
    let mut hash = Framed(Sha256::new());
    hash.bytes(b"beringia-snapshot/2");
    for part in beringia_domain::Part::BOTH {
        hash.bytes(snapshot.sides.as_ref().map_or("", |sides| sides.name(part)).as_bytes());
    }
    people(&mut hash, snapshot);
    statements(&mut hash, snapshot);
    ballots(&mut hash, snapshot);
    hexadecimal(&hash.0.finalize())
}

/// SHA-256 of a text, in hexadecimal.
pub fn text_digest(text: &str) -> String {
    hexadecimal(&Sha256::digest(text.as_bytes()))
}

/// The file of the random text that is digested with findings before they are released: whoever has the rows, and
/// works out findings from them, must not find by the digest whose rows are in it.
pub const NONCE: &str = "nonce.txt";

/// What stands for findings that are not told yet: SHA-256 of a random text, a line end, and the findings as JSON.
pub fn fingerprint(nonce: &str, findings: &str) -> String {
    text_digest(&format!("{nonce}\n{findings}"))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Every piece goes in behind its length, so that no two inputs run together.
struct Framed(Sha256);

impl Framed {
    fn bytes(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}

fn half_code(half: Option<Half>) -> u8 {
    half.map_or(2, |half| u8::from(half == Half::Second))
}

fn people(hash: &mut Framed, snapshot: &Snapshot) {
    for (place, id) in snapshot.people.iter().enumerate() {
        hash.bytes(id.as_bytes());
        let weight = snapshot.weights.as_ref().map_or(1.0, |weights| weights[place]);
        hash.0.update([half_code(snapshot.halves[place])]);
        hash.0.update(weight.to_le_bytes());
    }
}

fn statements(hash: &mut Framed, snapshot: &Snapshot) {
    for statement in &snapshot.statements {
        hash.bytes(statement.id.as_str().as_bytes());
        hash.bytes(statement.status.word().as_bytes());
        hash.bytes(statement.text.as_deref().unwrap_or_default().as_bytes());
        hash.bytes(statement.field.as_deref().unwrap_or_default().as_bytes());
        hash.0.update([statement.author.map_or(2, |part| part as u8)]);
    }
}

fn ballots(hash: &mut Framed, snapshot: &Snapshot) {
    let mut row = Vec::new();
    for person in 0..snapshot.votes().people() {
        row.clear();
        for (statement, choice) in snapshot.votes().row(person) {
            let cell = (statement as u64) << 2 | choice.index() as u64;
            row.extend_from_slice(&cell.to_le_bytes()[..4]);
        }
        hash.bytes(&row);
        row.clear();
        for p in snapshot.predictions.row(person) {
            row.extend_from_slice(&p.statement.to_le_bytes());
            row.extend_from_slice(&[u8::from(p.about == About::Own), p.of_hundred]);
        }
        hash.bytes(&row);
    }
    // Days come in runs; which form they are kept in is no matter.
    let mut last = None;
    snapshot.ballots.days.for_each_run(|day, votes| {
        if last != Some(day) {
            hash.0.update((votes.start as u64).to_le_bytes());
            hash.0.update(day.to_le_bytes());
        }
        last = Some(day);
    });
    for exposure in &snapshot.exposures {
        hash.0.update(exposure.person.to_le_bytes());
        hash.0.update(exposure.statement.to_le_bytes());
        hash.0.update([exposure.label.map_or(2, |label| label as u8)]);
    }
}
