//! The charter: written by either side, holding once both have approved it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use beringia_actions::{self as actions, CharterError, Observer, Organiser};
use beringia_domain::{Both, Change, Charter, Field, Format, SideCharter, text};
use beringia_store as store;
use serde::Serialize;

use crate::error::{ForVisit, WebError, refused};
use crate::fields::{Fields, Sent};
use crate::layout::{Base, go, respond};
use crate::site::Site;
use crate::visit::Visit;

#[derive(Template, Serialize)]
#[template(path = "charter.html")]
struct CharterPage {
    #[serde(skip)]
    base: Base,
    charter: Option<Charter>,
    is_approved: bool,
    has_draft: bool,
    may_write: bool,
    groups: Vec<Group>,
    fields: Vec<Choice>,
    formats: Vec<Choice>,
    error: Option<String>,
}

#[derive(Serialize)]
struct Choice {
    word: &'static str,
    name: String,
    is_chosen: bool,
}

/// Fields that belong together.
#[derive(Serialize)]
struct Group {
    heading: String,
    inputs: Vec<Input>,
}

/// One field of the form.
#[derive(Serialize)]
struct Input {
    name: String,
    label: String,
    value: String,
    kind: &'static str,
    tag: Option<&'static str>,
    hint: Option<String>,
    error: Option<String>,
}

const TEXT_MAX: usize = 2_000;

/// What was typed, made into a charter; what cannot be read is left empty for the check to find.
fn typed(fields: &Fields, invented: bool) -> Charter {
    let line = |name: &str| text::line(fields.get(name), 200).unwrap_or_default();
    let long = |name: &str| text::paragraph(fields.get(name), TEXT_MAX).unwrap_or_default();
    let both =
        |name: &str| Both { en: line(&format!("{name}-en")), zh: line(&format!("{name}-zh")) };
    let side = |n: usize| SideCharter {
        name: both(&format!("side-{n}")),
        organisation: both(&format!("organisation-{n}")),
        time_zone: line(&format!("zone-{n}")),
        expected: fields.count(&format!("expected-{n}")),
        quota: fields.count(&format!("quota-{n}")),
    };
    Charter {
        name: both("name"),
        sides: [side(0), side(1)],
        field: Field::parse(fields.get("field")).unwrap_or(Field::Other),
        format: Format::parse(fields.get("format")).unwrap_or(Format::PublicConversation),
        purpose: Both { en: long("purpose-en"), zh: long("purpose-zh") },
        payer: both("payer"),
        begins: line("begins"),
        ends: line("ends"),
        ballots_until: line("ballots-until"),
        invented,
    }
}

/// What the form's fields are made from.
struct Form<'a> {
    visit: &'a Visit,
    charter: Option<&'a Charter>,
    errors: &'a [CharterError],
}

impl Form<'_> {
    fn input(&self, name: &str, label: &str, kind: &'static str, value: String) -> Input {
        let field = name.trim_end_matches("-en").trim_end_matches("-zh");
        let wrong = self.errors.iter().find(|error| error.field == field);
        let hint = match label {
            "charter-zone" | "charter-expected" | "charter-ballots-until" => {
                Some(self.visit.say(&format!("hint-{label}")))
            }
            _ => None,
        };
        let tag = if name.ends_with("-en") {
            Some("en")
        } else {
            name.ends_with("-zh").then_some("zh-Hans")
        };
        Input {
            name: name.to_owned(),
            label: self.visit.say(label),
            value,
            kind,
            tag,
            hint,
            error: wrong.map(|error| self.visit.say(&format!("charter-error-{}", error.problem))),
        }
    }

    fn pair(
        &self,
        name: &str,
        label: &str,
        kind: &'static str,
        of: &dyn Fn(&Charter) -> Both,
    ) -> [Input; 2] {
        let value = self.charter.map(of).unwrap_or_default();
        [
            self.input(&format!("{name}-en"), label, kind, value.en),
            self.input(&format!("{name}-zh"), label, kind, value.zh),
        ]
    }

    fn date(&self, name: &str, label: &str, of: &dyn Fn(&Charter) -> String) -> Input {
        self.input(name, label, "date", self.charter.map(of).unwrap_or_default())
    }

    fn count(&self, name: &str, label: &str, of: &dyn Fn(&Charter) -> u32) -> Input {
        let count = self.charter.map(of).filter(|count| *count > 0);
        self.input(name, label, "number", count.map_or(String::new(), |count| count.to_string()))
    }

    fn side(&self, n: usize) -> Vec<Input> {
        let mut inputs = Vec::new();
        inputs.extend(
            self.pair(&format!("side-{n}"), "charter-side-name", "text", &|c| {
                c.sides[n].name.clone()
            }),
        );
        inputs.extend(self.pair(
            &format!("organisation-{n}"),
            "charter-organisation",
            "text",
            &|c| c.sides[n].organisation.clone(),
        ));
        let zone = self.charter.map(|c| c.sides[n].time_zone.clone()).unwrap_or_default();
        inputs.push(self.input(&format!("zone-{n}"), "charter-zone", "text", zone));
        inputs.push(
            self.count(&format!("expected-{n}"), "charter-expected", &|c| c.sides[n].expected),
        );
        inputs.push(self.count(&format!("quota-{n}"), "charter-quota", &|c| c.sides[n].quota));
        inputs
    }
}

