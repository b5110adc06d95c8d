"""Answers requests of many kinds; saves when it stops, if SAVE_TO is set."""

import asyncio
import ctypes
import hashlib
import logging
import os
import pathlib
import signal
import sys
import threading
import time
import types

import lifebound

backend = lifebound.Backend("0.1.0", grace_seconds=float(os.environ.get("GRACE_SECONDS", "5")))
lifebound.setup_logging()
log = logging.getLogger("__main__")


class PanicException(BaseException):
    """As PyO3's."""


@backend.method("echo")
def echo(text: str, times: int = 1) -> object:
    return {"text": text * times}


@backend.method("anything")
def anything(**params: object) -> object:
    return params


@backend.method("environment")
def environment() -> object:
    return {
        "link": os.environ.get("LIFEBOUND_LINK"),
        "thread": threading.current_thread() is threading.main_thread(),
        "linked": backend.linked,
        "descriptors": len(os.listdir("/proc/self/fd")) - 1,  # Without the one of this listing.
    }


@backend.method("sleep")
def sleep(seconds: float) -> object:
    print("sleeping", flush=True)
    time.sleep(seconds)
    return "slept"


@backend.method("compute")
def compute() -> object:
    print("computing", flush=True)
    # Native code that neither holds the GIL nor ends at a signal.
    return hashlib.pbkdf2_hmac("sha256", b"", b"", 100_000_000).hex()


@backend.method("hold-the-gil")
def hold_the_gil_for(seconds: float) -> object:
    ctypes.PyDLL(None).usleep(int(seconds * 1e6))
    return None


@backend.method("hold-the-gil-busily")
def hold_the_gil_busily(seconds: float, announced: float, enforced: bool = False) -> object:
    with backend.busy("native call", seconds=announced, enforced=enforced):
        hold_the_gil_for(seconds)
    return None


@backend.method("nested-deadlines")
def nested_deadlines(first: float, inner: float) -> object:
    with backend.busy("outer", seconds=1.5, enforced=True):
        hold_the_gil_for(first)
        with backend.busy("inner", seconds=5):
            hold_the_gil_for(inner)
    return "came through"


@backend.method("dump-to")
def dump_to(path: str) -> object:
    backend.dump_stacks_to(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    return None


@backend.method("attach-debugger")
def attach_debugger(attached: bool) -> object:
    debugpy = types.ModuleType("debugpy")
    debugpy.is_client_connected = lambda: attached  # type: ignore[attr-defined]
    sys.modules["debugpy"] = debugpy
    return None


@backend.method("flood")
def flood() -> object:
    for _ in range(10_000):
        log.info("a line that nobody reads %s", "x" * 100)
    return None


@backend.method("asyncio")
def run_loop() -> object:
    async def wait() -> None:
        # It takes the wake-up descriptor of signals for itself.
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, print)
        print("looping", flush=True)
        while not lifebound.cancelled():
            await asyncio.sleep(0.005)

    asyncio.run(wait())
    return None


@backend.method("wait-for-cancel")
def wait_for_cancel() -> object:
    print("waiting", flush=True)
    deadline = time.monotonic() + 60
    while not lifebound.cancelled():
        if time.monotonic() > deadline:
            raise TimeoutError("never cancelled")
        time.sleep(0.005)
    raise lifebound.RequestError("REQUEST_CANCELLED", "Cancelled half way. Nothing was changed.")


@backend.method("fail")
def fail(how: str) -> object:
    if how == "request-error":
        raise lifebound.RequestError("FILE_NOT_FOUND", "No file at /tmp/none.xlsx. Check the path.")
    if how == "panic":
        raise PanicException("index out of bounds\nsecond line")
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "no-restart":
        raise SystemExit(lifebound.NO_RESTART)
    raise ValueError(how)


@backend.method("give")
def give(what: str) -> object:
    gifts: dict[str, object] = {
        "large": "x" * 8 * 1024 * 1024,
        "nearly-large": "x" * (8 * 1024 * 1024 - 100),
        "nan": float("nan"),
        "object": object(),
        "half-emoji": "\ud83d",
    }
    return gifts[what]


@backend.method("notify-from-threads")
def notify_from_threads(threads: int, each: int) -> object:
    def notify(thread: int) -> None:
        for number in range(each):
            backend.notify("progress", {"thread": thread, "number": number, "padding": "x" * 5000})

    workers = [threading.Thread(target=notify, args=[index]) for index in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return None


@backend.method("busy")
def busy() -> object:
    with backend.busy("open", seconds=20):
        with backend.busy("parse", seconds=60):
            pass
        with backend.busy("evaluate", seconds=5):
            pass
    backend.declare(4242)
    return None


@backend.on_stop
def save() -> None:
    print("saving: this print must not end the handler")
    os.write(1, b"native print\n")
    if lifebound.cancelled():
        raise RuntimeError("a stop handler is never cancelled")
    if target := os.environ.get("SAVE_TO"):
        with pathlib.Path(target).open("a", encoding="utf-8") as file:
            file.write(f"{backend.stop_reason}\n")


@backend.on_stop
def hold_the_gil() -> None:
    if seconds := os.environ.get("HOLD_THE_GIL_SECONDS"):
        ctypes.PyDLL(None).usleep(int(float(seconds) * 1e6))


@backend.on_stop
def fail_to_save() -> None:
    if os.environ.get("FAIL_TO_SAVE"):
        raise OSError("disk full")


sys.exit(backend.run(port=int(os.environ["PORT"]) if "PORT" in os.environ else None))
