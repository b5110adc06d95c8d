//! The app itself dies, in all the ways that need no window: examples/headless.rs is it.

use std::fs;
use std::os::unix::process::ExitStatusExt;

use rustix::process::Signal;

use super::harness::{is_alive, wait_for, wait_until_gone};
use super::headless::Host;

fn ends_in_good_order(signal: Signal) {
    let mut host = Host::start("linked.py");
    let backend = host.ready();
    host.kill(signal);
    let status = host.process.wait().unwrap();
    assert!(!is_alive(backend), "the app went before its backend");
    assert_eq!(status.signal(), Some(signal.as_raw()), "{status}");
    assert!(host.folder().join("saved").exists());
}

#[test]
fn sigterm_ends_both_in_good_order() {
    ends_in_good_order(Signal::TERM);
}

#[test]
fn sigint_ends_both_in_good_order() {
    ends_in_good_order(Signal::INT);
}

#[test]
fn sighup_ends_both_in_good_order() {
    ends_in_good_order(Signal::HUP);
}

#[test]
fn an_app_that_is_killed_takes_its_backend_along_which_still_saves_what_it_has() {
    let mut host = Host::start("linked.py");
    let backend = host.ready();
    host.kill(Signal::KILL);
    host.process.wait().unwrap();
    wait_until_gone(backend);
    assert_eq!(
        fs::read_to_string(host.folder().join("saved")).unwrap(),
        "saved\n"
    );
}

#[test]
fn a_second_signal_waits_for_nobody() {
    let mut host = Host::start("ignores_term.py");
    let pids: Vec<u32> = wait_for("pids", || {
        let text = fs::read_to_string(host.folder().join("pids")).ok()?;
        text.ends_with('\n').then(|| {
            text.split_whitespace()
                .map(|pid| pid.parse().unwrap())
                .collect()
        })
    });
    host.kill(Signal::INT);
    host.line("[INFO] Stopping Python backend");
    host.kill(Signal::INT);
    host.process.wait().unwrap();
    pids.into_iter().for_each(wait_until_gone);
}

#[test]
fn two_apps_have_a_backend_each() {
    let hosts = [Host::start("linked.py"), Host::start("linked.py")];
    let [first, second] = hosts.each_ref().map(Host::ready);
    assert_ne!(first, second);
    hosts[0].kill(Signal::TERM);
    wait_until_gone(first);
    assert!(is_alive(second));
}

#[test]
fn the_log_begins_with_the_seeds_lines() {
    let host = Host::start("linked.py");
    let pid = host.ready();
    let lines = host.lines();
    let wanted = [
        "[INFO] Starting Python backend watchdog".to_owned(),
        format!("[INFO] Python backend started with PID: {pid}"),
        "[INFO] Tauri application started with Python backend watchdog".to_owned(),
    ];
    assert_eq!(lines[..3], wanted);
}
