//! A Python backend lives exactly as long as its Tauri app: started with it, kept alive with it, ended with it.
//!
//! The deciding is done by the TypeScript core of Lifebound, run by QuickJS on a thread of its own; this crate only
//! acts for it. Add the plugin with [`Builder`], talk to the backend with [`LifeboundExt`] or, in the web view, with
//! the npm package `tauri-plugin-lifebound-api`.

#[cfg(desktop)]
mod body;
mod builder;
mod commands;
mod core;
mod error;
#[cfg(desktop)]
mod link;
pub mod models;
mod plugin;
#[cfg(desktop)]
mod process;
mod request;
#[cfg(all(desktop, unix))]
mod signals;
#[cfg(desktop)]
mod state;
#[cfg(desktop)]
mod views;

#[cfg(desktop)]
mod desktop;
#[cfg(desktop)]
pub use desktop::Lifebound;
#[cfg(mobile)]
mod mobile;
#[cfg(mobile)]
pub use mobile::Lifebound;

/// For the figures in examples/core_figures.rs; no part of the API.
#[cfg(desktop)]
#[doc(hidden)]
pub mod figures {
    pub use crate::core::engine::Engine;
    pub use crate::core::BUNDLE;
}

/// Faults on demand, for examples/headless.rs; no part of the API, and in no release.
#[cfg(all(desktop, debug_assertions))]
#[doc(hidden)]
pub mod faults;

pub use builder::{Builder, LogFile};
pub use error::{Error, Result};
pub use plugin::LifeboundExt;

/// The plugin with the defaults of Lifebound: 5 s between checks, 5 restarts, 5 s to end.
pub fn init<R: tauri::Runtime>() -> tauri::plugin::TauriPlugin<R> {
    Builder::new().build()
}

#[cfg(all(test, target_os = "linux"))]
#[path = "../test/mod.rs"]
mod test;
