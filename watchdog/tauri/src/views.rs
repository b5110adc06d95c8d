//! The web views that want to hear of the backend.

use std::collections::HashMap;
use std::sync::Mutex;

use serde_json::value::{to_raw_value, RawValue};
use tauri::ipc::Channel;

use crate::body::observer::News;

/// One channel for each web view that subscribed, by its label.
#[derive(Default)]
pub struct Views(Mutex<HashMap<String, Channel<Box<RawValue>>>>);

impl Views {
    pub fn add(&self, label: &str, channel: Channel<Box<RawValue>>) {
        self.0.lock().unwrap().insert(label.to_owned(), channel);
    }

    pub fn remove(&self, label: &str) {
        self.0.lock().unwrap().remove(label);
    }

    pub fn tell(&self, news: &News) {
        for channel in self.0.lock().unwrap().values() {
            send(channel, news);
        }
    }
}

/// A web view that is going hears no more.
pub fn send(channel: &Channel<Box<RawValue>>, news: &News) {
    if let Ok(json) = to_raw_value(news) {
        let _ = channel.send(json);
    }
}
