//! SIGTERM, SIGINT and SIGHUP end the app in good order, also when its main loop hangs.

use std::io;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::{mpsc, Arc};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use tauri::{AppHandle, Runtime};

use crate::body::watchdog::Watchdog;
use crate::core::event::HostEnd;

/// After the backend has ended the app has this long to go by itself.
const EXIT_LIMIT: Duration = Duration::from_secs(2);

pub fn handle<R: Runtime>(app: AppHandle<R>, watchdog: Arc<Watchdog>) -> io::Result<()> {
    let handled = [SIGTERM, SIGINT, SIGHUP]
        .into_iter()
        .filter(|signal| !is_ignored(*signal));
    let mut signals = Signals::new(handled)?;
    // Started now: a backend may have taken every thread that its user may have when the signal comes.
    let (asked, first) = mpsc::sync_channel(1);
    let ending = watchdog.clone();
    thread::Builder::new()
        .name("lifebound-end".into())
        .spawn(move || {
            if let Ok(signal) = first.recv() {
                end(&app, &ending, signal);
            }
        })?;
    thread::Builder::new()
        .name("lifebound-signals".into())
        .spawn(move || {
            let mut received = signals.forever();
            let Some(signal) = received.next() else {
                return;
            };
            let _ = asked.send(signal);
            // Asked a second time: whoever asks does not want to wait for the backend.
            if received.next().is_some() {
                watchdog.kill();
                die_of(signal);
            }
        })?;
    Ok(())
}

fn end<R: Runtime>(app: &AppHandle<R>, watchdog: &Watchdog, signal: i32) {
    // 1. The backend, on this thread: the main loop may hang.
    watchdog.end(HostEnd::Signal);
    // 2. The app, with the status that shells give to a death by signal. Tauri's mock runtime panics here.
    if catch_unwind(AssertUnwindSafe(|| app.exit(128 + signal))).is_ok() {
        thread::sleep(EXIT_LIMIT);
    }
    // 3. An app that prevents its exit, or can't hear of it, dies of the signal after all.
    die_of(signal);
}

fn die_of(signal: i32) {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128 + signal);
}

/// `nohup` ignores SIGHUP for what it starts, and a shell SIGINT for its background jobs: leave it so.
fn is_ignored(signal: i32) -> bool {
    // SAFETY: only asks for the present action.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigaction(signal, std::ptr::null(), &mut action) == 0
            && action.sa_sigaction == libc::SIG_IGN
    }
}
