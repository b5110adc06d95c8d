//! What the operating system does for one generation of the backend. One signature, one file per system; nobody
//! else in the crate asks which system it runs on.

use std::path::PathBuf;
use std::time::Duration;

#[cfg(unix)]
mod members;
#[cfg(unix)]
mod posix_pipe;

#[cfg(unix)]
#[path = "posix.rs"]
mod platform_impl;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform_impl;

pub mod candidate;
pub mod environment;
pub mod probe;

pub use platform_impl::{findings, spawn, Input, Output, Tree};

/// How long the pipes of a backend that has ended are read on: a daemon of it may hold them open for ever.
pub const DRAIN_LIMIT: Duration = Duration::from_millis(250);

/// What to run.
pub struct Program {
    pub program: String,
    pub args: Vec<String>,
    pub folder: PathBuf,
    /// `None` removes the variable.
    pub environment: Vec<(String, Option<String>)>,
    /// Give it a channel on its stdin and stdout; else its stdin is null and its stdout is a log.
    pub link: bool,
}

/// A started program. The pid stays reserved until the tree has been ended.
pub struct Spawned {
    pub pid: u32,
    /// `None` without the link.
    pub input: Option<Input>,
    pub output: Output,
    pub errors: Output,
}

/// How the leader ended: exactly one of the two is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    pub code: Option<i32>,
    pub signal: Option<String>,
}

/// One step of reading a pipe.
#[derive(Debug, PartialEq, Eq)]
pub enum Read {
    Bytes(usize),
    /// The leader has ended and all that it wrote has been read; what comes now is of others. Given once.
    #[cfg_attr(windows, allow(dead_code))]
    Drained,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    Terminate,
    Kill,
}
