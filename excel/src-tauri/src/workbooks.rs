//! Workbooks that the page can't find by itself.

use std::ffi::OsString;
use std::path::Path;

use tauri::{command, AppHandle, Manager, State};

/// Workbooks that were named on the command line.
pub struct LaunchPaths(Vec<String>);

impl LaunchPaths {
    /// Relative to the caller's folder, which is ours only at the start.
    pub fn of_command_line() -> Self {
        let folder = std::env::current_dir().unwrap_or_default();
        Self(absolute_paths(std::env::args_os().skip(1), &folder))
    }
}

/// Options are for the web view's libraries.
fn absolute_paths(arguments: impl Iterator<Item = OsString>, folder: &Path) -> Vec<String> {
    arguments
        .filter(|argument| !argument.to_string_lossy().starts_with('-'))
        .map(|argument| folder.join(argument).to_string_lossy().into_owned())
        .collect()
}

#[command]
pub fn launch_paths(paths: State<'_, LaunchPaths>) -> Vec<String> {
    paths.0.clone()
}

/// A workbook to try the app with, if there is one.
#[command]
pub fn sample_path(app: AppHandle) -> Option<String> {
    let sample = app.path().resource_dir().ok()?.join("samples/budget.xlsx");
    sample
        .is_file()
        .then(|| sample.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(arguments: &[&str]) -> Vec<String> {
        absolute_paths(arguments.iter().map(OsString::from), Path::new("/home/ada"))
    }

    #[test]
    fn relative_paths_are_the_callers() {
        assert_eq!(
            paths(&["预算.xlsx", "/tmp/b.xlsx"]),
            ["/home/ada/预算.xlsx", "/tmp/b.xlsx"]
        );
    }

    #[test]
    fn options_are_no_workbooks() {
        assert_eq!(paths(&["--sync", "a.xlsx"]), ["/home/ada/a.xlsx"]);
    }
}
