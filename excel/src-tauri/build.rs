//! Tauri's code generation, and a permission for each of our own commands.

use std::fs;
use std::io;

const COMMANDS: &[&str] = &["launch_paths", "sample_path"];

/// Bundled as resources. Without the binary backend the app still builds and runs, from the Python script.
const OPTIONAL_RESOURCES: [&str; 2] = ["../backend", "../sample"];

fn main() -> io::Result<()> {
    for folder in OPTIONAL_RESOURCES {
        fs::create_dir_all(folder)?;
    }
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .map_err(|error| io::Error::other(format!("{error:#}")))
}
