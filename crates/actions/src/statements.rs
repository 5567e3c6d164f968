//! Conversations and their statements, as organisers write them.

use beringia_domain::{Both, Field, Rules, Stage, StatementStatus, text};
use beringia_store::{self as store, StoredStatement, WordingRow};

use crate::audit::Act;
use crate::authority::{Organiser, Writing};
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::live::{Content, read_content};
use crate::secret::sha256;

/// Bytes of a statement at most.
const TEXT_BYTES_MAX: usize = 1_000;
/// Statements in a conversation at most.
pub(crate) const STATEMENTS_MAX: usize = 2_000;

/// A statement to be added.
#[derive(Debug, Clone)]
pub struct NewStatement {
    /// Its words.
    pub words: Both,
    /// In which language it was written: `en` or `zh-Hans`.
    pub language: &'static str,
    /// What it is about.
    pub field: Option<Field>,
}

/// Adds a conversation in draft; gives its number. Nobody sees it before both sides open it.
pub async fn add_conversation(
    house: &House,
    by: &Organiser,
    rules: &Rules,
) -> Result<i64, ActionError> {
    house.charter().ok_or(Refusal::NotApprovedYet)?;
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let number = store::add_conversation(&mut act.tx, house.exchange, rules).await?;
    act.end("add-conversation", &format!("conversation {number}")).await?;
    house.read_conversation(number).await?;
    Ok(number)
}

/// Changes the rules of a conversation that was never open; afterwards it takes two keys.
pub async fn change_draft_rules(
    house: &House,
    by: &Organiser,
    conversation: i64,
    rules: &Rules,
) -> Result<(), ActionError> {
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    let content = read_content(house, conversation).await?.ok_or(Refusal::NotFound)?;
    if content.stage != Stage::Draft {
        return Err(Refusal::StageForbids.into());
    }
    store::set_rules(&mut act.tx, house.exchange, conversation, rules).await?;
    act.end("draft-rules", &format!("conversation {conversation}")).await?;
    house.refresh_content(conversation).await
}

/// Words in both languages, cleaned.
fn cleaned(words: &Both) -> Result<Both, ActionError> {
    Both::line(&words.en, &words.zh, TEXT_BYTES_MAX).map_err(|error| match error {
        text::TextError::Empty => Refusal::TextEmpty.into(),
        text::TextError::TooLong { .. } => Refusal::TextLong.into(),
    })
}

/// An act on a conversation as it is while nobody else acts.
async fn begin<'a>(
    house: &'a House,
    by: &Writing,
    conversation: i64,
) -> Result<(Act<'a>, Content), ActionError> {
    let act = Act::begin(house, by.account(), Some(by.side())).await?;
    let content = read_content(house, conversation).await?.ok_or(Refusal::NotFound)?;
    if content.stage == Stage::Closed {
        return Err(Refusal::StageForbids.into());
    }
    Ok((act, content))
}

/// The same where words change: also of what was held elsewhere and often comes in one language, as long as nothing of
/// it has left. What it says is then worked out again, with the new words.
async fn begin_wording<'a>(
    house: &'a House,
    by: &Writing,
    conversation: i64,
) -> Result<(Act<'a>, Content), ActionError> {
    let content = read_content(house, conversation).await?.ok_or(Refusal::NotFound)?;
    if content.imported.is_none() {
        return begin(house, by, conversation).await;
    }
    let mut act = Act::begin(house, by.account(), Some(by.side())).await?;
    if store::has_left(&house.database, house.exchange, conversation).await? {
        return Err(Refusal::HasLeft.into());
    }
    store::delete_result(&mut act.tx, house.exchange, conversation).await?;
    Ok((act, content))
}

fn find(content: &Content, statement: i64) -> Result<&StoredStatement, Refusal> {
    let place = usize::try_from(statement - 1).map_err(|_| Refusal::NotFound)?;
    content.statements.get(place).ok_or(Refusal::NotFound)
}

/// Approved by one's own side alone.
fn own(by: &Writing) -> [bool; 2] {
    let mut approved = [false; 2];
    approved[by.side().index()] = true;
    approved
}

/// Adds statements, all or none; gives how many. What is added to an open conversation is shown once the other side
/// has looked at it, too.
pub async fn add_statements(
    house: &House,
    by: &Writing,
    conversation: i64,
    new: &[NewStatement],
) -> Result<usize, ActionError> {
    if new.is_empty() {
        return Err(Refusal::TextEmpty.into());
    }
    let (mut act, content) = begin(house, by, conversation).await?;
    if content.statements.len() + new.len() > STATEMENTS_MAX {
        return Err(Refusal::TooMany.into());
    }
    let is_open = content.stage == Stage::Open;
    let status = if is_open { StatementStatus::Pending } else { StatementStatus::Accepted };
    for statement in new {
        let words = cleaned(&statement.words)?;
        let row = StoredStatement {
            statement: 0,
            author: Some(by.side()),
            language: statement.language.to_owned(),
            field: statement.field.map_or("", Field::word).to_owned(),
            status,
            version: 1,
            wording: WordingRow { en: words.en, zh: words.zh, approved: own(by) },
        };
        store::add_statement(&mut act.tx, house.exchange, conversation, &row).await?;
    }
    act.end("add-statements", &format!("conversation {conversation}: {}", new.len())).await?;
    house.refresh_content(conversation).await?;
    Ok(new.len())
}

