//! A PID namespace, whose init ends it when this process is gone, by whatever death. Linux.

use std::fs::File;
use std::io::{self, Read as _, Write};
use std::sync::{Mutex, OnceLock, PoisonError};

use rustix::process::Signal;

use super::keeper::Keeper;
use super::leader::{send, Leader};
use super::tier::Tier;
use crate::core::contain;
use crate::core::record::ProcessKey;
use crate::process::processes::{children, innermost_pid, is_same, key_of, members_of};
use crate::process::Warn;

/// The core's `programPidInNamespace`.
const PROGRAM: u32 = 3;

pub struct Namespace {
    /// Signal names, one a line; its end tells the init that we are gone.
    control: Mutex<Option<File>>,
    init: OnceLock<ProcessKey>,
    helpers: Mutex<Option<Keeper>>,
    keeper: contain::Command,
    warn: Warn,
}

impl Namespace {
    pub fn new(control: File, keeper: contain::Command, warn: Warn) -> Self {
        Self {
            control: Mutex::new(Some(control)),
            init: OnceLock::new(),
            helpers: Mutex::new(None),
            keeper,
            warn,
        }
    }

    /// Waits for the init's word that it becomes the program now. Gives the program's pid as we see it; an error when
    /// all has ended before.
    pub fn started(&self, mut report: File, leader: &Leader) -> io::Result<u32> {
        let mut word = [0; 16];
        loop {
            match report.read(&mut word) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(_) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let init = children(leader.pid()).into_iter().find_map(key_of);
        let inside = init
            .as_ref()
            .map(|init| children(init.pid))
            .unwrap_or_default();
        if let Some(init) = init {
            let _ = self.init.set(init);
        }
        let program = inside
            .into_iter()
            .find(|pid| innermost_pid(*pid) == Some(PROGRAM));
        // It has ended already: then the leader's number is as good as any.
        Ok(program.unwrap_or(leader.pid()))
    }

    fn living_init(&self) -> Option<u32> {
        let init = self.init.get()?;
        is_same(init).then_some(init.pid)
    }
}

impl Tier for Namespace {
    fn terminate(&self, _leader: &Leader) {
        let mut control = self.control.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(control) = control.as_mut() {
            let _ = control.write_all(b"TERM\n");
        }
    }

    fn kill(&self, leader: &Leader) {
        // The init is in the group, and the kernel ends the rest with it.
        leader.signal_group(Signal::KILL);
        if let Some(init) = self.living_init() {
            send(init, Signal::KILL);
        }
    }

    fn left(&self, leader: &Leader) -> Vec<u32> {
        let mut left = members_of(leader.pid());
        for pid in self
            .living_init()
            .into_iter()
            .flat_map(|init| [vec![init], children(init)].concat())
        {
            if !left.contains(&pid) {
                left.push(pid);
            }
        }
        left
    }

    fn release(&self) {
        self.control
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(keeper) = helpers.as_ref() {
            keeper.done();
        }
    }

    fn adopt(&self, helper: &ProcessKey) {
        let mut helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        if helpers.is_none() {
            match Keeper::start(self.keeper.clone(), self.warn.clone()) {
                Ok(keeper) => *helpers = Some(keeper),
                Err(error) => (self.warn)(&format!("No keeper of helpers can be started: {error}")),
            }
        }
        if let Some(keeper) = helpers.as_ref() {
            keeper.adopt(helper);
        }
    }

    fn own(&self) -> Vec<u32> {
        let helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        let keeper = helpers.as_ref().and_then(Keeper::pid);
        self.living_init().into_iter().chain(keeper).collect()
    }
}
