//! The report as one page: self-contained, in both languages, without script; it works offline and in print.
//!
//! Which language shows is decided by the address alone (`report.html#zh`). Where a browser cannot do that,
//! both show, one after the other.

mod blocks;
mod first;
mod sections;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use beringia_analysis::findings::Findings;
use sha2::{Digest, Sha256};

use crate::chart::Chart;
use crate::edition::Edition;
use crate::words::Language;
use blocks::{Block, Named, Section};
use first::FirstPage;

const STYLE: &str =
    concat!(include_str!("../assets/pictures.css"), include_str!("../assets/report.css"));

/// The style of pictures, for a page that has a style of its own for everything else.
pub const PICTURES_STYLE: &str = include_str!("../assets/pictures.css");

#[derive(Template)]
#[template(path = "report.html")]
struct Report {
    title: String,
    policy: String,
    style: &'static str,
    editions: Vec<PageEdition>,
}

struct PageEdition {
    order: &'static str,
    base: &'static str,
    tag: &'static str,
    other_base: &'static str,
    other_tag: &'static str,
    other_name: &'static str,
    exchange: String,
    invented: Option<String>,
    /// What stands between two sentences.
    space: &'static str,
    skip: String,
    audience: String,
    contents: Vec<(String, String)>,
    contents_title: String,
    first: FirstPage,
    sections: Vec<Section>,
    foot: String,
}

/// The report, showing `first` unless its address says otherwise.
pub fn html(findings: &Findings, first: Language) -> String {
    let editions = [first, first.other()].map(|language| edition(findings, language, first));
    let title = editions.iter().map(|e| e.first.title.as_str()).collect::<Vec<_>>().join(" · ");
    let report = Report {
        title,
        policy: content_security_policy(),
        style: STYLE,
        editions: editions.into(),
    };
    report.render().expect("rendering into a string cannot fail")
}

/// Parts of the report whose picture stands on its own as well.
const PICTURED: [&str; 3] = ["ground", "misjudgement", "groups"];

#[derive(Template)]
#[template(path = "picture.html")]
struct Pictured<'a> {
    chart: &'a Chart,
    named: &'a [Named],
}

/// The pictures that stand on their own: the bridge, the misjudgement arrows, the opinion map, by the part of the
/// report each opens; with the list of statements it numbers. As HTML in the style of [`PICTURES_STYLE`].
pub fn pictures(findings: &Findings, language: Language) -> Vec<(&'static str, String)> {
    let sections = sections::sections(&Edition::new(findings, language));
    let of = |part: &&'static str| {
        let section = sections.iter().find(|section| section.id.ends_with(*part))?;
        let mut blocks = section.blocks.iter();
        let Some(Block::Picture(chart)) = blocks.next() else { return None };
        let named = match blocks.next() {
            Some(Block::Legend(named)) => named.as_slice(),
            _ => &[],
        };
        let html = Pictured { chart, named }.render();
        Some((*part, html.expect("rendering into a string cannot fail")))
    };
    PICTURED.iter().filter_map(of).collect()
}

/// Nothing but the page's own style sheet, by its digest.
pub fn content_security_policy() -> String {
    policy(STYLE)
}

/// Nothing but this style sheet, by its digest.
pub(crate) fn policy(style: &str) -> String {
    let digest = STANDARD.encode(Sha256::digest(style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'")
}

fn edition(findings: &Findings, language: Language, first: Language) -> PageEdition {
    let edition = Edition::new(findings, language);
    let words = &edition.words;
    let sections = sections::sections(&edition);
    let other = language.other();
    PageEdition {
        order: if language == first { "first" } else { "second" },
        base: language.base(),
        tag: language.tag(),
        other_base: other.base(),
        other_tag: other.tag(),
        other_name: match other {
            Language::English => "English",
            Language::Chinese => "中文",
        },
        exchange: edition.title(),
        invented: findings.conversation.invented.then(|| words.say("invented-tag")),
        space: if language == Language::English { " " } else { "" },
        skip: words.say("skip"),
        audience: words.say(if edition.is_public() {
            "audience-public"
        } else {
            "audience-internal"
        }),
        contents: sections.iter().map(|s| (s.id.clone(), s.title.clone())).collect(),
        contents_title: words.say("contents"),
        first: first::first_page(&edition),
        sections,
        foot: edition.provenance_line(),
    }
}
