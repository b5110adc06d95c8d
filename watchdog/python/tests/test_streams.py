from __future__ import annotations

import os
from pathlib import Path

import pytest
from host import Host


def test_everything_printed_is_a_log_line_and_the_channel_is_whole() -> None:
    with Host("prints_everywhere.py", PYTHONUNBUFFERED="") as host:
        host.result("print")
        host.close_stdin()
        assert host.wait() == 0
        assert all(message["jsonrpc"] == "2.0" for message in host.messages)
        for line in (
            "printed before the link and still buffered",
            "from print",
            "from the first sys.stdout",
            "from os.write",
            "from libc",
            "from a child",
            "not UTF-16: \\ud83d",
            "from the buffer: \ufffd",
        ):
            assert f"{line}\n" in host.stderr.text


def test_a_child_reads_nothing_of_the_channel() -> None:
    with Host("starts_children.py") as host:
        assert host.result("read-stdin") == ""
        descriptors, link = host.result("inherited").rsplit(" ", 1)
        assert link == "None"
        assert descriptors in ("[0, 1, 2]", "[0, 1, 2, 3]")  # 3: the child's own listing.


@pytest.mark.parametrize("start_method", ["spawn", "fork", "forkserver"])
def test_a_worker_holds_nothing_of_the_channel(start_method: str) -> None:
    with Host("starts_children.py") as host:
        seen = host.result("pool", start_method=start_method)
        assert seen["stdin"] == ""
        assert seen["linked"] is False
        channel = {os.readlink(f"/proc/self/fd/{end.fileno()}") for end in (host.stdin, host.process.stdout) if end}
        held = {os.readlink(path) for path in Path(f"/proc/{host.process.pid}/fd").iterdir()}
        assert channel <= held
        assert not channel & set(seen["targets"])
        host.wait_for_log("a worker prints")
        host.close_stdin()
        assert host.wait() == 0


def test_a_forked_worker_ends_by_sigterm_as_any_process() -> None:
    with Host("starts_children.py") as host:
        assert host.result("terminate-workers", count=50) == [-15] * 50
        assert host.result("read-stdin") == ""


def test_a_forked_worker_can_not_send() -> None:
    with Host("starts_children.py") as host:
        assert "belongs to the backend's first process" in host.result("send-from-fork")
