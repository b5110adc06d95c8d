//! A session of its own, and a mark in the environment for those who leave it. With a keeper it ends when we are
//! killed; without one, only the lifeline of the link is left then.

use rustix::process::Signal;

use super::keeper::Keeper;
use super::leader::{send, Leader};
use super::tier::Tier;
use crate::core::record::ProcessKey;
use crate::process::processes::{group_of, marked, members_of};

pub struct Group {
    pub mark: String,
    pub keeper: Option<Keeper>,
}

impl Group {
    fn members(&self, leader: &Leader) -> Vec<u32> {
        let mut members = members_of(leader.pid());
        let mut marked = marked(&self.mark);
        marked.retain(|pid| !members.contains(pid));
        members.append(&mut marked);
        members
    }
}

impl Tier for Group {
    fn terminate(&self, leader: &Leader) {
        leader.signal_group(Signal::TERM);
        for pid in self.members(leader) {
            if group_of(pid) != Some(leader.pid()) {
                send(pid, Signal::TERM);
            }
        }
    }

    fn kill(&self, leader: &Leader) {
        leader.signal_group(Signal::KILL);
        for pid in self.members(leader) {
            send(pid, Signal::KILL);
        }
    }

    fn left(&self, leader: &Leader) -> Vec<u32> {
        self.members(leader)
    }

    fn release(&self) {
        if let Some(keeper) = &self.keeper {
            keeper.done();
        }
    }

    fn adopt(&self, helper: &ProcessKey) {
        if let Some(keeper) = &self.keeper {
            keeper.adopt(helper);
        }
    }

    fn own(&self) -> Vec<u32> {
        self.keeper.iter().filter_map(Keeper::pid).collect()
    }
}
