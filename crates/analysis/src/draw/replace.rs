//! Who steps in for those who declined: the order of call, or a lottery for the open seats.
//!
//! Order of call: everybody who was not drawn stands in an order that came with the seed. For the seats that are open at
//! one time the first of them in this order is taken with whom all rules can be kept; then the next.

use std::collections::BTreeSet;

use beringia_engine::assemble::lottery::Step;
use beringia_engine::assemble::lottery::quotas::Presence;
use serde_json::{Value, json};

use super::applicants::Applicants;
use super::ceremony::{Agreed, Committed, Refused, rules_of, seal, time};
use super::numbered::{Numbered, applicant};
use super::rules::Rules;
use super::seed::call_order;
use super::sheet::key;
use super::transcript::{Record, Transcript, record, text, texts, unhex, whole};

/// Seats that the order of call fills at one time; for more a lottery is fairer.
pub const CALLS_MAX: usize = 3;
/// Steps of the search at most.
const STEPS_MAX: usize = 20_000_000;

/// Why somebody left.
pub const CAUSES: [&str; 4] = ["declined", "withdrew", "no-answer", "not-eligible"];

/// An account with what its auditors have.
#[derive(Debug)]
pub struct Case {
    rules: Rules,
    seats: usize,
    numbered: Numbered,
    must: BTreeSet<usize>,
    /// Rows each person counts in.
    rows: Vec<Vec<usize>>,
}

impl Case {
    /// Reads rules and people out of an account.
    pub fn of(public: &Transcript, auditors: &Transcript) -> Result<Self, Refused> {
        let (_, own) =
            public.of("rules").last().ok_or(Refused::Step("nothing is committed yet"))?;
        let rules = rules_of(own);
        let kinds: Vec<String> = texts(own, "one_per").into_iter().map(str::to_owned).collect();
        let (must_in, must_out) = (texts(own, "must_in"), texts(own, "must_out"));
        let mut people = Vec::new();
        for (_, own) in auditors.of("applicant") {
            let mut person = applicant(&rules, &kinds, own);
            if must_in.contains(&person.id.as_str()) {
                person.presence = Presence::In;
            } else if must_out.contains(&person.id.as_str()) {
                person.presence = Presence::Out;
            }
            people.push(person);
        }
        let rows = people.iter().map(|person| {
            let counts = |row: &usize| {
                let own = &rules.rows[*row];
                key(&person.values[own.feature]) == key(&own.value)
                    && own.side.as_ref().is_none_or(|side| person.side.as_ref() == Some(side))
            };
            (0..rules.rows.len()).filter(counts).collect()
        });
        let rows = rows.collect();
        let sides = own.get("sides").and_then(Value::as_object).into_iter().flatten();
        let sides = sides
            .map(|(letter, name)| (letter.clone(), name.as_str().unwrap_or_default().to_owned()));
        let pools = public.of("pool").map(|(_, own)| {
            (
                text(own, "side").to_owned(),
                texts(own, "commitments").into_iter().map(str::to_owned).collect(),
            )
        });
        let must = people.iter().enumerate().filter(|(_, person)| person.presence == Presence::In);
        Ok(Self {
            seats: own
                .get("seats")
                .and_then(Value::as_u64)
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(0),
            must: must.map(|(at, _)| at).collect(),
            numbered: Numbered {
                numbers: people.iter().map(|person| person.id.clone()).collect(),
                sides: sides.collect(),
                commitments: pools.collect(),
                applicants: Applicants { people, kinds, remarks: Vec::new() },
            },
            rules,
            rows,
        })
    }

    /// Applicants in the order of their numbers.
    pub fn applicants(&self) -> &Applicants {
        &self.numbered.applicants
    }

    /// Their numbers.
    pub fn numbers(&self) -> &[String] {
        &self.numbered.numbers
    }

    fn place(&self, number: &str) -> Option<usize> {
        self.numbered.numbers.iter().position(|own| own == number)
    }

