//! Processes as the system lists them: who lives, since when, and what it is called.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod platform_impl;
#[cfg(all(unix, not(target_os = "linux")))]
#[path = "posix.rs"]
mod platform_impl;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform_impl;

pub use platform_impl::*;

use crate::core::event::LeftProcess;
use crate::core::record::ProcessKey;

/// `None`: no such process lives.
pub fn key_of(pid: u32) -> Option<ProcessKey> {
    start_of(pid).map(|start| ProcessKey { pid, start })
}

pub fn is_same(key: &ProcessKey) -> bool {
    start_of(key.pid).is_some_and(|start| start == key.start)
}

pub fn named(pids: Vec<u32>) -> Vec<LeftProcess> {
    let name = |pid| LeftProcess {
        pid,
        name: name_of(pid),
    };
    pids.into_iter().map(name).collect()
}
