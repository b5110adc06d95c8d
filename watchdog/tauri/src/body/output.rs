//! Reads what a backend writes, line by line.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::thread;

use super::log_book::LogBook;
use crate::link::lines::{Line, LineSplitter};
use crate::process::{Output, Read};

/// The last lines of stderr that travel with the cause of an end.
const TAIL_LINES: usize = 20;
/// A longer line of output is cut: it is for people.
const MAX_LOG_LINE_BYTES: usize = 64 * 1024;

/// The last lines that were read.
pub type Tail = Arc<Mutex<VecDeque<String>>>;

pub fn read_log(output: Output, log: LogBook, tail: Option<Tail>) -> Receiver<()> {
    read_lines(
        "lifebound-output",
        output,
        MAX_LOG_LINE_BYTES,
        move |step| {
            let Step::Line(line) = step else { return };
            let text = if line.oversize {
                format!("{}… ({} bytes)", line.text, line.bytes)
            } else {
                line.text
            };
            if let Some(tail) = &tail {
                let mut tail = tail.lock().unwrap();
                if tail.len() == TAIL_LINES {
                    tail.pop_front();
                }
                tail.push_back(text.clone());
            }
            log.backend(text);
        },
    )
}

pub enum Step {
    Chunk,
    Line(Line),
}

/// Reads on a thread of its own; the answer comes when all that the leader wrote has been told.
pub fn read_lines(
    name: &str,
    mut output: Output,
    limit: usize,
    mut on: impl FnMut(Step) + Send + 'static,
) -> Receiver<()> {
    let (drained, receiver) = mpsc::channel();
    let run = move || {
        let mut buffer = vec![0; 64 * 1024];
        let mut lines = LineSplitter::new(limit);
        loop {
            match output.read(&mut buffer) {
                Read::Bytes(count) => {
                    on(Step::Chunk);
                    lines.push(&buffer[..count], |line| on(Step::Line(line)));
                }
                step @ (Read::Drained | Read::End) => {
                    lines.end(|line| on(Step::Line(line)));
                    let _ = drained.send(());
                    if step == Read::End {
                        return;
                    }
                }
            }
        }
    };
    thread::Builder::new()
        .name(name.into())
        .spawn(run)
        .expect("a thread can be started");
    receiver
}