    fn shares_home(&self, one: usize, other: usize) -> bool {
        let [one, other] = [one, other].map(|at| &self.numbered.applicants.people[at].homes);
        one.iter().zip(other).any(|(one, other)| one.is_some() && one == other)
    }

    /// The first people in this order with whom the delegation keeps all rules.
    fn first_in(&self, stay: &[usize], order: &[usize], open: usize) -> Option<Vec<usize>> {
        let mut counts = vec![0_i64; self.rules.rows.len()];
        stay.iter().for_each(|&at| self.rows[at].iter().for_each(|&row| counts[row] += 1));
        let mut taken = Vec::new();
        let mut steps = 0;
        self.extend((stay, order), open, &mut (&mut counts, &mut taken), &mut steps)
            .then_some(taken)
    }

    fn extend(
        &self,
        (stay, order): (&[usize], &[usize]),
        open: usize,
        state: &mut (&mut Vec<i64>, &mut Vec<usize>),
        steps: &mut usize,
    ) -> bool {
        let missing = |counts: &[i64]| {
            let rows = self.rules.rows.iter().zip(counts);
            rows.map(|(row, count)| (i64::from(row.min) - count).max(0)).collect::<Vec<i64>>()
        };
        if open == 0 {
            return missing(state.0).iter().all(|missing| *missing == 0);
        }
        for (at, &person) in order.iter().enumerate() {
            *steps += 1;
            if *steps > STEPS_MAX {
                return false;
            }
            let fits = self.rows[person]
                .iter()
                .all(|&row| state.0[row] < i64::from(self.rules.rows[row].max));
            let lone =
                stay.iter().chain(state.1.iter()).all(|&other| !self.shares_home(person, other));
            if !fits || !lone {
                continue;
            }
            self.rows[person].iter().for_each(|&row| state.0[row] += 1);
            state.1.push(person);
            let can = missing(state.0)
                .iter()
                .all(|missing| usize::try_from(*missing).is_ok_and(|missing| missing < open));
            if can && self.extend((stay, &order[at + 1..]), open - 1, state, steps) {
                return true;
            }
            state.1.pop();
            self.rows[person].iter().for_each(|&row| state.0[row] -= 1);
        }
        false
    }
}

/// Who stays, the order of call of everybody else, and who is never asked again.
type After = (Vec<usize>, Vec<usize>, BTreeSet<usize>);

/// Who is in the delegation now, and who left it.
pub fn standing(public: &Transcript) -> (Vec<String>, BTreeSet<String>) {
    let mut now: Vec<String> = Vec::new();
    let mut left = BTreeSet::new();
    for own in public.records() {
        match text(own, "record") {
            "delegation" => now = texts(own, "numbers").into_iter().map(str::to_owned).collect(),
            "replacement" => {
                for out in own.get("out").and_then(Value::as_array).into_iter().flatten() {
                    let number = out.get("number").and_then(Value::as_str).unwrap_or_default();
                    left.insert(number.to_owned());
                    now.retain(|one| one != number);
                }
                now.extend(texts(own, "in").into_iter().map(str::to_owned));
                now.sort();
            }
            _ => {}
        }
    }
    (now, left)
}

/// Fills the seats of those who left, by the order of call; gives who steps in.
pub fn replace(
    public: &mut Transcript,
    auditors: &Transcript,
    gone: &[(String, String)],
    at: i64,
) -> Result<Vec<String>, Refused> {
    let case = Case::of(public, auditors)?;
    let (stay, order, _) = case.after(public, gone)?;
    if gone.len() > CALLS_MAX {
        return Err(Refused::Step(
            "for more than three seats at once a lottery is fairer: draw replace --lottery",
        ));
    }
    let open = case
        .seats
        .checked_sub(stay.len())
        .ok_or(Refused::Step("more are in it than there are seats"))?;
    let last = public.records().iter().filter_map(|own| whole(own, "at"));
    let last = last
        .chain(public.of("rules").filter_map(|(_, own)| whole(own, "draw_at")))
        .max()
        .unwrap_or(0);
    if at < last {
        return Err(Refused::Before(time(last)));
    }
    let found = case.first_in(&stay, &order, open).ok_or(Refused::Step(
        "nobody in the order of call keeps the quotas; widen them with two keys, or leave the seat empty",
    ))?;
    let called: Vec<String> = found.iter().map(|&at| case.numbered.numbers[at].clone()).collect();
    let out: Vec<Value> =
        gone.iter().map(|(number, cause)| json!({ "number": number, "cause": cause })).collect();
    public.add(
        "replacement",
        record([
            ("out", out.into()),
            ("in", json!(called)),
            ("rule", "call-order".into()),
            ("at", at.into()),
        ]),
    );
    Ok(called)
}

