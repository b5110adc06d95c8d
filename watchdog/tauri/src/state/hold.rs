//! The marker of a hold: while it is there, no backend of this app is started, whoever crashes.

use std::fs;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::{write_private, State};

impl State {
    pub(super) fn marker(&self) -> Option<PathBuf> {
        Some(self.held()?.join(format!("{}.json", self.id)))
    }

    pub fn is_held(&self) -> bool {
        self.marker().is_some_and(|marker| marker.exists())
    }

    pub fn write_marker(&self) -> std::io::Result<()> {
        let no_folder = || std::io::Error::other("there is no state folder");
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let marker = json!({
            "version": 1, "id": self.id, "sinceMs": since.as_millis() as u64, "pid": std::process::id(),
        });
        write_private(&self.marker().ok_or_else(no_folder)?, &marker.to_string())
    }

    pub fn remove_marker(&self) -> std::io::Result<()> {
        match self.marker().map(fs::remove_file) {
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}
