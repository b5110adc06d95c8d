//! The spreadsheet's window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod logging;
mod python_watchdog;
mod web_view;
mod workbooks;

use std::process::ExitCode;

fn main() -> ExitCode {
    logging::start();
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(python_watchdog::plugin())
        .plugin(web_view::plugin())
        .manage(workbooks::LaunchPaths::of_command_line())
        .invoke_handler(tauri::generate_handler![
            workbooks::launch_paths,
            workbooks::sample_path
        ])
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            let status = app.run_return(|_, _| {});
            u8::try_from(status).map_or(ExitCode::FAILURE, ExitCode::from)
        }
        Err(error) => {
            log::error!("The window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}