impl Case {
    /// Who stays, the order of call of everybody else, and who is never asked again.
    fn after(&self, public: &Transcript, gone: &[(String, String)]) -> Result<After, Refused> {
        let (now, mut left) = standing(public);
        if now.is_empty() {
            return Err(Refused::Step("nothing is drawn yet"));
        }
        for (number, cause) in gone {
            if !now.contains(number) {
                return Err(Refused::NotIn(number.clone()));
            }
            if !CAUSES.contains(&cause.as_str()) {
                return Err(Refused::Step(
                    "a cause is declined, withdrew, no-answer or not-eligible",
                ));
            }
            left.insert(number.clone());
        }
        let place = |number: &String| self.place(number);
        let left: BTreeSet<usize> = left.iter().filter_map(place).collect();
        let stay: Vec<usize> =
            now.iter().filter_map(place).filter(|at| !left.contains(at)).collect();
        let first = public
            .of("delegation")
            .last()
            .map(|(_, own)| texts(own, "numbers"))
            .unwrap_or_default();
        let first: BTreeSet<usize> =
            first.into_iter().filter_map(|number| self.place(number)).collect();
        let people = self.numbered.applicants.people.iter().enumerate();
        let waiting =
            people.filter(|(at, person)| person.presence == Presence::Open && !first.contains(at));
        let mut order: Vec<usize> = waiting.map(|(at, _)| at).collect();
        let seed = public.of("draw").last().and_then(|(_, own)| unhex(text(own, "seed")));
        let seed: [u8; 32] = seed.and_then(|seed| seed.try_into().ok()).unwrap_or_default();
        call_order(&seed, &mut order);
        let stays: BTreeSet<usize> = stay.iter().copied().collect();
        order.retain(|at| !left.contains(at) && !stays.contains(at));
        Ok((stay, order, left))
    }
}

/// Begins a lottery for the open seats: those who stay must come, those who left must not.
pub fn again(
    (public, auditors): (&Transcript, &Transcript),
    gone: &[(String, String)],
    agreed: &Agreed,
    tell: &mut dyn FnMut(Step),
) -> Result<Committed, Refused> {
    let old =
        public.of("commitment").filter_map(|(_, own)| own.get("hashes").and_then(Value::as_object));
    if old.flat_map(|all| all.values()).any(|own| agreed.hashes.iter().any(|hash| own == hash)) {
        return Err(Refused::OldSecret);
    }
    let mut case = Case::of(public, auditors)?;
    let (stay, _, left) = case.after(public, gone)?;
    for at in stay.into_iter().chain(case.must.iter().copied()) {
        if !left.contains(&at) {
            case.numbered.applicants.people[at].presence = Presence::In;
        }
    }
    for at in left {
        case.numbered.applicants.people[at].presence = Presence::Out;
    }
    let out: Vec<Value> =
        gone.iter().map(|(number, cause)| json!({ "number": number, "cause": cause })).collect();
    let mut next = Transcript::default();
    next.add("continues", record([("account", public.head().into()), ("out", out.into())]));
    let seats = u32::try_from(case.seats).unwrap_or(0);
    seal((&case.rules, case.numbered), seats, agreed, next, tell)
}

/// The open record of an applicant by her number.
pub fn applicant_record<'a>(auditors: &'a Transcript, number: &str) -> Option<&'a Record> {
    auditors.of("applicant").find(|(_, own)| text(own, "number") == number).map(|(_, own)| own)
}
