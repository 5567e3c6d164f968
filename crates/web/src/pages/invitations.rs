//! Invitations: batches, the sheet to print, the table for a mail merge.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use beringia_actions::{self as actions, BATCH_MAX, Invitation, Observer, Organiser, Refusal};
use beringia_analysis::tables::write::TableText;
use beringia_domain::{Moment, Part, moment};
use beringia_report::number;
use beringia_report::words::Language;
use beringia_store as store;
use serde::{Deserialize, Serialize};

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, attachment, go, respond, side_name};
use crate::qr;
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "invitations.html")]
struct List {
    #[serde(skip)]
    base: Base,
    is_approved: bool,
    may_make: bool,
    side: String,
    room: i64,
    quota: u32,
    most: i64,
    label: String,
    size: String,
    until: String,
    batches: Vec<Batch>,
    error: Option<String>,
}

#[derive(Serialize)]
struct Batch {
    number: i64,
    #[serde(skip)]
    part: Part,
    side: String,
    label: String,
    size: i64,
    used: i64,
    revoked: i64,
    until: String,
    is_own: bool,
    is_replacement: bool,
}

async fn batches(visit: &Visit, own: Part) -> Result<Vec<Batch>, WebError> {
    let house = &visit.site.house;
    let rows = store::batches(&house.database, house.exchange).await?;
    let is_answered = house.is_answered();
    let down = |count: i64| i64::try_from(actions::down(count.unsigned_abs())).unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|row| Batch {
            number: row.batch,
            part: row.side,
            side: side_name(visit, row.side),
            label: row.label,
            size: row.size,
            used: if is_answered { down(row.used) } else { row.used },
            revoked: row.revoked,
            until: number::date(&moment::iso_date(row.until_day), &visit.words),
            is_own: row.side == own,
            is_replacement: row.is_replacement,
        })
        .collect())
}

/// `typed` is the form that was refused: what is in it stays.
async fn page(visit: &Visit, typed: &Fields, error: Option<String>) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    Observer::of(&seat)?;
    let charter = visit.site.house.charter();
    let batches = batches(visit, seat.side).await?;
    let quota = charter.as_ref().map_or(0, |c| c.side(seat.side).quota);
    let made: i64 =
        batches.iter().filter(|b| b.is_own && !b.is_replacement).map(|b| b.size - b.revoked).sum();
    let page = List {
        base: Base::desk(visit, &seat, "nav-invitations"),
        is_approved: charter.is_some(),
        may_make: Organiser::of(&seat).is_ok(),
        side: side_name(visit, seat.side),
        room: (i64::from(quota) - made).max(0),
        quota,
        most: BATCH_MAX,
        label: typed.get("label").to_owned(),
        size: typed.get("size").to_owned(),
        until: match typed.get("until") {
            "" => charter.map_or_else(String::new, |c| c.ends.clone()),
            until => until.to_owned(),
        },
        batches,
        error,
    };
    Ok(respond(visit, &page))
}

/// All batches.
pub(crate) async fn list(visit: Visit) -> Result<Response, WebError> {
    page(&visit, &Fields::default(), None).await.for_visit(&visit)
}

/// Makes a batch.
pub(crate) async fn make(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let until = Moment::parse(fields.get("until")).map_or(0, Moment::day);
    let size = fields.number("size").unwrap_or(0);
    match actions::make_batch(&site.house, &by, fields.get("label"), size, until).await {
        Ok(batch) => Ok(go(&visit, &format!("/desk/invitations/{batch}"))),
        Err(error) => {
            let told = refused(&visit, error)?;
            page(&visit, &fields, Some(told)).await.for_visit(&visit)
        }
    }
}

#[derive(Template, Serialize)]
#[template(path = "batch.html")]
struct BatchPage {
    #[serde(skip)]
    base: Base,
    batch: Batch,
    #[serde(skip)]
    invitations: Vec<Shown>,
}

/// An invitation as shown to its side's organisers.
struct Shown {
    number: i64,
    code: String,
    link: String,
    state: String,
    is_open: bool,
}

fn link(site: &Site, invitation: &Invitation) -> String {
    format!("{}/invitation/{}", site.settings.public_url, invitation.code.plain())
}

async fn own(
    visit: &Visit,
    number: i64,
) -> Result<(store::Seat, Batch, Vec<Invitation>), WebError> {
    let seat = visit.seat().await?;
    let by = Organiser::of(&seat)?;
    let batch = batches(visit, seat.side).await?.into_iter().find(|b| b.number == number);
    let batch = batch.ok_or(Refusal::NotFound)?;
    let invitations = actions::invitations_of(&visit.site.house, &by, number).await?;
    Ok((seat, batch, invitations))
}

/// One batch.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response, WebError> {
    let (seat, batch, invitations) = own(&visit, number).await.for_visit(&visit)?;
    let mut base = Base::desk(&visit, &seat, "nav-invitations");
    base.title.clone_from(&batch.label);
    let shown = invitations
        .iter()
        .map(|invitation| Shown {
            number: invitation.number,
            code: invitation.code.grouped(),
            link: link(&site, invitation),
            state: visit.say(&format!("invitation-{}", invitation.state)),
            is_open: invitation.is_live(),
        })
        .collect();
    Ok(respond(&visit, &BatchPage { base, batch, invitations: shown }))
}

