"""What a backend of the fault matrix tells the harness, a JSON line each in `told` of its cell's folder."""

import json
import os
import signal
import socket
import sys
import time

# On the command line for what has no environment any more.
FOLDER = os.environ.get("FAULTS_FOLDER") or sys.argv[-1]
_listeners = []


def tell(what):
    """Opens a port of its own, so that a left-over shows as a listener too, and tells it with the pid."""
    listener = socket.create_server(("127.0.0.1", 0))
    _listeners.append(listener)
    told = {
        "what": what,
        "pid": os.getpid(),
        "port": listener.getsockname()[1],
        # The harness looks for this socket, since a port may be anybody's a moment later.
        "socket": os.fstat(listener.fileno()).st_ino,
    }
    _append(told)


def wait_until_told(what, count):
    """Until so many processes of the backend have told it."""
    while _read().count(f'"what": "{what}"') < count:
        time.sleep(0.005)


def save_on_term(seconds=0.0):
    """SIGTERM: takes so long, saves, and ends. PyInstaller's bootloader passes on what the group gets: twice."""

    def save(_number, _frame):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _write("heard")
        time.sleep(seconds)
        save_now()
        os._exit(0)

    signal.signal(signal.SIGTERM, save)


def save_now():
    _write("saved")


def wait_for_ever():
    """In short naps: a signal that comes just before `signal.pause` would be heard when it ends, which is never."""
    while True:
        time.sleep(0.02)


def _write(name):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8") as file:
        file.write(f"{name}\n")


def _append(told):
    file = os.open(os.path.join(FOLDER, "told"), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, (json.dumps(told) + "\n").encode())
    os.close(file)


def _read():
    try:
        with open(os.path.join(FOLDER, "told"), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return ""
