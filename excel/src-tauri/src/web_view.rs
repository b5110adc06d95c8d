//! A web view whose process has died: WebKitGTK leaves its window blank, and a page that guards its closing can't be
//! asked any more, so that the window could not even be closed. The page is loaded again; the backend has its state.

use tauri::plugin::TauriPlugin;
use tauri::Runtime;

/// What was tried is WebKitGTK. Elsewhere it does nothing.
pub fn plugin<R: Runtime>() -> TauriPlugin<R> {
    let plugin = tauri::plugin::Builder::new("web-view");
    #[cfg(target_os = "linux")]
    let plugin = plugin.on_webview_ready(webkit::watch);
    plugin.build()
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
