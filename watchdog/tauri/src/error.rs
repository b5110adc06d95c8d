//! The one error of this crate: a code of docs/errors.md and a sentence, for Rust and for the web view alike.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// What happened, the value, what to do next. `code` is a code of docs/errors.md, or the backend's own in the answer
/// to a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Error {
    pub code: Cow<'static, str>,
    pub message: String,
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(code),
            message: message.into(),
        }
    }

    /// The watchdog's own fault.
    pub(crate) fn internal(what: &str) -> Self {
        Self::new(
            "INTERNAL",
            format!("The watchdog failed and stopped the backend: {what}. Start the app again and report this line."),
        )
    }

    #[cfg(mobile)]
    pub(crate) fn unsupported() -> Self {
        Self::new(
            "UNSUPPORTED",
            "A phone or tablet can't run a Python backend. Use the desktop app.",
        )
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
