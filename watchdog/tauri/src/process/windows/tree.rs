//! The leader and all that it started, and declared helpers outside of it.

use std::io;
use std::process::Child;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use windows::Win32::System::Threading::{
    GetExitCodeProcess, WaitForSingleObject, INFINITE, PROCESS_SET_QUOTA, PROCESS_TERMINATE,
};

use super::job::Job;
use super::pipe::Output;
use crate::core::event::LeftProcess;
use crate::core::record::ProcessKey;
use crate::process::processes::{self, is_same, open, raw, terminate};
use crate::process::{helper, Exit, Signal};

pub struct Tree {
    job: Job,
    leader: Child,
    helpers: Mutex<Vec<Helper>>,
}

/// Its own job, since only an empty one takes a process that is in somebody else's already. `None`: it could not be
/// bound, and is ended by its number.
struct Helper {
    key: ProcessKey,
    job: Option<Job>,
}

impl Helper {
    fn bind(key: ProcessKey) -> Self {
        let bound = || {
            // While it is open, its number can't be given to a stranger.
            let process = open(key.pid, PROCESS_SET_QUOTA | PROCESS_TERMINATE)?;
            let job = Job::new().ok()?;
            (is_same(&key) && job.add(&process).is_ok()).then_some(job)
        };
        let job = bound();
        Self { key, job }
    }

    fn kill(&self) {
        match &self.job {
            Some(job) => job.terminate(),
            None => terminate(self.key.pid),
        }
    }
}

impl Tree {
    pub(super) fn new(job: Job, leader: Child) -> Self {
        Self {
            job,
            leader,
            helpers: Mutex::default(),
        }
    }

    /// The program runs already.
    pub fn started(&self, _errors: &mut Output) -> io::Result<u32> {
        Ok(self.leader.id())
    }

    /// Blocks until the leader has ended.
    pub fn wait(&self) -> Exit {
        let mut code = 0;
        // SAFETY: the handle lives as long as `self`.
        let known = unsafe {
            WaitForSingleObject(raw(&self.leader), INFINITE);
            GetExitCodeProcess(raw(&self.leader), &mut code)
        };
        // Windows' codes are unsigned, and 0xC0000005 is one: the same 32 bits, as Python and Node show them.
        Exit {
            code: known.ok().map(|()| code.cast_signed()),
            signal: None,
        }
    }

    /// SIGTERM is not deliverable here: the message and the closed stdin were the polite end.
    pub fn signal(&self, signal: Signal) {
        if signal == Signal::Kill {
            self.job.terminate();
        }
    }

    /// What is left may go by itself for the grace, then it is killed until nothing is. Returns who is still there at
    /// the limit beyond the grace.
    pub fn end(&self, grace: Duration, limit: Duration) -> Vec<LeftProcess> {
        let began = Instant::now();
        loop {
            let force = began.elapsed() >= grace;
            if force {
                self.job.terminate();
            }
            let mut left = self.job.members();
            let helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
            for helper in helpers.iter().filter(|helper| is_same(&helper.key)) {
                if force {
                    helper.kill();
                }
                left.push(helper.key.pid);
            }
            drop(helpers);
            if left.is_empty() || began.elapsed() >= grace + limit {
                return processes::named(left);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    /// Binds a helper outside the tree to us; gives its name, or why it is refused.
    pub fn adopt(&self, pid: u32, namespace: Option<&str>, program: u32) -> Result<String, String> {
        let key = helper::resolve(pid, namespace, program, &[program])?;
        let mut helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        if !helpers.iter().any(|known| known.key == key) {
            helpers.push(Helper::bind(key));
        }
        Ok(processes::name_of(pid))
    }

    pub fn helpers(&self) -> Vec<ProcessKey> {
        let helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        helpers.iter().map(|helper| helper.key.clone()).collect()
    }

    pub fn cgroup(&self) -> Option<String> {
        None
    }

    pub fn mark(&self) -> Option<String> {
        None
    }
}
