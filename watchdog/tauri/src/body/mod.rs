//! Acts for the core: one plain thread owns the engine, receives what happened, and performs what the core wants.

mod asks;
mod breakdown;
mod channel;
mod current_tree;
mod effects;
mod failed_status;
mod generation;
mod hold;
mod life;
mod live;
pub mod log_book;
mod log_file;
mod message;
pub mod observer;
pub mod options;
mod output;
pub mod requests;
mod surroundings;
pub mod timers;
pub mod watchdog;
mod worker;
