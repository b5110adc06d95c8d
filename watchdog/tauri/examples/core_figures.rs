//! The core in QuickJS: load time, memory and the time of a step with JSON in and out, as one line of JSON.
//! `cargo run --release -p tauri-plugin-lifebound --example core_figures`

use std::time::Instant;

use tauri_plugin_lifebound::figures::{Engine, BUNDLE};

const LOADS: usize = 200;
const STEPS: u64 = 20_000;
/// Steps are too short to be timed one by one.
const STEPS_IN_A_BATCH: u64 = 100;

fn main() {
    let mut loads: Vec<f64> = (0..LOADS).map(|_| milliseconds(|| drop(load()))).collect();
    let engine = load();
    let memory_after_load = engine.memory_bytes();
    bring_to_ready(&engine);
    let mut steps: Vec<f64> = (0..STEPS / STEPS_IN_A_BATCH)
        .map(|batch| step_microseconds(&engine, batch))
        .collect();
    println!(
        "{{\"bundleBytes\":{},\"loadMs\":{},\"memoryBytes\":{memory_after_load},\"memoryBytesAfterSteps\":{},\"stepUs\":{}}}",
        BUNDLE.len(),
        spread(&mut loads),
        engine.memory_bytes(),
        spread(&mut steps),
    );
}

fn load() -> Engine {
    Engine::load(BUNDLE, "{}").expect("the core loads")
}

fn bring_to_ready(engine: &Engine) {
    let message = r#"{"protocol":1,"nonce":"n","version":null,"port":null}"#;
    for event in [
        r#""type":"start""#.to_owned(),
        r#""type":"located","generation":1,"answers":[{"candidate":"backend/excel-backend","found":"executable","path":"/x"}]"#.to_owned(),
        r#""type":"spawned","generation":1,"pid":7,"nonce":"n","tier":"group","tierReason":"""#.to_owned(),
        format!(r#""type":"message","generation":1,"method":"lifebound/ready","params":{message}"#),
    ] {
        engine.dispatch_json(&format!(r#"{{"atMs":0,"random":0.5,{event}}}"#)).expect("a step");
    }
    let status = engine.status(0).expect("a status");
    assert!(status.contains(r#""state":"ready""#), "{status}");
}

/// A beat, a request and its answer in turn: what a ready backend brings.
fn step_microseconds(engine: &Engine, batch: u64) -> f64 {
    let took = milliseconds(|| {
        for number in 0..STEPS_IN_A_BATCH {
            let id = batch * STEPS_IN_A_BATCH + number - number % 3;
            let event = match number % 3 {
                0 => r#""type":"message","generation":1,"method":"lifebound/beat","params":{}"#
                    .to_owned(),
                1 => format!(r#""type":"requested","id":{id},"bytes":120,"retry":"safe""#),
                _ => format!(r#""type":"answered","id":{id}"#),
            };
            let event = format!(r#"{{"atMs":{},"random":0.5,{event}}}"#, batch * 10);
            std::hint::black_box(engine.dispatch_json(&event).expect("a step"));
        }
    });
    took * 1_000.0 / STEPS_IN_A_BATCH as f64
}

fn milliseconds(work: impl FnOnce()) -> f64 {
    let started = Instant::now();
    work();
    started.elapsed().as_secs_f64() * 1_000.0
}

fn spread(values: &mut [f64]) -> String {
    values.sort_by(f64::total_cmp);
    let at = |share: f64| values[((values.len() - 1) as f64 * share) as usize];
    format!(
        "{{\"n\":{},\"p50\":{:.3},\"p10\":{:.3},\"p99\":{:.3}}}",
        values.len(),
        at(0.5),
        at(0.1),
        at(0.99)
    )
}
