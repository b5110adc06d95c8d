//! The watchdog as the rest of the crate sees it: messages to one thread that lives as long as the app.

use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use serde_json::value::RawValue;

use super::current_tree::CurrentTree;
use super::log_book::LogBook;
use super::message::Message;
use super::observer::{LogLine, Observer};
use super::options::BodyOptions;
use super::requests::Reply;
use super::surroundings::Surroundings;
use super::worker::Worker;
use crate::core::contain::Containment;
use crate::core::effect::LogLevel;
use crate::core::engine::{CoreFailure, Engine};
use crate::core::event::{EventBody, HostEnd};
use crate::error::{Error, Result};
use crate::process;
use crate::request::Request;
use crate::state::{sweep, Gate, HoldWatch, State};

/// How long the end of an app may take beyond the backend's own grace.
const END_MARGIN: Duration = Duration::from_secs(2);

pub struct Watchdog {
    inbox: Sender<Message>,
    log: LogBook,
    current: CurrentTree,
    grace: Duration,
    pub(super) state: Arc<State>,
    pub(super) folder: PathBuf,
    pub(super) label: String,
    pub(super) free_limit: Duration,
    pub(super) executable: Arc<Mutex<Option<String>>>,
    _hold_watch: Option<HoldWatch>,
}

impl Watchdog {
    /// Starts the thread; the backend starts with the first `start` event. `config_json`: the core's
    /// `WatchdogConfig`. Fails with INVALID_OPTION when the core refuses it.
    pub fn new(
        bundle: &'static str,
        config_json: String,
        options: BodyOptions,
        observer: Arc<Observer>,
    ) -> Result<Self> {
        let (inbox, messages) = mpsc::channel();
        let (loaded, answer) = mpsc::channel();
        let log = LogBook::open(observer.clone(), options.echo, options.log_file.clone());
        let warn = |log: &LogBook, problem: &str| log.watchdog(LogLevel::Warn, problem);
        let state = State::open(
            options.state_folder.clone(),
            &options.id,
            &options.label,
            &|problem| warn(&log, problem),
        );
        let around = Surroundings {
            events: inbox.clone(),
            log: log.clone(),
            observer,
            current: CurrentTree::default(),
            state: Arc::new(state),
            swept: Gate::default(),
            executable: Arc::default(),
        };
        let teller = inbox.clone();
        let hold_watch = HoldWatch::start(around.state.clone(), move |held| {
            let event = if held {
                EventBody::Hold
            } else {
                EventBody::Resume
            };
            let _ = teller.send(Message::Event(event));
        });
        let watchdog = Self {
            inbox,
            log: log.clone(),
            current: around.current.clone(),
            grace: Duration::from_millis(options.termination_timeout_ms),
            state: around.state.clone(),
            folder: options.folder.clone(),
            label: options.label.clone(),
            free_limit: options.free_limit,
            executable: around.executable.clone(),
            _hold_watch: hold_watch.unwrap_or_else(|error| {
                warn(
                    &log,
                    &format!("A hold by others will not be noticed: {error}"),
                );
                None
            }),
        };
        let grace = watchdog.grace;
        let run = move || {
            let _guard = EndTreeOnPanic(around.current.clone(), grace);
            // The engine can't change threads, so it is made where it lives.
            let (engine, containment) = match load(bundle, &config_json, &options) {
                Ok(both) => both,
                Err(error) => return drop(loaded.send(Err(error))),
            };
            if let Err(CoreFailure(what)) = begin_sweep(&engine, &around, &options) {
                return drop(loaded.send(Err(Error::internal(&what))));
            }
            let held = around.state.is_held();
            let mut worker = Worker::new(engine, containment, options, around, messages);
            if held {
                worker.dispatch(EventBody::Hold);
            }
            let _ = loaded.send(Ok(()));
            worker.run();
        };
        thread::Builder::new()
            .name("lifebound".into())
            .spawn(run)
            .expect("a thread can be started");
        answer
            .recv()
            .unwrap_or_else(|_| Err(Error::internal("its thread has ended")))?;
        Ok(watchdog)
    }

