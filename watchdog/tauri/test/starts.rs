//! Getting to ready, and not getting there.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use super::harness::{environment_of, is_alive, setup};
use crate::core::event::EventBody;
use crate::models::{Launch, Readiness, RestartPolicy};

#[test]
fn starts_gets_ready_and_stops_in_good_order() {
    let app = setup("linked.py").start();
    let pid = app.wait_until_ready(1);
    assert_eq!(app.answer("pid", super::harness::nothing()), pid);
    app.until_over(EventBody::Stop);
    assert!(!is_alive(pid));
    assert_eq!(app.status()["state"], "idle");
    assert_eq!(
        fs::read_to_string(app.folder.path().join("saved")).unwrap(),
        "saved\n"
    );
}

#[test]
fn its_environment_is_fit_for_a_backend() {
    let app = setup("never_ready.py").start();
    let pid = app.wait_for_status("a pid", |status| status["pid"].is_u64())["pid"]
        .as_u64()
        .unwrap();
    let environment = environment_of(pid as u32);
    assert_eq!(environment["LIFEBOUND_LINK"], "stdio");
    assert_eq!(environment["PYTHONUNBUFFERED"], "1");
}

#[test]
fn finds_script_and_interpreter_in_the_seeds_order() {
    let mut setup = setup("");
    setup.config.launch = Launch::Locate { confined: true };
    setup.config.readiness = Readiness::Stay;
    let app = setup.start();
    assert_eq!(app.wait_for_report().code, "NO_BACKEND");
    let folder = app.folder.path();
    fs::create_dir_all(folder.join("backend")).unwrap();
    fs::create_dir_all(folder.join(".venv/bin")).unwrap();
    fs::write(folder.join("backend/main.py"), "sleep 60\n").unwrap();
    fs::write(
        folder.join(".venv/bin/python"),
        "#!/bin/sh\nexec /bin/sh \"$@\"\n",
    )
    .unwrap();
    fs::set_permissions(
        folder.join(".venv/bin/python"),
        fs::Permissions::from_mode(0o755),
    )
    .unwrap();
    app.watchdog.tell(EventBody::Restart { grace_ms: None });
    app.wait_for_line("Found Python backend script: \"backend/main.py\"");
    app.wait_for_line("Found Python interpreter: \".venv/bin/python\"");
    app.wait_for_status("ready", |status| status["state"] == "ready");
}

#[test]
fn a_program_that_is_not_there_is_told_at_once() {
    let mut setup = setup("");
    setup.config.launch = Launch::Command {
        program: "/nowhere/backend".into(),
        args: Vec::new(),
    };
    let error = setup.start().wait_for_report();
    assert_eq!(error.code, "START_FAILED");
    assert!(error.message.contains("not found"), "{error}");
}

#[test]
fn a_program_that_may_not_be_run_is_told_in_the_seeds_words() {
    let mut setup = setup("");
    let program = super::harness::backend_file("exits.py")
        .to_string_lossy()
        .into_owned();
    setup.config.launch = Launch::Command {
        program,
        args: Vec::new(),
    };
    let error = setup.start().wait_for_report();
    assert!(
        error
            .message
            .starts_with("Failed to start Python backend: permission denied"),
        "{error}"
    );
}

#[test]
fn one_that_never_gets_ready_is_ended() {
    let mut setup = setup("never_ready.py");
    setup.config.start_timeout_ms = 200;
    setup.config.restart.policy = RestartPolicy::No;
    let app = setup.start();
    let pid = app.wait_for_status("a pid", |status| status["pid"].is_u64())["pid"]
        .as_u64()
        .unwrap();
    assert_eq!(app.wait_for_report().code, "START_TIMEOUT");
    assert!(!is_alive(pid as u32));
}

#[test]
fn a_web_server_is_ready_when_its_probe_passes() {
    let port = free_port();
    let mut setup = setup("serves_http.py");
    if let Launch::Command { args, .. } = &mut setup.config.launch {
        args.push(port.to_string());
    }
    setup.config.readiness = Readiness::Http {
        url: format!("http://127.0.0.1:{port}/health"),
    };
    let app = setup.start();
    app.wait_until_ready(1);
    app.until_over(EventBody::Stop);
}

#[test]
fn a_port_that_accepts_is_ready() {
    let port = free_port();
    let mut setup = setup("serves_http.py");
    if let Launch::Command { args, .. } = &mut setup.config.launch {
        args.push(port.to_string());
    }
    setup.config.readiness = Readiness::Tcp { port };
    setup.start().wait_until_ready(1);
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}
