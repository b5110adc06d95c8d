//! The web view's process and its data.
//!
//! When the process dies, WebKitGTK leaves its window blank, and a page that guards its closing can't be asked any more,
//! so that the window could not even be closed. The page is loaded again; the backend has its state, and the web view's
//! storage what the page had not got through yet.

use tauri::plugin::TauriPlugin;
use tauri::Runtime;

/// What was tried is WebKitGTK. Elsewhere it does nothing.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    let plugin = tauri::plugin::Builder::new("web-view").setup(|app, _| {
        #[cfg(unix)]
        private::close_to_others(app);
        #[cfg(not(unix))]
        let _ = app;
        Ok(())
    });
    #[cfg(target_os = "linux")]
    let plugin = plugin.on_webview_ready(webkit::watch);
    plugin.build()
}

/// The page keeps what it has not got through in the web view's storage, which the web view would make readable to all.
#[cfg(unix)]
mod private {
    use std::fs::{create_dir_all, set_permissions, Permissions};
    use std::os::unix::fs::PermissionsExt;

    use tauri::{AppHandle, Manager, Runtime};

    pub fn close_to_others<R: Runtime>(app: &AppHandle<R>) {
        let closed = app
            .path()
            .app_local_data_dir()
            .map_err(|error| error.to_string())
            .and_then(|folder| {
                create_dir_all(&folder)
                    .and_then(|()| set_permissions(&folder, Permissions::from_mode(0o700)))
                    .map_err(|error| format!("{}: {error}", folder.display()))
            });
        if let Err(error) = closed {
            log::warn!("Other users may read the web view's data: {error}");
        }
    }
}

#[cfg(target_os = "linux")]
mod webkit {
    use std::cell::Cell;
    use std::time::{Duration, Instant};

    use tauri::{Manager, Runtime, Webview};
    use webkit2gtk::WebViewExt;

    /// A page that dies again so soon dies of itself: better no window than a blank one that can't be closed.
    const RELOAD_LIMIT: Duration = Duration::from_secs(10);

    pub fn watch<R: Runtime>(webview: Webview<R>) {
        let app = webview.app_handle().clone();
        let watched = webview.with_webview(move |view| {
            let reloaded = Cell::new(None::<Instant>);
            view.inner()
                .connect_web_process_terminated(move |view, reason| {
                    let again = reloaded.replace(Some(Instant::now()));
                    if again.is_some_and(|last| last.elapsed() < RELOAD_LIMIT) {
                        log::error!("The web view died again ({reason:?}): the app ends");
                        app.exit(1);
                    } else {
                        log::warn!("The web view died ({reason:?}): its page is loaded again");
                        view.reload();
                    }
                });
        });
        if let Err(error) = watched {
            log::warn!("A death of the web view would not be noticed: {error}");
        }
    }
}
