//! One QuickJS runtime with the core in it. Not `Send`: it lives and dies on the watchdog's own thread.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rquickjs::function::IntoArgs;
use rquickjs::{CatchResultExt, CaughtError, Context, Ctx, Function, Module, Persistent, Runtime};
use serde::{Deserialize, Serialize};

use super::effect::Effect;
use super::event::Event;
use crate::error::{Error, Result};

/// The core needs well under one; sixteen times that is a leak.
const MEMORY_LIMIT_BYTES: usize = 16 * 1024 * 1024;
/// A step takes microseconds. One that takes this long does not end by itself.
const STEP_LIMIT: Duration = Duration::from_millis(50);
/// Loading compiles 80 KB and runs on a machine that is busy starting an app.
const LOAD_LIMIT: Duration = Duration::from_secs(5);

/// Why the core can't be asked any more: it threw, overran its time or memory, or answered nonsense.
#[derive(Debug)]
pub struct CoreFailure(pub String);

type Answer<T> = std::result::Result<T, CoreFailure>;

/// The core, loaded.
pub struct Engine {
    // Dropped in this order: functions before the context, the context before the runtime.
    dispatch: Persistent<Function<'static>>,
    status: Persistent<Function<'static>>,
    environment: Persistent<Function<'static>>,
    containment: Persistent<Function<'static>>,
    context: Context,
    deadline: Rc<Cell<Instant>>,
    runtime: Runtime,
}

impl Engine {
    /// Loads the bundle and makes one machine. `config_json`: the core's `WatchdogConfig`, or the part of it that
    /// differs from the defaults. INVALID_OPTION when the core refuses it.
    pub fn load(bundle: &str, config_json: &str) -> Result<Self> {
        let (engine, answer) = Self::create(bundle, config_json)
            .map_err(|CoreFailure(what)| Error::internal(&what))?;
        checked(&answer).map(|()| engine)
    }

    fn create(bundle: &str, config_json: &str) -> Answer<(Self, String)> {
        let runtime = Runtime::new().map_err(|error| CoreFailure(error.to_string()))?;
        runtime.set_memory_limit(MEMORY_LIMIT_BYTES);
        let deadline = Rc::new(Cell::new(Instant::now() + LOAD_LIMIT));
        let until = deadline.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || Instant::now() > until.get())));
        let context = Context::full(&runtime).map_err(|error| CoreFailure(error.to_string()))?;
        let (answer, [dispatch, status, environment, containment]) = context.with(|ctx| {
            let (module, promise) = catch(
                &ctx,
                Module::declare(ctx.clone(), "core", bundle).and_then(Module::eval),
            )?;
            catch(&ctx, promise.finish::<()>())?;
            let function = |name: &str| catch(&ctx, module.get::<_, Function>(name));
            let answer: String = catch(&ctx, function("create")?.call((config_json,)))?;
            let kept = |name: &str| function(name).map(|function| Persistent::save(&ctx, function));
            let functions = [
                kept("dispatch")?,
                kept("status")?,
                kept("backendEnvironment")?,
                kept("pickContainment")?,
            ];
            Ok((answer, functions))
        })?;
        let engine = Self {
            dispatch,
            status,
            environment,
            containment,
            context,
            deadline,
            runtime,
        };
        Ok((engine, answer))
    }

    /// One step of the machine.
    pub fn dispatch(&self, event: &Event) -> Answer<Vec<Effect>> {
        let event = serde_json::to_string(event).map_err(|error| CoreFailure(error.to_string()))?;
        let effects = self.dispatch_json(&event)?;
        serde_json::from_str(&effects)
            .map_err(|error| CoreFailure(format!("unknown effect: {error}: {effects}")))
    }

    /// The same as text, as the conformance scenarios compare it.
    pub fn dispatch_json(&self, event: &str) -> Answer<String> {
        self.call(&self.dispatch, (event,))
    }

    /// The status snapshot, as JSON.
    pub fn status(&self, now_ms: u64) -> Answer<String> {
        self.call(&self.status, (now_ms as f64,))
    }

    /// What a backend's environment differs in from ours.
    pub fn backend_environment(
        &self,
        ours: &BTreeMap<String, String>,
        link: bool,
    ) -> Answer<EnvironmentChange> {
        let ours = serde_json::to_string(ours).map_err(|error| CoreFailure(error.to_string()))?;
        let change = self.call(&self.environment, (ours, link))?;
        serde_json::from_str(&change).map_err(|error| CoreFailure(error.to_string()))
    }

    /// The tier to use, of those that the body found; an error when the one that is forced can't be had.
    pub fn pick_containment(
        &self,
        findings: &[TierFinding],
        forced: Option<&str>,
    ) -> Answer<Result<Containment>> {
        let json = |error: serde_json::Error| CoreFailure(error.to_string());
        let findings = serde_json::to_string(findings).map_err(json)?;
        let forced = serde_json::to_string(&forced).map_err(json)?;
        let answer = self.call(&self.containment, (findings, forced))?;
        let picked: Picked = serde_json::from_str(&answer).map_err(json)?;
        Ok(match picked {
            Picked {
                containment: Some(containment),
                ..
            } => Ok(containment),
            Picked { error, .. } => {
                Err(error.unwrap_or_else(|| Error::internal("no containment was picked")))
            }
        })
    }

    /// What the engine holds now.
    pub fn memory_bytes(&self) -> i64 {
        self.runtime.memory_usage().memory_used_size
    }

    fn call<A>(&self, function: &Persistent<Function<'static>>, arguments: A) -> Answer<String>
    where
        A: for<'js> IntoArgs<'js>,
    {
        self.deadline.set(Instant::now() + STEP_LIMIT);
        self.context.with(|ctx| {
            let function = catch(&ctx, function.clone().restore(&ctx))?;
            catch(&ctx, function.call(arguments))
        })
    }
}

