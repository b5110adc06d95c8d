//! The brain: the TypeScript core, bundled to one ES module and run by QuickJS. It decides; this crate acts.

pub mod contain;
pub mod effect;
pub mod engine;
pub mod event;
pub mod record;

/// `watchdog/core`, bundled by its `scripts/bundle.mjs` and checked in.
pub const BUNDLE: &str = include_str!("generated/core.bundle.js");
