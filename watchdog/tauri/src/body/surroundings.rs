//! What a generation's threads need.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex};

use super::current_tree::CurrentTree;
use super::log_book::LogBook;
use super::message::Message;
use super::observer::Observer;
use crate::core::event::EventBody;
use crate::state::{Gate, State};

#[derive(Clone)]
pub struct Surroundings {
    pub events: Sender<Message>,
    pub log: LogBook,
    pub observer: Arc<Observer>,
    pub current: CurrentTree,
    pub state: Arc<State>,
    /// Opens when the remains of a lost app have been ended.
    pub swept: Gate,
    /// What was started last: it must be free before an update.
    pub executable: Arc<Mutex<Option<String>>>,
}

impl Surroundings {
    /// Without a watchdog there is nobody to tell.
    pub fn post(&self, event: EventBody) {
        let _ = self.events.send(Message::Event(event));
    }
}
