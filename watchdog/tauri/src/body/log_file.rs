//! The log on disk, in full: on a thread of its own, so that a slow disk never holds up who writes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::observer::{LogLine, LogSource};

const MAX_BYTES: u64 = 10 * 1024 * 1024;
/// Besides the one that is written.
const OLD_FILES: usize = 2;

/// Lines for the file; what is sent after its end is dropped.
pub fn open(path: PathBuf) -> io::Result<(Sender<LogLine>, JoinHandle<()>)> {
    let mut file = Rotated::open(path)?;
    let (lines, queue) = mpsc::channel();
    let writer = thread::Builder::new()
        .name("lifebound-log-file".into())
        .spawn(move || write_all(&mut file, &queue))?;
    Ok((lines, writer))
}

fn write_all(file: &mut Rotated, queue: &Receiver<LogLine>) {
    let mut failed = false;
    for line in queue {
        let text = match line.source {
            LogSource::Watchdog => format!("{} [{}] {}\n", line.time, line.level, line.text),
            LogSource::Backend => format!("{} {}\n", line.time, line.text),
        };
        // A full disk may have room again.
        if let Err(error) = file.write(&text) {
            if !failed {
                log::warn!(target: "lifebound", "The log file can't be written: {error}");
            }
            failed = true;
        }
    }
}

struct Rotated {
    path: PathBuf,
    file: File,
}

impl Rotated {
    fn open(path: PathBuf) -> io::Result<Self> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = append(&path)?;
        Ok(Self { path, file })
    }

    fn write(&mut self, text: &str) -> io::Result<()> {
        // Asked, not counted: the backend's link writes its last words there too.
        if self.file.metadata()?.len() + text.len() as u64 > MAX_BYTES {
            self.rotate()?;
        }
        self.file.write_all(text.as_bytes())
    }

    fn rotate(&mut self) -> io::Result<()> {
        for number in (1..=OLD_FILES).rev() {
            let from = if number == 1 {
                self.path.clone()
            } else {
                numbered(&self.path, number - 1)
            };
            match fs::rename(from, numbered(&self.path, number)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.file = append(&self.path)?;
        Ok(())
    }
}

fn numbered(path: &Path, number: usize) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{number}"));
    name.into()
}

fn append(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rotates_and_keeps_three() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs/backend.log");
        let mut file = Rotated::open(path.clone()).unwrap();
        let megabyte = "x".repeat(1024 * 1024);
        for _ in 0..42 {
            file.write(&megabyte).unwrap();
        }
        let sizes: Vec<u64> = [path.clone(), numbered(&path, 1), numbered(&path, 2)]
            .iter()
            .map(|path| fs::metadata(path).unwrap().len())
            .collect();
        assert_eq!(sizes, [2 << 20, 10 << 20, 10 << 20]);
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_reads_it() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("backend.log");
        Rotated::open(path.clone()).unwrap();
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, 0o600);
    }
}
