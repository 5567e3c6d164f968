//! A draw that neither side can steer: everything is fixed and approved before the value exists that decides.
//!
//! Rules, pool, chances, tickets and the digests of both keepers' secrets make the commitment. Secrets are opened before
//! the public value is known; one that is not opened in time counts as empty. Ticket and order of call follow by hashing.

use beringia_engine::assemble::lottery::Step;
use beringia_engine::assemble::lottery::quotas::Presence;
use serde_json::{Value, json};

use super::numbered::{Numbered, Receipt, features, number};
use super::plan::{Chance, NoPlan, Plan, plan};
use super::rules::{QuotaRow, Rules};
use super::seed;
use super::sheet::key;
use super::summary::summary;
use super::transcript::{Record, Transcript, digest, hex, record, text, texts, unhex, whole};

/// The two who keep the keys of a draw.
pub const KEEPERS: [&str; 2] = ["A", "B"];

/// Where the deciding value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A public beacon, or anything else that is published as hexadecimal digits.
    Beacon,
    /// Two public draws of three digits, one in each society; their sum modulo a thousand is the ticket.
    Digits,
}

impl Source {
    /// Its word in the account.
    pub fn word(self) -> &'static str {
        match self {
            Self::Beacon => "beacon",
            Self::Digits => "digits",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Beacon, Self::Digits].into_iter().find(|own| own.word() == word)
    }
}

/// What both sides agreed on beside the quotas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreed {
    /// What is drawn.
    pub title: String,
    /// Who keeps the keys A and B.
    pub keepers: [String; 2],
    /// Digests of their secrets.
    pub hashes: [String; 2],
    /// Kind of source.
    pub source: Source,
    /// Which value decides, in words: “drand quicknet, round 12345678”.
    pub named: String,
    /// When it was committed, secrets must be open, and the value appears; seconds since 1970.
    pub times: [i64; 3],
    /// The program.
    pub software: String,
}

/// A draw that is committed.
#[derive(Debug, Clone)]
pub struct Committed {
    /// For everybody.
    pub public: Transcript,
    /// For the auditors of both sides.
    pub auditors: Transcript,
    /// For each applicant, hers.
    pub receipts: Vec<Receipt>,
    /// Chances and tickets, in the order of numbers.
    pub plan: Plan,
    /// Applicants with their numbers.
    pub numbered: Numbered,
}

