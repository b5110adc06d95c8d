//! The watchdog's own thread: it alone holds the engine and decides nothing.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;

use serde_json::value::RawValue;
use serde_json::Value;

use super::failed_status::failed_status;
use super::generation::Generation;
use super::message::Message;
use super::options::BodyOptions;
use super::requests::Ledger;
use super::surroundings::Surroundings;
use super::timers::Timers;
use crate::core::contain::Containment;
use crate::core::engine::{CoreFailure, Engine};
use crate::core::event::{Event, EventBody};
use crate::error::Error;
use crate::link::message;
use crate::process::is_traced;

pub struct Worker {
    /// An error once the core has failed; from then on this is all there is to say.
    pub(super) core: Result<Engine, Error>,
    pub(super) containment: Containment,
    pub(super) options: BodyOptions,
    pub(super) around: Surroundings,
    inbox: Receiver<Message>,
    epoch: Instant,
    pub(super) timers: Timers,
    pub(super) ledger: Ledger,
    pub(super) generation: Option<Generation>,
    /// Whether a debugger holds the backend, as the core was last told.
    pub(super) traced: bool,
    waiting: Vec<Box<dyn FnOnce() + Send>>,
}

impl Worker {
    pub fn new(
        engine: Engine,
        containment: Containment,
        options: BodyOptions,
        around: Surroundings,
        inbox: Receiver<Message>,
    ) -> Self {
        Self {
            core: Ok(engine),
            containment,
            options,
            around,
            inbox,
            epoch: Instant::now(),
            timers: Timers::default(),
            ledger: Ledger::new(),
            generation: None,
            traced: false,
            waiting: Vec::new(),
        }
    }

    pub fn run(mut self) {
        loop {
            self.fire_due();
            let due = [self.timers.next_due(), self.ledger.next_due()]
                .into_iter()
                .flatten()
                .min();
            let message = match due {
                Some(due) => self
                    .inbox
                    .recv_timeout(due.saturating_duration_since(Instant::now())),
                None => self
                    .inbox
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
            };
            match message {
                Ok(Message::Quit) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(message) => self.handle(message),
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    fn fire_due(&mut self) {
        while let Some((timer, generation)) = self.timers.take_due(Instant::now()) {
            if timer == "health" {
                self.look_for_debugger();
            }
            self.dispatch(EventBody::Timer { timer, generation });
        }
        while let Some(id) = self.ledger.time_out(Instant::now()) {
            self.cancel(id);
        }
    }

    /// It holds every thread of the backend still, the heartbeat's too.
    fn look_for_debugger(&mut self) {
        let pid = self.generation.as_ref().and_then(|one| one.life.pid());
        let traced = pid.is_some_and(is_traced);
        if traced != self.traced {
            self.traced = traced;
            self.dispatch(EventBody::Debugger { attached: traced });
        }
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Event(event) => self.dispatch(event),
            Message::UntilOver(event, done) => {
                self.waiting.push(done);
                self.dispatch(event);
            }
            Message::Request(request, reply) => self.open(&request, reply),
            Message::Cancel(ticket) => {
                if let Some(id) = self.ledger.cancel(&ticket) {
                    self.cancel(id);
                }
            }
            Message::Status(reply) => reply(self.status()),
            Message::Spawned { generation, pid } => self.spawned(generation, pid),
            Message::Answer { id, result } => {
                if self.ledger.settle(id, result) {
                    self.dispatch(EventBody::Answered { id });
                }
            }
            Message::Refuse {
                generation,
                id,
                method,
            } => self.control(generation, message::refusal(&id, &method)),
            Message::Quit => {}
            #[cfg(debug_assertions)]
            Message::Panic => panic!("as the fault matrix wants it"),
        }
    }

    pub(super) fn dispatch(&mut self, body: EventBody) {
        let Ok(engine) = &self.core else {
            return self.wind_down(&body);
        };
        let event = Event {
            at_ms: self.now_ms(),
            random: random(),
            body,
        };
        match engine.dispatch(&event) {
            Ok(effects) => effects.into_iter().for_each(|effect| self.perform(effect)),
            Err(failure) => return self.break_down(&failure),
        }
        if !self.waiting.is_empty() && self.is_at_rest() {
            self.resolve_waiting();
        }
    }

    /// Effects for a generation that is not the current one change nothing.
    pub(super) fn of(&mut self, number: u32) -> Option<&mut Generation> {
        self.generation
            .as_mut()
            .filter(|generation| generation.number == number)
    }

    pub(super) fn status(&self) -> Box<RawValue> {
        let failure = match &self.core {
            Err(error) => return failed_status(error),
            Ok(engine) => match engine.status(self.now_ms()) {
                Ok(status) => match RawValue::from_string(status) {
                    Ok(status) => return status,
                    Err(error) => error.to_string(),
                },
                Err(CoreFailure(what)) => what,
            },
        };
        failed_status(&Error::internal(&failure))
    }

    fn is_at_rest(&self) -> bool {
        serde_json::from_str::<Value>(self.status().get())
            .is_ok_and(|status| matches!(status["state"].as_str(), Some("idle" | "failed")))
    }

    pub(super) fn resolve_waiting(&mut self) {
        for done in self.waiting.drain(..) {
            done();
        }
    }

    fn now_ms(&self) -> u64 {
        self.epoch.elapsed().as_millis() as u64
    }
}

/// In [0, 1).
fn random() -> f64 {
    // 53 bits are what a double holds.
    (getrandom::u64().unwrap_or_default() >> 11) as f64 / (1u64 << 53) as f64
}
