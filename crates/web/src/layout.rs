//! What surrounds every page, and how a page becomes an answer.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use beringia_domain::Part;
use beringia_report::words::Words;
use beringia_store::Seat;
use serde::Serialize;

use crate::visit::Visit;

/// The parts of the desk, in order: address and key of its name.
pub(crate) const DESK: [(&str, &str); 7] = [
    ("/desk", "nav-desk"),
    ("/desk/approvals", "nav-approvals"),
    ("/desk/people", "nav-people"),
    ("/desk/invitations", "nav-invitations"),
    ("/desk/conversations", "nav-conversations"),
    ("/desk/charter", "nav-charter"),
    ("/desk/record", "nav-record"),
];

/// Bytes of a usual page.
const PAGE_SIZE: usize = 16_384;

/// What surrounds a page.
pub(crate) struct Base {
    pub(crate) w: Arc<Words>,
    pub(crate) tag: &'static str,
    pub(crate) other_tag: &'static str,
    pub(crate) other_name: &'static str,
    pub(crate) path: String,
    pub(crate) title: String,
    pub(crate) exchange: String,
    pub(crate) is_invented: bool,
    pub(crate) csrf: String,
    pub(crate) script: Option<&'static str>,
    pub(crate) style: &'static str,
    /// The style of pictures, where there are any.
    pub(crate) pictures: Option<&'static str>,
    /// Who is signed in: her name, her role on her side, the side's shape.
    pub(crate) desk: Option<DeskBase>,
    pub(crate) is_talk: bool,
    /// Whether the page can be had again in the other language: not where it shows something once.
    pub(crate) can_switch: bool,
    /// What happened just now.
    pub(crate) notice: Option<String>,
}

/// The desk's own surroundings.
pub(crate) struct DeskBase {
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) side: String,
    pub(crate) part: Part,
    pub(crate) nav: Vec<NavItem>,
}

/// One part of the desk.
pub(crate) struct NavItem {
    pub(crate) href: &'static str,
    pub(crate) name: String,
    pub(crate) is_here: bool,
}

impl Base {
    /// A page with a title from the locale files.
    pub(crate) fn of(visit: &Visit, title: &str) -> Self {
        Self::titled(visit, visit.say(title))
    }

    /// A page whose only form carries a card, and no token.
    pub(crate) fn of_card(visit: &Visit, title: &str) -> Self {
        Self::bare(visit, visit.say(title)).talk()
    }

    /// A page with this title.
    pub(crate) fn titled(visit: &Visit, title: String) -> Self {
        Self { csrf: visit.csrf(), ..Self::bare(visit, title) }
    }

    fn bare(visit: &Visit, title: String) -> Self {
        let charter = visit.site.house.charter();
        let base = visit.language.base();
        let other = visit.language.other();
        Self {
            w: Arc::clone(&visit.words),
            tag: visit.language.tag(),
            other_tag: other.tag(),
            other_name: other.name(),
            path: visit.path.clone(),
            title,
            exchange: charter
                .as_ref()
                .map_or_else(|| "Beringia".to_owned(), |charter| charter.name.of(base).to_owned()),
            is_invented: charter.is_some_and(|charter| charter.invented),
            csrf: String::new(),
            script: None,
            style: crate::pages::assets::STYLE_PATH,
            pictures: None,
            desk: None,
            is_talk: false,
            can_switch: true,
            notice: None,
        }
    }

    /// A page of the desk.
    pub(crate) fn desk(visit: &Visit, seat: &Seat, title: &str) -> Self {
        let mut base = Self::of(visit, title);
        base.desk = Some(desk_base(visit, seat));
        base
    }

    /// The same with a notice of what happened.
    pub(crate) fn with_notice(mut self, notice: Option<String>) -> Self {
        self.notice = notice;
        self
    }

    /// A page that shows something once, and cannot be had again.
    pub(crate) fn once(mut self) -> Self {
        self.can_switch = false;
        self
    }

    /// A page that is the answer to a form, with the address at which to look at it again.
    pub(crate) fn at(mut self, path: &str) -> Self {
        path.clone_into(&mut self.path);
        self
    }

    /// A page of the conversation itself: nothing around it but mark, name, language.
    pub(crate) fn talk(mut self) -> Self {
        self.is_talk = true;
        self
    }
}

fn desk_base(visit: &Visit, seat: &Seat) -> DeskBase {
    let here = |href: &str| {
        if href == "/desk" { visit.path == href } else { visit.path.starts_with(href) }
    };
    DeskBase {
        name: seat.name.clone(),
        role: visit.say(&format!("role-{}", seat.role.word())),
        side: side_name(visit, seat.side),
        part: seat.side,
        nav: DESK
            .iter()
            .map(|(href, key)| NavItem { href, name: visit.say(key), is_here: here(href) })
            .collect(),
    }
}

/// A side's own name in the visitor's language.
pub(crate) fn side_name(visit: &Visit, part: Part) -> String {
    match visit.site.house.charter() {
        Some(charter) => charter.side(part).name.of(visit.language.base()).to_owned(),
        None => visit.say(if part == Part::First { "side-first" } else { "side-second" }),
    }
}

/// A page, or its data, as an answer.
pub(crate) fn respond(visit: &Visit, page: &(impl Template + Serialize)) -> Response {
    let mut response = if visit.wants_json {
        match serde_json::to_string_pretty(page) {
            Ok(json) => {
                ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], json).into_response()
            }
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    } else {
        let mut html = String::with_capacity(PAGE_SIZE);
        match page.render_into(&mut html) {
            Ok(()) => Html(html).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    };
    add_cookies(visit, &mut response);
    response
}

/// Goes on to another page.
pub(crate) fn go(visit: &Visit, to: &str) -> Response {
    let mut response = axum::response::Redirect::to(to).into_response();
    add_cookies(visit, &mut response);
    response
}

fn add_cookies(visit: &Visit, response: &mut Response) {
    for cookie in visit.cookies() {
        if let Ok(value) = HeaderValue::from_str(cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// A file to be kept, never shown in the browser.
pub(crate) fn attachment(name: &str, kind: &'static str, body: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
