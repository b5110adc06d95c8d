//! Does what the core wants, one effect after the other; what may block is done on threads that answer by events.
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::generation::Generation;
use super::life::END_TREE_LIMIT;
use super::live;
use super::observer::News;
use super::worker::Worker;
use crate::core::contain::{Command, Containment};
use crate::core::effect::{Effect, LogLevel, ProbeTarget, SignalName};
use crate::core::engine::CoreFailure;
use crate::core::event::EventBody;
use crate::link::message;
use crate::process::{self, candidate, environment, probe, Program, Signal};

impl Worker {
    pub(super) fn perform(&mut self, effect: Effect) {
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
                    generation.life.tree.signal(match signal {
                        SignalName::Terminate => Signal::Terminate,
                        SignalName::Kill => Signal::Kill,
                    });
                }
            }
            Effect::EndTree {
                generation,
                grace_ms,
            } => self.end_tree(generation, Duration::from_millis(grace_ms)),
            Effect::Declare {
                generation,
                pid,
                namespace,
            } => self.declare(generation, pid, namespace.as_deref()),
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
        // Who waited for the end of the one before: a `resume` can come before a `hold` is answered.
        self.resolve_waiting();
        match self.prepare(Command { program, args }, link) {
            Ok(Ok(program)) => live::begin(number, program, self.around.clone()),
            Ok(Err(error)) => self.around.post(EventBody::SpawnFailed {
                generation: number,
                reason: error.to_string(),
            }),
            Err(failure) => self.break_down(&failure),
        }
    }

    fn prepare(
        &self,
        command: Command,
        link: bool,
    ) -> Result<std::io::Result<Program>, CoreFailure> {
        let Ok(engine) = &self.core else {
            return Err(CoreFailure("a spawn without a core".into()));
        };
        let tier = self.containment.tier.clone();
        let plan = match process::plan(&tier, self.options.termination_timeout_ms) {
            Ok(plan) => plan,
            Err(error) => return Ok(Err(error)),
        };
        let bound = engine.bind(&plan.binding, &command)?;
        let mut environment = environment::changes(engine, link, &self.options.environment)?;
        environment.push(("LIFEBOUND_TREE".into(), plan.mark.clone()));
        if let Some(file) = &self.options.log_file {
            let file = file.to_string_lossy().into_owned();
            environment.push(("LIFEBOUND_LOG_FILE".into(), Some(file)));
        }
        let log = self.around.log.clone();
        *self.around.executable.lock().unwrap() = Some(command.program.clone());
        Ok(Ok(Program {
            command,
            bound,
            plan,
            tier,
            folder: self.options.folder.clone(),
            environment,
            link,
            warn: Arc::new(move |problem| log.watchdog(LogLevel::Warn, problem)),
        }))
    }

    pub(super) fn spawned(&mut self, generation: Generation, pid: u32) {
        let number = generation.number;
        self.generation = Some(generation);
        self.traced = false;
        let Containment { tier, reason } = self.containment.clone();
        self.dispatch(EventBody::Spawned {
            generation: number,
            pid,
            nonce: nonce(),
            tier,
            tier_reason: reason,
        });
    }

    fn declare(&mut self, generation: u32, pid: u32, namespace: Option<&str>) {
        let Some(current) = self.of(generation) else {
            return;
        };
        let event = match current.life.adopt(pid, namespace) {
            Ok(name) => EventBody::Declared {
                generation,
                pid,
                name,
            },
            Err(reason) => EventBody::DeclareRefused {
                generation,
                pid,
                reason,
            },
        };
        self.around.post(event);
    }

    fn end_tree(&mut self, number: u32, grace: Duration) {
        let Some(generation) = self.of(number) else {
            return self.around.post(EventBody::TreeChecked {
                generation: number,
                left: Vec::new(),
            });
        };
        let (life, around) = (generation.life.clone(), self.around.clone());
        in_background("lifebound-end-tree", move || {
            let left = life.end(grace, END_TREE_LIMIT);
            if left.is_empty() {
                around.current.forget(&life);
            }
            around.post(EventBody::TreeChecked {
                generation: number,
                left,
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

fn nonce() -> String {
    format!(
        "{:016x}{:016x}",
        getrandom::u64().unwrap_or_default(),
        getrandom::u64().unwrap_or_default()
    )
}