/// Changes the words of a statement: in place while the conversation is a draft, else as a new version, which the
/// other side has to approve before people read it.
pub async fn change_wording(
    house: &House,
    by: &Writing,
    place: (i64, i64),
    words: &Both,
) -> Result<i64, ActionError> {
    let (conversation, statement) = place;
    let words = cleaned(words)?;
    let (mut act, content) = begin_wording(house, by, conversation).await?;
    let found = find(&content, statement)?;
    // What people answered there were these words: only their translation may change.
    let original = |wording: &str, other: &str| !wording.is_empty() && wording != other;
    let is_original_changed = match found.language.as_str() {
        "en" => original(&found.wording.en, &words.en),
        _ => original(&found.wording.zh, &words.zh),
    };
    if content.imported.is_some() && is_original_changed {
        return Err(Refusal::WordsAnswered.into());
    }
    // Once a conversation has been open, somebody may be looking at these words.
    let is_new = content.stage == Stage::Open;
    let version = if is_new { found.version + 1 } else { found.version };
    let wording = WordingRow { en: words.en, zh: words.zh, approved: own(by) };
    let key = [house.exchange, conversation, statement];
    store::set_wording(&mut act.tx, key, version, is_new, &wording).await?;
    if is_new && found.status == StatementStatus::Accepted {
        store::set_status(&mut act.tx, key, StatementStatus::Pending).await?;
    }
    let subject = format!("conversation {conversation} statement {statement} version {version}");
    act.end("wording", &subject).await?;
    house.refresh_content(conversation).await?;
    Ok(version)
}

/// What somebody has before her when she approves a statement: its version and words, and nothing else.
pub fn words_seen(statement: &StoredStatement) -> String {
    let wording = &statement.wording;
    sha256(&format!("{}\n{}\n{}", statement.version, wording.en, wording.zh))
}

/// Approves statements' translations for the own side, all or none, if they still are what was seen: their numbers,
/// each with [`words_seen`].
pub async fn approve_translations(
    house: &House,
    by: &Writing,
    conversation: i64,
    seen: &[(i64, String)],
) -> Result<(), ActionError> {
    let (mut act, content) = begin(house, by, conversation).await?;
    for (statement, seen) in seen {
        let found = find(&content, *statement)?;
        if words_seen(found) != *seen {
            return Err(Refusal::ChangedSince.into());
        }
        // What a person said in her own language is translated first.
        if found.wording.en.is_empty() || found.wording.zh.is_empty() {
            return Err(Refusal::TranslationMissing.into());
        }
        let mut approved = found.wording.approved;
        approved[by.side().index()] = true;
        let wording = WordingRow { approved, ..found.wording.clone() };
        let key = [house.exchange, conversation, *statement];
        store::set_wording(&mut act.tx, key, found.version, false, &wording).await?;
        // Both have looked at it: a statement that waited is shown.
        if found.status == StatementStatus::Pending && approved == [true; 2] {
            store::set_status(&mut act.tx, key, StatementStatus::Accepted).await?;
        }
    }
    let numbers: Vec<String> = seen.iter().map(|(statement, _)| statement.to_string()).collect();
    let subject = format!("conversation {conversation} statement {}", numbers.join(", "));
    act.end("approve-wording", &subject).await?;
    house.refresh_content(conversation).await
}

/// Takes a statement out, or puts it back. Either side may take out; once a conversation is open, what is put
/// back waits for the other side, like a new one.
pub async fn set_statement_status(
    house: &House,
    by: &Writing,
    place: (i64, i64),
    is_out: bool,
) -> Result<(), ActionError> {
    let (conversation, statement) = place;
    let (mut act, content) = begin(house, by, conversation).await?;
    let found = find(&content, statement)?;
    let status = match (is_out, content.stage) {
        (true, _) => StatementStatus::Rejected,
        (false, Stage::Draft) => StatementStatus::Accepted,
        (false, Stage::Open | Stage::Closed) => StatementStatus::Pending,
    };
    let key = [house.exchange, conversation, statement];
    store::set_status(&mut act.tx, key, status).await?;
    if status == StatementStatus::Pending {
        let wording = WordingRow { approved: own(by), ..found.wording.clone() };
        store::set_wording(&mut act.tx, key, found.version, false, &wording).await?;
    }
    let subject = format!("conversation {conversation} statement {statement} {}", status.word());
    act.end("status", &subject).await?;
    house.refresh_content(conversation).await
}
