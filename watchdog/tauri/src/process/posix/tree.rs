//! The leader and all that it started.

use std::fs::File;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::cgroup::Cgroup;
use super::group::Group;
use super::leader::{send, Leader};
use super::namespace::Namespace;
use super::pipe::Output;
use super::tier::Tier;
use crate::core::contain::Binding;
use crate::core::event::LeftProcess;
use crate::core::record::ProcessKey;
use crate::process::processes::{self, is_same};
use crate::process::{helper, Exit, Program, Read, Signal};

pub enum Held {
    Cgroup(Cgroup),
    /// With where its init reports, until it has.
    Namespace(Namespace, Mutex<Option<File>>),
    Group(Group),
}

impl Held {
    pub fn tier(&self) -> &dyn Tier {
        match self {
            Self::Cgroup(tier) => tier,
            Self::Namespace(tier, _) => tier,
            Self::Group(tier) => tier,
        }
    }

    pub fn remember(&self, leader: u32) {
        if let Self::Group(Group {
            keeper: Some(keeper),
            ..
        }) = self
        {
            keeper.remember_group(leader);
        }
    }
}

pub struct Tree {
    leader: Leader,
    held: Held,
    helpers: Mutex<Vec<ProcessKey>>,
    cgroup: Option<String>,
    mark: Option<String>,
}

impl Tree {
    pub fn new(leader: Leader, held: Held, program: &Program) -> Self {
        let cgroup = match &program.plan.binding {
            Binding::Cgroup { folder, .. } => Some(folder.clone()),
            _ => None,
        };
        Self {
            leader,
            held,
            helpers: Mutex::default(),
            cgroup,
            mark: program.plan.mark.clone(),
        }
    }

    /// Blocks until the program itself runs, and gives its pid; or says why it does not, from what is on `errors`.
    pub fn started(&self, errors: &mut Output) -> io::Result<u32> {
        let Held::Namespace(namespace, report) = &self.held else {
            return Ok(self.leader.pid());
        };
        let report = report.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(report) = report else {
            return Ok(self.leader.pid());
        };
        namespace.started(report, &self.leader).map_err(|_| {
            let exit = self.wait();
            let said = read_to_end(errors);
            let said = said.trim();
            io::Error::other(if said.is_empty() {
                format!("its namespace ended with {exit:?} before it began")
            } else {
                format!("its namespace could not be made: {said}")
            })
        })
    }

    /// Blocks until the leader has ended, without reaping it; wakes the readers of its pipes.
    pub fn wait(&self) -> Exit {
        self.leader.wait()
    }

    /// To the whole tree. Who is gone already is no error.
    pub fn signal(&self, signal: Signal) {
        match signal {
            Signal::Terminate => self.held.tier().terminate(&self.leader),
            Signal::Kill => self.held.tier().kill(&self.leader),
        }
    }

    /// What is left may go by itself for the grace, then it is killed until nothing is; then the leader's number is let
    /// go. A helper is asked first. Returns who is still there at the limit beyond the grace.
    pub fn end(&self, grace: Duration, limit: Duration) -> Vec<LeftProcess> {
        let (began, tier) = (Instant::now(), self.held.tier());
        let helpers = self.helpers();
        for helper in helpers.iter().filter(|helper| is_same(helper)) {
            send(helper.pid, rustix::process::Signal::TERM);
        }
        let patience = grace.max(limit / 2);
        let mut pause = Duration::from_millis(1);
        loop {
            let took = began.elapsed();
            if took >= grace {
                tier.kill(&self.leader);
            }
            let mut left = tier.left(&self.leader);
            for helper in helpers.iter().filter(|helper| is_same(helper)) {
                if took >= patience {
                    send(helper.pid, rustix::process::Signal::KILL);
                }
                left.push(helper.pid);
            }
            if left.is_empty() {
                tier.release();
                self.leader.reap();
                return Vec::new();
            }
            if took >= grace + limit {
                return processes::named(left);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(20));
        }
    }

    /// Remembers a helper outside the tree; gives its name, or why it is refused.
    pub fn adopt(&self, pid: u32, namespace: Option<&str>, program: u32) -> Result<String, String> {
        let mut own = self.held.tier().own();
        own.extend([self.leader.pid(), program]);
        let helper = helper::resolve(pid, namespace, program, &own)?;
        let mut helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        if !helpers.contains(&helper) {
            self.held.tier().adopt(&helper);
            helpers.push(helper.clone());
        }
        Ok(processes::name_of(helper.pid))
    }

    pub fn helpers(&self) -> Vec<ProcessKey> {
        let helpers = self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        helpers.clone()
    }

    pub fn cgroup(&self) -> Option<String> {
        self.cgroup.clone()
    }

    pub fn mark(&self) -> Option<String> {
        self.mark.clone()
    }
}

fn read_to_end(output: &mut Output) -> String {
    let (mut text, mut buffer) = (Vec::new(), [0; 4096]);
    while let Read::Bytes(count) = output.read(&mut buffer) {
        text.extend_from_slice(&buffer[..count]);
    }
    String::from_utf8_lossy(&text).into_owned()
}
