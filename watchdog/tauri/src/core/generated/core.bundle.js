// Generated from watchdog/core by its scripts/bundle.mjs. Do not edit.

// src/messages.ts
var lines = {
  starting: (label) => `Starting ${label} watchdog`,
  foundBinary: (label, candidate) => `Found ${label} binary: "${candidate}"`,
  foundScript: (label, candidate) => `Found ${label} script: "${candidate}"`,
  foundInterpreter: (candidate) => `Found Python interpreter: "${candidate}"`,
  notExecutable: (candidate) => `Skipped "${candidate}": it exists, but its permissions do not allow to run it`,
  spawned: (label, pid) => `${label} started with PID: ${pid}`,
  fellBack: (tier, reason) => `Contained by "${tier}", since the better can't be had here: ${reason}`,
  unbound: (label, reason) => `Killed, the app would leave what ${label} has started: ${reason}`,
  hostStarted: (hostLabel, label) => `${hostLabel} started with ${label} watchdog`,
  ready: (label) => `${label} is ready`,
  exited: (label) => `${label} process has exited`,
  died: (label) => `${label} died, attempting restart...`,
  backoff: (label, delayMs) => `Next restart of ${label} in ${(Math.round(delayMs) / 1e3).toFixed(1)} s`,
  restarting: (label, attempt, max) => `Attempting to restart ${label} (attempt ${attempt}/${max})`,
  restartAsked: (label) => `Restarting ${label} as asked`,
  suspect: (label, misses) => `${label} did not answer ${misses} health checks`,
  recovered: (label) => `${label} answers again`,
  stopping: (label, why) => `Stopping ${label}: ${why}`,
  forcing: (label, timeoutMs) => `${label} did not end within ${timeoutMs / 1e3} s, killing it`,
  stopped: (label) => `${label} has stopped`,
  held: (label) => `${label} is held until it is resumed`,
  slept: "The health check is late, as after a sleep of the machine: the backend gets a fresh window",
  badMessage: (label, reason) => `Ignored a message of ${label}: ${reason}`
};
var errors = {
  noBackend: (label) => ({
    code: "NO_BACKEND",
    message: `No ${label} found (neither binary nor script). Build the binary, or check that main.py exists.`
  }),
  noPython: () => ({
    code: "NO_PYTHON",
    message: "No Python executable found. Create the virtual environment, or install Python 3."
  }),
  startFailed: (label, reason, hint) => ({
    code: "START_FAILED",
    message: `Failed to start ${label}: ${reason}. ${hint}`
  }),
  startTimeout: (label, timeoutMs) => ({
    code: "START_TIMEOUT",
    message: `${label} was not ready within ${timeoutMs / 1e3} s. See its last lines, or raise the start-up deadline.`
  }),
  restartsExhausted: (max, last) => ({
    code: "RESTARTS_EXHAUSTED",
    message: `Maximum restart attempts (${max}) exceeded. ${last} See the log, put it right and restart.`
  }),
  crashed: (message) => ({
    code: "BACKEND_CRASHED",
    message: `${message} See the log, put it right and restart.`
  }),
  restartRefused: (label) => ({
    code: "RESTART_REFUSED",
    message: `${label} exited with code 77, which asks not to be restarted. See its last lines, put it right and restart.`
  }),
  versionMismatch: (label, backend, app) => ({
    code: "VERSION_MISMATCH",
    message: `${label} has version ${backend}, which does not fit the app's ${app}. Build or install the two from one release.`
  }),
  protocolMismatch: (label, theirs, ours) => ({
    code: "VERSION_MISMATCH",
    message: `${label} speaks version ${theirs} of the link, the app version ${ours}. Install the same release of lifebound on both sides.`
  }),
  treeNotEmpty: (label, left) => ({
    code: "TREE_NOT_EMPTY",
    message: `Processes of ${label} could not be ended: ${left.map(nameProcess).join(", ") || "pid unknown"}. End them by hand, or restart the machine.`
  }),
  executableBusy: (label, path, waitedMs) => ({
    code: "EXECUTABLE_BUSY",
    message: `${label} has ended, but "${path}" could not be replaced after ${waitedMs / 1e3} s: something still uses it. Close what has it open, then try the update again.`
  }),
  backendGone: (label) => ({
    code: "BACKEND_GONE",
    message: `${label} ended before it answered. Try again once it is ready; it may have carried out the request.`
  }),
  notReady: (label) => ({
    code: "BACKEND_GONE",
    message: `${label} is not running at the moment. Try again once it is ready.`
  }),
  backendStopped: (label) => ({
    code: "BACKEND_STOPPED",
    message: `${label} does not run and takes no requests. Start it first.`
  }),
  backendBusy: (label, waitingBytes2) => ({
    code: "BACKEND_BUSY",
    message: `${label} has ${waitingBytes2} bytes of requests waiting and takes no more. Try again later.`
  }),
  payloadTooLarge: (bytes, max) => ({
    code: "PAYLOAD_TOO_LARGE",
    message: `The request has ${bytes} bytes, more than the ${max} allowed. Hand large data over in a file.`
  }),
  tierUnavailable: (tier, reason) => ({
    code: "UNSUPPORTED",
    message: `Containment "${tier}" can't be had here: ${reason}. Force another one, or none of them.`
  }),
  invalidOption: (option, value, expected) => ({
    code: "INVALID_OPTION",
    message: `Option ${option} is ${value}. Give ${expected}.`
  })
};
function nameProcess({ pid, name }) {
  return name === "" ? String(pid) : `${name} (${pid})`;
}

// src/contain/choose.ts
var tiers = ["cgroup", "namespace", "job", "keeper", "group", "none"];
function pickContainment(findings, forced) {
  const found = new Map(findings.map((finding) => [finding.tier, finding]));
  if (forced !== null && forced !== "none") {
    const finding = found.get(forced);
    if (!finding?.available) {
      return { ok: false, error: errors.tierUnavailable(forced, finding?.reason || "not on this platform") };
    }
  }
  const tier = forced ?? tiers.find((name) => found.get(name)?.available) ?? "none";
  const reason = forced === null ? whyNotBetter(tier, found) : "forced by configuration";
  return { ok: true, containment: { tier, reason } };
}
function whyNotBetter(tier, found) {
  return tiers.slice(0, tiers.indexOf(tier)).flatMap((name) => found.get(name) ?? []).map((finding) => `${finding.tier}: ${finding.reason}`).join("; ");
}

// src/contain/scripts.ts
var initScript = `grace=$1; shift
exec 5>&2 2>/dev/null
asked=
trap asked=1 USR1
{
  exec 0<&3 3<&- 4>&- 5>&- >/dev/null
  trap 'kill -s KILL -- -1' EXIT
  while read -r name; do kill -s USR1 1; kill -s "$name" -- -1; done
  kill -s USR1 1; kill -s TERM -- -1
  sleep "$grace"
  while kill -s KILL -- -1 || :; do sleep 0.05; done
} &
reader=$!
others() {
  for file in /proc/[0-9]*/stat; do
    read -r stat <"$file" || continue
    pid=\${stat%% *}
    set -- \${stat##*) }
    case "$pid,$2,$1" in 1,* | "$reader",* | *,"$reader",* | *,Z | *,X) ;; *) return 0 ;; esac
  done
  return 1
}
( echo started >&4; exec 2>&5 3<&- 4>&- 5>&-; exec "$@" )
status=$?
exec 3<&- 4>&- 5>&-
while [ -n "$asked" ] && others; do sleep 0.02; done
exit "$status"`;
var joinCgroupScript = `echo 0 >"$1/cgroup.procs" || exit 125
exec 3>&-; shift; exec "$@"`;
var joinGroupScript = `echo "group $$" >&3
exec 3>&-; exec "$@"`;
var keeperScript = `tenths=$1 cgroup=$2 mark=$3 group= helpers=
trap '' HUP INT QUIT TERM
cd /
while read -r word pid start; do
  case $word in
    group) group=$pid ;;
    helper) helpers="$helpers $pid:$start" ;;
    done) exit ;;
  esac
done
started() {
  if [ -r "/proc/$1/stat" ]; then
    read -r stat <"/proc/$1/stat" || return
    set -- \${stat##*) }
    echo "\${20}"
  else
    ps -o lstart= -p "$1" | tr -s ' ' _
  fi
}
populated() {
  while read -r name value; do
    if [ "$name $value" = 'populated 1' ]; then return 0; fi
  done <"$cgroup/cgroup.events"
  return 1
}
grouped() {
  kill -s 0 -- "-$group" || return 1
  if ! [ -r /proc/self/stat ]; then return 0; fi
  for file in /proc/[0-9]*/stat; do
    read -r stat <"$file" || continue
    set -- \${stat##*) }
    if [ "$3" = "$group" ] && [ "$1" != Z ] && [ "$1" != X ]; then return 0; fi
  done
  return 1
}
others() {
  if [ "$mark" != - ]; then
    grep -lzsF -- "LIFEBOUND_TREE=$mark" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do
      read -r stat <"/proc/$pid/stat" || continue
      set -- \${stat##*) }
      if [ "$3" != "$group" ]; then echo "$pid"; fi
    done
  fi
  for helper in $helpers; do
    if [ "$(started "\${helper%%:*}")" = "\${helper#*:}" ]; then echo "\${helper%%:*}"; fi
  done
}
living() {
  if [ "$cgroup" != - ] && populated; then return 0; fi
  if [ -n "$group" ] && grouped; then return 0; fi
  if [ "$mark" = - ] && [ -z "$helpers" ]; then return 1; fi
  [ -n "$(others)" ]
}
end() {
  if [ "$cgroup" != - ]; then
    if [ "$1" = KILL ]; then echo 1 >"$cgroup/cgroup.kill"; fi
    while read -r member; do kill -s "$1" -- "$member"; done <"$cgroup/cgroup.procs"
  fi
  if [ -n "$group" ]; then kill -s "$1" -- "-$group"; fi
  if [ "$mark" = - ] && [ -z "$helpers" ]; then return; fi
  for member in $(others); do kill -s "$1" -- "$member"; done
}
force() {
  end KILL
  looks=10000
  while [ "$cgroup" != - ] && populated && [ "$looks" -gt 0 ]; do looks=$((looks - 1)); done
  tries=100
  while living && [ "$tries" -gt 0 ]; do sleep 0.05; end KILL; tries=$((tries - 1)); done
  if [ "$cgroup" != - ]; then exec find "$cgroup" -depth -type d -delete; fi
}
exec 2>/dev/null
trap force EXIT
end TERM
while living && [ "$tenths" -gt 0 ]; do sleep 0.1; tenths=$((tenths - 1)); done`;

