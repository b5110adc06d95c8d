//! Which tiers there are here, each tried for real.

use std::os::fd::AsFd;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use super::cgroup::{draw_folder, Folder};
use super::launch::start;
use crate::core::contain::{self, Binding, TierFinding};
use crate::process::{Bind, Plan};

/// Nothing of this changes while a process lives, and each look starts some.
static FINDINGS: OnceLock<Vec<TierFinding>> = OnceLock::new();

pub fn findings(bind: &Bind) -> Vec<TierFinding> {
    let look = || {
        let mut findings = Vec::new();
        if cfg!(target_os = "linux") {
            findings.push(finding("cgroup", try_cgroup(bind)));
            findings.push(finding("namespace", try_namespace(bind)));
        }
        findings.push(finding("keeper", Ok(())));
        findings.push(finding("group", Ok(())));
        findings
    };
    FINDINGS.get_or_init(look).clone()
}

fn finding(tier: &'static str, tried: Result<(), String>) -> TierFinding {
    TierFinding {
        tier,
        available: tried.is_ok(),
        reason: tried.err().unwrap_or_default(),
    }
}

/// How the next generation is bound.
pub fn plan(tier: &str, grace_ms: u64) -> std::io::Result<Plan> {
    let mark = format!(
        "{:016x}{:016x}",
        getrandom::u64().unwrap_or_default(),
        getrandom::u64().unwrap_or_default()
    );
    let (binding, mark) = match tier {
        "cgroup" => {
            let gone = || std::io::Error::other("there is no cgroup v2 any more");
            let folder = draw_folder()
                .ok_or_else(gone)?
                .to_string_lossy()
                .into_owned();
            (Binding::Cgroup { grace_ms, folder }, None)
        }
        "namespace" => (namespace(grace_ms), None),
        "keeper" => {
            let binding = Binding::Keeper {
                grace_ms,
                mark: mark.clone(),
            };
            (binding, Some(mark))
        }
        // Forced to `none`, the group is still what a stop ends.
        _ => (Binding::Group, Some(mark)),
    };
    Ok(Plan { binding, mark })
}

fn namespace(grace_ms: u64) -> Binding {
    Binding::Namespace {
        grace_ms,
        is_root: rustix::process::geteuid().is_root(),
    }
}

fn try_cgroup(bind: &Bind) -> Result<(), String> {
    let path = draw_folder().ok_or("there is no cgroup v2")?;
    let binding = Binding::Cgroup {
        grace_ms: 0,
        folder: path.to_string_lossy().into_owned(),
    };
    let folder =
        Folder::make(path).map_err(|error| format!("no cgroup is delegated to us: {error}"))?;
    let tried = if folder.can_kill() {
        run(bind, &binding)
            .map_err(|_| "a process may not be moved into a cgroup below ours".into())
    } else {
        Err("the kernel has no cgroup.kill (Linux 5.14)".into())
    };
    folder.remove();
    tried
}

fn try_namespace(bind: &Bind) -> Result<(), String> {
    run(bind, &namespace(0))
}

/// Runs `true` bound; the reason is what was said on stderr.
fn run(bind: &Bind, binding: &Binding) -> Result<(), String> {
    let command = contain::Command {
        program: "true".into(),
        args: Vec::new(),
    };
    let bound = bind(binding, &command)
        .ok_or("the core gave no command")?
        .command;
    let mut command = Command::new(&bound.program);
    command
        .args(&bound.args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let say = |error: std::io::Error| format!("{}: {error}", bound.program);
    // What the wrapped command reads and writes there; the reader that it waits for ends with the namespace.
    let (control, _held) = std::io::pipe().map_err(say)?;
    let null = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/null")
        .map_err(say)?;
    let child = start(&mut command, &[control.as_fd(), null.as_fd()]).map_err(say)?;
    let output = child.wait_with_output().map_err(say)?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(if said.is_empty() {
        format!("{} ended with {}", bound.program, output.status)
    } else {
        said
    })
}
