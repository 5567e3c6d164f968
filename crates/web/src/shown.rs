//! What is shown of findings that passed the guard: the files of a result, and the few figures that pages are made of.

use std::collections::BTreeMap;

use beringia_analysis::findings::groups::CellFindings;
use beringia_analysis::findings::{Figure, Findings, State, StatementFindings, Verdict};
use beringia_report::words::Language;
use beringia_report::{open_data, page};
use serde::{Deserialize, Serialize};

/// The pictures of a result, by the part of the report they belong to.
pub(crate) type Pictures = BTreeMap<String, String>;

/// The file of the pictures in a language.
pub(crate) fn pictures_file(language: Language) -> &'static str {
    match language {
        Language::English => "pictures-en.json",
        Language::Chinese => "pictures-zh.json",
    }
}

/// The file of the figures below.
pub(crate) const FIGURES: &str = "figures.json";

/// A share of a hundred, as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(crate) struct Share {
    /// The share; nothing where only bounds are told.
    pub(crate) value: Option<u32>,
    /// Lower end of the 95 % interval, or the lower bound.
    pub(crate) low: u32,
    /// Upper end, or the upper bound.
    pub(crate) high: u32,
    /// Answers, or predictions.
    pub(crate) n: Option<u64>,
}

/// What is told of one statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Told {
    /// Its number.
    pub(crate) statement: i64,
    /// What the sides make of it: accepted, rejected, divides, or anything else.
    pub(crate) verdict: String,
    /// Who agree, by side.
    pub(crate) shares: [Option<Share>; 2],
    /// How many a side expects to agree on the other side.
    pub(crate) expected: [Option<Share>; 2],
}

/// What is told of a conversation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Figures {
    /// People who answered, by side, where that may be told.
    pub(crate) voters: [Option<u64>; 2],
    /// The mean quadratic score of a side's predictions, of a hundred, where that may be told.
    #[serde(default)]
    pub(crate) scores: [Option<Share>; 2],
    /// By statement.
    pub(crate) statements: Vec<Told>,
    /// The map, where one may be told.
    #[serde(default)]
    pub(crate) map: Option<MapTold>,
}

/// What is told of the map to whoever stands on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MapTold {
    /// Where how many stand.
    pub(crate) cells: CellFindings,
    /// Of a hundred people on the map, so many in each group, in the order of their numbers.
    pub(crate) groups: Vec<Option<Share>>,
    /// Answers a person needs to be on it.
    pub(crate) votes_min: u32,
}

/// The files of a result. The first is the one that is digested and released.
pub fn rendered(findings: &Findings) -> Vec<(&'static str, String)> {
    let mut files = open_data::files(findings);
    files.push(("report-en.html", page::html(findings, Language::English)));
    files.push(("report-zh.html", page::html(findings, Language::Chinese)));
    for language in Language::BOTH {
        let pictures = page::pictures(findings, language);
        let pictures = serde_json::to_string(&pictures.into_iter().collect::<BTreeMap<_, _>>());
        files.push((pictures_file(language), pictures.expect("pictures have string keys")));
    }
    let told = serde_json::to_string(&figures(findings));
    files.push((FIGURES, told.expect("figures have string keys and whole numbers")));
    files
}

fn figures(findings: &Findings) -> Figures {
    let voters = findings.asked.voters_by_side.unwrap_or_default();
    let scores = [0, 1].map(|side| share(&findings.misjudgement.as_ref()?[side].score));
    let statements = findings.statements.iter().filter_map(told).collect();
    let found = &findings.opinion_groups;
    let map = (!found.cells.cells.is_empty()).then(|| MapTold {
        cells: found.cells.clone(),
        groups: found.groups.iter().map(|group| share(&group.share)).collect(),
        votes_min: found.votes_min,
    });
    Figures { voters, scores, statements, map }
}

fn told(statement: &StatementFindings) -> Option<Told> {
    let sides = statement.sides.as_ref()?;
    let verdict = match statement.verdict? {
        Verdict::Accepted => "accepted",
        Verdict::Rejected => "rejected",
        Verdict::Divides => "divides",
        Verdict::Unclear | Verdict::TooFew => "unclear",
        Verdict::ModeratedOut => return None,
    };
    let expected = |side: usize| share(&statement.gaps.as_ref()?.get(side)?.predicted);
    Some(Told {
        statement: statement.id.parse().ok()?,
        verdict: verdict.to_owned(),
        shares: [0, 1].map(|side| share(&sides[side].agree_share)),
        expected: [0, 1].map(expected),
    })
}

/// A figure as whole numbers of a hundred.
fn share(figure: &Figure) -> Option<Share> {
    // Counted, so that no cast is needed and none can fail.
    let hundredth = |value: f64| {
        let hundredths = (value * 100.0).round();
        (1..=100_u32).rev().find(|n| f64::from(*n) <= hundredths).unwrap_or(0)
    };
    let (low, high) = (figure.low.map(hundredth), figure.high.map(hundredth));
    match figure.state {
        State::TooFew => None,
        State::Given => {
            Some(Share { value: figure.value.map(hundredth), low: low?, high: high?, n: figure.n })
        }
        State::Bounded => Some(Share {
            value: None,
            low: low.unwrap_or(0),
            high: high.unwrap_or(100),
            n: figure.n,
        }),
    }
}
