//! The data package of a release: the files that are handed out, a list of their digests, and how anybody checks
//! them without asking whoever made them.

use std::collections::BTreeMap;
use std::fmt::Write;

use beringia_analysis::findings::Findings;
use beringia_analysis::follows::{Check, follows};
use beringia_analysis::headlines::Headline;
use beringia_analysis::provenance::{NONCE, fingerprint, text_digest};

use crate::words::Language;
use crate::{open_data, page};

/// The list of digests, in the form `sha256sum -c` reads.
pub const SUMS: &str = "SHA256SUMS";
/// What a reader without Beringia finds.
const README: &str = "README.txt";
/// The findings, from which the rest follows.
const FINDINGS: &str = "findings.json";
/// Tables of what follows from the findings alone.
const TABLES: [&str; 3] = ["common_ground.csv", "misjudgement.csv", "groups.csv"];
/// The table that also holds counts of groups, which the findings do not.
const STATEMENTS: &str = "statements.csv";
/// The reports, by the language that shows first.
const REPORTS: [(&str, Language); 2] =
    [("report-en.html", Language::English), ("report-zh.html", Language::Chinese)];

/// The version of this program, as findings name it.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// No honest count is larger.
const COUNT_MAX: u64 = 1 << 40;

const README_TEXT: &str = include_str!("../assets/package-readme.txt");

/// The names of the files of a release that go into its package.
pub fn names() -> impl Iterator<Item = &'static str> {
    let tables = TABLES.into_iter().chain([FINDINGS, STATEMENTS, NONCE]);
    tables.chain(REPORTS.map(|(name, _)| name))
}

/// The package of these files, with what tells about them; by name.
pub fn package(mut files: BTreeMap<String, String>) -> BTreeMap<String, String> {
    files.insert(README.to_owned(), README_TEXT.to_owned());
    let sums = files.iter().fold(String::new(), |mut sums, (name, text)| {
        let _ = writeln!(sums, "{}  {name}", text_digest(text));
        sums
    });
    files.insert(SUMS.to_owned(), sums);
    files
}

/// Why a package cannot be checked at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A file is not there.
    Missing(&'static str),
    /// The findings are none of ours; why.
    Findings(String),
}

/// What was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Digest of the findings behind their random text: what both sides released.
    pub fingerprint: String,
    /// From what, by which version.
    pub snapshot: String,
    /// The version that made them.
    pub version: String,
    /// Whether that is this version; another may word reports otherwise, so that they are not compared.
    pub is_ours: bool,
    /// Each check; of files, those that are wrong by name.
    pub checks: Vec<Check>,
}

impl Verified {
    /// Whether everything is as it must be.
    pub fn is_right(&self) -> bool {
        self.checks.iter().all(|check| check.wrong.is_empty())
    }
}

/// Checks a package: that the files are those listed, that tables and reports follow from the findings to the last
/// byte, and that figures follow from the counts they rest on.
pub fn verify(files: &BTreeMap<String, String>) -> Result<Verified, Unreadable> {
    let text = |name: &'static str| files.get(name).ok_or(Unreadable::Missing(name));
    let json = text(FINDINGS)?;
    let findings: Findings =
        serde_json::from_str(json).map_err(|error| Unreadable::Findings(error.to_string()))?;
    is_sound(&findings).map_err(|what| Unreadable::Findings(what.to_owned()))?;
    let is_ours = findings.provenance.version == VERSION;
    let mut checks = vec![listed(files, text(SUMS)?)];
    let is_whole = open_data::json(&findings) == *json;
    checks.push(check("findings", 1, (!is_whole).then(|| FINDINGS.to_owned())));
    checks.push(tables(&findings, files));
    if is_ours {
        checks.push(reports(&findings, files));
    }
    checks.extend(follows(&findings));
    Ok(Verified {
        fingerprint: fingerprint(text(NONCE)?.trim_end(), json),
        snapshot: findings.provenance.digest.clone(),
        version: findings.provenance.version.to_owned(),
        is_ours,
        checks,
    })
}

