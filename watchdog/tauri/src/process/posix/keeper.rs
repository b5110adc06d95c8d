//! The process that outlives this one and ends the tree then: `keeperScript` of the core. When it dies itself, the next
//! one is told the same.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use super::launch::start;
use crate::core::contain;
use crate::core::record::ProcessKey;
use crate::process::Warn;

/// One that dies as soon as it is started can't be had: not again for ever.
const MOST_STARTS: usize = 100;

pub struct Keeper(Arc<Shared>);

struct Shared {
    command: contain::Command,
    state: Mutex<State>,
}

struct State {
    /// The only write end besides the one that the backend holds until it is bound.
    lifeline: Option<File>,
    pid: Option<u32>,
    known: Vec<String>,
    done: bool,
}

impl Keeper {
    pub fn start(command: contain::Command, warn: Warn) -> io::Result<Self> {
        let (child, lifeline) = spawn(&command)?;
        let shared = Arc::new(Shared {
            command,
            state: Mutex::new(State {
                lifeline: Some(lifeline),
                pid: Some(child.id()),
                known: Vec::new(),
                done: false,
            }),
        });
        let watched = shared.clone();
        thread::Builder::new()
            .name("lifebound-keeper".into())
            .spawn(move || keep_alive(&watched, child, &warn))?;
        Ok(Self(shared))
    }

    /// The end that the backend holds until it is bound.
    pub fn lifeline(&self) -> io::Result<OwnedFd> {
        let gone = || io::Error::other("the keeper has ended");
        let state = self.0.lock();
        let lifeline = state.lifeline.as_ref().ok_or_else(gone)?;
        Ok(lifeline.try_clone()?.into())
    }

    /// The backend tells its group by itself; a later keeper has to be told.
    pub fn remember_group(&self, leader: u32) {
        self.0.lock().known.push(format!("group {leader}\n"));
    }

    pub fn adopt(&self, helper: &ProcessKey) {
        let line = format!("helper {} {}\n", helper.pid, helper.start);
        let mut state = self.0.lock();
        if let Some(lifeline) = &mut state.lifeline {
            // It has died: its successor is told what is known.
            let _ = lifeline.write_all(line.as_bytes());
        }
        state.known.push(line);
    }

    pub fn pid(&self) -> Option<u32> {
        self.0.lock().pid
    }

    /// Nothing is left to keep.
    pub fn done(&self) {
        let mut state = self.0.lock();
        state.done = true;
        if let Some(mut lifeline) = state.lifeline.take() {
            let _ = lifeline.write_all(b"done\n");
        }
    }
}

/// Let go without `done`, it ends what it keeps.
impl Drop for Keeper {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.done = true;
        state.lifeline = None;
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn keep_alive(shared: &Shared, mut child: Child, warn: &Warn) {
    for _ in 0..MOST_STARTS {
        let _ = child.wait();
        let mut state = shared.lock();
        state.pid = None;
        if state.done {
            return;
        }
        warn("The keeper of the backend has ended, starting another one");
        let (next, mut lifeline) = match spawn(&shared.command) {
            Ok(started) => started,
            Err(error) => {
                warn(&format!(
                    "No keeper can be started ({error}): when the app is killed, the backend may stay"
                ));
                state.lifeline = None;
                return;
            }
        };
        for line in &state.known {
            let _ = lifeline.write_all(line.as_bytes());
        }
        state.lifeline = Some(lifeline);
        state.pid = Some(next.id());
        child = next;
    }
    warn("The keeper of the backend ends again and again: when the app is killed, the backend may stay");
    let _ = child.wait();
}

fn spawn(command: &contain::Command) -> io::Result<(Child, File)> {
    let (reader, lifeline) = io::pipe()?;
    let mut keeper = Command::new(&command.program);
    keeper
        .args(&command.args)
        .stdin(reader)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Without the environment's marks: an outer keeper must not end this one before its work is done.
        .env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        keeper.env("PATH", path);
    }
    let child = start(&mut keeper, &[])?;
    Ok((child, File::from(OwnedFd::from(lifeline))))
}
