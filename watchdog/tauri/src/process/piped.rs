//! What every system's start of the backend has in common.

use std::process::{Command, Stdio};

use super::Program;
use crate::core::contain;

impl Program {
    /// `command`, in this program's folder and environment, with pipes.
    pub(super) fn piped(&self, command: &contain::Command) -> Command {
        let mut piped = Command::new(&command.program);
        piped
            .args(&command.args)
            .current_dir(&self.folder)
            .stdin(if self.link {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (name, value) in &self.environment {
            match value {
                Some(value) => piped.env(name, value),
                None => piped.env_remove(name),
            };
        }
        piped
    }
}
