//! The one tree that lives, or is being spawned: whoever ends the watchdog ends that too.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use super::life::Life;
use crate::process::{self, Program, Signal, Spawned};

/// An exec from a network drive may hang; the end of the app must not.
const SPAWN_LIMIT: Duration = Duration::from_secs(1);
const END_LIMIT: Duration = Duration::from_millis(500);

#[derive(Clone, Default)]
pub struct CurrentTree(Arc<Mutex<Place>>);

#[derive(Default)]
struct Place {
    life: Option<Arc<Life>>,
    closed: bool,
}

impl CurrentTree {
    /// Spawns under the lock, so that no process is born behind the back of `end_for_good`.
    pub fn spawn(&self, program: &Program) -> io::Result<(Arc<Life>, Spawned)> {
        let mut place = self.lock();
        if place.closed {
            return Err(io::Error::other("the app is ending"));
        }
        let (tree, spawned) = process::spawn(program)?;
        let life = Arc::new(Life::new(tree));
        place.life = Some(life.clone());
        Ok((life, spawned))
    }

    /// It is empty.
    pub fn forget(&self, life: &Arc<Life>) {
        let mut place = self.lock();
        if place
            .life
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, life))
        {
            place.life = None;
        }
    }

    /// Asks what lives to end, and kills it after the grace; from now on nothing is spawned. It stays in its place
    /// meanwhile, so that `end_for_good` finds it.
    pub fn end_in_good_order(&self, grace: Duration) {
        let life = {
            let mut place = self.lock();
            place.closed = true;
            place.life.clone()
        };
        if let Some(life) = life {
            life.tree.signal(Signal::Terminate);
            life.end(grace, END_LIMIT);
        }
        self.end_for_good();
    }

    /// Kills what lives; from now on nothing is spawned.
    pub fn end_for_good(&self) {
        let deadline = Instant::now() + SPAWN_LIMIT;
        let life = loop {
            match self.0.try_lock() {
                Ok(mut place) => break close(&mut place),
                Err(TryLockError::Poisoned(place)) => break close(&mut place.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => return,
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(1)),
            }
        };
        if let Some(life) = life {
            life.end(Duration::ZERO, END_LIMIT);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Place> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn close(place: &mut Place) -> Option<Arc<Life>> {
    place.closed = true;
    place.life.take()
}