/// `{ok: true, …}` or `{ok: false, error}`.
fn checked(answer: &str) -> Result<()> {
    let Verdict { ok, error } = serde_json::from_str(answer)
        .map_err(|error| Error::internal(&format!("{error}: {answer}")))?;
    if ok {
        return Ok(());
    }
    Err(error.unwrap_or_else(|| Error::internal(answer)))
}

#[derive(Deserialize)]
struct Verdict {
    ok: bool,
    error: Option<Error>,
}

#[derive(Deserialize)]
struct Picked {
    containment: Option<Containment>,
    error: Option<Error>,
}

/// How the tree is held together, and why not better.
#[derive(Clone, Debug, Deserialize)]
pub struct Containment {
    pub tier: String,
    pub reason: String,
}

/// One tier as the body found it.
#[derive(Clone, Debug, Serialize)]
pub struct TierFinding {
    pub tier: &'static str,
    pub available: bool,
    /// Why not; empty when available.
    pub reason: &'static str,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub struct EnvironmentChange {
    pub set: BTreeMap<String, String>,
    pub unset: Vec<String>,
}

fn catch<'js, T>(ctx: &Ctx<'js>, result: rquickjs::Result<T>) -> Answer<T> {
    result.catch(ctx).map_err(|error| {
        CoreFailure(match error {
            CaughtError::Exception(exception) => {
                exception.message().unwrap_or_else(|| "interrupted".into())
            }
            other => other.to_string(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(bundle: &str) -> String {
        let engine = Engine::load(bundle, "{}").expect("loads");
        engine.dispatch_json("{}").expect_err("must fail").0
    }

    fn core(dispatch: &str) -> String {
        format!("{dispatch}; export {{ dispatch as status, dispatch as backendEnvironment, dispatch as pickContainment }}; export function create() {{ return '{{\"ok\":true}}' }}")
    }

    #[test]
    fn a_throw_is_told_with_its_message() {
        let message = failure(&core(
            "export function dispatch() { throw new Error('no cell for x') }",
        ));
        assert_eq!(message, "no cell for x");
    }

    #[test]
    fn an_endless_step_is_cut_off() {
        let started = Instant::now();
        failure(&core("export function dispatch() { for (;;); }"));
        assert!(started.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn a_step_that_eats_memory_is_cut_off() {
        failure(&core("const all = []; export function dispatch() { for (;;) all.push('x'.repeat(1e6) + all.length); }"));
    }

    #[test]
    fn a_configuration_that_the_core_refuses_is_an_invalid_option() {
        let error = Engine::load(crate::core::BUNDLE, r#"{"restart":{"maxAttempts":-1}}"#)
            .err()
            .expect("refused");
        assert_eq!(error.code, "INVALID_OPTION");
        assert!(error.message.contains("restart.maxAttempts"), "{error}");
    }

    #[test]
    fn our_defaults_are_the_cores() {
        let load = |config: &str| {
            Engine::create(crate::core::BUNDLE, config)
                .expect("loads")
                .1
        };
        let ours = serde_json::to_string(&crate::models::Config::default()).unwrap();
        let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
        assert_eq!(value(&load(&ours))["config"], value(&load("{}"))["config"]);
        assert_eq!(value(&ours), value(&load("{}"))["config"]);
    }

    #[test]
    fn a_bundle_without_the_functions_is_told() {
        assert!(Engine::load("export const nothing = 1", "{}").is_err());
    }
}
