//! Tests on real processes, and of what the rooms have to agree on. In the crate, so that no second binary is linked.

mod bad_input;
mod conformance;
mod core_failure;
mod ends;
mod faults;
mod generated_files;
mod harness;
mod headless;
mod helpers;
mod hold;
mod host;
mod output;
mod requests;
mod restarts;
mod starts;
mod sweep;
mod tiers;
