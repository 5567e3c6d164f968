//! A change that takes two keys: what it would replace, how it is made, what follows.

use beringia_domain::{Change, Charter, Looks, Part, Role, Stage, StatementStatus, text};
use beringia_store::{self as store, StoredStatement};

use crate::accounts::appoint_mark;
use crate::audit::Act;
use crate::error::{ActionError, Refusal};
use crate::house::House;
use crate::live::{Content, read_content};
use crate::secret::sha256;

/// Bytes of names of recipients at most.
const RECIPIENTS_BYTES_MAX: usize = 2_000;
/// Lost codes replaced at a time, at most.
const REPLACED_MAX: u32 = 1_000;

/// What a change would replace, as JSON; refused where it could not be made. Read from the tables, and asked again
/// when the second key is given: both sides approve the same step from the same place, or none.
pub(crate) async fn replaced(house: &House, change: &Change) -> Result<String, ActionError> {
    if let Change::Charter { charter } = change {
        return replaced_charter(house, charter).await;
    }
    house.charter().ok_or(Refusal::NotApprovedYet)?;
    match change {
        Change::Charter { .. } => Err(Refusal::NotFound.into()),
        Change::OpenConversation { conversation, content: digest } => {
            replaced_opening(house, *conversation, digest).await
        }
        Change::CloseConversation { conversation } => {
            let stage = content(house, *conversation).await?.stage;
            stage.close().map_err(|_| Refusal::StageForbids)?;
            json(&stage.word())
        }
        Change::ChangeRules { conversation, rules } => {
            let content = content(house, *conversation).await?;
            // People were told before they came that nobody looks.
            let is_late = content.stage != Stage::Draft
                && (rules.looks, content.rules.looks) == (Looks::Allowed, Looks::Never);
            if is_late {
                return Err(Refusal::LooksTooLate.into());
            }
            let now = content.rules;
            if now == *rules { Err(Refusal::SameAsNow.into()) } else { json(&now) }
        }
        Change::ReleaseResults { conversation, digest } => {
            if content(house, *conversation).await?.stage != Stage::Closed {
                return Err(Refusal::StageForbids.into());
            }
            let found = crate::results::result(house, *conversation).await?;
            let found = found.ok_or(Refusal::NoResultsYet)?;
            if found.digest == *digest && !found.is_released {
                json(&())
            } else {
                Err(Refusal::ChangedSince.into())
            }
        }
        Change::Export { conversation, recipients } => {
            text::paragraph(recipients, RECIPIENTS_BYTES_MAX)
                .map_err(|_| Refusal::RecipientsEmpty)?;
            // What people answer is hidden from everybody while they answer.
            match content(house, *conversation).await?.stage {
                Stage::Closed => json(&()),
                Stage::Draft | Stage::Open => Err(Refusal::StageForbids.into()),
            }
        }
        Change::DeleteConversation { conversation } => {
            match content(house, *conversation).await?.stage {
                Stage::Open => Err(Refusal::StageForbids.into()),
                stage @ (Stage::Draft | Stage::Closed) => json(&stage.word()),
            }
        }
        Change::Appoint { side, role } => replaced_count(house, *side, *role).await,
        Change::Dismiss { side, account } => replaced_role(house, *side, *account).await,
        Change::ReplaceCodes { count, .. } if (1..=REPLACED_MAX).contains(count) => json(&()),
        Change::ReplaceCodes { .. } => Err(Refusal::TooMany.into()),
    }
}

async fn replaced_opening(
    house: &House,
    conversation: i64,
    digest: &str,
) -> Result<String, ActionError> {
    let content = content(house, conversation).await?;
    if content.imported.is_some() {
        return Err(Refusal::HeldElsewhere.into());
    }
    // What has left stays as it is: with more answers, the difference would tell what these few said.
    if store::has_left(&house.database, house.exchange, conversation).await? {
        return Err(Refusal::HasLeft.into());
    }
    content.stage.open().map_err(|_| Refusal::StageForbids)?;
    if !content.statements.iter().any(|s| s.status == StatementStatus::Accepted) {
        return Err(Refusal::NoStatements.into());
    }
    if digest == digest_of(&content)? {
        json(&content.stage.word())
    } else {
        Err(Refusal::ChangedSince.into())
    }
}

async fn content(house: &House, conversation: i64) -> Result<Content, ActionError> {
    Ok(read_content(house, conversation).await?.ok_or(Refusal::NotFound)?)
}

async fn replaced_charter(house: &House, charter: &Charter) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    if !Part::BOTH.into_iter().all(|side| members.iter().any(|m| m.side == side)) {
        return Err(Refusal::OtherSideMissing.into());
    }
    if !crate::charter::check(charter).is_empty() {
        return Err(Refusal::TextEmpty.into());
    }
    let now = store::exchange(&house.database).await?.and_then(|exchange| exchange.charter);
    if now.as_ref() == Some(charter) {
        return Err(Refusal::SameAsNow.into());
    }
    let is_later = |now: &Charter| charter.ballots_until > now.ballots_until;
    if house.came() != [0, 0] && now.as_ref().is_some_and(is_later) {
        return Err(Refusal::DayConsented.into());
    }
    json(&now)
}

