//! Whether the server works, for whoever watches it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::site::Site;

/// 200 where the database answers, 503 where it does not.
pub(crate) async fn show(State(site): State<Arc<Site>>) -> (StatusCode, Json<Value>) {
    let version = env!("CARGO_PKG_VERSION");
    match site.house.database.answers().await {
        Ok(()) => (StatusCode::OK, Json(json!({ "status": "ok", "version": version }))),
        Err(_) => {
            let body = json!({ "status": "database does not answer", "version": version });
            (StatusCode::SERVICE_UNAVAILABLE, Json(body))
        }
    }
}
