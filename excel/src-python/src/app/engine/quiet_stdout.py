"""Native code that prints."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def quiet_stdout() -> Iterator[None]:
    """Drops what native code prints on descriptor 1.

    IronCalc prints a line for every formula without a stored value: 400,000 lines of log for a large workbook. While
    it holds the GIL no other Python code prints.
    """
    kept = os.dup(1)
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(null)
