//! What a closed conversation says: worked out by the server, hidden until both sides release it.

use std::collections::HashMap;
use std::sync::Arc;

use beringia_analysis::analyse_watched;
use beringia_analysis::disclosure::guard;
use beringia_analysis::findings::Findings;
use beringia_analysis::findings::groups::{GroupVerdict, OpinionGroupsFindings, PersonFindings};
use beringia_analysis::provenance::{NONCE, fingerprint};
use beringia_analysis::settings::Settings;
use beringia_analysis::snapshot::Snapshot;
use beringia_analysis::watch::Watch;
use beringia_domain::{Change, Stage};
use beringia_store::{self as store, NewResult, StoredPlace, StoredResult};

use crate::audit::Act;
use crate::authority::{Observer, Organiser};
use crate::change::digest_of;
use crate::error::{ActionError, Refusal};
use crate::export::Fresh;
use crate::freeze::{Frozen, frozen};
use crate::house::{House, locked};
use crate::join::Person;
use crate::live::read_content;
use crate::secret::random_token;

/// Seconds before something that failed is tried again.
const PAUSE: i64 = 60;

/// How long to wait before looking again whether ballots are being deleted.
const DELETION_PAUSE: std::time::Duration = std::time::Duration::from_millis(20);

/// Makes the files of a result from findings that passed the guard. The first is digested, after the nonce.
pub type Render = fn(&Findings) -> Vec<(&'static str, String)>;

/// What the server is doing with a conversation's result.
#[derive(Debug, Clone)]
pub enum Working {
    /// Ballots are read; the watch can be asked to stop.
    Reading(Arc<Watch>),
    /// Figures are computed: the watch tells how many of the measures are taken.
    Computing(Arc<Watch>),
    /// They are written.
    Writing,
    /// An organiser stopped it; it waits until one begins it again, or the server does at its next start.
    Stopped,
    /// It could not be done, and will be tried again from this second on.
    Failed(i64),
}

/// Where a conversation's result stands.
#[derive(Debug, Clone)]
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
    if live.stage() != Stage::Closed || !live.is_answered() {
        return Ok(Standing::NotClosed);
    }
    Ok(match result(house, conversation).await? {
        Some(found) if found.is_released => Standing::Released(found),
        Some(found) => Standing::Hidden(found),
        None => {
            let working = locked(&house.working).get(&conversation).cloned();
            Standing::Working(working.unwrap_or_else(|| Working::Reading(Arc::default())))
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

/// The results that everybody may see.
pub async fn released(house: &House) -> Result<Vec<StoredResult>, ActionError> {
    let all = store::results(&house.database, house.exchange).await?;
    Ok(all.into_iter().filter(|result| result.is_released).collect())
}

/// Works out the result of every closed conversation that has none, one after the other. After a crash, or a
/// withdrawal, the same is done again: a result is worked out from the ballots alone.
pub async fn work_out_results(house: &House, render: Render) -> Result<(), ActionError> {
    let known = store::results(&house.database, house.exchange).await?;
    for live in house.conversations() {
        let number = live.number;
        let is_known = known.iter().any(|result| result.conversation == number);
        let now = house.now_second();
        let waits = match locked(&house.working).get(&number) {
            Some(Working::Failed(from)) => now < *from,
            Some(Working::Stopped) => true,
            _ => false,
        };
        if live.stage() != Stage::Closed || is_known || waits || !live.is_answered() {
            continue;
        }
        let done = work_out(house, number, render).await;
        match done {
            Ok(()) if is_stopped(house, number) => {}
            Ok(()) => _ = locked(&house.working).remove(&number),
            Err(error) => {
                locked(&house.working).insert(number, Working::Failed(now + PAUSE));
                return Err(error);
            }
        }
    }
    Ok(())
}

/// What was computed of a conversation.
pub(crate) struct Computed<T> {
    /// What was made of the findings that passed the guard.
    pub(crate) rendered: T,
    /// Where people stand on the map, where that may be told.
    places: Vec<StoredPlace>,
    /// People who answered, by side.
    pub(crate) voters: [u64; 2],
}

/// Reads and computes what a conversation says; nothing where it was stopped. How far it is, is told where somebody
/// waits for it.
pub(crate) async fn compute<T: Send + 'static>(
    house: &House,
    conversation: i64,
    at: Option<&(dyn Fn(Working) + Sync)>,
    render: fn(&Findings) -> T,
) -> Result<Option<Computed<T>>, ActionError> {
    let tell = |step| {
        if let Some(at) = at {
            at(step);
        }
    };
    let watch = Arc::new(Watch::default());
    tell(Working::Reading(Arc::clone(&watch)));
    // What was answered before may still be on its way to the disk.
    house.writer.rest().await?;
    let Frozen { intake, people } = frozen(house, conversation).await?;
    tell(Working::Computing(Arc::clone(&watch)));
    let computed = tokio::task::spawn_blocking(move || {
        let snapshot = Snapshot::freeze(intake, None)?;
        let found = analyse_watched(&snapshot, &Settings::documented(), &watch)
            .map_err(|error| ActionError::File(error.to_string()))?;
        let Some(findings) = found else { return Ok(None) };
        let voters = findings.asked.voters_by_side.unwrap_or_default().map(|n| n.unwrap_or(0));
        let persons = findings.opinion_groups.persons.clone();
        let findings = guard(findings, &snapshot);
        let places = places(&findings.opinion_groups, &persons, &people);
        let rendered = render(&findings);
        Ok::<_, ActionError>(Some(Computed { rendered, places, voters }))
    });
    computed.await.map_err(|error| ActionError::Machine(error.to_string()))?
}

async fn work_out(house: &House, conversation: i64, render: Render) -> Result<(), ActionError> {
    let at = |step| {
        let mut working = locked(&house.working);
        // Stopped while it was read: it stays so.
        if !matches!(working.get(&conversation), Some(Working::Stopped)) {
            working.insert(conversation, step);
        }
    };
    let deleted = until_none_is_deleted(house).await;
    let before = state_of(house, conversation).await?;
    let computed = compute(house, conversation, Some(&at), render).await?;
    let Some(Computed { rendered: mut files, places, .. }) = computed else {
        return Ok(());
    };
    if is_stopped(house, conversation) {
        return Ok(());
    }
    at(Working::Writing);
    let nonce = random_token()?;
    let findings = files.first().map_or("", |(_, content)| content);
    let digest = fingerprint(&nonce, findings);
    files.push((NONCE, nonce));
    let new = StoredResult { conversation, digest, day: house.today(), is_released: false };
    store::keep_places(&house.database, house.exchange, conversation, &places).await?;
    // No line in the record: after a withdrawal it would tell to the second when that was.
    let mut tx = house.database.write().await?;
    // The lock of organisers' acts: none changes words or takes rows away between this look and the end.
    store::chain(&mut tx, house.exchange).await?;
    let is_same = state_of(house, conversation).await? == before;
    let new = NewResult { result: &new, files: &files };
    // Ballots of a closed conversation change by deletion alone, and only this process deletes.
    let is_kept = is_same
        && house.deleted() == Some(deleted)
        && store::keep_result(&mut tx, house.exchange, &new).await?
        && !is_stopped(house, conversation);
    if is_kept {
        tx.commit().await?;
    } else {
        drop(tx);
        // Somebody has withdrawn, or everything is gone: nobody's place stays behind.
        store::keep_places(&house.database, house.exchange, conversation, &[]).await?;
    }
    Ok(())
}

/// Waits while ballots are being deleted; how many deletions there were before.
async fn until_none_is_deleted(house: &House) -> u64 {
    loop {
        if let Some(deleted) = house.deleted() {
            return deleted;
        }
        tokio::time::sleep(DELETION_PAUSE).await;
    }
}

/// What a result follows from beside the ballots: words, rules, and whether rows from elsewhere are still there.
async fn state_of(
    house: &House,
    conversation: i64,
) -> Result<Option<(String, Option<i64>)>, ActionError> {
    let Some(content) = read_content(house, conversation).await? else { return Ok(None) };
    let votes = content.imported.as_ref().map(|imported| imported.votes);
    Ok(Some((digest_of(&content)?, votes)))
}

fn is_stopped(house: &House, conversation: i64) -> bool {
    matches!(locked(&house.working).get(&conversation), Some(Working::Stopped))
}

/// Stops working out a conversation's result, before the next measure, until somebody begins it again.
pub async fn stop_work(
    house: &House,
    by: &Organiser,
    conversation: i64,
) -> Result<(), ActionError> {
    house.conversation(conversation).ok_or(Refusal::NotFound)?;
    let act = Act::begin(house, by.account(), Some(by.side())).await?;
    {
        let mut working = locked(&house.working);
        match working.get(&conversation) {
            Some(Working::Reading(watch) | Working::Computing(watch)) => watch.stop(),
            _ => return Err(Refusal::StageForbids.into()),
        }
        working.insert(conversation, Working::Stopped);
    }
    act.end("work-stopped", &format!("conversation {conversation}")).await?;
    Ok(())
}

/// Begins again what was stopped.
pub async fn work_again(
    house: &House,
    by: &Organiser,
    conversation: i64,
) -> Result<(), ActionError> {
    let act = Act::begin(house, by.account(), Some(by.side())).await?;
    if !is_stopped(house, conversation) {
        return Err(Refusal::StageForbids.into());
    }
    locked(&house.working).remove(&conversation);
    act.end("work-again", &format!("conversation {conversation}")).await?;
    Ok(())
}

/// Where people stand on a map that may be told; in a group only where groups may be told, and are more than a
/// tendency.
fn places(
    told: &OpinionGroupsFindings,
    persons: &[PersonFindings],
    people: &Fresh,
) -> Vec<StoredPlace> {
    if told.cells.cells.is_empty() {
        return Vec::new();
    }
    let are_groups = !told.groups.is_empty()
        && matches!(told.verdict, Some(GroupVerdict::Gradual | GroupVerdict::Distinct));
    let who: HashMap<String, i64> =
        people.iter().map(|(participant, (id, _))| (format!("p{id}"), *participant)).collect();
    let place = |person: &PersonFindings| {
        let group = person.group.filter(|_| are_groups).and_then(|group| i64::try_from(group).ok());
        Some(StoredPlace {
            participant: *who.get(&person.participant)?,
            at: told.cells.middle_of(person.place?),
            group,
            is_near_border: group.is_some() && person.near_border == Some(true),
        })
    };
    let mut places: Vec<StoredPlace> = persons.iter().filter_map(place).collect();
    places.sort_by_key(|place| place.participant);
    places
}

/// Where a person stands on the map of a released result, if she does.
pub async fn own_place(
    house: &House,
    person: &Person,
    conversation: i64,
) -> Result<Option<StoredPlace>, ActionError> {
    if result(house, conversation).await?.is_none_or(|found| !found.is_released) {
        return Ok(None);
    }
    let who = person.participant;
    Ok(store::place(&house.database, house.exchange, conversation, who).await?)
}
