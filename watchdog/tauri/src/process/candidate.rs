//! What is where a candidate of the core points. Which candidates, and in which order, is the core's business.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use crate::core::event::{CandidateAnswer, Found};

/// A bare name (`python3`) is looked for in PATH, everything else below the base folder.
pub fn look_at(candidate: &str, base: &Path) -> CandidateAnswer {
    let (found, path) = if candidate.contains('/') {
        let path = base.join(candidate);
        (found_at(&path), path)
    } else {
        search_path(candidate)
    };
    CandidateAnswer {
        candidate: candidate.to_owned(),
        found,
        path: (found != Found::Missing).then(|| absolute(&path)),
    }
}

fn search_path(name: &str) -> (Found, PathBuf) {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders)
        // An empty entry means the working directory, which is anybody's.
        .filter(|folder| folder.is_absolute())
        .flat_map(|folder| executable_names(name).map(move |file| folder.join(file)))
        .map(|path| (found_at(&path), path))
        .find(|(found, _)| *found == Found::Executable)
        .unwrap_or((Found::Missing, PathBuf::from(name)))
}

#[cfg(unix)]
fn executable_names(name: &str) -> impl Iterator<Item = String> {
    std::iter::once(name.to_owned())
}

#[cfg(windows)]
fn executable_names(name: &str) -> impl Iterator<Item = String> {
    std::iter::once(format!("{name}.exe"))
}

fn found_at(path: &Path) -> Found {
    match fs::metadata(path) {
        Err(_) => Found::Missing,
        Ok(metadata) if !metadata.is_file() => Found::NotAFile,
        Ok(_) if may_execute(path) => Found::Executable,
        Ok(_) if File::open(path).is_ok() => Found::Readable,
        Ok(_) => Found::Unreadable,
    }
}

#[cfg(unix)]
fn may_execute(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(windows)]
fn may_execute(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("exe"))
}

/// Without `..`, but with symbolic links kept: a virtual environment is found by the name of its own `python`.
fn absolute(path: &Path) -> String {
    let mut clean = PathBuf::new();
    for part in std::path::absolute(path)
        .unwrap_or_else(|_| path.to_owned())
        .components()
    {
        match part {
            std::path::Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean.to_string_lossy().into_owned()
}
