//! Ends what lost hosts have left, of whichever app of this user.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::State;
use crate::core::engine::{CoreFailure, Engine};
use crate::core::event::LeftProcess;
use crate::core::record::{RecordFacts, RunRecord, Verdict};
use crate::process::{self, Remains};

/// A record has a few hundred bytes.
const MAX_BYTES: u64 = 64 * 1024;

/// What is found; `run` ends it, which takes up to the grace each.
pub struct Sweep {
    lost: Vec<(PathBuf, RunRecord)>,
}

/// Looks through the records, removes those that say nothing any more, and gives what has to be ended.
pub fn sweep(state: &State, engine: &Engine, warn: &dyn Fn(&str)) -> Result<Sweep, CoreFailure> {
    let mut lost = Vec::new();
    let Some(running) = state.running() else {
        return Ok(Sweep { lost });
    };
    for entry in fs::read_dir(running).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "tmp") {
            remove_draft(&path);
            continue;
        }
        // Gone: another sweep was faster.
        let Ok(text) = read(&path) else { continue };
        let Some(record) = engine.parse_record(&text)? else {
            warn(&format!(
                "Removed \"{}\": it is no record of a backend",
                path.display()
            ));
            let _ = fs::remove_file(&path);
            continue;
        };
        let facts = RecordFacts {
            boot_id: process::boot_id(),
            namespace: process::namespace(),
            host_start: process::start_of(record.host.pid),
        };
        match engine.judge_record(&record, &facts)? {
            Verdict::Keep => {}
            Verdict::Forget => drop(fs::remove_file(&path)),
            Verdict::End => lost.push((path, record)),
        }
    }
    Ok(Sweep { lost })
}

impl Sweep {
    pub fn is_empty(&self) -> bool {
        self.lost.is_empty()
    }

    pub fn run(self, grace: Duration, info: &dyn Fn(&str), warn: &dyn Fn(&str)) {
        for (path, record) in self.lost {
            let (found, left) = Remains::of(&record).end(grace);
            if !found.is_empty() {
                info(&format!(
                    "Ended what an app that was lost had left of {}: {}",
                    record.label,
                    names(&found)
                ));
            }
            if left.is_empty() {
                let _ = fs::remove_file(&path);
            } else {
                warn(&format!(
                    "Could not end what an app that was lost had left of {}: {}. End them by hand, or restart the machine.",
                    record.label,
                    names(&left)
                ));
            }
        }
    }
}

fn names(processes: &[LeftProcess]) -> String {
    let name = |process: &LeftProcess| match process.name.as_str() {
        "" => process.pid.to_string(),
        name => format!("{name} ({})", process.pid),
    };
    processes.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// What is no text, or too long, is no record.
fn read(path: &Path) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Half a record, whose writer is gone: its name begins with the writer's pid.
fn remove_draft(path: &Path) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let writer = name.split('-').next().and_then(|pid| pid.parse().ok());
    if writer.is_none_or(|pid| process::start_of(pid).is_none()) {
        let _ = fs::remove_file(path);
    }
}
