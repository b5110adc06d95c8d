"""What would end the service ends a child of it."""

from __future__ import annotations

import os
import signal

from app.engine.trial import survives


def test_what_ends_and_what_raises_survives() -> None:
    def fail() -> None:
        raise ValueError

    assert survives(lambda: None)
    assert survives(fail)


def test_an_abort_and_an_absurd_claim_do_not() -> None:
    assert not survives(os.abort)
    assert survives(lambda: bytearray(8 << 30))  # Python's own allocation raises MemoryError.
    assert not survives(lambda: os.kill(os.getpid(), signal.SIGALRM))
