from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from host import BACKENDS, DEADLINE_SECONDS, Host


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


def test_the_first_reason_counts(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Host("answers.py", SAVE_TO=str(saved)) as host:
        host.ask("sleep", seconds=0.5)
        host.wait_for_log("sleeping")
        host.notify("lifebound/stop", reason="stop-asked", graceMs=5000)
        assert host.error_code("echo", text="refused at once") == "BACKEND_STOPPED"
        host.terminate()
        assert host.wait() == 0
        assert saved.read_text() == "stop-asked\n"


def test_bye_is_the_last_word() -> None:
    with Host("answers.py") as host:
        for _ in range(50):
            host.notify("lifebound/ping")
        assert host.stop() == 0
        kinds = [message["method"] for message in host.messages]
        assert kinds.index("lifebound/bye") == len(kinds) - 1
        assert kinds.count("lifebound/beat") >= 51


def test_a_signal_is_seen_while_native_code_runs() -> None:
    with Host("answers.py", GRACE_SECONDS="0.3") as host:
        host.ask("compute")
        host.wait_for_log("computing")
        began = time.monotonic()
        host.terminate()
        assert host.wait() == 1
        assert time.monotonic() - began < 4.5  # The default grace is 5 s.


def test_a_signal_is_seen_while_asyncio_runs(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Host("answers.py", SAVE_TO=str(saved)) as host:
        host.ask("asyncio")
        host.wait_for_log("looping")
        host.terminate()
        assert host.wait() == 0
        assert saved.read_text() == "SIGTERM\n"


def test_a_host_that_reads_no_log_can_still_end_it_in_time() -> None:
    process = subprocess.Popen(
        [sys.executable, str(BACKENDS / "answers.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "LIFEBOUND_LINK": "stdio"},
    )
    assert process.stdin
    assert process.stderr
    with process.stderr, process.stdin:
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"flood"}\n')
        process.stdin.flush()
        assert process.stderr.read(1)
        # The main thread waits in a write, with the locks of logging and of the stream.
        process.stdin.write(b'{"jsonrpc":"2.0","method":"lifebound/stop","params":{"graceMs":300}}\n')
        process.stdin.flush()
        try:
            assert process.wait(DEADLINE_SECONDS) == 1
        finally:
            process.kill()


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


def test_the_watchdogs_grace_counts_even_with_the_gil_held() -> None:
    with Host("answers.py", HOLD_THE_GIL_SECONDS="30") as host:
        began = time.monotonic()
        assert host.stop(grace_ms=200) == 1
        assert time.monotonic() - began < 4.5  # The default grace is 5 s.
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
        assert process.wait(DEADLINE_SECONDS) == 1


def test_sigusr1_dumps_the_stacks_and_changes_nothing_else() -> None:
    with Host("answers.py") as host:
        request_id = host.ask("sleep", seconds=0.5)
        host.wait_for_log("sleeping")
        host.process.send_signal(signal.SIGUSR1)
        host.wait_for_log("in sleep")
        assert host.answer(request_id)["result"] == "slept"
