//! A look at an open conversation, where both sides agreed beforehand: how much is shared so far, and the map. No
//! statement is named and no figure told that few people could turn.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use beringia_actions::{self as actions, ActionError, Organiser};
use beringia_analysis::findings::Findings;
use beringia_domain::{Part, moment};
use beringia_report::chart::map;
use beringia_report::edition::Edition;
use beringia_report::words::Language;
use serde::{Deserialize, Serialize};

use crate::error::{ForVisit, WebError};
use crate::fields::Sent;
use crate::layout::{Base, go, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

/// What a look says.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    /// Statements: all, accepted on both sides, rejected on both, dividing them.
    statements: [usize; 4],
    /// The map, by language, as HTML of our own making; nothing where none may be told.
    map: BTreeMap<String, String>,
}

/// Makes what a look says.
fn rendered(findings: &Findings) -> String {
    let ground = findings.ground.as_ref();
    let count = |of: fn(&beringia_analysis::findings::GroundCounts) -> usize| ground.map_or(0, of);
    // The drawing alone: the line beneath it in a report says exactly how many stand there, and bears a fingerprint of
    // every figure.
    let map = Language::BOTH.into_iter().filter_map(|language| {
        let chart = map::map(&Edition::new(findings, language))?;
        let [wide, narrow] = [chart.wide, chart.narrow];
        let drawn = format!(
            "<figure><div class=\"wide\">{wide}</div><div class=\"narrow\">{narrow}</div></figure>"
        );
        Some((language.base().to_owned(), drawn))
    });
    let told = Told {
        statements: [
            findings.statements.iter().filter(|statement| statement.counted).count(),
            count(|ground| ground.accepted),
            count(|ground| ground.rejected),
            count(|ground| ground.divides),
        ],
        map: map.collect(),
    };
    serde_json::to_string(&told).expect("maps have string keys")
}

#[derive(Template, Serialize)]
#[template(path = "look.html")]
struct Look {
    #[serde(skip)]
    base: Base,
    conversation: i64,
    told: Vec<String>,
    #[serde(skip)]
    map: Option<String>,
    #[serde(skip)]
    sides: [(Part, String); 2],
    since: String,
}

/// Looks; every look is in the record.
pub(crate) async fn look(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, .. } = sent;
    let by = visit.holds(Organiser::of).await?;
    let seat = visit.seat().await?;
    let seen = actions::look(&site.house, &by, number, rendered).await.for_visit(&visit)?;
    let told: Told = serde_json::from_str(&seen.told)
        .map_err(|error| ActionError::Machine(error.to_string()))
        .for_visit(&visit)?;
    let Told { statements, mut map } = told;
    let keys = ["look-statements", "look-accepted", "look-rejected", "look-divides"];
    let lines = keys.into_iter().zip(statements);
    let day = moment::iso_date(seen.day);
    let day = beringia_report::number::date(&day, &visit.words);
    let people = seen.people.map(|people| actions::down(u64::try_from(people).unwrap_or(0)));
    let mut base =
        Base::desk(&visit, &seat, "look-title").at(&format!("/desk/conversations/{number}"));
    base.pictures = Some(super::assets::PICTURES_PATH);
    base.script = Some(super::assets::LOOK_PATH);
    let page = Look {
        base,
        conversation: number,
        told: lines.map(|(key, n)| visit.words.tell_count(key, n as u64, &[])).collect(),
        map: map.remove(visit.language.base()),
        sides: Part::BOTH.map(|part| (part, side_name(&visit, part))),
        since: visit.words.tell_count("look-since", people.iter().sum(), &[("day", &day)]),
    };
    Ok(respond(&visit, &page))
}

/// Whoever loads the answer again comes back to the conversation.
pub(crate) async fn back(visit: Visit, Path(number): Path<i64>) -> Response {
    go(&visit, &format!("/desk/conversations/{number}"))
}
