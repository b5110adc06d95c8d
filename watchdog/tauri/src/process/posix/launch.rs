//! From a command to a process, with nothing inherited but what is meant.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};

use rustix::io::fcntl_dupfd_cloexec;

use crate::process::Program;

/// The first descriptor that a wrapped command is given beyond the standard streams.
const FIRST: i32 = 3;
/// Above all that is given, so that none is overwritten before it is copied.
const ABOVE: i32 = 16;

/// Starts the bound command in a session of its own: a terminal that closes must not reach it before we do. `more`:
/// its descriptors 3 and up.
pub fn launch(program: &Program, more: &[BorrowedFd<'_>]) -> io::Result<Child> {
    let mut command = program.piped(&program.bound.command);
    start(&mut command, more)
}

/// The same for any command.
pub fn start(command: &mut Command, more: &[BorrowedFd<'_>]) -> io::Result<Child> {
    let given = more
        .iter()
        .map(|descriptor| fcntl_dupfd_cloexec(descriptor, ABOVE))
        .collect::<Result<Vec<OwnedFd>, _>>()?;
    // std reports a failed exec by a pipe of its own, which must not get one of the numbers that are overwritten.
    let _reserved = reserve(given.len())?;
    let sources: Vec<i32> = given.iter().map(AsRawFd::as_raw_fd).collect();
    // SAFETY: between fork and exec only async-signal-safe calls are allowed: all are plain system calls.
    unsafe {
        command.pre_exec(move || {
            rustix::process::setsid()?;
            keep_only_standard_streams();
            for (target, source) in (FIRST..).zip(&sources) {
                // A copy does not close on exec.
                if libc::dup2(*source, target) < 0 {
                    return Err(io::Error::last_os_error());
                }
            }
            Ok(())
        });
    }
    command.spawn()
}

fn reserve(count: usize) -> io::Result<Vec<OwnedFd>> {
    let null = std::fs::File::open("/dev/null")?;
    let mut reserved = Vec::new();
    for target in (FIRST..).take(count) {
        let descriptor = fcntl_dupfd_cloexec(&null, target)?;
        if descriptor.as_raw_fd() == target {
            reserved.push(descriptor);
        }
    }
    // `null` itself may have been given one of them.
    reserved.push(null.into());
    Ok(reserved)
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
