//! A lottery on paper and screen: what was fixed, what decided, who was drawn, and how to check it. In both languages,
//! self-contained, without script.

use askama::Template;
use beringia_analysis::draw::applicants::Applicants;
use beringia_analysis::draw::plan::Plan;
use beringia_analysis::draw::rules::Rules;
use beringia_analysis::draw::told::{self, Fit, Keeper, Pictured, Told};
use beringia_analysis::draw::transcript::{Transcript, text};
use serde_json::Value;

use crate::chart::{Chart, lottery};
use crate::number;
use crate::page::{PICTURES_STYLE, policy};
use crate::words::{Language, Words};

const STYLE: &str = concat!(
    include_str!("../assets/pictures.css"),
    include_str!("../assets/report.css"),
    include_str!("../assets/draw.css")
);
const COLOURS: &str = ":root{--paper:#FBFAF7;--wash:#F2EFE8;--ink:#1A2226;--ink-2:#4B565B;--ink-3:#646E74;\
    --edge:#838A8B;--line:#DCD8CE;--a-text:#006D69;--a:#078B85;--b-text:#8B5500;--b:#B06D01}\
    svg{background:var(--paper);font-family:\"Noto Sans\",\"Noto Sans CJK SC\",\"PingFang SC\",Arial,sans-serif}";

/// How anybody checks the account, and how auditors do.
const PUBLIC_REDO: &str = "beringia draw verify public.jsonl\npython3 verify.py public.jsonl";
const AUDITORS_REDO: &str = "beringia draw verify public.jsonl --auditors auditors.jsonl\n\
    python3 verify.py public.jsonl --auditors auditors.jsonl";

#[derive(Template)]
#[template(path = "draw.html")]
struct Page {
    title: String,
    policy: String,
    style: &'static str,
    editions: Vec<Edition>,
}

#[derive(Default)]
struct Edition {
    order: &'static str,
    base: &'static str,
    tag: &'static str,
    other_base: &'static str,
    other_tag: &'static str,
    other_name: &'static str,
    skip: String,
    name: String,
    heading: String,
    aside: String,
    notice: String,
    steps: Vec<Step>,
    drawn: Option<Drawn>,
    people: Vec<People>,
    replaced_title: String,
    replaced: Vec<String>,
    sections: Vec<Section>,
    redo_title: String,
    redo_text: String,
    redo: String,
    foot: String,
}

struct Step {
    number: u8,
    title: String,
    lines: Vec<(String, String)>,
}

struct Drawn {
    ticket: String,
    said: String,
}

struct People {
    title: String,
    class: &'static str,
    numbers: Vec<String>,
}

struct Section {
    lead: String,
    chart: Chart,
    table: String,
    head: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What a plan's page is made of.
#[derive(Debug, Clone, Copy)]
pub struct Planned<'a> {
    /// Quotas.
    pub rules: &'a Rules,
    /// Applicants.
    pub applicants: &'a Applicants,
    /// Chances and tickets.
    pub plan: &'a Plan,
}

/// Title, keepers and kind of source of an account.
pub fn of_rules(public: &Transcript) -> (String, [String; 2], String) {
    let Some((_, own)) = public.of("rules").last() else { return Default::default() };
    let of = |name: &str, part: &str| {
        let own = own.get(name).and_then(|all| all.get(part)).and_then(Value::as_str);
        own.unwrap_or_default().to_owned()
    };
    (text(own, "title").to_owned(), [of("keepers", "A"), of("keepers", "B")], of("source", "kind"))
}

/// The page of a plan, for organisers: nothing is drawn.
pub fn plan_page(planned: &Planned<'_>, first: Language) -> String {
    let pictured = told::of_plan(planned.rules, planned.applicants, planned.plan);
    page(first, |words| {
        let plan = planned.plan;
        let people = planned.applicants.people.len() as u64;
        Edition {
            name: words.say("lottery-name"),
            heading: words.say("lottery-plan-heading"),
            aside: words.tell_count(
                "lottery-plan-aside",
                people,
                &[("seats", &plan.seats.to_string())],
            ),
            notice: words.say("lottery-plan-notice"),
            sections: inner_sections(&pictured, words),
            foot: words.say("lottery-plan-foot"),
            ..Edition::default()
        }
    })
}

