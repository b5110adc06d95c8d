//! Reads what a backend says over the link.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use serde_json::Value;

use super::message::Message;
use super::observer::News;
use super::output::{read_lines, Step};
use super::surroundings::Surroundings;
use crate::core::event::EventBody;
use crate::error::Error;
use crate::link::lines::Line;
use crate::link::message::{self, Message as Wire};
use crate::link::MAX_MESSAGE_BYTES;
use crate::process::Output;

/// The core's contract: at most one `heard` in this time.
const HEARD_EVERY: Duration = Duration::from_millis(500);

pub fn read_channel(number: u32, output: Output, around: Surroundings) -> Receiver<()> {
    let mut last_heard: Option<Instant> = None;
    read_lines(
        "lifebound-channel",
        output,
        MAX_MESSAGE_BYTES,
        move |step| match step {
            Step::Chunk => {
                if last_heard.is_none_or(|at| at.elapsed() >= HEARD_EVERY) {
                    last_heard = Some(Instant::now());
                    around.post(EventBody::Heard { generation: number });
                }
            }
            Step::Line(line) => take_message(number, &line, &around),
        },
    )
}

fn take_message(number: u32, line: &Line, around: &Surroundings) {
    if line.oversize {
        let why = format!(
            "a line of {} bytes, over the limit of {MAX_MESSAGE_BYTES}",
            line.bytes
        );
        garbage(&why, &line.text, around);
        if let Some(id) = message::id_of_head(&line.text) {
            let text = "The answer is over the limit of 8 MiB. Ask for less, or hand the data over by a private file.";
            let result = Err(Error::new("PAYLOAD_TOO_LARGE", text));
            let _ = around.events.send(Message::Answer { id, result });
        }
        return;
    }
    if line.text.trim().is_empty() {
        return;
    }
    match message::parse(&line.text) {
        Wire::Notification { method, params } => notified(number, method, params, around),
        Wire::Request { id, method } => {
            let _ = around.events.send(Message::Refuse {
                generation: number,
                id,
                method,
            });
        }
        Wire::Answer { id, result } => {
            let _ = around.events.send(Message::Answer { id, result });
        }
        Wire::Unreadable(why) => garbage(why, &line.text, around),
    }
}

fn notified(number: u32, method: String, params: Box<RawValue>, around: &Surroundings) {
    if !method.starts_with("lifebound/") {
        return (around.observer)(News::Notify { method, params });
    }
    match serde_json::from_str::<Value>(params.get()) {
        Ok(params) => around.post(EventBody::Message {
            generation: number,
            method,
            params,
        }),
        Err(_) => garbage("parameters that can't be read", params.get(), around),
    }
}

fn garbage(why: &str, text: &str, around: &Surroundings) {
    let beginning: String = text.chars().take(200).collect();
    around
        .log
        .backend(format!("Not a message of the link ({why}): {beginning}"));
}