// src/contain/wrap.ts
function wrap(binding, command) {
  const whole2 = [command.program, ...command.args];
  switch (binding.tier) {
    case "namespace": {
      const user = binding.isRoot ? [] : ["--user", "--map-current-user"];
      const view = ["--pid", "--mount-proc", "--propagation", "slave"];
      const life = ["--fork", "--kill-child=KILL", "--"];
      return {
        program: "unshare",
        args: [...user, ...view, ...life, ...shell(initScript), seconds(binding.graceMs), ...whole2]
      };
    }
    case "cgroup":
      return { program: "sh", args: [...shell(joinCgroupScript).slice(1), binding.folder, ...whole2] };
    case "keeper":
      return { program: "sh", args: [...shell(joinGroupScript).slice(1), ...whole2] };
    default:
      return command;
  }
}
function keeperOf(binding) {
  if (!("graceMs" in binding)) return null;
  const folder = binding.tier === "cgroup" ? binding.folder : "-";
  const mark = binding.tier === "keeper" ? binding.mark : "-";
  const tenths = String(Math.ceil(binding.graceMs / 100));
  return { program: "sh", args: [...shell(keeperScript).slice(1), tenths, folder, mark] };
}
function shell(script) {
  return ["sh", "-c", script, "lifebound"];
}
function seconds(durationMs) {
  return (durationMs / 1e3).toFixed(3);
}

// src/environment.ts
var appImagePaths = ["PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH"];
function backendEnvironment(host, link) {
  const set = { PYTHONUNBUFFERED: "1", PYTHONIOENCODING: "utf-8" };
  const unset = Object.keys(host).filter(isFrozenMark);
  const isAppImage = host.APPIMAGE !== void 0 || host.APPDIR !== void 0;
  for (const name of isAppImage ? appImagePaths : []) {
    const kept = withoutAppImage(host[name], host.APPDIR);
    if (kept === host[name]) continue;
    if (kept === void 0) unset.push(name);
    else set[name] = kept;
  }
  restoreLibraryPath(host, set, unset);
  if (link) set.LIFEBOUND_LINK = "stdio";
  else if (host.LIFEBOUND_LINK !== void 0) unset.push("LIFEBOUND_LINK");
  return { set, unset };
}
function isFrozenMark(name) {
  return name.startsWith("_PYI_") || name === "_MEIPASS2";
}
function withoutAppImage(value, folder) {
  if (value === void 0 || !folder) return void 0;
  const kept = value.split(":").filter((entry) => entry !== folder && !entry.startsWith(`${folder}/`));
  return kept.some((entry) => entry !== "") ? kept.join(":") : void 0;
}
function restoreLibraryPath(host, set, unset) {
  const original = host.LD_LIBRARY_PATH_ORIG;
  if (original === void 0) return;
  unset.push("LD_LIBRARY_PATH_ORIG");
  if (original !== "") set.LD_LIBRARY_PATH = original;
  else if (!unset.includes("LD_LIBRARY_PATH")) unset.push("LD_LIBRARY_PATH");
}

// src/machine/machine.ts
function createMachine(config2) {
  return {
    config: config2,
    state: "idle",
    wanted: "stopped",
    wantedAfterHold: "running",
    hostGone: false,
    undead: null,
    hostGreeted: false,
    everSpawned: false,
    everReady: false,
    generation: 0,
    run: null,
    command: null,
    containment: null,
    backendVersion: null,
    backendPort: null,
    timers: {},
    restarts: [],
    startAfresh: false,
    lastCause: null,
    error: null,
    exitStatus: 0,
    inFlight: [],
    held: [],
    told: { inFlight: 0, atMs: 0 }
  };
}
var newRun = {
  pid: null,
  nonce: null,
  spawnedAtMs: null,
  exited: false,
  wasReady: false,
  cause: null,
  fatal: null,
  heard: false,
  misses: 0,
  lateChecks: 0,
  probeDueMs: null,
  probeDelayMs: 0,
  busy: null,
  debuggers: { body: false, backend: false },
  bye: null,
  badMessages: 0,
  graceMs: 0,
  granted: [],
  treeTries: 0,
  treeLeft: []
};

// src/machine/turn.ts
function change(turn, patch) {
  turn.machine = { ...turn.machine, ...patch };
}
function runOf({ machine: machine2 }) {
  if (machine2.run === null) throw new Error(`no generation in ${machine2.state}`);
  return machine2.run;
}
function changeRun(turn, patch) {
  change(turn, { run: { ...runOf(turn), ...patch } });
}
function emit(turn, effect) {
  turn.effects.push(effect);
}
function log(turn, level, message) {
  emit(turn, { type: "log", level, message });
}
function debug(turn, message) {
  log(turn, "DEBUG", `${message} (generation ${turn.machine.generation})`);
}

// src/machine/timers.ts
function setTimer(turn, timer, delayMs) {
  const { generation, timers } = turn.machine;
  const delay = Math.ceil(delayMs);
  change(turn, { timers: { ...timers, [timer]: { dueMs: turn.atMs + delay } } });
  emit(turn, { type: "setTimer", timer, generation, delayMs: delay });
}
function clearTimer(turn, timer) {
  if (turn.machine.timers[timer] === void 0) return;
  forgetTimer(turn, timer);
  emit(turn, { type: "clearTimer", timer });
}
function forgetTimer(turn, timer) {
  const { [timer]: _gone, ...timers } = turn.machine.timers;
  change(turn, { timers });
}
function clearAllTimers(turn) {
  for (const timer of Object.keys(turn.machine.timers)) clearTimer(turn, timer);
}
var lateAfterMs = 1e3;
function isLate(lateByMs) {
  return lateByMs > lateAfterMs;
}
function grantAnew(turn, timer, lateByMs, delayMs) {
  const granted = turn.machine.run?.granted ?? [];
  if (!isLate(lateByMs) || granted.includes(timer)) return false;
  changeRun(turn, { granted: [...granted, timer] });
  setTimer(turn, timer, delayMs);
  return true;
}

// src/machine/fresh-window.ts
function grantFreshWindow(turn) {
  const { state, timers, config: config2 } = turn.machine;
  forgive(turn);
  if (state !== "starting" && timers.health !== void 0) {
    setTimer(turn, "health", config2.health.checkIntervalMs);
  }
}
function forgive(turn) {
  changeRun(turn, { misses: 0, heard: true, probeDueMs: null });
}

// src/machine/debugger.ts
function isDebugged(run) {
  return run !== null && (run.debuggers.body || run.debuggers.backend);
}
function noteDebugger(turn, { attached }) {
  tellDebugger(turn, "body", attached);
}
function tellDebugger(turn, by, attached) {
  const { timers, config: config2 } = turn.machine;
  const run = runOf(turn);
  if (run.debuggers[by] === attached) return;
  const wasDebugged = isDebugged(run);
  changeRun(turn, { debuggers: { ...run.debuggers, [by]: attached } });
  const isNow = isDebugged(turn.machine.run);
  if (isNow === wasDebugged) return;
  debug(turn, isNow ? "A debugger is attached: no judgement" : "The debugger is gone");
  if (isNow) return;
  grantFreshWindow(turn);
  if (timers.start !== void 0) setTimer(turn, "start", config2.startTimeoutMs);
}

// src/locate/choose.ts
function choose(plan, answers, label) {
  const byName = new Map(answers.map((answer) => [answer.candidate, answer]));
  const look2 = { plan, answers: byName, why: [], blocked: [] };
  const result = search(look2, label);
  look2.why.push(verdict(result));
  return { result, why: look2.why, blocked: look2.blocked };
}
function search(look2, label) {
  const binary = first(look2, "binary", look2.plan.binaries, ["executable"]);
  if (binary !== null) {
    return { kind: "binary", program: binary.path, args: [], candidate: binary.candidate, interpreter: null };
  }
  const script = first(look2, "script", look2.plan.scripts, ["readable", "executable"]);
  if (script !== null) {
    const python = first(look2, "interpreter", look2.plan.interpreters, ["executable"]);
    if (python === null) return { kind: "error", error: errors.noPython() };
    return {
      kind: "script",
      program: python.path,
      args: [script.path],
      candidate: script.candidate,
      interpreter: python.candidate
    };
  }
  const blocked = look2.blocked[0];
  if (blocked === void 0) return { kind: "error", error: errors.noBackend(label) };
  const hint = `Check the permissions of "${blocked}".`;
  return { kind: "error", error: errors.startFailed(label, "permission denied", hint) };
}
function first(look2, role, candidates, usable) {
  for (const candidate of candidates) {
    const answer = look2.answers.get(candidate);
    const found = answer?.found ?? "missing";
    if (usable.includes(found)) {
      const path = answer?.path ?? candidate;
      look2.why.push(`${role} "${candidate}": found at ${path}`);
      return { candidate, path };
    }
    look2.why.push(`${role} "${candidate}": ${verdicts[found]}`);
    if (found === "readable" || found === "unreadable") look2.blocked.push(candidate);
  }
  return null;
}
var verdicts = {
  missing: "missing",
  "not-a-file": "not a file",
  unreadable: "permission denied",
  readable: "not executable",
  executable: "executable"
};
function verdict(result) {
  switch (result.kind) {
    case "error":
      return result.error.message;
    case "binary":
      return `Chosen: binary "${result.candidate}"`;
    case "script":
      return `Chosen: script "${result.candidate}" with interpreter "${result.interpreter}"`;
  }
}

