//! The kept log, and its way to those who look at it.

use std::collections::VecDeque;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use time::format_description::well_known::Iso8601;
use time::OffsetDateTime;

use super::log_file;
use super::observer::{LogLine, LogSource, News, Observer};
use crate::core::effect::LogLevel;

const KEPT_LINES: usize = 1_000;
/// A view gets at most so many lines in one go; a backend can write faster than any view can draw.
const SENT_AT_ONCE: usize = 500;
/// A screen shows no more changes than that.
const SEND_EVERY: Duration = Duration::from_millis(50);

#[derive(Clone)]
pub struct LogBook {
    shared: Arc<Shared>,
    /// The backend's lines go to our stderr too.
    echo: bool,
}

struct Shared {
    pages: Mutex<Pages>,
    written: Condvar,
    file: Mutex<Option<(Sender<LogLine>, JoinHandle<()>)>>,
}

#[derive(Default)]
struct Pages {
    kept: VecDeque<LogLine>,
    unsent: Vec<LogLine>,
    left_out: usize,
    closed: bool,
}

impl LogBook {
    /// Starts a thread that tells the observer, so that nobody who writes waits for who reads.
    pub fn open(observer: Arc<Observer>, echo: bool, file: Option<PathBuf>) -> Self {
        let shared = Arc::new(Shared {
            pages: Mutex::default(),
            written: Condvar::new(),
            file: Mutex::new(None),
        });
        let reader = shared.clone();
        thread::Builder::new()
            .name("lifebound-log".into())
            .spawn(move || forward(&reader, &*observer))
            .expect("a thread can be started");
        let book = Self { shared, echo };
        match file.map(log_file::open).transpose() {
            Ok(file) => *book.shared.file.lock().unwrap() = file,
            Err(error) => book.watchdog(
                LogLevel::Warn,
                &format!("There will be no log file: {error}"),
            ),
        }
        book
    }

    /// A line of the watchdog's own; it goes to the `log` crate too.
    pub fn watchdog(&self, level: LogLevel, text: &str) {
        log::log!(target: "lifebound", severity(level), "{text}");
        self.write(LogSource::Watchdog, level, text.to_owned());
    }

    /// A line of the backend's, as it is.
    pub fn backend(&self, text: String) {
        if self.echo {
            // An app without a terminal may have no stderr at all.
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
        self.write(LogSource::Backend, level_of(&text), text);
    }

    /// Oldest first.
    pub fn lines(&self) -> Vec<LogLine> {
        self.shared
            .pages
            .lock()
            .unwrap()
            .kept
            .iter()
            .cloned()
            .collect()
    }

    /// What is written from now on is not in the file; what was, is when this returns.
    pub fn close(&self) {
        self.shared.pages.lock().unwrap().closed = true;
        self.shared.written.notify_all();
        let file = self.shared.file.lock().unwrap().take();
        if let Some((lines, writer)) = file {
            drop(lines);
            let _ = writer.join();
        }
    }

    fn write(&self, source: LogSource, level: LogLevel, text: String) {
        let time = OffsetDateTime::now_utc()
            .format(&Iso8601::DEFAULT)
            .unwrap_or_default();
        let line = LogLine {
            source,
            level,
            text,
            time,
        };
        if let Some((lines, _)) = &*self.shared.file.lock().unwrap() {
            let _ = lines.send(line.clone());
        }
        let mut pages = self.shared.pages.lock().unwrap();
        if pages.unsent.len() < SENT_AT_ONCE {
            pages.unsent.push(line.clone());
        } else {
            pages.left_out += 1;
        }
        if pages.kept.len() == KEPT_LINES {
            pages.kept.pop_front();
        }
        pages.kept.push_back(line);
        drop(pages);
        self.shared.written.notify_all();
    }
}

fn forward(shared: &Shared, observer: &Observer) {
    loop {
        let pages = shared.pages.lock().unwrap();
        let mut pages = shared
            .written
            .wait_while(pages, |pages| pages.unsent.is_empty() && !pages.closed)
            .unwrap();
        let mut lines = std::mem::take(&mut pages.unsent);
        let left_out = std::mem::take(&mut pages.left_out);
        if lines.is_empty() {
            return;
        }
        drop(pages);
        if left_out > 0 {
            let text =
                format!("{left_out} log lines were left out here, since this view was too slow.");
            let time = lines
                .last()
                .map(|line| line.time.clone())
                .unwrap_or_default();
            lines.push(LogLine {
                source: LogSource::Watchdog,
                level: LogLevel::Warn,
                text,
                time,
            });
        }
        observer(News::Log { lines });
        thread::sleep(SEND_EVERY);
    }
}

fn severity(level: LogLevel) -> log::Level {
    match level {
        LogLevel::Debug => log::Level::Debug,
        LogLevel::Info => log::Level::Info,
        LogLevel::Warn => log::Level::Warn,
        LogLevel::Error => log::Level::Error,
    }
}

/// The level in a line of the seed's form, `2024-01-01 12:00:00 - __main__ - INFO - …`, or of `INFO: …`; else INFO.
fn level_of(line: &str) -> LogLevel {
    let words = line
        .split(" - ")
        .skip(1)
        .take(3)
        .chain(line.split_once(':').map(|(word, _)| word));
    words
        .into_iter()
        .find_map(level_named)
        .unwrap_or(LogLevel::Info)
}

fn level_named(word: &str) -> Option<LogLevel> {
    match word {
        "DEBUG" => Some(LogLevel::Debug),
        "INFO" => Some(LogLevel::Info),
        "WARN" | "WARNING" => Some(LogLevel::Warn),
        "ERROR" | "CRITICAL" => Some(LogLevel::Error),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_level_of_a_line() {
        assert_eq!(
            level_of("2024-01-01 12:00:00 - __main__ - WARNING - low on disk"),
            LogLevel::Warn
        );
        assert_eq!(
            level_of("2024-01-01 12:00:00 - app.engine - ERROR - no - such - file"),
            LogLevel::Error
        );
        assert_eq!(level_of("DEBUG: x"), LogLevel::Debug);
        assert_eq!(level_of("anything: with - an ERROR in it"), LogLevel::Info);
    }
}
