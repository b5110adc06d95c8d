//! Closed until something has been done.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

#[derive(Clone, Default)]
pub struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    pub fn open(&self) {
        *self.0 .0.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0 .1.notify_all();
    }

    pub fn wait(&self) {
        let open = self.0 .0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.0 .1.wait_while(open, |open| !*open));
    }
}