pub(crate) fn json(value: &impl serde::Serialize) -> Result<String, ActionError> {
    serde_json::to_string(value).map_err(|error| ActionError::Machine(error.to_string()))
}

async fn replaced_count(house: &House, side: Part, role: Role) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let has_deputy = members.iter().any(|m| m.side == side && m.role == Role::Deputy);
    if role == Role::Deputy && has_deputy {
        return Err(Refusal::DeputyThere.into());
    }
    json(&members.iter().filter(|m| m.side == side && m.role == role).count())
}

async fn replaced_role(house: &House, side: Part, account: i64) -> Result<String, ActionError> {
    let members = store::members(&house.database, house.exchange).await?;
    let member =
        members.iter().find(|m| m.account == account && m.side == side).ok_or(Refusal::NotFound)?;
    let organisers = members.iter().filter(|m| m.side == side && m.role == Role::Organiser).count();
    if member.role == Role::Organiser && organisers == 1 {
        return Err(Refusal::LastOrganiser.into());
    }
    json(&member.role.word())
}

/// The change that opens a conversation as it now is.
pub async fn opening(house: &House, conversation: i64) -> Result<Change, ActionError> {
    let content = digest_of(&content(house, conversation).await?)?;
    Ok(Change::OpenConversation { conversation, content })
}

/// Digest of a conversation's rules and statements.
pub(crate) fn digest_of(content: &Content) -> Result<String, ActionError> {
    let statement = |s: &StoredStatement| {
        let words = (s.wording.en.clone(), s.wording.zh.clone());
        (s.statement, s.version, s.status.word(), s.language.clone(), s.field.clone(), words)
    };
    let statements: Vec<_> = content.statements.iter().map(statement).collect();
    Ok(sha256(&json(&(&content.rules, statements))?))
}

/// Makes a change that has both keys and that could be made a moment ago, in this act.
pub(crate) async fn make(
    house: &House,
    act: &mut Act<'_>,
    change: &Change,
) -> Result<(), ActionError> {
    let exchange = house.exchange;
    match change {
        Change::Charter { charter } => store::set_charter(&mut act.tx, exchange, charter).await?,
        Change::OpenConversation { conversation, .. } => {
            // Worked out without those who answer from now on.
            store::delete_result(&mut act.tx, exchange, *conversation).await?;
            store::set_stage(&mut act.tx, exchange, *conversation, Stage::Open).await?;
        }
        Change::CloseConversation { conversation } => {
            store::set_stage(&mut act.tx, exchange, *conversation, Stage::Closed).await?;
        }
        Change::ChangeRules { conversation, rules } => {
            store::set_rules(&mut act.tx, exchange, *conversation, rules).await?;
        }
        Change::ReleaseResults { conversation, digest } => {
            crate::export::take_copy(house, act, *conversation).await?;
            if !store::release(&mut act.tx, exchange, *conversation, digest).await? {
                return Err(Refusal::ChangedSince.into());
            }
        }
        Change::DeleteConversation { conversation } => {
            store::delete_conversation(&mut act.tx, exchange, *conversation).await?;
        }
        Change::Dismiss { side, account } => {
            store::delete_member(&mut act.tx, exchange, *account).await?;
            // Links she made must not outlive her role.
            store::delete_appointments(&mut act.tx, exchange, *side).await?;
        }
        Change::Appoint { side, role } => {
            act.line("granted", &appoint_mark(*side, *role)).await.map(drop)?;
        }
        Change::ReplaceCodes { side, count } => {
            crate::invite::replace(house, act, *side, *count).await?;
        }
        // The rows are taken afterwards, as often as they are needed, each time with a line of its own.
        Change::Export { .. } => {}
    }
    Ok(())
}

/// What follows in memory and on the disk once a change is made.
pub(crate) async fn after(house: &House, change: &Change) -> Result<(), ActionError> {
    match change {
        Change::Charter { .. } => house.read_charter().await?,
        Change::CloseConversation { conversation } => {
            house.refresh_content(*conversation).await?;
            store::rewrite_ballots(&house.database).await?;
        }
        Change::OpenConversation { conversation, .. }
        | Change::ChangeRules { conversation, .. } => {
            house.refresh_content(*conversation).await?;
        }
        Change::DeleteConversation { conversation } => {
            house.read_conversation(*conversation).await?;
        }
        Change::ReplaceCodes { .. } => house.read_people().await?,
        Change::ReleaseResults { .. }
        | Change::Export { .. }
        | Change::Appoint { .. }
        | Change::Dismiss { .. } => {}
    }
    Ok(())
}
