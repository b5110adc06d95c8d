//! Windows: a Job Object for each generation. What could not be tried without Windows is in docs/platforms.md.

use std::io;
use std::os::windows::process::CommandExt;
use std::path::Path;
use std::process::Child;

use windows::Win32::System::Threading::{CREATE_NO_WINDOW, CREATE_SUSPENDED};

mod job;
mod pipe;
mod remains;
mod resume;
mod tree;

pub use pipe::{Input, Output};
pub use remains::Remains;
pub use tree::Tree;

use self::job::{enter_host_job, start_in_host_job, Job};
use super::{Bind, Plan, Program, Spawned};
use crate::core::contain::{Binding, TierFinding};

/// How this system can hold a tree together.
pub fn findings(_bind: &Bind) -> Vec<TierFinding> {
    let refused = enter_host_job().err();
    vec![TierFinding {
        tier: "job",
        available: refused.is_none(),
        reason: refused.map_or_else(String::new, |error| error.to_string()),
    }]
}

/// The kernel needs no wrapping.
pub fn plan(_tier: &str, _grace_ms: u64) -> io::Result<Plan> {
    Ok(Plan {
        binding: Binding::Job,
        mark: None,
    })
}

pub fn spawn(program: &Program) -> io::Result<(Tree, Spawned)> {
    // Before the process is there: no handle to be had is then a failed start, and no orphan.
    let job = Job::new()?;
    let mut child = start_in_host_job(|| start(program, &job))?;
    let spawned = Spawned {
        input: child.stdin.take().map(|pipe| Input::new(pipe.into())),
        output: Output::new(child.stdout.take().expect("stdout is piped").into()),
        errors: Output::new(child.stderr.take().expect("stderr is piped").into()),
    };
    Ok((Tree::new(job, child), spawned))
}

/// Suspended, put into the job, and only then let go: a program that starts others at once must not be faster.
fn start(program: &Program, job: &Job) -> io::Result<Child> {
    let mut command = program.piped(&program.command);
    command.creation_flags(CREATE_SUSPENDED.0 | CREATE_NO_WINDOW.0);
    let mut child = command.spawn()?;
    if let Err(error) = job.add(&child).and_then(|()| resume::resume(child.id())) {
        let _ = child.kill();
        return Err(error);
    }
    Ok(child)
}

/// Whether anything that runs from it keeps it from being replaced.
pub fn is_free(path: &Path) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    let opened = std::fs::OpenOptions::new().write(true).open(path);
    !opened.is_err_and(|error| error.raw_os_error() == Some(SHARING_VIOLATION))
}
