from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from host import DEADLINE_SECONDS, HELLO, Host


def test_ready_echoes_the_nonce_and_comes_before_everything_else() -> None:
    with Host("answers.py") as host:
        assert host.result("echo", text="a") == {"text": "a"}
        host.wait_for("lifebound/beat")
        assert host.messages[0] == {
            "jsonrpc": "2.0",
            "method": "lifebound/ready",
            "params": {"protocol": 1, "nonce": "5f0c2a7d91e84b36", "version": "0.1.0", "port": None},
        }


def test_says_nothing_before_hello() -> None:
    with Host("answers.py", hello=False) as host:
        # It serves already, as its answer shows; ready waits for a nonce.
        assert host.result("echo", text="a") == {"text": "a"}
        assert len(host.messages) == 1
        host.send({"jsonrpc": "2.0", "method": "lifebound/hello", "params": {"nonce": 5}})
        assert host.answer(None)["error"]["data"]["code"] == "PROTOCOL_ERROR"
        host.send(HELLO)
        host.wait_for("lifebound/ready")


def test_a_second_hello_changes_nothing() -> None:
    with Host("answers.py") as host:
        host.send({**HELLO, "params": {"protocol": 1, "nonce": "another", "generation": 2, "appVersion": None}})
        host.result("echo", text="a")
        assert [m["params"]["nonce"] for m in host.messages if m.get("method") == "lifebound/ready"] == [
            "5f0c2a7d91e84b36"
        ]


def test_tells_the_port_of_a_server_of_its_own() -> None:
    with Host("serves_http.py") as host:
        ready = host.wait_for("lifebound/ready")["params"]
        assert ready["version"] == "2.0.0"
        with urllib.request.urlopen(f"http://127.0.0.1:{ready['port']}/") as response:
            assert response.status == 200
        host.close_stdin()
        assert host.wait() == 0


def test_the_environment_of_children_is_clean_and_no_descriptor_is_lost() -> None:
    with Host("answers.py") as host:
        seen = host.result("environment")
        # 0 1 2, the channel's two, and the pair that carries signals.
        assert seen == {"link": None, "thread": True, "linked": True, "descriptors": 7}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_started_by_hand_it_waits_for_a_signal(number: signal.Signals, tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    with Host("answers.py", linked=False, hello=False, SAVE_TO=str(saved)) as host:
        host.close_stdin()  # Not its lifeline: nobody promised anything about stdin.
        host.wait_for_log("Started by hand")
        host.process.send_signal(number)
        assert host.wait() == 0
        assert saved.read_text() == f"{number.name}\n"
        assert host.stdout.text == "saving: this print must not end the handler\nnative print\n"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
def test_without_streams_it_says_no_channel_and_is_not_restarted(closed: str, tmp_path: Path) -> None:
    log = tmp_path / "backend.log"
    with Host("answers.py", hello=False, redirections=closed, LIFEBOUND_LOG_FILE=str(log)) as host:
        assert host.wait() == 77
        assert log.read_text().startswith("NO_CHANNEL: ")
        assert "CREATE_NO_WINDOW" in log.read_text()
        assert log.stat().st_mode & 0o777 == 0o600
        assert host.stderr.text == ("" if "2" in closed else log.read_text())


def test_without_stderr_it_works(tmp_path: Path) -> None:
    log = tmp_path / "backend.log"
    with Host("answers.py", redirections="2>&-", LIFEBOUND_LOG_FILE=str(log)) as host:
        # The channel must not have got the descriptor 2, which was free.
        assert host.result("environment")["descriptors"] == 7
        host.close_stdin()
        assert host.wait() == 0
        assert "Stopping: host-gone" in log.read_text()


def test_an_unknown_kind_of_link_is_one_clear_error() -> None:
    with Host("answers.py", hello=False, LIFEBOUND_LINK="carrier-pigeon") as host:
        assert host.wait() == 77
        assert "LIFEBOUND_LINK=carrier-pigeon is unknown to this link, which knows stdio." in host.stderr.text
        assert "Traceback" not in host.stderr.text


def test_one_backend_per_process() -> None:
    program = "import lifebound; lifebound.Backend(); lifebound.Backend()"
    read_end, write_end = os.pipe()  # Open, since at the host's end stderr is its own no more.
    with os.fdopen(read_end), os.fdopen(write_end, "w"):
        ended = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "LIFEBOUND_LINK": "stdio"},
            stdin=read_end,
            capture_output=True,
            check=False,
            timeout=DEADLINE_SECONDS,
        )
    assert ended.returncode == 1
    assert b"has a lifebound.Backend already" in ended.stderr
