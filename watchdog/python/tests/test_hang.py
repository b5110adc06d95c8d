"""A backend that hangs says where, by itself, before the watchdog ends it."""

from __future__ import annotations

import time
from pathlib import Path

from host import Host, wait_until

STACK = "hold_the_gil_for"


def test_a_silent_backend_writes_its_stacks_while_the_gil_is_held() -> None:
    with Host("answers.py", hang_dump_ms=300) as host:
        began = time.monotonic()
        host.ask("hold-the-gil", seconds=30)
        host.wait_for_log(STACK)
        assert time.monotonic() - began < 25
        host.wait_for_log("Timeout")


def test_a_backend_that_beats_writes_none() -> None:
    with Host("answers.py", hang_dump_ms=1_500) as host:
        # Longer than the limit, and the GIL is free: three beats.
        assert host.result("sleep", seconds=3) == "slept"
        assert "Timeout" not in host.stderr.text


def test_an_announced_spell_counts_and_an_overrun_is_told() -> None:
    with Host("answers.py", hang_dump_ms=1_500) as host:
        host.result("hold-the-gil-busily", seconds=2, announced=2)
        assert "Timeout" not in host.stderr.text
        host.ask("hold-the-gil-busily", seconds=30, announced=0.2)
        host.wait_for_log(STACK)


def test_a_debugger_is_told_when_it_comes_and_when_it_goes() -> None:
    with Host("answers.py") as host:
        host.result("attach-debugger", attached=True)
        assert host.wait_for("lifebound/debugger")["params"] == {"attached": True}
        host.result("attach-debugger", attached=False)

        def told() -> list[bool]:
            return [m["params"]["attached"] for m in host.messages if m.get("method") == "lifebound/debugger"]

        wait_until(lambda: told() == [True, False], "the debugger to be gone")


def test_an_enforced_spell_ends_the_process_while_the_gil_is_held() -> None:
    with Host("answers.py") as host:
        began = time.monotonic()
        host.ask("hold-the-gil-busily", seconds=30, announced=0.3, enforced=True)
        assert host.wait() == 1
        assert 0.3 <= time.monotonic() - began < 25
        assert STACK in host.stderr.text


def test_an_enforced_spell_that_ends_in_time_leaves_no_deadline() -> None:
    with Host("answers.py", hang_dump_ms=1_500) as host:
        host.result("hold-the-gil-busily", seconds=0.1, announced=1.5, enforced=True)
        # Over the deadline, and over a beat.
        assert host.result("sleep", seconds=2) == "slept"
        assert "Timeout" not in host.stderr.text
        # The stacks of a hang are written as before.
        host.ask("hold-the-gil", seconds=30)
        host.wait_for_log(STACK)


def test_under_a_debugger_no_deadline_is_enforced() -> None:
    with Host("answers.py") as host:
        host.result("attach-debugger", attached=True)
        host.result("hold-the-gil-busily", seconds=1.0, announced=0.3, enforced=True)


def test_of_nested_spells_the_latest_end_counts() -> None:
    with Host("answers.py") as host:
        assert host.result("nested-deadlines", first=0.1, inner=2) == "came through"


def test_the_stacks_of_an_enforced_end_go_where_they_are_wanted(tmp_path: Path) -> None:
    path = tmp_path / "stacks"
    with Host("answers.py") as host:
        host.result("dump-to", path=str(path))
        host.ask("hold-the-gil-busily", seconds=30, announced=0.3, enforced=True)
        assert host.wait() == 1
        assert "Timeout" not in host.stderr.text
        assert STACK in path.read_text("utf-8")
