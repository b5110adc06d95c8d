//! The configuration of one backend: the core's `WatchdogConfig` (watchdog/core/src/config.ts), typed.

use serde::Serialize;

/// What to run.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Launch {
    Command {
        program: String,
        args: Vec<String>,
    },
    /// Binary, script and interpreter in fixed search orders. `confined`: inside the base folder and nowhere else.
    Locate {
        confined: bool,
    },
}

/// systemd's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RestartPolicy {
    Always,
    OnFailure,
    No,
}

/// How the backend shows that it is ready, and afterwards that it is alive.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Readiness {
    /// It speaks the link's protocol on its stdin and stdout.
    Link,
    /// It knows nothing of us: ready once it has stayed up for `stay_up_ms`.
    Stay,
    /// A GET that answers 2xx or 3xx. Loopback only.
    Http { url: String },
    /// A connection to 127.0.0.1 that is accepted.
    Tcp { port: u16 },
}

/// How often a backend that dies is started again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Restart {
    pub policy: RestartPolicy,
    /// At most so many restarts in `window_ms`.
    pub max_attempts: u32,
    pub window_ms: u64,
    /// A spell this long in `ready` gives the whole budget back.
    pub stable_after_ms: u64,
    /// Back-off after the first, immediate restart; doubles up to `max_delay_ms`.
    pub base_delay_ms: u64,
    pub max_delay_ms: u64,
    /// Share of the delay, ±, drawn at random.
    pub jitter: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    pub check_interval_ms: u64,
    pub suspect_after_misses: u32,
    pub unhealthy_after_misses: u32,
}

/// All policy of one backend. Durations are in milliseconds.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Config {
    /// What log lines and errors call the program.
    pub label: String,
    /// What log lines call the host; `None`: say nothing of it.
    pub host_label: Option<String>,
    pub launch: Launch,
    pub restart: Restart,
    pub readiness: Readiness,
    pub start_timeout_ms: u64,
    pub stay_up_ms: u64,
    pub health: Health,
    /// From the polite end to the forced one.
    pub termination_timeout_ms: u64,
    /// What the app expects the backend's version to fit; `None`: any.
    pub app_version: Option<String>,
    /// A containment tier to force; `None`: the best there is.
    pub containment: Option<String>,
}

/// The core's own defaults; a test compares the two.
impl Default for Config {
    fn default() -> Self {
        Self {
            label: "Python backend".into(),
            host_label: None,
            launch: Launch::Locate { confined: false },
            restart: Restart {
                policy: RestartPolicy::Always,
                max_attempts: 5,
                window_ms: 60_000,
                stable_after_ms: 60_000,
                base_delay_ms: 500,
                max_delay_ms: 30_000,
                jitter: 0.2,
            },
            readiness: Readiness::Link,
            start_timeout_ms: 120_000,
            stay_up_ms: 1_000,
            health: Health {
                check_interval_ms: 5_000,
                suspect_after_misses: 2,
                unhealthy_after_misses: 4,
            },
            termination_timeout_ms: 5_000,
            app_version: None,
            containment: None,
        }
    }
}

/// May a request be repeated? `Safe`: it is held while the backend restarts and sent again.
pub use crate::core::event::Retry;
