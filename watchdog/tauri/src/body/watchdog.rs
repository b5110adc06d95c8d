//! The watchdog as the rest of the crate sees it: messages to one thread that lives as long as the app.

use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use serde_json::value::RawValue;

use super::current_tree::CurrentTree;
use super::generation::Surroundings;
use super::log_book::LogBook;
use super::observer::{LogLine, Observer};
use super::requests::{Reply, Request};
use super::worker::{Message, Worker};
use crate::core::engine::{Containment, CoreFailure, Engine};
use crate::core::event::{EventBody, HostEnd};
use crate::error::{Error, Result};
use crate::process;

/// How long the end of an app may take beyond the backend's own grace.
const END_MARGIN: Duration = Duration::from_secs(2);

/// What only the body needs to know.
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
}

pub struct Watchdog {
    inbox: Sender<Message>,
    log: LogBook,
    current: CurrentTree,
    grace: Duration,
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
        let log = LogBook::open(observer.clone(), options.echo);
        let current = CurrentTree::default();
        let watchdog = Self {
            inbox: inbox.clone(),
            log: log.clone(),
            current: current.clone(),
            grace: Duration::from_millis(options.termination_timeout_ms),
        };
        let run = move || {
            let _guard = EndTreeOnPanic(current.clone());
            // The engine can't change threads, so it is made where it lives.
            let (engine, containment) = match load(bundle, &config_json, &options) {
                Ok(both) => both,
                Err(error) => return drop(loaded.send(Err(error))),
            };
            let _ = loaded.send(Ok(()));
            let around = Surroundings {
                events: inbox,
                log,
                observer,
                current,
            };
            Worker::new(engine, containment, options, around, messages).run();
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

    /// The core's `Status`, as JSON.
    pub fn status(&self, reply: impl FnOnce(Box<RawValue>) + Send + 'static) {
        let _ = self.inbox.send(Message::Status(Box::new(reply)));
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
    let picked = engine.pick_containment(&process::findings(), options.containment.as_deref());
    let containment = picked.map_err(|CoreFailure(what)| Error::internal(&what))??;
    Ok((engine, containment))
}

/// A panic of the watchdog's thread must not leave the backend behind.
struct EndTreeOnPanic(CurrentTree);

impl Drop for EndTreeOnPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            log::error!(target: "lifebound", "The watchdog's thread has panicked, ending the backend");
            self.0.end_for_good();
        }
    }
}
