//! What only the body needs to know.

use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone)]
pub struct BodyOptions {
    /// Base of the search orders, and the backend's working directory.
    pub folder: PathBuf,
    pub environment: Vec<(String, String)>,
    pub termination_timeout_ms: u64,
    /// A tier to force; `None`: the best there is.
    pub containment: Option<String>,
    /// Write the backend's log lines to our stderr, as they are.
    pub echo: bool,
    /// Which app it is: of its records, and of the marker of a hold.
    pub id: String,
    pub label: String,
    /// `None`: the platform's.
    pub state_folder: Option<PathBuf>,
    /// Everything that is logged, rotated. `None`: no file.
    pub log_file: Option<PathBuf>,
    /// How long a hold waits for the executable: a virus scanner or a backup lets go within 10 s.
    pub free_limit: Duration,
}
