//! One way to hold a tree together.

use super::leader::Leader;
use crate::core::record::ProcessKey;

pub trait Tier: Send + Sync {
    /// Politely, to each once.
    fn terminate(&self, leader: &Leader);

    fn kill(&self, leader: &Leader);

    /// Who is left; zombies hold nothing.
    fn left(&self, leader: &Leader) -> Vec<u32>;

    /// Nothing is.
    fn release(&self);

    /// A helper outside the tree must end even when this process is killed.
    fn adopt(&self, helper: &ProcessKey);

    /// Processes that are ours and no helper.
    fn own(&self) -> Vec<u32>;
}
