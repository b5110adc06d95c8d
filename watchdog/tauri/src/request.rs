//! A request of the app to its backend.

use std::time::Duration;

use serde_json::Value;

use crate::models::Retry;

#[cfg_attr(mobile, allow(dead_code))]
pub struct Request {
    pub method: String,
    pub params: Value,
    pub retry: Retry,
    pub timeout: Option<Duration>,
    /// Drawn by the caller, to cancel it by.
    pub ticket: Option<String>,
}
