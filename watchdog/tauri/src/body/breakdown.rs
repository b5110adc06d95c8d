//! What is left to do when the core itself has failed: end the tree, say so, and answer everybody with INTERNAL.

use std::time::Duration;

use serde_json::json;
use serde_json::value::{to_raw_value, RawValue};

use super::observer::News;
use super::worker::Worker;
use crate::core::effect::LogLevel;
use crate::core::engine::CoreFailure;
use crate::core::event::EventBody;
use crate::error::Error;
use crate::process::Signal;

impl Worker {
    /// The core threw or overran: nobody decides any more. The backend still gets its time to save.
    pub(super) fn break_down(&mut self, failure: &CoreFailure) {
        let error = Error::internal(&failure.0);
        self.around.log.watchdog(LogLevel::Error, &error.message);
        (self.around.observer)(News::Status {
            status: status(&error),
        });
        (self.around.observer)(News::Report {
            error: error.clone(),
        });
        self.timers = Default::default();
        self.ledger.fail_all(&error);
        self.core = Err(error);
        match &mut self.generation {
            None => self.resolve_waiting(),
            Some(generation) => {
                if let Some(writer) = &mut generation.writer {
                    writer.close();
                }
                generation.life.tree.signal(Signal::Terminate);
                let grace = Duration::from_millis(self.options.termination_timeout_ms);
                self.timers.set("grace".into(), generation.number, grace);
            }
        }
    }

    /// The same few events that end a tree in good days.
    pub(super) fn wind_down(&mut self, event: &EventBody) {
        match (event, &self.generation) {
            (_, None) => self.resolve_waiting(),
            (EventBody::Spawned { .. } | EventBody::Timer { .. }, Some(generation)) => {
                generation.life.tree.signal(Signal::Kill);
            }
            (EventBody::Exited { .. }, Some(generation)) => {
                generation
                    .life
                    .end(Duration::ZERO, super::effects::END_TREE_LIMIT);
                self.around.current.forget(&generation.life);
                self.generation = None;
                self.resolve_waiting();
            }
            _ => {}
        }
    }
}

/// A snapshot in the shape of the core's `Status`, without the core.
pub(super) fn status(error: &Error) -> Box<RawValue> {
    let status = json!({
        "label": "Python backend", "state": "failed", "wanted": "stopped", "ready": false, "generation": 0,
        "pid": null, "port": null, "uptimeMs": null, "attempts": 0, "maxAttempts": 0, "nextAttemptInMs": null,
        "lastCause": null, "error": error, "containment": null, "command": null, "busy": null,
        "debuggerAttached": false, "requestsInFlight": 0, "requestsHeld": 0,
        "versions": { "lifebound": env!("CARGO_PKG_VERSION"), "protocol": 1, "app": null, "backend": null },
    });
    to_raw_value(&status).expect("a value is JSON")
}
