from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from host import BACKENDS, DEADLINE_SECONDS, wait_until


def kill_host(backend: str, *lines: str, **environment: str) -> int:
    """Starts a host with a backend, waits for its beat, SIGKILLs the host; returns the backend's pid."""
    host = subprocess.Popen(
        [sys.executable, str(BACKENDS / "is_a_host.py"), str(BACKENDS / backend), *lines],
        stdout=subprocess.PIPE,
        env={**os.environ, **environment},
    )
    assert host.stdout
    with host.stdout:
        pid = int(host.stdout.readline())
        for line in host.stdout:
            if b"lifebound/beat" in line:
                break
        host.kill()
        host.wait()
    return pid


def gone(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_host_killed_the_handlers_print_and_save(tmp_path: Path) -> None:
    saved, log = tmp_path / "saved", tmp_path / "backend.log"
    pid = kill_host("answers.py", SAVE_TO=str(saved), LIFEBOUND_LOG_FILE=str(log))
    wait_until(lambda: gone(pid), "the backend's end")
    assert saved.read_text() == "host-gone\n"
    assert "saving: this print must not end the handler\nnative print\n" in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("log_file", ["", "/nowhere/backend.log"])
def test_host_killed_without_a_log_file_it_still_saves(log_file: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    pid = kill_host("answers.py", SAVE_TO=str(saved), LIFEBOUND_LOG_FILE=log_file)
    wait_until(lambda: gone(pid), "the backend's end")
    assert saved.read_text() == "host-gone\n"


def test_host_killed_after_it_asked_to_stop_the_handlers_still_save(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    sleep = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "sleep", "params": {"seconds": 1.2}})
    stop = json.dumps(
        {"jsonrpc": "2.0", "method": "lifebound/stop", "params": {"reason": "stop-asked", "graceMs": 5000}}
    )
    pid = kill_host("answers.py", sleep, stop, SAVE_TO=str(saved))
    wait_until(lambda: gone(pid), "the backend's end")
    assert saved.read_text() == "stop-asked\n"


def test_a_log_that_nobody_reads_any_more_does_not_keep_it_from_saving(tmp_path: Path) -> None:
    saved, log = tmp_path / "saved", tmp_path / "backend.log"
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [sys.executable, str(BACKENDS / "answers.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=write_end,
        env={**os.environ, "LIFEBOUND_LINK": "stdio", "SAVE_TO": str(saved), "LIFEBOUND_LOG_FILE": str(log)},
    )
    os.close(write_end)
    os.close(read_end)
    stop = b'{"jsonrpc":"2.0","method":"lifebound/stop","params":{"reason":"stop-asked","graceMs":5000}}\n'
    out, _ = process.communicate(stop, timeout=DEADLINE_SECONDS)
    assert process.returncode == 0
    assert saved.read_text() == "stop-asked\n"
    assert b"lifebound/bye" in out
    assert "saving: this print" in log.read_text()


def test_host_killed_while_the_main_thread_is_stuck_it_ends_after_the_grace(tmp_path: Path) -> None:
    saved, log = tmp_path / "saved", tmp_path / "backend.log"
    sleep = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "sleep", "params": {"seconds": 60}})
    pid = kill_host("answers.py", sleep, SAVE_TO=str(saved), LIFEBOUND_LOG_FILE=str(log), GRACE_SECONDS="0.3")
    killed = time.monotonic()
    wait_until(lambda: gone(pid), "the backend's end")
    assert time.monotonic() - killed < 4.5  # The default grace is 5 s.
    assert not saved.exists()  # Not beside a request that may hold the same data half changed.
    assert "did not end in time after host-gone" in log.read_text()
    assert "in sleep" in log.read_text()
