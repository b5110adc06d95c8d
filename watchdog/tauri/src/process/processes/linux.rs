//! Linux: /proc.

use std::fs;
use std::os::unix::fs::MetadataExt;

/// The fields of /proc/PID/stat that tell a tree from strangers.
#[derive(Debug, PartialEq, Eq)]
pub struct Stat {
    pub parent: u32,
    pub group: u32,
    pub session: u32,
    pub start: String,
}

/// `None` for zombies too: they hold nothing, and a lazy PID 1 may never reap them.
pub fn stat(pid: u32) -> Option<Stat> {
    parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// `pid (name) state ppid pgrp session …`: the name may hold spaces and parentheses, so look behind the last one.
fn parse(stat: &str) -> Option<Stat> {
    let (_, rest) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
    if matches!(*fields.first()?, "Z" | "X") {
        return None;
    }
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        group: fields.get(2)?.parse().ok()?,
        session: fields.get(3)?.parse().ok()?,
        // Field 22, in ticks since the boot.
        start: (*fields.get(19)?).to_owned(),
    })
}

pub fn start_of(pid: u32) -> Option<String> {
    stat(pid).map(|stat| stat.start)
}

pub fn name_of(pid: u32) -> String {
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).unwrap_or_default();
    name.trim_end().to_owned()
}

pub fn parent_of(pid: u32) -> Option<u32> {
    stat(pid).map(|stat| stat.parent)
}

pub fn group_of(pid: u32) -> Option<u32> {
    stat(pid).map(|stat| stat.group)
}

pub fn is_ours(pid: u32) -> bool {
    let owner = fs::metadata(format!("/proc/{pid}")).map(|metadata| metadata.uid());
    owner.is_ok_and(|uid| uid == rustix::process::geteuid().as_raw())
}

pub fn all() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Members of the leader's session or group that still run: a shell with job control moves its jobs to groups of
/// their own, but not to another session.
pub fn members_of(leader: u32) -> Vec<u32> {
    let ours =
        |pid: &u32| stat(*pid).is_some_and(|stat| stat.group == leader || stat.session == leader);
    all().filter(ours).collect()
}

/// Those whose environment has `LIFEBOUND_TREE=mark`; other users' can't be read.
pub fn marked(mark: &str) -> Vec<u32> {
    let entry = format!("LIFEBOUND_TREE={mark}");
    let has = |pid: &u32| {
        fs::read(format!("/proc/{pid}/environ")).is_ok_and(|environment| {
            environment
                .split(|byte| *byte == 0)
                .any(|variable| variable == entry.as_bytes())
        })
    };
    all().filter(has).collect()
}

/// Direct children, of all its threads.
pub fn children(pid: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{pid}/task"));
    let texts = threads
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    texts
        .flat_map(|text| {
            let pids = text.split_ascii_whitespace().flat_map(str::parse);
            pids.collect::<Vec<u32>>()
        })
        .collect()
}

/// Its pid in the innermost namespace that it is in.
pub fn innermost_pid(pid: u32) -> Option<u32> {
    field(pid, "NSpid:")?
        .split_ascii_whitespace()
        .last()?
        .parse()
        .ok()
}

/// Whether a debugger holds it.
pub fn is_traced(pid: u32) -> bool {
    field(pid, "TracerPid:").is_some_and(|tracer| tracer.trim() != "0")
}

fn field(pid: u32, name: &str) -> Option<String> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    Some(line.to_owned())
}

/// In which pids count, as `pid:[4026531836]`.
pub fn namespace() -> Option<String> {
    namespace_named("self")
}

pub fn namespace_of(pid: u32) -> Option<String> {
    namespace_named(&pid.to_string())
}

fn namespace_named(process: &str) -> Option<String> {
    let link = fs::read_link(format!("/proc/{process}/ns/pid")).ok()?;
    Some(link.to_string_lossy().into_owned())
}

/// Changes with each boot.
pub fn boot_id() -> String {
    let id = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    id.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::parse;

    const TAIL: &str = "0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 4711 99 1";

    #[test]
    fn reads_a_stat_line_whose_name_has_spaces_and_parentheses() {
        let stat = parse(&format!("7 (a) S 1 9 9) S 1 8 9 {TAIL}")).expect("whole");
        assert_eq!((stat.parent, stat.group, stat.session), (1, 8, 9));
        assert_eq!(stat.start, "4711");
    }

    #[test]
    fn a_zombie_is_gone() {
        assert_eq!(parse(&format!("7 (python3) Z 1 7 7 {TAIL}")), None);
    }

    #[test]
    fn a_cut_line_is_nobody() {
        assert_eq!(parse("7 (python3) S 1"), None);
        assert_eq!(parse(""), None);
    }
}
