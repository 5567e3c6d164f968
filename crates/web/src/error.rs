//! One error, told as a page or as JSON.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use beringia_actions::{ActionError, Refusal};
use beringia_report::words::{Language, Words};
use beringia_store::StoreError;
use serde::Serialize;

use crate::layout::Base;
use crate::visit::Visit;

/// Why there is no page, and for whom.
pub(crate) struct WebError {
    error: ActionError,
    visit: Option<Box<Visit>>,
}

impl<E: Into<ActionError>> From<E> for WebError {
    fn from(error: E) -> Self {
        Self { error: error.into(), visit: None }
    }
}

#[derive(Template, Serialize)]
#[template(path = "error.html")]
struct ErrorPage {
    #[serde(skip)]
    base: Base,
    error: String,
    help: String,
}

impl WebError {
    /// An error told in the visitor's language.
    pub(crate) fn told(visit: &Visit, error: ActionError) -> Self {
        Self { error, visit: Some(Box::new(visit.clone())) }
    }

    /// The same error, told in the visitor's language.
    pub(crate) fn for_visit(self, visit: &Visit) -> Self {
        Self::told(visit, self.error)
    }
}

/// The answer's status.
fn status(error: &ActionError) -> StatusCode {
    match error {
        ActionError::Refused(refusal) => match refusal {
            Refusal::NotSignedIn => StatusCode::UNAUTHORIZED,
            Refusal::NotYourRole | Refusal::NotYourSide | Refusal::FormOld => StatusCode::FORBIDDEN,
            Refusal::NotFound | Refusal::CodeUnknown | Refusal::LinkUsed => StatusCode::NOT_FOUND,
            Refusal::TooFast => StatusCode::TOO_MANY_REQUESTS,
            Refusal::TextLong => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::CONFLICT,
        },
        ActionError::Store(StoreError::Busy) => StatusCode::SERVICE_UNAVAILABLE,
        ActionError::Store(StoreError::DiskFull | StoreError::ReadOnly) => {
            StatusCode::INSUFFICIENT_STORAGE
        }
        ActionError::File(_) => StatusCode::UNPROCESSABLE_ENTITY,
        ActionError::Store(_) | ActionError::Machine(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The sentence for an error.
fn sentence(error: &ActionError, words: &Words) -> String {
    match error {
        ActionError::Refused(refusal) => words.say(&format!("refusal-{}", refusal.word())),
        ActionError::File(text) => text.clone(),
        ActionError::Store(StoreError::Busy) => words.say("error-busy"),
        ActionError::Store(StoreError::DiskFull) => words.say("error-disk-full"),
        ActionError::Store(StoreError::ReadOnly) => words.say("error-read-only"),
        ActionError::Store(_) | ActionError::Machine(_) => words.say("error-own"),
    }
}

/// What to tell beside a form that was refused; anything that is not the person's to mend becomes a page of its own.
pub(crate) fn refused(visit: &Visit, error: ActionError) -> Result<String, WebError> {
    match error {
        ActionError::Refused(_) | ActionError::File(_) => Ok(sentence(&error, &visit.words)),
        ActionError::Store(_) | ActionError::Machine(_) => Err(WebError::told(visit, error)),
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let status = status(&self.error);
        if status.is_server_error() {
            tracing::error!(error = %self.error, "a request was not served");
        }
        let Some(visit) = self.visit else {
            let both = Language::BOTH.map(|language| sentence(&self.error, &Words::new(language)));
            return (status, both.join("\n")).into_response();
        };
        let is_nobody = matches!(self.error, ActionError::Refused(Refusal::NotSignedIn));
        if is_nobody && visit.path.starts_with("/desk") && !visit.wants_json {
            return Redirect::to("/sign-in").into_response();
        }
        let page = ErrorPage {
            base: Base::of(&visit, "error-title"),
            error: sentence(&self.error, &visit.words),
            help: visit.say("error-help"),
        };
        let mut response = crate::layout::respond(&visit, &page);
        *response.status_mut() = status;
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response
    }
}

/// Adds the visitor to an error, so that it is told in her language.
pub(crate) trait ForVisit<T> {
    fn for_visit(self, visit: &Visit) -> Result<T, WebError>;
}

impl<T, E: Into<WebError>> ForVisit<T> for Result<T, E> {
    fn for_visit(self, visit: &Visit) -> Result<T, WebError> {
        self.map_err(|error| error.into().for_visit(visit))
    }
}
