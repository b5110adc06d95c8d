//! Where the state is: private to the user, or not used.

use std::fs;
use std::path::{Path, PathBuf};

/// `given`, or the platform's place. Makes the folders; `None` when they can't be ours alone.
pub fn prepare(given: Option<PathBuf>, warn: &dyn Fn(&str)) -> Option<PathBuf> {
    let folder = given.or_else(default_folder)?;
    for folder in [&folder, &folder.join("running"), &folder.join("held")] {
        if let Err(error) = make_private(folder) {
            warn(&format!(
                "The folder \"{}\" can't be used ({error}): what a lost app leaves is not found at its next start. \
                 Make it yours alone, or name another one in LIFEBOUND_STATE_DIR.",
                folder.display()
            ));
            return None;
        }
    }
    Some(folder)
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    let metadata = fs::symlink_metadata(folder)?;
    let ours = metadata.uid() == rustix::process::geteuid().as_raw();
    if !metadata.is_dir() || !ours {
        return Err(std::io::Error::other("it is another user's, or a link"));
    }
    // What others write there would make us end processes of their choice.
    if metadata.mode() & 0o022 != 0 {
        return Err(std::io::Error::other("others may write into it"));
    }
    Ok(())
}

/// Below %LOCALAPPDATA% all is the user's alone.
#[cfg(windows)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}

fn default_folder() -> Option<PathBuf> {
    let of = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    of("LIFEBOUND_STATE_DIR").or_else(|| {
        if cfg!(windows) {
            Some(of("LOCALAPPDATA")?.join("lifebound"))
        } else if cfg!(target_os = "macos") {
            Some(of("HOME")?.join("Library/Application Support/lifebound"))
        } else {
            let state = of("XDG_STATE_HOME");
            Some(
                state
                    .or_else(|| Some(of("HOME")?.join(".local/state")))?
                    .join("lifebound"),
            )
        }
    })
}
