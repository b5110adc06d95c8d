//! A helper that a backend declares: who it is, and whether it may be ended with the tree.

use super::processes::{
    all, innermost_pid, is_ours, key_of, namespace as our_namespace, namespace_of, parent_of,
};
use crate::core::record::ProcessKey;

/// `namespace`: in which the pid counts, `None`: the program's own. `own`: processes of the tree itself.
pub fn resolve(
    pid: u32,
    namespace: Option<&str>,
    program: u32,
    own: &[u32],
) -> Result<ProcessKey, String> {
    let pid = translate(pid, namespace, program)?;
    let key = key_of(pid).ok_or_else(|| format!("there is no process {pid}"))?;
    if own.contains(&pid) {
        return Err("it is the backend itself, or what holds it".into());
    }
    if is_host(pid) {
        return Err("it is the app itself, or what has started it".into());
    }
    if !is_ours(pid) {
        return Err("it is another user's".into());
    }
    Ok(key)
}

fn translate(pid: u32, namespace: Option<&str>, program: u32) -> Result<u32, String> {
    if pid <= 1 {
        return Err(format!("{pid} is no pid of a helper"));
    }
    let (ours, theirs) = (our_namespace(), namespace_of(program));
    let counts_in = namespace.map(str::to_owned).or_else(|| theirs.clone());
    if counts_in == ours {
        return Ok(pid);
    }
    if counts_in != theirs {
        return Err("its pid counts in another namespace".into());
    }
    all()
        .find(|outside| innermost_pid(*outside) == Some(pid) && namespace_of(*outside) == counts_in)
        .ok_or_else(|| format!("there is no process {pid} in the backend's namespace"))
}

fn is_host(pid: u32) -> bool {
    let mut next = Some(std::process::id());
    while let Some(ancestor) = next.filter(|ancestor| *ancestor > 0) {
        if ancestor == pid {
            return true;
        }
        next = parent_of(ancestor);
    }
    false
}
