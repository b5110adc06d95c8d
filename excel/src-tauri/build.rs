//! Tauri's code generation, and a permission for each of our own commands.

use std::fs;
use std::io;

const COMMANDS: &[&str] = &["launch_paths", "sample_path"];

/// Bundled as a resource. Without the binary backend the app still builds, and runs from the Python script.
const BACKEND: &str = "../backend";

fn main() -> io::Result<()> {
    fs::create_dir_all(BACKEND)?;
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
        .map_err(|error| io::Error::other(format!("{error:#}")))
}
