//! Who is told what happens.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::core::effect::LogLevel;
use crate::error::Error;

/// The backend's or the watchdog's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LogSource {
    Watchdog,
    Backend,
}

#[derive(Clone, Debug, Serialize)]
pub struct LogLine {
    pub source: LogSource,
    pub level: LogLevel,
    pub text: String,
    /// Wall clock, ISO 8601.
    pub time: String,
}

/// What a web view is told, tagged by `type`.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum News {
    /// A new snapshot: the core's `Status`.
    Status { status: Box<RawValue> },
    /// New log lines, oldest first.
    Log { lines: Vec<LogLine> },
    /// A notification of the backend.
    Notify {
        method: String,
        params: Box<RawValue>,
    },
    /// An error that the user must see. It is in the status too.
    Report { error: Error },
}

/// Called from the watchdog's threads: must not block.
pub type Observer = dyn Fn(News) + Send + Sync;
