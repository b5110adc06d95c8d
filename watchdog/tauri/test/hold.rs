//! Held for an update: by the app, over its crash, and by others.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::mpsc;
use std::sync::Arc;

use super::harness::{is_alive, setup, App, DEADLINE};
use crate::core::event::{EventBody, HostEnd};
use crate::error::Result;
use crate::models::Launch;

fn hold(app: &App) -> Result<()> {
    let (sender, answer) = mpsc::channel();
    app.watchdog.hold(move |result| drop(sender.send(result)));
    answer.recv_timeout(DEADLINE).expect("an answer")
}

fn marker(app: &App) -> PathBuf {
    app.state.path().join("held/test.json")
}

#[test]
fn nothing_runs_while_it_is_held_and_the_marker_says_by_whom() {
    let app = setup("linked.py").start();
    let pid = app.wait_until_ready(1);
    hold(&app).expect("it is free");
    assert!(!is_alive(pid));
    let text = fs::read_to_string(marker(&app)).unwrap();
    let held: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&held["version"], &held["id"]), (&1.into(), &"test".into()));
    assert_eq!(held["pid"], std::process::id());
    app.watchdog.resume().unwrap();
    app.wait_until_ready(2);
    assert!(!marker(&app).exists());
}

#[test]
fn it_outlives_the_app() {
    let app = setup("linked.py").start();
    app.wait_until_ready(1);
    hold(&app).unwrap();
    app.watchdog.end(HostEnd::AppExit);
    let mut setup = setup("linked.py");
    setup.state = Some(app.state.clone());
    let next = setup.start();
    next.wait_for_line("is held until it is resumed");
    assert_eq!(next.status()["generation"], 0);
    next.watchdog.resume().unwrap();
    next.wait_until_ready(1);
}

#[test]
fn a_marker_of_others_holds_and_its_end_resumes() {
    let app = setup("linked.py").start();
    let pid = app.wait_until_ready(1);
    fs::write(marker(&app), "{}").unwrap();
    super::harness::wait_until_gone(pid);
    app.wait_for_status("held", |status| status["wanted"] == "held");
    fs::remove_file(marker(&app)).unwrap();
    app.wait_until_ready(2);
}

#[test]
fn an_executable_that_somebody_else_runs_is_told_and_it_stays_held() {
    let mut setup = setup("").without_link();
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("backend");
    fs::copy("/bin/sleep", &program).unwrap();
    setup.config.launch = Launch::Command {
        program: program.to_string_lossy().into_owned(),
        args: vec!["1000".into()],
    };
    let app = setup.start();
    app.wait_until_ready(1);
    let mut other = Command::new(&program).arg("1000").spawn().unwrap();
    let error = hold(&app).expect_err("it is busy");
    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(error.code, "EXECUTABLE_BUSY");
    assert!(
        error.message.contains(&*program.to_string_lossy()),
        "{error}"
    );
    assert_eq!(app.status()["wanted"], "held");
    hold(&app).expect("it is free now");
}

#[test]
fn who_wants_both_at_once_ends_in_one_of_them() {
    let app = Arc::new(setup("linked.py").start());
    app.wait_until_ready(1);
    for _ in 0..20 {
        let (sender, answer) = mpsc::channel();
        app.watchdog.hold(move |result| drop(sender.send(result)));
        app.watchdog.resume().unwrap();
        answer.recv_timeout(DEADLINE).expect("an answer").unwrap();
    }
    app.wait_for_status("ready again", |status| {
        status["state"] == "ready" && status["generation"].as_u64() > Some(1)
    });
    app.until_over(EventBody::Stop);
}
