//! One request's visitor: language, cookies, who she is, and the token her forms carry.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use beringia_actions::{self as actions, Person, Refusal};
use beringia_report::words::{Language, Words};
use beringia_store::Seat;

use crate::error::{ForVisit, WebError};
use crate::site::Site;

/// Names of the cookies.
pub(crate) const VISIT: &str = "visit";
pub(crate) const PERSON: &str = "person";
pub(crate) const DESK: &str = "desk";
const LANGUAGE: &str = "language";

/// What a page may do: nothing from elsewhere, nothing in line.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'";

/// A visitor.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) site: Arc<Site>,
    pub(crate) language: Language,
    pub(crate) words: Arc<Words>,
    pub(crate) path: String,
    pub(crate) wants_json: bool,
    pub(crate) address: IpAddr,
    nonce: String,
    person: Option<String>,
    desk: Option<String>,
    new_cookies: Vec<String>,
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(given, _)| *given == name)
        .map(|(_, value)| value)
}

impl FromRequestParts<Arc<Site>> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, WebError> {
        let headers = &parts.headers;
        let mut new_cookies = Vec::new();
        let query = parts.uri.query().unwrap_or_default();
        let asked = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("language="))
            .and_then(Language::parse);
        if let Some(language) = asked {
            new_cookies.push(set(site, LANGUAGE, language.tag()));
        }
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = asked
            .or_else(|| cookie(headers, LANGUAGE).and_then(Language::parse))
            .or_else(|| accepted.and_then(preferred))
            .unwrap_or(Language::English);
        let nonce = match cookie(headers, VISIT).filter(|value| value.len() == 40) {
            Some(nonce) => nonce.to_owned(),
            None => {
                let nonce = actions::random_token()?;
                new_cookies.push(set(site, VISIT, &nonce));
                nonce
            }
        };
        let accept =
            headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            site: Arc::clone(site),
            language,
            words: site.words(language),
            // Two slashes at its beginning would name another host.
            path: format!("/{}", parts.uri.path().trim_start_matches('/')),
            wants_json: accept.starts_with("application/json"),
            address: address(parts, site),
            nonce,
            person: cookie(headers, PERSON).map(str::to_owned),
            desk: cookie(headers, DESK).map(str::to_owned),
            new_cookies,
        })
    }
}

/// The first language of ours that the browser names.
fn preferred(accepted: &str) -> Option<Language> {
    accepted.split(',').find_map(|part| Language::parse(part.split(';').next().unwrap_or_default()))
}

/// Who asks, for the buckets of [`crate::limits`] and nothing else.
fn address(parts: &Parts, site: &Site) -> IpAddr {
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let named = forwarded
        .and_then(|value| value.rsplit(',').next())
        .and_then(|last| last.trim().parse().ok());
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let named: Option<IpAddr> = named.filter(|_| site.settings.trusts_proxy);
    named.or(direct).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// A cookie that lasts as long as the browser is open.
fn set(site: &Site, name: &str, value: &str) -> String {
    let secure = if site.is_encrypted() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

impl Visit {
    /// Gives the browser a cookie with this answer.
    pub(crate) fn give(&mut self, name: &'static str, value: &str) {
        self.new_cookies.push(set(&self.site, name, value));
        match name {
            PERSON => self.person = Some(value.to_owned()),
            DESK => self.desk = Some(value.to_owned()),
            _ => {}
        }
    }

    /// Takes a cookie away.
    pub(crate) fn take(&mut self, name: &'static str) {
        self.new_cookies.push(format!("{}; Max-Age=0", set(&self.site, name, "")));
        match name {
            PERSON => self.person = None,
            DESK => self.desk = None,
            _ => {}
        }
    }

    /// Begins a new visit: on signing in and out, so that a token known before is worth nothing after.
    pub(crate) fn renew(&mut self) -> Result<(), WebError> {
        self.nonce = actions::random_token()?;
        self.new_cookies.push(set(&self.site, VISIT, &self.nonce));
        Ok(())
    }

    pub(crate) fn cookies(&self) -> &[String] {
        &self.new_cookies
    }

    /// What a form's token is bound to: the visit and the sign-in. Not to who takes part: the form by which a
    /// person comes in can then be sent twice, and brings her in once. What she does later carries a card or a
    /// code of her own.
    fn bound(&self) -> String {
        format!("{}|{}", self.nonce, self.desk.as_deref().unwrap_or_default())
    }

    /// The token of this visitor's forms.
    pub(crate) fn csrf(&self) -> String {
        let signed = self.site.house.key.sign("csrf", &self.bound());
        signed.rsplit_once('.').map_or(String::new(), |(_, code)| code.to_owned())
    }

    /// Whether a form carries this visitor's token.
    pub(crate) fn owns(&self, token: &str) -> bool {
        self.site.house.key.opened("csrf", &format!("{}.{token}", self.bound())).is_some()
    }

    /// Who takes part with this browser.
    pub(crate) fn person(&self) -> Option<Person> {
        actions::person_of(&self.site.house, self.person.as_deref()?)
    }

    /// Who is signed in, if anybody.
    pub(crate) async fn maybe_seat(&self) -> Result<Option<Seat>, WebError> {
        match &self.desk {
            Some(token) => Ok(actions::seat(&self.site.house, token).await?),
            None => Ok(None),
        }
    }

    /// Who is signed in.
    pub(crate) async fn seat(&self) -> Result<Seat, WebError> {
        Ok(self.maybe_seat().await?.ok_or(Refusal::NotSignedIn)?)
    }

    /// An authority that the visitor's role gives her.
    pub(crate) async fn holds<A>(
        &self,
        of: fn(&Seat) -> Result<A, Refusal>,
    ) -> Result<A, WebError> {
        let seat = self.seat().await.for_visit(self)?;
        of(&seat).for_visit(self)
    }

    /// The token of the sign-in.
    pub(crate) fn desk_token(&self) -> Option<&str> {
        self.desk.as_deref()
    }

    /// A sentence.
    pub(crate) fn say(&self, key: &str) -> String {
        self.words.say(key)
    }
}

/// What every answer wears.
pub(crate) async fn dress(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let is_asset = request.uri().path().starts_with("/assets/");
    let is_foreign =
        request.headers().get("sec-fetch-site").is_some_and(|value| value == "cross-site");
    let mut response = if is_foreign && request.method() != "GET" && request.method() != "HEAD" {
        StatusCode::FORBIDDEN.into_response()
    } else if request.method() == "POST" {
        // What has begun is ended, also when whoever sent it goes away: memory must not lag behind the disk.
        let handled = tokio::spawn(next.run(request)).await;
        handled.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.reserve(16);
    // The report brings a policy of its own, no wider than this one.
    headers.entry("content-security-policy").or_insert(HeaderValue::from_static(POLICY));
    let fixed = [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
    ];
    for (name, value) in fixed {
        // The widget may be shown by other sites, and says so itself.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if !is_asset {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if site.is_encrypted() {
        headers.insert("strict-transport-security", HeaderValue::from_static("max-age=31536000"));
    }
    response
}
