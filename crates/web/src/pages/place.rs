//! Where a person stands on the map of a released conversation. Only she sees it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use beringia_actions::{self as actions, Refusal};
use beringia_domain::Part;
use beringia_report::chart::map;
use beringia_store::StoredPlace;
use serde::Serialize;

use super::results::{figures, released};
use crate::error::{ForVisit, WebError};
use crate::layout::{Base, go, respond, side_name};
use crate::shown::MapTold;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "place.html")]
struct Standing {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    sentence: String,
    /// For a desk and for a phone.
    #[serde(skip)]
    pictures: Option<[String; 2]>,
    released: String,
}

/// Her place.
pub(crate) async fn show(visit: Visit, Path(number): Path<i64>) -> Result<Response, WebError> {
    standing(&visit, number).await.for_visit(&visit)
}

async fn standing(visit: &Visit, number: i64) -> Result<Response, WebError> {
    let Some(person) = visit.person() else { return Ok(go(visit, "/join")) };
    let map = figures(visit, number).await?.map.ok_or(Refusal::NotFound)?;
    let place = actions::own_place(&visit.site.house, &person, number).await?;
    let mut base = Base::of(visit, "place-title");
    base.pictures = Some(super::assets::PICTURES_PATH);
    let page = Standing {
        base,
        conversation: number,
        sentence: sentence(visit, &map, place),
        pictures: place.map(|place| pictures(visit, &map, place)),
        released: released(visit, number).await?.0,
    };
    Ok(respond(visit, &page))
}

/// Where she stands, in a sentence. No group is named where groups are no more than a tendency, or where she is near
/// the border of hers.
fn sentence(visit: &Visit, map: &MapTold, place: Option<StoredPlace>) -> String {
    let words = &visit.words;
    let Some(place) = place else {
        return words.tell_count("place-none", u64::from(map.votes_min), &[]);
    };
    if place.is_near_border {
        return visit.say("place-between");
    }
    let Some(group) = place.group else { return visit.say("place-no-groups") };
    let at = usize::try_from(group - 1).ok();
    let share = at.and_then(|at| map.groups.get(at).copied().flatten());
    match share.and_then(|share| Some((share.value?, share))) {
        Some((value, share)) => {
            let told = [
                ("number", group.to_string()),
                ("share", value.to_string()),
                ("low", share.low.to_string()),
                ("high", share.high.to_string()),
            ];
            words.tell("place-group", &told.each_ref().map(|(k, v)| (*k, v.as_str())))
        }
        None => words.tell("place-group-few", &[("number", &group.to_string())]),
    }
}

fn pictures(visit: &Visit, map: &MapTold, place: StoredPlace) -> [String; 2] {
    let sides = Part::BOTH.map(|part| side_name(visit, part));
    let (title, text) = (visit.say("map-name"), sentence(visit, map, Some(place)));
    map::standing(&map.cells, &sides, place.at, (&visit.words, &title, &text))
}
