//! The record of one running backend.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use super::{write_private, State};
use crate::core::record::{ProcessKey, RunRecord};

pub struct RecordFile {
    path: PathBuf,
    record: RunRecord,
}

impl State {
    /// `None` when it can't be written (a full disk); said once.
    pub fn write_record(
        &self,
        generation: u32,
        record: RunRecord,
        warn: &dyn Fn(&str),
    ) -> Option<RecordFile> {
        let number = getrandom::u64().unwrap_or_default();
        let name = format!("{}-{generation}-{number:016x}.json", self.host.pid);
        let file = RecordFile {
            path: self.running()?.join(name),
            record,
        };
        match file.write() {
            Ok(()) => Some(file),
            Err(error) => {
                if !self.warned.swap(true, Ordering::Relaxed) {
                    warn(&format!(
                        "\"{}\" can't be written ({error}): what a lost app leaves is not found at its next start",
                        file.path.display()
                    ));
                }
                None
            }
        }
    }
}

impl RecordFile {
    pub fn set_helpers(&mut self, helpers: Vec<ProcessKey>) {
        self.record.helpers = helpers;
        // The old one stays when the disk is full.
        let _ = self.write();
    }

    pub fn remove(self) {
        let _ = fs::remove_file(&self.path);
    }

    fn write(&self) -> std::io::Result<()> {
        write_private(&self.path, &serde_json::to_string(&self.record)?)
    }
}