/// Why an act of a draw is refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refused {
    /// There is no plan.
    #[error("{0}")]
    NoPlan(#[from] NoPlan),
    /// Times in the wrong order.
    #[error("commitment, opening of secrets and the deciding value must follow each other in time")]
    Times,
    /// No digest of 32 bytes.
    #[error("the digest of a secret is 64 hexadecimal digits; `draw secret` prints it")]
    NoHash,
    /// Both keepers have the same secret.
    #[error("both keepers gave the same digest; each needs a secret of her own")]
    SameHash,
    /// A secret that was used before.
    #[error("a secret of the last draw may be known; each keeper makes a new one")]
    OldSecret,
    /// Somebody who left is not there.
    #[error("{0} is not in the delegation, or has left it already")]
    NotIn(String),
    /// Not the keeper's secret.
    #[error("this is not the secret whose digest was committed for {0}")]
    OtherSecret(String),
    /// Done already.
    #[error("{0} has done this already")]
    Already(String),
    /// Before what it speaks of.
    #[error("this cannot have been before {0}")]
    Before(String),
    /// Too late.
    #[error(
        "secrets had to be open before {0}; the draw goes on without this one, as the rules say"
    )]
    TooLate(String),
    /// Too early.
    #[error("the deciding value appears at {0}; before that nobody can know it")]
    TooEarly(String),
    /// The account is not at this step.
    #[error("{0}")]
    Step(&'static str),
    /// No value of the kind agreed on.
    #[error("{0}")]
    NoValue(&'static str),
}

/// Commits to rules, pool, chances and tickets. `entropy` is random and kept by nobody.
pub fn commit(
    (rules, applicants): (&Rules, &super::applicants::Applicants),
    seats: u32,
    agreed: &Agreed,
    entropy: &[u8; 32],
    tell: &mut dyn FnMut(Step),
) -> Result<Committed, Refused> {
    let (numbered, receipts) = number(rules, applicants, entropy);
    let mut committed = seal((rules, numbered), seats, agreed, Transcript::default(), tell)?;
    committed.receipts = receipts;
    Ok(committed)
}

/// The account up to the commitment, after what `public` says already.
pub(super) fn seal(
    (rules, numbered): (&Rules, Numbered),
    seats: u32,
    agreed: &Agreed,
    mut public: Transcript,
    tell: &mut dyn FnMut(Step),
) -> Result<Committed, Refused> {
    let [at, reveal_by, draw_at] = agreed.times;
    if at >= reveal_by || reveal_by >= draw_at {
        return Err(Refused::Times);
    }
    if agreed.hashes.iter().any(|hash| unhex(hash).is_none_or(|bytes| bytes.len() != 32)) {
        return Err(Refused::NoHash);
    }
    if agreed.hashes[0] == agreed.hashes[1] {
        return Err(Refused::SameHash);
    }
    let plan = plan(rules, &numbered.applicants, seats, tell)?;
    public.add("rules", rules_record(rules, &numbered, seats, agreed));
    for (side, commitments) in &numbered.commitments {
        public.add(
            "pool",
            record([("side", side.clone().into()), ("commitments", json!(commitments))]),
        );
    }
    public.add("chances", chances_record(&numbered, &plan));
    let names = |ticket: &Vec<usize>| {
        let names: Vec<&str> = ticket.iter().map(|&at| numbered.numbers[at].as_str()).collect();
        names.join(" ")
    };
    let tickets: Vec<String> = plan.tickets.iter().map(names).collect();
    public.add("portfolio", record([("tickets", json!(tickets))]));
    let auditors = auditors(rules, &numbered, &plan, public.head());
    public.add("sealed", record([("auditors", auditors.head().into())]));
    let hashes = json!({ "A": agreed.hashes[0], "B": agreed.hashes[1] });
    public.add("commitment", record([("hashes", hashes), ("at", at.into())]));
    Ok(Committed { public, auditors, receipts: Vec::new(), plan, numbered })
}

fn rules_record(rules: &Rules, numbered: &Numbered, seats: u32, agreed: &Agreed) -> Record {
    let letter = |side: &str| {
        let own = numbered.sides.iter().find(|(_, name)| key(name) == key(side));
        own.map_or(side, |(letter, _)| letter.as_str()).to_owned()
    };
    let quotas: Vec<Value> = rules
        .rows
        .iter()
        .map(|row| {
            let feature = &rules.features[row.feature];
            let mut own =
                json!({ "feature": feature, "value": row.value, "min": row.min, "max": row.max });
            if let Some(side) = &row.side {
                own["side"] = letter(side).into();
            }
            own
        })
        .collect();
    let with = |presence: Presence| {
        let people = numbered.applicants.people.iter().zip(&numbered.numbers);
        let own = people.filter(|(person, _)| person.presence == presence);
        json!(own.map(|(_, number)| number).collect::<Vec<_>>())
    };
    record([
        ("format", 1.into()),
        ("software", agreed.software.clone().into()),
        ("title", agreed.title.clone().into()),
        ("keepers", json!({ "A": agreed.keepers[0], "B": agreed.keepers[1] })),
        ("sides", json!(numbered.sides)),
        ("seats", seats.into()),
        ("quotas", quotas.into()),
        ("one_per", json!(numbered.applicants.kinds)),
        ("objective", "leximin".into()),
        ("tickets", 1000.into()),
        ("must_in", with(Presence::In)),
        ("must_out", with(Presence::Out)),
        ("source", json!({ "kind": agreed.source.word(), "named": agreed.named })),
        ("reveal_by", agreed.times[1].into()),
        ("draw_at", agreed.times[2].into()),
        ("replacement", "call-order".into()),
    ])
}

/// Rules as the account has them.
pub fn rules_of(own: &Record) -> Rules {
    let mut rules = Rules { file: "rules".to_owned(), features: Vec::new(), rows: Vec::new() };
    let sides = own.get("sides").and_then(Value::as_object);
    for quota in own.get("quotas").and_then(Value::as_array).into_iter().flatten() {
        let Some(quota) = quota.as_object() else { continue };
        let name = text(quota, "feature");
        let feature = rules.features.iter().position(|own| own == name).unwrap_or_else(|| {
            rules.features.push(name.to_owned());
            rules.features.len() - 1
        });
        let number =
            |name: &str| whole(quota, name).and_then(|own| u32::try_from(own).ok()).unwrap_or(0);
        let letter = text(quota, "side");
        let side = sides.and_then(|sides| sides.get(letter)).and_then(Value::as_str);
        rules.rows.push(QuotaRow {
            feature,
            value: text(quota, "value").to_owned(),
            side: side.map(str::to_owned),
            min: number("min"),
            max: number("max"),
            flex: None,
            line: 0,
        });
    }
    rules
}

fn chances_record(numbered: &Numbered, plan: &Plan) -> Record {
    let may = numbered.applicants.people.iter().map(|person| person.presence != Presence::Out);
    let all: Vec<(Chance, bool)> = plan.chances.iter().copied().zip(may).collect();
    let mut own = summary(&all);
    own.insert("exact".to_owned(), (!plan.proof.is_empty()).into());
    own.insert("proven".to_owned(), plan.is_proven.into());
    own.insert("gap".to_owned(), billionths(plan.gap).into());
    own
}

#[expect(clippy::cast_possible_truncation, reason = "a gap is between 0 and 1")]
fn billionths(value: f64) -> i64 {
    (value * 1e9).ceil() as i64
}

fn auditors(rules: &Rules, numbered: &Numbered, plan: &Plan, head: String) -> Transcript {
    let mut account = Transcript::default();
    account.add("auditors", record([("public", head.into())]));
    let kinds = &numbered.applicants.kinds;
    for (at, person) in numbered.applicants.people.iter().enumerate() {
        let mut own = features(rules, kinds, person);
        own.insert("number".to_owned(), numbered.numbers[at].clone().into());
        own.insert("chance".to_owned(), plan.chances[at].to_string().into());
        own.insert("tickets".to_owned(), plan.counts[at].into());
        account.add("applicant", own);
    }
    for stage in &plan.proof {
        let people = stage.people.iter().map(|(at, by)| json!([numbered.numbers[*at], by]));
        let homes = stage.homes.iter().map(|(kind, one, by)| {
            json!([kinds[*kind], numbered.applicants.people[*one].homes[*kind], by])
        });
        let rows: Vec<Value> = stage.rows.iter().map(|(row, by)| json!([row, by])).collect();
        account.add(
            "level",
            record([
                ("chance", stage.level.to_string().into()),
                ("rows", rows.into()),
                ("people", people.collect::<Vec<_>>().into()),
                ("homes", homes.collect::<Vec<_>>().into()),
            ]),
        );
    }
    account
}

/// Digest of a secret, which is committed before it is opened.
pub fn secret_hash(secret: &[u8]) -> String {
    hex(&digest("beringia/draw/1/secret", &[secret]))
}

/// What only the holder of a secret could say of a commitment.
pub fn approval_code(secret: &[u8], commitment: &[u8]) -> String {
    hex(&digest("beringia/draw/1/approval", &[secret, commitment]))
}

/// The digest of the commitment: it covers all that is fixed before.
pub fn commitment_digest(public: &Transcript) -> Option<String> {
    public.of("commitment").last().map(|(at, _)| public.digest(at))
}

/// Time as people write it.
pub fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|at| at.to_string()).unwrap_or_default()
}

