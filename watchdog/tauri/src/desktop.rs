//! The watchdog in a desktop app.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::value::{to_raw_value, RawValue};
use serde_json::Value;
use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, Runtime};

use crate::body::observer::{News, Observer};
use crate::body::options::BodyOptions;
use crate::body::watchdog::Watchdog;
use crate::builder::{Builder, LogFile};
use crate::core::event::{EventBody, HostEnd};
use crate::core::BUNDLE;
use crate::error::{Error, Result};
use crate::models::{Launch, Retry};
use crate::request::Request;
use crate::views::{self, Views};

/// What timers of every body take, some 24 days.
const MAX_GRACE_MS: u64 = 2_147_483_647;

/// The app's one backend and its watchdog.
pub struct Lifebound {
    watchdog: Arc<Watchdog>,
    views: Arc<Views>,
}

impl Lifebound {
    pub(crate) fn start<R: Runtime>(app: &AppHandle<R>, builder: Builder) -> StartResult<Self> {
        let Builder {
            mut config,
            development_folder,
            environment,
            leave_signals,
            id,
            log_file,
        } = builder;
        // For support: another tier can be tried without another build.
        if let Some(tier) =
            std::env::var_os("LIFEBOUND_CONTAINMENT").filter(|tier| !tier.is_empty())
        {
            config.containment = Some(tier.to_string_lossy().into_owned());
        }
        // A release must not run what lies in a folder of the machine that it was built on.
        let folder = match development_folder.filter(|_| cfg!(debug_assertions)) {
            Some(folder) => folder,
            None => {
                if let Launch::Locate { confined } = &mut config.launch {
                    *confined = true;
                }
                resource_folder(app)?
            }
        };
        let options = BodyOptions {
            folder,
            environment,
            termination_timeout_ms: config.termination_timeout_ms,
            containment: config.containment.clone(),
            echo: true,
            id: checked_id(id.unwrap_or_else(|| app.config().identifier.clone()))?,
            label: config.label.clone(),
            state_folder: None,
            free_limit: Duration::from_secs(10),
            log_file: match log_file {
                LogFile::OfApp => log_file_of(app),
                LogFile::At(path) => Some(path),
                LogFile::None => None,
            },
        };
        let views = Arc::new(Views::default());
        let told = views.clone();
        let observer: Arc<Observer> = Arc::new(move |news| told.tell(&news));
        let watchdog = Watchdog::new(BUNDLE, serde_json::to_string(&config)?, options, observer);
        let watchdog = Arc::new(watchdog?);
        if !leave_signals {
            #[cfg(unix)]
            crate::signals::handle(app.clone(), watchdog.clone())?;
        }
        watchdog.tell(EventBody::Start);
        Ok(Self { watchdog, views })
    }

    /// The status snapshot: the core's `Status` (watchdog/core/src/status.ts).
    pub async fn status(&self) -> Result<Value> {
        self.status_json().await.and_then(|json| parsed(&json))
    }

    /// Asks the backend.
    pub async fn request<T: DeserializeOwned>(
        &self,
        method: &str,
        params: Value,
        retry: Retry,
        timeout: Option<Duration>,
    ) -> Result<T> {
        let request = Request {
            method: method.into(),
            params,
            retry,
            timeout,
            ticket: None,
        };
        parsed(&self.request_json(request).await?)
    }

    /// Ends the generation in good order and starts the next; also out of `failed`, with a fresh budget.
    pub fn restart(&self) -> Result<()> {
        self.watchdog.tell(EventBody::Restart { grace_ms: None });
        Ok(())
    }

    /// The same, with so long for the good order. Zero: it is killed at once, a way to cancel what can't be cancelled.
    pub fn restart_within(&self, grace: Duration) -> Result<()> {
        let grace_ms = u64::try_from(grace.as_millis()).unwrap_or(u64::MAX);
        self.watchdog.tell(EventBody::Restart {
            grace_ms: Some(grace_ms.min(MAX_GRACE_MS)),
        });
        Ok(())
    }

    /// Returns when nothing of the backend is left.
    pub async fn stop(&self) -> Result<()> {
        self.until_over(EventBody::Stop).await
    }

