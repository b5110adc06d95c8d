//! macOS and the BSDs: `ps`, and no marks: the environment of others can't be read.

use std::process::Command;

fn column(pid: u32, name: &str) -> Option<String> {
    let arguments = ["-o", &format!("{name}="), "-p", &pid.to_string()];
    let output = Command::new("ps").args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// As `ps` says it, with runs of spaces as `_`.
pub fn start_of(pid: u32) -> Option<String> {
    if column(pid, "state")?.starts_with('Z') {
        return None;
    }
    let words = column(pid, "lstart")?;
    Some(words.split_whitespace().collect::<Vec<_>>().join("_"))
}

pub fn name_of(pid: u32) -> String {
    column(pid, "comm").unwrap_or_default()
}

pub fn parent_of(pid: u32) -> Option<u32> {
    column(pid, "ppid")?.parse().ok()
}

pub fn group_of(pid: u32) -> Option<u32> {
    column(pid, "pgid")?.parse().ok()
}

pub fn is_ours(pid: u32) -> bool {
    column(pid, "uid").and_then(|uid| uid.parse().ok()) == Some(rustix::process::geteuid().as_raw())
}

/// Only whether anybody is: the leader's own number stands for them. A group of zombies alone refuses the test signal
/// (macOS says EPERM).
pub fn members_of(leader: u32) -> Vec<u32> {
    let group = i32::try_from(leader)
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    match group.map(rustix::process::test_kill_process_group) {
        Some(Ok(())) => vec![leader],
        _ => Vec::new(),
    }
}

pub fn marked(_mark: &str) -> Vec<u32> {
    Vec::new()
}

pub fn children(_pid: u32) -> Vec<u32> {
    Vec::new()
}

pub fn innermost_pid(pid: u32) -> Option<u32> {
    Some(pid)
}

pub fn all() -> impl Iterator<Item = u32> {
    std::iter::empty()
}

pub fn is_traced(_pid: u32) -> bool {
    false
}

pub fn namespace() -> Option<String> {
    None
}

pub fn namespace_of(_pid: u32) -> Option<String> {
    None
}

/// Changes with each boot.
pub fn boot_id() -> String {
    let output = Command::new("sysctl")
        .args(["-n", "kern.bootsessionuuid"])
        .output();
    output.map_or_else(
        |_| String::new(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}