/// Whether findings that were read may be shown: whoever wrote them may have meant harm.
fn is_sound(findings: &Findings) -> Result<(), &'static str> {
    let provenance = &findings.provenance;
    let is_hex = |text: &str| text.len() == 64 && text.bytes().all(|c| c.is_ascii_hexdigit());
    if !is_hex(&provenance.digest) || !provenance.version.bytes().all(|c| c.is_ascii_graphic()) {
        return Err("its digest or version is none");
    }
    let found = &findings.opinion_groups;
    let pooled = findings.misjudgement.iter().flatten();
    let ignorant = pooled.flat_map(|side| &side.pluralistic_ignorance);
    let named = findings.headlines.iter().flat_map(Headline::statements);
    let authors = findings.statements.iter().filter_map(|statement| statement.author_side);
    let widest = findings.headlines.iter().filter_map(|headline| match headline {
        Headline::Misjudgement { widest, .. } => widest.map(|(_, side)| side),
        _ => None,
    });
    let placed = found.cells.cells.iter().filter_map(|cell| cell.side);
    if authors.chain(widest).chain(placed).any(|side| side > 1) {
        return Err("it names a third side");
    }
    let marked = found.marks.iter().map(|mark| mark.statement);
    let mut all = findings.shortlist.iter().chain(ignorant).copied().chain(marked).chain(named);
    if !all.all(|at| at < findings.statements.len()) {
        return Err("it names a statement that is not there");
    }
    let counts = findings.statements.iter().flat_map(|statement| {
        let tallies = std::iter::once(&statement.everybody).chain(statement.sides.iter().flatten());
        tallies.flat_map(|tally| [tally.votes, tally.agree, tally.disagree, tally.pass])
    });
    let asked = &findings.asked;
    let more = [asked.voters, asked.votes, asked.predictions, Some(asked.statements)];
    if counts.chain(more).flatten().any(|count| count > COUNT_MAX) {
        return Err("it counts more people than there are");
    }
    Ok(())
}

/// Checks a package against findings that were made anew from the rows.
pub fn verify_against(files: &BTreeMap<String, String>, made: &Findings) -> Check {
    let mut anew: Vec<(&'static str, String)> = open_data::files(made);
    anew.extend(REPORTS.map(|(name, language)| (name, page::html(made, language))));
    let known: Vec<_> = anew.into_iter().filter(|(name, _)| files.contains_key(*name)).collect();
    let wrong = known.iter().filter(|(name, text)| files[*name] != *text);
    check("anew", known.len(), wrong.map(|(name, _)| (*name).to_owned()))
}

fn check(name: &'static str, checked: usize, wrong: impl IntoIterator<Item = String>) -> Check {
    Check { name, checked, wrong: wrong.into_iter().collect() }
}

/// Every file is listed with its digest, and every listed file is there.
fn listed(files: &BTreeMap<String, String>, sums: &str) -> Check {
    let listed: BTreeMap<&str, &str> = sums
        .lines()
        .filter_map(|line| line.split_once("  "))
        .map(|(sum, name)| (name, sum))
        .collect();
    let is_wrong = |name: &&str| {
        let found = files.get(*name).map(|text| text_digest(text));
        found.as_deref() != listed.get(name).copied()
    };
    let all: std::collections::BTreeSet<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|name| *name != SUMS)
        .chain(listed.keys().copied())
        .collect();
    check("listed", all.len(), all.iter().copied().filter(is_wrong).map(str::to_owned))
}

fn tables(findings: &Findings, files: &BTreeMap<String, String>) -> Check {
    let made = open_data::files(findings);
    let of = |name: &str| made.iter().find(|(known, _)| *known == name).map(|(_, text)| text);
    let is_wrong = |name: &&str| {
        let found = files.get(*name);
        if *name != STATEMENTS {
            return found != of(name);
        }
        // Counts of groups are in the table alone; everything else in it follows.
        let is_of_group =
            |line: &&str| line.split(',').nth(1).is_some_and(|s| s.starts_with("group:"));
        let rest = |text: &String| {
            text.lines().filter(|line| !is_of_group(line)).map(str::to_owned).collect::<Vec<_>>()
        };
        found.map(rest) != of(name).map(rest)
    };
    let names = TABLES.into_iter().chain([STATEMENTS]);
    check("tables", TABLES.len() + 1, names.filter(is_wrong).map(str::to_owned))
}

fn reports(findings: &Findings, files: &BTreeMap<String, String>) -> Check {
    let is_wrong = |(name, language): &(&str, Language)| {
        files.get(*name).is_none_or(|text| *text != page::html(findings, *language))
    };
    let wrong = REPORTS.into_iter().filter(is_wrong).map(|(name, _)| name.to_owned());
    check("reports", REPORTS.len(), wrong)
}