    /// For an update: ends the backend and starts no other, also after a crash of the app. Returns when nothing of it is
    /// left and its executable can be replaced; EXECUTABLE_BUSY after 10 s, and it is held all the same.
    pub async fn hold(&self) -> Result<()> {
        let (sender, answer) = one_answer();
        self.watchdog.hold(move |result| {
            let _ = sender.try_send(result);
        });
        first(answer).await
    }

    /// Ends the hold, whoever began it.
    pub fn resume(&self) -> Result<()> {
        self.watchdog.resume()
    }

    #[cfg(debug_assertions)]
    pub(crate) fn watchdog(&self) -> &Watchdog {
        &self.watchdog
    }

    pub(crate) async fn status_json(&self) -> Result<Box<RawValue>> {
        let (sender, answer) = one_answer();
        self.watchdog.status(move |status| {
            let _ = sender.try_send(Ok(status));
        });
        first(answer).await
    }

    pub(crate) async fn request_json(&self, request: Request) -> Result<Box<RawValue>> {
        let (sender, answer) = one_answer();
        let reply = Box::new(move |result| {
            let _ = sender.try_send(result);
        });
        self.watchdog.request(request, reply);
        first(answer).await
    }

    pub(crate) fn cancel(&self, ticket: String) -> Result<()> {
        self.watchdog.cancel(ticket);
        Ok(())
    }

    pub(crate) fn log_json(&self) -> Result<Box<RawValue>> {
        to_raw_value(&self.watchdog.log()).map_err(|error| Error::internal(&error.to_string()))
    }

    pub(crate) fn subscribe(&self, label: &str, channel: Channel<Box<RawValue>>) -> Result<()> {
        self.views.add(label, channel.clone());
        // What changed between the page's own look and now.
        self.watchdog
            .status(move |status| views::send(&channel, &News::Status { status }));
        Ok(())
    }

    pub(crate) fn forget(&self, label: &str) {
        self.views.remove(label);
    }

    /// Begins the end, and does not wait for it.
    pub(crate) fn window_closed(&self) {
        self.watchdog.tell(EventBody::HostGone {
            reason: HostEnd::WindowClosed,
        });
    }

    /// The process may go when this returns.
    pub(crate) fn app_exit(&self) {
        self.watchdog.end(HostEnd::AppExit);
    }

    async fn until_over(&self, event: EventBody) -> Result<()> {
        let (sender, answer) = one_answer();
        self.watchdog.tell_until_over(event, move || {
            let _ = sender.try_send(Ok(()));
        });
        first(answer).await
    }
}

/// As Tauri's `setup` takes it.
type StartResult<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// It becomes the name of a file.
fn checked_id(id: String) -> Result<String> {
    let id = if id.is_empty() { "app".to_owned() } else { id };
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_".contains(letter);
    if id.len() <= 200 && !id.starts_with('.') && id.chars().all(is_plain) {
        return Ok(id);
    }
    let message = format!("Option id is {id:?}. Give up to 200 letters, digits, '.', '-' and '_', and no '.' at the beginning.");
    Err(Error::new("INVALID_OPTION", message))
}

fn resource_folder<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<PathBuf> {
    app.path().resource_dir()
}

fn parsed<T: DeserializeOwned>(json: &RawValue) -> Result<T> {
    serde_json::from_str(json.get()).map_err(|error| {
        Error::internal(&format!("the backend's answer has another shape: {error}"))
    })
}

type Answers<T> = tauri::async_runtime::Receiver<Result<T>>;

fn one_answer<T>() -> (tauri::async_runtime::Sender<Result<T>>, Answers<T>) {
    tauri::async_runtime::channel(1)
}

/// Without an answer the watchdog's thread is gone.
async fn first<T>(mut answers: Answers<T>) -> Result<T> {
    answers
        .recv()
        .await
        .unwrap_or_else(|| Err(Error::internal("its thread has ended")))
}

/// A user without a home has no folder for it; that is no reason not to start.
fn log_file_of<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    match app.path().app_log_dir() {
        Ok(folder) => Some(folder.join("backend.log")),
        Err(error) => {
            log::warn!(target: "lifebound", "There is no log file, since its folder can't be found: {error}");
            None
        }
    }
}
