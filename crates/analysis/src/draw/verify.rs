//! Whether an account is what it says: by whoever holds it, with or without what only auditors see.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ceremony::{KEEPERS, approval_code, commitment_digest, drawn, rules_of, secret_hash};
use super::numbered::{Receipt, commitment};
use super::plan::plan;
use super::replace::{Case, replace, standing};
use super::rules::Rules;
use super::sheet::key;
use super::transcript::{Record, Transcript, hex, record, text, texts, unhex, whole};

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Right,
    /// It does not.
    Wrong,
    /// What it needs was not given, or is not there yet.
    NotGiven,
}

/// One check: its name in the files of words, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Name.
    pub name: &'static str,
    /// Outcome.
    pub outcome: Outcome,
}

/// Checks everything that an account allows to check.
pub fn verify(
    public: &Transcript,
    auditors: Option<&Transcript>,
    receipt: Option<&Receipt>,
) -> Vec<Check> {
    let mut found = Vec::new();
    let mut say = |name, outcome| found.push(Check { name, outcome });
    let when = |holds: bool| if holds { Outcome::Right } else { Outcome::Wrong };
    let Some((_, rules)) = public.of("rules").last() else {
        return vec![Check { name: "rules", outcome: Outcome::Wrong }];
    };
    let at = At { public, rules, from: public.of("commitment").last().map_or(0, |(at, _)| at) };
    say("rules", when(at.rules_hold()));
    say("tickets", when(at.tickets_hold()));
    say("approvals", at.approvals());
    say("reveals", at.reveals());
    say("times", when(at.times_hold()));
    say("draw", at.draw());
    say("delegation", at.delegation());
    let sealed = public.of("sealed").last().map(|(_, own)| text(own, "auditors"));
    match auditors {
        None => {
            for name in ["sealed", "quotas", "counts", "chances", "plan", "replacements"] {
                say(name, Outcome::NotGiven);
            }
        }
        Some(auditors) => {
            say("sealed", when(sealed == Some(auditors.head().as_str())));
            let own = rules_of(rules);
            say("quotas", when(at.quotas_hold(&own, auditors)));
            say("counts", when(at.counts_hold(auditors)));
            say("chances", at.chances(&own, auditors));
            say("plan", when(at.plan_holds(&own, auditors)));
            say("replacements", at.replacements(auditors));
        }
    }
    match receipt {
        None => say("receipt", Outcome::NotGiven),
        Some(receipt) => say("receipt", when(at.receipt_holds(receipt))),
    }
    found
}

/// The value that decided, and what it should be: whoever checks compares the two by hand.
pub fn to_compare(public: &Transcript) -> Option<(String, String)> {
    let (_, rules) = public.of("rules").last()?;
    let named =
        rules.get("source").and_then(|source| source.get("named")).and_then(Value::as_str)?;
    let (_, draw) = public.of("draw").last()?;
    Some((named.to_owned(), text(draw, "value").to_owned()))
}

/// The tickets in which a number is, counted from 0.
pub fn tickets_of(public: &Transcript, number: &str) -> Vec<usize> {
    let tickets =
        public.of("portfolio").last().map(|(_, own)| texts(own, "tickets")).unwrap_or_default();
    let holds = |(_, line): &(usize, &str)| line.split(' ').any(|own| own == number);
    tickets.into_iter().enumerate().filter(holds).map(|(at, _)| at).collect()
}

struct At<'a> {
    public: &'a Transcript,
    rules: &'a Record,
    /// Where the last commitment is.
    from: usize,
}

