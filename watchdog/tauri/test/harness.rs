//! A watchdog over a small Python backend, and waiting for what it does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use serde_json::{json, Value};
use tempfile::TempDir;

use crate::body::observer::{LogLine, News, Observer};
use crate::body::options::BodyOptions;
use crate::body::requests::Answer;
use crate::body::watchdog::Watchdog;
use crate::core::event::EventBody;
use crate::core::BUNDLE;
use crate::error::Error;
use crate::models::{Config, Launch, Readiness, Retry};
use crate::request::Request;

/// Far beyond what anything takes, on a busy machine too: a test that waits this long has failed.
pub const DEADLINE: Duration = Duration::from_secs(30);

pub struct App {
    pub watchdog: Arc<Watchdog>,
    /// The backend's working folder, empty at first.
    pub folder: TempDir,
    /// Where its records are; the next app may have the same.
    pub state: Arc<TempDir>,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    statuses: Vec<Value>,
    lines: Vec<LogLine>,
    reports: Vec<Error>,
    notifications: Vec<(String, Value)>,
}

pub struct Setup {
    pub config: Config,
    pub bundle: &'static str,
    pub environment: Vec<(String, String)>,
    pub state: Option<Arc<TempDir>>,
    pub log_file: Option<PathBuf>,
}

pub fn backend_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("test/backends")
        .join(name)
}

pub fn link_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../python/src")
        .canonicalize()
        .unwrap()
}

/// A backend of test/backends, with clocks fit for a test.
pub fn setup(backend: &str) -> Setup {
    let mut config = Config {
        launch: Launch::Command {
            program: "python3".into(),
            args: vec![backend_file(backend).to_string_lossy().into_owned()],
        },
        termination_timeout_ms: 400,
        stay_up_ms: 100,
        ..Config::default()
    };
    config.restart.base_delay_ms = 0;
    let environment = vec![(
        "PYTHONPATH".into(),
        link_folder().to_string_lossy().into_owned(),
    )];
    Setup {
        config,
        bundle: BUNDLE,
        environment,
        state: None,
        log_file: None,
    }
}

impl Setup {
    pub fn without_link(mut self) -> Self {
        self.config.readiness = Readiness::Stay;
        self
    }

    pub fn start(self) -> App {
        self.try_start().unwrap()
    }

    pub fn try_start(self) -> Result<App, Error> {
        let folder = tempfile::tempdir().unwrap();
        let state = self.state.unwrap_or_else(private_folder);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let notes = seen.clone();
        let observer: Arc<Observer> = Arc::new(move |news| notes.lock().unwrap().note(news));
        let options = BodyOptions {
            folder: folder.path().to_owned(),
            environment: self.environment,
            termination_timeout_ms: self.config.termination_timeout_ms,
            containment: self.config.containment.clone(),
            echo: false,
            id: "test".into(),
            label: self.config.label.clone(),
            state_folder: Some(state.path().to_owned()),
            log_file: self.log_file,
            free_limit: Duration::from_millis(500),
        };
        let config = serde_json::to_string(&self.config).unwrap();
        let watchdog = Arc::new(Watchdog::new(self.bundle, config, options, observer)?);
        watchdog.tell(EventBody::Start);
        Ok(App {
            watchdog,
            folder,
            state,
            seen,
        })
    }
}

impl Seen {
    fn note(&mut self, news: News) {
        match news {
            News::Status { status } => self
                .statuses
                .push(serde_json::from_str(status.get()).unwrap()),
            News::Log { lines } => self.lines.extend(lines),
            News::Report { error } => self.reports.push(error),
            News::Notify { method, params } => {
                self.notifications
                    .push((method, serde_json::from_str(params.get()).unwrap()));
            }
        }
    }
}

impl App {
    /// The first status that fits, of all that have come or will come.
    pub fn wait_for_status(&self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        wait_for(what, || {
            self.seen
                .lock()
                .unwrap()
                .statuses
                .iter()
                .find(|status| fits(status))
                .cloned()
        })
    }

    pub fn wait_until_ready(&self, generation: u32) -> u32 {
        let status = self
            .wait_for_status(&format!("generation {generation} to be ready"), |status| {
                status["state"] == "ready" && status["generation"] == generation
            });
        status["pid"].as_u64().unwrap() as u32
    }

    pub fn wait_for_line(&self, part: &str) -> LogLine {
        wait_for(&format!("a log line with {part:?}"), || {
            self.watchdog
                .log()
                .into_iter()
                .find(|line| line.text.contains(part))
        })
    }

