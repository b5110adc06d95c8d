//! The payloads of open requests, by id. When one is sent, sent again or failed is decided by the core.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::link::message;
use crate::request::Request;

pub type Answer = Result<Box<RawValue>>;
pub type Reply = Box<dyn FnOnce(Answer) + Send>;

struct Entry {
    line: Vec<u8>,
    reply: Reply,
    method: String,
    deadline: Option<(Instant, Duration)>,
    ticket: Option<String>,
}

pub struct Ledger {
    entries: HashMap<u64, Entry>,
    /// Unique over all generations, so that a late answer can't be taken for another's.
    next_id: u64,
}

/// What the core is told of a request.
pub struct Opened {
    pub id: u64,
    pub bytes: usize,
}

impl Ledger {
    pub fn new() -> Self {
        Self {
            entries: HashMap::new(),
            next_id: 1,
        }
    }

    pub fn open(&mut self, request: &Request, reply: Reply) -> Opened {
        let id = self.next_id;
        self.next_id += 1;
        let line = message::request(id, &request.method, &request.params);
        let bytes = line.len() - 1;
        let deadline = request
            .timeout
            .map(|timeout| (Instant::now() + timeout, timeout));
        self.entries.insert(
            id,
            Entry {
                line,
                reply,
                method: request.method.clone(),
                deadline,
                ticket: request.ticket.clone(),
            },
        );
        Opened { id, bytes }
    }

    /// The line to write for `id`; kept, since it may be sent again. `None`: nobody waits for it any more.
    pub fn line(&self, id: u64) -> Option<Vec<u8>> {
        self.entries.get(&id).map(|entry| entry.line.clone())
    }

    /// `false`: nobody waited for it.
    pub fn settle(&mut self, id: u64, answer: Answer) -> bool {
        let Some(entry) = self.entries.remove(&id) else {
            return false;
        };
        (entry.reply)(answer);
        true
    }

    pub fn fail_all(&mut self, error: &Error) {
        for (_, entry) in self.entries.drain() {
            (entry.reply)(Err(error.clone()));
        }
    }

    /// Fails the request that its caller does not want any more and gives its id. `None`: it was answered.
    pub fn cancel(&mut self, ticket: &str) -> Option<u64> {
        let (id, entry) = self
            .entries
            .iter()
            .find(|(_, entry)| entry.ticket.as_deref() == Some(ticket))?;
        let id = *id;
        let message = format!(
            "The request \"{}\" was cancelled by its caller.",
            entry.method
        );
        self.settle(id, Err(Error::new("REQUEST_CANCELLED", message)));
        Some(id)
    }

    pub fn next_due(&self) -> Option<Instant> {
        self.entries
            .values()
            .filter_map(|entry| entry.deadline)
            .map(|(due, _)| due)
            .min()
    }

    /// Fails one request whose time is over and gives its id.
    pub fn time_out(&mut self, now: Instant) -> Option<u64> {
        let (id, entry) = self
            .entries
            .iter()
            .find(|(_, entry)| entry.deadline.is_some_and(|(due, _)| due <= now))?;
        let (id, method) = (*id, &entry.method);
        let timeout_ms = entry.deadline.map_or(0, |(_, timeout)| timeout.as_millis());
        let message = format!(
            "The backend did not answer \"{method}\" within {timeout_ms} ms. Try again, or restart the backend."
        );
        self.settle(id, Err(Error::new("REQUEST_TIMEOUT", message)));
        Some(id)
    }
}
