//! A conversation that was held elsewhere: looked at first, then brought here with its rows, and taken back as long as
//! nothing of it was released.

mod rows;

use std::collections::HashSet;

use beringia_analysis::snapshot::{Snapshot, part_of};
use beringia_analysis::tables::TableKind;
use beringia_analysis::tables::reader::Note;
use beringia_analysis::tables::together::{self, Given, Mapping, NotTogether, ReadError};
use beringia_domain::{
    Both, Charter, Entrance, Field, Labels, Looks, Part, Rules, Stage, Statement, text,
};
use beringia_store::{self as store, StoredImport, StoredStatement, WordingRow};

use crate::audit::Act;
use crate::authority::Organiser;
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::live::read_content;
use crate::secret::random_number;
use crate::statements::STATEMENTS_MAX;

pub(crate) use rows::tables;

/// Bytes of a title, of the words about it, and of where it is from, at most.
const TITLE_BYTES_MAX: usize = 300;
const ABOUT_BYTES_MAX: usize = 2_000;
const SOURCE_BYTES_MAX: usize = 500;
/// Different words in a column of choices that are shown to be understood.
const WORDS_MAX: usize = 12;
/// Statements that are shown before a conversation is brought.
const SAMPLES: usize = 3;

/// Who brings a conversation.
#[derive(Debug, Clone)]
pub enum Importer {
    /// An organiser, for her side.
    Organiser(Organiser),
    /// Whoever runs the server, from the command line.
    Host,
}

impl Importer {
    fn account(&self) -> i64 {
        match self {
            Self::Organiser(organiser) => organiser.account(),
            Self::Host => 0,
        }
    }

    fn side(&self) -> Option<Part> {
        match self {
            Self::Organiser(organiser) => Some(organiser.side()),
            Self::Host => None,
        }
    }
}

/// A conversation that is to be brought.
#[derive(Debug, Clone, Default)]
pub struct Bringing {
    /// Its title.
    pub title: Both,
    /// What it was about.
    pub about: Both,
    /// Where it is from, in the words of whoever brings it.
    pub source: String,
    /// Its tables.
    pub given: Vec<Given>,
    /// How their names become ours.
    pub mapping: Mapping,
    /// Which of their sides is our first side; unless told, that of the same name, else the first by name.
    pub first_side: Option<String>,
}

/// A table as it was looked at.
#[derive(Debug, Clone)]
pub struct LookedTable {
    /// Its file.
    pub name: String,
    /// Which table it is, where that is known.
    pub kind: Option<TableKind>,
    /// Its columns, by their names there.
    pub columns: Vec<String>,
    /// The words in its column of choices, where not all of them are ours.
    pub words: Vec<String>,
}

/// What a conversation would be, once brought.
#[derive(Debug, Clone)]
pub struct Understood {
    /// People of each side.
    pub people: [usize; 2],
    /// People of neither.
    pub unsided: usize,
    /// What the sides are called there, in the order of ours.
    pub sides: Option<[String; 2]>,
    /// Statements.
    pub statements: usize,
    /// Of them, so many have no English, and so many no Chinese words.
    pub without_words: [usize; 2],
    /// Votes.
    pub votes: usize,
    /// Predictions.
    pub predictions: usize,
    /// The first statements, as they will be shown.
    pub samples: Vec<String>,
    /// What was read otherwise than it stood there.
    pub notes: Vec<Note>,
    /// Files that are no table of ours.
    pub not_read: Vec<String>,
    /// Digest of all that bears on a figure.
    pub digest: String,
}

/// What was seen of files, without anything being kept.
#[derive(Debug, Clone)]
pub struct Looked {
    /// The tables, one by one.
    pub tables: Vec<LookedTable>,
    /// Whether no table of votes is among them, as far as it is understood.
    pub lacks_votes: bool,
    /// What they would become, or why they cannot.
    pub outcome: Result<Understood, String>,
}

/// Looks at what would be brought; nothing is kept.
pub fn look_at_files(charter: &Charter, bringing: &Bringing) -> Looked {
    let tables = bringing.given.iter().map(|given| looked_table(given, bringing)).collect();
    let read = read(charter, bringing);
    let lacks_votes = matches!(read, Err(ReadError::NotTogether(NotTogether::NoVotes(_))));
    let outcome = read
        .map(|(snapshot, not_read)| understood(&snapshot, not_read))
        .map_err(|error| error.to_string());
    Looked { tables, lacks_votes, outcome }
}

