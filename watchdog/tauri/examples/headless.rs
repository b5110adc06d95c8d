//! A Tauri app without a window or a display, for the tests that kill it: `headless program args…` keeps the program
//! alive in the working folder.

use std::io::Write;
use std::time::Duration;

use tauri::test::{mock_builder, mock_context, noop_assets};

fn main() {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info"))
        .format(|line, record| writeln!(line, "[{}] {}", record.level(), record.args()))
        .init();
    let mut command = std::env::args().skip(1);
    let program = command.next().expect("usage: headless program args…");
    let grace_ms = std::env::var("GRACE_MS")
        .ok()
        .and_then(|grace| grace.parse().ok())
        .unwrap_or(5_000);
    let plugin = tauri_plugin_lifebound::Builder::new()
        .command(program, command)
        .development_folder(std::env::current_dir().expect("a working folder"))
        .termination_timeout(Duration::from_millis(grace_ms))
        .host_label("Tauri application")
        .build();
    let app = mock_builder()
        .plugin(plugin)
        .build(mock_context(noop_assets()))
        .expect("the app can be built");
    app.run(|_, _| {});
}
