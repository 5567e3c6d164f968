//! Rows that leave: under fresh ids, without days or the language read in; of authors their side only.

use std::collections::HashMap;

use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::tables::encoding::Encoding;
use beringia_analysis::tables::polis_out;
use beringia_analysis::tables::reader::{Intake, TableReader};
use beringia_analysis::tables::write::TableText;
use beringia_domain::{Both, Change, Field, Part, ProposalState, Stage, StatementStatus};
use beringia_store::{self as store, StoredExposure, StoredPrediction, StoredVote};

use crate::audit::Act;
use crate::authority::{Observer, Organiser};
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::live::LiveConversation;
use crate::secret::random_bytes;
use crate::statements::NewStatement;

/// People by whom two copies must differ, if they differ at all. Source: docs/methods/disclosure.md.
const PEOPLE_LEAST: i64 = 10;

/// The tables of a conversation, by file name.
pub type Tables = Vec<(&'static str, String)>;

/// The proposals by which rows of a conversation may leave: both sides approved them, and since then the conversation
/// has not opened again, so that nobody's rows leave by a key that was given before she came.
pub async fn approved_exports(
    house: &House,
    by: &Observer,
    conversation: i64,
) -> Result<Vec<i64>, ActionError> {
    let all = crate::approve::asked(house, by).await?;
    // The places of both keys in the record, of what was done.
    let done = |is_meant: fn(&Change) -> bool| {
        all.iter().filter(move |asked| {
            asked.proposal.state == ProposalState::Done
                && asked.proposal.change.conversation() == Some(conversation)
                && is_meant(&asked.proposal.change)
        })
    };
    let places =
        |asked: &crate::approve::Asked| asked.keys.map(|key| key.map_or(0, |k| k.position));
    let opened = done(|change| matches!(change, Change::OpenConversation { .. }))
        .flat_map(places)
        .max()
        .unwrap_or(0);
    // Both keys were given after that: neither was meant for the people who had not come yet.
    let exports = done(|change| matches!(change, Change::Export { .. }))
        .filter(|asked| places(asked).into_iter().all(|place| place > opened));
    Ok(exports.map(|asked| asked.proposal.proposal).collect())
}

/// All rows of a conversation, where both sides have approved that they leave.
pub async fn export_rows(
    house: &House,
    by: &Organiser,
    proposal: i64,
) -> Result<Tables, ActionError> {
    let seen = Observer::of_organiser(by);
    let all = crate::approve::asked(house, &seen).await?;
    let found =
        all.iter().find(|asked| asked.proposal.proposal == proposal).ok_or(Refusal::NotFound)?;
    let Change::Export { conversation, .. } = &found.proposal.change else {
        return Err(Refusal::NotFound.into());
    };
    if !approved_exports(house, &seen, *conversation).await?.contains(&proposal) {
        return Err(Refusal::NotApprovedYet.into());
    }
    let live = house.conversation(*conversation).ok_or(Refusal::NotFound)?;
    if live.stage() != Stage::Closed {
        return Err(Refusal::StageForbids.into());
    }
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    take_copy(house, &mut act, *conversation).await?;
    act.end("exported", &format!("proposal {proposal} conversation {conversation}")).await?;
    tables(house, *conversation, None).await
}

/// The same as a folder of Polis: what does not fit into it is left behind, as `beringia convert` says at length.
pub async fn export_polis(
    house: &House,
    by: &Organiser,
    proposal: i64,
) -> Result<Tables, ActionError> {
    let snapshot = snapshot(&export_rows(house, by, proposal).await?)?;
    let mut files: Tables = Vec::new();
    let collect = |name: &'static str, text: String| {
        match files.iter_mut().find(|(known, _)| *known == name) {
            Some((_, whole)) => whole.push_str(&text),
            None => files.push((name, text)),
        }
        Ok::<(), std::convert::Infallible>(())
    };
    match polis_out::write(&snapshot, collect) {
        Ok(()) => Ok(files),
        Err(never) => match never {},
    }
}

/// The snapshot that these tables freeze to.
fn snapshot(tables: &Tables) -> Result<Snapshot, ActionError> {
    Ok(Snapshot::freeze(intake(tables)?, None)?)
}

/// What these tables hold.
pub(crate) fn intake(tables: &Tables) -> Result<Intake, ActionError> {
    let mut intake = Intake::default();
    for (name, text) in tables {
        let mut reader = TableReader::new(&mut intake, name, Encoding::Utf8);
        reader.feed(text.as_bytes())?;
        reader.finish()?;
    }
    Ok(intake)
}

/// Files of released results that a side takes along with its own rows.
const JOINT: [&str; 3] = ["findings.json", "report-en.html", "report-zh.html"];

