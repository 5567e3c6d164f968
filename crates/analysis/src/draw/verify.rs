//! Whether an account is what it says: by whoever holds it, with or without what only auditors see.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::ceremony::{KEEPERS, approval_code, commitment_digest, drawn, rules_of, secret_hash};
use super::continues::continues;
use super::numbered::{Receipt, commitment};
use super::plan::{Chance, plan};
use super::replace::{Case, applicant_record, replace};
use super::rules::{QUOTAS_MAX, Rules};
use super::sheet::key;
use super::summary::summary;
use super::transcript::{Record, Transcript, hex, text, texts, unhex, whole};

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

/// What a check is given beside the account.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// What the auditors have.
    pub auditors: Option<&'a Transcript>,
    /// The account that this one continues.
    pub before: Option<&'a Transcript>,
    /// Somebody's receipt.
    pub receipt: Option<&'a Receipt>,
}

/// Checks everything that an account allows to check.
pub fn verify(public: &Transcript, Given { auditors, before, receipt }: Given<'_>) -> Vec<Check> {
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
            for name in ["sealed", "quotas", "counts", "summary", "chances", "plan"] {
                say(name, Outcome::NotGiven);
            }
            say(
                "replacements",
                if at.replaced_hold() { Outcome::NotGiven } else { Outcome::Wrong },
            );
        }
        Some(auditors) => {
            say("sealed", when(sealed == Some(auditors.head().as_str())));
            let own = rules_of(rules);
            say("quotas", when(at.quotas_hold(&own, auditors)));
            say("counts", when(at.counts_hold(auditors)));
            say("summary", when(at.summary_holds(auditors)));
            say("chances", at.chances(&own, auditors));
            say("plan", when(at.rules_hold() && at.plan_holds(&own, auditors)));
            say("replacements", at.replacements(auditors));
        }
    }
    if public.records().first().is_some_and(|own| text(own, "record") == "continues") {
        say(
            "continues",
            before.map_or(Outcome::NotGiven, |before| when(continues(public, before))),
        );
    }
    match receipt {
        None => say("receipt", Outcome::NotGiven),
        Some(receipt) => say("receipt", when(at.receipt_holds(receipt, auditors))),
    }
    found
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
        // A side has a pool; of everything else there is one.
        let mut fixed = kinds.get(begins..=self.from).unwrap_or_default().to_vec();
        fixed.dedup_by(|kind, before| kind == before && *kind == "pool");
        let later = ["approval", "reveal", "draw", "delegation", "replacement"];
        fixed == wanted
            && kinds[self.from + 1..].iter().all(|kind| later.contains(kind))
            && whole(self.rules, "tickets") == Some(1000)
            && self.hash(KEEPERS[0]) != self.hash(KEEPERS[1])
            && self.pools_hold()
            && self.quotas_are_quotas()
    }

    /// Each side's pool once, sorted; as many people as the summary says.
    fn pools_hold(&self) -> bool {
        let pools: Vec<&Record> = self.public.of("pool").map(|(_, own)| own).collect();
        let chances = self.public.of("chances").last().and_then(|(_, own)| whole(own, "people"));
        pools.windows(2).all(|pair| text(pair[0], "side") < text(pair[1], "side"))
            && i64::try_from(self.numbers().len()).ok() == chances
            && pools.iter().all(|own| {
                let all = texts(own, "commitments");
                all.windows(2).all(|pair| pair[0] < pair[1])
            })
    }

    /// Within what files of quotas may say, and of sides that there are.
    fn quotas_are_quotas(&self) -> bool {
        let all = self.rules.get("quotas").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let sides = self.rules.get("sides");
        all.len() <= QUOTAS_MAX
            && all.iter().filter_map(Value::as_object).all(|own| {
                let side = text(own, "side");
                whole(own, "min")
                    .zip(whole(own, "max"))
                    .is_some_and(|(min, max)| 0 <= min && min <= max)
                    && (side.is_empty() || sides.and_then(|sides| sides.get(side)).is_some())
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

    /// Both approvals before anything is opened or drawn, each the word of whoever has the secret.
    fn approvals(&self) -> Outcome {
        let kinds = self.public.records().iter().skip(self.from + 1).map(|own| text(own, "record"));
        let kinds: Vec<&str> = kinds.collect();
        let approvals = kinds.iter().take_while(|kind| **kind == "approval").count();
        if kinds.len() > approvals && approvals != KEEPERS.len()
            || kinds[approvals..].contains(&"approval")
        {
            return Outcome::Wrong;
        }
        let digest =
            commitment_digest(self.public).and_then(|digest| unhex(&digest)).unwrap_or_default();
        let mut outcome = Outcome::Right;
        for keeper in KEEPERS {
            let own = self.after("approval", keeper);
            if own.is_none() && approvals == KEEPERS.len() {
                return Outcome::Wrong;
            }
            let secret = self.after("reveal", keeper).and_then(|own| unhex(text(own, "secret")));
            match (own, secret) {
                (Some(own), Some(secret))
                    if approval_code(&secret, &digest) != text(own, "code") =>
                {
                    return Outcome::Wrong;
                }
                (Some(_), Some(_)) => {}
                _ => outcome = Outcome::NotGiven,
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
        let acts = self.public.records().iter().skip(self.from + 1);
        let acts = acts.filter(|own| ["approval", "reveal"].contains(&text(own, "record")));
        let mut last = committed;
        let mut said = acts.map(|own| whole(own, "at"));
        committed < reveal_by
            && reveal_by < draw_at
            && said.all(|at| {
                at.is_some_and(|at| at >= std::mem::replace(&mut last, at) && at < reveal_by)
            })
    }

    fn draw(&self) -> Outcome {
        let mut draws = self.public.of("draw").filter(|(at, _)| *at > self.from);
        let Some((place, own)) = draws.next() else { return Outcome::NotGiven };
        if draws.next().is_some() {
            return Outcome::Wrong;
        }
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
        let (must, never) = (texts(self.rules, "must_in"), texts(self.rules, "must_out"));
        let mut seen = BTreeSet::new();
        let mut sum = 0.0;
        let all = auditors.of("applicant").all(|(_, own)| {
            let number = text(own, "number");
            let count = counts.get(number).copied().unwrap_or(0);
            let chance = fraction(text(own, "chance")).unwrap_or(f64::NAN);
            sum += chance;
            let is_pinned = (!must.contains(&number) || chance >= 1.0)
                && (!never.contains(&number) || chance <= 0.0);
            seen.insert(number.to_owned())
                && whole(own, "tickets") == Some(count)
                && (count as f64 - 1000.0 * chance).abs() < 1.0 + 1e-6
                && is_pinned
        });
        let seats = whole(self.rules, "seats").unwrap_or(0) as f64;
        all && seen == self.numbers() && (sum - seats).abs() < 1e-6
    }

    /// The summary that everybody sees, counted anew.
    fn summary_holds(&self, auditors: &Transcript) -> bool {
        let Some((_, own)) = self.public.of("chances").last() else { return false };
        let never = texts(self.rules, "must_out");
        let all: Option<Vec<(Chance, bool)>> = auditors
            .of("applicant")
            .map(|(_, own)| {
                Some((Chance::parse(text(own, "chance"))?, !never.contains(&text(own, "number"))))
            })
            .collect();
        let has_levels = auditors.of("level").next().is_some();
        let is_exact = own.get("exact").and_then(Value::as_bool) == Some(true);
        let Some(all) = all else { return false };
        let made = summary(&all);
        is_exact == has_levels && made.iter().all(|(name, value)| own.get(name) == Some(value))
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

    /// Who left was in the delegation, and who came was not, is known, and may; after the draw, in the order of time.
    fn replaced_hold(&self) -> bool {
        let (known, never) = (self.numbers(), texts(self.rules, "must_out"));
        let first = self.public.of("delegation").last().map(|(_, own)| texts(own, "numbers"));
        let mut now: BTreeSet<&str> = first.unwrap_or_default().into_iter().collect();
        let mut left: BTreeSet<&str> = BTreeSet::new();
        let mut time = whole(self.rules, "draw_at").unwrap_or(i64::MAX);
        self.public.of("replacement").all(|(_, own)| {
            let out = own.get("out").and_then(Value::as_array).into_iter().flatten();
            let out: Vec<&str> =
                out.filter_map(|out| out.get("number").and_then(Value::as_str)).collect();
            let called = texts(own, "in");
            let may = |number: &&str| {
                known.contains(*number)
                    && !now.contains(number)
                    && !left.contains(number)
                    && !never.contains(number)
            };
            let holds = called.iter().all(may)
                && out.len() == called.len()
                && whole(own, "at").is_some_and(|at| at >= std::mem::replace(&mut time, at));
            holds
                && out.into_iter().all(|number| left.insert(number) && now.remove(number))
                && called.into_iter().all(|number| now.insert(number))
        })
    }

    /// Each replacement is the one the order of call gives.
    fn replacements(&self, auditors: &Transcript) -> Outcome {
        if !self.replaced_hold() || self.delegation() == Outcome::Wrong {
            return Outcome::Wrong;
        }
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

    /// The digest of the receipt's record stands at the place of its number; the record is of this person, and says
    /// what the auditors have of her.
    fn receipt_holds(&self, receipt: &Receipt, auditors: Option<&Transcript>) -> bool {
        let Some(nonce) = unhex(&receipt.nonce) else { return false };
        let digest = hex(&commitment(&nonce, &receipt.record));
        let Some((side, rank)) = receipt.number.split_once('-') else { return false };
        let Some(rank) = rank.parse::<usize>().ok().and_then(|rank| rank.checked_sub(1)) else {
            return false;
        };
        let pool = self.public.of("pool").find(|(_, own)| text(own, "side") == side);
        let own = pool.and_then(|(_, own)| texts(own, "commitments").get(rank).copied());
        let Ok(record) = serde_json::from_str::<Record>(&receipt.record) else { return false };
        let is_same = auditors.is_none_or(|auditors| {
            let theirs = applicant_record(auditors, &receipt.number);
            theirs.is_some_and(|theirs| {
                ["values", "homes", "side"]
                    .iter()
                    .all(|part| theirs.get(*part) == record.get(*part))
            })
        });
        own == Some(digest.as_str()) && text(&record, "id") == receipt.id && is_same
    }
}

/// A fraction as a number.
pub(super) fn fraction(text: &str) -> Option<f64> {
    let mut parts = text.split('/');
    let over: f64 = parts.next()?.parse().ok()?;
    let under: f64 = parts.next().map_or(Some(1.0), |under| under.parse().ok())?;
    (under > 0.0).then(|| over / under)
}