    pub fn tell(&self, event: EventBody) {
        let _ = self.inbox.send(Message::Event(event));
    }

    /// `done` is called when nothing runs and nothing is planned.
    pub fn tell_until_over(&self, event: EventBody, done: impl FnOnce() + Send + 'static) {
        let _ = self.inbox.send(Message::UntilOver(event, Box::new(done)));
    }

    pub fn request(&self, request: Request, reply: Reply) {
        if let Err(mpsc::SendError(Message::Request(_, reply))) =
            self.inbox.send(Message::Request(request, reply))
        {
            reply(Err(Error::internal("its thread has ended")));
        }
    }

    /// See `Request::ticket`.
    pub fn cancel(&self, ticket: String) {
        let _ = self.inbox.send(Message::Cancel(ticket));
    }

    /// The core's `Status`, as JSON.
    pub fn status(&self, reply: impl FnOnce(Box<RawValue>) + Send + 'static) {
        let _ = self.inbox.send(Message::Status(Box::new(reply)));
    }

    pub(super) fn log_line(&self, level: LogLevel, text: &str) {
        self.log.watchdog(level, text);
    }

    pub fn log(&self) -> Vec<LogLine> {
        self.log.lines()
    }

    /// The app ends: runs the stop sequence to its end, and kills what is left when even that takes too long.
    /// Blocks for the backend's grace and two seconds at most.
    pub fn end(&self, reason: HostEnd) {
        let (over, ended) = mpsc::channel();
        self.tell_until_over(EventBody::HostGone { reason }, move || {
            let _ = over.send(());
        });
        let _ = ended.recv_timeout(self.grace + END_MARGIN);
        self.kill();
        self.log.close();
    }

    /// The watchdog's own thread fails.
    #[cfg(debug_assertions)]
    pub fn panic(&self) {
        let _ = self.inbox.send(Message::Panic);
    }

    /// The last resort: what still lives is killed at once, and nothing is started any more.
    pub fn kill(&self) {
        self.current.end_for_good();
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        let _ = self.inbox.send(Message::Quit);
        self.kill();
        self.log.close();
    }
}

fn load(bundle: &str, config_json: &str, options: &BodyOptions) -> Result<(Engine, Containment)> {
    let engine = Engine::load(bundle, config_json)?;
    let findings = process::findings(&|binding, command| engine.bind(binding, command).ok());
    let picked = engine.pick_containment(&findings, options.containment.as_deref());
    let containment = picked.map_err(|CoreFailure(what)| Error::internal(&what))??;
    Ok((engine, containment))
}

/// Judged here, since the core is asked; ended on another thread, since it may take the whole grace. No backend is
/// started before.
fn begin_sweep(
    engine: &Engine,
    around: &Surroundings,
    options: &BodyOptions,
) -> std::result::Result<(), CoreFailure> {
    let (log, gate) = (around.log.clone(), around.swept.clone());
    let say = move |level, text: &str| log.watchdog(level, text);
    let found = sweep(&around.state, engine, &|problem| {
        say(LogLevel::Warn, problem)
    })?;
    let grace = Duration::from_millis(options.termination_timeout_ms);
    if found.is_empty() {
        gate.open();
        return Ok(());
    }
    thread::Builder::new()
        .name("lifebound-sweep".into())
        .spawn(move || {
            found.run(grace, &|line| say(LogLevel::Info, line), &|line| {
                say(LogLevel::Warn, line)
            });
            gate.open();
        })
        .expect("a thread can be started");
    Ok(())
}

/// A panic of the watchdog's thread must not leave the backend behind, which still gets its time to save.
struct EndTreeOnPanic(CurrentTree, Duration);

impl Drop for EndTreeOnPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            log::error!(target: "lifebound", "The watchdog's thread has panicked, ending the backend");
            self.0.end_in_good_order(self.1);
        }
    }
}
