//! What is left to do when the core itself has failed: end the tree, say so, and answer everybody with INTERNAL.

use std::time::Duration;

use super::failed_status::failed_status;
use super::life::END_TREE_LIMIT;
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
            status: failed_status(&error),
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
                generation.life.end(Duration::ZERO, END_TREE_LIMIT);
                self.around.current.forget(&generation.life);
                self.generation = None;
                self.resolve_waiting();
            }
            _ => {}
        }
    }
}