fn groups(visit: &Visit, charter: Option<&Charter>, errors: &[CharterError]) -> Vec<Group> {
    let form = Form { visit, charter, errors };
    let mut exchange = Vec::new();
    exchange.extend(form.pair("name", "charter-name", "text", &|c| c.name.clone()));
    exchange.extend(form.pair("purpose", "charter-purpose", "area", &|c| c.purpose.clone()));
    exchange.extend(form.pair("payer", "charter-payer", "text", &|c| c.payer.clone()));
    let days = vec![
        form.date("begins", "charter-begins", &|c| c.begins.clone()),
        form.date("ends", "charter-ends", &|c| c.ends.clone()),
        form.date("ballots-until", "charter-ballots-until", &|c| c.ballots_until.clone()),
    ];
    let group = |heading: &str, inputs: Vec<Input>| Group { heading: visit.say(heading), inputs };
    vec![
        group("charter-group-exchange", exchange),
        group("side-first", form.side(0)),
        group("side-second", form.side(1)),
        group("charter-group-days", days),
    ]
}

/// What is to be shown of a charter.
struct Shown<'a> {
    charter: Option<Charter>,
    is_approved: bool,
    has_draft: bool,
    errors: &'a [CharterError],
    notice: Option<String>,
    error: Option<String>,
}

async fn page(visit: &Visit, shown: Shown<'_>) -> Result<Response, WebError> {
    let seat = visit.seat().await?;
    let charter = shown.charter;
    let field = charter.as_ref().map(|c| c.field);
    let format = charter.as_ref().map(|c| c.format);
    let page = CharterPage {
        base: Base::desk(visit, &seat, "nav-charter").with_notice(shown.notice),
        is_approved: shown.is_approved,
        has_draft: shown.has_draft,
        may_write: Organiser::of(&seat).is_ok(),
        groups: groups(visit, charter.as_ref(), shown.errors),
        fields: Field::ALL
            .iter()
            .map(|f| Choice {
                word: f.word(),
                name: visit.say(&format!("field-{}", f.word())),
                is_chosen: field == Some(*f),
            })
            .collect(),
        formats: Format::ALL
            .iter()
            .map(|f| Choice {
                word: f.word(),
                name: visit.say(&format!("format-{}", f.word())),
                is_chosen: format == Some(*f),
            })
            .collect(),
        charter,
        error: shown.error,
    };
    Ok(respond(visit, &page))
}

/// The charter as it is being written, or as it holds.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    visit: Visit,
) -> Result<Response, WebError> {
    visit.holds(Observer::of).await?;
    let found = store::exchange(&site.house.database).await.for_visit(&visit)?;
    let (draft, charter) = found.map_or((None, None), |found| (found.draft, found.charter));
    let shown = Shown {
        is_approved: charter.is_some(),
        has_draft: draft.is_some(),
        charter: draft.or(charter),
        errors: &[],
        notice: None,
        error: None,
    };
    page(&visit, shown).await.for_visit(&visit)
}

/// Keeps what was typed, and asks for approval where that was pressed.
pub(crate) async fn save(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, WebError> {
    let Sent { visit, fields } = sent;
    let by = visit.holds(Organiser::of).await?;
    let charter = typed(&fields, site.settings.is_demo);
    let errors = actions::check_charter(&charter);
    actions::save_draft(&site.house, &by, &charter).await.for_visit(&visit)?;
    let mut shown = Shown {
        is_approved: site.house.charter().is_some(),
        has_draft: true,
        charter: Some(charter.clone()),
        errors: &errors,
        notice: None,
        error: None,
    };
    if !errors.is_empty() {
        shown.error = Some(visit.words.tell_count("charter-errors", errors.len() as u64, &[]));
    } else if fields.get("act") == "ask" {
        match actions::ask(&site.house, &by, &Change::Charter { charter: Box::new(charter) }).await
        {
            Ok(number) => return Ok(go(&visit, &format!("/desk/approvals/{number}"))),
            Err(error) => shown.error = Some(refused(&visit, error)?),
        }
    } else {
        shown.notice = Some(visit.say("charter-saved"));
    }
    page(&visit, shown).await.for_visit(&visit)
}