    pub fn wait_for_report(&self) -> Error {
        wait_for("a report", || {
            self.seen.lock().unwrap().reports.first().cloned()
        })
    }

    pub fn wait_for_notification(&self, method: &str) -> Value {
        wait_for(method, || {
            let seen = self.seen.lock().unwrap();
            seen.notifications
                .iter()
                .find(|(name, _)| name == method)
                .map(|(_, params)| params.clone())
        })
    }

    pub fn lines_told(&self) -> Vec<LogLine> {
        self.seen.lock().unwrap().lines.clone()
    }

    pub fn status(&self) -> Value {
        let (sender, receiver) = mpsc::channel();
        self.watchdog
            .status(move |status| drop(sender.send(status)));
        let status: Box<RawValue> = receiver.recv_timeout(DEADLINE).expect("a status");
        serde_json::from_str(status.get()).unwrap()
    }

    pub fn ask(&self, method: &str, params: Value) -> Receiver<Answer> {
        self.ask_with(method, params, Retry::Never, None)
    }

    pub fn ask_with(
        &self,
        method: &str,
        params: Value,
        retry: Retry,
        timeout: Option<Duration>,
    ) -> Receiver<Answer> {
        let request = Request {
            method: method.into(),
            params,
            retry,
            timeout,
            ticket: None,
        };
        self.send(request)
    }

    pub fn send(&self, request: Request) -> Receiver<Answer> {
        let (sender, receiver) = mpsc::channel();
        self.watchdog
            .request(request, Box::new(move |answer| drop(sender.send(answer))));
        receiver
    }

    pub fn answer(&self, method: &str, params: Value) -> Value {
        value(&self.ask(method, params)).unwrap_or_else(|error| panic!("{}: {error}", error.code))
    }

    /// Returns when the watchdog says that nothing is left.
    pub fn until_over(&self, event: EventBody) {
        let (sender, receiver) = mpsc::channel();
        self.watchdog.tell_until_over(event, move || {
            let _ = sender.send(());
        });
        receiver.recv_timeout(DEADLINE).expect("it is over");
    }

    /// The pids that a backend has written into its folder.
    pub fn wait_for_pids(&self, file: &str) -> Vec<u32> {
        let path = self.folder.path().join(file);
        wait_for(file, || {
            let text = fs::read_to_string(&path).ok()?;
            text.ends_with('\n').then(|| {
                text.split_whitespace()
                    .map(|pid| pid.parse().unwrap())
                    .collect()
            })
        })
    }
}

pub fn value(answer: &Receiver<Answer>) -> Result<Value, Error> {
    let json = answer.recv_timeout(DEADLINE).expect("an answer")?;
    Ok(serde_json::from_str(json.get()).unwrap())
}

pub fn wait_for<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + DEADLINE;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A zombie is gone: nobody may be there to reap it.
pub fn is_alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        stat.rsplit_once(") ")
            .is_some_and(|(_, rest)| !rest.starts_with(['Z', 'X']))
    })
}

pub fn wait_until_gone(pid: u32) {
    wait_for(&format!("the end of {pid}"), || {
        (!is_alive(pid)).then_some(())
    });
}

pub fn kill(pid: u32, signal: rustix::process::Signal) {
    let pid = rustix::process::Pid::from_raw(pid as i32).expect("a pid");
    rustix::process::kill_process(pid, signal).expect("it is there to be killed");
}

/// The variables of an environment as a backend sees them.
pub fn environment_of(pid: u32) -> BTreeMap<String, String> {
    // The kernel closes the pipe that `spawn` waits for before it lays out the new program's environment, so that for
    // a moment there is none.
    let bytes = wait_for("an environment", || {
        fs::read(format!("/proc/{pid}/environ"))
            .ok()
            .filter(|bytes| !bytes.is_empty())
    });
    String::from_utf8_lossy(&bytes)
        .split('\0')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

pub fn private_folder() -> Arc<TempDir> {
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o700);
    Arc::new(
        tempfile::Builder::new()
            .permissions(mode)
            .tempdir()
            .unwrap(),
    )
}

pub fn nothing() -> Value {
    json!({})
}

pub fn all_pids() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

/// Living processes whose working folder it is: orphans too.
pub fn processes_in(folder: &Path) -> Vec<u32> {
    let folder = folder.canonicalize().unwrap();
    all_pids()
        .filter(|pid| fs::read_link(format!("/proc/{pid}/cwd")).is_ok_and(|cwd| cwd == folder))
        .filter(|pid| is_alive(*pid))
        .collect()
}
