//! What is told of a draw on paper and screen: counted here, so that whoever draws the page computes nothing.

use std::collections::BTreeMap;

use serde_json::Value;

use super::applicants::Applicants;
use super::ceremony::{KEEPERS, commitment_digest, rules_of};
use super::numbered::applicant;
use super::plan::Plan;
use super::replace::standing;
use super::rules::Rules;
use super::sheet::key;
use super::transcript::{Record, Transcript, text, texts, whole};
use super::verify::fraction;

/// A side, by its own name, and how many applied there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SideTold {
    /// Its letter in numbers.
    pub letter: String,
    /// Its name; empty where there are no sides.
    pub name: String,
    /// Applicants.
    pub people: usize,
}

/// A quota, and how many came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Feature.
    pub feature: String,
    /// Value.
    pub value: String,
    /// Least.
    pub min: u32,
    /// Most.
    pub max: u32,
    /// The side it counts on, by its place among the sides; `None` for everybody.
    pub side: Option<usize>,
    /// How many came, or are to be expected.
    pub came: f64,
    /// Share among those who applied, and among those who come.
    pub shares: [f64; 2],
    /// How many applied.
    pub applied: usize,
}

/// Chances of a side, from the smallest.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// The side, by its place.
    pub side: usize,
    /// Its name.
    pub name: String,
    /// Chances, ascending.
    pub chances: Vec<f64>,
    /// What everybody would have without quotas: seats over people.
    pub equal: f64,
}

/// Pictures of a lottery.
#[derive(Debug, Clone, PartialEq)]
pub struct Pictured {
    /// Chances, side by side.
    pub curves: Vec<Curve>,
    /// Quotas.
    pub fits: Vec<Fit>,
    /// Seats.
    pub seats: u32,
}

/// A keeper, and what she did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    /// Who.
    pub name: String,
    /// Digest of her secret.
    pub hash: String,
    /// When she approved.
    pub approved: Option<i64>,
    /// When her secret was opened.
    pub revealed: Option<i64>,
}

/// Who left, with the cause, and who came for them.
pub type Replaced = (Vec<(String, String)>, Vec<String>);

/// A draw as far as it has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is drawn.
    pub title: String,
    /// Applicants.
    pub people: usize,
    /// Seats.
    pub seats: u32,
    /// Sides.
    pub sides: Vec<SideTold>,
    /// Keepers of the keys.
    pub keepers: [Keeper; 2],
    /// Kind of source and which value decides.
    pub source: [String; 2],
    /// When it was committed, secrets had to be open, the value appears.
    pub times: [i64; 3],
    /// Digest of the commitment.
    pub digest: String,
    /// Value, seed, ticket.
    pub drawn: Option<(String, String, i64)>,
    /// Who is in the delegation now.
    pub delegation: Vec<String>,
    /// Who left and why, and who came for them.
    pub replaced: Vec<Replaced>,
    /// The smallest chance as a fraction, and as a number.
    pub smallest: (String, f64),
    /// Whether chances are exact, and every bound proven.
    pub is_proven: [bool; 2],
    /// How many are in no delegation: a number, or “few”.
    pub never: String,
    /// Chances in percent (from, below, people).
    pub histogram: Vec<(i64, i64, i64)>,
}

/// Pictures of a plan, with what is to be expected of the delegation.
pub fn of_plan(rules: &Rules, applicants: &Applicants, plan: &Plan) -> Pictured {
    let chances: Vec<f64> = plan.chances.iter().map(|chance| chance.value()).collect();
    pictured((rules, applicants), plan.seats, &chances, &chances)
}

/// Pictures of a draw: of who was drawn first, or is to be expected before. Of whoever stepped in later nothing is told:
/// the difference would tell what she is.
pub fn of_draw(public: &Transcript, auditors: &Transcript) -> Option<Pictured> {
    let (_, own) = public.of("rules").last()?;
    let rules = rules_of(own);
    let kinds: Vec<String> = texts(own, "one_per").into_iter().map(str::to_owned).collect();
    let records: Vec<&Record> = auditors.of("applicant").map(|(_, own)| own).collect();
    let people = records.iter().map(|own| applicant(&rules, &kinds, own)).collect();
    let applicants = Applicants { people, kinds, remarks: Vec::new() };
    let chances: Vec<f64> =
        records.iter().map(|own| fraction(text(own, "chance")).unwrap_or(0.0)).collect();
    let first = public.of("delegation").last().map(|(_, own)| texts(own, "numbers"));
    let now = first.unwrap_or_default();
    let came = applicants
        .people
        .iter()
        .map(|one| f64::from(u8::from(now.contains(&one.id.as_str()))))
        .collect();
    let came: Vec<f64> = if now.is_empty() { chances.clone() } else { came };
    let seats = whole(own, "seats").and_then(|seats| u32::try_from(seats).ok())?;
    Some(pictured((&rules, &applicants), seats, &chances, &came))
}

