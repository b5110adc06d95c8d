//! POSIX: a session of its own, signals to the group, and a leader that is not reaped before its tree is empty, so
//! that its number can't be given to a stranger while we still send signals to it.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::process::{self, Pid, WaitId, WaitIdOptions};

use super::members::members_of;
use super::posix_pipe::{wake_pair, WakeSender};
pub use super::posix_pipe::{Input, Output};
use super::{Exit, Program, Signal, Spawned};
use crate::core::engine::TierFinding;

/// How this system can hold a tree together.
pub fn findings() -> Vec<TierFinding> {
    vec![TierFinding {
        tier: "group",
        available: true,
        reason: "",
    }]
}

/// Starts the program in a session of its own: a terminal that closes must not reach it before we do.
pub fn spawn(program: &Program) -> io::Result<(Tree, Spawned)> {
    let mut command = Command::new(&program.program);
    command
        .args(&program.args)
        .current_dir(&program.folder)
        .stdin(if program.link {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    for (name, value) in &program.environment {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    // SAFETY: between fork and exec only async-signal-safe calls are allowed: both are plain system calls.
    unsafe {
        command.pre_exec(|| {
            process::setsid()?;
            keep_only_standard_streams();
            Ok(())
        });
    }
    // Before the process is there: out of descriptors is then a failed start, and no orphan.
    let (wake, sleeper) = wake_pair()?;
    let mut child = command.spawn()?;
    let tree = Tree {
        leader: Pid::from_child(&child),
        wake: Mutex::new(Some(wake)),
        reaped: Mutex::new(false),
    };
    let spawned = Spawned {
        pid: child.id(),
        input: child
            .stdin
            .take()
            .map(|pipe| Input::new(pipe.into(), sleeper.clone()))
            .transpose()?,
        output: Output::new(
            child.stdout.take().expect("stdout is piped").into(),
            sleeper.clone(),
        )?,
        errors: Output::new(
            child.stderr.take().expect("stderr is piped").into(),
            sleeper,
        )?,
    };
    Ok((tree, spawned))
}

/// GTK and the web view open descriptors without close-on-exec. Marked and not closed, since std still has to report
/// a failed exec through one of them.
fn keep_only_standard_streams() {
    #[cfg(target_os = "linux")]
    // SAFETY: a plain system call with integers.
    if unsafe {
        libc::syscall(
            libc::SYS_close_range,
            3,
            libc::c_uint::MAX,
            libc::CLOSE_RANGE_CLOEXEC,
        )
    } == 0
    {
        return;
    }
    // Before Linux 5.11, and on other systems: one by one. The limit may be a billion; real programs stay below this.
    const HIGHEST: libc::c_int = 65_536;
    // SAFETY: plain system calls with integers; an unknown descriptor is only refused.
    let limit = unsafe { libc::sysconf(libc::_SC_OPEN_MAX) }.clamp(256, HIGHEST as libc::c_long)
        as libc::c_int;
    for descriptor in 3..limit {
        // SAFETY: as above.
        unsafe { libc::fcntl(descriptor, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}

/// The leader and all that it started.
pub struct Tree {
    leader: Pid,
    wake: Mutex<Option<WakeSender>>,
    reaped: Mutex<bool>,
}

impl Tree {
    /// Blocks until the leader has ended, without reaping it; wakes the readers of its pipes.
    pub fn wait(&self) -> Exit {
        let exit = loop {
            match process::waitid(
                WaitId::Pid(self.leader),
                WaitIdOptions::EXITED | WaitIdOptions::NOWAIT,
            ) {
                Ok(Some(status)) => {
                    let signal = status.terminating_signal().map(|number| {
                        signal_hook::low_level::signal_name(number)
                            .map_or_else(|| format!("SIG{number}"), str::to_owned)
                    });
                    break Exit {
                        code: status.exit_status(),
                        signal,
                    };
                }
                Ok(None) | Err(rustix::io::Errno::INTR) => continue,
                // Somebody else in the app reaped our child: it is gone, and how is not to be had any more.
                Err(_) => {
                    break Exit {
                        code: None,
                        signal: None,
                    }
                }
            }
        };
        self.wake.lock().unwrap().take();
        exit
    }

    /// To the whole group. Who is gone already is no error.
    pub fn signal(&self, signal: Signal) {
        let number = match signal {
            Signal::Terminate => process::Signal::TERM,
            Signal::Kill => process::Signal::KILL,
        };
        if !*self.reaped.lock().unwrap() {
            let _ = process::kill_process_group(self.leader, number);
        }
    }

    /// Kills what is left until nothing is, then lets the leader's number go. Returns the pids that are still there
    /// at the deadline.
    pub fn end(&self, limit: Duration) -> Vec<u32> {
        let deadline = Instant::now() + limit;
        loop {
            self.signal(Signal::Kill);
            let left = members_of(self.leader);
            for pid in &left {
                // One that moved to another group of our session.
                let _ = process::kill_process(*pid, process::Signal::KILL);
            }
            if left.is_empty() {
                self.reap();
                return Vec::new();
            }
            if Instant::now() >= deadline {
                return left
                    .iter()
                    .map(|pid| pid.as_raw_nonzero().get() as u32)
                    .collect();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }

    fn reap(&self) {
        let mut reaped = self.reaped.lock().unwrap();
        if !*reaped {
            let _ = process::waitpid(Some(self.leader), process::WaitOptions::NOHANG);
            *reaped = true;
        }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.reap();
    }
}
