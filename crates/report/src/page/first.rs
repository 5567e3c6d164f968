//! The first page: what a delegation leader reads in one minute.

use beringia_analysis::findings::Figure;
use beringia_analysis::headlines::{Direction, Headline};

use crate::chart::small;
use crate::edition::{Edition, join};
use crate::number;

/// The first page.
pub(super) struct FirstPage {
    pub(super) title: String,
    pub(super) aside: String,
    pub(super) counts: Vec<Count>,
    pub(super) caution_title: String,
    pub(super) caution: String,
    pub(super) findings: Vec<Finding>,
}

/// A large number with what it counts.
pub(super) struct Count {
    /// `a` or `b` for a side, empty otherwise.
    pub(super) side: &'static str,
    pub(super) label: String,
    pub(super) value: String,
}

/// One finding.
pub(super) struct Finding {
    pub(super) number: usize,
    pub(super) title: String,
    pub(super) text: String,
    pub(super) link: (String, String),
    pub(super) picture: String,
}

/// What it shows.
pub(super) fn first_page(edition: &Edition<'_>) -> FirstPage {
    let words = &edition.words;
    let title = if edition.has_sides() {
        words.tell("title-sides", &[("first", &edition.side(0)), ("second", &edition.side(1))])
    } else if edition.title().is_empty() {
        words.say("title-plain")
    } else {
        edition.title()
    };
    let headlines = edition.findings.headlines.iter().enumerate();
    FirstPage {
        title,
        aside: words.say("one-minute"),
        counts: counts(edition),
        caution_title: words.say("caution-title"),
        caution: caution(edition),
        findings: headlines.map(|(at, headline)| finding(edition, at + 1, headline)).collect(),
    }
}

/// What one may not conclude.
pub(super) fn caution(edition: &Edition<'_>) -> String {
    let words = &edition.words;
    if edition.has_sides() {
        let args = [("first", edition.side(0)), ("second", edition.side(1))];
        words.tell("caution-sides", &[("first", &args[0].1), ("second", &args[1].1)])
    } else {
        words.say("caution-all")
    }
}

fn counts(edition: &Edition<'_>) -> Vec<Count> {
    let (words, asked) = (&edition.words, &edition.findings.asked);
    let count = |side, label: String, value: Option<u64>| Count {
        side,
        label,
        value: number::maybe_count(value, words),
    };
    let mut counts = Vec::new();
    match &asked.voters_by_side {
        Some(voters) => {
            for (side, class) in [(0, "a"), (1, "b")] {
                let label = words.tell("people-of", &[("side", &edition.side(side))]);
                counts.push(count(class, label, voters[side]));
            }
        }
        None => counts.push(count("", words.say("people"), asked.voters)),
    }
    counts.push(count("", words.say("votes"), asked.votes));
    if asked.predictions != Some(0) {
        counts.push(count("", words.say("predictions"), asked.predictions));
    }
    if !edition.has_sides() {
        counts.push(count("", words.say("statements"), Some(asked.statements)));
    }
    counts
}

fn finding(edition: &Edition<'_>, number: usize, headline: &Headline) -> Finding {
    let link = |key: &str, anchor: &str| (edition.words.say(key), edition.anchor(anchor));
    let (title, text, link, picture) = match headline {
        Headline::CommonGround { firmest, counts } => (
            edition.ground_sentence(counts),
            join(
                &[firmest_text(edition, firmest), ground_error(edition, counts.accepted)],
                edition.language(),
            ),
            link("see-bridge", "ground"),
            small::verdicts(edition, counts),
        ),
        Headline::Misjudgement { on_common_ground, directions, widest } => (
            edition.misjudgement_sentence(),
            misjudgement_text(edition, *on_common_ground, *directions, *widest),
            link("see-misjudgement", "misjudgement"),
            expected_picture(edition),
        ),
        Headline::NoPredictions if edition.findings.asked.predictions == Some(0) => (
            edition.words.say("headline-no-predictions"),
            edition.words.say("no-predictions-how"),
            link("see-asked", "asked"),
            String::new(),
        ),
        Headline::NoPredictions => (
            edition.words.say("headline-few-predictions"),
            edition.gaps_too_few(),
            link("see-asked", "asked"),
            String::new(),
        ),
        Headline::Divide { across_more } => (
            edition.words.say(if *across_more { "divide-more" } else { "divide-same" }),
            edition.divide_text(),
            link("see-diversity", "diversity"),
            divide_picture(edition),
        ),
        Headline::DivideTooFew => (
            edition.words.say("divide-too-few"),
            edition.words.say(if edition.is_public() {
                "divide-untold-how"
            } else {
                "divide-too-few-how"
            }),
            link("see-asked", "asked"),
            String::new(),
        ),
        other => without_sides(edition, other),
    };
    Finding { number, title, text, link, picture }
}

fn firmest_text(edition: &Edition<'_>, firmest: &[usize]) -> String {
    let quoted: Vec<String> = firmest
        .iter()
        .map(|j| edition.words.tell("quote", &[("text", &edition.wording_text(*j))]))
        .collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => edition.words.tell("firmest-one", &[("one", one)]),
        [one, two, ..] => edition.words.tell("firmest-two", &[("one", one), ("two", two)]),
    }
}

