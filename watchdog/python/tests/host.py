"""A host for the tests: starts a backend as a real process and talks with it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

BACKENDS = Path(__file__).parent / "backends"
Message = dict[str, Any]
HELLO: Message = {
    "jsonrpc": "2.0",
    "method": "lifebound/hello",
    "params": {
        "protocol": 1,
        "nonce": "5f0c2a7d91e84b36",
        "generation": 1,
        "appVersion": "0.1.0",
        "hangDumpMs": 17_500,
    },
}
# A bound for what never comes, and not for what is slow: a busy machine may take it.
DEADLINE_SECONDS = 30.0


def wait_until(condition: Callable[[], object], what: str, deadline_seconds: float = DEADLINE_SECONDS) -> None:
    """Polls until the condition holds; fails with what it was waiting for."""
    end = time.monotonic() + deadline_seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {deadline_seconds} s for {what}")
        time.sleep(0.005)


class Output:
    """The lines of a stream, as they come."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.lines: list[bytes] = []
        self._stream = stream
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def text(self) -> str:
        return b"".join(self.lines).decode("utf-8", "replace")

    def finish(self) -> None:
        self._thread.join(DEADLINE_SECONDS)
        self._stream.close()

    def _read(self) -> None:
        for line in self._stream:
            self.lines.append(line)


class Host:
    """One backend under test. Use it as a context manager: nothing is left behind."""

    def __init__(
        self,
        backend: str,
        *,
        hello: bool = True,
        linked: bool = True,
        redirections: str = "",
        hang_dump_ms: int = 17_500,
        **environment: str,
    ) -> None:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("LIFEBOUND_")}
        link = {"LIFEBOUND_LINK": "stdio"} if linked else {}
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$0" "$1" {redirections}', sys.executable, str(BACKENDS / backend)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**inherited, **link, **environment},
        )
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self.stdin = self.process.stdin
        self.stdout = Output(self.process.stdout)
        self.stderr = Output(self.process.stderr)
        self._next_id = 0
        if hello:
            params = {**HELLO["params"], "hangDumpMs": hang_dump_ms}
            self.send({**HELLO, "params": params})
            self.wait_for("lifebound/ready")

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.close_stdin()
        self.process.wait()
        self.stdout.finish()
        self.stderr.finish()

    @property
    def messages(self) -> list[Message]:
        """Everything on the channel. Fails when a line is no message."""
        return [json.loads(line) for line in list(self.stdout.lines)]

    def send_bytes(self, data: bytes) -> None:
        self.stdin.write(data)
        self.stdin.flush()

    def send(self, message: Message) -> None:
        self.send_bytes(json.dumps(message).encode() + b"\n")

    def notify(self, method: str, **params: object) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, **params: object) -> int:
        """Sends a request and does not wait; returns its id."""
        self._next_id += 1
        self.send({"jsonrpc": "2.0", "id": self._next_id, "method": method, "params": params})
        return self._next_id

    def answer(self, request_id: object) -> Message:
        """Waits for the answer of that id."""
        return self._wait(lambda message: "id" in message and message["id"] == request_id, f"answer {request_id}")

    def call(self, method: str, **params: object) -> Message:
        return self.answer(self.ask(method, **params))

    def result(self, method: str, **params: object) -> Any:
        answer = self.call(method, **params)
        assert "result" in answer, answer
        return answer["result"]

    def error_code(self, method: str, **params: object) -> str:
        return str(self.call(method, **params)["error"]["data"]["code"])

    def wait_for(self, method: str) -> Message:
        return self._wait(lambda message: message.get("method") == method, method)

    def wait_for_log(self, text: str) -> None:
        wait_until(lambda: text in self.stderr.text, f"{text!r} on stderr, which has {self.stderr.text!r}")

    def stop(self, grace_ms: int = 5000) -> int:
        self.notify("lifebound/stop", reason="stop-asked", graceMs=grace_ms)
        return self.wait()

    def close_stdin(self) -> None:
        with suppress(BrokenPipeError):
            self.stdin.close()

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        """Waits for the end and returns the exit status, with all output read."""
        status = self.process.wait(DEADLINE_SECONDS)
        self.stdout.finish()
        self.stderr.finish()
        return status

    def _wait(self, fits: Callable[[Message], bool], what: str) -> Message:
        found: list[Message] = []
        seen = 0

        def look() -> bool:
            nonlocal seen
            lines = self.stdout.lines
            while seen < len(lines):
                message = json.loads(lines[seen])
                seen += 1
                if fits(message):
                    found.append(message)
                    return True
            return False

        wait_until(look, f"{what}; stderr: {self.stderr.text[-2000:]}")
        return found[0]
