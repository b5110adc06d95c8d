//! One life of the backend: its process and the threads that read, write and wait for it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::channel::read_channel;
use super::generation::Generation;
use super::life::END_TREE_LIMIT;
use super::message::Message;
use super::output::read_log;
use super::surroundings::Surroundings;
use crate::core::event::EventBody;
use crate::link::writer::Writer;
use crate::process::{Program, DRAIN_LIMIT};

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
