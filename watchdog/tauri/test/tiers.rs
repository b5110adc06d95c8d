//! What holds in every tier.

use serde_json::{json, Value};

use super::harness::{is_alive, setup, wait_until_gone, App, Setup};
use super::headless::Host;
use crate::core::event::EventBody;

pub const TIERS: [&str; 4] = ["cgroup", "namespace", "keeper", "group"];

pub fn in_tier(tier: &str, mut setup: Setup) -> App {
    setup.config.containment = Some(tier.into());
    setup.start()
}

#[test]
fn the_status_says_which_and_why() {
    for tier in TIERS {
        let app = in_tier(tier, setup("linked.py"));
        app.wait_until_ready(1);
        let wanted = json!({ "tier": tier, "reason": "forced by configuration" });
        assert_eq!(app.status()["containment"], wanted);
        app.until_over(EventBody::Stop);
    }
}

#[test]
fn one_that_can_not_be_had_is_unsupported() {
    let mut setup = setup("linked.py");
    setup.config.containment = Some("job".into());
    let error = setup.try_start().err().expect("refused");
    assert_eq!(error.code, "UNSUPPORTED");
    assert!(error.message.contains("not on this platform"), "{error}");
}

#[test]
fn one_that_there_is_not_is_an_invalid_option() {
    let mut setup = setup("linked.py");
    setup.config.containment = Some("chroot".into());
    assert_eq!(
        setup.try_start().err().expect("refused").code,
        "INVALID_OPTION"
    );
}

/// The pid that is told is the program's as we see it, whatever it sees itself.
#[test]
fn the_pid_is_the_programs() {
    for tier in TIERS {
        let app = in_tier(tier, setup("linked.py"));
        let pid = app.wait_until_ready(1);
        let command = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
        assert!(command.contains("linked.py"), "{tier}: {command}");
        let inside = app.answer("pid", Value::Null);
        let expected = if tier == "namespace" {
            json!(3)
        } else {
            json!(pid)
        };
        assert_eq!(inside, expected, "{tier}");
        app.until_over(EventBody::Stop);
    }
}

/// What a wrapper could have changed, and must not have.
#[test]
fn the_backend_sees_the_same_in_each() {
    let seen: Vec<Value> = TIERS
        .iter()
        .map(|tier| {
            let app = in_tier(tier, setup("linked.py"));
            app.wait_until_ready(1);
            let mut seen = app.answer("look", Value::Null);
            assert_eq!(seen["ignored"], json!([]), "{tier}");
            assert_eq!(seen["seesItself"], true, "{tier}");
            assert_eq!(seen["terminal"], false, "{tier}");
            let marked = matches!(*tier, "keeper" | "group");
            assert_eq!(seen["mark"], marked, "{tier}");
            seen["mark"] = Value::Null;
            let folder = app.folder.path().canonicalize().unwrap();
            assert_eq!(seen["folder"], *folder.to_string_lossy(), "{tier}");
            seen["folder"] = Value::Null;
            app.until_over(EventBody::Stop);
            seen
        })
        .collect();
    assert!(seen.iter().all(|one| *one == seen[0]), "{seen:#?}");
}

#[test]
fn a_polite_stop_lets_it_save() {
    for tier in TIERS {
        for backend in ["saves_on_term.py", "launches.py"] {
            let app = in_tier(tier, setup(backend).without_link());
            app.wait_for_pids("armed");
            app.wait_until_ready(1);
            app.until_over(EventBody::Stop);
            assert!(
                app.folder.path().join("saved").exists(),
                "{tier}, {backend}"
            );
        }
    }
}

/// The core says "perhaps" of what a wrapper makes of a signal.
#[test]
fn an_exit_status_comes_through() {
    for tier in TIERS {
        let mut setup = setup("exits.py").without_link();
        setup.config.restart.max_attempts = 0;
        let app = in_tier(tier, setup);
        let cause = app.wait_for_status("an end", |status| status["state"] == "failed");
        assert_eq!(cause["lastCause"]["exitCode"], 3, "{tier}: {cause}");
    }
}

#[test]
fn a_stop_empties_the_tree_of_daemons_too() {
    for tier in TIERS {
        let app = in_tier(tier, setup("leaves_daemon.py").without_link());
        let inside = app.wait_for_pids("daemons");
        app.wait_until_ready(1);
        assert!(super::harness::processes_in(app.folder.path()).len() >= inside.len());
        app.until_over(EventBody::Stop);
        let left = super::harness::processes_in(app.folder.path());
        assert_eq!(left, Vec::<u32>::new(), "{tier}");
    }
}

/// A backend may be a host itself.
#[test]
fn an_app_in_an_app_ends_with_it() {
    let deps = std::env::current_exe().unwrap();
    let inner = deps.ancestors().nth(2).unwrap().join("examples/headless");
    let script = super::harness::backend_file("tree.sh");
    let command = [
        inner.to_string_lossy(),
        "sh".into(),
        script.to_string_lossy(),
    ];
    let command: Vec<&str> = command.iter().map(AsRef::as_ref).collect();
    for tier in &TIERS[..3] {
        let mut host = Host::run(
            &command,
            &[("LIFEBOUND_CONTAINMENT", tier), ("READINESS", "stay")],
        );
        let outer = host.backend();
        super::harness::wait_for("the inner tree", || (host.left().len() >= 6).then_some(()));
        host.kill(rustix::process::Signal::KILL);
        host.process.wait().unwrap();
        host.wait_until_nothing_is_left();
        wait_until_gone(outer);
        assert!(!is_alive(outer));
    }
}

/// It holds every thread still, the heartbeat's too.
#[test]
fn a_debugger_is_noticed_and_so_is_its_end() {
    for tier in ["cgroup", "namespace"] {
        let mut setup = setup("linked.py");
        setup.config.health.check_interval_ms = 50;
        // Only looked at here, not judged: a machine under load is slower than such an interval.
        setup.config.health.unhealthy_after_misses = 1_000;
        let app = in_tier(tier, setup);
        let pid = app.wait_until_ready(1).to_string();
        let mut debugger = std::process::Command::new("python3")
            .arg(super::harness::backend_file("debugs.py"))
            .arg(pid)
            .spawn()
            .unwrap();
        app.wait_for_line("A debugger is attached");
        // The kernel lets go of what a killed debugger held.
        debugger.kill().unwrap();
        debugger.wait().unwrap();
        app.wait_for_line("The debugger is gone");
        app.until_over(EventBody::Stop);
    }
}
