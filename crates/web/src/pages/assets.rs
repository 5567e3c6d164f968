//! The style sheets and the small scripts, from within the program.

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Where the style sheet is; the version is part of the name, so that it can be kept.
pub(crate) const STYLE_PATH: &str = concat!("/assets/site-", env!("CARGO_PKG_VERSION"), ".css");
/// Where the script of the conversation is.
pub(crate) const TALK_PATH: &str = concat!("/assets/talk-", env!("CARGO_PKG_VERSION"), ".js");

/// Where the script is by which marks of pictures can be pointed at.
pub(crate) const LOOK_PATH: &str = concat!("/assets/look-", env!("CARGO_PKG_VERSION"), ".js");

/// Where the style of pictures is.
pub(crate) const PICTURES_PATH: &str =
    concat!("/assets/pictures-", env!("CARGO_PKG_VERSION"), ".css");

/// An asset.
pub(crate) async fn show(Path(name): Path<String>) -> Response {
    let found = match format!("/assets/{name}").as_str() {
        STYLE_PATH => Some(("text/css; charset=utf-8", include_str!("../../assets/site.css"))),
        PICTURES_PATH => Some(("text/css; charset=utf-8", beringia_report::page::PICTURES_STYLE)),
        TALK_PATH => Some(("text/javascript; charset=utf-8", include_str!("../../assets/talk.js"))),
        LOOK_PATH => Some(("text/javascript; charset=utf-8", include_str!("../../assets/look.js"))),
        "/assets/mark.svg" => Some(("image/svg+xml", include_str!("../../assets/mark.svg"))),
        _ => None,
    };
    match found {
        Some((kind, body)) => {
            let headers =
                [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "public, max-age=86400")];
            (headers, body).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Nothing here is for crawlers.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nDisallow: /\n"
}
