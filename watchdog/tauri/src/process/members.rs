//! Who is left of a session, besides zombies.

use rustix::process::Pid;

/// Members of the leader's session or group that still run: a shell with job control moves its jobs to groups of
/// their own, but not to another session.
#[cfg(target_os = "linux")]
pub fn members_of(leader: Pid) -> Vec<Pid> {
    let Ok(processes) = std::fs::read_dir("/proc") else {
        return Vec::new();
    };
    processes
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok())
        .filter(|pid| {
            std::fs::read_to_string(format!("/proc/{pid}/stat"))
                .is_ok_and(|stat| belongs_and_runs(&stat, leader.as_raw_nonzero().get()))
        })
        .filter_map(Pid::from_raw)
        .collect()
}

/// `pid (name) state ppid pgrp session …`: the name may hold spaces and parentheses, so look behind the last one.
#[cfg(target_os = "linux")]
fn belongs_and_runs(stat: &str, leader: i32) -> bool {
    let Some((_, rest)) = stat.rsplit_once(") ") else {
        return false;
    };
    let fields: Vec<&str> = rest.split(' ').take(4).collect();
    let [state, _parent, group, session] = fields[..] else {
        return false;
    };
    let ours = |field: &str| field.parse() == Ok(leader);
    !matches!(state, "Z" | "X") && (ours(group) || ours(session))
}

/// Elsewhere only whether anybody is: the leader's own number stands for them. A group of zombies alone refuses the
/// test signal (macOS says EPERM).
#[cfg(not(target_os = "linux"))]
pub fn members_of(leader: Pid) -> Vec<Pid> {
    match rustix::process::test_kill_process_group(leader) {
        Ok(()) => vec![leader],
        Err(_) => Vec::new(),
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::belongs_and_runs;

    #[test]
    fn reads_a_stat_line_whose_name_has_spaces_and_parentheses() {
        assert!(belongs_and_runs("7 (a) S 1 9 9) S 1 7 7 0 -1", 7));
        assert!(belongs_and_runs("8 (worker) R 7 8 7 0 -1", 7));
        assert!(!belongs_and_runs("7 (a) S 1 9 9) S 1 7 7 0 -1", 9));
    }

    #[test]
    fn a_zombie_is_gone() {
        assert!(!belongs_and_runs("7 (python3) Z 1 7 7 0 -1", 7));
    }

    #[test]
    fn a_cut_line_is_nobody() {
        assert!(!belongs_and_runs("7 (python3) S 1", 7));
        assert!(!belongs_and_runs("", 7));
    }
}
