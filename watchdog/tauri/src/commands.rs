//! What the web view may ask; `build.rs` makes a permission of each.

use std::time::Duration;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::Value;
use tauri::ipc::Channel;
use tauri::{command, Runtime, State, Webview};

use crate::error::Result;
use crate::models::Retry;
use crate::request::Request;
use crate::Lifebound;

type Json = Box<RawValue>;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions {
    #[serde(default)]
    retry: Retry,
    timeout_ms: Option<u64>,
    /// For `cancel`.
    ticket: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestartOptions {
    grace_ms: Option<u64>,
}

#[command]
pub async fn status(lifebound: State<'_, Lifebound>) -> Result<Json> {
    lifebound.status_json().await
}

#[command]
pub async fn request(
    lifebound: State<'_, Lifebound>,
    method: String,
    params: Option<Value>,
    options: Option<RequestOptions>,
) -> Result<Json> {
    let options = options.unwrap_or_default();
    let request = Request {
        method,
        params: params.unwrap_or_default(),
        retry: options.retry,
        timeout: options.timeout_ms.map(Duration::from_millis),
        ticket: options.ticket,
    };
    lifebound.request_json(request).await
}

/// Gives up the request with this ticket, which then fails with REQUEST_CANCELLED.
#[command]
pub async fn cancel(lifebound: State<'_, Lifebound>, ticket: String) -> Result<()> {
    lifebound.cancel(ticket)
}

#[command]
pub async fn restart(
    lifebound: State<'_, Lifebound>,
    options: Option<RestartOptions>,
) -> Result<()> {
    match options.unwrap_or_default().grace_ms {
        Some(grace_ms) => lifebound.restart_within(Duration::from_millis(grace_ms)),
        None => lifebound.restart(),
    }
}

#[command]
pub async fn stop(lifebound: State<'_, Lifebound>) -> Result<()> {
    lifebound.stop().await
}

#[command]
pub async fn hold(lifebound: State<'_, Lifebound>) -> Result<()> {
    lifebound.hold().await
}

#[command]
pub async fn resume(lifebound: State<'_, Lifebound>) -> Result<()> {
    lifebound.resume()
}

#[command]
pub async fn log(lifebound: State<'_, Lifebound>) -> Result<Json> {
    lifebound.log_json()
}

/// Status, log, notifications and reports for this web view, until its page goes. One subscription a page.
#[command]
pub async fn subscribe<R: Runtime>(
    webview: Webview<R>,
    lifebound: State<'_, Lifebound>,
    on_news: Channel<Json>,
) -> Result<()> {
    lifebound.subscribe(webview.label(), on_news)
}