fn looked_table(given: &Given, bringing: &Bringing) -> LookedTable {
    let ours = together::mapped(given, &bringing.mapping).unwrap_or_else(|_| given.clone());
    let kind = together::recognise_whole(&ours);
    let words = match kind {
        Some(TableKind::Votes) => {
            let called = |ours: &str| {
                let all = &bringing.mapping.columns;
                let found = all.iter().find(|r| r.file == given.name && r.ours == ours);
                found.map_or_else(|| ours.to_owned(), |renaming| renaming.theirs.clone())
            };
            together::words_of(given, &called("choice"), WORDS_MAX).unwrap_or_default()
        }
        _ => Vec::new(),
    };
    let are_ours = words.iter().all(|word| together::is_choice(word));
    LookedTable {
        name: given.name.clone(),
        kind,
        columns: together::header(given),
        words: if are_ours { Vec::new() } else { words },
    }
}

fn understood(snapshot: &Snapshot, not_read: Vec<String>) -> Understood {
    let of = |part: Option<Part>| {
        snapshot.halves.iter().filter(|half| half.map(part_of) == part).count()
    };
    let words = |statement: &Statement| both_words(statement);
    let lacks = |base: fn(&Both) -> &String| {
        snapshot.statements.iter().filter(|s| base(&words(s)).is_empty()).count()
    };
    let shown = |statement: &Statement| {
        let Both { en, zh } = both_words(statement);
        let parts = [en, zh];
        parts.iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    };
    Understood {
        people: Part::BOTH.map(|part| of(Some(part))),
        unsided: of(None),
        sides: snapshot
            .sides
            .as_ref()
            .map(|sides| Part::BOTH.map(|part| sides.name(part).to_owned())),
        statements: snapshot.statements.len(),
        without_words: [lacks(|both| &both.en), lacks(|both| &both.zh)],
        votes: snapshot.votes().votes(),
        predictions: snapshot.predictions.predictions(),
        samples: snapshot.statements.iter().map(shown).take(SAMPLES).collect(),
        notes: snapshot.notes.clone(),
        not_read,
        digest: snapshot.digest.clone(),
    }
}

/// The frozen tables, our first side first, and the files that are none.
fn read(charter: &Charter, bringing: &Bringing) -> Result<(Snapshot, Vec<String>), ReadError> {
    let ours: Result<Vec<Given>, _> =
        bringing.given.iter().map(|given| together::mapped(given, &bringing.mapping)).collect();
    let (intake, not_read) = together::read(&ours?)?;
    let name = &charter.sides[0].name;
    let same = intake.sides.iter().find(|side| **side == name.en || **side == name.zh);
    // A name that is not there says nothing.
    let said = bringing.first_side.clone().filter(|name| intake.sides.contains(name));
    let first = said.or_else(|| same.cloned());
    let second = &charter.sides[1].name;
    let first = first.or_else(|| {
        // Where only the second side bears our name, the other one is the first.
        let is_second = |side: &&String| **side == second.en || **side == second.zh;
        intake.sides.iter().find(is_second)?;
        intake.sides.iter().find(|side| !is_second(side)).cloned()
    });
    Ok((Snapshot::freeze(intake, first.as_deref())?, not_read))
}

/// A statement's words in our two languages; empty where it has none. Words whose language nobody tells go by their
/// letters.
fn both_words(statement: &Statement) -> Both {
    let mut both = Both::default();
    let known = |base: &str| {
        let found = statement.wording(base).filter(|(tag, _)| tag.base() == base);
        found.map(|(_, text)| text.to_owned())
    };
    both.en = known("en").unwrap_or_default();
    both.zh = known("zh").unwrap_or_default();
    if let Some(text) = &statement.text
        && both.en.is_empty()
        && both.zh.is_empty()
    {
        if is_chinese(text) { both.zh.clone_from(text) } else { both.en.clone_from(text) }
    }
    both
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
}

/// A statement as it is kept. Nobody here approved its translation.
fn stored(statement: &Statement, author: Option<Part>) -> StoredStatement {
    let Both { en, zh } = both_words(statement);
    let is_chinese = match statement.language.base().as_str() {
        "zh" => true,
        "en" => false,
        _ => en.is_empty() && !zh.is_empty(),
    };
    let field = statement.field.as_deref().and_then(Field::parse);
    StoredStatement {
        statement: 0,
        author,
        language: if is_chinese { "zh-Hans" } else { "en" }.to_owned(),
        field: field.map_or("", Field::word).to_owned(),
        status: statement.status,
        version: 1,
        wording: WordingRow { en, zh, approved: [false; 2] },
    }
}

