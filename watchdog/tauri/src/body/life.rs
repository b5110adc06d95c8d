//! A tree and the record by which the next start finds it, should we be lost.

use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::log_book::LogBook;
use crate::core::effect::LogLevel;
use crate::core::event::LeftProcess;
use crate::core::record::RunRecord;
use crate::process::{key_of, Program, Tree};
use crate::state::{RecordFile, State};

/// How long one `endTree` looks until it tells who is left; the core asks again.
pub const END_TREE_LIMIT: Duration = Duration::from_secs(1);

pub struct Life {
    pub tree: Tree,
    pid: OnceLock<u32>,
    record: Mutex<Option<RecordFile>>,
}

impl Life {
    pub fn new(tree: Tree) -> Self {
        Self {
            tree,
            pid: OnceLock::new(),
            record: Mutex::default(),
        }
    }

    /// The program's own, as we see it.
    pub fn pid(&self) -> Option<u32> {
        self.pid.get().copied()
    }

    /// Writes the record. Without one (a full disk) the backend runs all the same.
    pub fn record(
        &self,
        generation: u32,
        pid: u32,
        program: &Program,
        state: &State,
        log: &LogBook,
    ) {
        let _ = self.pid.set(pid);
        // It may have ended already.
        let Some(leader) = key_of(pid) else { return };
        let record = RunRecord {
            leader,
            program: program.command.program.clone(),
            tier: program.tier.clone(),
            cgroup: self.tree.cgroup(),
            mark: self.tree.mark(),
            ..state.blank_record()
        };
        *self.lock() = state.write_record(generation, record, &|problem| {
            log.watchdog(LogLevel::Warn, problem);
        });
    }

    /// A helper outside the tree: its name, or why it is refused.
    pub fn adopt(&self, pid: u32, namespace: Option<&str>) -> Result<String, String> {
        let program = self.pid().ok_or("the backend has not started")?;
        let name = self.tree.adopt(pid, namespace, program)?;
        if let Some(record) = &mut *self.lock() {
            record.set_helpers(self.tree.helpers());
        }
        Ok(name)
    }

    /// Kills what is left after the grace. Who is still there at the limit beyond it is given.
    pub fn end(&self, grace: Duration, limit: Duration) -> Vec<LeftProcess> {
        let left = self.tree.end(grace, limit);
        if left.is_empty() {
            if let Some(record) = self.lock().take() {
                record.remove();
            }
        }
        left
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<RecordFile>> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
