//! What can't be started, and what is no message: told, never a crash, never believed.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::json;

use super::harness::{setup, App};
use super::tiers::{in_tier, TIERS};
use crate::error::Error;
use crate::models::Launch;

fn start(tier: &str, program: &str, args: Vec<String>) -> App {
    let mut setup = setup("").without_link();
    setup.config.restart.max_attempts = 0;
    setup.config.launch = Launch::Command {
        program: program.into(),
        args,
    };
    in_tier(tier, setup)
}

fn refused(program: &str, args: &[String]) -> Error {
    let errors = TIERS.map(|tier| start(tier, program, args.to_vec()).wait_for_report());
    for error in &errors {
        assert_eq!(error, &errors[0], "not the same words in each tier");
    }
    errors[0].clone()
}

#[test]
fn a_program_that_can_not_be_started_is_told_in_the_same_words_in_each_tier() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str, mode: u32| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        path.to_string_lossy().into_owned()
    };
    let whole = folder.path().to_string_lossy().into_owned();
    let closed = file("closed", "#!/bin/sh\n", 0o644);
    let broken = file("broken", "#!/nowhere/python3\n", 0o755);
    let from_windows = file("windows", "#!/bin/sh\r\n", 0o755);
    for (program, word) in [
        (whole.as_str(), "permission denied"),
        (closed.as_str(), "permission denied"),
        (broken.as_str(), "not found"),
        (from_windows.as_str(), "not found"),
        ("/nowhere/backend", "not found"),
        ("no-such-backend", "not found"),
    ] {
        let error = refused(program, &[]);
        assert_eq!(error.code, "START_FAILED", "{error}");
        assert!(error.message.contains(word), "{program}: {error}");
    }
}

#[test]
fn arguments_that_are_too_long_are_told() {
    let long = vec!["x".repeat(200_000)];
    let error = refused("true", &long);
    assert!(error.message.contains("too long"), "{error}");
}

#[test]
fn nonsense_on_the_channel_is_not_believed() {
    for seed in 0..6 {
        let mut setup = setup("talks_nonsense.py");
        setup
            .environment
            .push(("NONSENSE_SEED".into(), seed.to_string()));
        let app = setup.start();
        app.wait_until_ready(1);
        assert_eq!(
            app.answer("echo", json!({ "seed": seed })),
            json!({ "seed": seed })
        );
        let status = app.status();
        assert_eq!(
            (&status["state"], &status["generation"]),
            (&json!("ready"), &json!(1))
        );
        let log = app.watchdog.log();
        assert!(log
            .iter()
            .any(|line| line.text.starts_with("Not a message of the link")));
    }
}
