//! The scenarios that both bodies pass, through QuickJS. Format: watchdog/core/scenarios/README.md.

use std::fs;
use std::path::Path;

use serde_json::{json, Map, Value};

use crate::core::engine::Engine;
use crate::core::BUNDLE;

#[test]
fn every_scenario_gives_exactly_what_is_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/scenarios");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    assert!(files.len() >= 40, "only {} scenarios", files.len());
    for file in files {
        play(&file);
    }
}

fn play(file: &Path) {
    let name = file.file_stem().unwrap().to_string_lossy();
    let scenario: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let engine =
        Engine::load(BUNDLE, &scenario["config"].to_string()).expect("the configuration is good");
    for (number, step) in scenario["steps"].as_array().unwrap().iter().enumerate() {
        let at = format!("{name}, step {number}: {}", step["event"]);
        let all: Vec<Value> =
            serde_json::from_str(&engine.dispatch_json(&step["event"].to_string()).expect(&at))
                .unwrap();
        let (logs, effects): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|effect| effect["type"] == "log");
        assert_eq!(json!(effects), step["effects"], "{at}");
        assert_eq!(json!(lines(&logs)), step["logs"], "{at}");
        if let Some(wanted) = step["status"].as_object() {
            let now_ms = step["event"]["atMs"].as_u64().unwrap();
            let status: Map<String, Value> =
                serde_json::from_str(&engine.status(now_ms).unwrap()).unwrap();
            for (key, value) in wanted {
                assert_eq!(status.get(key), Some(value), "{at}: {key}");
            }
        }
    }
}

fn lines(logs: &[Value]) -> Vec<String> {
    logs.iter()
        .filter(|log| log["level"] != "DEBUG")
        .map(|log| {
            format!(
                "[{}] {}",
                log["level"].as_str().unwrap(),
                log["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn our_types_can_say_and_read_all_that_the_scenarios_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/scenarios");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let scenario: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for step in scenario["steps"].as_array().unwrap() {
            serde_json::from_value::<Vec<crate::core::effect::Effect>>(step["effects"].clone())
                .unwrap_or_else(|error| panic!("{}: {error}: {}", path.display(), step["effects"]));
        }
    }
}

#[test]
fn the_core_stays_small() {
    assert!(
        BUNDLE.len() <= 80 * 1024,
        "the bundle has {} bytes",
        BUNDLE.len()
    );
    let engine = Engine::load(BUNDLE, "{}").unwrap();
    assert!(
        engine.memory_bytes() <= 2 * 1024 * 1024,
        "the engine holds {} bytes",
        engine.memory_bytes()
    );
}