/// Pictures of a plan as files of their own: name and drawing.
pub fn plan_pictures(planned: &Planned<'_>, language: Language) -> Vec<(&'static str, String)> {
    let pictured = told::of_plan(planned.rules, planned.applicants, planned.plan);
    let words = Words::new(language);
    let charts = [
        ("chances", lottery::chances(&pictured, &words)),
        ("quotas", lottery::fit(&pictured, &words)),
        ("pool", lottery::pool(&pictured, &words)),
    ];
    let style =
        format!("<style>{COLOURS}{PICTURES_STYLE}{}</style>", include_str!("../assets/draw.css"));
    let alone = |svg: &str| {
        let svg = svg.replacen("<svg ", "<svg xmlns=\"http://www.w3.org/2000/svg\" ", 1);
        let inside = svg.find('>').map_or(0, |at| at + 1);
        format!("{}{style}{}\n", &svg[..inside], &svg[inside..])
    };
    charts.into_iter().map(|(name, chart)| (name, alone(&chart.wide))).collect()
}

/// The proof for everybody.
pub fn proof_page(public: &Transcript, auditors: Option<&Transcript>, first: Language) -> String {
    let Some(own) = told::told(public) else { return String::new() };
    let pictured = auditors.and_then(|auditors| told::of_draw(public, auditors));
    page(first, |words| {
        let mut edition = common(&own, words);
        let equal = f64::from(own.seats) / own.people.max(1) as f64;
        let chart = lottery::histogram(&own.histogram, equal, words);
        let rows = own.histogram.iter().map(|(from, below, people)| {
            vec![format!("{from}–{} %", (*below).min(100)), people.to_string()]
        });
        edition.sections.push(Section {
            lead: proven(&own, words),
            chart,
            table: words.say("lottery-as-table"),
            head: ["lottery-head-chance", "lottery-head-people"].map(|key| words.say(key)).to_vec(),
            rows: rows.collect(),
        });
        if let Some(pictured) = pictured.as_ref().filter(|_| own.drawn.is_some()) {
            edition.sections.push(fit_section(pictured, words, "lottery-fit-lead"));
        }
        edition.redo_title = words.say("lottery-redo");
        edition.redo_text = words.say("lottery-redo-text");
        edition.redo = PUBLIC_REDO.into();
        edition.foot = words.say("lottery-foot");
        edition
    })
}

/// What the auditors of both sides see beside it.
pub fn auditors_page(public: &Transcript, auditors: &Transcript, first: Language) -> String {
    let (Some(own), Some(pictured)) = (told::told(public), told::of_draw(public, auditors)) else {
        return String::new();
    };
    page(first, |words| {
        let mut edition = common(&own, words);
        edition.notice = words.say("lottery-auditors-notice");
        edition.sections = inner_sections(&pictured, words);
        edition.redo_title = words.say("lottery-redo");
        edition.redo_text = words.say("lottery-redo-auditors");
        edition.redo = AUDITORS_REDO.into();
        edition.foot = words.say("lottery-auditors-foot");
        edition
    })
}

fn page(first: Language, make: impl Fn(&Words) -> Edition) -> String {
    let editions: Vec<Edition> = [first, first.other()]
        .into_iter()
        .map(|language| {
            let words = Words::new(language);
            let other = language.other();
            Edition {
                order: if language == first { "first" } else { "second" },
                base: language.base(),
                tag: language.tag(),
                other_base: other.base(),
                other_tag: other.tag(),
                other_name: other.name(),
                skip: words.say("skip"),
                ..make(&words)
            }
        })
        .collect();
    let title = editions.iter().map(|own| own.heading.as_str()).collect::<Vec<_>>().join(" · ");
    let page = Page { title, policy: policy(STYLE), style: STYLE, editions };
    page.render().expect("rendering into a string cannot fail")
}

