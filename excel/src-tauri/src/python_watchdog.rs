//! The app's Python backend and its watchdog.

use std::path::PathBuf;
use std::time::Duration;

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
        .app_version(env!("CARGO_PKG_VERSION"));
    match development_folder() {
        Some(folder) => watchdog.development_folder(folder).build(),
        None => watchdog.build(),
    }
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
