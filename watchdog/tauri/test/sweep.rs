//! The next start ends what a lost app has left, and never a stranger.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::Arc;

use rustix::process::Signal;
use serde_json::{json, Value};
use tempfile::TempDir;

use super::harness::{backend_file, is_alive, kill, private_folder, setup, wait_for, App};
use super::headless::Host;
use crate::core::event::EventBody;
use crate::process::{boot_id, key_of, namespace};

struct Stranger(Child);

impl Stranger {
    fn start() -> Self {
        Self(Command::new("sleep").arg("1000").spawn().unwrap())
    }
}

impl Drop for Stranger {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn state() -> Arc<TempDir> {
    let state = private_folder();
    fs::create_dir(state.path().join("running")).unwrap();
    fs::set_permissions(
        state.path().join("running"),
        fs::Permissions::from_mode(0o700),
    )
    .unwrap();
    state
}

fn start_with(state: &Arc<TempDir>) -> App {
    let mut setup = setup("linked.py");
    setup.state = Some(state.clone());
    let app = setup.start();
    app.wait_until_ready(1);
    app
}

fn records(state: &TempDir) -> Vec<PathBuf> {
    let folder = fs::read_dir(state.path().join("running")).unwrap();
    folder.map(|entry| entry.unwrap().path()).collect()
}

/// A whole record of a host that is gone: it had the number of the leader, but began at another time.
fn lost(leader: Value, helpers: Value) -> Value {
    json!({
        "version": 1, "id": "lost", "label": "Lost backend", "bootId": boot_id(), "namespace": namespace(),
        "host": { "pid": leader["pid"], "start": "1" }, "leader": leader, "program": "sleep", "tier": "group",
        "cgroup": null, "mark": null, "helpers": helpers,
    })
}

fn key(child: &Stranger) -> Value {
    serde_json::to_value(key_of(child.0.id()).unwrap()).unwrap()
}

fn write(state: &TempDir, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = state.path().join("running").join(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn a_record_is_there_while_it_runs_and_for_nobody_else() {
    let app = setup("linked.py").start();
    let pid = app.wait_until_ready(1);
    let [path] = &records(&app.state)[..] else {
        panic!("{:?}", records(&app.state));
    };
    assert_eq!(
        fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let record: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(record["leader"]["pid"], pid);
    assert_eq!(record["host"]["pid"], std::process::id());
    assert_eq!(record["id"], "test");
    app.until_over(EventBody::Stop);
    assert_eq!(records(&app.state), Vec::<PathBuf>::new());
}

/// In the group tier nothing ends it when its host is killed.
#[test]
fn what_a_killed_host_left_is_ended_before_the_next_backend_starts() {
    let script = backend_file("tree.sh").to_string_lossy().into_owned();
    let variables = [("LIFEBOUND_CONTAINMENT", "group"), ("READINESS", "stay")];
    let mut host = Host::run(&["sh", &script], &variables);
    host.backend();
    wait_for("the tree", || (host.left().len() >= 5).then_some(()));
    host.kill(Signal::KILL);
    host.process.wait().unwrap();
    assert!(host.left().len() >= 5, "the group tier has become better");
    let mut setup = setup("linked.py");
    let state = private_folder();
    fs::rename(host.folder().join("state"), state.path().join("moved")).unwrap();
    fs::rename(
        state.path().join("moved/running"),
        state.path().join("running"),
    )
    .unwrap();
    setup.state = Some(state);
    let app = setup.start();
    app.wait_until_ready(1);
    assert_eq!(host.left(), Vec::<u32>::new());
    app.wait_for_line("Ended what an app that was lost had left of Python backend: ");
    assert_eq!(records(&app.state).len(), 1, "its own alone");
}

#[test]
fn a_stranger_who_got_the_pid_is_left_alone() {
    let (state, stranger) = (state(), Stranger::start());
    let mut leader = key(&stranger);
    leader["start"] = json!("4711");
    let path = write(
        &state,
        "1-1-a.json",
        lost(leader.clone(), json!([leader])).to_string(),
    );
    start_with(&state);
    wait_for("the record to go", || (!path.exists()).then_some(()));
    assert!(is_alive(stranger.0.id()));
}

#[test]
fn a_helper_is_ended_by_pid_and_start() {
    let (state, helper, stranger) = (state(), Stranger::start(), Stranger::start());
    let mut leader = key(&stranger);
    leader["start"] = json!("4711");
    write(
        &state,
        "1-1-a.json",
        lost(leader, json!([key(&helper)])).to_string(),
    );
    start_with(&state);
    assert!(!is_alive(helper.0.id()));
    assert!(is_alive(stranger.0.id()));
}

#[test]
fn what_is_no_record_is_removed_and_told() {
    let state = state();
    let cut = lost(json!({ "pid": 1, "start": "1" }), json!([])).to_string();
    write(&state, "cut.json", &cut[..cut.len() / 2]);
    write(&state, "init.json", &cut);
    write(&state, "binary.json", [0, 0xff, 0xfe, 0]);
    write(&state, "huge.json", vec![b' '; 1 << 20]);
    write(&state, "empty.json", "");
    write(&state, "99999999-1-a.tmp", &cut);
    let app = start_with(&state);
    let told = app.watchdog.log();
    let told = told
        .iter()
        .filter(|line| line.text.contains("it is no record of a backend"));
    assert_eq!(told.count(), 5);
    assert_eq!(records(&state).len(), 1, "{:?}", records(&state));
}

#[test]
fn one_of_another_boot_goes_and_one_of_a_living_host_stays() {
    let (state, stranger) = (state(), Stranger::start());
    let mut other_boot = lost(key(&stranger), json!([]));
    other_boot["bootId"] = json!("another");
    let mut living = lost(key(&stranger), json!([]));
    living["host"] = serde_json::to_value(key_of(std::process::id()).unwrap()).unwrap();
    let gone = write(&state, "1-1-a.json", other_boot.to_string());
    let kept = write(&state, "1-1-b.json", living.to_string());
    start_with(&state);
    assert!(!gone.exists() && kept.exists());
    assert!(is_alive(stranger.0.id()));
}

#[test]
fn a_record_that_names_a_folder_of_others_ends_nothing_in_it() {
    let (state, stranger) = (state(), Stranger::start());
    let mut leader = key(&stranger);
    leader["start"] = json!("4711");
    let mut record = lost(leader, json!([]));
    let folder = tempfile::tempdir().unwrap();
    let planted = folder.path().join("lifebound-planted");
    fs::create_dir(&planted).unwrap();
    fs::write(
        planted.join("cgroup.procs"),
        format!("{}\n", stranger.0.id()),
    )
    .unwrap();
    record["cgroup"] = json!(planted.to_string_lossy());
    write(&state, "1-1-a.json", record.to_string());
    start_with(&state);
    assert!(is_alive(stranger.0.id()));
}

#[test]
fn without_room_for_a_record_it_runs_and_says_so_once() {
    let state = state();
    let app = start_with(&state);
    fs::remove_dir_all(state.path().join("running")).unwrap();
    for generation in 2..=3 {
        let pid = app.status()["pid"].as_u64().unwrap();
        kill(pid as u32, Signal::KILL);
        app.wait_until_ready(generation);
    }
    let told = app.watchdog.log();
    let told = told
        .iter()
        .filter(|line| line.text.contains("can't be written"));
    assert_eq!(told.count(), 1);
}

#[test]
fn a_folder_that_others_can_write_into_is_not_used() {
    let state = state();
    fs::set_permissions(state.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let app = start_with(&state);
    app.wait_for_line("others may write into it");
    assert_eq!(records(&state), Vec::<PathBuf>::new());
}
