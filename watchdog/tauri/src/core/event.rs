//! What happened, in the words of `watchdog/core/src/events.ts`.

use serde::Serialize;
use serde_json::Value;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Monotonic.
    pub at_ms: u64,
    /// In [0, 1): the core draws nothing itself.
    pub random: f64,
    #[serde(flatten)]
    pub body: EventBody,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    Missing,
    NotAFile,
    Unreadable,
    Readable,
    Executable,
}

#[derive(Clone, Debug, Serialize)]
pub struct CandidateAnswer {
    pub candidate: String,
    pub found: Found,
    pub path: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostEnd {
    WindowClosed,
    AppExit,
    /// Windows has none.
    #[cfg_attr(windows, allow(dead_code))]
    Signal,
}

/// A process of the tree that would not go. `name`: empty where it can't be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftProcess {
    pub pid: u32,
    pub name: String,
}

/// May a request be sent again to the next generation?
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Retry {
    #[default]
    Never,
    Safe,
}

#[derive(Clone, Debug, Serialize)]
#[serde(
    tag = "type",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum EventBody {
    Start,
    Stop,
    Restart {
        #[serde(skip_serializing_if = "Option::is_none")]
        grace_ms: Option<u64>,
    },
    Hold,
    Resume,
    HostGone {
        reason: HostEnd,
    },
    Located {
        generation: u32,
        answers: Vec<CandidateAnswer>,
    },
    Spawned {
        generation: u32,
        pid: u32,
        nonce: String,
        tier: String,
        tier_reason: String,
    },
    SpawnFailed {
        generation: u32,
        reason: String,
    },
    Message {
        generation: u32,
        method: String,
        params: Value,
    },
    Heard {
        generation: u32,
    },
    Probed {
        generation: u32,
        ok: bool,
        detail: String,
    },
    Exited {
        generation: u32,
        code: Option<i32>,
        signal: Option<String>,
        stderr_tail: Vec<String>,
    },
    TreeChecked {
        generation: u32,
        left: Vec<LeftProcess>,
    },
    Declared {
        generation: u32,
        pid: u32,
        name: String,
    },
    DeclareRefused {
        generation: u32,
        pid: u32,
        reason: String,
    },
    Timer {
        timer: String,
        generation: u32,
    },
    Requested {
        id: u64,
        bytes: usize,
        retry: Retry,
    },
    Answered {
        id: u64,
    },
    Cancelled {
        id: u64,
    },
    #[cfg_attr(not(target_os = "linux"), allow(dead_code))]
    Debugger {
        attached: bool,
    },
}
