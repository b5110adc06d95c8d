//! What holds in every tier.

use serde_json::{json, Value};

use super::harness::{setup, App, Setup};
use crate::core::event::EventBody;

pub const TIERS: [&str; 4] = ["cgroup", "namespace", "keeper", "group"];

fn in_tier(tier: &str, mut setup: Setup) -> App {
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
