//! What can be known of a program before it is started: a wrapper would hide a failed exec behind its own exit status.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::process::Program;

/// The reason why it can't be started, in the words that the core knows.
pub fn check(program: &Program) -> io::Result<()> {
    let folder = &program.folder;
    if !folder.is_dir() {
        return refuse(format!("no such file or folder: {}", folder.display()));
    }
    let path = find(program).ok_or_else(|| io::Error::other("no such file"))?;
    check_file(&path)?;
    match interpreter_of(&path) {
        Some(interpreter) if !interpreter.exists() => refuse(format!(
            "no such file: the interpreter in its first line, {}",
            interpreter.display()
        )),
        _ => Ok(()),
    }
}

/// What the system says of a start that failed all the same.
pub fn explain(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::ArgumentListTooLong {
        return io::Error::other("its arguments and environment are too long");
    }
    error
}

/// A bare name is looked for in the backend's own PATH.
fn find(program: &Program) -> Option<PathBuf> {
    let name = &program.command.program;
    if name.contains('/') {
        let path = program.folder.join(name);
        return path.exists().then_some(path);
    }
    let given = program
        .environment
        .iter()
        .rev()
        .find(|(variable, _)| variable == "PATH")
        .and_then(|(_, value)| value.clone());
    let folders = given.map_or_else(|| std::env::var_os("PATH").unwrap_or_default(), Into::into);
    std::env::split_paths(&folders)
        .map(|folder| folder.join(name))
        .find(|path| check_file(path).is_ok())
}

fn check_file(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return refuse("permission denied: it is a folder".into());
    }
    rustix::fs::access(path, rustix::fs::Access::EXEC_OK)
        .map_err(|_| io::Error::other("permission denied"))
}

/// After `#!`; `None` for a binary, and for what may be run but not read.
fn interpreter_of(path: &Path) -> Option<PathBuf> {
    let mut head = Vec::new();
    File::open(path)
        .ok()?
        .take(256)
        .read_to_end(&mut head)
        .ok()?;
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = String::from_utf8_lossy(line.strip_prefix(b"#!")?).into_owned();
    // Not by white space: a carriage return of Windows belongs to the name that the kernel looks for.
    let name = line
        .trim_start_matches([' ', '\t'])
        .split([' ', '\t'])
        .next()?;
    Some(PathBuf::from(name))
}

fn refuse(reason: String) -> io::Result<()> {
    Err(io::Error::other(reason))
}

/// Whether anything that runs from it keeps it from being replaced.
pub fn is_free(path: &Path) -> bool {
    match fs::OpenOptions::new().write(true).open(path) {
        Err(error) => error.kind() != io::ErrorKind::ExecutableFileBusy,
        Ok(_) => true,
    }
}
