//! Our ends of the backend's pipes. Anonymous pipes can't be waited for with a limit here; but ending the job ends
//! everybody who could hold the other end.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::windows::io::OwnedHandle;

use crate::process::Read;

/// Its stdout or stderr.
pub struct Output(File);

impl Output {
    pub fn new(pipe: OwnedHandle) -> Self {
        Self(File::from(pipe))
    }

    /// Blocks until there is something to tell. An error of the pipe is its end.
    pub fn read(&mut self, buffer: &mut [u8]) -> Read {
        match self.0.read(buffer) {
            Ok(0) | Err(_) => Read::End,
            Ok(count) => Read::Bytes(count),
        }
    }
}

/// Its stdin.
pub struct Input(File);

impl Input {
    pub fn new(pipe: OwnedHandle) -> Self {
        Self(File::from(pipe))
    }

    /// Blocks while the backend does not read; fails once it has ended.
    pub fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
}