fn keeper_of(public: &Transcript, secret: &[u8]) -> Result<&'static str, Refused> {
    let (_, commitment) =
        public.of("commitment").last().ok_or(Refused::Step("nothing is committed yet"))?;
    let hashes = commitment.get("hashes").and_then(Value::as_object);
    let hash = secret_hash(secret);
    let own = KEEPERS.into_iter().find(|letter| {
        hashes.and_then(|hashes| hashes.get(*letter)).and_then(Value::as_str) == Some(hash.as_str())
    });
    own.ok_or_else(|| Refused::OtherSecret("either keeper".to_owned()))
}

fn said(public: &Transcript, kind: &str, keeper: &str) -> bool {
    let from = public.of("commitment").last().map_or(0, |(at, _)| at);
    public.of(kind).any(|(at, own)| at > from && text(own, "keeper") == keeper)
}

fn is_drawn(public: &Transcript) -> bool {
    let from = public.of("commitment").last().map_or(0, |(at, _)| at);
    public.of("draw").any(|(at, _)| at > from)
}

/// A keeper approves what is committed.
pub fn approve(public: &mut Transcript, secret: &[u8], at: i64) -> Result<&'static str, Refused> {
    let keeper = keeper_of(public, secret)?;
    if said(public, "approval", keeper) {
        return Err(Refused::Already(keeper.to_owned()));
    }
    in_time(public, at)?;
    let commitment =
        commitment_digest(public).and_then(|digest| unhex(&digest)).unwrap_or_default();
    let code = approval_code(secret, &commitment);
    public.add(
        "approval",
        record([("keeper", keeper.into()), ("code", code.into()), ("at", at.into())]),
    );
    Ok(keeper)
}

/// Keepers act after the last act, and before secrets must be open.
fn in_time(public: &Transcript, at: i64) -> Result<(), Refused> {
    let last = public.records().iter().filter_map(|own| whole(own, "at")).max().unwrap_or(0);
    if at < last {
        return Err(Refused::Before(time(last)));
    }
    let reveal_by = whole(last_rules(public)?, "reveal_by").unwrap_or(0);
    if at >= reveal_by {
        return Err(Refused::TooLate(time(reveal_by)));
    }
    Ok(())
}

