//! One life of the backend: its process and the threads that read, write and wait for it.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use serde_json::Value;

use super::current_tree::CurrentTree;
use super::effects::END_TREE_LIMIT;
use super::life::Life;
use super::log_book::LogBook;
use super::observer::{News, Observer};
use super::worker::Message;
use crate::core::event::EventBody;
use crate::error::Error;
use crate::link::lines::{Line, LineSplitter};
use crate::link::message::{self, Message as Wire};
use crate::link::writer::Writer;
use crate::link::MAX_MESSAGE_BYTES;
use crate::process::{Output, Program, Read, DRAIN_LIMIT};
use crate::state::{Gate, State};

/// The last lines of stderr that travel with the cause of an end.
const TAIL_LINES: usize = 20;
/// A longer line of output is cut: it is for people.
const MAX_LOG_LINE_BYTES: usize = 64 * 1024;
/// The core's contract: at most one `heard` in this time.
const HEARD_EVERY: Duration = Duration::from_millis(500);

/// What the watchdog holds of a living generation.
pub struct Generation {
    pub number: u32,
    pub life: Arc<Life>,
    /// `None` without the link.
    pub writer: Option<Writer>,
}

/// What a generation's threads need.
#[derive(Clone)]
pub struct Surroundings {
    pub events: Sender<Message>,
    pub log: LogBook,
    pub observer: Arc<Observer>,
    pub current: CurrentTree,
    pub state: Arc<State>,
    /// Opens when the remains of a lost app have been ended.
    pub swept: Gate,
    /// What was started last: it must be free before an update.
    pub executable: Arc<Mutex<Option<String>>>,
}

/// Spawns the program on a thread that then waits for its end: a slow exec must not hold up the watchdog.
pub fn begin(number: u32, program: Program, around: Surroundings) {
    thread::Builder::new()
        .name(format!("lifebound-backend-{number}"))
        .spawn(move || live(number, &program, &around))
        .expect("a thread can be started");
}

fn live(number: u32, program: &Program, around: &Surroundings) {
    // 1. Start, once nothing of a former life can be in its way.
    around.swept.wait();
    let started = around
        .current
        .spawn(program)
        .and_then(
            |(life, mut spawned)| match life.tree.started(&mut spawned.errors) {
                Ok(pid) => Ok((life, spawned, pid)),
                Err(error) => {
                    life.end(Duration::ZERO, END_TREE_LIMIT);
                    around.current.forget(&life);
                    Err(error)
                }
            },
        );
    let (life, spawned, pid) = match started {
        Ok(started) => started,
        Err(error) => {
            return around.post(EventBody::SpawnFailed {
                generation: number,
                reason: error.to_string(),
            });
        }
    };
    life.record(number, pid, program, &around.state, &around.log);
    let generation = Generation {
        number,
        life: life.clone(),
        writer: spawned.input.map(Writer::start),
    };
    let _ = around.events.send(Message::Spawned { generation, pid });
    // 2. Read all that it writes.
    let tail = Arc::new(Mutex::new(VecDeque::new()));
    let drained = [
        if program.link {
            read_channel(number, spawned.output, around.clone())
        } else {
            read_log(spawned.output, around.log.clone(), None)
        },
        read_log(spawned.errors, around.log.clone(), Some(tail.clone())),
    ];
    // 3. Wait for its end, then for what it had written.
    let exit = life.tree.wait();
    let deadline = Instant::now() + DRAIN_LIMIT;
    for stream in drained {
        let _ = stream.recv_timeout(deadline.saturating_duration_since(Instant::now()));
    }
    let stderr_tail = tail.lock().unwrap().iter().cloned().collect();
    around.post(EventBody::Exited {
        generation: number,
        code: exit.code,
        signal: exit.signal,
        stderr_tail,
    });
}

impl Surroundings {
    /// Without a watchdog there is nobody to tell.
    pub fn post(&self, event: EventBody) {
        let _ = self.events.send(Message::Event(event));
    }
}

