//! What a closed conversation says: worked out by the server, hidden until both sides release it.

use std::sync::PoisonError;

use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::settings::Settings;
use beringia_domain::{Change, Stage};
use beringia_store::{self as store, StoredResult};

use crate::audit::Act;
use crate::authority::Observer;
use crate::error::{ActionError, Refusal};
use crate::export::{snapshot, tables};
use crate::house::{House, locked};
use crate::secret::sha256;

/// Makes the files of a result from findings that passed the guard. The first is digested.
pub type Render = fn(&Findings) -> Vec<(&'static str, String)>;

/// What the server is doing with a conversation's result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Working {
    /// Ballots are read.
    Reading,
    /// Figures are computed and pages made.
    Computing,
    /// They are written.
    Writing,
    /// It could not be done, for this reason; tried again when the server starts, or somebody withdraws.
    Failed(String),
}

/// Where a conversation's result stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// People still answer, or nobody has yet.
    NotClosed,
    /// The server is at work, or about to begin.
    Working(Working),
    /// It is there, and hidden.
    Hidden(StoredResult),
    /// Everybody may see it.
    Released(StoredResult),
}

/// The result of a conversation, if there is one.
pub(crate) async fn result(
    house: &House,
    conversation: i64,
) -> Result<Option<StoredResult>, ActionError> {
    let all = store::results(&house.database, house.exchange).await?;
    Ok(all.into_iter().find(|result| result.conversation == conversation))
}

/// The change that releases a conversation's result as it now is.
pub async fn releasing(house: &House, conversation: i64) -> Result<Change, ActionError> {
    let found = result(house, conversation).await?.ok_or(Refusal::NoResultsYet)?;
    Ok(Change::ReleaseResults { conversation, digest: found.digest })
}

/// Where a conversation's result stands, for organisers. What it says is hidden from them, too, until both have
/// released it.
pub async fn standing(
    house: &House,
    _by: &Observer,
    conversation: i64,
) -> Result<Standing, ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    if live.stage() != Stage::Closed {
        return Ok(Standing::NotClosed);
    }
    Ok(match result(house, conversation).await? {
        Some(found) if found.is_released => Standing::Released(found),
        Some(found) => Standing::Hidden(found),
        None => {
            let working = locked(&house.working).get(&conversation).cloned();
            Standing::Working(working.unwrap_or(Working::Reading))
        }
    })
}

/// A file of a released result; nothing where there is none, or it is not released.
pub async fn released_file(
    house: &House,
    conversation: i64,
    name: &str,
) -> Result<Option<String>, ActionError> {
    if result(house, conversation).await?.is_none_or(|found| !found.is_released) {
        return Ok(None);
    }
    Ok(store::result_file(&house.database, house.exchange, conversation, name).await?)
}

/// The conversations whose results everybody may see.
pub async fn released(house: &House) -> Result<Vec<i64>, ActionError> {
    let all = store::results(&house.database, house.exchange).await?;
    Ok(all.into_iter().filter(|r| r.is_released).map(|r| r.conversation).collect())
}

/// Works out the result of every closed conversation that has none, one after the other. After a crash, or a
/// withdrawal, the same is done again: a result is worked out from the ballots alone.
pub async fn work_out_results(house: &House, render: Render) -> Result<(), ActionError> {
    let known = store::results(&house.database, house.exchange).await?;
    for live in house.conversations() {
        let number = live.number;
        let is_known = known.iter().any(|result| result.conversation == number);
        let voters = live.with(|state| state.answered);
        let failed = matches!(locked(&house.working).get(&number), Some(Working::Failed(_)));
        if live.stage() != Stage::Closed || is_known || failed || voters == [0, 0] {
            continue;
        }
        let done = work_out(house, number, render).await;
        let mut working = house.working.lock().unwrap_or_else(PoisonError::into_inner);
        match done {
            Ok(()) => _ = working.remove(&number),
            Err(error) => {
                working.insert(number, Working::Failed(error.to_string()));
                drop(working);
                return Err(error);
            }
        }
    }
    Ok(())
}

async fn work_out(house: &House, conversation: i64, render: Render) -> Result<(), ActionError> {
    let live = house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let at = |step| _ = locked(&house.working).insert(conversation, step);
    at(Working::Reading);
    let all = tables(house, conversation, None).await?;
    let people = all.iter().find(|(name, _)| *name == "participants.csv");
    let voters = people.map_or(0, |(_, text)| i64::try_from(text.lines().count()).unwrap_or(0) - 1);
    at(Working::Computing);
    let computed = tokio::task::spawn_blocking(move || {
        let findings = beringia_analysis::analyse(&snapshot(&all)?, &Settings::documented())
            .map_err(|error| ActionError::File(error.to_string()))?;
        Ok::<_, ActionError>(render(&guard(findings)))
    });
    let files = computed.await.map_err(|error| ActionError::Machine(error.to_string()))??;
    at(Working::Writing);
    let digest = files.first().map_or_else(String::new, |(_, content)| sha256(content));
    let mut act = Act::begin(house, 0, None).await?;
    let day = house.today();
    let new = StoredResult { conversation, digest, day, is_released: false };
    let is_kept = store::keep_result(&mut act.tx, house.exchange, &new, voters, &files).await?;
    // Whoever withdrew meanwhile is in no result: the next turn works it out without her.
    if live.stage() != Stage::Closed || !is_kept {
        return Ok(());
    }
    act.end("results", &format!("conversation {conversation} {}", new.digest)).await?;
    Ok(())
}