/// What both proofs begin with.
fn common(own: &Told, words: &Words) -> Edition {
    let heading =
        if own.drawn.is_some() { "lottery-heading-drawn" } else { "lottery-heading-committed" };
    let args = [("title", own.title.as_str()), ("seats", &own.seats.to_string())];
    let mut edition = Edition {
        name: own.title.clone(),
        heading: words.say(heading),
        aside: words.tell_count("lottery-aside", own.people as u64, &args),
        steps: steps(own, words),
        ..Edition::default()
    };
    if let Some((_, _, ticket)) = &own.drawn {
        let ticket = format!("{ticket:03}");
        edition.drawn =
            Some(Drawn { said: words.tell("lottery-ticket", &[("ticket", &ticket)]), ticket });
        edition.people = people(own, words);
    }
    edition.replaced_title = words.say("lottery-replaced");
    edition.replaced =
        own.replaced.iter().map(|(out, called)| replaced(out, called, words)).collect();
    edition
}

fn replaced(out: &[(String, String)], called: &[String], words: &Words) -> String {
    let out = out.iter().map(|(number, cause)| {
        format!("{number} ({})", words.say(&format!("lottery-cause-{cause}")))
    });
    let out = out.collect::<Vec<_>>().join(", ");
    words.tell("lottery-replaced-line", &[("out", &out), ("in", &called.join(", "))])
}

fn short(digest: &str) -> String {
    let part = |skip: usize| digest.chars().skip(skip).take(4).collect::<String>();
    format!("{} {}", part(0), part(4))
}

fn time(at: i64) -> String {
    let text = beringia_analysis::draw::ceremony::time(at);
    text.replace('T', " ").replace(":00Z", " UTC").replace('Z', " UTC")
}

fn steps(own: &Told, words: &Words) -> Vec<Step> {
    let say = |key: &str| words.say(key);
    let open = || say("lottery-open");
    let when = |at: Option<i64>| at.map_or_else(open, time);
    let of = |key: &str, keeper: &Keeper| words.tell(key, &[("keeper", &keeper.name)]);
    let mut fixed = vec![
        (say("lottery-digest"), own.digest.clone()),
        (say("lottery-committed"), time(own.times[0])),
    ];
    fixed.extend(
        own.keepers.iter().map(|keeper| (of("lottery-approved", keeper), when(keeper.approved))),
    );
    let mut sealed: Vec<(String, String)> = own
        .keepers
        .iter()
        .map(|keeper| (of("lottery-hash", keeper), keeper.hash.clone()))
        .collect();
    sealed.extend(own.keepers.iter().map(|keeper| {
        let lapsed = own.drawn.is_some() && keeper.revealed.is_none();
        let said = if lapsed { say("lottery-lapsed") } else { when(keeper.revealed) };
        (of("lottery-revealed", keeper), said)
    }));
    let mut chance = vec![
        (say("lottery-source"), own.source[1].clone()),
        (say("lottery-due"), time(own.times[2])),
    ];
    match &own.drawn {
        Some((value, seed, _)) => {
            chance.extend([
                (say("lottery-value"), value.clone()),
                (say("lottery-seed"), short(seed)),
            ]);
        }
        None => chance.push((say("lottery-value"), open())),
    }
    let titles = ["lottery-step-fixed", "lottery-step-sealed", "lottery-step-chance"];
    let lines = [fixed, sealed, chance];
    titles
        .into_iter()
        .zip(lines)
        .zip(1..)
        .map(|((title, lines), number)| Step { number, title: say(title), lines })
        .collect()
}