fn last_rules(public: &Transcript) -> Result<&Record, Refused> {
    public.of("rules").last().map(|(_, own)| own).ok_or(Refused::Step("nothing is committed yet"))
}

/// A keeper opens her secret, before the deciding value is known.
pub fn reveal(public: &mut Transcript, secret: &[u8], at: i64) -> Result<&'static str, Refused> {
    let keeper = keeper_of(public, secret)?;
    if said(public, "reveal", keeper) {
        return Err(Refused::Already(keeper.to_owned()));
    }
    if !KEEPERS.into_iter().all(|keeper| said(public, "approval", keeper)) {
        return Err(Refused::Step("both keepers approve first; only then are secrets opened"));
    }
    in_time(public, at)?;
    let own = [("keeper", keeper.into()), ("secret", hex(secret).into()), ("at", at.into())];
    public.add("reveal", record(own));
    Ok(keeper)
}

/// What a deciding value makes of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The seed, from which the order of call comes, too.
    pub seed: [u8; 32],
    /// The ticket.
    pub ticket: u64,
    /// How many values were drawn for it; 0 where digits name it.
    pub values: u32,
}

/// The ticket of a value, under the last commitment of an account.
pub fn drawn(public: &Transcript, value: &str) -> Result<Drawn, Refused> {
    let rules = last_rules(public)?;
    let commitment = commitment_digest(public).and_then(|digest| unhex(&digest));
    let commitment = commitment.ok_or(Refused::Step("nothing is committed yet"))?;
    let from = public.of("commitment").last().map_or(0, |(at, _)| at);
    let secrets = KEEPERS.map(|keeper| {
        let own = public.of("reveal").find(|(at, own)| *at > from && text(own, "keeper") == keeper);
        own.and_then(|(_, own)| unhex(text(own, "secret"))).unwrap_or_default()
    });
    let source = rules.get("source").and_then(Value::as_object);
    let kind = source.and_then(|source| Source::parse(text(source, "kind")));
    let kind = kind.ok_or(Refused::Step("the rules name no source that is known here"))?;
    let bytes = match kind {
        Source::Beacon => {
            // One length only: whoever could choose how much of a value counts could choose among tickets.
            let whole = unhex(value).filter(|bytes| bytes.len() == 32);
            whole.ok_or(Refused::NoValue(
                "a beacon's value is 64 hexadecimal digits, without spaces",
            ))?
        }
        Source::Digits => {
            seed::digits(value)
                .ok_or(Refused::NoValue("the value is two draws of three digits: 417 905"))?;
            value.as_bytes().to_vec()
        }
    };
    let seed = seed::seed(&commitment, [&secrets[0], &secrets[1]], &bytes);
    let (ticket, values) = match kind {
        Source::Beacon => seed::ticket(&seed),
        Source::Digits => (seed::digits(value).unwrap_or(0), 0),
    };
    Ok(Drawn { seed, ticket, values })
}

/// Draws: the value decides. An account that was drawn already must say the same.
pub fn run(public: &mut Transcript, value: &str, at: i64) -> Result<Drawn, Refused> {
    let value = value.trim().to_lowercase();
    if is_drawn(public) {
        let drawn = drawn(public, &value)?;
        let same =
            public.of("draw").last().is_some_and(|(_, own)| text(own, "seed") == hex(&drawn.seed));
        return if same {
            Ok(drawn)
        } else {
            Err(Refused::Step("this draw was made, with another value"))
        };
    }
    if !KEEPERS.into_iter().all(|keeper| said(public, "approval", keeper)) {
        return Err(Refused::Step(
            "both keepers approve what is committed before anything is drawn",
        ));
    }
    let draw_at = whole(last_rules(public)?, "draw_at").unwrap_or(0);
    if at < draw_at {
        return Err(Refused::TooEarly(time(draw_at)));
    }
    let drawn = drawn(public, &value)?;
    let lapsed: Vec<&str> =
        KEEPERS.into_iter().filter(|keeper| !said(public, "reveal", keeper)).collect();
    let own = [
        ("value", value.into()),
        ("lapsed", json!(lapsed)),
        ("seed", hex(&drawn.seed).into()),
        ("values", drawn.values.into()),
        ("ticket", drawn.ticket.into()),
    ];
    public.add("draw", record(own));
    let line = usize::try_from(drawn.ticket).unwrap_or(0);
    let portfolio = public.of("portfolio").last().map(|(_, own)| texts(own, "tickets"));
    let ticket = portfolio.and_then(|tickets| tickets.get(line).map(|line| (*line).to_owned()));
    let ticket = ticket.ok_or(Refused::Step("the account has no thousand tickets"))?;
    let numbers: Vec<&str> = ticket.split(' ').collect();
    public.add("delegation", record([("numbers", json!(numbers))]));
    Ok(drawn)
}
