//! What the core wants done, in the words of `watchdog/core/src/effects.ts`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LogLevel {
    Debug,
    Info,
    Warn,
    Error,
}

impl std::fmt::Display for LogLevel {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum SignalName {
    #[serde(rename = "SIGTERM")]
    Terminate,
    #[serde(rename = "SIGKILL")]
    Kill,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ProbeTarget {
    Http { url: String },
    Tcp { port: u16 },
}

/// A notification to the backend.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Notification {
    pub method: String,
    pub params: Value,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Effect {
    Locate {
        generation: u32,
        candidates: Vec<String>,
    },
    Spawn {
        generation: u32,
        program: String,
        args: Vec<String>,
        link: bool,
    },
    Send {
        generation: u32,
        message: Notification,
    },
    CloseStdin {
        generation: u32,
    },
    Signal {
        generation: u32,
        signal: SignalName,
    },
    EndTree {
        generation: u32,
        grace_ms: u64,
    },
    Declare {
        generation: u32,
        pid: u32,
        namespace: Option<String>,
    },
    Probe {
        generation: u32,
        target: ProbeTarget,
        timeout_ms: u64,
    },
    SetTimer {
        timer: String,
        generation: u32,
        delay_ms: u64,
    },
    ClearTimer {
        timer: String,
    },
    SendRequest {
        id: u64,
    },
    FailRequest {
        id: u64,
        error: Error,
    },
    Log {
        level: LogLevel,
        message: String,
    },
    Status,
    Report {
        error: Error,
    },
    Over {
        exit_status: i32,
    },
}
