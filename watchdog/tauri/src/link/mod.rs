//! The channel to the backend: JSON-RPC 2.0, one message a line (docs/link-protocol.md).

pub mod lines;
pub mod message;
pub mod writer;

/// Also the longest line that is read or written.
pub const MAX_MESSAGE_BYTES: usize = 8 * 1024 * 1024;
pub const MAX_QUEUED_BYTES: usize = 16 * 1024 * 1024;
