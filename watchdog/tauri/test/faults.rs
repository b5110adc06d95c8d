//! The app dies in every way that needs no window, in every tier: nothing of its backend is left.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::harness::{backend_file, is_alive, wait_for};
use super::headless::Host;

/// In the group tier only the lifeline ends a tree whose host was killed.
const BOUND: [&str; 3] = ["cgroup", "namespace", "keeper"];

fn tree(tier: &str, fault: &str) -> Host {
    let script = backend_file("tree.sh").to_string_lossy().into_owned();
    let variables = [
        ("LIFEBOUND_CONTAINMENT", tier),
        ("LIFEBOUND_FAULT", fault),
        ("READINESS", "stay"),
        ("STAY_UP_MS", "50"),
        ("GRACE_MS", "200"),
    ];
    Host::run(&["sh", &script], &variables)
}

fn whole_tree(tier: &str, fault: &str) -> Host {
    let host = tree(tier, fault);
    host.ready();
    // Itself, the loop's sleep, the worker, the daemon and the daemon's own.
    wait_for("the tree", || (host.left().len() >= 5).then_some(()));
    host
}

/// On demand: `KILLS=1000 cargo test … killed_around_its_backends_start`.
#[test]
fn an_app_killed_around_its_backends_start_leaves_nothing() {
    let kills = std::env::var("KILLS").map_or(40, |kills| kills.parse().unwrap());
    for tier in BOUND {
        for number in 0..kills {
            let mut host = tree(tier, "");
            host.line("[INFO] Starting Python backend watchdog");
            let moment = Duration::from_micros(number * 30_000 / kills);
            let began = Instant::now();
            while began.elapsed() < moment {
                std::hint::spin_loop();
            }
            host.kill(Signal::KILL);
            host.process.wait().unwrap();
            host.wait_until_nothing_is_left();
        }
    }
}

#[test]
fn an_app_killed_with_a_whole_tree_leaves_nothing() {
    for tier in BOUND {
        let mut host = whole_tree(tier, "");
        host.kill(Signal::KILL);
        host.process.wait().unwrap();
        host.wait_until_nothing_is_left();
    }
}

#[test]
fn an_app_that_is_asked_to_end_leaves_nothing() {
    for tier in ["cgroup", "namespace", "keeper", "group"] {
        for signal in [Signal::TERM, Signal::HUP] {
            let mut host = whole_tree(tier, "");
            host.kill(signal);
            host.process.wait().unwrap();
            assert_eq!(host.left(), Vec::<u32>::new(), "{tier}, {signal:?}");
        }
    }
}

#[test]
fn an_app_that_exits_leaves_nothing() {
    for tier in ["cgroup", "namespace", "keeper", "group"] {
        let mut host = whole_tree(tier, "exit");
        host.kill(Signal::USR1);
        assert!(host.process.wait().unwrap().success());
        assert_eq!(host.left(), Vec::<u32>::new(), "{tier}");
    }
}

#[test]
fn an_app_that_quits_without_a_word_leaves_nothing() {
    for tier in BOUND {
        let mut host = whole_tree(tier, "quit");
        host.kill(Signal::USR1);
        assert_eq!(host.process.wait().unwrap().code(), Some(101));
        host.wait_until_nothing_is_left();
    }
}

#[test]
fn a_panic_of_the_watchdogs_thread_leaves_nothing_and_the_app_lives() {
    for tier in ["cgroup", "namespace", "keeper", "group"] {
        let mut host = whole_tree(tier, "panic-thread");
        host.kill(Signal::USR1);
        host.wait_until_nothing_is_left();
        assert!(host.process.try_wait().unwrap().is_none(), "{tier}");
    }
}

#[test]
fn the_last_window_leaves_nothing_and_the_app_lives() {
    for tier in ["cgroup", "namespace", "keeper", "group"] {
        let mut host = whole_tree(tier, "close-window");
        host.kill(Signal::USR1);
        host.wait_until_nothing_is_left();
        assert!(host.process.try_wait().unwrap().is_none(), "{tier}");
    }
}

#[test]
fn an_app_that_hangs_and_is_killed_leaves_nothing() {
    for tier in BOUND {
        let mut host = whole_tree(tier, "");
        host.kill(Signal::STOP);
        host.kill(Signal::KILL);
        host.process.wait().unwrap();
        host.wait_until_nothing_is_left();
    }
}

/// Neither the first keeper nor the next one is missed for long.
#[test]
fn a_keeper_that_dies_is_replaced() {
    for tier in ["cgroup", "keeper"] {
        let mut host = whole_tree(tier, "");
        let first = wait_for("a keeper", || keeper_of(host.process.id()));
        super::harness::kill(first, Signal::KILL);
        host.line("[WARN] The keeper of the backend has ended, starting another one");
        wait_for("another keeper", || {
            keeper_of(host.process.id()).filter(|keeper| *keeper != first)
        });
        assert_eq!(host.left().iter().filter(|pid| is_alive(**pid)).count(), 5);
        host.kill(Signal::KILL);
        host.process.wait().unwrap();
        host.wait_until_nothing_is_left();
    }
}

/// The child of the host that leads a session and has no mark of ours.
fn keeper_of(host: u32) -> Option<u32> {
    let children = crate::process::children_of(host);
    children.into_iter().find(|child| {
        std::fs::read(format!("/proc/{child}/cmdline"))
            .is_ok_and(|text| text.windows(8).any(|part| part == b"helpers="))
    })
}

#[test]
fn no_keeper_outlives_its_work() {
    for tier in ["cgroup", "keeper"] {
        let mut host = whole_tree(tier, "exit");
        let keeper = wait_for("a keeper", || keeper_of(host.process.id()));
        host.kill(Signal::USR1);
        host.process.wait().unwrap();
        super::harness::wait_until_gone(keeper);
    }
}
