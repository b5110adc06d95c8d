//! Crashes, and what comes after them.

use rustix::process::Signal;
use serde_json::json;

use super::harness::{is_alive, kill, setup, value, wait_for, wait_until_gone, App};
use crate::core::event::EventBody;
use crate::models::Retry;

#[test]
fn a_killed_backend_is_replaced_at_once_with_the_seeds_lines() {
    let app = setup("linked.py").start();
    let first = app.wait_until_ready(1);
    kill(first, Signal::KILL);
    let second = app.wait_until_ready(2);
    assert_ne!(first, second);
    assert!(!is_alive(first));
    let lines: Vec<String> = app
        .watchdog
        .log()
        .into_iter()
        .map(|line| line.text)
        .collect();
    let at = |text: &str| {
        lines
            .iter()
            .position(|line| line == text)
            .unwrap_or_else(|| panic!("{text}: {lines:#?}"))
    };
    let wanted = [
        "Starting Python backend watchdog",
        "Python backend process has exited",
        "Python backend died, attempting restart...",
        "Attempting to restart Python backend (attempt 1/5)",
        &format!("Python backend started with PID: {second}"),
    ];
    assert!(wanted.map(at).is_sorted(), "{lines:#?}");
}

#[test]
fn the_cause_of_a_crash_is_in_the_status() {
    let app = setup("linked.py").start();
    kill(app.wait_until_ready(1), Signal::SEGV);
    let status = app.wait_for_status("a cause", |status| status["lastCause"].is_object());
    assert_eq!(status["lastCause"]["signal"], "SIGSEGV");
    assert_eq!(status["lastCause"]["exitCode"], json!(null));
}

#[test]
fn one_that_exits_at_once_spends_the_budget_and_no_more() {
    let app = setup("exits.py").start();
    let error = app.wait_for_report();
    assert_eq!(error.code, "RESTARTS_EXHAUSTED");
    assert!(
        error
            .message
            .starts_with("Maximum restart attempts (5) exceeded"),
        "{error}"
    );
    let status = app.status();
    assert_eq!(
        (&status["state"], &status["generation"]),
        (&json!("failed"), &json!(6))
    );
    assert_eq!(status["lastCause"]["exitCode"], 3);
    assert_eq!(
        status["lastCause"]["stderrTail"],
        json!(["the disk is on fire"])
    );
}

#[test]
fn restart_works_out_of_failed() {
    let app = setup("exits.py").start();
    app.wait_for_report();
    app.watchdog.tell(EventBody::Restart { grace_ms: None });
    app.wait_for_status("another try", |status| status["generation"] == 7);
}

#[test]
fn without_a_grace_what_ignores_sigterm_is_gone_at_once_and_it_is_no_crash() {
    let mut setup = setup("ignores_term.py").without_link();
    // Beyond what `wait_until_ready` waits for.
    setup.config.termination_timeout_ms = 300_000;
    let app = setup.start();
    app.wait_until_ready(1);
    app.watchdog.tell(EventBody::Restart { grace_ms: Some(0) });
    app.wait_until_ready(2);
    let status = app.status();
    assert_eq!(status["lastCause"]["kind"], "restart-asked");
    assert_eq!(status["lastCause"]["signal"], "SIGKILL");
    assert_eq!(status["attempts"], 0);
    // It would wait for the whole grace otherwise.
    app.watchdog.kill();
}

#[test]
fn a_worker_left_behind_is_gone_before_the_next_start() {
    let app = setup("leaves_worker.py").without_link().start();
    app.wait_for_status("a second generation", |status| status["generation"] == 2);
    let first_worker = app.wait_for_pids("pids")[0];
    assert!(!is_alive(first_worker));
}

#[test]
fn a_daemon_that_holds_the_pipes_does_not_hold_up_the_restart() {
    let app = setup("leaves_daemon.py").without_link().start();
    let first = app.wait_until_ready(1);
    let daemons = Daemons(&app);
    app.wait_for_pids("daemons");
    kill(first, Signal::KILL);
    // The daemon holds them for longer than this waits.
    app.wait_for_status("a second pid", |status| {
        status["generation"] == 2 && status["pid"].is_u64()
    });
    drop(daemons);
}

/// A process group can't hold a daemon that left it (issue 4's tiers can), so the test ends them.
struct Daemons<'a>(&'a App);

impl Drop for Daemons<'_> {
    fn drop(&mut self) {
        self.0.until_over(EventBody::Stop);
        let living = |pids: Vec<u32>| {
            pids.into_iter()
                .filter(|pid| is_alive(*pid))
                .collect::<Vec<_>>()
        };
        wait_for("the daemons to be gone", || {
            let left = living(self.0.wait_for_pids("daemons"));
            left.iter().for_each(|pid| kill(*pid, Signal::KILL));
            left.is_empty().then_some(())
        });
    }
}

#[test]
fn a_request_in_flight_at_a_crash_gets_its_code() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    let error = value(&app.ask("die", json!({}))).unwrap_err();
    assert_eq!(error.code, "BACKEND_GONE");
}

#[test]
fn a_request_marked_safe_is_answered_by_the_next_generation() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    let answer = app.ask_with("die-once", json!({}), Retry::Safe, None);
    assert_eq!(value(&answer).unwrap(), "answered by the next");
    assert_eq!(app.status()["generation"], 2);
}

#[test]
fn hold_keeps_it_down_until_resume() {
    let app = setup("linked.py").start();
    let first = app.wait_until_ready(1);
    app.until_over(EventBody::Hold);
    assert!(!is_alive(first));
    assert_eq!(app.status()["wanted"], "held");
    app.watchdog.tell(EventBody::Resume);
    app.wait_until_ready(2);
}

#[test]
fn many_restarts_leave_no_descriptor_and_no_thread_behind() {
    let mut setup = setup("linked.py");
    setup.config.restart.max_attempts = 1_000;
    let app = setup.start();
    kill(app.wait_until_ready(1), Signal::KILL);
    for generation in 2..=12 {
        let pid = app.wait_until_ready(generation);
        kill(pid, Signal::KILL);
        wait_until_gone(pid);
    }
    app.wait_until_ready(13);
    // Other tests run beside this one, so look at what is ours by name.
    let ours = || {
        std::fs::read_dir("/proc/self/task")
            .unwrap()
            .flatten()
            .filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok())
            .filter(|name| name.starts_with("lifebound-back"))
            .count()
    };
    wait_for("the threads of old generations to end", || {
        (ours() < 40).then_some(())
    });
}
