//! The front door: pages and JSON. The only room with HTTP; it writes through verbs alone.

mod both_times;
mod error;
mod fields;
mod layout;
mod limits;
mod pages;
mod qr;
mod shown;
mod site;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, Uri, header};
use axum::middleware;
use axum::routing::{get, post};
use axum::{Router, ServiceExt};
use tower::Layer;
use tower::util::MapRequestLayer;
use tower_http::timeout::TimeoutLayer;

pub use pages::bring::facts as facts_of_import;
pub use shown::rendered;
pub use site::{Settings, Site};

/// Bytes of a form at most.
const BODY_MAX: usize = 1 << 20;
/// Seconds for one request at most.
const SECONDS_MAX: u64 = 30;
/// The same where files come over a slow line, or figures are worked out.
const LONG_MAX: u64 = 600;

fn timeout(seconds: u64) -> TimeoutLayer {
    TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(seconds))
}

/// Every page, on one screen.
fn router(site: Arc<Site>) -> Router {
    use pages::{assets, door, front, health, own, say, talk};
    let participants = Router::new()
        .route("/", get(front::show))
        .route("/privacy", get(front::privacy))
        .route("/look/{conversation}/{side}", post(front::look_as))
        .route("/join", get(door::ask_code).post(door::take_code))
        .route("/invitation/{code}", get(door::show).post(door::join))
        .route("/open/{side}", get(door::show_open).post(door::join_open))
        .route("/conversation/{number}", get(talk::show).post(talk::act))
        .route("/conversation/{number}/say", get(say::show).post(say::say))
        .route("/your-answers", get(own::ask_code).post(own::show))
        .route("/forget", post(own::forget));
    let machine = Router::new()
        .route("/health", get(health::show))
        .route("/assets/{name}", get(assets::show))
        .route("/robots.txt", get(assets::robots));
    participants
        .merge(results())
        .merge(organisers())
        .merge(machine)
        .fallback(front::nothing)
        .layer(timeout(SECONDS_MAX))
        .merge(long().layer(timeout(LONG_MAX)))
        .layer(middleware::from_fn_with_state(Arc::clone(&site), visit::dress))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(site)
}

/// What organisers do.
fn organisers() -> Router<Arc<Site>> {
    use pages::{account, approvals, bring, charter, conversation, desk, invitations, link};
    use pages::{people, record, statements};
    Router::new()
        .route("/link/{token}", get(link::show).post(link::take))
        .route("/sign-in", get(account::sign_in).post(account::enter))
        .route("/sign-out", post(account::leave))
        .route("/desk", get(desk::show))
        .route("/desk/account", get(account::show).post(account::change))
        .route("/desk/charter", get(charter::show).post(charter::save))
        .route("/desk/approvals", get(approvals::list).post(approvals::ask))
        .route("/desk/approvals/{number}", get(approvals::show).post(approvals::answer))
        .route("/desk/approvals/{number}/receipt", get(approvals::receipt))
        .route("/desk/people", get(people::show).post(people::act))
        .route("/desk/invitations", get(invitations::list).post(invitations::make))
        .route("/desk/invitations/{batch}", get(invitations::show).post(invitations::revoke))
        .route("/desk/invitations/{batch}/sheet", get(invitations::sheet))
        .route("/desk/invitations/{batch}/table", get(invitations::table))
        .route("/desk/conversations", get(conversation::list).post(conversation::add))
        .route("/desk/conversations/{number}", get(conversation::show).post(conversation::act))
        .route(
            "/desk/conversations/{number}/statements",
            get(statements::show).post(statements::act),
        )
        .route(
            "/desk/conversations/{number}/statements/file",
            get(statements::back).post(statements::file),
        )
        .route("/desk/conversations/{number}/copy", post(conversation::copy))
        .route("/desk/conversations/{number}/undo", post(bring::undo))
        .route("/desk/conversations/{number}/work", post(conversation::work))
        .route("/desk/conversations/{number}/rows/{proposal}", post(conversation::rows))
        .route("/desk/record", get(record::show))
        .route("/desk/record/export", get(record::export))
}

/// What may take long.
fn long() -> Router<Arc<Site>> {
    use pages::{bring, look};
    Router::new()
        .route(
            "/desk/import",
            get(bring::show)
                .post(bring::upload)
                .layer(DefaultBodyLimit::max(bring::UPLOAD_MAX + BODY_MAX)),
        )
        .route("/desk/import/step", get(bring::back).post(bring::act))
        .route("/desk/conversations/{number}/look", get(look::back).post(look::look))
}

/// What a conversation says.
fn results() -> Router<Arc<Site>> {
    use pages::{every, place, results};
    Router::new()
        .route("/conversation/{number}/results", get(results::show))
        .route("/conversation/{number}/surprise", get(results::first_surprise))
        .route("/conversation/{number}/surprise/{place}", get(results::show_surprise))
        .route("/conversation/{number}/place", get(place::show))
        .route("/conversation/{number}/statements", get(every::show))
        .route("/conversation/{number}/report", get(results::report))
        .route("/conversation/{number}/widget", get(results::widget))
        .route("/conversation/{number}/data/{name}", get(results::file))
}

/// Every page has its data at the same address with `.json` at the end: the page is asked for as JSON.
fn as_data(mut request: Request) -> Request {
    let path = request.uri().path().to_owned();
    let Some(page) = path.strip_suffix(".json") else { return request };
    let page = if page == "/index" || page.is_empty() { "/" } else { page };
    let with_query = match request.uri().query() {
        Some(query) => format!("{page}?{query}"),
        None => page.to_owned(),
    };
    if let Ok(uri) = with_query.parse::<Uri>() {
        *request.uri_mut() = uri;
        request
            .headers_mut()
            .insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
    }
    request
}

/// The whole site as a service.
pub fn app(
    site: Arc<Site>,
) -> impl tower::Service<
    Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone
+ Send
+ Sync
+ 'static {
    MapRequestLayer::new(as_data).layer(router(site))
}

/// Serves the site on a listener until `stop` is done; requests that have begun are ended first.
pub async fn serve(
    listener: tokio::net::TcpListener,
    site: Arc<Site>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    use axum::serve::ListenerExt;
    let listener = listener.tap_io(|stream| {
        // Small pages must not wait for more to come.
        let _ = stream.set_nodelay(true);
    });
    let service = ServiceExt::<Request>::into_make_service_with_connect_info::<std::net::SocketAddr>(
        app(site),
    );
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}