fn read_channel(number: u32, output: Output, around: Surroundings) -> Receiver<()> {
    let mut last_heard: Option<Instant> = None;
    read_lines(
        "lifebound-channel",
        output,
        MAX_MESSAGE_BYTES,
        move |step| match step {
            Step::Chunk => {
                if last_heard.is_none_or(|at| at.elapsed() >= HEARD_EVERY) {
                    last_heard = Some(Instant::now());
                    around.post(EventBody::Heard { generation: number });
                }
            }
            Step::Line(line) => take_message(number, &line, &around),
        },
    )
}

fn take_message(number: u32, line: &Line, around: &Surroundings) {
    if line.oversize {
        let why = format!(
            "a line of {} bytes, over the limit of {MAX_MESSAGE_BYTES}",
            line.bytes
        );
        garbage(&why, &line.text, around);
        if let Some(id) = message::id_of_head(&line.text) {
            let text = "The answer is over the limit of 8 MiB. Ask for less, or hand the data over by a private file.";
            let result = Err(Error::new("PAYLOAD_TOO_LARGE", text));
            let _ = around.events.send(Message::Answer { id, result });
        }
        return;
    }
    if line.text.trim().is_empty() {
        return;
    }
    match message::parse(&line.text) {
        Wire::Notification { method, params } => notified(number, method, params, around),
        Wire::Request { id, method } => {
            let _ = around.events.send(Message::Refuse {
                generation: number,
                id,
                method,
            });
        }
        Wire::Answer { id, result } => {
            let _ = around.events.send(Message::Answer { id, result });
        }
        Wire::Unreadable(why) => garbage(why, &line.text, around),
    }
}

fn notified(number: u32, method: String, params: Box<RawValue>, around: &Surroundings) {
    if !method.starts_with("lifebound/") {
        return (around.observer)(News::Notify { method, params });
    }
    match serde_json::from_str::<Value>(params.get()) {
        Ok(params) => around.post(EventBody::Message {
            generation: number,
            method,
            params,
        }),
        Err(_) => garbage("parameters that can't be read", params.get(), around),
    }
}

fn garbage(why: &str, text: &str, around: &Surroundings) {
    let beginning: String = text.chars().take(200).collect();
    around
        .log
        .backend(format!("Not a message of the link ({why}): {beginning}"));
}

type Tail = Arc<Mutex<VecDeque<String>>>;

fn read_log(output: Output, log: LogBook, tail: Option<Tail>) -> Receiver<()> {
    read_lines(
        "lifebound-output",
        output,
        MAX_LOG_LINE_BYTES,
        move |step| {
            let Step::Line(line) = step else { return };
            let text = if line.oversize {
                format!("{}… ({} bytes)", line.text, line.bytes)
            } else {
                line.text
            };
            if let Some(tail) = &tail {
                let mut tail = tail.lock().unwrap();
                if tail.len() == TAIL_LINES {
                    tail.pop_front();
                }
                tail.push_back(text.clone());
            }
            log.backend(text);
        },
    )
}

enum Step {
    Chunk,
    Line(Line),
}

/// Reads on a thread of its own; the answer comes when all that the leader wrote has been told.
fn read_lines(
    name: &str,
    mut output: Output,
    limit: usize,
    mut on: impl FnMut(Step) + Send + 'static,
) -> Receiver<()> {
    let (drained, receiver) = mpsc::channel();
    let run = move || {
        let mut buffer = vec![0; 64 * 1024];
        let mut lines = LineSplitter::new(limit);
        loop {
            match output.read(&mut buffer) {
                Read::Bytes(count) => {
                    on(Step::Chunk);
                    lines.push(&buffer[..count], |line| on(Step::Line(line)));
                }
                step @ (Read::Drained | Read::End) => {
                    lines.end(|line| on(Step::Line(line)));
                    let _ = drained.send(());
                    if step == Read::End {
                        return;
                    }
                }
            }
        }
    };
    thread::Builder::new()
        .name(name.into())
        .spawn(run)
        .expect("a thread can be started");
    receiver
}
