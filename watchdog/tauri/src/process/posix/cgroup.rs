//! A cgroup of its own below ours, and a keeper outside it. Linux, where a subtree is delegated to us.

use std::fs;
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use rustix::process::Signal;

use super::keeper::Keeper;
use super::leader::{send, Leader};
use super::tier::Tier;
use crate::core::record::ProcessKey;
use crate::process::processes::start_of;

const PREFIX: &str = "lifebound-";

/// Where this process's own cgroups can be: its cgroup v2, as it is mounted here.
pub fn own_folder() -> Option<PathBuf> {
    let own = fs::read_to_string("/proc/self/cgroup").ok()?;
    let own = own.lines().find_map(|line| line.strip_prefix("0::"))?;
    let (root, mounted) = mount()?;
    let below = Path::new(own).strip_prefix(root).ok()?;
    Some(mounted.join(below))
}

/// `… root mountpoint options … - cgroup2 …`: the root is what of the hierarchy is mounted there.
fn mount() -> Option<(PathBuf, PathBuf)> {
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    mounts.lines().find_map(|line| {
        let (left, right) = line.split_once(" - ")?;
        let mut fields = left.split(' ').skip(3);
        right.starts_with("cgroup2 ").then_some(())?;
        Some((fields.next()?.into(), fields.next()?.into()))
    })
}

/// A name for the next cgroup; not made yet.
pub fn draw_folder() -> Option<PathBuf> {
    let number = getrandom::u64().ok()?;
    Some(own_folder()?.join(format!("{PREFIX}{number:016x}")))
}

#[derive(Clone)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn make(path: PathBuf) -> io::Result<Self> {
        fs::DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }

    /// One of a record: nothing that another program made is ended by its name.
    pub fn of_record(path: &str) -> Option<Self> {
        let path = PathBuf::from(path);
        let (_, mounted) = mount()?;
        let ours = path.file_name()?.to_str()?.starts_with(PREFIX)
            && path.starts_with(mounted)
            && fs::canonicalize(&path).is_ok_and(|real| real == path);
        ours.then_some(Self(path))
    }

    pub fn can_kill(&self) -> bool {
        self.0.join("cgroup.kill").exists()
    }

    pub fn kill(&self) {
        let _ = fs::write(self.0.join("cgroup.kill"), "1");
    }

    pub fn is_populated(&self) -> bool {
        let events = fs::read_to_string(self.0.join("cgroup.events")).unwrap_or_default();
        events.lines().any(|line| line == "populated 1")
    }

    /// Of the cgroups below it too.
    pub fn members(&self) -> Vec<u32> {
        let mut members = Vec::new();
        self.visit(&mut |folder| {
            let pids = fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
            members.extend(pids.lines().filter_map(|pid| pid.parse::<u32>().ok()));
        });
        members
    }

    /// One with members stays.
    pub fn remove(&self) {
        self.visit(&mut |folder| {
            let _ = fs::remove_dir(folder);
        });
    }

    /// From the leaves on.
    fn visit(&self, act: &mut dyn FnMut(&Path)) {
        for entry in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                Self(entry.path()).visit(act);
            }
        }
        act(&self.0);
    }
}

pub struct Cgroup {
    pub folder: Folder,
    pub keeper: Keeper,
}

impl Tier for Cgroup {
    fn terminate(&self, leader: &Leader) {
        let members = self.folder.members();
        if members.is_empty() {
            // It has not joined yet.
            leader.signal_group(Signal::TERM);
        }
        members.into_iter().for_each(|pid| send(pid, Signal::TERM));
    }

    fn kill(&self, leader: &Leader) {
        // The group first: a leader that has not joined yet must not do so behind our back.
        leader.signal_group(Signal::KILL);
        self.folder.kill();
    }

    fn left(&self, leader: &Leader) -> Vec<u32> {
        let mut left = self.folder.members();
        let leader = leader.pid();
        if start_of(leader).is_some() && !left.contains(&leader) {
            left.push(leader);
        }
        left.retain(|pid| start_of(*pid).is_some());
        if left.is_empty() && self.folder.is_populated() {
            left.push(leader);
        }
        left
    }

    fn release(&self) {
        self.folder.remove();
        self.keeper.done();
    }

    fn adopt(&self, helper: &ProcessKey) {
        self.keeper.adopt(helper);
    }

    fn own(&self) -> Vec<u32> {
        self.keeper.pid().into_iter().collect()
    }
}
