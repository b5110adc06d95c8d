//! The private record of a running backend, in the words of `watchdog/core/src/sweep/record.ts`.

use serde::{Deserialize, Serialize};

/// A process that can't be mistaken for a stranger who got its pid later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessKey {
    pub pid: u32,
    /// The system's own start time: opaque.
    pub start: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunRecord {
    pub version: u8,
    pub id: String,
    pub label: String,
    pub boot_id: String,
    pub namespace: Option<String>,
    pub host: ProcessKey,
    pub leader: ProcessKey,
    pub program: String,
    pub tier: String,
    pub cgroup: Option<String>,
    pub mark: Option<String>,
    pub helpers: Vec<ProcessKey>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordFacts {
    pub boot_id: String,
    pub namespace: Option<String>,
    pub host_start: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Its host is gone: end what is left of it, then remove the record.
    End,
    /// Its host lives, or it is none of our namespace.
    Keep,
    /// Of another boot or machine.
    Forget,
}
