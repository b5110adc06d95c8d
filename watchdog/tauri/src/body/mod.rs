//! Acts for the core: one plain thread owns the engine, receives what happened, and performs what the core wants.

mod breakdown;
mod current_tree;
pub mod generation;
pub mod log_book;
pub mod observer;
pub mod requests;
pub mod timers;
pub mod watchdog;
mod worker;
