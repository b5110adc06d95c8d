//! What a backend writes.

use super::harness::{setup, wait_for};
use crate::body::observer::LogSource;

#[test]
fn a_flood_on_both_streams_stalls_nobody_and_a_slow_view_is_told_what_it_missed() {
    let app = setup("floods.py").without_link().start();
    app.wait_for_line("through");
    // However fast it reads, each line was told, or counted as left out.
    const WRITTEN: usize = 2 * 32 * 1024;
    wait_for("all lines or a notice of them", || {
        let told = app.lines_told();
        let missed = told.iter().filter_map(|line| {
            let (count, text) = line.text.split_once(' ')?;
            let is_notice = text.ends_with("since this view was too slow.");
            count.parse::<usize>().ok().filter(|_| is_notice)
        });
        let missed: usize = missed.sum();
        (missed > 0 && told.len() + missed >= WRITTEN).then_some(())
    });
    assert_eq!(app.watchdog.log().len(), 1_000);
}

#[test]
fn bad_utf8_is_replaced_and_read_on() {
    let app = setup("floods.py").without_link().start();
    wait_for("the bad line", || {
        app.lines_told()
            .iter()
            .any(|line| line.text == "bad \u{fffd}\u{fffd} bytes")
            .then_some(())
    });
    app.wait_for_line("through");
}

#[test]
fn a_line_says_where_it_is_from_and_when() {
    let app = setup("linked.py").start();
    let own = app.wait_for_line("Starting Python backend watchdog");
    assert_eq!(own.source, LogSource::Watchdog);
    assert!(
        own.time.ends_with('Z') && own.time.contains('T'),
        "{}",
        own.time
    );
}
