//! One-time links for organisers: looked at by anybody, used by whoever sends the form.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, NewAccount, PASSWORD_LEAST, Refusal};
use beringia_domain::Part;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, respond, side_name};
use crate::site::Site;
use crate::visit::{DESK, Visit};

#[derive(Template, Serialize)]
#[template(path = "link.html")]
struct LinkPage {
    #[serde(skip)]
    base: Base,
    role: String,
    is_recovery: bool,
    /// Whether nobody has come yet, so that she chooses which side is hers.
    is_founding: bool,
    is_second: bool,
    login: String,
    name: String,
    least: usize,
    error: Option<String>,
}

async fn page(
    site: &Site,
    visit: &Visit,
    token: &str,
    typed: &Fields,
    error: Option<String>,
) -> Result<Response, WebError> {
    let appointed = actions::see_link(&site.house, token).await.for_visit(visit)?;
    let is_founding = actions::is_founding(&site.house).await?;
    let role = visit.say(&format!("role-{}", appointed.role.word()));
    let side = side_name(visit, appointed.side);
    let page = LinkPage {
        base: Base::of(visit, "link-title"),
        role: if is_founding {
            visit.say("link-founding")
        } else {
            visit.words.tell("link-role", &[("role", &role), ("side", &side)])
        },
        is_founding,
        is_second: typed.get("order") == "second",
        is_recovery: appointed.account.is_some(),
        login: typed.get("login").to_owned(),
        name: typed.get("name").to_owned(),
        least: PASSWORD_LEAST,
        error,
    };
    Ok(respond(visit, &page))
}

/// Shows what the link is for.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(token): Path<String>,
) -> Result<Response, WebError> {
    page(&site, &visit, &token, &Fields::default(), None).await
}

#[derive(Template, Serialize)]
#[template(path = "recovery-codes.html")]
pub(crate) struct RecoveryCodes {
    #[serde(skip)]
    pub(crate) base: Base,
    #[serde(skip)]
    pub(crate) codes: Vec<String>,
}

/// Uses the link.
pub(crate) async fn take(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let new = NewAccount {
        login: fields.get("login").to_owned(),
        name: fields.get("name").to_owned(),
        password: fields.get("password").to_owned(),
        side: match fields.get("order") {
            "first" => Some(Part::First),
            "second" => Some(Part::Second),
            _ => None,
        },
    };
    let done = if new.password == fields.get("password-again") {
        actions::take_seat(&site.house, &token, &new).await
    } else {
        let error = visit.say("passwords-differ");
        return page(&site, &visit, &token, &fields, Some(error)).await;
    };
    match done {
        Ok(entry) => {
            visit.give(DESK, &entry.token);
            visit.renew()?;
            let seat = visit.seat().await?;
            let base = Base::desk(&visit, &seat, "recovery-title").once();
            Ok(respond(&visit, &RecoveryCodes { base, codes: entry.recovery_codes }))
        }
        Err(actions::ActionError::Refused(Refusal::LinkUsed)) => {
            Err(WebError::told(&visit, Refusal::LinkUsed.into()))
        }
        Err(error) => {
            let told = refused(&visit, error)?;
            page(&site, &visit, &token, &fields, Some(told)).await
        }
    }
}
