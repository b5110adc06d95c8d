//! What is generated and checked in is what the sources make.

use std::path::Path;
use std::process::Command;

#[test]
fn the_bundle_is_not_stale() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/scripts/bundle.mjs");
    let check = Command::new("node")
        .arg(script)
        .arg("--check")
        .output()
        .expect("node is in PATH");
    assert!(
        check.status.success(),
        "{}",
        String::from_utf8_lossy(&check.stderr)
    );
}

/// The build has just made them from the list in build.rs.
#[test]
fn the_permissions_are_checked_in_as_the_build_makes_them() {
    let git = Command::new("git")
        .args([
            "ls-files",
            "--modified",
            "--deleted",
            "--others",
            "--exclude-standard",
            "permissions",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("git is in PATH");
    assert!(
        git.status.success(),
        "{}",
        String::from_utf8_lossy(&git.stderr)
    );
    let stale = String::from_utf8_lossy(&git.stdout);
    assert!(
        stale.is_empty(),
        "build.rs made other files than are checked in; add them:\n{stale}"
    );
}