// src/locate/candidates.ts
var binaryCandidates = [
  "backend/excel-backend",
  "backend/excel-backend.exe",
  "../backend/excel-backend",
  "../backend/excel-backend.exe",
  "./excel-backend",
  "./excel-backend.exe"
];
var scriptCandidates = [
  "../src-python/src/app/main.py",
  "../src-python/main.py",
  "python/main.py",
  "backend/main.py"
];
var interpreterCandidates = [
  "../src-python/.venv/bin/python",
  "../src-python/.venv/Scripts/python.exe",
  ".venv/bin/python",
  ".venv/Scripts/python.exe",
  "python3",
  "python"
];

// src/locate/search-plan.ts
function searchPlan(launch2) {
  if (launch2.kind === "command") return { binaries: [], scripts: [], interpreters: [] };
  const keep = launch2.confined ? isInside : () => true;
  return {
    binaries: binaryCandidates.filter(keep),
    scripts: scriptCandidates.filter(keep),
    interpreters: interpreterCandidates.filter(keep)
  };
}
function allCandidates(plan) {
  return [...plan.binaries, ...plan.scripts, ...plan.interpreters];
}
function isInside(candidate) {
  return candidate.includes("/") && !candidate.startsWith("../");
}

// src/protocol.ts
var protocolVersion = 1;
var maxMessageBytes = 8 * 1024 * 1024;
var maxQueuedBytes = 16 * 1024 * 1024;
var maxRequestsInFlight = 64;

// src/exit-status.ts
var refuseRestartExitCode = 77;
var exitStatuses = {
  /** EX_USAGE of sysexits.h: the command line is wrong. */
  usage: 64,
  /** EX_UNAVAILABLE: the restart attempts are spent. */
  attemptsSpent: 69,
  /** EX_TEMPFAIL: a hold is set, but the backend still runs. */
  tryAgain: 75,
  /** EX_PROTOCOL: version mismatch. */
  protocol: 76,
  /** As timeout(1): not ready before the start-up deadline, and not to be restarted. */
  startTimeout: 124,
  /** As env(1), timeout(1) and docker run: the watchdog itself failed. */
  internal: 125,
  /** As a shell: found, but could not be started. */
  startFailed: 126,
  /** As a shell: not found. */
  notFound: 127
};
var signalNumbers = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15
};
function ownExitStatus(cause) {
  if (cause.signal === null) return cause.exitCode ?? 0;
  return 128 + (signalNumbers[cause.signal] ?? 0);
}
function signalOfStatus(status2) {
  const found = Object.entries(signalNumbers).find(([, number2]) => status2 === 128 + number2);
  return found?.[0] ?? null;
}
function failedExitStatus(error, cause) {
  switch (error.code) {
    case "RESTARTS_EXHAUSTED":
      return exitStatuses.attemptsSpent;
    case "VERSION_MISMATCH":
      return exitStatuses.protocol;
    case "START_TIMEOUT":
      return exitStatuses.startTimeout;
    case "NO_BACKEND":
    case "NO_PYTHON":
      return exitStatuses.notFound;
    case "START_FAILED":
      return cause?.kind === "not-found" ? exitStatuses.notFound : exitStatuses.startFailed;
    case "TREE_NOT_EMPTY":
      return exitStatuses.internal;
    default:
      return cause === null || ownExitStatus(cause) === 0 ? exitStatuses.internal : ownExitStatus(cause);
  }
}

// src/machine/cause.ts
var maxTailLines = 20;
function blame(turn, kind, message) {
  const { generation } = turn.machine;
  if (runOf(turn).cause !== null) return;
  changeRun(turn, { cause: { kind, message, generation, exitCode: null, signal: null, stderrTail: [] } });
}
function blameExit(turn, exit) {
  const { config: config2 } = turn.machine;
  const run = runOf(turn);
  const how = `${config2.label} ${describeExit(exit, run.bye)}`;
  if (exit.code === refuseRestartExitCode) {
    blame(turn, "refused-restart", `${how}: do not restart.`);
    changeRun(turn, { fatal: run.fatal ?? errors.restartRefused(config2.label) });
  } else if (exit.code === 0 && config2.restart.policy !== "always") {
    blame(turn, "finished", `${how}.`);
  } else {
    blame(turn, "crashed", run.wasReady ? `${how}.` : `${how} before it was ready.`);
  }
  complete(turn, exit);
}
function causeOf(turn) {
  const { cause } = runOf(turn);
  if (cause === null) throw new Error(`no cause in ${turn.machine.state}`);
  return cause;
}
function complete(turn, exit) {
  const cause = causeOf(turn);
  const stderrTail = exit.stderrTail.slice(-maxTailLines);
  changeRun(turn, { cause: { ...cause, exitCode: exit.code, signal: exit.signal, stderrTail } });
}
function describeExit({ code, signal }, bye) {
  const said = bye === null ? "" : ` after it said goodbye (${bye})`;
  if (signal !== null) return `was ended by ${signal}${said}`;
  const perhaps = signalOfStatus(code ?? 0);
  return `exited with code ${code ?? "unknown"}${perhaps === null ? "" : ` (perhaps ${perhaps})`}${said}`;
}

// src/machine/requests.ts
function sendOrQueue(turn, event) {
  if (!isAcceptable(turn, event)) return;
  hold(turn, event);
  sendHeld(turn);
}
function holdOrRefuse(turn, event) {
  const { wanted, everReady, config: config2 } = turn.machine;
  if (wanted !== "running") {
    refuseRequest(turn, event);
    return;
  }
  if (event.retry === "never" && everReady) {
    emit(turn, { type: "failRequest", id: event.id, error: errors.notReady(config2.label) });
    return;
  }
  if (isAcceptable(turn, event)) hold(turn, event);
}
function refuseRequest(turn, event) {
  emit(turn, { type: "failRequest", id: event.id, error: errors.backendStopped(turn.machine.config.label) });
}
function forgetRequest(turn, { id }) {
  const { inFlight, held } = turn.machine;
  const isOther = (request) => request.id !== id;
  if (inFlight.every(isOther) && held.every(isOther)) return;
  change(turn, { inFlight: inFlight.filter(isOther), held: held.filter(isOther) });
  if (turn.machine.state === "ready" || turn.machine.state === "suspect") sendHeld(turn);
}
function sendHeld(turn) {
  const { inFlight, held } = turn.machine;
  const sent = held.slice(0, Math.max(0, maxRequestsInFlight - inFlight.length));
  if (sent.length === 0) return;
  change(turn, { inFlight: [...inFlight, ...sent], held: held.slice(sent.length) });
  for (const { id } of sent) emit(turn, { type: "sendRequest", id });
}
function loseInFlight(turn) {
  const { inFlight, held, config: config2, everReady } = turn.machine;
  const all = [...inFlight, ...held];
  const isKept = (request) => request.retry === "safe" || !everReady;
  change(turn, { inFlight: [], held: all.filter(isKept) });
  for (const { id } of all.filter((request) => !isKept(request))) {
    emit(turn, { type: "failRequest", id, error: errors.backendGone(config2.label) });
  }
}
function failHeld(turn) {
  const { held, config: config2 } = turn.machine;
  if (held.length === 0) return;
  change(turn, { held: [] });
  for (const { id } of held) {
    emit(turn, { type: "failRequest", id, error: errors.backendStopped(config2.label) });
  }
}
function hold(turn, { id, bytes, retry }) {
  change(turn, { held: [...turn.machine.held, { id, bytes, retry }] });
}
function isAcceptable(turn, { id, bytes }) {
  if (isKnown(turn.machine, id)) return false;
  const waiting = waitingBytes(turn.machine);
  if (bytes > maxMessageBytes) {
    emit(turn, { type: "failRequest", id, error: errors.payloadTooLarge(bytes, maxMessageBytes) });
    return false;
  }
  if (waiting + bytes > maxQueuedBytes) {
    emit(turn, { type: "failRequest", id, error: errors.backendBusy(turn.machine.config.label, waiting) });
    return false;
  }
  return true;
}
function isKnown({ inFlight, held }, id) {
  return [...inFlight, ...held].some((request) => request.id === id);
}
function waitingBytes({ held }) {
  return held.reduce((sum, { bytes }) => sum + bytes, 0);
}

// src/machine/budget.ts
function countedRestarts(machine2, nowMs) {
  const since = nowMs - machine2.config.restart.windowMs;
  return machine2.run?.wasReady ? machine2.restarts.filter((atMs) => atMs > since) : machine2.restarts;
}
function restartDelayMs(restart2, attempt, random) {
  if (attempt <= 1 || restart2.baseDelayMs === 0) return 0;
  const delay = Math.min(restart2.baseDelayMs * 2 ** (attempt - 2), restart2.maxDelayMs);
  return Math.round(delay * (1 + restart2.jitter * (2 * random - 1)));
}

