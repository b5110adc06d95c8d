//! The app's requests and the backend's answers.

use std::fs::File;
use std::time::Duration;

use serde_json::json;

use super::harness::{setup, value};
use crate::core::event::EventBody;
use crate::models::Retry;
use crate::request::Request;

#[test]
fn payloads_pass_through_unchanged() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    let params = json!({ "文": "打开 \u{10ffff}\n\"", "n": 12345678901234567890_u64, "deep": [[[{ "x": null }]]], "f": 0.1 });
    assert_eq!(app.answer("echo", params.clone()), params);
}

#[test]
fn a_request_before_ready_waits() {
    let app = setup("linked.py").start();
    assert_eq!(
        app.answer("echo", json!({ "early": true })),
        json!({ "early": true })
    );
}

#[test]
fn the_backends_own_codes_come_through() {
    let app = setup("linked.py").start();
    let error = value(&app.ask("refuse", json!({}))).unwrap_err();
    assert_eq!(error.code, "FILE_NOT_FOUND");
    assert_eq!(error.message, "No file at /tmp/none.xlsx. Check the path.");
}

#[test]
fn a_request_that_takes_too_long_fails_and_the_next_is_answered() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    let slow = app.ask_with(
        "sleep",
        json!({ "seconds": 0.3 }),
        Retry::Never,
        Some(Duration::from_millis(50)),
    );
    assert_eq!(value(&slow).unwrap_err().code, "REQUEST_TIMEOUT");
    assert_eq!(
        app.answer("echo", json!({ "next": 1 })),
        json!({ "next": 1 })
    );
    assert_eq!(app.status()["requestsInFlight"], 0);
}

#[test]
fn what_hangs_is_cancelled_and_not_sent_to_the_next_generation() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    let folder = app.folder.path().to_string_lossy().into_owned();
    let hanging = app.send(Request {
        method: "sleep".into(),
        params: json!({ "seconds": 60 }),
        retry: Retry::Safe,
        timeout: None,
        ticket: Some("one".into()),
    });
    let waiting = app.ask_with("echo", json!({ "in": folder }), Retry::Safe, None);
    app.watchdog.cancel("one".into());
    app.watchdog.cancel("of nobody".into());
    assert_eq!(value(&hanging).unwrap_err().code, "REQUEST_CANCELLED");
    app.watchdog.tell(EventBody::Restart { grace_ms: Some(0) });
    app.wait_until_ready(2);
    assert_eq!(value(&waiting).unwrap(), json!({ "in": folder }));
    assert_eq!(app.status()["requestsInFlight"], 0);
}

#[test]
fn a_request_to_a_stopped_backend_is_refused() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    app.until_over(EventBody::Stop);
    assert_eq!(
        value(&app.ask("echo", json!({}))).unwrap_err().code,
        "BACKEND_STOPPED"
    );
}

#[test]
fn more_than_a_message_may_hold_is_refused_both_ways() {
    let app = setup("too_long.py").start();
    app.wait_until_ready(1);
    let limit = crate::link::MAX_MESSAGE_BYTES;
    let out = value(&app.ask("x", json!({ "length": 0, "text": "x".repeat(limit) }))).unwrap_err();
    assert_eq!(out.code, "PAYLOAD_TOO_LARGE");
    let back = value(&app.ask("x", json!({ "length": limit }))).unwrap_err();
    assert_eq!(back.code, "PAYLOAD_TOO_LARGE");
    let large = app.answer("x", json!({ "length": limit - 100 }));
    assert_eq!(large.as_str().unwrap().len(), limit - 100);
}

#[test]
fn what_is_no_message_is_a_log_line_and_a_question_is_refused() {
    let app = setup("too_long.py").start();
    app.wait_for_line("Not a message of the link (not JSON): no message at all");
    app.wait_for_line("refused with -32601");
    app.wait_until_ready(1);
}

#[test]
fn notifications_reach_the_app() {
    let app = setup("linked.py").start();
    app.answer("announce", json!({ "text": "保存" }));
    assert_eq!(
        app.wait_for_notification("announced"),
        json!({ "text": "保存" })
    );
}

#[test]
fn our_descriptors_are_not_inherited() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("secret");
    let file = File::create(&path).unwrap();
    // As GTK opens its own: without close-on-exec.
    rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::empty()).unwrap();
    let app = setup("linked.py").start();
    let open = app.answer("open-files", json!({}));
    assert!(!open.to_string().contains("secret"), "{open}");
}
