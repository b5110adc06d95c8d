//! How a tree is held together, in the words of `watchdog/core/src/contain/`.

use serde::{Deserialize, Serialize};

/// How the tree is held together, and why not better.
#[derive(Clone, Debug, Deserialize)]
pub struct Containment {
    pub tier: String,
    pub reason: String,
}

/// One tier as the body found it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(windows, allow(dead_code))]
pub struct TierFinding {
    pub tier: &'static str,
    pub available: bool,
    /// Why not; empty when available.
    pub reason: String,
}

/// What binds one generation.
#[derive(Clone, Debug, Serialize)]
#[serde(
    tag = "tier",
    rename_all = "lowercase",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(windows, allow(dead_code))]
pub enum Binding {
    Cgroup { grace_ms: u64, folder: String },
    Namespace { grace_ms: u64, is_root: bool },
    Job,
    Keeper { grace_ms: u64, mark: String },
    Group,
}

/// A program and its arguments, ready for a spawn without a shell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Command {
    pub program: String,
    pub args: Vec<String>,
}

/// The command that starts the program bound, and what has to keep it.
#[derive(Clone, Debug, Deserialize)]
pub struct Bound {
    pub command: Command,
    #[cfg_attr(windows, allow(dead_code))]
    pub keeper: Option<Command>,
}
