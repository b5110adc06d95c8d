//! The plugin's life in the app: started in `setup`, ended with the last window and with the app.

use tauri::plugin::TauriPlugin;
use tauri::{Manager, RunEvent, Runtime, WindowEvent};

use crate::builder::Builder;
use crate::{commands, Lifebound};

/// `app.lifebound()`.
pub trait LifeboundExt<R: Runtime> {
    fn lifebound(&self) -> &Lifebound;
}

impl<R: Runtime, T: Manager<R>> LifeboundExt<R> for T {
    fn lifebound(&self) -> &Lifebound {
        self.state::<Lifebound>().inner()
    }
}

pub fn build<R: Runtime>(builder: Builder) -> TauriPlugin<R> {
    tauri::plugin::Builder::new("lifebound")
        .invoke_handler(tauri::generate_handler![
            commands::status,
            commands::request,
            commands::cancel,
            commands::restart,
            commands::stop,
            commands::hold,
            commands::resume,
            commands::log,
            commands::subscribe
        ])
        .setup(move |app, _api| {
            app.manage(Lifebound::start(app, builder)?);
            Ok(())
        })
        .on_event(|app, event| match event {
            // The last window is going: begin now. The app itself may go on for a while, or for good.
            RunEvent::WindowEvent {
                label,
                event: WindowEvent::Destroyed,
                ..
            } => {
                app.lifebound().forget(label);
                if app.webview_windows().keys().all(|other| other == label) {
                    app.lifebound().window_closed();
                }
            }
            // `ExitRequested` is not enough: it never comes on macOS' Cmd+Q.
            RunEvent::Exit => app.lifebound().app_exit(),
            _ => {}
        })
        .build()
}
