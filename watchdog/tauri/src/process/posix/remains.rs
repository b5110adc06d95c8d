//! What a lost host has left of a backend, found by what its record says; never a stranger.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::cgroup::Folder;
use super::leader::send;
use crate::core::event::LeftProcess;
use crate::core::record::{ProcessKey, RunRecord};
use crate::process::processes::{is_same, marked, members_of, named};

pub struct Remains {
    leader: ProcessKey,
    folder: Option<Folder>,
    mark: Option<String>,
    helpers: Vec<ProcessKey>,
}

impl Remains {
    pub fn of(record: &RunRecord) -> Self {
        Self {
            leader: record.leader.clone(),
            folder: record.cgroup.as_deref().and_then(Folder::of_record),
            // What is short could be anybody's.
            mark: record.mark.clone().filter(|mark| mark.len() >= 16),
            helpers: record.helpers.clone(),
        }
    }

    pub fn members(&self) -> Vec<u32> {
        let mut members = Vec::new();
        if is_same(&self.leader) {
            members.push(self.leader.pid);
            members.extend(members_of(self.leader.pid));
        }
        if let Some(folder) = &self.folder {
            members.extend(folder.members());
        }
        if let Some(mark) = &self.mark {
            members.extend(marked(mark));
        }
        let helpers = self.helpers.iter().filter(|helper| is_same(helper));
        members.extend(helpers.map(|helper| helper.pid));
        members.sort_unstable();
        members.dedup();
        members.retain(|pid| *pid != std::process::id());
        members
    }

    /// Politely, then by force. Gives who was there, and who is still.
    pub fn end(&self, grace: Duration) -> (Vec<LeftProcess>, Vec<LeftProcess>) {
        let found = named(self.members());
        self.send(Signal::TERM);
        let mut left = self.until_empty(grace, || {});
        if !left.is_empty() {
            left = self.until_empty(Duration::from_secs(2), || {
                if let Some(folder) = &self.folder {
                    folder.kill();
                }
                self.send(Signal::KILL);
            });
        }
        if let Some(folder) = &self.folder {
            folder.remove();
        }
        (found, named(left))
    }

    fn send(&self, signal: Signal) {
        for pid in self.members() {
            send(pid, signal);
        }
    }

    fn until_empty(&self, limit: Duration, mut act: impl FnMut()) -> Vec<u32> {
        let deadline = Instant::now() + limit;
        loop {
            act();
            let left = self.members();
            if left.is_empty() || Instant::now() >= deadline {
                return left;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
