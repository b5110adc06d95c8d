//! What the watchdog holds of a living generation.

use std::sync::Arc;

use super::life::Life;
use crate::link::writer::Writer;

pub struct Generation {
    pub number: u32,
    pub life: Arc<Life>,
    /// `None` without the link.
    pub writer: Option<Writer>,
}
