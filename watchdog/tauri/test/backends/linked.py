"""A backend on the link: answers, dies on request, saves when it stops."""

import os
import pathlib
import resource
import signal
import sys
import time

import lifebound

backend = lifebound.Backend("0.1.0")


@backend.method("echo")
def echo(**params):
    return params


@backend.method("pid")
def pid():
    return os.getpid()


@backend.method("open-files")
def open_files():
    folder = "/proc/self/fd"
    return [os.readlink(f"{folder}/{name}") for name in os.listdir(folder) if os.path.lexists(f"{folder}/{name}")]


@backend.method("die")
def die():
    os.kill(os.getpid(), signal.SIGKILL)


@backend.method("die-once")
def die_once():
    mark = pathlib.Path("died")
    if mark.exists():
        return "answered by the next"
    mark.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return None


@backend.method("sleep")
def sleep(seconds):
    time.sleep(seconds)


@backend.method("refuse")
def refuse():
    raise lifebound.RequestError("FILE_NOT_FOUND", "No file at /tmp/none.xlsx. Check the path.")


@backend.method("announce")
def announce(text):
    backend.notify("announced", {"text": text})


@backend.method("declare")
def declare(pid):
    backend.declare(pid)


@backend.method("look")
def look():
    """What it sees of itself that a wrapper could have changed."""
    status = {key: value.strip() for key, _, value in (line.partition(":") for line in open("/proc/self/status", encoding="utf-8"))}
    return {
        "groups": sorted(os.getgroups()),
        "blocked": status["SigBlk"],
        "ignored": [signal.Signals(number).name for number in (1, 2, 3, 15) if int(status["SigIgn"], 16) >> (number - 1) & 1],
        "limits": [resource.getrlimit(kind) for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)],
        "seesItself": os.readlink("/proc/self") == str(os.getpid()),
        "terminal": os.isatty(0) or os.isatty(2),
        "umask": os.umask(0o22),
        "folder": os.getcwd(),
        "mark": os.environ.get("LIFEBOUND_TREE") is not None,
    }


@backend.on_stop
def save():
    print("saving", flush=True)
    print("saving", file=sys.stderr, flush=True)
    pathlib.Path("saved").write_text("saved\n", encoding="utf-8")


sys.exit(backend.run())
