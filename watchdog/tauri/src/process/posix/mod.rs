//! POSIX: a session of its own for each backend, and the tiers that hold its tree together.

mod cgroup;
mod check;
mod findings;
mod group;
mod keeper;
mod launch;
mod leader;
mod namespace;
mod pipe;
mod remains;
mod start;
mod tier;
mod tree;

pub use check::is_free;
pub use findings::{findings, plan};
pub use pipe::{Input, Output};
pub use remains::Remains;
pub use start::spawn;
pub use tree::Tree;
