"""A backend that hangs says where, by itself, before the watchdog ends it."""

from __future__ import annotations

import time

from host import Host, wait_until

STACK = "hold_the_gil_for"


def test_a_silent_backend_writes_its_stacks_while_the_gil_is_held() -> None:
    with Host("answers.py", hang_dump_ms=300) as host:
        began = time.monotonic()
        host.ask("hold-the-gil", seconds=1.5)
        host.wait_for_log(STACK)
        assert time.monotonic() - began < 1.4
        host.wait_for_log("Timeout")


def test_a_backend_that_beats_writes_none() -> None:
    with Host("answers.py", hang_dump_ms=1_500) as host:
        # Longer than the limit, and the GIL is free: three beats.
        assert host.result("sleep", seconds=3) == "slept"
        assert "Timeout" not in host.stderr.text


def test_an_announced_spell_counts_and_an_overrun_is_told() -> None:
    with Host("answers.py", hang_dump_ms=300) as host:
        host.result("hold-the-gil-busily", seconds=1.0, announced=1.0)
        assert "Timeout" not in host.stderr.text
        host.ask("hold-the-gil-busily", seconds=1.5, announced=0.2)
        host.wait_for_log(STACK)


def test_a_debugger_is_told_when_it_comes_and_when_it_goes() -> None:
    with Host("answers.py") as host:
        host.result("attach-debugger", attached=True)
        assert host.wait_for("lifebound/debugger")["params"] == {"attached": True}
        host.result("attach-debugger", attached=False)
        told = lambda: [m["params"]["attached"] for m in host.messages if m.get("method") == "lifebound/debugger"]  # noqa: E731
        wait_until(lambda: told() == [True, False], "the debugger to be gone")
