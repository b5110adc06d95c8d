//! The core's clocks: one of a kind, replaced when set again.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

#[derive(Default)]
pub struct Timers(BTreeMap<String, (Instant, u32)>);

impl Timers {
    pub fn set(&mut self, timer: String, generation: u32, delay: Duration) {
        self.0.insert(timer, (Instant::now() + delay, generation));
    }

    pub fn clear(&mut self, timer: &str) {
        self.0.remove(timer);
    }

    pub fn next_due(&self) -> Option<Instant> {
        self.0.values().map(|(due, _)| *due).min()
    }

    /// The earliest timer that is due, taken out.
    pub fn take_due(&mut self, now: Instant) -> Option<(String, u32)> {
        let (name, _) = self
            .0
            .iter()
            .filter(|(_, (due, _))| *due <= now)
            .min_by_key(|(_, (due, _))| *due)?;
        let name = name.clone();
        let (_, generation) = self.0.remove(&name)?;
        Some((name, generation))
    }
}
