//! Builds the plugin.

use std::path::PathBuf;
use std::time::Duration;

use tauri::plugin::TauriPlugin;
use tauri::Runtime;

use crate::models::{Config, Launch, Readiness};

/// ```no_run
/// use std::time::Duration;
///
/// tauri::Builder::default().plugin(
///     tauri_plugin_lifebound::Builder::new()
///         .check_interval(Duration::from_secs(5))
///         .max_restart_attempts(5)
///         .termination_timeout(Duration::from_secs(5))
///         .build(),
/// );
/// ```
#[derive(Default)]
pub struct Builder {
    pub(crate) config: Config,
    pub(crate) development_folder: Option<PathBuf>,
    pub(crate) environment: Vec<(String, String)>,
    pub(crate) leave_signals: bool,
    pub(crate) id: Option<String>,
    pub(crate) log_file: LogFile,
}

/// Where everything that is logged is kept, at most 30 MB of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LogFile {
    /// `backend.log` in the app's log folder.
    #[default]
    OfApp,
    At(PathBuf),
    None,
}

impl Builder {
    pub fn new() -> Self {
        Self::default()
    }

    /// All of the configuration at once.
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    /// How often a living backend is checked. Its end is noticed at once, whatever this is.
    pub fn check_interval(mut self, interval: Duration) -> Self {
        self.config.health.check_interval_ms = milliseconds(interval);
        self
    }

    /// At most so many restarts within the window (60 s); then the user is told.
    pub fn max_restart_attempts(mut self, attempts: u32) -> Self {
        self.config.restart.max_attempts = attempts;
        self
    }

    /// From the polite end (SIGTERM) to the forced one (SIGKILL).
    pub fn termination_timeout(mut self, timeout: Duration) -> Self {
        self.config.termination_timeout_ms = milliseconds(timeout);
        self
    }

    /// What log lines call this program, for example "Tauri application".
    pub fn host_label(mut self, label: impl Into<String>) -> Self {
        self.config.host_label = Some(label.into());
        self
    }

    /// The version that the backend's must fit.
    pub fn app_version(mut self, version: impl Into<String>) -> Self {
        self.config.app_version = Some(version.into());
        self
    }

    pub fn readiness(mut self, readiness: Readiness) -> Self {
        self.config.readiness = readiness;
        self
    }

    /// Run this, and search for nothing.
    pub fn command(
        mut self,
        program: impl Into<String>,
        args: impl IntoIterator<Item = String>,
    ) -> Self {
        self.config.launch = Launch::Command {
            program: program.into(),
            args: args.into_iter().collect(),
        };
        self
    }

    /// A variable of the backend's environment, on top of the app's own.
    pub fn env(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Base of the search orders and working directory of the backend during development. Without it, and in a
    /// release build always, that is the resource folder, and the search is confined to it: an app's working directory
    /// is anybody's, and what somebody planted there must not be run.
    pub fn development_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.development_folder = Some(folder.into());
        self
    }

    /// Force one way to hold the backend's tree together: `cgroup`, `namespace`, `job`, `keeper`, `group` or `none`.
    /// LIFEBOUND_CONTAINMENT overrides it. Without either, the best there is; what can't be had is UNSUPPORTED.
    pub fn containment(mut self, tier: impl Into<String>) -> Self {
        self.config.containment = Some(tier.into());
        self
    }

    /// Which app it is, for `lifebound hold --id`: letters, digits, `.`, `-` and `_`. The app's identifier by default.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    pub fn log_file(mut self, file: LogFile) -> Self {
        self.log_file = file;
        self
    }

    /// Don't handle SIGTERM, SIGINT and SIGHUP: the app does, and calls `AppHandle::exit`.
    pub fn leave_signals(mut self) -> Self {
        self.leave_signals = true;
        self
    }

    pub fn build<R: Runtime>(self) -> TauriPlugin<R> {
        crate::plugin::build(self)
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