impl<'a> At<'a> {
    fn tickets(&self) -> Vec<Vec<&'a str>> {
        let own = self
            .public
            .of("portfolio")
            .last()
            .map(|(_, own)| texts(own, "tickets"))
            .unwrap_or_default();
        own.into_iter().map(|line| line.split(' ').collect()).collect()
    }

    fn numbers(&self) -> BTreeSet<String> {
        let pools = self.public.of("pool");
        pools
            .flat_map(|(_, own)| {
                let side = text(own, "side").to_owned();
                (1..=texts(own, "commitments").len()).map(move |at| format!("{side}-{at:04}"))
            })
            .collect()
    }

    fn after(&self, kind: &'a str, keeper: &str) -> Option<&'a Record> {
        let own =
            self.public.of(kind).find(|(at, own)| *at > self.from && text(own, "keeper") == keeper);
        own.map(|(_, own)| own)
    }

    fn hash(&self, keeper: &str) -> Option<&'a str> {
        let own = self.public.records().get(self.from)?.get("hashes")?;
        own.get(keeper)?.as_str()
    }

    /// Rules, pools, chances, tickets, seal, commitment, in this order, once each.
    fn rules_hold(&self) -> bool {
        let kinds: Vec<&str> =
            self.public.records().iter().map(|own| text(own, "record")).collect();
        let begins = usize::from(kinds.first() == Some(&"continues"));
        let wanted = ["rules", "pool", "chances", "portfolio", "sealed", "commitment"];
        let mut fixed = kinds.get(begins..=self.from).unwrap_or_default().to_vec();
        fixed.dedup();
        let later = ["approval", "reveal", "draw", "delegation", "replacement"];
        fixed == wanted
            && kinds[self.from + 1..].iter().all(|kind| later.contains(kind))
            && whole(self.rules, "tickets") == Some(1000)
            && self.public.of("pool").all(|(_, own)| {
                let all = texts(own, "commitments");
                all.windows(2).all(|pair| pair[0] < pair[1])
            })
    }

    /// A thousand lines of so many known people, each once, in order; with those who must come and without those who must
    /// not.
    fn tickets_hold(&self) -> bool {
        let seats = whole(self.rules, "seats").and_then(|seats| usize::try_from(seats).ok());
        let known = self.numbers();
        let (must, never) = (texts(self.rules, "must_in"), texts(self.rules, "must_out"));
        let tickets = self.tickets();
        tickets.len() == 1000
            && tickets.windows(2).all(|pair| pair[0] <= pair[1])
            && tickets.iter().all(|ticket| {
                Some(ticket.len()) == seats
                    && ticket.windows(2).all(|pair| pair[0] < pair[1])
                    && ticket
                        .iter()
                        .all(|number| known.contains(*number) && !never.contains(number))
                    && must.iter().all(|number| ticket.contains(number))
            })
    }

    fn approvals(&self) -> Outcome {
        let digest =
            commitment_digest(self.public).and_then(|digest| unhex(&digest)).unwrap_or_default();
        let mut outcome = Outcome::Right;
        for keeper in KEEPERS {
            let Some(own) = self.after("approval", keeper) else { return Outcome::NotGiven };
            match self.after("reveal", keeper).and_then(|own| unhex(text(own, "secret"))) {
                Some(secret) if approval_code(&secret, &digest) != text(own, "code") => {
                    return Outcome::Wrong;
                }
                Some(_) => {}
                None => outcome = Outcome::NotGiven,
            }
        }
        outcome
    }

    fn reveals(&self) -> Outcome {
        let mut outcome = Outcome::Right;
        for keeper in KEEPERS {
            match self.after("reveal", keeper) {
                Some(own) => {
                    let secret = unhex(text(own, "secret")).unwrap_or_default();
                    if self.hash(keeper) != Some(secret_hash(&secret).as_str()) {
                        return Outcome::Wrong;
                    }
                }
                None => outcome = Outcome::NotGiven,
            }
        }
        outcome
    }

    /// Commitment, approvals and secrets before the time at which secrets had to be open, and that before the draw.
    fn times_hold(&self) -> bool {
        let time = |name| whole(self.rules, name);
        let (Some(reveal_by), Some(draw_at)) = (time("reveal_by"), time("draw_at")) else {
            return false;
        };
        let committed = self.public.records().get(self.from).and_then(|own| whole(own, "at"));
        let Some(committed) = committed else { return false };
        let said = ["approval", "reveal"].into_iter().flat_map(|kind| {
            self.public.of(kind).filter(|(at, _)| *at > self.from).map(|(_, own)| whole(own, "at"))
        });
        committed < reveal_by
            && reveal_by < draw_at
            && said.into_iter().all(|at| at.is_some_and(|at| at >= committed && at < reveal_by))
    }

    fn draw(&self) -> Outcome {
        let Some((place, own)) = self.public.of("draw").last().filter(|(at, _)| *at > self.from)
        else {
            return Outcome::NotGiven;
        };
        let is_last =
            self.public.of("reveal").chain(self.public.of("approval")).all(|(at, _)| at < place);
        let lapsed: Vec<&str> =
            KEEPERS.into_iter().filter(|keeper| self.after("reveal", keeper).is_none()).collect();
        let holds = drawn(self.public, text(own, "value")).is_ok_and(|drawn| {
            hex(&drawn.seed) == text(own, "seed")
                && whole(own, "ticket") == i64::try_from(drawn.ticket).ok()
                && whole(own, "values") == Some(i64::from(drawn.values))
        });
        if holds && is_last && texts(own, "lapsed") == lapsed {
            Outcome::Right
        } else {
            Outcome::Wrong
        }
    }

    fn delegation(&self) -> Outcome {
        let Some((_, draw)) = self.public.of("draw").last().filter(|(at, _)| *at > self.from)
        else {
            return Outcome::NotGiven;
        };
        let line = whole(draw, "ticket").and_then(|line| usize::try_from(line).ok());
        let mut own = self.public.of("delegation");
        let holds = own.next().is_some_and(|(_, own)| {
            line.and_then(|line| self.tickets().get(line).cloned()) == Some(texts(own, "numbers"))
        });
        if holds && own.next().is_none() { Outcome::Right } else { Outcome::Wrong }
    }

    /// Every quota and every household on all thousand tickets.
    fn quotas_hold(&self, rules: &Rules, auditors: &Transcript) -> bool {
        let people: BTreeMap<&str, &Record> =
            auditors.of("applicant").map(|(_, own)| (text(own, "number"), own)).collect();
        let kinds = texts(self.rules, "one_per");
        self.tickets().iter().all(|ticket| {
            let mut counts = vec![0_u32; rules.rows.len()];
            let mut homes = BTreeSet::new();
            for number in ticket {
                let Some(own) = people.get(number) else { return false };
                let of = |part: &str, name: &str| {
                    own.get(part).and_then(|part| part.get(name)).and_then(Value::as_str)
                };
                for (row, quota) in rules.rows.iter().enumerate() {
                    let value = of("values", &rules.features[quota.feature]).unwrap_or_default();
                    let is_side =
                        quota.side.as_deref().is_none_or(|side| side == text(own, "side"));
                    counts[row] += u32::from(is_side && key(value) == key(&quota.value));
                }
                let mut homes_of =
                    kinds.iter().filter_map(|kind| Some((*kind, of("homes", kind)?.to_owned())));
                if homes_of.any(|home| !homes.insert(home)) {
                    return false;
                }
            }
            counts.iter().zip(&rules.rows).all(|(count, row)| (row.min..=row.max).contains(count))
        })
    }

    /// Everybody is in as many tickets as is said, and in as many as her chance says, give or take one.
    fn counts_hold(&self, auditors: &Transcript) -> bool {
        let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
        for ticket in self.tickets() {
            ticket.into_iter().for_each(|number| *counts.entry(number).or_default() += 1);
        }
        let known = self.numbers();
        let mut seen = 0;
        auditors.of("applicant").all(|(_, own)| {
            let number = text(own, "number");
            seen += 1;
            let count = counts.get(number).copied().unwrap_or(0);
            let chance = fraction(text(own, "chance")).unwrap_or(f64::NAN);
            known.contains(number)
                && whole(own, "tickets") == Some(count)
                && (count as f64 - 1000.0 * chance).abs() < 1.0 + 1e-6
        }) && seen == known.len()
    }

    /// The levels: the multipliers that show that nobody can have more.
    fn chances(&self, rules: &Rules, auditors: &Transcript) -> Outcome {
        if auditors.of("level").next().is_none() {
            return Outcome::NotGiven;
        }
        let levels = super::levels::Levels::of(self.rules, rules, auditors);
        if levels.hold(auditors) { Outcome::Right } else { Outcome::Wrong }
    }

    /// The engine, given what the auditors have, makes the same tickets again.
    fn plan_holds(&self, rules: &Rules, auditors: &Transcript) -> bool {
        let Ok(case) = Case::of(self.public, auditors) else { return false };
        let seats =
            whole(self.rules, "seats").and_then(|seats| u32::try_from(seats).ok()).unwrap_or(0);
        let Ok(made) = plan(rules, case.applicants(), seats, &mut |_| {}) else { return false };
        let numbers = case.numbers();
        let names = made
            .tickets
            .iter()
            .map(|ticket| ticket.iter().map(|&at| numbers[at].as_str()).collect::<Vec<_>>());
        names.collect::<Vec<_>>() == self.tickets()
    }

    /// Each replacement is the one the order of call gives.
    fn replacements(&self, auditors: &Transcript) -> Outcome {
        let mut again = Transcript::default();
        let mut some = Outcome::NotGiven;
        for own in self.public.records() {
            if text(own, "record") != "replacement" {
                let mut own = own.clone();
                own.remove("before");
                let kind = own.remove("record").and_then(|kind| kind.as_str().map(str::to_owned));
                again.add(&kind.unwrap_or_default(), own);
                continue;
            }
            some = Outcome::Right;
            let out = own.get("out").and_then(Value::as_array).into_iter().flatten();
            let gone: Vec<(String, String)> = out
                .map(|out| {
                    let part = |name: &str| {
                        out.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
                    };
                    (part("number"), part("cause"))
                })
                .collect();
            let called = replace(&mut again, auditors, &gone, whole(own, "at").unwrap_or(0));
            let is_same = called.is_ok_and(|called| {
                called.iter().map(String::as_str).collect::<Vec<_>>() == texts(own, "in")
            });
            if !is_same {
                return Outcome::Wrong;
            }
        }
        if again.head() == self.public.head() { some } else { Outcome::Wrong }
    }

    fn receipt_holds(&self, receipt: &Receipt) -> bool {
        let Some(nonce) = unhex(&receipt.nonce) else { return false };
        let digest = hex(&commitment(&nonce, &receipt.record));
        let mut parts = receipt.number.split('-');
        let (side, rank) = (
            parts.next().unwrap_or_default(),
            parts.next().and_then(|rank| rank.parse::<usize>().ok()),
        );
        let pool = self.public.of("pool").find(|(_, own)| text(own, "side") == side);
        let own =
            pool.and_then(|(_, own)| texts(own, "commitments").get(rank?.checked_sub(1)?).copied());
        own == Some(digest.as_str())
    }
}

/// A fraction as a number.
pub(super) fn fraction(text: &str) -> Option<f64> {
    let mut parts = text.split('/');
    let over: f64 = parts.next()?.parse().ok()?;
    let under: f64 = parts.next().map_or(Some(1.0), |under| under.parse().ok())?;
    (under > 0.0).then(|| over / under)
}

/// The delegation as it stands, for whoever asks.
pub fn delegation(public: &Transcript) -> Record {
    let (now, left) = standing(public);
    record([("numbers", serde_json::json!(now)), ("left", serde_json::json!(left))])
}