fn pictured(
    (rules, applicants): (&Rules, &Applicants),
    seats: u32,
    chances: &[f64],
    came: &[f64],
) -> Pictured {
    let mut sides: Vec<&str> =
        applicants.people.iter().filter_map(|one| one.side.as_deref()).collect();
    sides.sort_unstable();
    sides.dedup();
    let place = |side: Option<&str>| {
        side.and_then(|side| sides.iter().position(|own| key(own) == key(side)))
    };
    let mut curves = Vec::new();
    for (side, name) in
        sides.iter().copied().map(Some).chain(sides.is_empty().then_some(None)).enumerate()
    {
        let own =
            applicants.people.iter().zip(chances).filter(|(one, _)| one.side.as_deref() == name);
        let mut own: Vec<f64> = own.map(|(_, chance)| *chance).collect();
        own.sort_by(f64::total_cmp);
        let equal = own.iter().sum::<f64>() / own.len().max(1) as f64;
        curves.push(Curve { side, name: name.unwrap_or_default().to_owned(), chances: own, equal });
    }
    let fit = |row: usize| {
        let quota = &rules.rows[row];
        let on_side = |at: &usize| {
            quota.side.as_ref().is_none_or(|side| {
                place(applicants.people[*at].side.as_deref()) == place(Some(side))
            })
        };
        let is_of =
            |at: &usize| key(&applicants.people[*at].values[quota.feature]) == key(&quota.value);
        let base: Vec<usize> = (0..applicants.people.len()).filter(on_side).collect();
        let own: Vec<usize> = base.iter().copied().filter(is_of).collect();
        let sum = |of: &[usize]| of.iter().map(|&at| came[at]).sum::<f64>();
        let share = |part: f64, all: f64| if all > 0.0 { part / all } else { 0.0 };
        Fit {
            feature: rules.features[quota.feature].clone(),
            value: quota.value.clone(),
            min: quota.min,
            max: quota.max,
            side: quota.side.as_deref().and_then(|side| place(Some(side))),
            came: sum(&own),
            shares: [share(own.len() as f64, base.len() as f64), share(sum(&own), sum(&base))],
            applied: own.len(),
        }
    };
    Pictured { curves, fits: (0..rules.rows.len()).map(fit).collect(), seats }
}

/// What an account tells.
pub fn told(public: &Transcript) -> Option<Told> {
    let (_, rules) = public.of("rules").last()?;
    let (from, commitment) = public.of("commitment").last()?;
    let (_, chances) = public.of("chances").last()?;
    let object = |own: &Record, name: &str| -> BTreeMap<String, String> {
        let all = own.get(name).and_then(Value::as_object).into_iter().flatten();
        all.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect()
    };
    let (names, keepers, hashes) =
        (object(rules, "sides"), object(rules, "keepers"), object(commitment, "hashes"));
    let source = object(rules, "source");
    let when = |kind: &'static str, keeper: &str| {
        let own = public.of(kind).find(|(at, own)| *at > from && text(own, "keeper") == keeper);
        own.and_then(|(_, own)| whole(own, "at"))
    };
    let of =
        |all: &BTreeMap<String, String>, name: &str| all.get(name).cloned().unwrap_or_default();
    let keeper = |letter: &str| Keeper {
        name: of(&keepers, letter),
        hash: of(&hashes, letter),
        approved: when("approval", letter),
        revealed: when("reveal", letter),
    };
    let sides = public.of("pool").map(|(_, own)| SideTold {
        letter: text(own, "side").to_owned(),
        name: of(&names, text(own, "side")),
        people: texts(own, "commitments").len(),
    });
    let drawn = public.of("draw").last().filter(|(at, _)| *at > from);
    let smallest = text(chances, "smallest");
    let is = |name: &str| chances.get(name).and_then(Value::as_bool).unwrap_or(false);
    let number = |own: &Value, name: &str| own.get(name).and_then(Value::as_i64).unwrap_or(0);
    let bins = chances.get("histogram").and_then(Value::as_array).into_iter().flatten();
    Some(Told {
        title: text(rules, "title").to_owned(),
        people: usize::try_from(whole(chances, "people")?).ok()?,
        seats: u32::try_from(whole(rules, "seats")?).ok()?,
        sides: sides.collect(),
        keepers: KEEPERS.map(keeper),
        source: [of(&source, "kind"), of(&source, "named")],
        times: [whole(commitment, "at")?, whole(rules, "reveal_by")?, whole(rules, "draw_at")?],
        digest: commitment_digest(public)?,
        drawn: drawn.map(|(_, own)| {
            (
                text(own, "value").to_owned(),
                text(own, "seed").to_owned(),
                whole(own, "ticket").unwrap_or(0),
            )
        }),
        delegation: standing(public).0,
        replaced: public.of("replacement").map(|(_, own)| replaced(own)).collect(),
        smallest: (smallest.to_owned(), fraction(smallest).unwrap_or(0.0)),
        is_proven: [is("exact"), is("proven")],
        never: text(chances, "never").to_owned(),
        histogram: bins
            .map(|bin| (number(bin, "from"), number(bin, "below"), number(bin, "people")))
            .collect(),
    })
}

fn replaced(own: &Record) -> Replaced {
    let out = own.get("out").and_then(Value::as_array).into_iter().flatten();
    let part = |out: &Value, name: &str| {
        out.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let out = out.map(|out| (part(out, "number"), part(out, "cause"))).collect();
    (out, texts(own, "in").into_iter().map(str::to_owned).collect())
}
