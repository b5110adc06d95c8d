from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from host import BACKENDS, Host, wait_until


def test_stop_runs_the_handlers_says_bye_and_ends_with_0(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Host("answers.py", SAVE_TO=str(saved)) as host:
        assert host.stop() == 0
        assert saved.read_text() == "stop-asked\n"
        assert host.messages[-1] == {"jsonrpc": "2.0", "method": "lifebound/bye", "params": {"reason": "stop-asked"}}
        assert "saving: this print" in host.stderr.text
        assert " - __main__ - INFO - Stopping: stop-asked\n" in host.stderr.text


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_in_good_order(name: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Host("answers.py", SAVE_TO=str(saved)) as host:
        host.process.send_signal(getattr(signal, name))
        assert host.wait() == 0
        assert saved.read_text() == f"{name}\n"
        assert host.messages[-1]["params"] == {"reason": name}


def test_stop_and_sigterm_and_eof_at_once_run_the_handlers_once(tmp_path: Path) -> None:
    for turn in range(5):
        saved = tmp_path / f"saved-{turn}"
        with Host("answers.py", SAVE_TO=str(saved)) as host:
            host.notify("lifebound/stop", reason="stop-asked", graceMs=5000)
            host.close_stdin()
            host.terminate()
            assert host.wait() == 0
            assert len(saved.read_text().splitlines()) == 1


def test_a_running_request_sees_the_stop_and_the_waiting_ones_are_refused(tmp_path: Path) -> None:
    with Host("answers.py", SAVE_TO=str(tmp_path / "saved")) as host:
        running = host.ask("wait-for-cancel")
        waiting = host.ask("echo", text="a")
        host.wait_for_log("waiting")
        assert host.stop() == 0
        assert host.answer(running)["error"]["data"]["code"] == "REQUEST_CANCELLED"
        assert host.answer(waiting)["error"]["data"]["code"] == "BACKEND_STOPPED"
        assert (tmp_path / "saved").exists()


def test_a_stop_handler_that_fails_does_not_keep_the_others_from_running() -> None:
    with Host("answers.py", FAIL_TO_SAVE="1") as host:
        assert host.stop() == 1
        assert "The stop handler fail_to_save failed" in host.stderr.text
        assert host.messages[-1]["method"] == "lifebound/bye"


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
    out, _ = process.communicate(stop, timeout=10)
    assert process.returncode == 0
    assert saved.read_text() == "stop-asked\n"
    assert b"lifebound/bye" in out
    assert "saving: this print" in log.read_text()


def test_host_killed_while_the_main_thread_is_stuck_it_ends_after_the_grace(tmp_path: Path) -> None:
    saved, log = tmp_path / "saved", tmp_path / "backend.log"
    sleep = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "sleep", "params": {"seconds": 60}})
    began = time.monotonic()
    pid = kill_host("answers.py", sleep, SAVE_TO=str(saved), LIFEBOUND_LOG_FILE=str(log), GRACE_SECONDS="0.3")
    wait_until(lambda: gone(pid), "the backend's end")
    assert time.monotonic() - began < 4
    assert not saved.exists()  # Not beside a request that may hold the same data half changed.
    assert "did not end in time after host-gone" in log.read_text()
    assert "in sleep" in log.read_text()


def test_the_watchdogs_grace_counts_even_with_the_gil_held() -> None:
    with Host("answers.py", HOLD_THE_GIL_SECONDS="30") as host:
        began = time.monotonic()
        assert host.stop(grace_ms=200) == 1
        assert time.monotonic() - began < 3
        assert "in hold_the_gil" in host.stderr.text


def test_the_hosts_end_during_imports_is_seen() -> None:
    with Host("imports_for_ever.py", hello=False) as host:
        host.wait_for_log("importing")
        host.close_stdin()
        assert host.wait() == 1


def test_a_stop_before_it_serves_is_obeyed() -> None:
    with Host("answers.py", hello=False) as host:
        assert host.stop() == 0
        assert "lifebound/ready" not in host.stdout.text


def test_a_host_that_stops_reading_is_a_dead_host(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [sys.executable, str(BACKENDS / "answers.py")],
        stdin=subprocess.PIPE,
        stdout=write_end,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LIFEBOUND_LINK": "stdio", "SAVE_TO": str(saved)},
    )
    os.close(write_end)
    os.close(read_end)
    assert process.stdin
    with process.stdin:
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"echo","params":{"text":"a"}}\n')
        process.stdin.flush()
        assert process.wait(10) == 0
    assert saved.read_text() == "host-gone\n"


def test_a_host_that_hangs_is_still_seen_to_die() -> None:
    # Nobody reads the answer, so the main thread waits in a write; the pings must not get the reader into one too.
    process = subprocess.Popen(
        [sys.executable, str(BACKENDS / "answers.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "LIFEBOUND_LINK": "stdio", "GRACE_SECONDS": "0.3"},
    )
    assert process.stdin
    assert process.stdout
    with process.stdout, process.stdin:
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"give","params":{"what":"nearly-large"}}\n')
        process.stdin.flush()
        assert process.stdout.read(1) == b"{"
        process.stdin.write(b'{"jsonrpc":"2.0","method":"lifebound/ping","params":{}}\n' * 10)
        process.stdin.close()
        assert process.wait(5) == 1


def test_sigusr1_dumps_the_stacks_and_changes_nothing_else() -> None:
    with Host("answers.py") as host:
        request_id = host.ask("sleep", seconds=0.5)
        host.wait_for_log("sleeping")
        host.process.send_signal(signal.SIGUSR1)
        host.wait_for_log("in sleep")
        assert host.answer(request_id)["result"] == "slept"
