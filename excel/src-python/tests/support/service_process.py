"""The service as its watchdog sees it: a process, and lines over its stdin and stdout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

# A bound for what never comes, and not for what is slow: a busy machine may take it.
DEADLINE_SECONDS = 30.0
ROOM = Path(__file__).resolve().parents[2]
MAIN = ROOM / "src" / "app" / "main.py"


class CallFailed(Exception):
    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error)
        self.code: str = error["data"]["code"]
        self.message: str = error["message"]


class ServiceProcess:
    def __init__(self, data: Path, command: list[str] | None = None, **environment: str) -> None:
        self.process = subprocess.Popen(
            command or [sys.executable, str(MAIN)],
            cwd=ROOM / "src",
            env={
                **os.environ,
                "LIFEBOUND_LINK": "stdio",
                "LIFEBOUND_EXCEL_DATA": str(data),
                "RUST_BACKTRACE": "0",
                **environment,
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        self.log: list[str] = []
        self.notices: list[dict[str, Any]] = []
        self._reader = threading.Thread(target=self._read_log, daemon=True)
        self._reader.start()
        self._next_id = 0
        self._send("lifebound/hello", {"protocol": 1, "nonce": "test", "generation": 1, "appVersion": None})
        self.ready = self._read()

    def _read_log(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.log.append(line.decode().rstrip("\n"))

    def _send(self, method: str, params: object, request_id: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params}
        if request_id is not None:
            message["id"] = request_id
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(DEADLINE_SECONDS)
            raise EOFError(f"The service ended with {self.process.returncode}:\n" + "\n".join(self.log))
        return json.loads(line)

    def ask(self, method: str, /, **params: Any) -> int:
        """Sends a request and does not wait."""
        self._next_id += 1
        self._send(method, params, self._next_id)
        return self._next_id

    def call(self, method: str, /, **params: Any) -> Any:
        request_id = self.ask(method, **params)
        while True:
            message = self._read()
            if message.get("id") == request_id:
                if "error" in message:
                    raise CallFailed(message["error"])
                return message["result"]
            self.notices.append(message)

    def read_notice(self, method: str) -> dict[str, Any]:
        """Waits for the next one of that name, while a call is under way."""
        while True:
            message = self._read()
            if message.get("method") == method:
                return dict(message["params"])
            self.notices.append(message)

    def wait_for_log(self, text: str, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        """Its lines come by a pipe of their own, and not in step with its answers."""
        end = time.monotonic() + deadline_seconds
        while not any(text in line for line in self.log):
            assert time.monotonic() < end, f"{text!r} is not in the log:\n" + "\n".join(self.log)
            time.sleep(0.01)

    def cpu_seconds(self) -> float:
        """What it has computed since its start: whatever else the machine does is not in it. Linux."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def set_cell(self, workbook: str, row: int, column: int, text: str, sheet: int = 0) -> Any:
        edits = [{"sheet": sheet, "row": row, "column": column, "input": text}]
        return self.call("cells/set", workbook=workbook, key=str(uuid.uuid4()), edits=edits)

    def text(self, workbook: str, row: int, column: int, sheet: int = 0) -> str:
        return self.call("cell/get", workbook=workbook, sheet=sheet, row=row, column=column)["text"]

    def apply(self, workbook: str, operation: dict[str, Any]) -> Any:
        return self.call("workbook/apply", workbook=workbook, key=str(uuid.uuid4()), operation=operation)

    def undo(self, workbook: str) -> Any:
        return self.call("workbook/undo", workbook=workbook, key=str(uuid.uuid4()))

    def redo(self, workbook: str) -> Any:
        return self.call("workbook/redo", workbook=workbook, key=str(uuid.uuid4()))

    def kill(self) -> None:
        # Its group: what strace traces goes on when strace is killed.
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self._close()

    def end(self) -> int:
        """In good order: its stdin ends."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        status = self.process.wait(DEADLINE_SECONDS)
        self._close()
        return status

    def terminate(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(DEADLINE_SECONDS)
        self._close()
        return status

    def _close(self) -> None:
        self.process.wait(DEADLINE_SECONDS)
        self._reader.join(DEADLINE_SECONDS)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
