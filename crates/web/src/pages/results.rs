//! What a conversation says, once both sides have released it: the surprise, what both share, the report, the data.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use beringia_actions::{self as actions, Person, Refusal};
use beringia_analysis::provenance::NONCE;
use beringia_domain::{Part, Stage, moment};
use beringia_report::package;
use beringia_report::words::Words;
use serde::Serialize;

use super::conversation::{origin, zipped};
use super::talk::{Wording, found};
use crate::error::{ForVisit, WebError};
use crate::layout::{Base, attachment, go, respond, side_name};
use crate::shown::{FIGURES, Figures, Pictures, Share, Told, pictures_file};
use crate::visit::Visit;

/// Surprises that are shown, the greatest first.
const CARDS_MAX: usize = 5;

#[derive(Template, Serialize)]
#[template(path = "results.html")]
struct Results {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    heading: String,
    about: String,
    /// Where it was held, if elsewhere.
    origin: Option<String>,
    /// Whether its people have sides: only then is there anything both share.
    are_sided: bool,
    people: Vec<String>,
    #[serde(skip)]
    sides: [(Part, String); 2],
    shared: Vec<Line>,
    rejected: Vec<Line>,
    divided: Vec<Line>,
    /// The bridge, then the other pictures; as HTML of our own making.
    #[serde(skip)]
    bridge: Option<String>,
    #[serde(skip)]
    pictures: Vec<String>,
    /// What another site writes to show the widget.
    #[serde(skip)]
    embedding: String,
    has_surprise: bool,
    /// Whether she who looks may stand on a map.
    has_place: bool,
    #[serde(skip)]
    files: Vec<&'static str>,
    released: String,
    digest: String,
}

/// A statement with both sides' shares.
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) number: i64,
    pub(super) statement: Wording,
    /// By side: the share, then its interval and the number of answers.
    pub(super) shares: Vec<(usize, String, String)>,
}

#[derive(Template, Serialize)]
#[template(path = "surprise.html")]
struct Surprise {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    place: String,
    statement: Wording,
    #[serde(skip)]
    part: Part,
    expected: String,
    actual: String,
    difference: String,
    people: String,
    interval: String,
    average: Option<String>,
    #[serde(skip)]
    picture: Picture,
    /// After the last one: how well she predicted over all.
    score: Vec<String>,
    next: Option<usize>,
    /// Whether there is a map she may stand on.
    has_place: bool,
    /// The open conversation in which she can say what surprised her.
    say: Option<(i64, String)>,
    released: String,
}

/// Where things stand in the picture of a hundred people.
struct Picture {
    low: u32,
    high: u32,
    expected: u32,
    /// The share, or the bound.
    actual: u32,
    average: Option<u32>,
    is_off: bool,
    label: String,
}

impl Picture {
    /// The horizontal place of a share.
    fn x(share: u32) -> u32 {
        15 + share * 3
    }

    /// The same for words, which must stay inside.
    fn inside(share: u32) -> u32 {
        Self::x(share).clamp(80, 250)
    }

    /// Class of one of a hundred.
    fn class(&self, n: u32) -> &'static str {
        match n {
            n if n <= self.low => " filled",
            n if n <= self.high => " unsure",
            _ => " none",
        }
    }
}

/// Files that are handed out.
const FILES: [&str; 6] = [
    "findings.json",
    "statements.csv",
    "common_ground.csv",
    "misjudgement.csv",
    "groups.csv",
    NONCE,
];

/// The name under which all of a release is handed out in one file.
const PACKAGE: &str = "package.zip";

pub(super) async fn figures(visit: &Visit, conversation: i64) -> Result<Figures, WebError> {
    let house = &visit.site.house;
    let text = actions::released_file(house, conversation, FIGURES).await?;
    // Hidden looks like absent.
    let text = text.ok_or(Refusal::NotFound)?;
    serde_json::from_str(&text)
        .map_err(|error| actions::ActionError::Machine(error.to_string()).into())
}

