//! Every sentence stands in the locale files, in both languages, and is said somewhere; no template speaks for
//! itself. (That both files hold the same keys and arguments is a test beside the words.)

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below a folder with one of these endings.
fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of ours").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path, endings));
        } else if path.extension().is_some_and(|end| endings.iter().any(|wanted| end == *wanted)) {
            found.push(path);
        }
    }
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("a text of ours")
}

/// Keys of a language, with their sentences' first lines.
fn sentences(language: &str) -> Vec<(String, String)> {
    let folder = root().join("locales").join(language);
    let lines = files(&folder, &["ftl"]).iter().map(|path| read(path)).collect::<String>();
    let key = |line: &str| {
        let (key, sentence) = line.split_once(" =")?;
        key.starts_with(|c: char| c.is_ascii_lowercase())
            .then(|| (key.to_owned(), sentence.trim().to_owned()))
    };
    lines.lines().filter_map(key).collect()
}

/// Everything that may say a sentence.
fn speakers() -> String {
    let mut all = String::new();
    for room in ["report", "web", "cli"] {
        for path in files(&root().join("crates").join(room), &["rs", "html"]) {
            if !path.components().any(|part| part.as_os_str() == "tests") {
                all += &read(&path);
            }
        }
    }
    all
}

/// Whether a key is named, whole or by the part before its last word: `format!("act-{}", …)`.
fn is_said(key: &str, speakers: &str) -> bool {
    let ends = key.match_indices('-').map(|(at, _)| at);
    speakers.contains(&format!("\"{key}\""))
        || ends.clone().any(|at| speakers.contains(&format!("\"{}{{", &key[..=at])))
        || key.match_indices('-').any(|(at, _)| speakers.contains(&format!("}}{}\"", &key[at..])))
}

#[test]
fn every_sentence_is_said_somewhere() {
    let speakers = speakers();
    let unsaid: Vec<String> = sentences("en")
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| !is_said(key, &speakers))
        .collect();
    assert!(unsaid.is_empty(), "never said: {unsaid:?}");
    assert!(!is_said("xyzzy-plugh", &speakers), "the test can fail");
}

#[test]
fn every_sentence_is_translated() {
    let chinese = sentences("zh-Hans");
    let same = sentences("en")
        .into_iter()
        .filter(|(key, english)| {
            let words = english.chars().filter(char::is_ascii_alphabetic).count();
            words > 12 && chinese.iter().any(|(other, text)| other == key && text == english)
        })
        .map(|(key, _)| key)
        .collect::<Vec<_>>();
    assert!(same.is_empty(), "left in English: {same:?}");
}

/// What a template says by itself: its text without tags and without what is put in.
fn own_words(template: &str) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['<', '{']) {
        text += &rest[..at];
        let end = match &rest[at..] {
            put if put.starts_with("{{") => "}}",
            put if put.starts_with("{%") => "%}",
            tag if tag.starts_with('<') => ">",
            _ => "{",
        };
        text.push(' ');
        rest = rest[at + 1..].split_once(end).map_or("", |(_, rest)| rest);
    }
    text + rest
}

#[test]
fn no_template_speaks_for_itself() {
    // Names of languages in their own letters, and of a file, are the same in every language.
    let allowed = ["English", "中文", "（中文）", "(English)", "statements.csv", "№"];
    for path in files(&root().join("crates/web/templates"), &["html"]) {
        let said = own_words(&read(&path));
        for word in said.split_whitespace() {
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            assert!(letters < 2 || allowed.contains(&word), "{}: “{word}”", path.display());
        }
    }
    assert!(own_words("<p>Hello {{ name }}</p>").contains("Hello"), "the test can fail");
}
