//! One QuickJS runtime with the core in it. Not `Send`: it lives and dies on the watchdog's own thread.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

use rquickjs::function::IntoArgs;
use rquickjs::{
    CatchResultExt, CaughtError, Context, Ctx, Function, Module, Object, Persistent, Runtime,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::contain::{Binding, Bound, Command, Containment, TierFinding};
use super::effect::Effect;
use super::event::Event;
use super::record::{RecordFacts, RunRecord, Verdict};
use crate::error::{Error, Result};

/// The core needs well under one; sixteen times that is a leak.
const MEMORY_LIMIT_BYTES: usize = 16 * 1024 * 1024;
/// QuickJS asks once in 10,000 jumps and calls, of which a step has some hundreds: one that goes on for this long does
/// not end by itself. Counted and not timed, since a thread may be kept waiting for any time by a busy machine.
const ASKED_LIMIT: u32 = 500;

/// Why the core can't be asked any more: it threw, overran its steps or memory, or answered nonsense.
#[derive(Debug)]
pub struct CoreFailure(pub String);

type Answer<T> = std::result::Result<T, CoreFailure>;

/// What `watchdog/core/src/json-host.ts` exports, besides `create`.
const FUNCTIONS: [&str; 7] = [
    "dispatch",
    "status",
    "backendEnvironment",
    "pickContainment",
    "bind",
    "parseRecord",
    "judgeRecord",
];

/// The core, loaded.
pub struct Engine {
    // Dropped in this order: the module before the context, the context before the runtime.
    module: Persistent<Object<'static>>,
    context: Context,
    asked: Rc<Cell<u32>>,
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
        let asked = Rc::new(Cell::new(0));
        let count = asked.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || {
            count.set(count.get() + 1);
            count.get() > ASKED_LIMIT
        })));
        let context = Context::full(&runtime).map_err(|error| CoreFailure(error.to_string()))?;
        let (answer, module) = context.with(|ctx| {
            let (module, promise) = catch(
                &ctx,
                Module::declare(ctx.clone(), "core", bundle).and_then(Module::eval),
            )?;
            catch(&ctx, promise.finish::<()>())?;
            for name in FUNCTIONS {
                catch(&ctx, module.get::<_, Function>(name))?;
            }
            let create: Function = catch(&ctx, module.get("create"))?;
            let answer: String = catch(&ctx, create.call((config_json,)))?;
            let exports = catch(&ctx, module.namespace())?;
            Ok((answer, Persistent::save(&ctx, exports)))
        })?;
        let engine = Self {
            module,
            context,
            asked,
            runtime,
        };
        Ok((engine, answer))
    }

    /// One step of the machine.
    pub fn dispatch(&self, event: &Event) -> Answer<Vec<Effect>> {
        let effects = self.dispatch_json(&json(event)?)?;
        serde_json::from_str(&effects)
            .map_err(|error| CoreFailure(format!("unknown effect: {error}: {effects}")))
    }

    /// The same as text, as the conformance scenarios compare it.
    pub fn dispatch_json(&self, event: &str) -> Answer<String> {
        self.call("dispatch", (event,))
    }

    /// The status snapshot, as JSON.
    pub fn status(&self, now_ms: u64) -> Answer<String> {
        self.call("status", (now_ms as f64,))
    }

    /// What a backend's environment differs in from ours.
    pub fn backend_environment(
        &self,
        ours: &BTreeMap<String, String>,
        link: bool,
    ) -> Answer<EnvironmentChange> {
        read(&self.call("backendEnvironment", (json(ours)?, link))?)
    }

    /// The tier to use, of those that the body found; an error when the one that is forced can't be had.
    pub fn pick_containment(
        &self,
        findings: &[TierFinding],
        forced: Option<&str>,
    ) -> Answer<Result<Containment>> {
        let arguments = (json(&findings)?, json(&forced)?);
        let picked: Picked = read(&self.call("pickContainment", arguments)?)?;
        Ok(picked.containment.ok_or_else(|| {
            let nothing = || Error::internal("no containment was picked");
            picked.error.unwrap_or_else(nothing)
        }))
    }

    /// The command that starts `command` bound, and its keeper.
    pub fn bind(&self, binding: &Binding, command: &Command) -> Answer<Bound> {
        read(&self.call("bind", (json(binding)?, json(command)?))?)
    }

    /// `None` for anything but a whole record.
    pub fn parse_record(&self, text: &str) -> Answer<Option<RunRecord>> {
        read(&self.call("parseRecord", (text,))?)
    }

    pub fn judge_record(&self, record: &RunRecord, facts: &RecordFacts) -> Answer<Verdict> {
        read(&self.call("judgeRecord", (json(record)?, json(facts)?))?)
    }

    /// What the engine holds now.
    pub fn memory_bytes(&self) -> i64 {
        self.runtime.memory_usage().memory_used_size
    }

    fn call<A>(&self, function: &str, arguments: A) -> Answer<String>
    where
        A: for<'js> IntoArgs<'js>,
    {
        self.asked.set(0);
        self.context.with(|ctx| {
            let module = catch(&ctx, self.module.clone().restore(&ctx))?;
            let function: Function = catch(&ctx, module.get(function))?;
            catch(&ctx, function.call(arguments))
        })
    }
}

fn json(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(|error| CoreFailure(error.to_string()))
}

fn read<T: DeserializeOwned>(json: &str) -> Answer<T> {
    serde_json::from_str(json).map_err(|error| CoreFailure(format!("{error}: {json}")))
}

/// `{ok: true, …}` or `{ok: false, error}`.
fn checked(answer: &str) -> Result<()> {
    let Created { ok, error } = serde_json::from_str(answer)
        .map_err(|error| Error::internal(&format!("{error}: {answer}")))?;
    if ok {
        return Ok(());
    }
    Err(error.unwrap_or_else(|| Error::internal(answer)))
}

#[derive(Deserialize)]
struct Created {
    ok: bool,
    error: Option<Error>,
}

#[derive(Deserialize)]
struct Picked {
    containment: Option<Containment>,
    error: Option<Error>,
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
        format!("{dispatch}; export {{ dispatch as status, dispatch as backendEnvironment, dispatch as pickContainment, dispatch as bind, dispatch as parseRecord, dispatch as judgeRecord }}; export function create() {{ return '{{\"ok\":true}}' }}")
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
        // It would never end otherwise.
        failure(&core("export function dispatch() { for (;;); }"));
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
