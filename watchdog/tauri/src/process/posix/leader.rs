//! The process that was started. It is not reaped before its tree is empty, so that its number can't be given to a
//! stranger while we still send signals to it.

use std::process::Child;
use std::sync::{Mutex, PoisonError};

use rustix::process::{self, Pid, Signal, WaitId, WaitIdOptions};

use super::pipe::WakeSender;
use crate::process::Exit;

pub struct Leader {
    pid: Pid,
    wake: Mutex<Option<WakeSender>>,
    reaped: Mutex<bool>,
}

impl Leader {
    pub fn new(child: &Child, wake: WakeSender) -> Self {
        Self {
            pid: Pid::from_child(child),
            wake: Mutex::new(Some(wake)),
            reaped: Mutex::new(false),
        }
    }

    pub fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// Blocks until it has ended, without reaping it; wakes the readers of its pipes.
    pub fn wait(&self) -> Exit {
        let exit = loop {
            match process::waitid(
                WaitId::Pid(self.pid),
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
        self.wake
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        exit
    }

    /// To its whole group. Who is gone already is no error.
    pub fn signal_group(&self, signal: Signal) {
        if !*self.reaped() {
            let _ = process::kill_process_group(self.pid, signal);
        }
    }

    pub fn reap(&self) {
        let mut reaped = self.reaped();
        if !*reaped {
            let _ = process::waitpid(Some(self.pid), process::WaitOptions::NOHANG);
            *reaped = true;
        }
    }

    fn reaped(&self) -> std::sync::MutexGuard<'_, bool> {
        self.reaped.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Leader {
    fn drop(&mut self) {
        self.reap();
    }
}

/// To one process.
pub fn send(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw) {
        let _ = process::kill_process(pid, signal);
    }
}
