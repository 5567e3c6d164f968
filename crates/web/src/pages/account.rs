//! Signing in and out, and the own account.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use beringia_actions::{self as actions, PASSWORD_LEAST, Refusal, SignIn};
use beringia_domain::text;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, go, respond};
use crate::pages::link::RecoveryCodes;
use crate::qr;
use crate::site::Site;
use crate::visit::{DESK, Visit};

#[derive(Template, Serialize)]
#[template(path = "sign-in.html")]
struct SignInPage {
    #[serde(skip)]
    base: Base,
    login: String,
    error: Option<String>,
    /// Accounts of the invented exchange, to enter without password.
    demo: Vec<(i64, String)>,
}

async fn sign_in_page(
    visit: &Visit,
    login: String,
    error: Option<String>,
) -> Result<Response, WebError> {
    let house = &visit.site.house;
    let mut demo = Vec::new();
    if visit.site.settings.is_demo {
        for member in beringia_store::members(&house.database, house.exchange).await? {
            let role = visit.say(&format!("role-{}", member.role.word()));
            let side = crate::layout::side_name(visit, member.side);
            demo.push((
                member.account,
                visit
                    .words
                    .tell("enter-as", &[("name", &member.name), ("role", &role), ("side", &side)]),
            ));
        }
    }
    Ok(respond(visit, &SignInPage { base: Base::of(visit, "sign-in-title"), login, error, demo }))
}

/// The form.
pub(crate) async fn sign_in(visit: Visit) -> Result<Response, WebError> {
    sign_in_page(&visit, String::new(), None).await
}

/// Signs in.
pub(crate) async fn enter(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let now = site.house.now_second();
    // As the verb reads it: no spelling of a name has tries of its own.
    let login = text::line(fields.get("login"), 120).unwrap_or_default().to_lowercase();
    let who = (visit.address, login.as_str());
    if site.failures.must_wait(now, who) {
        return Err(WebError::told(&visit, Refusal::TooFast.into()));
    }
    let token = if let Some(account) = fields.number("account").filter(|_| site.settings.is_demo) {
        actions::sign_in_as(&site.house, account).await
    } else {
        let given = SignIn {
            login: fields.get("login").to_owned(),
            password: fields.get("password").to_owned(),
            second: fields.get("second").to_owned(),
        };
        actions::sign_in(&site.house, &given).await
    };
    match token {
        Ok(token) => {
            visit.give(DESK, &token);
            visit.renew()?;
            Ok(go(&visit, "/desk"))
        }
        Err(error @ actions::ActionError::Refused(_)) => {
            site.failures.count(now, who);
            let told = refused(&visit, error)?;
            sign_in_page(&visit, fields.get("login").to_owned(), Some(told)).await
        }
        Err(error) => Err(WebError::told(&visit, error)),
    }
}

/// Signs out.
pub(crate) async fn leave(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { mut visit, .. } = sent;
    if let Some(token) = visit.desk_token() {
        actions::sign_out(&site.house, token).await.for_visit(&visit)?;
    }
    visit.take(DESK);
    visit.renew()?;
    Ok(go(&visit, "/"))
}

#[derive(Template, Serialize)]
#[template(path = "account.html")]
struct AccountPage {
    #[serde(skip)]
    base: Base,
    least: usize,
    has_authenticator: bool,
    #[serde(skip)]
    secret: String,
    #[serde(skip)]
    address: String,
    #[serde(skip)]
    qr_side: usize,
    #[serde(skip)]
    qr_path: String,
    error: Option<String>,
}

/// `scanned` is a secret that an authenticator may have taken up already: the same is proposed again.
async fn account_page(
    visit: &Visit,
    scanned: &str,
    notice: Option<String>,
    error: Option<String>,
) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    let house = &visit.site.house;
    let account = beringia_store::account(&house.database, house.exchange, seat.account).await?;
    let (secret, address) = match actions::authenticator_address(scanned, &seat.name) {
        Some(address) => (scanned.to_owned(), address),
        None => actions::proposed_authenticator(&seat.name)?,
    };
    let (qr_side, qr_path) = qr::drawing(&address);
    let page = AccountPage {
        base: Base::desk(visit, &seat, "account-title").with_notice(notice),
        least: PASSWORD_LEAST,
        has_authenticator: account.is_some_and(|account| account.authenticator.is_some()),
        secret,
        address,
        qr_side,
        qr_path,
        error,
    };
    Ok(respond(visit, &page))
}

/// The own account.
pub(crate) async fn show(visit: Visit) -> Result<Response, WebError> {
    account_page(&visit, "", None, None).await.map_err(|error| error.for_visit(&visit))
}

/// Changes the password, the recovery codes or the authenticator.
pub(crate) async fn change(
    State(site): State<Arc<Site>>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { mut visit, fields } = sent;
    let seat = visit.seat().await.for_visit(&visit)?;
    let done = match fields.get("act") {
        "password" => password(&site, &mut visit, &fields).await,
        "codes" => {
            let codes = actions::new_recovery_codes(&site.house, &seat).await.for_visit(&visit)?;
            let base = Base::desk(&visit, &seat, "recovery-title").once();
            return Ok(respond(&visit, &RecoveryCodes { base, codes }));
        }
        "authenticator" => {
            let (secret, code) = (fields.get("secret"), fields.get("second"));
            actions::add_authenticator(&site.house, &seat, secret, code)
                .await
                .map(|()| "authenticator-added")
        }
        _ => Err(Refusal::NotFound.into()),
    };
    let (scanned, notice, error) = match done {
        Ok(key) => ("", Some(visit.say(key)), None),
        Err(error) => (fields.get("secret"), None, Some(refused(&visit, error)?)),
    };
    account_page(&visit, scanned, notice, error).await.for_visit(&visit)
}

async fn password(
    site: &Site,
    visit: &mut Visit,
    fields: &Fields,
) -> Result<&'static str, actions::ActionError> {
    let seat = visit.seat().await.map_err(|_| Refusal::NotSignedIn)?;
    let token =
        actions::change_password(&site.house, &seat, fields.get("old"), fields.get("password"))
            .await?;
    visit.give(DESK, &token);
    Ok("password-changed")
}
