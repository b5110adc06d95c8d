//! The app's Python backend and its watchdog.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tauri::plugin::TauriPlugin;
use tauri::Runtime;

pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    let watchdog = tauri_plugin_lifebound::Builder::new()
        // A living backend is checked this often; its end is noticed at once.
        .check_interval(Duration::from_secs(5))
        .max_restart_attempts(5)
        // From SIGTERM to SIGKILL.
        .termination_timeout(Duration::from_secs(5))
        .host_label("Tauri application")
        .app_version(env!("CARGO_PKG_VERSION"))
        .env("LIFEBOUND_EXCEL_SESSION", session());
    match development_folder() {
        Some(folder) => watchdog.development_folder(folder).build(),
        None => watchdog.build(),
    }
}

/// Names this start of the app to its backends: a restarted one knows what this app had open from what an earlier
/// one left. A name, not a secret.
fn session() -> String {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    format!("{}-{}", std::process::id(), since_epoch.as_nanos())
}

/// Where `../backend` and `../src-python` are looked for. A bundled app has none: it runs what is in its resources.
fn development_folder() -> Option<PathBuf> {
    if tauri::is_dev() {
        return Some(env!("CARGO_MANIFEST_DIR").into());
    }
    // `npm start` runs a debug build of the bundled form. A release is not to be led astray by a variable.
    cfg!(debug_assertions)
        .then(|| std::env::var_os("LIFEBOUND_EXCEL_BASE"))
        .flatten()
        .map(PathBuf::from)
}