// src/machine/launch.ts
function launch(turn) {
  const { launch: launch2, startTimeoutMs } = turn.machine.config;
  if (launch2.kind === "command") {
    const { program, args } = launch2;
    change(turn, { command: { program, args, why: "given" } });
    spawnKnown(turn);
    return;
  }
  nextGeneration(turn);
  change(turn, { state: "locating" });
  const candidates = allCandidates(searchPlan(launch2));
  emit(turn, { type: "locate", generation: turn.machine.generation, candidates });
  setTimer(turn, "start", startTimeoutMs);
}
function spawnKnown(turn) {
  nextGeneration(turn);
  spawn(turn);
}
function spawn(turn) {
  const { command, config: config2, generation } = turn.machine;
  if (command === null) throw new Error("there is no command to spawn");
  change(turn, { state: "starting" });
  const link = config2.readiness.kind === "link";
  debug(turn, `Spawning ${JSON.stringify([command.program, ...command.args])}`);
  emit(turn, { type: "spawn", generation, program: command.program, args: command.args, link });
  setTimer(turn, "start", config2.startTimeoutMs);
}
function nextGeneration(turn) {
  const generation = turn.machine.generation + 1;
  change(turn, { generation, run: newRun, error: null, backendVersion: null, backendPort: null });
}

// src/machine/settle.ts
function settle(turn) {
  const run = runOf(turn);
  const lastCause = causeOf(turn);
  const verdict2 = judge(turn.machine, run, lastCause, turn.atMs);
  const restarts = countedRestarts(turn.machine, turn.atMs);
  const exitStatus = run.fatal ? failedExitStatus(run.fatal, lastCause) : ownExitStatus(lastCause);
  clearAllTimers(turn);
  change(turn, { run: null, startAfresh: false, lastCause, restarts, exitStatus });
  switch (verdict2.next) {
    case "rest":
      rest(turn);
      break;
    case "start":
      startAfresh(turn);
      break;
    case "restart":
      restart(turn, run.pid !== null);
      break;
    case "fail":
      fail(turn, verdict2.error);
      break;
  }
}
function judge(machine2, run, cause, nowMs) {
  const { wanted, config: config2 } = machine2;
  if (wanted !== "running") return { next: "rest" };
  if (run.fatal && !(machine2.startAfresh && run.exited)) return { next: "fail", error: run.fatal };
  if (machine2.startAfresh) return { next: "start" };
  if (cause.kind === "finished") return { next: "rest" };
  if (config2.restart.policy === "no") return { next: "fail", error: unrestarted(config2, cause) };
  if (countedRestarts(machine2, nowMs).length < config2.restart.maxAttempts) return { next: "restart" };
  return { next: "fail", error: errors.restartsExhausted(config2.restart.maxAttempts, cause.message) };
}
function unrestarted(config2, cause) {
  if (cause.kind === "start-timeout") return errors.startTimeout(config2.label, config2.startTimeoutMs);
  if (cause.kind === "start-failed") return { code: "START_FAILED", message: cause.message };
  return errors.crashed(cause.message);
}
function rest(turn) {
  const wanted = turn.machine.wanted === "running" ? "stopped" : turn.machine.wanted;
  change(turn, { state: "idle", wanted, error: null });
  failHeld(turn);
  turn.over = true;
}
function startAfresh(turn) {
  change(turn, { restarts: [], error: null });
  launch(turn);
}
function fail(turn, error) {
  change(turn, { state: "failed", error, exitStatus: failedExitStatus(error, turn.machine.lastCause) });
  log(turn, "ERROR", error.message);
  emit(turn, { type: "report", error });
  failHeld(turn);
  turn.over = true;
}
function restart(turn, hadProcess) {
  const { config: config2, restarts } = turn.machine;
  if (hadProcess) log(turn, "WARN", lines.died(config2.label));
  const delayMs = restartDelayMs(config2.restart, restarts.length + 1, turn.random);
  if (delayMs > 0) {
    change(turn, { state: "backoff" });
    log(turn, "INFO", lines.backoff(config2.label, delayMs));
    setTimer(turn, "backoff", delayMs);
    return;
  }
  attemptRestart(turn, hadProcess ? spawnKnown : launch);
}
function attemptRestart(turn, begin2) {
  const { config: config2, restarts } = turn.machine;
  change(turn, { restarts: [...restarts, turn.atMs] });
  log(turn, "INFO", lines.restarting(config2.label, restarts.length + 1, config2.restart.maxAttempts));
  begin2(turn);
}

// src/machine/ending.ts
var emptyTimeoutMs = 2e3;
var treeRetryMs = 200;
var maxTreeTries = 4;
function endGeneration(turn, kind, message, graceMs) {
  const { config: config2 } = turn.machine;
  blame(turn, kind, message);
  clearAllTimers(turn);
  change(turn, { state: "stopping" });
  changeRun(turn, { graceMs: graceMs ?? config2.terminationTimeoutMs });
  log(turn, "INFO", lines.stopping(config2.label, kind));
  if (graceMs === 0) {
    kill(turn);
    return;
  }
  setTimer(turn, "grace", runOf(turn).graceMs);
  if (runOf(turn).pid !== null) askToEnd(turn);
}
function shortenGrace(turn, graceMs) {
  const { grace } = turn.machine.timers;
  if (grace === void 0) return;
  if (graceMs === 0) {
    clearTimer(turn, "grace");
    kill(turn);
  } else if (grace.dueMs > turn.atMs + graceMs) {
    changeRun(turn, { graceMs });
    setTimer(turn, "grace", graceMs);
  }
}
function askToEnd(turn) {
  const { config: config2, generation } = turn.machine;
  if (config2.readiness.kind === "link") {
    const params = { reason: causeOf(turn).kind, graceMs: runOf(turn).graceMs };
    emit(turn, { type: "send", generation, message: { method: "lifebound/stop", params } });
    emit(turn, { type: "closeStdin", generation });
  }
  emit(turn, { type: "signal", generation, signal: "SIGTERM" });
}
function forceEnd(turn, lateByMs) {
  const { graceMs } = runOf(turn);
  if (grantAnew(turn, "grace", lateByMs, graceMs)) return;
  log(turn, "WARN", lines.forcing(turn.machine.config.label, graceMs));
  kill(turn);
}
function kill(turn) {
  emit(turn, { type: "signal", generation: turn.machine.generation, signal: "SIGKILL" });
  setTimer(turn, "empty", emptyTimeoutMs);
}
function takeCrash(turn, event) {
  blameExit(turn, event);
  const level = causeOf(turn).kind === "finished" ? "INFO" : "WARN";
  log(turn, level, lines.exited(turn.machine.config.label));
  clearAllTimers(turn);
  change(turn, { state: "stopping" });
  emptyTree(turn);
}
function takeExit(turn, event) {
  const { config: config2 } = turn.machine;
  if (runOf(turn).exited) return;
  blameExit(turn, event);
  const isAsked = asked.has(causeOf(turn).kind);
  log(turn, isAsked ? "INFO" : "WARN", (isAsked ? lines.stopped : lines.exited)(config2.label));
  emptyTree(turn);
}
var asked = /* @__PURE__ */ new Set([
  "stop-asked",
  "restart-asked",
  "held",
  "host-gone"
]);
function takeLateExit(turn, { type, generation }) {
  const { undead } = turn.machine;
  if (undead === null) return;
  debug(turn, `Process ${undead.pid ?? "without an answer"} has gone after all`);
  change(turn, { undead: null });
  if (type === "exited") emit(turn, { type: "endTree", generation, graceMs: 0 });
}
function emptyTree(turn) {
  const { timers } = turn.machine;
  const graceMs = Math.max(0, (timers.grace?.dueMs ?? turn.atMs) - turn.atMs);
  clearTimer(turn, "grace");
  changeRun(turn, { exited: true, treeTries: 0 });
  loseInFlight(turn);
  look(turn, graceMs);
}
function takeTreeCheck(turn, { left }) {
  if (!runOf(turn).exited) return;
  changeRun(turn, { treeLeft: left });
  if (left.length === 0) settle(turn);
  else setTimer(turn, "empty", treeRetryMs);
}
function lookAgain(turn) {
  look(turn, 0);
}
function look(turn, graceMs) {
  const { generation } = turn.machine;
  const run = runOf(turn);
  if (run.treeTries >= maxTreeTries) {
    giveUpTree(turn);
    return;
  }
  changeRun(turn, { treeTries: run.treeTries + 1 });
  if (!run.exited) {
    kill(turn);
    return;
  }
  emit(turn, { type: "endTree", generation, graceMs });
  setTimer(turn, "empty", graceMs + emptyTimeoutMs);
}
function giveUpTree(turn) {
  const { config: config2, wanted } = turn.machine;
  const run = runOf(turn);
  const leader = run.pid === null ? [] : [{ pid: run.pid, name: "" }];
  const error = errors.treeNotEmpty(config2.label, run.exited ? run.treeLeft : leader);
  if (!run.exited) {
    changeRun(turn, { fatal: error });
    change(turn, { undead: { pid: run.pid } });
    loseInFlight(turn);
  }
  if (run.exited || wanted !== "running") {
    log(turn, "ERROR", error.message);
    emit(turn, { type: "report", error });
  }
  settle(turn);
}