/// The pictures of a released result in the visitor's language; none in one that was made before there were any.
async fn pictures(visit: &Visit, conversation: i64) -> Result<Pictures, WebError> {
    let name = pictures_file(visit.language);
    let text = actions::released_file(&visit.site.house, conversation, name).await?;
    serde_json::from_str(text.as_deref().unwrap_or("{}"))
        .map_err(|error| actions::ActionError::Machine(error.to_string()).into())
}

/// A share as a number, or its bound in words.
pub(super) fn number(visit: &Visit, share: &Share) -> String {
    match share.value {
        Some(value) => value.to_string(),
        None if share.low >= 50 => {
            visit.words.tell("share-over", &[("share", &share.low.to_string())])
        }
        None => visit.words.tell("share-under", &[("share", &share.high.to_string())]),
    }
}

/// A share, or the bound that is told in its place.
pub(super) fn point(share: &Share) -> u32 {
    share.value.unwrap_or(if share.low >= 50 { share.low } else { share.high })
}

pub(super) fn line(visit: &Visit, conversation: i64, told: &Told) -> Option<Line> {
    let statement = found(visit, conversation, told.statement)?;
    let shares = told.shares.iter().enumerate().map(|(side, share)| match share {
        Some(share) => (side, number(visit, share), rests_on(visit, share)),
        None => (side, visit.say("share-few"), String::new()),
    });
    Some(Line { number: told.statement, statement, shares: shares.collect() })
}

