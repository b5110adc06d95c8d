//! What the web view may ask; `build.rs` makes a permission of each.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::Value;
use tauri::ipc::Channel;
use tauri::{command, Runtime, State, Webview};

use crate::error::Result;
use crate::models::Retry;
use crate::Lifebound;

type Json = Box<RawValue>;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestOptions {
    #[serde(default)]
    retry: Retry,
    timeout_ms: Option<u64>,
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
    let RequestOptions { retry, timeout_ms } = options.unwrap_or_default();
    let timeout = timeout_ms.map(std::time::Duration::from_millis);
    lifebound
        .request_json(method, params.unwrap_or_default(), retry, timeout)
        .await
}

#[command]
pub async fn restart(lifebound: State<'_, Lifebound>) -> Result<()> {
    lifebound.restart()
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
