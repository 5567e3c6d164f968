//! The fields of a form, taken only where the form is this visitor's own.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use beringia_actions::Refusal;

use crate::error::WebError;
use crate::site::Site;
use crate::visit::Visit;

/// Fields of a form at most.
const FIELDS_MAX: usize = 200;

/// What was typed, by field; kept as it was, so that a form that is refused comes back as it went.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads a body.
    pub(crate) fn read(body: &[u8]) -> Result<Self, WebError> {
        let fields: Vec<(String, String)> =
            serde_urlencoded::from_bytes(body).map_err(|_| Refusal::FormOld)?;
        if fields.len() > FIELDS_MAX { Err(Refusal::TooMany.into()) } else { Ok(Self(fields)) }
    }

    /// A field; empty where it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    /// A field, where it is there.
    pub(crate) fn find(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.trim())
    }

    /// A whole number.
    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).trim().parse().ok()
    }

    /// A count.
    pub(crate) fn count(&self, name: &str) -> u32 {
        self.get(name).trim().parse().unwrap_or(0)
    }
}

/// A visitor with a form of her own.
pub(crate) struct Sent {
    pub(crate) visit: Visit,
    pub(crate) fields: Fields,
}

impl FromRequest<Arc<Site>> for Sent {
    type Rejection = WebError;

    async fn from_request(request: Request, site: &Arc<Site>) -> Result<Self, WebError> {
        let (mut parts, body) = request.into_parts();
        let visit = Visit::from_request_parts(&mut parts, site).await?;
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, site)
            .await
            .map_err(|_| WebError::told(&visit, Refusal::TextLong.into()))?;
        let fields = Fields::read(&body).map_err(|error| error.for_visit(&visit))?;
        if visit.owns(fields.get("csrf")) {
            Ok(Self { visit, fields })
        } else {
            Err(WebError::told(&visit, Refusal::FormOld.into()))
        }
    }
}