/// The interval of a share, where one is told, and what it rests on.
pub(super) fn rests_on(visit: &Visit, share: &Share) -> String {
    let n = share.n.map_or_else(String::new, |n| n.to_string());
    let told = [("low", share.low.to_string()), ("high", share.high.to_string()), ("n", n)];
    let key = if share.value.is_some() { "share-interval" } else { "share-n" };
    visit.words.tell(key, &told.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// From when these results are, and what their fingerprint is; in words.
pub(super) async fn released(
    visit: &Visit,
    conversation: i64,
) -> Result<(String, String), WebError> {
    let all = actions::released(&visit.site.house).await?;
    let found = all.into_iter().find(|result| result.conversation == conversation);
    let found = found.ok_or(Refusal::NotFound)?;
    let day = beringia_report::number::date(&moment::iso_date(found.day), &visit.words);
    Ok((visit.words.tell("results-of", &[("day", &day)]), found.digest))
}

/// What both sides say.
pub(crate) async fn show(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    results(&visit, number).await.for_visit(&visit)
}

async fn results(visit: &Visit, number: i64) -> Result<Response, WebError> {
    let figures = figures(visit, number).await?;
    let live = visit.site.house.conversation(number).ok_or(Refusal::NotFound)?;
    let content = live.content();
    let shared = lines(visit, number, &figures, "accepted");
    let mut base = Base::of(visit, "results-title");
    content.rules.title.of(visit.language.base()).clone_into(&mut base.title);
    base.pictures = Some(super::assets::PICTURES_PATH);
    base.script = Some(super::assets::LOOK_PATH);
    let mut pictures = pictures(visit, number).await?;
    let (released, digest) = released(visit, number).await?;
    let page = Results {
        heading: heading(visit, &figures, shared.len()),
        about: content.rules.about.of(visit.language.base()).to_owned(),
        origin: content.imported.as_ref().map(|imported| origin(visit, imported)),
        are_sided: !figures.statements.is_empty(),
        base,
        conversation: number,
        people: people(visit, &figures),
        sides: Part::BOTH.map(|part| (part, side_name(visit, part))),
        shared,
        rejected: lines(visit, number, &figures, "rejected"),
        divided: lines(visit, number, &figures, "divides"),
        bridge: pictures.remove("ground"),
        pictures: ["misjudgement", "groups"].iter().filter_map(|p| pictures.remove(*p)).collect(),
        embedding: embedding(visit, number),
        has_place: visit.person().is_some() && figures.map.is_some(),
        has_surprise: match visit.person() {
            Some(person) => !cards(visit, &person, number, &figures).await?.is_empty(),
            None => false,
        },
        files: FILES.into(),
        released,
        digest,
    };
    Ok(respond(visit, &page))
}

/// The line of HTML that shows the widget on another site, in the visitor's language.
fn embedding(visit: &Visit, number: i64) -> String {
    let (site, tag) = (&visit.site.settings.public_url, visit.language.tag());
    let title = visit.say("results-title");
    format!(
        "<iframe src=\"{site}/conversation/{number}/widget?language={tag}\" title=\"{title}\" width=\"100%\" height=\"780\" loading=\"lazy\"></iframe>"
    )
}

/// The little page that other sites may show: how many statements both sides share, and the firmest of them.
#[derive(Template, Serialize)]
#[template(path = "widget.html")]
struct Widget {
    #[serde(skip)]
    w: Arc<Words>,
    #[serde(skip)]
    tag: &'static str,
    title: String,
    heading: String,
    are_sided: bool,
    people: Vec<String>,
    #[serde(skip)]
    sides: [(Part, String); 2],
    shared: Vec<Line>,
    released: String,
    exchange: String,
    is_invented: bool,
    address: String,
}

/// Statements in the widget at most.
const WIDGET_MAX: usize = 3;

/// The widget. No cookie, no script, nothing from elsewhere; any site may frame it.
pub(crate) async fn widget(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    framed(&visit, number).await.for_visit(&visit)
}

async fn framed(visit: &Visit, number: i64) -> Result<Response, WebError> {
    let figures = figures(visit, number).await?;
    let live = visit.site.house.conversation(number).ok_or(Refusal::NotFound)?;
    let base = Base::of(visit, "results-title");
    let mut shared = lines(visit, number, &figures, "accepted");
    let page = Widget {
        w: Arc::clone(&visit.words),
        tag: visit.language.tag(),
        title: live.content().rules.title.of(visit.language.base()).to_owned(),
        heading: heading(visit, &figures, shared.len()),
        are_sided: !figures.statements.is_empty(),
        people: people(visit, &figures),
        sides: Part::BOTH.map(|part| (part, side_name(visit, part))),
        shared: {
            shared.truncate(WIDGET_MAX);
            shared
        },
        released: released(visit, number).await?.0,
        exchange: base.exchange,
        is_invented: base.is_invented,
        address: format!(
            "{}/conversation/{number}/results?language={}",
            visit.site.settings.public_url,
            visit.language.tag()
        ),
    };
    let mut response = respond(visit, &page);
    let headers = response.headers_mut();
    headers.remove(header::SET_COOKIE);
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *",
        ),
    );
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    Ok(response)
}

/// How many statements there are, and how many both sides share.
fn heading(visit: &Visit, figures: &Figures, shared: usize) -> String {
    if figures.statements.is_empty() {
        return visit.say("results-unsided");
    }
    let (count, shared) = (figures.statements.len() as u64, shared.to_string());
    visit.words.tell_count("results-heading", count, &[("shared", &shared)])
}

/// How many people of each side answered.
fn people(visit: &Visit, figures: &Figures) -> Vec<String> {
    let sides = Part::BOTH.into_iter().zip(figures.voters);
    let of = |(part, voters): (Part, Option<u64>)| {
        let side = side_name(visit, part);
        match voters {
            Some(voters) => visit.words.tell_count("results-people", voters, &[("side", &side)]),
            None => visit.words.tell("results-people-few", &[("side", &side)]),
        }
    };
    sides.map(of).collect()
}

/// The statements with a verdict, the firmest first.
fn lines(visit: &Visit, number: i64, figures: &Figures, verdict: &str) -> Vec<Line> {
    let mut told: Vec<&Told> =
        figures.statements.iter().filter(|told| told.verdict == verdict).collect();
    told.sort_by_key(|told| std::cmp::Reverse(weight(told)));
    told.into_iter().filter_map(|told| line(visit, number, told)).collect()
}

