//! Who has which role; one-time links; asking for organisers and deputies.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use beringia_actions::{self as actions, Observer, Organiser, Refusal};
use beringia_domain::{Part, Role};
use beringia_store as store;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::Sent;
use crate::layout::{Base, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "people.html")]
struct People {
    #[serde(skip)]
    base: Base,
    sides: Vec<SideShown>,
    may_act: bool,
    other_side: Option<String>,
    roles: Vec<(String, String, bool)>,
    #[serde(skip)]
    link: Option<String>,
    link_for: String,
    error: Option<String>,
}

#[derive(Serialize)]
struct SideShown {
    #[serde(skip)]
    part: Part,
    name: String,
    is_own: bool,
    members: Vec<Member>,
}

#[derive(Serialize)]
struct Member {
    account: i64,
    name: String,
    role: String,
    is_self: bool,
}

async fn page(
    visit: &Visit,
    link: Option<(String, String)>,
    error: Option<String>,
) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    Observer::of(&seat)?;
    let house = &visit.site.house;
    let members = store::members(&house.database, house.exchange).await?;
    let other = seat.side.other();
    let sides: Vec<SideShown> = Part::BOTH
        .map(|part| SideShown {
            part,
            name: side_name(visit, part),
            is_own: part == seat.side,
            members: members
                .iter()
                .filter(|m| m.side == part)
                .map(|m| Member {
                    account: m.account,
                    name: m.name.clone(),
                    role: visit.say(&format!("role-{}", m.role.word())),
                    is_self: m.account == seat.account,
                })
                .collect(),
        })
        .into();
    let roles = Role::ALL
        .iter()
        .map(|role| {
            (role.word().to_owned(), visit.say(&format!("role-{}", role.word())), role.approves())
        })
        .collect();
    let (link_for, link) = link.map_or((String::new(), None), |(what, link)| (what, Some(link)));
    let base = Base::desk(visit, &seat, "nav-people");
    let page = People {
        base: if link.is_some() { base.once() } else { base },
        may_act: Organiser::of(&seat).is_ok(),
        other_side: (!members.iter().any(|m| m.side == other)).then(|| side_name(visit, other)),
        sides,
        roles,
        link,
        link_for,
        error,
    };
    Ok(respond(visit, &page))
}

/// Both sides' people.
pub(crate) async fn show(visit: Visit) -> Result<Response, WebError> {
    page(&visit, None, None).await.for_visit(&visit)
}

/// Makes a one-time link: for the other side's first organiser, for a role on the own side, or for recovery.
pub(crate) async fn act(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let made = match fields.get("act") {
        "other-side" => actions::link_for_other_side(&site.house, &by).await,
        "link" => match Role::parse(fields.get("role")) {
            Some(role) => actions::open_link(&site.house, &by, role).await,
            None => Err(Refusal::NotFound.into()),
        },
        "recover" => {
            actions::recovery_link(&site.house, &by, fields.number("account").unwrap_or(0)).await
        }
        _ => Err(Refusal::NotFound.into()),
    };
    match made {
        Ok(token) => {
            let link = format!("{}/link/{token}", site.settings.public_url);
            let what = visit.say(&format!("link-for-{}", fields.get("act")));
            page(&visit, Some((what, link)), None).await.for_visit(&visit)
        }
        Err(error) => {
            let told = refused(&visit, error)?;
            page(&visit, None, Some(told)).await.for_visit(&visit)
        }
    }
}
