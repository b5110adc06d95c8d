//! The backend's stdin on a thread of its own: a backend that does not read must not hold up the watchdog.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::Arc;
use std::thread;

use super::MAX_QUEUED_BYTES;
use crate::process::Input;

pub struct Writer {
    /// `None` after `close`.
    lines: Option<Sender<Vec<u8>>>,
    queued: Arc<AtomicUsize>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Sent {
    Yes,
    /// The queue is full of what a backend does not read. Nothing was queued.
    Full,
}

impl Writer {
    pub fn start(input: Input) -> Self {
        let (lines, queue) = mpsc::channel();
        let queued = Arc::new(AtomicUsize::new(0));
        let counter = queued.clone();
        thread::Builder::new()
            .name("lifebound-writer".into())
            .spawn(move || write_all(input, &queue, &counter))
            .expect("a thread can be started");
        Self {
            lines: Some(lines),
            queued,
        }
    }

    pub fn send(&self, line: Vec<u8>) -> Sent {
        if self.queued.load(Ordering::Relaxed) + line.len() > MAX_QUEUED_BYTES {
            return Sent::Full;
        }
        self.send_control(line);
        Sent::Yes
    }

    /// The watchdog's own few bytes are queued always. After the end there is nobody to tell: the exit is on its way.
    pub fn send_control(&self, line: Vec<u8>) {
        if let Some(lines) = &self.lines {
            self.queued.fetch_add(line.len(), Ordering::Relaxed);
            let _ = lines.send(line);
        }
    }

    /// EOF for the backend, after all that is queued.
    pub fn close(&mut self) {
        self.lines = None;
    }
}

fn write_all(mut input: Input, queue: &Receiver<Vec<u8>>, queued: &AtomicUsize) {
    for line in queue {
        if input.write_all(&line).is_err() {
            return;
        }
        queued.fetch_sub(line.len(), Ordering::Relaxed);
    }
}
