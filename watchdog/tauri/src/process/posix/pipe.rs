//! Pipes that can be given up: reading and writing end when the leader has ended, whoever still holds the other end.

use std::io::{self, ErrorKind};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::Instant;

use rustix::event::{poll, PollFd, PollFlags, Timespec};

use crate::process::{Read, DRAIN_LIMIT};

/// Dropping it wakes every reader and writer of the generation.
pub struct WakeSender {
    _end: OwnedFd,
}
#[derive(Clone)]
pub struct Sleeper(Arc<OwnedFd>);

pub fn wake_pair() -> io::Result<(WakeSender, Sleeper)> {
    let (reader, writer) = io::pipe()?;
    Ok((
        WakeSender {
            _end: writer.into(),
        },
        Sleeper(Arc::new(reader.into())),
    ))
}

impl Sleeper {
    /// Waits until `descriptor` is ready or the leader has ended; `true` when it has ended.
    fn wait(&self, descriptor: &OwnedFd, flags: PollFlags) -> io::Result<bool> {
        let mut both = [
            PollFd::new(descriptor, flags),
            PollFd::new(&*self.0, PollFlags::IN),
        ];
        match poll(&mut both, None) {
            Ok(_) => Ok(!both[1].revents().is_empty()),
            Err(rustix::io::Errno::INTR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Our end of the backend's stdout or stderr.
pub struct Output {
    pipe: OwnedFd,
    sleeper: Sleeper,
    /// Set when the leader has ended.
    drain_until: Option<Instant>,
    drained: bool,
}

impl Output {
    pub fn new(pipe: OwnedFd, sleeper: Sleeper) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&pipe, true)?;
        Ok(Self {
            pipe,
            sleeper,
            drain_until: None,
            drained: false,
        })
    }

    /// Blocks until there is something to tell. An error of the pipe is its end.
    pub fn read(&mut self, buffer: &mut [u8]) -> Read {
        loop {
            if self
                .drain_until
                .is_some_and(|until| Instant::now() >= until)
            {
                return Read::End;
            }
            match rustix::io::read(&self.pipe, &mut *buffer) {
                Ok(0) => return Read::End,
                Ok(count) => return Read::Bytes(count),
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => match self.drain_until {
                    Some(_) if !self.drained => {
                        self.drained = true;
                        return Read::Drained;
                    }
                    Some(until) => self.wait_for_others(until),
                    None => match self.sleeper.wait(&self.pipe, PollFlags::IN) {
                        Ok(true) => self.drain_until = Some(Instant::now() + DRAIN_LIMIT),
                        Ok(false) => {}
                        Err(_) => return Read::End,
                    },
                },
                Err(_) => return Read::End,
            }
        }
    }

    fn wait_for_others(&self, until: Instant) {
        let left = until.saturating_duration_since(Instant::now());
        let timeout = Timespec {
            tv_sec: 0,
            tv_nsec: i64::from(left.subsec_nanos()),
        };
        let _ = poll(
            &mut [PollFd::new(&self.pipe, PollFlags::IN)],
            Some(&timeout),
        );
    }
}

/// Our end of the backend's stdin.
pub struct Input {
    pipe: OwnedFd,
    sleeper: Sleeper,
}

impl Input {
    pub fn new(pipe: OwnedFd, sleeper: Sleeper) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&pipe, true)?;
        Ok(Self { pipe, sleeper })
    }

    /// Blocks while the backend does not read; fails once it has ended.
    pub fn write_all(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            match rustix::io::write(self.pipe.as_fd(), bytes) {
                Ok(count) => bytes = &bytes[count..],
                Err(rustix::io::Errno::INTR) => {}
                Err(rustix::io::Errno::AGAIN) => {
                    if self.sleeper.wait(&self.pipe, PollFlags::OUT)? {
                        return Err(ErrorKind::BrokenPipe.into());
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