/// The lesser share, or the difference, by which lists are ordered.
fn weight(told: &Told) -> u32 {
    let [Some(first), Some(second)] = told.shares else { return 0 };
    let (first, second) = (point(&first), point(&second));
    match told.verdict.as_str() {
        "accepted" => first.min(second),
        "rejected" => 100 - first.max(second),
        _ => first.abs_diff(second),
    }
}

/// What a person expected of the other side on a statement, and what was so.
struct Card {
    expected: u32,
    told: Told,
}

/// A person's predictions about the other side beside what was so: the greatest surprise first.
async fn cards(
    visit: &Visit,
    person: &Person,
    conversation: i64,
    figures: &Figures,
) -> Result<Vec<Card>, WebError> {
    let all = actions::own_answers(&visit.site.house, person).await?;
    let own = all.into_iter().find(|own| own.conversation == conversation);
    let other = person.side.other();
    let predictions = own.into_iter().flat_map(|own| own.predictions);
    let mut cards: Vec<Card> = predictions
        .filter(|prediction| prediction.about == other)
        .filter_map(|prediction| {
            let told = figures.statements.iter().find(|t| t.statement == prediction.statement)?;
            told.shares[other.index()]?;
            Some(Card { expected: u32::try_from(prediction.share).ok()?, told: told.clone() })
        })
        .collect();
    let off = |card: &Card| {
        card.told.shares[other.index()].map_or(0, |share| surprise(&share, card.expected))
    };
    cards.sort_by_key(|card| (std::cmp::Reverse(off(card)), card.told.statement));
    Ok(cards)
}

