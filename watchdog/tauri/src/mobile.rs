//! iOS and Android start no programs: everything answers UNSUPPORTED.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::Value;
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime};

use crate::builder::Builder;
use crate::error::{Error, Result};
use crate::models::Retry;
use crate::request::Request;

/// The same signatures as on the desktop.
pub struct Lifebound;

type Json = Box<RawValue>;

impl Lifebound {
    pub(crate) fn start<R: Runtime>(_app: &AppHandle<R>, _builder: Builder) -> tauri::Result<Self> {
        Ok(Self)
    }

    pub async fn status(&self) -> Result<Value> {
        Err(Error::unsupported())
    }

    pub async fn request<T: DeserializeOwned>(
        &self,
        _method: &str,
        _params: Value,
        _retry: Retry,
        _timeout: Option<Duration>,
    ) -> Result<T> {
        Err(Error::unsupported())
    }

    pub fn restart(&self) -> Result<()> {
        Err(Error::unsupported())
    }

    pub fn restart_within(&self, _grace: Duration) -> Result<()> {
        Err(Error::unsupported())
    }

    pub async fn stop(&self) -> Result<()> {
        Err(Error::unsupported())
    }

    pub async fn hold(&self) -> Result<()> {
        Err(Error::unsupported())
    }

    pub fn resume(&self) -> Result<()> {
        Err(Error::unsupported())
    }

    pub(crate) async fn status_json(&self) -> Result<Json> {
        Err(Error::unsupported())
    }

    pub(crate) async fn request_json(&self, _request: Request) -> Result<Json> {
        Err(Error::unsupported())
    }

    pub(crate) fn cancel(&self, _ticket: String) -> Result<()> {
        Err(Error::unsupported())
    }

    pub(crate) fn log_json(&self) -> Result<Json> {
        Err(Error::unsupported())
    }

    pub(crate) fn subscribe(&self, _label: &str, _channel: Channel<Json>) -> Result<()> {
        Err(Error::unsupported())
    }

    pub(crate) fn forget(&self, _label: &str) {}

    pub(crate) fn window_closed(&self) {}

    pub(crate) fn app_exit(&self) {}
}
