//! examples/headless.rs as a process that can be killed, and who is left of it: found by what it can't take away.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use rustix::process::Signal;
use tempfile::TempDir;

use super::harness::{backend_file, is_alive, kill, link_folder, wait_for};

pub struct Host {
    pub process: Child,
    folder: TempDir,
    token: String,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Host {
    /// A backend of test/backends.
    pub fn start(backend: &str) -> Self {
        let file = backend_file(backend).to_string_lossy().into_owned();
        Self::run(&["python3", &file], &[])
    }

    /// The last argument and a variable of all that it starts are the token by which it is found.
    pub fn run(command: &[&str], environment: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let token = format!("{:016x}", getrandom::u64().unwrap());
        let deps = std::env::current_exe().unwrap();
        let program = deps.ancestors().nth(2).unwrap().join("examples/headless");
        let mut process = Command::new(program)
            .args(command)
            .arg(&token)
            .current_dir(folder.path())
            .env("PYTHONPATH", link_folder())
            .env("LIFEBOUND_TEST_TOKEN", &token)
            .env("GRACE_MS", "400")
            .env("LIFEBOUND_STATE_DIR", folder.path().join("state"))
            .env_remove("RUST_LOG")
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("cargo test has built the example");
        let lines = Arc::new(Mutex::new(Vec::new()));
        let (stderr, kept) = (process.stderr.take().unwrap(), lines.clone());
        std::thread::spawn(move || {
            BufReader::new(stderr)
                .lines()
                .map_while(Result::ok)
                .for_each(|line| kept.lock().unwrap().push(line));
        });
        Self {
            process,
            folder,
            token,
            lines,
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }

    pub fn line(&self, start: &str) -> String {
        wait_for(start, || {
            let lines = self.lines();
            lines.into_iter().find(|line| line.starts_with(start))
        })
    }

    pub fn backend(&self) -> u32 {
        let started = "[INFO] Python backend started with PID: ";
        self.line(started)[started.len()..].parse().unwrap()
    }

    /// The backend's pid, once it is ready.
    pub fn ready(&self) -> u32 {
        let pid = self.backend();
        self.line("[INFO] Python backend is ready");
        pid
    }

    pub fn kill(&self, signal: Signal) {
        kill(self.process.id(), signal);
    }

    /// Living processes of it, besides itself.
    pub fn left(&self) -> Vec<u32> {
        let token = self.token.as_bytes();
        let has = |pid: u32, file: &str| {
            std::fs::read(format!("/proc/{pid}/{file}"))
                .is_ok_and(|text| text.windows(token.len()).any(|part| part == token))
        };
        let ours = |pid: &u32| {
            *pid != self.process.id()
                && (has(*pid, "environ") || has(*pid, "cmdline"))
                && is_alive(*pid)
        };
        super::harness::all_pids().filter(ours).collect()
    }

    pub fn wait_until_nothing_is_left(&self) {
        let deadline = std::time::Instant::now() + super::harness::DEADLINE;
        while !self.left().is_empty() {
            if std::time::Instant::now() > deadline {
                let name = |pid: &u32| std::fs::read_to_string(format!("/proc/{pid}/cmdline"));
                let names: Vec<_> = self.left().iter().map(name).collect();
                panic!("left: {names:?}\n{:#?}", self.lines());
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        for pid in self.left() {
            let pid = rustix::process::Pid::from_raw(pid as i32).expect("a pid");
            let _ = rustix::process::kill_process(pid, Signal::KILL);
        }
    }
}