fn people(own: &Told, words: &Words) -> Vec<People> {
    let side = |(at, side): (usize, &told::SideTold)| {
        let is_of = |number: &&String| number.starts_with(&format!("{}-", side.letter));
        let numbers: Vec<String> = own.delegation.iter().filter(is_of).cloned().collect();
        let args = [
            ("side", side.name.as_str()),
            ("people", &number::count(side.people as u64, words.language())),
        ];
        let key = if side.name.is_empty() { "lottery-people" } else { "lottery-people-of" };
        People {
            title: words.tell_count(key, numbers.len() as u64, &args),
            class: match (side.name.is_empty(), at) {
                (true, _) => "",
                (false, 0) => "a",
                (false, _) => "b",
            },
            numbers,
        }
    };
    own.sides.iter().enumerate().map(side).collect()
}

fn proven(own: &Told, words: &Words) -> String {
    let key = match own.is_proven {
        [true, _] => "lottery-proven",
        [false, true] => "lottery-computed",
        [false, false] => "lottery-unproven",
    };
    let least = number::percent_fine(own.smallest.1, words.language());
    let said = words.tell(key, &[("least", &least), ("fraction", &own.smallest.0)]);
    let more = match own.never.parse::<u64>() {
        Ok(0) => return said,
        Ok(people) => words.tell_count("lottery-never", people, &[]),
        Err(_) => words.say("lottery-never-few"),
    };
    format!("{said} {more}")
}

/// Pictures that only organisers and auditors see: they count small groups.
fn inner_sections(pictured: &Pictured, words: &Words) -> Vec<Section> {
    let curve = |curve: &told::Curve| {
        let at = |part: f64| {
            let place = (part * (curve.chances.len().max(1) - 1) as f64).round();
            curve.chances.get(whole(place)).copied().unwrap_or(0.0)
        };
        let percent = |share: f64| number::percent_fine(share, words.language());
        vec![
            curve.name.clone(),
            curve.chances.len().to_string(),
            percent(at(0.0)),
            percent(at(0.5)),
            percent(at(1.0)),
            percent(curve.equal),
        ]
    };
    let head = ["side", "people", "least", "middle", "most", "equal"];
    vec![
        Section {
            lead: words.say("lottery-chances-lead"),
            chart: lottery::chances(pictured, words),
            table: words.say("lottery-as-table"),
            head: head.map(|name| words.say(&format!("lottery-head-{name}"))).to_vec(),
            rows: pictured.curves.iter().map(curve).collect(),
        },
        fit_section(pictured, words, "lottery-fit-lead"),
        Section {
            lead: words.say("lottery-pool-lead"),
            chart: lottery::pool(pictured, words),
            table: words.say("lottery-as-table"),
            head: ["quota", "applied", "share-pool", "share-came"]
                .map(|name| words.say(&format!("lottery-head-{name}")))
                .to_vec(),
            rows: pictured.fits.iter().map(|fit| pool_row(fit, words)).collect(),
        },
    ]
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a list")]
fn whole(place: f64) -> usize {
    place as usize
}

fn pool_row(fit: &Fit, words: &Words) -> Vec<String> {
    let percent = |share: f64| number::percent_fine(share, words.language());
    vec![
        format!("{} = {}", fit.feature, fit.value),
        fit.applied.to_string(),
        percent(fit.shares[0]),
        percent(fit.shares[1]),
    ]
}

fn fit_section(pictured: &Pictured, words: &Words, lead: &str) -> Section {
    let row = |fit: &Fit| {
        let came = format!("{:.1}", fit.came);
        let came = came.strip_suffix(".0").unwrap_or(&came).to_owned();
        let side =
            fit.side.and_then(|side| pictured.curves.get(side)).map(|curve| curve.name.clone());
        vec![
            format!("{} = {}", fit.feature, fit.value),
            side.unwrap_or_default(),
            format!("{}–{}", fit.min, fit.max),
            came,
        ]
    };
    Section {
        lead: words.say(lead),
        chart: lottery::fit(pictured, words),
        table: words.say("lottery-as-table"),
        head: ["quota", "side", "bounds", "came"]
            .map(|name| words.say(&format!("lottery-head-{name}")))
            .to_vec(),
        rows: pictured.fits.iter().map(row).collect(),
    }
}
