//! What a lost host has left of a backend: the job has ended its tree, so only what its record names outside of it.

use std::time::{Duration, Instant};

use crate::core::event::LeftProcess;
use crate::core::record::{ProcessKey, RunRecord};
use crate::process::processes::{self, is_same, terminate};

pub struct Remains(Vec<ProcessKey>);

impl Remains {
    pub fn of(record: &RunRecord) -> Self {
        let leader = std::iter::once(record.leader.clone());
        Self(leader.chain(record.helpers.iter().cloned()).collect())
    }

    /// There is no polite end here. Gives who was there, and who is still.
    pub fn end(&self, _grace: Duration) -> (Vec<LeftProcess>, Vec<LeftProcess>) {
        let alive = || -> Vec<u32> {
            let keys = self.0.iter().filter(|key| is_same(key));
            keys.map(|key| key.pid).collect()
        };
        let found = processes::named(alive());
        let deadline = Instant::now() + Duration::from_secs(2);
        loop {
            let left = alive();
            if left.is_empty() || Instant::now() >= deadline {
                return (found, processes::named(left));
            }
            left.into_iter().for_each(terminate);
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
