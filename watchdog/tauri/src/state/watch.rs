//! Tells when the marker of a hold comes or goes, written by whomever: `lifebound hold`, or another instance.

use std::sync::Arc;
use std::thread;

use super::State;

/// Dropping it ends the watch.
pub struct HoldWatch {
    #[cfg(target_os = "linux")]
    _quit: std::io::PipeWriter,
    #[cfg(not(target_os = "linux"))]
    _quit: std::sync::mpsc::Sender<()>,
}

impl HoldWatch {
    /// `tell` is called with whether it is held, after each change. `None`: there is nothing to watch.
    #[cfg(target_os = "linux")]
    pub fn start(
        state: Arc<State>,
        tell: impl Fn(bool) + Send + 'static,
    ) -> std::io::Result<Option<Self>> {
        use rustix::event::{poll, PollFd, PollFlags};
        use rustix::fs::inotify::{add_watch, init, CreateFlags, Reader, WatchFlags};

        let Some(folder) = state.held() else {
            return Ok(None);
        };
        let changes = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        let kinds =
            WatchFlags::CREATE | WatchFlags::MOVED_TO | WatchFlags::MOVED_FROM | WatchFlags::DELETE;
        add_watch(&changes, &folder, kinds)?;
        let (quit, quit_sender) = std::io::pipe()?;
        let run = move || {
            let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
            let mut look = Look::new(state, tell);
            loop {
                let mut both = [
                    PollFd::new(&changes, PollFlags::IN),
                    PollFd::new(&quit, PollFlags::IN),
                ];
                let polled = poll(&mut both, None);
                if !both[1].revents().is_empty() {
                    return;
                }
                if polled.is_err() {
                    continue;
                }
                let mut events = Reader::new(&changes, &mut buffer);
                while events.next().is_ok() {}
                look.again();
            }
        };
        thread::Builder::new()
            .name("lifebound-hold".into())
            .spawn(run)?;
        Ok(Some(Self { _quit: quit_sender }))
    }

    /// Elsewhere looks as often as a living backend is checked.
    #[cfg(not(target_os = "linux"))]
    pub fn start(
        state: Arc<State>,
        tell: impl Fn(bool) + Send + 'static,
    ) -> std::io::Result<Option<Self>> {
        use std::sync::mpsc::{channel, RecvTimeoutError};
        use std::time::Duration;

        const EVERY: Duration = Duration::from_secs(5);
        if state.held().is_none() {
            return Ok(None);
        }
        let (quit_sender, quit) = channel();
        let run = move || {
            let mut look = Look::new(state, tell);
            while quit.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                look.again();
            }
        };
        thread::Builder::new()
            .name("lifebound-hold".into())
            .spawn(run)?;
        Ok(Some(Self { _quit: quit_sender }))
    }
}

/// What was seen last.
struct Look<Tell> {
    state: Arc<State>,
    held: bool,
    tell: Tell,
}

impl<Tell: Fn(bool)> Look<Tell> {
    fn new(state: Arc<State>, tell: Tell) -> Self {
        let held = state.is_held();
        Self { state, held, tell }
    }

    fn again(&mut self) {
        let _turn = self.state.take_turn();
        let now = self.state.is_held();
        if now != self.held {
            self.held = now;
            (self.tell)(now);
        }
    }
}