/// What the control of false discoveries promises about so many claims.
fn ground_error(edition: &Edition<'_>, claims: usize) -> String {
    if claims == 0 {
        return String::new();
    }
    let rate = edition.findings.provenance.settings.false_discovery_rate;
    let wrong = number::percent(rate, edition.language());
    edition.words.tell("ground-error", &[("rate", &wrong)])
}

fn misjudgement_text(
    edition: &Edition<'_>,
    on_common_ground: bool,
    directions: [Direction; 2],
    widest: Option<(usize, usize)>,
) -> String {
    let words = &edition.words;
    let mut sentences = Vec::new();
    if let Some(gaps) = edition.headline_gaps() {
        let key = match (on_common_ground, edition.is_public()) {
            (true, false) => "expected-on-ground",
            (false, false) => "expected-on-all",
            (true, true) => "expected-on-ground-told",
            (false, true) => "expected-on-all-told",
        };
        sentences.push(words.say(key));
        for side in [0, 1] {
            let (Some(expected), Some(actual)) = (gaps[side].predicted, gaps[side].actual) else {
                continue;
            };
            sentences.push(words.tell(
                "expected-actual",
                &[
                    ("holder", &edition.side(side)),
                    ("about", &edition.side(1 - side)),
                    ("expected", &number::of_hundred(expected)),
                    ("actual", &number::of_hundred(actual)),
                ],
            ));
        }
    }
    if directions.contains(&Direction::Close) {
        sentences.push(words.say("close-means"));
    }
    if let Some((j, side)) = widest {
        let text = edition.wording_text(j);
        let quoted = words.tell("quote", &[("text", &text)]);
        sentences.push(words.tell("widest", &[("holder", &edition.side(side)), ("text", &quoted)]));
    }
    join(&sentences, edition.language())
}

fn expected_picture(edition: &Edition<'_>) -> String {
    let Some(gaps) = edition.headline_gaps() else { return String::new() };
    let pair = |side: usize| gaps[side].predicted.zip(gaps[side].actual);
    match (pair(0), pair(1)) {
        (Some(first), Some(second)) => small::expectations(edition, [first, second]),
        _ => String::new(),
    }
}

fn divide_picture(edition: &Edition<'_>) -> String {
    let Some(found) = &edition.findings.dispersion else { return String::new() };
    let words = &edition.words;
    let pair = |side: usize| words.tell("pair-within", &[("side", &edition.side(side))]);
    let rows = [
        (pair(0), &found.within[0], Some(0)),
        (pair(1), &found.within[1], Some(1)),
        (words.say("pair-between"), &found.between, None),
    ];
    small::shares(edition, &rows, "small-divide")
}

fn without_sides(
    edition: &Edition<'_>,
    headline: &Headline,
) -> (String, String, (String, String), String) {
    let words = &edition.words;
    let link = |key: &str, anchor: &str| (words.say(key), edition.anchor(anchor));
    match headline {
        Headline::Majorities { agree, disagree, tested, firmest } => {
            let (agree, disagree) = (agree.to_string(), disagree.to_string());
            let tested = tested.to_string();
            let title = words.tell("majorities", &[("agree", &agree), ("tested", &tested)]);
            let more = words.tell("majorities-more", &[("disagree", &disagree)]);
            let text = join(&[firmest_text(edition, firmest), more], edition.language());
            let rows = rows_of(edition, firmest);
            (
                title,
                text,
                link("see-statements", "views"),
                small::shares(edition, &rows, "small-firm"),
            )
        }
        Headline::MostSplit { statement } => {
            let tally = &edition.findings.statements[*statement].everybody;
            let disagree = tally.disagree_share.map(number::of_hundred).unwrap_or_default();
            let agree = tally.agree_share.value.map(number::of_hundred).unwrap_or_default();
            let text = words.tell("most-split-text", &[("agree", &agree), ("disagree", &disagree)]);
            let quoted = words.tell("quote", &[("text", &edition.wording_text(*statement))]);
            let title = words.say("most-split");
            let rows = rows_of(edition, &[*statement]);
            let picture = small::shares(edition, &rows, "small-split");
            (
                title,
                join(&[quoted, text], edition.language()),
                link("see-statements", "views"),
                picture,
            )
        }
        Headline::Answered { warns } => {
            let median = edition.findings.missingness.median_answers.first().copied().flatten();
            let median = median.map_or_else(|| words.say("too-few"), |n| format!("{n:.0}"));
            let statements = edition.findings.asked.statements.to_string();
            let text =
                words.tell("answered-text", &[("median", &median), ("statements", &statements)]);
            let key = match warns {
                Some(true) => "answered-warns",
                Some(false) => "answered-no-sign",
                None => "answered-untested",
            };
            (words.say(key), text, link("see-asked", "asked"), String::new())
        }
        _ => (String::new(), String::new(), link("see-asked", "asked"), String::new()),
    }
}

fn rows_of<'f>(
    edition: &Edition<'f>,
    statements: &[usize],
) -> Vec<(String, &'f Figure, Option<usize>)> {
    let findings = edition.findings;
    let row = |j: &usize| {
        (edition.wording_text(*j), &findings.statements[*j].everybody.agree_share, None)
    };
    statements.iter().map(row).collect()
}
