//! Whoever ends, and however: nothing of the backend is left.

use std::time::{Duration, Instant};

use super::harness::{is_alive, setup};
use crate::core::event::{EventBody, HostEnd};

#[test]
fn one_that_ignores_sigterm_is_killed_after_the_grace_and_its_worker_too() {
    let app = setup("ignores_term.py").without_link().start();
    let pids = app.wait_for_pids("pids");
    let asked = Instant::now();
    app.until_over(EventBody::Stop);
    assert!(
        asked.elapsed() >= Duration::from_millis(400),
        "no grace: {:?}",
        asked.elapsed()
    );
    assert!(pids.iter().all(|pid| !is_alive(*pid)));
}

#[test]
fn the_end_of_the_app_waits_for_the_end_of_the_backend() {
    let app = setup("linked.py").start();
    let pid = app.wait_until_ready(1);
    app.watchdog.end(HostEnd::AppExit);
    assert!(!is_alive(pid));
    assert!(app.folder.path().join("saved").exists());
}

#[test]
fn an_app_that_ends_while_its_backend_starts_leaves_nothing() {
    for _ in 0..10 {
        let app = setup("ignores_term.py").without_link().start();
        app.watchdog.end(HostEnd::Signal);
        let pids = std::fs::read_to_string(app.folder.path().join("pids")).unwrap_or_default();
        assert!(
            pids.split_whitespace()
                .all(|pid| !is_alive(pid.parse().unwrap())),
            "{pids}"
        );
        assert_eq!(app.status()["pid"], serde_json::Value::Null);
    }
}

#[test]
fn after_the_end_of_the_app_nothing_starts_any_more() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    app.watchdog.end(HostEnd::WindowClosed);
    app.watchdog.tell(EventBody::Restart { grace_ms: None });
    assert_eq!(app.status()["pid"], serde_json::Value::Null);
    assert_eq!(app.status()["generation"], 1);
}

#[test]
fn dropping_the_watchdog_ends_the_backend() {
    let app = setup("ignores_term.py").without_link().start();
    let pids = app.wait_for_pids("pids");
    let super::harness::App { watchdog, .. } = app;
    drop(watchdog);
    pids.into_iter().for_each(super::harness::wait_until_gone);
}

/// At every moment of a restart, also between fork and the news of it.
#[test]
fn dropping_the_watchdog_while_it_restarts_leaves_nothing() {
    for moment in 0..40 {
        let super::harness::App {
            watchdog, folder, ..
        } = setup("leaves_worker.py").without_link().start();
        std::thread::sleep(Duration::from_millis(moment * 10));
        drop(watchdog);
        let left = super::harness::processes_in(folder.path());
        assert!(left.is_empty(), "after {moment}0 ms: {left:?}");
    }
}
