"""Work in a process of its own that is ended at its deadline: native code can't be interrupted."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

Result = TypeVar("Result")


class Overrun(Exception):
    """It did not end in time, or ended without an answer."""


def run_within(seconds: float, work: Callable[[], Result]) -> Result:
    """``work()`` by a forked process. Raises Overrun."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(theirs, work))
    process.start()
    theirs.close()
    try:
        if ours.poll(seconds):
            return ours.recv()
    except EOFError as error:
        raise Overrun("it ended") from error
    finally:
        process.kill()
        process.join()
        ours.close()
    raise Overrun(f"over {seconds} s")


def _answer(pipe: Connection, work: Callable[[], object]) -> None:
    pipe.send(work())
