//! Helpers outside the tree, such as an EXCEL.EXE started by COM, end with it.

use std::process::{Child, Command};

use rustix::process::Signal;
use serde_json::json;

use super::harness::{backend_file, is_alive, setup, wait_until_gone};
use super::headless::Host;
use super::tiers::{in_tier, TIERS};
use crate::core::event::EventBody;

struct Helper(Child);

impl Helper {
    fn start() -> Self {
        Self(Command::new("sleep").arg("1000").spawn().unwrap())
    }

    fn pid(&self) -> u32 {
        self.0.id()
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_ends_with_a_stop() {
    for tier in TIERS {
        let helper = Helper::start();
        let app = in_tier(tier, setup("linked.py"));
        app.wait_until_ready(1);
        app.answer("declare", json!({ "pid": helper.pid() }));
        // In a namespace of its own our pid means nothing, or somebody else.
        if tier == "namespace" {
            app.wait_for_line("in the backend's namespace");
            app.until_over(EventBody::Stop);
            assert!(is_alive(helper.pid()));
            continue;
        }
        app.wait_for_line("Declared a helper process: sleep");
        app.until_over(EventBody::Stop);
        assert!(!is_alive(helper.pid()), "{tier}");
    }
}

#[test]
fn it_ends_with_a_killed_app() {
    let file = backend_file("declares.py").to_string_lossy().into_owned();
    for tier in ["cgroup", "keeper"] {
        let helper = Helper::start();
        let pid = helper.pid().to_string();
        let variables = [
            ("LIFEBOUND_CONTAINMENT", tier),
            ("HELPER_PID", &pid),
            ("RUST_LOG", "debug"),
        ];
        let mut host = Host::run(&["python3", &file], &variables);
        host.ready();
        super::harness::wait_for("the declaration", || {
            let lines = host.lines();
            lines
                .into_iter()
                .find(|line| line.contains(&pid) && line.contains("elper"))
        });
        host.kill(Signal::KILL);
        host.process.wait().unwrap();
        wait_until_gone(helper.pid());
        host.wait_until_nothing_is_left();
    }
}

#[test]
fn who_is_no_helper_is_refused() {
    let app = in_tier("cgroup", setup("linked.py"));
    let backend = app.wait_until_ready(1);
    let refused = [
        (std::process::id(), "the app itself"),
        (std::os::unix::process::parent_id(), "what has started it"),
        (backend, "the backend itself"),
        (4_194_303, "there is no process"),
    ];
    for (pid, why) in refused {
        app.answer("declare", json!({ "pid": pid }));
        app.wait_for_line(why);
    }
    let mut other = Command::new("setpriv")
        .args(["--reuid", "65534", "--clear-groups", "sleep", "1000"])
        .spawn()
        .unwrap();
    super::harness::wait_for("another user's", || {
        let status = std::fs::read_to_string(format!("/proc/{}/comm", other.id()));
        status.is_ok_and(|name| name == "sleep\n").then_some(())
    });
    app.answer("declare", json!({ "pid": other.id() }));
    app.wait_for_line("another user's");
    app.until_over(EventBody::Stop);
    assert!(is_alive(other.id()));
    other.kill().unwrap();
    other.wait().unwrap();
}
