//! What the operating system does for one generation of the backend. One signature, one folder per system; nobody
//! else in the crate asks which system it runs on.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::core::contain::{Binding, Bound, Command};

#[cfg(unix)]
#[path = "posix/mod.rs"]
mod platform_impl;
#[cfg(windows)]
#[path = "windows/mod.rs"]
mod platform_impl;

pub mod candidate;
pub mod environment;
mod helper;
mod piped;
pub mod probe;
mod processes;

pub use platform_impl::{findings, is_free, plan, spawn, Input, Output, Remains, Tree};
#[cfg(all(test, target_os = "linux"))]
pub use processes::children as children_of;
pub use processes::{boot_id, is_traced, key_of, namespace, start_of};

/// How long the pipes of a backend that has ended are read on: a daemon of it may hold them open for ever.
pub const DRAIN_LIMIT: Duration = Duration::from_millis(250);

/// Asks the core for the bound form of a command.
pub type Bind<'a> = dyn Fn(&Binding, &Command) -> Option<Bound> + 'a;
/// Tells a human of what went wrong behind the scenes.
pub type Warn = Arc<dyn Fn(&str) + Send + Sync>;

/// How one generation will be bound.
#[derive(Clone, Debug)]
pub struct Plan {
    pub binding: Binding,
    /// LIFEBOUND_TREE of all that it starts, or `None`.
    pub mark: Option<String>,
}

/// What to run.
pub struct Program {
    pub command: Command,
    /// The same, bound, as it is started.
    #[cfg_attr(windows, allow(dead_code))]
    pub bound: Bound,
    #[cfg_attr(windows, allow(dead_code))]
    pub plan: Plan,
    /// Its name, for the record.
    pub tier: String,
    pub folder: PathBuf,
    /// `None` removes the variable.
    pub environment: Vec<(String, Option<String>)>,
    /// Give it a channel on its stdin and stdout; else its stdin is null and its stdout is a log.
    pub link: bool,
    #[cfg_attr(windows, allow(dead_code))]
    pub warn: Warn,
}

/// The pipes of a started program. Its pid stays reserved until the tree has been ended.
pub struct Spawned {
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
