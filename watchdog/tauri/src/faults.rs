use crate::Lifebound;

/// The watchdog's own thread panics.
pub fn panic_watchdog(lifebound: &Lifebound) {
    lifebound.watchdog().panic();
}

/// As after the last window was closed.
pub fn close_window(lifebound: &Lifebound) {
    lifebound.window_closed();
}

/// As `AppHandle::exit` does it; Tauri's mock runtime has none.
pub fn exit(lifebound: &Lifebound) {
    lifebound.app_exit();
}