/// Revokes what is open, or one invitation.
pub(crate) async fn revoke(
    State(site): State<Arc<Site>>,
    Path(number): Path<i64>,
    sent: Sent,
) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let done = match fields.number("number") {
        Some(one) => actions::revoke_invitation(&site.house, &by, number, one).await,
        None => actions::revoke_batch(&site.house, &by, number).await,
    };
    done.for_visit(&visit)?;
    Ok(go(&visit, &format!("/desk/invitations/{number}")))
}

/// Cards on one sheet of paper.
const CARDS: usize = 4;

#[derive(Template)]
#[template(path = "sheet.html")]
struct Sheet {
    base: Base,
    is_letter: bool,
    sheets: Vec<Vec<CardShown>>,
    host: String,
    organisations: Vec<(Part, String, String)>,
}

impl Serialize for Sheet {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Codes are on paper and in the table; not in a page's data.
        serializer.serialize_u64(self.sheets.len() as u64)
    }
}

struct CardShown {
    /// Which language comes first: they take turns.
    texts: [CardText; 2],
    code: String,
    qr_side: usize,
    qr_path: String,
}

#[derive(Clone)]
struct CardText {
    tag: &'static str,
    name: String,
    invented: String,
    heading: String,
    about: String,
    how: String,
    limits: String,
}

/// Which paper.
#[derive(Deserialize)]
pub(crate) struct Paper {
    paper: Option<String>,
}

/// The sheet to print: four cards on a page, in both languages.
pub(crate) async fn sheet(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
    Query(paper): Query<Paper>,
) -> Result<Response, WebError> {
    let (_, batch, invitations) = own(&visit, number).await.for_visit(&visit)?;
    let charter = site.house.charter().ok_or(Refusal::NotApprovedYet).for_visit(&visit)?;
    let until = store_day(&site, batch.number).await.for_visit(&visit)?;
    let texts = Language::BOTH.map(|language| card_text(&site, language, &until));
    let cards: Vec<CardShown> = invitations
        .iter()
        .filter(|invitation| invitation.is_live())
        .enumerate()
        .map(|(place, invitation)| {
            let (qr_side, qr_path) = qr::drawing(&link(&site, invitation));
            let [first, second] = texts.clone();
            let texts = if place.is_multiple_of(2) { [first, second] } else { [second, first] };
            CardShown { texts, code: invitation.code.grouped(), qr_side, qr_path }
        })
        .collect();
    let mut sheets: Vec<Vec<CardShown>> = Vec::new();
    for card in cards {
        match sheets.last_mut().filter(|sheet| sheet.len() < CARDS) {
            Some(sheet) => sheet.push(card),
            None => sheets.push(vec![card]),
        }
    }
    let organisation = |part: Part| {
        let both = &charter.side(part).organisation;
        (part, both.en.clone(), both.zh.clone())
    };
    let url = &site.settings.public_url;
    let page = Sheet {
        base: Base::of(&visit, "sheet-title"),
        is_letter: paper.paper.as_deref() == Some("letter"),
        sheets,
        host: format!("{}/join", url.split_once("://").map_or(url.as_str(), |(_, host)| host)),
        organisations: Part::BOTH.map(organisation).into(),
    };
    Ok(respond(&visit, &page))
}

async fn store_day(site: &Site, batch: i64) -> Result<String, WebError> {
    let rows = store::batches(&site.house.database, site.house.exchange).await?;
    let row = rows.into_iter().find(|row| row.batch == batch).ok_or(Refusal::NotFound)?;
    Ok(moment::iso_date(row.until_day))
}

fn card_text(site: &Site, language: Language, until: &str) -> CardText {
    let words = site.words(language);
    let base = language.base();
    let charter = site.house.charter();
    let of = |get: &dyn Fn(&beringia_domain::Charter) -> String| {
        charter.as_deref().map(get).unwrap_or_default()
    };
    let first = of(&|c| c.sides[0].name.of(base).to_owned());
    let second = of(&|c| c.sides[1].name.of(base).to_owned());
    let date = number::date(until, &words);
    CardText {
        tag: language.tag(),
        name: of(&|c| c.name.of(base).to_owned()),
        invented: if charter.as_ref().is_some_and(|c| c.invented) {
            words.say("card-invented")
        } else {
            String::new()
        },
        heading: words.say("card-heading"),
        about: words.tell("card-about", &[("first", &first), ("second", &second)]),
        how: words.say("card-how"),
        limits: words.tell("card-limits", &[("until", &date)]),
    }
}

/// The batch as a table for a mail merge.
pub(crate) async fn table(
    State(site): State<Arc<Site>>,
    visit: Visit,
    Path(number): Path<i64>,
) -> Result<Response, WebError> {
    let (_, batch, invitations) = own(&visit, number).await.for_visit(&visit)?;
    let mut table = TableText::new(&["number", "code", "link", "until", "state"]);
    let until = store_day(&site, number).await.for_visit(&visit)?;
    for invitation in &invitations {
        table.whole(invitation.number.try_into().ok()).word(&invitation.code.grouped());
        table.word(&link(&site, invitation)).word(&until).word(&invitation.state).end_row();
    }
    let text = format!("\u{FEFF}{}", table.finish());
    let name = format!("invitations-{}.csv", batch.number);
    Ok(attachment(&name, "text/csv; charset=utf-8", text.into_bytes()))
}
