//! A Tauri app without a window or a display, for the tests that kill it: `headless program args…` keeps the program
//! alive in the working folder. Lines of the watchdog are on stderr as `[LEVEL] text`, lines of the backend as they are.
//!
//! What it takes from the environment; all of it may be left out:
//! - `GRACE_MS`: from SIGTERM to SIGKILL; 5000.
//! - `READINESS`: `link` (the default) or `stay`. `STAY_UP_MS`: what `stay` means; 1000.
//! - `MAX_ATTEMPTS`: restarts in a window; 5. `BASE_DELAY_MS`: the first back-off; 500.
//! - `CHECK_INTERVAL_MS`: between health checks; 5000. `START_TIMEOUT_MS`: 120000.
//! - `APP_ID`: which app it is, for holds and records; `app`.
//! - `LOG_FILE`: where the whole log goes; nowhere.
//! - `LIFEBOUND_CONTAINMENT` and `LIFEBOUND_STATE_DIR` are read by the plugin itself.
//! - `LIFEBOUND_FAULT`, in debug builds: what SIGUSR1 does. `panic-thread`: the watchdog's own thread panics and the app
//!   goes on. `close-window`: as after the last window was closed; the app goes on. `exit`: as `AppHandle::exit`, then
//!   the process ends with 0. `quit`: the process
//!   ends with 101 at once, as after a panic of the main thread. `hold` and `resume`.
//!   Without it SIGUSR1 kills, as everywhere. SIGUSR1 counts from the line `[INFO] Starting … watchdog` on.

use std::io::Write;

use tauri::test::{mock_builder, mock_context, noop_assets};
use tauri_plugin_lifebound::models::{Config, Launch, Readiness};
use tauri_plugin_lifebound::{Builder, LogFile};

fn main() {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info"))
        .format(|line, record| writeln!(line, "[{}] {}", record.level(), record.args()))
        .init();
    // Before the backend starts: else the signal could come before anybody waits for it.
    #[cfg(all(unix, debug_assertions))]
    let faults = faults::Faults::arm();
    let mut plugin = Builder::new()
        .config(config())
        .development_folder(std::env::current_dir().expect("a working folder"))
        .log_file(match text("LOG_FILE") {
            Some(path) => LogFile::At(path.into()),
            None => LogFile::None,
        });
    if let Some(id) = text("APP_ID") {
        plugin = plugin.id(id);
    }
    let app = mock_builder()
        .plugin(plugin.build())
        .build(mock_context(noop_assets()));
    let app = app.unwrap_or_else(|error| {
        log::error!("The app can't be built: {error}");
        std::process::exit(1);
    });
    #[cfg(all(unix, debug_assertions))]
    faults.act_on(tauri::Manager::app_handle(&app).clone());
    app.run(|_, _| {});
}

fn config() -> Config {
    let mut command = std::env::args().skip(1);
    let mut config = Config {
        launch: Launch::Command {
            program: command.next().expect("usage: headless program args…"),
            args: command.collect(),
        },
        host_label: Some("Tauri application".into()),
        termination_timeout_ms: number("GRACE_MS", 5_000),
        stay_up_ms: number("STAY_UP_MS", 1_000),
        start_timeout_ms: number("START_TIMEOUT_MS", 120_000),
        ..Config::default()
    };
    config.restart.max_attempts = number("MAX_ATTEMPTS", 5) as u32;
    config.restart.base_delay_ms = number("BASE_DELAY_MS", 500);
    config.health.check_interval_ms = number("CHECK_INTERVAL_MS", 5_000);
    if text("READINESS").as_deref() == Some("stay") {
        config.readiness = Readiness::Stay;
    }
    config
}

fn text(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn number(name: &str, default: u64) -> u64 {
    text(name).map_or(default, |value| {
        value
            .parse()
            .unwrap_or_else(|_| panic!("{name} is {value:?}: give a number"))
    })
}

#[cfg(all(unix, debug_assertions))]
mod faults {
    use signal_hook::consts::SIGUSR1;
    use signal_hook::iterator::Signals;
    use tauri::{AppHandle, Runtime};
    use tauri_plugin_lifebound::{faults, LifeboundExt};

    pub struct Faults(Option<(String, Signals)>);

    impl Faults {
        pub fn arm() -> Self {
            let fault = super::text("LIFEBOUND_FAULT");
            Self(fault.map(|fault| {
                (
                    fault,
                    Signals::new([SIGUSR1]).expect("SIGUSR1 can be handled"),
                )
            }))
        }

        pub fn act_on<R: Runtime>(self, app: AppHandle<R>) {
            let Some((fault, mut signals)) = self.0 else {
                return;
            };
            std::thread::spawn(move || {
                for _ in signals.forever() {
                    act(&fault, &app);
                }
            });
        }
    }

    fn act<R: Runtime>(fault: &str, app: &AppHandle<R>) {
        let lifebound = app.lifebound();
        match fault {
            "panic-thread" => faults::panic_watchdog(lifebound),
            "close-window" => faults::close_window(lifebound),
            "exit" => {
                faults::exit(lifebound);
                std::process::exit(0);
            }
            "quit" => std::process::exit(101),
            "hold" => match tauri::async_runtime::block_on(lifebound.hold()) {
                Ok(()) => log::info!("The hold is there"),
                Err(error) => log::error!("The hold failed: {}: {error}", error.code),
            },
            "resume" => match lifebound.resume() {
                Ok(()) => log::info!("The hold is over"),
                Err(error) => log::error!("The hold stays: {}: {error}", error.code),
            },
            other => panic!("LIFEBOUND_FAULT is {other:?}, which is none"),
        }
    }
}
