//! What can be said of the backend when the core has failed.

use serde_json::json;
use serde_json::value::{to_raw_value, RawValue};

use crate::error::Error;

/// A snapshot in the shape of the core's `Status`, without the core.
pub fn failed_status(error: &Error) -> Box<RawValue> {
    let status = json!({
        "label": "Python backend", "state": "failed", "wanted": "stopped", "ready": false, "generation": 0,
        "pid": null, "port": null, "uptimeMs": null, "attempts": 0, "maxAttempts": 0, "nextAttemptInMs": null,
        "lastCause": null, "error": error, "containment": null, "command": null, "busy": null,
        "debuggerAttached": false, "requestsInFlight": 0, "requestsHeld": 0,
        "versions": { "lifebound": env!("CARGO_PKG_VERSION"), "protocol": 1, "app": null, "backend": null },
    });
    to_raw_value(&status).expect("a value is JSON")
}
