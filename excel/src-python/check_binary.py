"""Tries a built service: ``python check_binary.py ../backend/excel-backend``. It must get ready, and end when asked."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

READY_SECONDS = 10
STOP_SECONDS = 5


class CheckError(Exception):
    """What the program did not do, in one message for people."""


def check(program: Path) -> None:
    """Starts the program as a watchdog would and demands ready, then a good end; raises CheckError."""
    with tempfile.TemporaryDirectory(prefix="excel-backend-check-") as home:
        # Its journal is not the user's.
        homes = dict.fromkeys(["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA", "APPDATA"], home)
        started = time.monotonic()
        try:
            process = subprocess.Popen(
                [program],
                cwd=home,
                env={**os.environ, **homes, "LIFEBOUND_LINK": "stdio"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        except OSError as error:
            raise CheckError(f"{program} can't be started ({error}). Build it again.") from None
        with process:
            try:
                with _killed_after(process, READY_SECONDS):
                    is_ready = _say_hello(process)
                seconds = time.monotonic() - started
                with _killed_after(process, STOP_SECONDS):
                    if is_ready:
                        _send(process, "lifebound/stop", {"reason": "stop-asked", "graceMs": STOP_SECONDS * 1000})
                    _close(process)
                    status = process.wait()
            finally:
                process.kill()
    if not is_ready:
        raise CheckError(
            f"{program} was not ready within {READY_SECONDS} s (status {status}). Its lines above say why."
        )
    if status != 0:
        raise CheckError(f"{program} ended with status {status} after it was asked to stop, and not with 0.")
    print(f"Checked {program}: ready after {seconds * 1000:.0f} ms, and ended in good order.")


def _say_hello(process: subprocess.Popen[bytes]) -> bool:
    nonce = secrets.token_hex(8)
    _send(process, "lifebound/hello", {"protocol": 1, "nonce": nonce, "generation": 1, "appVersion": None})
    for line in process.stdout or []:
        try:
            message = json.loads(line)
        except ValueError:
            raise CheckError(f"The program wrote {line[:80]!r} where only messages may go.") from None
        if message.get("method") == "lifebound/ready" and message["params"]["nonce"] == nonce:
            return True
    return False


def _send(process: subprocess.Popen[bytes], method: str, params: dict[str, object]) -> None:
    line = json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode() + b"\n"
    if process.stdin is not None:
        with suppress(OSError):  # It has ended already, which its status tells.
            process.stdin.write(line)
            process.stdin.flush()


def _close(process: subprocess.Popen[bytes]) -> None:
    if process.stdin is not None:
        with suppress(OSError):
            process.stdin.close()


@contextmanager
def _killed_after(process: subprocess.Popen[bytes], seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def main() -> int:
    """Returns the exit status: 0, or 1 with one message on stderr."""
    if len(sys.argv) != 2:
        print("Usage: python check_binary.py PROGRAM", file=sys.stderr)
        return 2
    try:
        check(Path(sys.argv[1]).resolve())
    except CheckError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
