//! `[INFO] Starting Python backend watchdog`, on stderr. `RUST_LOG=debug` shows more.

use std::io::Write;

pub fn start() {
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("info"))
        .format(|line, record| writeln!(line, "[{}] {}", record.level(), record.args()))
        .init();
}
