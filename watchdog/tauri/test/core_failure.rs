//! The core fails: the tree is gone and everybody is told.

use serde_json::json;

use super::harness::{is_alive, setup, value, wait_until_gone};
use crate::core::event::EventBody;
use crate::core::BUNDLE;

/// The real core, which does this instead of judging a request.
fn core_that(does: &str) -> &'static str {
    let head = "function dispatch(eventJson) {";
    assert!(BUNDLE.contains(head), "the bundle has changed its shape");
    let sabotaged = format!("{head} if (eventJson.includes('\"requested\"')) {{ {does} }}");
    Box::leak(BUNDLE.replacen(head, &sabotaged, 1).into_boxed_str())
}

fn fails_well(does: &str, backend: &str) {
    let mut setup = setup(backend);
    setup.bundle = core_that(does);
    if backend != "linked.py" {
        setup = setup.without_link();
    }
    let app = setup.start();
    let pid = app.wait_until_ready(1);
    let error = value(&app.ask("echo", json!({}))).unwrap_err();
    assert_eq!(error.code, "INTERNAL");
    assert_eq!(app.wait_for_report().code, "INTERNAL");
    wait_until_gone(pid);
    let status = app.status();
    assert_eq!(
        (&status["state"], &status["error"]["code"]),
        (&json!("failed"), &json!("INTERNAL"))
    );
    // Nothing hangs afterwards either.
    app.until_over(EventBody::Stop);
    assert_eq!(
        value(&app.ask("echo", json!({}))).unwrap_err().code,
        "INTERNAL"
    );
    assert!(!is_alive(pid));
}

#[test]
fn a_throw_ends_the_tree() {
    fails_well("throw new Error('no cell for it')", "linked.py");
}

#[test]
fn an_endless_step_ends_the_tree() {
    fails_well("for (;;);", "linked.py");
}

#[test]
fn an_answer_that_is_no_effect_ends_the_tree() {
    fails_well("return '[{\"type\":\"dance\"}]'", "linked.py");
}

#[test]
fn a_tree_that_ignores_sigterm_is_ended_too() {
    fails_well("throw new Error('no cell for it')", "ignores_term.py");
}

#[test]
fn the_backend_still_gets_its_time_to_save() {
    let mut setup = setup("saves_on_term.py").without_link();
    setup.bundle = core_that("throw new Error('no cell for it')");
    let app = setup.start();
    app.wait_for_pids("armed");
    let pid = app.wait_until_ready(1);
    value(&app.ask("echo", json!({}))).unwrap_err();
    wait_until_gone(pid);
    assert!(app.folder.path().join("saved").exists());
}
