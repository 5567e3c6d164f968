//! The record: what organisers did, sealed line by line, shown to both sides alike.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use beringia_actions::{self as actions, Observer};
use beringia_domain::Part;
use beringia_report::number;
use beringia_store::{self as store, AuditRow};
use serde::Serialize;

use crate::both_times;
use crate::error::{ForVisit, WebError};
use crate::layout::{Base, attachment, respond, side_name};
use crate::site::Site;
use crate::visit::Visit;

/// A line of the record as read by people.
#[derive(Serialize)]
pub(crate) struct Line {
    pub(crate) position: i64,
    pub(crate) at: Vec<String>,
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) subject: String,
    pub(crate) head: String,
}

/// Lines for people: names are looked up when shown, never kept in the record.
pub(crate) async fn lines(visit: &Visit, rows: &[AuditRow]) -> Result<Vec<Line>, WebError> {
    let house = &visit.site.house;
    let members = store::members(&house.database, house.exchange).await?;
    let names: HashMap<i64, &str> = members.iter().map(|m| (m.account, m.name.as_str())).collect();
    let charter = house.charter();
    Ok(rows
        .iter()
        .map(|row| {
            let side = row.side.map(|side| side_name(visit, side));
            let name = names.get(&row.account).map(|name| (*name).to_owned());
            let who = match (side, name) {
                (Some(side), Some(name)) => {
                    visit.words.tell("record-who", &[("name", &name), ("side", &side)])
                }
                (Some(side), None) => side,
                (None, _) => visit.say("record-server"),
            };
            Line {
                position: row.position,
                at: both_times::each(row.at_second, charter.as_deref(), &visit.words),
                who,
                what: visit.say(&format!("act-{}", row.act)),
                subject: short(&row.subject),
                head: number::short_digest(&row.head),
            }
        })
        .collect())
}

/// A subject with its long digests cut to two groups of four.
fn short(subject: &str) -> String {
    let word = |word: &str| {
        let is_digest = word.len() == 64 && word.bytes().all(|c| c.is_ascii_hexdigit());
        if is_digest { number::short_digest(word) } else { word.to_owned() }
    };
    subject.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

#[derive(Template, Serialize)]
#[template(path = "record.html")]
struct Record {
    #[serde(skip)]
    base: Base,
    lines: Vec<Line>,
    fingerprints: Vec<(String, String)>,
    is_whole: bool,
}

/// The record.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    record(&site, &visit).await.for_visit(&visit)
}

async fn record(site: &Site, visit: &Visit) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    Observer::of(&seat)?;
    let house = &site.house;
    let mut rows = store::audit(&house.database, house.exchange, 0).await?;
    let is_whole = actions::verify(&rows, None).is_ok();
    let came = |side: Part| rows.iter().find(|row| row.act == "came" && row.side == Some(side));
    let fingerprints = Part::BOTH
        .into_iter()
        .filter_map(|side| Some((side_name(visit, side), came(side)?.head.clone())))
        .collect();
    rows.reverse();
    rows.truncate(500);
    let page = Record {
        base: Base::desk(visit, &seat, "nav-record"),
        lines: lines(visit, &rows).await?,
        fingerprints,
        is_whole,
    };
    Ok(respond(visit, &page))
}

/// The record as a file, for `beringia audit verify`.
pub(crate) async fn export(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    visit.holds(Observer::of).await?;
    let house = &site.house;
    let rows = store::audit(&house.database, house.exchange, 0).await.for_visit(&visit)?;
    let text: String = rows.iter().map(|row| actions::line_text(row) + "\n").collect();
    Ok(attachment("record.jsonl", "application/jsonl", text.into_bytes()))
}
