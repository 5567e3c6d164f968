//! Released results statement by statement, in both languages side by side, with what each side expected.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use beringia_actions::{Content, Refusal};
use beringia_domain::{Field, Part};
use serde::{Deserialize, Serialize};

use super::results::{Line, figures, line, number as share_told, point, released, rests_on};
use crate::error::{ForVisit, WebError};
use crate::layout::{Base, respond, side_name};
use crate::shown::{Figures, Told};
use crate::visit::Visit;

/// Statements on one page.
const PAGE: usize = 25;

/// Verdicts that can be asked for, in the order in which they are offered.
const VERDICTS: [&str; 4] = ["accepted", "rejected", "divides", "unclear"];
/// Orders that can be asked for; the first unless another is.
const ORDERS: [&str; 3] = ["number", "difference", "misjudged"];

/// What is asked for; everything else is as if nothing were.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    show: String,
    field: String,
    order: String,
    page: String,
    /// One statement alone.
    number: String,
}

#[derive(Template, Serialize)]
#[template(path = "every.html")]
struct Every {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    count: String,
    #[serde(skip)]
    choices: Vec<Choices>,
    statements: Vec<Row>,
    #[serde(skip)]
    sides: [(Part, String); 2],
    previous: Option<String>,
    next: Option<String>,
    released: String,
}

/// A list to choose from: its name, its label, and what it offers: word, label, whether it is chosen.
struct Choices {
    name: &'static str,
    label: String,
    offers: Vec<(String, String, bool)>,
}

#[derive(Serialize)]
struct Row {
    line: Line,
    verdict: String,
    /// The same statement in the other language.
    other: String,
    other_tag: &'static str,
    /// By the side that expected: what it expected of the other.
    expected: Vec<(usize, String)>,
}

/// The statements that are asked for.
pub(crate) async fn show(
    visit: Visit,
    Path(number): Path<i64>,
    Query(asked): Query<Asked>,
) -> Result<Response, WebError> {
    every(&visit, number, &asked).await.for_visit(&visit)
}

async fn every(visit: &Visit, number: i64, asked: &Asked) -> Result<Response, WebError> {
    let figures = figures(visit, number).await?;
    let live = visit.site.house.conversation(number).ok_or(Refusal::NotFound)?;
    let content = live.content();
    let wanted = wanted(&figures, &content, asked);
    let pages = wanted.len().div_ceil(PAGE).max(1);
    let page = asked.page.parse::<usize>().unwrap_or(1).clamp(1, pages);
    let here = wanted.iter().skip((page - 1) * PAGE).take(PAGE);
    let at = |page: usize| format!("/conversation/{number}/statements?{}", query(asked, page));
    let shown = Every {
        base: Base::of(visit, "every-title"),
        conversation: number,
        count: visit.words.tell_count("every-count", wanted.len() as u64, &[]),
        choices: choices(visit, &content, asked),
        statements: here.filter_map(|told| row(visit, number, &content, told)).collect(),
        sides: Part::BOTH.map(|part| (part, side_name(visit, part))),
        previous: (page > 1).then(|| at(page - 1)),
        next: (page < pages).then(|| at(page + 1)),
        released: released(visit, number).await?.0,
    };
    Ok(respond(visit, &shown))
}

/// The words of a query that mean something here.
fn query(asked: &Asked, page: usize) -> String {
    let known = |word: &str, all: &[&str]| all.contains(&word).then(|| word.to_owned());
    let parts = [
        ("show", known(&asked.show, &VERDICTS)),
        ("field", Field::parse(&asked.field).map(|field| field.word().to_owned())),
        ("order", known(&asked.order, &ORDERS[1..])),
        ("page", Some(page.to_string())),
    ];
    let told = parts.into_iter().filter_map(|(name, word)| Some(format!("{name}={}", word?)));
    told.collect::<Vec<_>>().join("&")
}

