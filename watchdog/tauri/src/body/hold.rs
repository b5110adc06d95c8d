//! A hold for an update: nothing runs, nothing starts, and the executable can be replaced; over a crash of the app too.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::watchdog::Watchdog;
use crate::core::effect::LogLevel;
use crate::core::event::EventBody;
use crate::error::{Error, Result};
use crate::process::is_free;

const LOOK_EVERY: Duration = Duration::from_millis(50);

impl Watchdog {
    /// Answers when nothing of the backend is left and its executable can be replaced; or EXECUTABLE_BUSY.
    pub fn hold(&self, reply: impl FnOnce(Result<()>) + Send + 'static) {
        let turn = self.state.take_turn();
        if let Err(error) = self.state.write_marker() {
            let text = format!("The hold would not outlive a crash of the app: {error}");
            self.log_line(LogLevel::Warn, &text);
        }
        let executable = self.executable.clone();
        let base = self.folder.clone();
        let label = self.label.clone();
        let limit = self.free_limit;
        self.tell_until_over(EventBody::Hold, move || {
            let program = executable.lock().unwrap().clone();
            let path = program.and_then(|program| replaceable(&program, &base));
            // The watchdog goes on meanwhile.
            let wait = move || reply(path.map_or(Ok(()), |path| until_free(&path, &label, limit)));
            thread::Builder::new()
                .name("lifebound-free".into())
                .spawn(wait)
                .expect("a thread can be started");
        });
        drop(turn);
    }

    pub fn resume(&self) -> Result<()> {
        let turn = self.state.take_turn();
        self.state.remove_marker().map_err(|error| {
            Error::internal(&format!("the marker of the hold can't be removed: {error}"))
        })?;
        self.tell(EventBody::Resume);
        drop(turn);
        Ok(())
    }
}

/// A bare name is the system's, an interpreter outside the base folder too: no update of the app replaces them, and
/// others may run them.
fn replaceable(program: &str, base: &Path) -> Option<PathBuf> {
    if !program.contains(['/', '\\']) {
        return None;
    }
    let path = base.join(program).canonicalize().ok()?;
    let is_apps = path.starts_with(base.canonicalize().ok()?) || !is_interpreter(&path);
    is_apps.then_some(path)
}

fn is_interpreter(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with("python"))
}

fn until_free(path: &Path, label: &str, limit: Duration) -> Result<()> {
    let began = Instant::now();
    while !is_free(path) {
        if began.elapsed() >= limit {
            let message = format!(
                "{label} has ended, but \"{}\" could not be replaced after {} s: something still uses it. Close what \
                 has it open, then try the update again.",
                path.display(),
                limit.as_secs_f64()
            );
            return Err(Error::new("EXECUTABLE_BUSY", message));
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}