/// The own side's rows of a conversation, where both sides have approved that rows leave; with the joint results, where
/// both have released them.
pub async fn leave_with_copy(
    house: &House,
    by: &Organiser,
    conversation: i64,
) -> Result<Tables, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    if live.stage() != Stage::Closed {
        return Err(Refusal::StageForbids.into());
    }
    // Rows leave with two keys, also those of the own side.
    let seen = Observer::of_organiser(by);
    let approved = approved_exports(house, &seen, conversation).await?;
    let proposal = approved.last().ok_or(Refusal::NotApprovedYet)?;
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    take_copy(house, &mut act, conversation).await?;
    act.end("own-copy", &format!("proposal {proposal} conversation {conversation}")).await?;
    let mut all = tables(house, conversation, Some(by.side())).await?;
    for name in JOINT {
        let file = crate::results::released_file(house, conversation, name).await?;
        all.extend(file.map(|content| (name, content)));
    }
    Ok(all)
}

/// Reads statements from a table in the form of `statements.csv`; every one needs words in both languages.
pub fn read_statements(bytes: &[u8]) -> Result<Vec<NewStatement>, ActionError> {
    let name = "statements.csv";
    let encoding =
        if std::str::from_utf8(bytes).is_ok() { Encoding::Utf8 } else { Encoding::Gb18030 };
    let mut intake = Intake::default();
    let mut reader = TableReader::new(&mut intake, name, encoding);
    reader.feed(bytes)?;
    reader.finish()?;
    intake
        .statement_rows
        .into_iter()
        .map(|row| {
            let words = |base: &str| {
                let found = row.statement.wording(base).filter(|(tag, _)| tag.base() == base);
                found.map(|(_, text)| text.to_owned()).ok_or_else(|| {
                    ActionError::File(format!("{name}, line {}: no text in “{base}”", row.line))
                })
            };
            let language = if row.statement.language.base() == "zh" { "zh-Hans" } else { "en" };
            let field = row.statement.field.as_deref().and_then(Field::parse);
            Ok(NewStatement { words: Both { en: words("en")?, zh: words("zh")? }, language, field })
        })
        .collect()
}

/// Notes that rows leave, unless the difference from those that left before would be few people's ballots.
pub(crate) async fn take_copy(
    house: &House,
    act: &mut Act<'_>,
    conversation: i64,
) -> Result<(), ActionError> {
    if store::take_copy(&mut act.tx, house.exchange, conversation, PEOPLE_LEAST).await? {
        Ok(())
    } else {
        Err(Refusal::FewWithdrew.into())
    }
}

/// Whether a statement, by its number, was ever answered by somebody who is still there.
pub(crate) fn answered(votes: &[StoredVote]) -> impl Fn(i64) -> bool {
    let all: std::collections::HashSet<i64> = votes.iter().map(|vote| vote.statement).collect();
    move |statement| all.contains(&statement)
}

/// People under fresh ids, with their side.
pub(crate) type Fresh = HashMap<i64, (u64, Part)>;

/// The tables, of everybody or of one side's people. Rows are sorted by fresh id: their order tells nothing.
pub(crate) async fn tables(
    house: &House,
    conversation: i64,
    only: Option<Part>,
) -> Result<Tables, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let charter = house.charter().ok_or(Refusal::NotApprovedYet)?;
    if live.content().imported.is_some() {
        return crate::import::tables(house, &live, &charter, only).await;
    }
    let votes = store::votes(&house.database, house.exchange, conversation).await?;
    let predictions = store::predictions(&house.database, house.exchange, conversation).await?;
    let exposures = store::exposures(&house.database, house.exchange, conversation).await?;
    let people = votes.iter().map(|vote| vote.participant);
    let fresh = fresh_ids(house, conversation, only, people)?;
    let side_name = |side: Part| charter.side(side).name.en.as_str();
    let mut tables = vec![
        ("conversation.csv", about_table(&live, &charter)),
        ("participants.csv", people_table(&fresh, side_name)),
        ("statements.csv", statement_table(&live, side_name, answered(&votes))),
        ("votes.csv", vote_table(&fresh, &votes)),
        ("predictions.csv", prediction_table(&fresh, &predictions, side_name)),
        ("exposures.csv", exposure_table(&fresh, &exposures)),
    ];
    // A table without rows is none: findings name the tables they are from.
    tables.retain(|(_, text)| text.lines().nth(1).is_some());
    Ok(tables)
}

pub(crate) fn people_table<'a>(fresh: &Fresh, side_name: impl Fn(Part) -> &'a str) -> String {
    let mut people: Vec<(u64, Part)> = fresh.values().copied().collect();
    people.sort_unstable();
    let mut table = TableText::new(&["participant", "side"]);
    for (id, side) in people {
        table.text(&format!("p{id}")).text(side_name(side)).end_row();
    }
    table.finish()
}