/// What is asked for, in the order that is asked for.
fn wanted<'a>(figures: &'a Figures, content: &Content, asked: &Asked) -> Vec<&'a Told> {
    let field = Field::parse(&asked.field);
    let one: Option<i64> = asked.number.parse().ok();
    let is_wanted = |told: &&Told| {
        let is_shown = !VERDICTS.contains(&asked.show.as_str()) || told.verdict == asked.show;
        let own =
            usize::try_from(told.statement - 1).ok().and_then(|at| content.statements.get(at));
        let is_it = one.is_none_or(|one| one == told.statement);
        let is_of_field = field.is_none_or(|f| own.is_some_and(|s| s.field == f.word()));
        is_it && is_shown && is_of_field
    };
    let mut wanted: Vec<&Told> = figures.statements.iter().filter(is_wanted).collect();
    match asked.order.as_str() {
        "difference" => wanted.sort_by_key(|told| std::cmp::Reverse(difference(told))),
        "misjudged" => wanted.sort_by_key(|told| std::cmp::Reverse(misjudged(told))),
        _ => {}
    }
    wanted
}

/// How far the sides are from each other, as far as it is told.
fn difference(told: &Told) -> u32 {
    let [Some(first), Some(second)] = told.shares else { return 0 };
    point(&first).abs_diff(point(&second))
}

/// How far a side was off at most, on average.
fn misjudged(told: &Told) -> u32 {
    let off = |side: usize| {
        let expected = told.expected[side]?.value?;
        Some(told.shares[1 - side]?.value?.abs_diff(expected))
    };
    (0..2).filter_map(off).max().unwrap_or(0)
}

fn row(visit: &Visit, number: i64, content: &Content, told: &Told) -> Option<Row> {
    let at = usize::try_from(told.statement - 1).ok()?;
    let other = visit.language.other();
    let wording = &content.statements.get(at)?.wording;
    let expected = |side: usize| {
        let share = told.expected[side]?;
        let told = [
            ("side", side_name(visit, Part::BOTH[side])),
            ("share", share_told(visit, &share)),
            ("rests", rests_on(visit, &share)),
        ];
        let told = told.each_ref().map(|(k, v)| (*k, v.as_str()));
        Some((side, visit.words.tell("every-expected", &told)))
    };
    Some(Row {
        line: line(visit, number, told)?,
        verdict: visit.say(&format!("every-verdict-{}", told.verdict)),
        other: match other.base() {
            "en" => wording.en.clone(),
            _ => wording.zh.clone(),
        },
        other_tag: other.tag(),
        expected: (0..2).filter_map(expected).collect(),
    })
}

fn choices(visit: &Visit, content: &Content, asked: &Asked) -> Vec<Choices> {
    let offer =
        |word: &str, key: &str, chosen: &str| (word.to_owned(), visit.say(key), word == chosen);
    let show = std::iter::once(offer("", "every-all", &asked.show));
    let show =
        show.chain(VERDICTS.map(|word| offer(word, &format!("every-verdict-{word}"), &asked.show)));
    let mut fields: Vec<&str> = content.statements.iter().map(|s| s.field.as_str()).collect();
    fields.sort_unstable();
    fields.dedup();
    let fields = fields.into_iter().filter(|word| !word.is_empty());
    let field = std::iter::once(offer("", "every-all", &asked.field))
        .chain(fields.map(|word| offer(word, &format!("field-{word}"), &asked.field)));
    let order = ORDERS.map(|word| offer(word, &format!("every-order-{word}"), &asked.order));
    let mut all = vec![
        Choices { name: "show", label: visit.say("every-show"), offers: show.collect() },
        Choices { name: "field", label: visit.say("every-field"), offers: field.collect() },
        Choices { name: "order", label: visit.say("every-order"), offers: order.into() },
    ];
    // One field or none is no choice.
    all.retain(|choices| choices.offers.len() > 2);
    all
}