/// The first surprise.
pub(crate) async fn first_surprise(
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response, WebError> {
    surprise_page(&visit, number, 1).await.for_visit(&visit)
}

/// One of a person's surprises.
pub(crate) async fn show_surprise(
    visit: Visit,
    Path((number, place)): Path<(i64, usize)>,
) -> Result<Response, WebError> {
    surprise_page(&visit, number, place).await.for_visit(&visit)
}

async fn surprise_page(visit: &Visit, number: i64, place: usize) -> Result<Response, WebError> {
    let Some(person) = visit.person() else { return Ok(go(visit, "/join")) };
    let figures = figures(visit, number).await?;
    let cards = cards(visit, &person, number, &figures).await?;
    let shown = &cards[..cards.len().min(CARDS_MAX)];
    let card = place.checked_sub(1).and_then(|at| shown.get(at)).ok_or(Refusal::NotFound)?;
    let mut page = page(visit, person.side, number, (place, shown.len()), card).await?;
    if place == shown.len() {
        page.score = score(visit, person.side, &cards, &figures);
        page.has_place = figures.map.is_some();
    }
    Ok(respond(visit, &page))
}

/// The newest open conversation, in which somebody can say something herself.
fn open_conversation(visit: &Visit) -> Option<(i64, String)> {
    let all = visit.site.house.conversations();
    let live = all.iter().rev().find(|live| live.stage() == Stage::Open)?;
    let title = live.content().rules.title.of(visit.language.base()).to_owned();
    Some((live.number, title))
}

async fn page(
    visit: &Visit,
    own: Part,
    conversation: i64,
    (place, count): (usize, usize),
    card: &Card,
) -> Result<Surprise, WebError> {
    let (words, part) = (&visit.words, own.other());
    let share = card.told.shares[part.index()].ok_or(Refusal::NotFound)?;
    let average = card.told.expected[own.index()];
    let places = [("place", place.to_string()), ("count", count.to_string())];
    Ok(Surprise {
        base: Base::of(visit, "surprise-title").talk(),
        conversation,
        place: words.tell("surprise-place", &places.each_ref().map(|(k, v)| (*k, v.as_str()))),
        statement: found(visit, conversation, card.told.statement).ok_or(Refusal::NotFound)?,
        part,
        expected: words.tell("surprise-expected", &[("share", &card.expected.to_string())]),
        actual: words.tell("surprise-actual", &[("share", &number(visit, &share))]),
        difference: difference(visit, card.expected, &share),
        people: words.tell("surprise-people", &[("side", &side_name(visit, part))]),
        interval: interval(visit, &share),
        average: average.filter(|mean| mean.value.is_some()).map(|mean| {
            let told = [
                ("side", side_name(visit, own)),
                ("share", number(visit, &mean)),
                ("rests", rests_on(visit, &mean)),
            ];
            words.tell("surprise-average", &told.each_ref().map(|(k, v)| (*k, v.as_str())))
        }),
        picture: picture(visit, card.expected, &share, average),
        score: Vec::new(),
        has_place: false,
        say: open_conversation(visit),
        next: (place < count).then_some(place + 1),
        released: released(visit, conversation).await?.0,
    })
}

/// How well a person predicted over all, beside her side's people and whoever always says fifty; in words.
fn score(visit: &Visit, own: Part, cards: &[Card], figures: &Figures) -> Vec<String> {
    let words = &visit.words;
    let shares = cards
        .iter()
        .filter_map(|card| Some((card.expected, card.told.shares[own.other().index()]?.value?)));
    let pairs: Vec<(u32, u32)> = shares.collect();
    let Some([hers, half]) = scored(&pairs) else { return Vec::new() };
    let told = [
        ("side", side_name(visit, own.other())),
        ("score", hers.to_string()),
        ("half", half.to_string()),
    ];
    let told = told.each_ref().map(|(k, v)| (*k, v.as_str()));
    let mut lines = vec![words.tell_count("surprise-score", pairs.len() as u64, &told)];
    if let Some(mean) = figures.scores[own.index()].filter(|mean| mean.value.is_some()) {
        let told = [
            ("side", side_name(visit, own)),
            ("share", number(visit, &mean)),
            ("rests", rests_on(visit, &mean)),
        ];
        let told = told.each_ref().map(|(k, v)| (*k, v.as_str()));
        lines.push(words.tell("surprise-score-side", &told));
    }
    lines.push(visit.say("surprise-score-about"));
    lines
}

/// The quadratic score of predictions, of a hundred, and that of always saying fifty; by pairs of what was expected
/// and what was so. Nothing where there are none. Source: docs/methods/misjudgement.md, the score.
fn scored(pairs: &[(u32, u32)]) -> Option<[u32; 2]> {
    let count = u32::try_from(pairs.len()).ok().filter(|count| *count > 0)?;
    let mean = |cost: fn(&(u32, u32)) -> u32| {
        // In ten-thousandths, so that nothing but the last step rounds.
        let lost: u32 = pairs.iter().map(cost).sum();
        (count * 10_000 - lost + count * 50) / (count * 100)
    };
    Some([mean(|(y, p)| y.abs_diff(*p).pow(2)), mean(|(_, p)| p.abs_diff(50).pow(2))])
}

/// How far off she was: at least so far, where only a bound is told; nothing where she was inside the bound.
fn difference(visit: &Visit, expected: u32, share: &Share) -> String {
    let distance = surprise(share, expected);
    let key = match (share.value, expected < share.low, distance) {
        (Some(_), _, 0) => return visit.say("surprise-same"),
        (None, _, 0) => return visit.say("surprise-inside"),
        (Some(value), _, _) if value > expected => "surprise-more",
        (Some(_), ..) => "surprise-fewer",
        (None, true, _) => "surprise-more-at-least",
        (None, false, _) => "surprise-fewer-at-least",
    };
    visit.words.tell(key, &[("points", &distance.to_string())])
}

/// How many of a hundred she was off, at least.
fn surprise(share: &Share, expected: u32) -> u32 {
    match share.value {
        Some(value) => value.abs_diff(expected),
        None => share.low.saturating_sub(expected).max(expected.saturating_sub(share.high)),
    }
}

fn interval(visit: &Visit, share: &Share) -> String {
    let n = share.n.unwrap_or(0);
    if share.value.is_none() {
        return visit.words.tell_count("surprise-bound", n, &[]);
    }
    let ends = [("low", share.low.to_string()), ("high", share.high.to_string())];
    visit.words.tell_count("surprise-interval", n, &ends.each_ref().map(|(k, v)| (*k, v.as_str())))
}

fn picture(visit: &Visit, expected: u32, share: &Share, average: Option<Share>) -> Picture {
    Picture {
        low: share.low,
        high: share.high,
        expected,
        actual: point(share),
        // An arrow from inside a bound would lead nowhere.
        is_off: surprise(share, expected) > 2,
        average: average.and_then(|share| share.value),
        label: visit.words.tell("surprise-line", &[("share", &expected.to_string())]),
    }
}

/// The whole report, as it was when it was released.
pub(crate) async fn report(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    let name = format!("report-{}.html", visit.language.base());
    let found = actions::released_file(&visit.site.house, number, &name).await.for_visit(&visit)?;
    let html = found.ok_or(Refusal::NotFound).for_visit(&visit)?;
    let mut response = Html(html).into_response();
    // The page brings its own style, and nothing else: by its digest.
    let policy =
        format!("{}; frame-ancestors 'none'", beringia_report::page::content_security_policy());
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// A file of the released result.
pub(crate) async fn file(
    visit: Visit,
    Path((number, name)): Path<(i64, String)>,
) -> Result<Response, WebError> {
    // An address that ends in .json asks for data, so that the ending is gone by now.
    let is_named = |known: &&str| *known == name || known.strip_suffix(".json") == Some(&name);
    if name == PACKAGE {
        return packed(&visit, number).await.for_visit(&visit);
    }
    let Some(name) = FILES.into_iter().find(is_named) else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let found = actions::released_file(&visit.site.house, number, name).await.for_visit(&visit)?;
    let text = found.ok_or(Refusal::NotFound).for_visit(&visit)?;
    let kind = match name.rsplit('.').next() {
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
    Ok(attachment(name, kind, text.into_bytes()))
}

/// Everything of a release in one file, with the list of digests by which `beringia report verify` checks it.
async fn packed(visit: &Visit, number: i64) -> Result<Response, WebError> {
    let mut files = BTreeMap::new();
    for name in package::names() {
        let found = actions::released_file(&visit.site.house, number, name).await?;
        files.insert(name.to_owned(), found.ok_or(Refusal::NotFound)?);
    }
    let name = format!("conversation-{number}-results.zip");
    // Beside the pages: to pack takes tens of milliseconds.
    let packed = tokio::task::spawn_blocking(move || zipped(package::package(files))).await;
    let packed = packed.map_err(|error| actions::ActionError::Machine(error.to_string()))??;
    Ok(attachment(&name, "application/zip", packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_that_of_the_method() {
        // 1 − (y − p)²: a sure and wrong guess scores nothing, a right one all.
        assert_eq!(scored(&[]), None);
        assert_eq!(scored(&[(71, 71)]), Some([100, 96]));
        assert_eq!(scored(&[(0, 100)]), Some([0, 75]));
        assert_eq!(scored(&[(20, 71), (50, 50), (90, 80)]), Some([91, 96]));
    }

    #[test]
    fn a_bound_tells_how_far_off_at_least() {
        let told = |value, low, high| Share { value, low, high, n: Some(40) };
        let off = |share: Share, expected| surprise(&share, expected);
        assert_eq!(off(told(Some(71), 64, 78), 20), 51);
        assert_eq!([85, 90, 95].map(|expected| off(told(None, 90, 100), expected)), [5, 0, 0]);
        assert_eq!([0, 10, 30].map(|expected| off(told(None, 0, 10), expected)), [0, 0, 20]);
    }
}
