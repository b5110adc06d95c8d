//! Starts a program as its tier wants it.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::PathBuf;

use super::cgroup::{Cgroup, Folder};
use super::check::{check, explain};
use super::group::Group;
use super::keeper::Keeper;
use super::launch::launch;
use super::leader::Leader;
use super::namespace::Namespace;
use super::pipe::{wake_pair, Input, Output};
use super::tree::{Held, Tree};
use crate::core::contain::Binding;
use crate::process::{Program, Spawned};

/// The pid is to be had by `Tree::started`.
pub fn spawn(program: &Program) -> io::Result<(Tree, Spawned)> {
    check(program)?;
    let (held, given) = hold(program)?;
    // Before the process is there: out of descriptors is then a failed start, and no orphan.
    let (wake, sleeper) = wake_pair()?;
    let descriptors: Vec<_> = given.iter().map(AsFd::as_fd).collect();
    let mut child = launch(program, &descriptors).map_err(|error| {
        held.tier().release();
        explain(error)
    })?;
    drop(given);
    let leader = Leader::new(&child, wake);
    held.remember(leader.pid());
    // Whatever fails from here on, dropping the tree ends it.
    let tree = Tree::new(leader, held, program);
    let spawned = Spawned {
        input: child
            .stdin
            .take()
            .map(|pipe| Input::new(pipe.into(), sleeper.clone()))
            .transpose()?,
        output: Output::new(
            child.stdout.take().expect("stdout is piped").into(),
            sleeper.clone(),
        )?,
        errors: Output::new(
            child.stderr.take().expect("stderr is piped").into(),
            sleeper,
        )?,
    };
    Ok((tree, spawned))
}

/// What holds the tree is there before the tree is. The descriptors are the backend's 3 and up.
fn hold(program: &Program) -> io::Result<(Held, Vec<OwnedFd>)> {
    let keeper = || {
        let no_keeper = || io::Error::other("the core gave no keeper");
        let command = program.bound.keeper.clone().ok_or_else(no_keeper)?;
        Ok::<_, io::Error>(command)
    };
    let start_keeper = || Keeper::start(keeper()?, program.warn.clone());
    let mark = program.plan.mark.clone().unwrap_or_default();
    match &program.plan.binding {
        Binding::Cgroup { folder, .. } => {
            let folder = Folder::make(PathBuf::from(folder))
                .map_err(|error| io::Error::other(format!("its cgroup: {error}")))?;
            let keeper = start_keeper().inspect_err(|_| folder.remove())?;
            let lifeline = keeper.lifeline()?;
            Ok((Held::Cgroup(Cgroup { folder, keeper }), vec![lifeline]))
        }
        Binding::Namespace { .. } => {
            let (control, ours) = io::pipe()?;
            let (report, theirs) = io::pipe()?;
            let namespace = Namespace::new(
                File::from(OwnedFd::from(ours)),
                keeper()?,
                program.warn.clone(),
            );
            let report = File::from(OwnedFd::from(report));
            let given = vec![control.into(), theirs.into()];
            Ok((Held::Namespace(namespace, Some(report).into()), given))
        }
        Binding::Keeper { .. } => {
            let keeper = start_keeper()?;
            let lifeline = keeper.lifeline()?;
            let group = Group {
                mark,
                keeper: Some(keeper),
            };
            Ok((Held::Group(group), vec![lifeline]))
        }
        Binding::Group | Binding::Job => {
            let group = Group { mark, keeper: None };
            Ok((Held::Group(group), Vec::new()))
        }
    }
}
