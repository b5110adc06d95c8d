//! What is kept on disk, privately, for the next start: who runs, and who is held.

mod folder;
mod gate;
mod hold;
mod record;
mod sweep;
mod watch;

pub use gate::Gate;
pub use record::RecordFile;
pub use sweep::sweep;
pub use watch::HoldWatch;

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::core::record::{ProcessKey, RunRecord};
use crate::process;

/// One app's part of the state folder.
pub struct State {
    /// `None`: there is no private place; said once.
    folder: Option<PathBuf>,
    id: String,
    label: String,
    host: ProcessKey,
    warned: AtomicBool,
    turn: Mutex<()>,
}

impl State {
    /// `warn` is told why there is none.
    pub fn open(folder: Option<PathBuf>, id: &str, label: &str, warn: &dyn Fn(&str)) -> Self {
        let pid = std::process::id();
        let host = process::key_of(pid);
        Self {
            folder: folder::prepare(folder, warn),
            id: id.to_owned(),
            label: label.to_owned(),
            host: host.unwrap_or(ProcessKey {
                pid,
                start: String::new(),
            }),
            warned: AtomicBool::new(false),
            turn: Mutex::default(),
        }
    }

    /// Held from a look at the marker, or a change of it, until the watchdog has been told: else the old news could
    /// come after the new.
    pub fn take_turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join("running"))
    }

    fn held(&self) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join("held"))
    }

    /// All that is the same for each of its generations.
    pub fn blank_record(&self) -> RunRecord {
        RunRecord {
            version: 1,
            id: self.id.clone(),
            label: self.label.clone(),
            boot_id: process::boot_id(),
            namespace: process::namespace(),
            host: self.host.clone(),
            leader: self.host.clone(),
            program: String::new(),
            tier: String::new(),
            cgroup: None,
            mark: None,
            helpers: Vec::new(),
        }
    }
}

/// A new file that only we can read, whole or not at all: under another name first.
fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    let draft = path.with_extension("tmp");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| std::fs::rename(&draft, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    written
}