/// Brings a conversation here: closed, and hidden until both sides release what it says. Gives its number.
pub async fn bring(house: &House, by: &Importer, bringing: Bringing) -> Result<i64, ActionError> {
    let charter = house.charter().ok_or(Refusal::NotApprovedYet)?;
    let rules = rules(&bringing)?;
    let source =
        text::line(&bringing.source, SOURCE_BYTES_MAX).map_err(|_| Refusal::SourceEmpty)?;
    let nonce = random_number()?;
    let key = house.key.clone();
    let charter_read = charter.clone();
    let read = tokio::task::spawn_blocking(move || {
        let (snapshot, _) =
            read(&charter_read, &bringing).map_err(|error| ActionError::File(error.to_string()))?;
        let chance = |person: i64| key.bits("import", &[person, nonce]);
        let tables = rows::written(&snapshot, chance);
        Ok::<_, ActionError>((snapshot, tables))
    });
    let (snapshot, tables) = read.await.map_err(|e| ActionError::Machine(e.to_string()))??;
    if snapshot.statements.len() > STATEMENTS_MAX {
        return Err(Refusal::TooMany.into());
    }
    let seen = understood(&snapshot, Vec::new());
    let mut act = Act::begin(house, by.account(), by.side()).await?;
    // While nobody else acts: of two that come at once, the second sees the first.
    if was_brought(house, &snapshot).await? {
        return Err(Refusal::BroughtBefore.into());
    }
    let conversation = store::add_conversation(&mut act.tx, house.exchange, &rules).await?;
    for (statement, author) in snapshot.statements.iter().zip(&snapshot.authors) {
        let row = stored(statement, author.map(part_of));
        store::add_statement(&mut act.tx, house.exchange, conversation, &row).await?;
    }
    store::set_stage(&mut act.tx, house.exchange, conversation, Stage::Closed).await?;
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let new = StoredImport {
        conversation,
        side: by.side(),
        source,
        there: seen.sides.clone().unwrap_or_default(),
        day: house.today(),
        people: seen.people.map(count),
        unsided: count(seen.unsided),
        votes: count(seen.votes),
    };
    store::add_import(&mut act.tx, house.exchange, &new, &tables).await?;
    act.end("import", &format!("conversation {conversation}: {}", seen.digest)).await?;
    house.read_conversation(conversation).await?;
    Ok(conversation)
}

/// Whether another conversation that was brought asked much the same. Two that differ by few people would tell what
/// these few said.
async fn was_brought(house: &House, snapshot: &Snapshot) -> Result<bool, ActionError> {
    let words = |both: Both| if both.en.is_empty() { both.zh } else { both.en };
    let all = snapshot.statements.iter().map(|s| words(both_words(s)));
    // Statements without words are like any others.
    let new: HashSet<String> = all.filter(|words| !words.is_empty()).collect();
    for import in store::imports(&house.database, house.exchange).await? {
        let Some(content) = read_content(house, import.conversation).await? else { continue };
        let known = content.statements.iter();
        let known = known
            .map(|s| words(Both { en: s.wording.en.clone(), zh: s.wording.zh.clone() }))
            .filter(|words| !words.is_empty());
        let known: HashSet<String> = known.collect();
        let same = known.intersection(&new).count();
        if same > 0 && 2 * same >= known.len().min(new.len()) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn rules(bringing: &Bringing) -> Result<Rules, ActionError> {
    let Bringing { title, about, .. } = bringing;
    let refused = |error| match error {
        text::TextError::Empty => ActionError::from(Refusal::TextEmpty),
        text::TextError::TooLong { .. } => Refusal::TextLong.into(),
    };
    Ok(Rules {
        title: Both::line(&title.en, &title.zh, TITLE_BYTES_MAX).map_err(refused)?,
        about: Both::paragraph(&about.en, &about.zh, ABOUT_BYTES_MAX).map_err(refused)?,
        labels: Labels::Never,
        entrance: Entrance::Invitation,
        looks: Looks::Never,
    })
}

/// Takes a conversation back that was brought here, as long as nothing of it has left: by the side that brought it;
/// what whoever runs the server brought, by either side, too.
pub async fn undo(house: &House, by: &Importer, conversation: i64) -> Result<(), ActionError> {
    let mut act = Act::begin(house, by.account(), by.side()).await?;
    let content = read_content(house, conversation).await?.ok_or(Refusal::NotFound)?;
    let imported = content.imported.ok_or(Refusal::NotFound)?;
    if imported.side.is_some() && imported.side != by.side() {
        return Err(Refusal::NotYourSide.into());
    }
    if store::has_left(&house.database, house.exchange, conversation).await? {
        return Err(Refusal::HasLeft.into());
    }
    store::delete_conversation(&mut act.tx, house.exchange, conversation).await?;
    act.end("import-undone", &format!("conversation {conversation}")).await?;
    house.read_conversation(conversation).await
}