// src/protocol/version-fits.ts
var semanticVersion = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
function versionFits(app, backend) {
  if (app === null) return true;
  const wanted = parse(app);
  const given = backend === null ? null : parse(backend);
  if (wanted === null || given === null) return false;
  const order = compareNumbers(given, wanted);
  if (given.prerelease.length > 0) {
    return order === 0 && wanted.prerelease.length > 0 && comparePrerelease(given, wanted) >= 0;
  }
  return order >= 0 && sameSeries(wanted, given);
}
function isVersion(text2) {
  return semanticVersion.test(text2);
}
function parse(text2) {
  const match = semanticVersion.exec(text2);
  if (match === null) return null;
  const [, major, minor, patch, prerelease] = match;
  return { numbers: [Number(major), Number(minor), Number(patch)], prerelease: prerelease?.split(".") ?? [] };
}
function sameSeries(wanted, given) {
  const [major, minor, patch] = wanted.numbers;
  if (major !== given.numbers[0]) return false;
  if (major > 0) return true;
  if (minor !== given.numbers[1]) return false;
  return minor > 0 || patch === given.numbers[2];
}
function compareNumbers(left, right) {
  for (const index of [0, 1, 2]) {
    const difference = left.numbers[index] - right.numbers[index];
    if (difference !== 0) return difference;
  }
  return 0;
}
function comparePrerelease(left, right) {
  const length = Math.min(left.prerelease.length, right.prerelease.length);
  for (let index = 0; index < length; index += 1) {
    const order = compareIdentifier(left.prerelease[index] ?? "", right.prerelease[index] ?? "");
    if (order !== 0) return order;
  }
  return left.prerelease.length - right.prerelease.length;
}
function compareIdentifier(left, right) {
  const leftIsNumber = /^\d+$/.test(left);
  const rightIsNumber = /^\d+$/.test(right);
  if (leftIsNumber && rightIsNumber) return Number(left) - Number(right);
  if (leftIsNumber !== rightIsNumber) return leftIsNumber ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

// src/machine/bad-message.ts
function ignoreBadMessage(turn, reason) {
  const badMessages = runOf(turn).badMessages + 1;
  changeRun(turn, { badMessages });
  const text2 = lines.badMessage(turn.machine.config.label, reason);
  if (badMessages === 1) log(turn, "WARN", text2);
  else debug(turn, text2);
}

// src/machine/readiness.ts
var firstProbeDelayMs = 100;
var maxProbeDelayMs = 1e3;
var probeGrowth = 1.5;
var maxProbeTimeoutMs = 5e3;
function awaitReady(turn) {
  const { readiness, stayUpMs } = turn.machine.config;
  if (readiness.kind === "stay") setTimer(turn, "stay-up", stayUpMs);
  if (readiness.kind === "http" || readiness.kind === "tcp") {
    changeRun(turn, { probeDelayMs: firstProbeDelayMs });
    probe(turn);
    setTimer(turn, "health", 2 * probeTimeoutMs(turn));
  }
}
function probe(turn) {
  const { config: config2, generation } = turn.machine;
  const { readiness } = config2;
  if (readiness.kind !== "http" && readiness.kind !== "tcp") return;
  const timeoutMs = probeTimeoutMs(turn);
  changeRun(turn, { probeDueMs: turn.atMs + timeoutMs });
  emit(turn, { type: "probe", generation, target: readiness, timeoutMs });
}
function probeTimeoutMs(turn) {
  return Math.min(maxProbeTimeoutMs, Math.ceil(turn.machine.config.health.checkIntervalMs * 0.8));
}
function takeFirstProbe(turn, { ok, detail }) {
  const { probeDueMs, probeDelayMs } = runOf(turn);
  if (probeDueMs === null) return;
  changeRun(turn, { probeDueMs: null });
  if (ok) {
    becomeReady(turn, { version: null, port: null });
    return;
  }
  debug(turn, `Not ready yet: ${detail}`);
  changeRun(turn, { probeDelayMs: Math.min(probeDelayMs * probeGrowth, maxProbeDelayMs) });
  setTimer(turn, "health", probeDelayMs);
}
function probeAgain(turn) {
  probe(turn);
  setTimer(turn, "health", 2 * probeTimeoutMs(turn));
}
function takeReady(turn, { protocol, nonce, version, port }) {
  const { config: config2, state } = turn.machine;
  const { label, appVersion } = config2;
  if (state !== "starting") {
    debug(turn, "Ignored lifebound/ready: it is ready already");
    return;
  }
  if (runOf(turn).nonce !== nonce) {
    ignoreBadMessage(turn, "lifebound/ready: its nonce is not the one of this generation");
    return;
  }
  change(turn, { backendVersion: version });
  if (protocol !== protocolVersion) {
    refuse(turn, errors.protocolMismatch(label, protocol, protocolVersion));
    return;
  }
  if (!versionFits(appVersion, version)) {
    refuse(turn, errors.versionMismatch(label, version ?? "unknown", appVersion ?? "any"));
    return;
  }
  becomeReady(turn, { version, port });
}
function refuse(turn, error) {
  changeRun(turn, { fatal: error });
  endGeneration(turn, "version-mismatch", error.message);
}
function becomeReady(turn, { version, port }) {
  const { config: config2 } = turn.machine;
  for (const timer of ["start", "stay-up", "health"]) clearTimer(turn, timer);
  changeRun(turn, { wasReady: true, heard: true, misses: 0, probeDueMs: null });
  change(turn, { state: "ready", everReady: true, backendVersion: version, backendPort: port });
  log(turn, "INFO", lines.ready(config2.label));
  setTimer(turn, "stable", config2.restart.stableAfterMs);
  if (config2.readiness.kind !== "stay") setTimer(turn, "health", config2.health.checkIntervalMs);
  sendHeld(turn);
}

// src/machine/spawn-reason.ts
function readReason(reason, program) {
  if (/EACCES|EPERM|permission denied|access is denied|os error (13|5)\b/i.test(reason)) {
    const hint = /folder/.test(reason) ? `"${program}" is a folder: give the program in it.` : `Check the permissions of "${program}".`;
    return { text: "permission denied", hint, isMissing: false, isLasting: true };
  }
  if (/ENOENT|no such file|not found|cannot find|os error (2|3)\b/i.test(reason)) {
    const hint = `Check that "${program}" and the working directory exist.`;
    return { text: "not found", hint, isMissing: true, isLasting: true };
  }
  if (/ENOEXEC|exec format|not a valid win32/i.test(reason)) {
    const hint = `"${program}" is no program for this machine: build it here.`;
    return { text: "not a program", hint, isMissing: false, isLasting: true };
  }
  return {
    text: reason,
    hint: `Start "${program}" by hand to see more.`,
    isMissing: false,
    isLasting: false
  };
}

// src/machine/starting.ts
function chooseCommand(turn, { answers }) {
  const { config: config2, command } = turn.machine;
  clearTimer(turn, "start");
  const { result, why, blocked } = choose(searchPlan(config2.launch), answers, config2.label);
  for (const line of why) debug(turn, line);
  for (const candidate2 of blocked) log(turn, "WARN", lines.notExecutable(candidate2));
  if (result.kind === "error") {
    blame(turn, result.error.code === "START_FAILED" ? "start-failed" : "not-found", result.error.message);
    changeRun(turn, { fatal: result.error });
    settle(turn);
    return;
  }
  const { program, args, candidate, interpreter } = result;
  const chosen = { program, args, why: why.at(-1) ?? "" };
  if (!isSame(command, chosen)) {
    const found = result.kind === "binary" ? lines.foundBinary : lines.foundScript;
    log(turn, "INFO", found(config2.label, candidate));
    if (interpreter !== null) log(turn, "INFO", lines.foundInterpreter(interpreter));
  }
  change(turn, { command: chosen });
  spawn(turn);
}
function greet(turn, event) {
  const { config: config2, generation, hostGreeted } = turn.machine;
  if (runOf(turn).pid !== null) return;
  noteProcess(turn, event);
  if (config2.hostLabel !== null && !hostGreeted) {
    log(turn, "INFO", lines.hostStarted(config2.hostLabel, config2.label));
    change(turn, { hostGreeted: true });
  }
  if (config2.readiness.kind === "link") {
    const params = {
      protocol: protocolVersion,
      nonce: event.nonce,
      generation,
      appVersion: config2.appVersion,
      hangDumpMs: hangDumpMs(config2)
    };
    emit(turn, { type: "send", generation, message: { method: "lifebound/hello", params } });
  }
  awaitReady(turn);
}
function hangDumpMs({ health }) {
  return Math.ceil(health.checkIntervalMs * (health.unhealthyAfterMisses - 0.5));
}
function endLateComer(turn, event) {
  const { pid, exited } = runOf(turn);
  if (pid !== null || exited) return;
  noteProcess(turn, event);
  if (turn.machine.timers.grace === void 0) kill(turn);
  else askToEnd(turn);
}
function endStray(turn, { generation, pid }) {
  debug(turn, `Killing process ${pid} of generation ${generation}: it came too late`);
  if (turn.machine.undead !== null && generation === turn.machine.generation)
    change(turn, { undead: { pid } });
  emit(turn, { type: "signal", generation, signal: "SIGKILL" });
  emit(turn, { type: "endTree", generation, graceMs: 0 });
}
function failSpawn(turn, event) {
  const { config: config2, everSpawned, command } = turn.machine;
  if (runOf(turn).pid !== null) return;
  const reason = readReason(event.reason, command?.program ?? "");
  const error = errors.startFailed(config2.label, reason.text, reason.hint);
  blame(turn, reason.isMissing ? "not-found" : "start-failed", error.message);
  if (reason.isLasting && !everSpawned) changeRun(turn, { fatal: error });
  else log(turn, "WARN", error.message);
  settle(turn);
}
function missStartDeadline(turn, lateByMs) {
  const { config: config2, state } = turn.machine;
  const run = runOf(turn);
  if (isDebugged(run)) {
    setTimer(turn, "start", config2.startTimeoutMs);
    return;
  }
  if (grantAnew(turn, "start", lateByMs, config2.startTimeoutMs)) return;
  if (run.busy && !run.granted.includes("start")) {
    changeRun(turn, { granted: [...run.granted, "start"] });
    setTimer(turn, "start", run.busy.untilMs - turn.atMs);
    return;
  }
  const { message } = errors.startTimeout(config2.label, config2.startTimeoutMs);
  log(turn, "WARN", message);
  if (state === "starting") {
    endGeneration(turn, "start-timeout", message);
    return;
  }
  blame(turn, "start-timeout", message);
  settle(turn);
}
function noteProcess(turn, { pid, nonce, tier, tierReason }) {
  if (turn.machine.containment === null) sayFallBack(turn, tier, tierReason);
  changeRun(turn, { pid, nonce, spawnedAtMs: turn.atMs });
  change(turn, { everSpawned: true, containment: { tier, reason: tierReason } });
  log(turn, "INFO", lines.spawned(turn.machine.config.label, pid));
}
function sayFallBack(turn, tier, reason) {
  const { label, containment } = turn.machine.config;
  if (containment !== null || reason === "") return;
  if (tier === "group" || tier === "none") log(turn, "WARN", lines.unbound(label, reason));
  else debug(turn, lines.fellBack(tier, reason));
}
function isSame(old, chosen) {
  return old !== null && JSON.stringify(old) === JSON.stringify(chosen);
}

// src/machine/asks.ts
function begin(turn) {
  if (!mayRun(turn)) return;
  log(turn, "INFO", lines.starting(turn.machine.config.label));
  startAfresh(turn);
}
function beginNow(turn) {
  if (!mayRun(turn)) return;
  log(turn, "INFO", lines.restartAsked(turn.machine.config.label));
  clearTimer(turn, "backoff");
  startAfresh(turn);
}
function beginAfterwards(turn) {
  if (turn.machine.wanted !== "running" && mayRun(turn)) change(turn, { startAfresh: true });
}
function restartProcess(turn, { graceMs }) {
  const { config: config2 } = turn.machine;
  const how = graceMs === 0 ? ", without a grace" : "";
  change(turn, { startAfresh: true });
  endGeneration(turn, "restart-asked", `A restart of ${config2.label} was asked for${how}.`, graceMs);
}
function restartAfterwards(turn, { graceMs }) {
  if (!mayRun(turn)) return;
  change(turn, { startAfresh: true });
  if (graceMs !== void 0) shortenGrace(turn, graceMs);
}
function resumeRest(turn) {
  if (release(turn) === "running") begin(turn);
}
function resumeAfterwards(turn) {
  if (release(turn) === "running") change(turn, { startAfresh: true });
}
function endNothing(turn, event) {
  want(turn, event);
  rest(turn);
}
function endSearch(turn, event) {
  want(turn, event);
  blame(turn, causes[event.type], describe(turn, event));
  settle(turn);
}
function endProcess(turn, event) {
  want(turn, event);
  endGeneration(turn, causes[event.type], describe(turn, event));
}
function endAfterwards(turn, event) {
  want(turn, event);
}
function endBackoff(turn, event) {
  want(turn, event);
  clearTimer(turn, "backoff");
  rest(turn);
}
var causes = {
  stop: "stop-asked",
  hold: "held",
  hostGone: "host-gone"
};
function describe(turn, event) {
  const { label } = turn.machine.config;
  if (event.type === "stop") return `A stop of ${label} was asked for.`;
  if (event.type === "hold") return `${label} was put on hold.`;
  return `The host of ${label} has ended (${event.reason}).`;
}
function want(turn, event) {
  const { wanted, hostGone } = turn.machine;
  change(turn, { startAfresh: false });
  if (event.type === "hostGone") {
    change(turn, { hostGone: true, wanted: "stopped" });
  } else if (wanted === "held") {
    if (event.type === "stop") change(turn, { wantedAfterHold: "stopped" });
  } else if (event.type === "stop") {
    change(turn, { wanted: "stopped" });
  } else if (!hostGone) {
    change(turn, { wanted: "held", wantedAfterHold: wanted });
    log(turn, "INFO", lines.held(turn.machine.config.label));
  }
}
function release(turn) {
  const { wanted, wantedAfterHold } = turn.machine;
  if (wanted !== "held") return null;
  change(turn, { wanted: wantedAfterHold });
  return wantedAfterHold;
}
function mayRun(turn) {
  const { hostGone, wanted, undead, config: config2 } = turn.machine;
  if (hostGone) {
    debug(turn, "Ignored a start: the host has ended");
    return false;
  }
  if (wanted === "held") {
    change(turn, { wantedAfterHold: "running" });
    log(turn, "INFO", lines.held(config2.label));
    return false;
  }
  change(turn, { wanted: "running" });
  if (undead === null) return true;
  const left = undead.pid === null ? [] : [{ pid: undead.pid, name: "" }];
  fail(turn, errors.treeNotEmpty(config2.label, left));
  return false;
}

// src/protocol/validate-message.ts
var maxTextLength = 200;
function validateMessage(method, params) {
  const read = readers[method];
  if (!Object.hasOwn(readers, method)) return { kind: "unknown" };
  if (typeof params !== "object" || params === null || Array.isArray(params)) {
    return bad(method, "params", "an object");
  }
  return read(params);
}
var readers = {
  "lifebound/ready": readReady,
  "lifebound/beat": () => good({ method: "lifebound/beat", params: {} }),
  "lifebound/busy": readBusy,
  "lifebound/declare": readDeclare,
  "lifebound/debugger": readDebugger,
  "lifebound/bye": readBye
};
function readReady({ protocol, nonce, version = null, port = null }) {
  const method = "lifebound/ready";
  if (!isWhole(protocol, 0)) return bad(method, "protocol", "a whole number");
  if (typeof nonce !== "string") return bad(method, "nonce", "a string");
  if (version !== null && typeof version !== "string") return bad(method, "version", "a string or null");
  if (port !== null && !(isWhole(port, 1) && port <= 65535)) return bad(method, "port", "a port or null");
  return good({ method, params: { protocol, nonce, version: version && cut(version), port } });
}
function readBusy({ forMs, what = "" }) {
  const method = "lifebound/busy";
  if (typeof forMs !== "number" || !Number.isFinite(forMs) || forMs < 0) {
    return bad(method, "forMs", "milliseconds from 0");
  }
  if (typeof what !== "string") return bad(method, "what", "a string");
  return good({ method, params: { forMs, what: cut(what) } });
}
function readDeclare({ pid, namespace = null }) {
  const method = "lifebound/declare";
  if (!isWhole(pid, 1)) return bad(method, "pid", "a process id");
  if (namespace !== null && !(typeof namespace === "string" && /^pid:\[\d{1,20}\]$/.test(namespace))) {
    return bad(method, "namespace", "a PID namespace or null");
  }
  return good({ method, params: { pid, namespace } });
}
function readDebugger({ attached }) {
  const method = "lifebound/debugger";
  if (typeof attached !== "boolean") return bad(method, "attached", "true or false");
  return good({ method, params: { attached } });
}
function readBye({ reason = "" }) {
  const method = "lifebound/bye";
  if (typeof reason !== "string") return bad(method, "reason", "a string");
  return good({ method, params: { reason: cut(reason) } });
}
function isWhole(value, least) {
  return Number.isSafeInteger(value) && value >= least;
}
function cut(text2) {
  const characters = [...text2.slice(0, 2 * maxTextLength)].slice(0, maxTextLength);
  return characters.map((character) => isPlain(character) ? character : replacement(character)).join("");
}
function isPlain(character) {
  return character >= " " && !/^[\ud800-\udfff\u007f-\u009f\u2028\u2029]$/.test(character);
}
function replacement(character) {
  return /^[\ud800-\udfff]$/.test(character) ? "�" : " ";
}
function good(message) {
  return { kind: "message", message };
}
function bad(method, field, expected) {
  return { kind: "bad", reason: `${method}: ${field} is not ${expected}` };
}

// src/machine/health.ts
var maxBusyMs = 6e5;
var maxLateChecks = 3;
function check(turn, lateByMs) {
  const { state, config: config2 } = turn.machine;
  if (state === "starting") {
    probeAgain(turn);
    return;
  }
  const run = runOf(turn);
  if (!isDebugged(run) && run.busy === null) judge2(turn, run, lateByMs);
  if (turn.machine.state !== "stopping") setTimer(turn, "health", config2.health.checkIntervalMs);
}
function judge2(turn, run, lateByMs) {
  const isSilent = turn.machine.config.readiness.kind === "link" ? !run.heard : run.probeDueMs !== null;
  const isForgiven = isSilent && isLate(lateByMs) && run.lateChecks < maxLateChecks;
  const misses = isForgiven ? 0 : run.misses;
  const lateChecks = isSilent ? run.lateChecks + Number(isForgiven) : 0;
  changeRun(turn, { heard: false, probeDueMs: null, misses, lateChecks });
  if (isForgiven) debug(turn, lines.slept);
  else if (isSilent) countMiss(turn);
  if (turn.machine.state !== "stopping") askForLife(turn, isSilent);
}
function askForLife(turn, isSilent) {
  const { config: config2, generation } = turn.machine;
  if (config2.readiness.kind !== "link") probe(turn);
  else if (isSilent)
    emit(turn, { type: "send", generation, message: { method: "lifebound/ping", params: {} } });
}
function takeProbe(turn, { ok, detail }) {
  if (ok) {
    noteLife(turn);
    return;
  }
  const run = runOf(turn);
  if (run.probeDueMs === null) return;
  debug(turn, `A health probe failed: ${detail}`);
  if (isLate(turn.atMs - run.probeDueMs)) return;
  changeRun(turn, { probeDueMs: null });
  if (!isDebugged(run)) countMiss(turn);
}
function countMiss(turn) {
  const { config: config2, state } = turn.machine;
  const misses = runOf(turn).misses + 1;
  const { suspectAfterMisses, unhealthyAfterMisses } = config2.health;
  changeRun(turn, { misses });
  if (misses >= unhealthyAfterMisses) {
    const message = `${config2.label} is alive but did not answer ${misses} health checks.`;
    log(turn, "WARN", message);
    endGeneration(turn, "unhealthy", message);
  } else if (misses >= suspectAfterMisses && state === "ready") {
    change(turn, { state: "suspect" });
    clearTimer(turn, "stable");
    log(turn, "WARN", lines.suspect(config2.label, misses));
  }
}
function noteLife(turn) {
  const { state, config: config2 } = turn.machine;
  const { heard, misses, probeDueMs } = runOf(turn);
  if (state !== "suspect" && heard && misses === 0 && probeDueMs === null) return;
  changeRun(turn, { heard: true, misses: 0, probeDueMs: null });
  if (state !== "suspect") return;
  change(turn, { state: "ready" });
  log(turn, "INFO", lines.recovered(config2.label));
  setTimer(turn, "stable", config2.restart.stableAfterMs);
}
function takeBusy(turn, { forMs, what }) {
  const spellMs = Math.min(forMs, maxBusyMs);
  if (spellMs === 0) {
    endBusy(turn);
    return;
  }
  changeRun(turn, { busy: { what, untilMs: turn.atMs + spellMs } });
  setTimer(turn, "busy", spellMs);
  debug(turn, `Busy for up to ${spellMs} ms: ${what}`);
}
function endBusy(turn) {
  if (runOf(turn).busy === null) return;
  clearTimer(turn, "busy");
  changeRun(turn, { busy: null });
  grantFreshWindow(turn);
}
function giveBudgetBack(turn) {
  if (turn.machine.restarts.length > 0) debug(turn, "Stable: the restart budget is whole again");
  change(turn, { restarts: [] });
}

// src/machine/backend-message.ts
function takeMessage(turn, { method, params }) {
  const { state, config: config2, generation } = turn.machine;
  if (config2.readiness.kind !== "link") {
    debug(turn, "Ignored a message: there is no link");
    return;
  }
  if (state !== "starting") noteLife(turn);
  const validated = validateMessage(method, params);
  if (validated.kind === "unknown") {
    debug(turn, `Ignored an unknown message: ${cutName(method)}`);
    return;
  }
  if (validated.kind === "bad") {
    ignoreBadMessage(turn, validated.reason);
    return;
  }
  const { message } = validated;
  switch (message.method) {
    case "lifebound/ready":
      takeReady(turn, message.params);
      break;
    case "lifebound/busy":
      takeBusy(turn, message.params);
      break;
    case "lifebound/declare":
      emit(turn, { type: "declare", generation, ...message.params });
      break;
    case "lifebound/debugger":
      tellDebugger(turn, "backend", message.params.attached);
      break;
    case "lifebound/bye":
      changeRun(turn, { bye: message.params.reason });
      break;
    case "lifebound/beat":
      return;
  }
}
function noteHelper(turn, { pid, name }) {
  debug(turn, `Declared a helper process: ${name} (${pid})`);
}
function noteNoHelper(turn, { pid, reason }) {
  ignoreBadMessage(turn, `lifebound/declare: process ${pid} is not taken: ${reason}`);
}
function takeGoodbye(turn, { method, params }) {
  const validated = validateMessage(method, params);
  if (validated.kind !== "message" || validated.message.method !== "lifebound/bye") return;
  const { reason } = validated.message.params;
  changeRun(turn, { bye: reason });
  debug(turn, `Said goodbye: ${reason}`);
}
function cutName(method) {
  return JSON.stringify(method.slice(0, 80));
}

// src/machine/ring.ts
var alarms = {
  start: missStartDeadline,
  "stay-up": noteStayedUp,
  health: check,
  busy: endBusy,
  stable: giveBudgetBack,
  backoff: attemptNext,
  grace: forceEnd,
  empty: lookAgain
};
function noteStayedUp(turn) {
  becomeReady(turn, { version: null, port: null });
}
function attemptNext(turn) {
  attemptRestart(turn, launch);
}
var earlyToleranceMs = 2;
function ring(turn, { timer, generation }) {
  const set = turn.machine.timers[timer];
  if (set === void 0) return;
  const lateByMs = turn.atMs - set.dueMs;
  if (lateByMs < -earlyToleranceMs) {
    emit(turn, { type: "setTimer", timer, generation, delayMs: Math.ceil(-lateByMs) });
    return;
  }
  forgetTimer(turn, timer);
  alarms[timer](turn, lateByMs);
}

// src/machine/table.ts
function ignore() {
}
var idle = {
  start: begin,
  stop: endNothing,
  restart: beginNow,
  hold: endNothing,
  resume: resumeRest,
  hostGone: endNothing,
  located: ignore,
  spawned: endStray,
  spawnFailed: takeLateExit,
  message: ignore,
  heard: ignore,
  probed: ignore,
  exited: takeLateExit,
  treeChecked: ignore,
  declared: ignore,
  declareRefused: ignore,
  timer: ignore,
  requested: refuseRequest,
  answered: ignore,
  cancelled: ignore,
  debugger: ignore
};
var locating = {
  ...idle,
  start: ignore,
  stop: endSearch,
  restart: ignore,
  hold: endSearch,
  resume: ignore,
  hostGone: endSearch,
  located: chooseCommand,
  exited: ignore,
  spawnFailed: ignore,
  timer: ring,
  requested: holdOrRefuse,
  cancelled: forgetRequest
};
var starting = {
  start: ignore,
  stop: endProcess,
  restart: restartProcess,
  hold: endProcess,
  resume: ignore,
  hostGone: endProcess,
  located: ignore,
  spawned: greet,
  spawnFailed: failSpawn,
  message: takeMessage,
  heard: ignore,
  probed: takeFirstProbe,
  exited: takeCrash,
  treeChecked: ignore,
  declared: noteHelper,
  declareRefused: noteNoHelper,
  timer: ring,
  requested: holdOrRefuse,
  answered: ignore,
  cancelled: forgetRequest,
  debugger: noteDebugger
};
var ready = {
  ...starting,
  spawned: ignore,
  spawnFailed: ignore,
  heard: noteLife,
  probed: takeProbe,
  requested: sendOrQueue,
  answered: forgetRequest
};
var suspect = { ...ready };
var stopping = {
  start: beginAfterwards,
  stop: endAfterwards,
  restart: restartAfterwards,
  hold: endAfterwards,
  resume: resumeAfterwards,
  hostGone: endAfterwards,
  located: ignore,
  spawned: endLateComer,
  spawnFailed: failSpawn,
  message: takeGoodbye,
  heard: ignore,
  probed: ignore,
  exited: takeExit,
  treeChecked: takeTreeCheck,
  declared: noteHelper,
  declareRefused: noteNoHelper,
  timer: ring,
  requested: holdOrRefuse,
  answered: forgetRequest,
  cancelled: forgetRequest,
  debugger: ignore
};
var backoff = {
  ...idle,
  spawnFailed: ignore,
  exited: ignore,
  start: beginNow,
  stop: endBackoff,
  hold: endBackoff,
  resume: ignore,
  hostGone: endBackoff,
  timer: ring,
  requested: holdOrRefuse,
  cancelled: forgetRequest
};
var failed = { ...idle, resume: ignore };
var table = {
  idle,
  locating,
  starting,
  ready,
  suspect,
  stopping,
  backoff,
  failed
};

// src/machine/step.ts
function step(machine2, event) {
  const turn = { machine: machine2, atMs: event.atMs, random: event.random, effects: [], over: false };
  const row = table[machine2.state];
  if (!Object.hasOwn(row, event.type)) throw new Error(`${JSON.stringify(event.type)} is not an event`);
  if (isOfThisGeneration(machine2, event)) {
    const cell = row[event.type];
    cell(turn, event);
  } else if (event.type === "spawned") {
    endStray(turn, event);
  }
  if (isVisiblyOther(machine2, turn.machine) || isOutdated(turn.machine, event.atMs)) tellStatus(turn);
  if (turn.over) emit(turn, { type: "over", exitStatus: turn.machine.exitStatus });
  return { machine: turn.machine, effects: turn.effects };
}
function isOfThisGeneration(machine2, event) {
  return !("generation" in event) || event.generation === machine2.generation;
}
var inFlightPauseMs = 1e3;
function isOutdated({ told, inFlight }, nowMs) {
  return told.inFlight !== inFlight.length && nowMs - told.atMs >= inFlightPauseMs;
}
function tellStatus(turn) {
  change(turn, { told: { inFlight: turn.machine.inFlight.length, atMs: turn.atMs } });
  emit(turn, { type: "status" });
}
function isVisiblyOther(before, after) {
  if (before === after) return false;
  return before.state !== after.state || before.wanted !== after.wanted || before.generation !== after.generation || before.run?.pid !== after.run?.pid || before.run?.exited !== after.run?.exited || before.run?.cause !== after.run?.cause || before.run?.busy !== after.run?.busy || isDebugged(before.run) !== isDebugged(after.run) || before.restarts.length !== after.restarts.length || before.lastCause !== after.lastCause || before.error !== after.error || before.command !== after.command || before.backendVersion !== after.backendVersion || before.held.length !== after.held.length;
}

// src/version.ts
var lifeboundVersion = "0.1.0";

// src/status-of.ts
function statusOf(machine2, nowMs) {
  const { config: config2, run, state, timers } = machine2;
  const isAlive = run !== null && run.pid !== null && !run.exited;
  const until = (dueMs) => Math.max(0, Math.round(dueMs - nowMs));
  return {
    label: config2.label,
    state,
    wanted: machine2.wanted,
    ready: state === "ready" || state === "suspect",
    generation: machine2.generation,
    pid: isAlive ? run.pid : null,
    port: isAlive ? machine2.backendPort : null,
    uptimeMs: isAlive && run.spawnedAtMs !== null ? Math.max(0, Math.round(nowMs - run.spawnedAtMs)) : null,
    attempts: countedRestarts(machine2, nowMs).length,
    maxAttempts: config2.restart.maxAttempts,
    nextAttemptInMs: state === "backoff" && timers.backoff ? until(timers.backoff.dueMs) : null,
    lastCause: run?.cause ?? machine2.lastCause,
    error: machine2.error,
    containment: machine2.containment,
    command: machine2.command,
    busy: run?.busy ? { what: run.busy.what, remainingMs: until(run.busy.untilMs) } : null,
    debuggerAttached: isDebugged(run),
    requestsInFlight: machine2.inFlight.length,
    requestsHeld: machine2.held.length,
    versions: {
      lifebound: lifeboundVersion,
      protocol: protocolVersion,
      app: config2.appVersion,
      backend: machine2.backendVersion
    }
  };
}

// src/sweep/record.ts
function parseRecord(text2) {
  let value;
  try {
    value = JSON.parse(text2);
  } catch {
    return null;
  }
  if (!isPlain2(value) || value.version !== 1) return null;
  const { id, label, bootId, namespace, host, leader, program, tier, cgroup, mark, helpers } = value;
  const texts = [id, label, bootId, program, tier];
  const isWhole2 = texts.every((text3) => typeof text3 === "string") && [namespace, cgroup, mark].every((text3) => text3 === null || typeof text3 === "string") && isKey(host) && isKey(leader) && Array.isArray(helpers) && helpers.every(isKey);
  return isWhole2 ? value : null;
}
function judgeRecord(record, facts) {
  if (record.bootId !== facts.bootId) return "forget";
  if (record.namespace !== facts.namespace) return "keep";
  return facts.hostStart === record.host.start ? "keep" : "end";
}
function isKey(value) {
  return isPlain2(value) && Number.isSafeInteger(value.pid) && Number(value.pid) > 1 && typeof value.start === "string";
}
function isPlain2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// src/config.ts
var defaultConfig = {
  label: "Python backend",
  hostLabel: null,
  launch: { kind: "locate", confined: false },
  restart: {
    policy: "always",
    maxAttempts: 5,
    windowMs: 6e4,
    stableAfterMs: 6e4,
    baseDelayMs: 500,
    maxDelayMs: 3e4,
    jitter: 0.2
  },
  readiness: { kind: "link" },
  startTimeoutMs: 12e4,
  stayUpMs: 1e3,
  health: { checkIntervalMs: 5e3, suspectAfterMisses: 2, unhealthyAfterMisses: 4 },
  terminationTimeoutMs: 5e3,
  appVersion: null,
  containment: null
};

// src/options.ts
var Refusal = class extends Error {
  constructor(option, value, expected) {
    super(`${option}: ${expected}`);
    this.option = option;
    this.value = value;
    this.expected = expected;
  }
  option;
  value;
  expected;
};
function object(fields) {
  return (given, fallback, option) => {
    if (given === void 0) return fallback;
    const values = plain(given, option);
    const names = Object.keys(fields);
    for (const name of Object.keys(values)) {
      if (!names.includes(name)) {
        throw new Refusal(join(option, name), values[name], `one of ${names.join(", ")} there`);
      }
    }
    const read = names.map((name) => {
      const reader = fields[name];
      return [name, reader(values[name], fallback[name], join(option, name))];
    });
    return Object.fromEntries(read);
  };
}
function union(kinds) {
  return (given, fallback, option) => {
    if (given === void 0) return fallback;
    const { kind, ...rest2 } = plain(given, option);
    const names = Object.keys(kinds);
    if (typeof kind !== "string" || !names.includes(kind)) {
      throw new Refusal(join(option, "kind"), kind, `one of ${names.join(", ")}`);
    }
    const fields = object(kinds[kind]);
    return { kind, ...fields(rest2, {}, option) };
  };
}
function nullOr(reader) {
  return (given, fallback, option) => {
    if (given === null) return null;
    return given === void 0 ? fallback : reader(given, fallback, option);
  };
}
function listOf(reader) {
  return (given, fallback, option) => {
    if (given === void 0 && fallback !== void 0) return fallback;
    if (!Array.isArray(given)) throw new Refusal(option, given, "a list");
    return given.map((item, index) => reader(item, void 0, `${option}[${index}]`));
  };
}
var flag = leaf("true or false", (value) => typeof value === "boolean");
var readableVersion = leaf(
  "a semantic version such as 1.2.3",
  (value) => typeof value === "string" && isVersion(value)
);
function text(pattern, expected) {
  return leaf(expected, (value) => typeof value === "string" && pattern.test(value));
}
function oneOf(values) {
  return leaf(`one of ${values.join(", ")}`, (value) => values.includes(value));
}
function number(least, most, unit) {
  const expected = `${unit} from ${least} to ${most}`;
  return leaf(expected, (value) => typeof value === "number" && value >= least && value <= most);
}
function whole(least, most) {
  const expected = `a whole number from ${least} to ${most}`;
  return leaf(
    expected,
    (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most
  );
}
function leaf(expected, isUsable) {
  return (given, fallback, option) => {
    const value = given === void 0 ? fallback : given;
    if (isUsable(value)) return value;
    throw new Refusal(option, value, expected);
  };
}
function plain(given, option) {
  if (typeof given === "object" && given !== null && !Array.isArray(given)) return given;
  throw new Refusal(option, given, "an object");
}
function join(option, name) {
  return option === "config" ? name : `${option}.${name}`;
}

// src/validate-config.ts
var maxShown = 120;
var maxDurationMs = 2147483647;
var duration = (leastMs = 0) => number(leastMs, maxDurationMs, "milliseconds");
var loopbackUrl = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(\/[^\s]*)?$/;
var config = object({
  label: text(/^[^\p{Cc}]{1,80}$/u, "a name of 1 to 80 characters in one line"),
  hostLabel: nullOr(text(/^[^\p{Cc}]{1,80}$/u, "a name of 1 to 80 characters in one line, or null")),
  launch: union({
    command: {
      program: text(/^[^\0]+$/, "a program"),
      args: listOf(text(/^[^\0]*$/, "a list of texts without NUL"))
    },
    locate: { confined: flag }
  }),
  restart: object({
    policy: oneOf(["always", "on-failure", "no"]),
    maxAttempts: whole(0, 1e3),
    windowMs: duration(1),
    stableAfterMs: duration(),
    baseDelayMs: duration(),
    maxDelayMs: duration(),
    jitter: number(0, 1, "a share")
  }),
  readiness: union({
    link: {},
    stay: {},
    http: { url: text(loopbackUrl, "an http URL of 127.0.0.1, localhost or [::1]") },
    tcp: { port: whole(1, 65535) }
  }),
  startTimeoutMs: duration(1),
  stayUpMs: duration(),
  health: object({
    // Below, the check itself would be the load.
    checkIntervalMs: duration(10),
    suspectAfterMisses: whole(1, 1e3),
    unhealthyAfterMisses: whole(1, 1e3)
  }),
  terminationTimeoutMs: duration(),
  appVersion: nullOr(readableVersion),
  containment: nullOr(oneOf(["cgroup", "namespace", "job", "keeper", "group", "none"]))
});
function validateConfig(input) {
  try {
    const whole2 = config(input, defaultConfig, "config");
    const { suspectAfterMisses, unhealthyAfterMisses } = whole2.health;
    if (unhealthyAfterMisses >= suspectAfterMisses) return { ok: true, config: whole2 };
    const expected = `at least health.suspectAfterMisses (${suspectAfterMisses})`;
    throw new Refusal("health.unhealthyAfterMisses", unhealthyAfterMisses, expected);
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { ok: false, error: errors.invalidOption(refusal.option, show(refusal.value), refusal.expected) };
  }
}
function show(value) {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  try {
    return JSON.stringify(value)?.slice(0, maxShown) ?? `a value of type ${typeof value}`;
  } catch {
    return "an object that contains itself";
  }
}

// src/json-host.ts
var machine = null;
function create(configJson) {
  const result = validateConfig(JSON.parse(configJson));
  if (result.ok) machine = createMachine(result.config);
  return JSON.stringify(result);
}
function dispatch(eventJson) {
  const result = step(current(), JSON.parse(eventJson));
  machine = result.machine;
  return JSON.stringify(result.effects);
}
function status(nowMs) {
  return JSON.stringify(statusOf(current(), nowMs));
}
function validateConfig2(configJson) {
  return JSON.stringify(validateConfig(JSON.parse(configJson)));
}
function backendEnvironment2(hostJson, link) {
  return JSON.stringify(backendEnvironment(JSON.parse(hostJson), link));
}
function pickContainment2(findingsJson, forcedJson) {
  const findings = JSON.parse(findingsJson);
  return JSON.stringify(pickContainment(findings, JSON.parse(forcedJson)));
}
function bind(bindingJson, commandJson) {
  const binding = JSON.parse(bindingJson);
  const command = wrap(binding, JSON.parse(commandJson));
  return JSON.stringify({ command, keeper: keeperOf(binding) });
}
function parseRecord2(text2) {
  return JSON.stringify(parseRecord(text2));
}
function judgeRecord2(recordJson, factsJson) {
  return JSON.stringify(judgeRecord(JSON.parse(recordJson), JSON.parse(factsJson)));
}
function current() {
  if (machine === null) throw new Error("create() has not been called, or refused its configuration");
  return machine;
}
export {
  backendEnvironment2 as backendEnvironment,
  bind,
  create,
  dispatch,
  judgeRecord2 as judgeRecord,
  parseRecord2 as parseRecord,
  pickContainment2 as pickContainment,
  status,
  validateConfig2 as validateConfig
};
