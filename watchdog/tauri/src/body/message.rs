//! What the watchdog's thread is told.

use serde_json::value::RawValue;
use serde_json::Value;

use super::generation::Generation;
use super::requests::{Answer, Reply};
use crate::core::event::EventBody;
use crate::request::Request;

pub enum Message {
    Event(EventBody),
    /// An event of the host's, and whom to tell when nothing runs and nothing is planned.
    UntilOver(EventBody, Box<dyn FnOnce() + Send>),
    Request(Request, Reply),
    /// Whoever asked under this ticket does not want an answer any more.
    Cancel(String),
    Status(Box<dyn FnOnce(Box<RawValue>) + Send>),
    Spawned {
        generation: Generation,
        pid: u32,
    },
    Answer {
        id: u64,
        result: Answer,
    },
    /// The host serves no methods.
    Refuse {
        generation: u32,
        id: Value,
        method: String,
    },
    Quit,
    /// For the fault matrix.
    #[cfg(debug_assertions)]
    Panic,
}