fn vote_table(fresh: &Fresh, votes: &[StoredVote]) -> String {
    let row = |v: &StoredVote| Some((fresh.get(&v.participant)?.0, v.statement, v.choice));
    let mut rows: Vec<_> = votes.iter().filter_map(row).collect();
    rows.sort_unstable();
    let mut table = TableText::new(&["participant", "statement", "choice"]);
    for (id, statement, choice) in rows {
        table
            .text(&format!("p{id}"))
            .whole(statement.try_into().ok())
            .word(choice.word())
            .end_row();
    }
    table.finish()
}

fn prediction_table<'a>(
    fresh: &Fresh,
    predictions: &[StoredPrediction],
    side_name: impl Fn(Part) -> &'a str,
) -> String {
    let row =
        |p: &StoredPrediction| Some((fresh.get(&p.participant)?.0, p.statement, p.about, p.share));
    let mut rows: Vec<_> = predictions.iter().filter_map(row).collect();
    rows.sort_unstable();
    let mut table = TableText::new(&["participant", "statement", "about_side", "share"]);
    for (id, statement, about, share) in rows {
        table.text(&format!("p{id}")).whole(statement.try_into().ok());
        table.text(side_name(about)).whole(share.try_into().ok()).end_row();
    }
    table.finish()
}

fn exposure_table(fresh: &Fresh, exposures: &[StoredExposure]) -> String {
    let mut rows: Vec<_> =
        exposures.iter().filter_map(|e| Some((fresh.get(&e.participant)?.0, e))).collect();
    rows.sort_unstable_by_key(|(id, row)| (*id, row.position));
    let header = ["participant", "statement", "position", "rule", "probability", "label_shown"];
    let mut table = TableText::new(&header);
    for (id, row) in rows {
        table.text(&format!("p{id}")).whole(row.statement.try_into().ok());
        table.whole(row.position.try_into().ok()).word(row.rule).number(Some(row.probability));
        table.word(if row.is_labelled { "true" } else { "false" }).end_row();
    }
    table.finish()
}

pub(crate) fn about_table(live: &LiveConversation, charter: &beringia_domain::Charter) -> String {
    let rules = &live.content().rules;
    let mut table = TableText::new(&["key", "language", "value"]);
    for (key, both) in [("title", &rules.title), ("about", &rules.about)] {
        table.word(key).word("en").text(&both.en).end_row();
        table.word(key).word("zh-Hans").text(&both.zh).end_row();
    }
    for side in &charter.sides {
        let key = format!("side:{}", side.name.en);
        table.text(&key).word("en").text(&side.name.en).end_row();
        table.text(&key).word("zh-Hans").text(&side.name.zh).end_row();
    }
    table.word("first_side").word("").text(&charter.sides[0].name.en).end_row();
    if charter.invented {
        table.word("invented").word("").word("true").end_row();
    }
    table.finish()
}

/// The statements that people could answer. What moderators never let through, or have not looked at yet, leaves
/// nowhere: it may name somebody.
pub(crate) fn statement_table<'a>(
    live: &LiveConversation,
    side_name: impl Fn(Part) -> &'a str,
    is_answered: impl Fn(i64) -> bool,
) -> String {
    let mut table = TableText::new(&[
        "statement",
        "author_side",
        "language",
        "text",
        "text_en",
        "text_zh-Hans",
        "status",
        "field",
    ]);
    for s in &live.content().statements {
        let is_out = matches!(s.status, StatementStatus::Pending | StatementStatus::Rejected);
        if is_out && !is_answered(s.statement) {
            continue;
        }
        let is_english = s.language == "en";
        let (original, en, zh) = if is_english {
            (&s.wording.en, "", s.wording.zh.as_str())
        } else {
            (&s.wording.zh, s.wording.en.as_str(), "")
        };
        table.whole(s.statement.try_into().ok()).text(s.author.map_or("", &side_name));
        table.word(&s.language).text(original).text(en).text(zh);
        table.word(s.status.word()).text(&s.field).end_row();
    }
    table.finish()
}

/// Fresh numbers for people. For all rows they are drawn once, by the key, so that findings can be worked out again
/// from the rows to the last byte; for a side's own rows each time.
pub(crate) fn fresh_ids(
    house: &House,
    conversation: i64,
    only: Option<Part>,
    people: impl Iterator<Item = i64>,
) -> Result<Fresh, ActionError> {
    let mut known = HashMap::new();
    let mut order: Vec<(u64, i64, Part)> = Vec::new();
    for participant in people {
        let Some(side) = house.side_of(participant) else { continue };
        if only.is_none_or(|only| only == side) && known.insert(participant, (0, side)).is_none() {
            let chance = match only {
                None => house.key.bits("fresh", &[participant, conversation]),
                Some(_) => u64::from_le_bytes(random_bytes()?),
            };
            order.push((chance, participant, side));
        }
    }
    order.sort_unstable_by_key(|(chance, participant, _)| (*chance, *participant));
    for (id, (_, participant, side)) in (1_u64..).zip(order) {
        known.insert(participant, (id, side));
    }
    Ok(known)
}
