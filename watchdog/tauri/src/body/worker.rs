//! The watchdog's own thread: it alone holds the engine and decides nothing.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use serde_json::Value;

use super::breakdown;
use super::generation::{self, Generation, Surroundings};
use super::observer::News;
use super::requests::{Answer, Ledger, Reply, Request};
use super::timers::Timers;
use super::watchdog::BodyOptions;
use crate::core::effect::{Effect, ProbeTarget, SignalName};
use crate::core::engine::{Containment, CoreFailure, Engine};
use crate::core::event::{Event, EventBody, LeftProcess};
use crate::error::Error;
use crate::link::message;
use crate::link::writer::Sent;
use crate::process::{candidate, environment, probe, Program, Signal};

/// How long one `endTree` looks until it tells who is left; the core asks again.
pub(super) const END_TREE_LIMIT: Duration = Duration::from_secs(1);

pub enum Message {
    Event(EventBody),
    /// An event of the host's, and whom to tell when nothing runs and nothing is planned.
    UntilOver(EventBody, Box<dyn FnOnce() + Send>),
    Request(Request, Reply),
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
}

pub struct Worker {
    /// An error once the core has failed; from then on this is all there is to say.
    pub(super) core: Result<Engine, Error>,
    containment: Containment,
    pub(super) options: BodyOptions,
    pub(super) around: Surroundings,
    inbox: Receiver<Message>,
    epoch: Instant,
    pub(super) timers: Timers,
    pub(super) ledger: Ledger,
    pub(super) generation: Option<Generation>,
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
            self.dispatch(EventBody::Timer { timer, generation });
        }
        while let Some(id) = self.ledger.time_out(Instant::now()) {
            self.cancel(id);
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
        }
    }

    fn dispatch(&mut self, body: EventBody) {
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

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Locate {
                generation,
                candidates,
            } => self.locate(generation, candidates),
            Effect::Spawn {
                generation,
                program,
                args,
                link,
            } => self.spawn(generation, program, args, link),
            Effect::Send {
                generation,
                message,
            } => {
                self.control(
                    generation,
                    message::notification(&message.method, &message.params),
                );
            }
            Effect::CloseStdin { generation } => {
                if let Some(writer) = self
                    .of(generation)
                    .and_then(|generation| generation.writer.as_mut())
                {
                    writer.close();
                }
            }
            Effect::Signal { generation, signal } => {
                if let Some(generation) = self.of(generation) {
                    generation.tree.signal(match signal {
                        SignalName::Terminate => Signal::Terminate,
                        SignalName::Kill => Signal::Kill,
                    });
                }
            }
            Effect::EndTree { generation } => self.end_tree(generation),
            Effect::Declare { generation, pid } => self.around.post(EventBody::DeclareRefused {
                generation,
                pid,
                reason: "this version takes none".into(),
            }),
            Effect::Probe {
                generation,
                target,
                timeout_ms,
            } => self.probe(generation, target, timeout_ms),
            Effect::SetTimer {
                timer,
                generation,
                delay_ms,
            } => {
                self.timers
                    .set(timer, generation, Duration::from_millis(delay_ms));
            }
            Effect::ClearTimer { timer } => self.timers.clear(&timer),
            Effect::SendRequest { id } => self.send_request(id),
            Effect::FailRequest { id, error } => {
                self.ledger.settle(id, Err(error));
            }
            Effect::Log { level, message } => self.around.log.watchdog(level, &message),
            Effect::Status => {
                let status = self.status();
                (self.around.observer)(News::Status { status });
            }
            Effect::Report { error } => (self.around.observer)(News::Report { error }),
            Effect::Over { .. } => self.resolve_waiting(),
        }
    }

    fn locate(&self, generation: u32, candidates: Vec<String>) {
        let (around, base) = (self.around.clone(), self.options.folder.clone());
        in_background("lifebound-locate", move || {
            let answers = candidates
                .iter()
                .map(|name| candidate::look_at(name, &base))
                .collect();
            around.post(EventBody::Located {
                generation,
                answers,
            });
        });
    }

    fn spawn(&mut self, number: u32, program: String, args: Vec<String>, link: bool) {
        let environment = match &self.core {
            Ok(engine) => environment::changes(engine, link, &self.options.environment),
            Err(_) => return,
        };
        match environment {
            Ok(environment) => {
                let program = Program {
                    program,
                    args,
                    folder: self.options.folder.clone(),
                    environment,
                    link,
                };
                generation::begin(number, program, self.around.clone());
            }
            Err(failure) => self.break_down(&failure),
        }
    }

    fn spawned(&mut self, generation: Generation, pid: u32) {
        let number = generation.number;
        self.generation = Some(generation);
        let Containment { tier, reason } = self.containment.clone();
        self.dispatch(EventBody::Spawned {
            generation: number,
            pid,
            nonce: nonce(),
            tier,
            tier_reason: reason,
        });
    }

    fn end_tree(&mut self, number: u32) {
        let Some(generation) = self.of(number) else {
            return self.around.post(EventBody::TreeChecked {
                generation: number,
                left: Vec::new(),
            });
        };
        let (tree, around) = (generation.tree.clone(), self.around.clone());
        in_background("lifebound-end-tree", move || {
            let left = tree.end(END_TREE_LIMIT);
            if left.is_empty() {
                around.current.forget(&tree);
            }
            around.post(EventBody::TreeChecked {
                generation: number,
                left: left
                    .into_iter()
                    .map(|pid| LeftProcess {
                        pid,
                        name: String::new(),
                    })
                    .collect(),
            });
        });
    }

    fn probe(&self, generation: u32, target: ProbeTarget, timeout_ms: u64) {
        let (around, timeout) = (self.around.clone(), Duration::from_millis(timeout_ms));
        in_background("lifebound-probe", move || {
            let (ok, detail) = match target {
                ProbeTarget::Http { url } => told(probe::get(&url, timeout)),
                ProbeTarget::Tcp { port } => told(probe::accepts(port, timeout)),
            };
            around.post(EventBody::Probed {
                generation,
                ok,
                detail,
            });
        });
    }

    fn open(&mut self, request: &Request, reply: Reply) {
        if let Err(error) = &self.core {
            return reply(Err(error.clone()));
        }
        let opened = self.ledger.open(request, reply);
        self.dispatch(EventBody::Requested {
            id: opened.id,
            bytes: opened.bytes,
            retry: request.retry,
        });
    }

    fn send_request(&mut self, id: u64) {
        let writer = self
            .generation
            .as_ref()
            .and_then(|generation| generation.writer.as_ref());
        let (Some(line), Some(writer)) = (self.ledger.line(id), writer) else {
            return;
        };
        if writer.send(line) == Sent::Full {
            let message = "Over 16 MiB wait for the backend, which does not read them. Try again when it answers.";
            self.ledger
                .settle(id, Err(Error::new("BACKEND_BUSY", message)));
            self.around.post(EventBody::Answered { id });
        }
    }

    fn cancel(&mut self, id: u64) {
        if let Some(number) = self.generation.as_ref().map(|generation| generation.number) {
            self.control(
                number,
                message::notification("$/cancelRequest", &serde_json::json!({ "id": id })),
            );
        }
        self.dispatch(EventBody::Cancelled { id });
    }

    fn control(&mut self, generation: u32, line: Vec<u8>) {
        if let Some(writer) = self
            .of(generation)
            .and_then(|generation| generation.writer.as_ref())
        {
            writer.send_control(line);
        }
    }

    /// Effects for a generation that is not the current one change nothing.
    fn of(&mut self, number: u32) -> Option<&mut Generation> {
        self.generation
            .as_mut()
            .filter(|generation| generation.number == number)
    }

    pub(super) fn status(&self) -> Box<RawValue> {
        let failure = match &self.core {
            Err(error) => return breakdown::status(error),
            Ok(engine) => match engine.status(self.now_ms()) {
                Ok(status) => match RawValue::from_string(status) {
                    Ok(status) => return status,
                    Err(error) => error.to_string(),
                },
                Err(CoreFailure(what)) => what,
            },
        };
        breakdown::status(&Error::internal(&failure))
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

fn in_background(name: &str, work: impl FnOnce() + Send + 'static) {
    thread::Builder::new()
        .name(name.into())
        .spawn(work)
        .expect("a thread can be started");
}

fn told(result: Result<String, String>) -> (bool, String) {
    match result {
        Ok(detail) => (true, detail),
        Err(detail) => (false, detail),
    }
}

/// In [0, 1).
fn random() -> f64 {
    // 53 bits are what a double holds.
    (getrandom::u64().unwrap_or_default() >> 11) as f64 / (1u64 << 53) as f64
}

fn nonce() -> String {
    format!(
        "{:016x}{:016x}",
        getrandom::u64().unwrap_or_default(),
        getrandom::u64().unwrap_or_default()
    )
}
