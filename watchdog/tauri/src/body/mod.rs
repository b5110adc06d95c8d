//! Acts for the core: one plain thread owns the engine, receives what happened, and performs what the core wants.

mod asks;
mod breakdown;
mod channel;
mod current_tree;
mod effects;
pub mod generation;
mod hold;
mod life;
pub mod log_book;
mod log_file;
pub mod observer;
mod output;
pub mod requests;
pub mod timers;
pub mod watchdog;
mod worker;
