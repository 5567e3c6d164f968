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

use crate::edition::Edition;
use crate::words::Language;
use blocks::{Block, Section};
use first::FirstPage;

const STYLE: &str = include_str!("../assets/report.css");

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

/// Nothing but the page's own style sheet, by its digest.
pub fn content_security_policy() -> String {
    let digest = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
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
