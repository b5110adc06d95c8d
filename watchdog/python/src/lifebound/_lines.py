"""Bytes to lines: split anywhere, limited, never failing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Oversize:
    """A line longer than the limit was thrown away; ``size`` is its length in bytes."""

    size: int


class LineSplitter:
    """Feed it what was read; it gives the whole lines, without their ends.

    An over-long line is counted and dropped as it comes in, so that it costs no memory.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[bytes | Oversize]:
        """Yields each line that ``chunk`` completes, in order. Empty lines are left out."""
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            self._add(chunk[start:end])
            start = end + 1
            if (line := self._finish()) is not None:
                yield line
        self._add(chunk[start:])

    def _add(self, part: bytes) -> None:
        self._size += len(part)
        if self._size > self._limit:
            self._parts.clear()
        elif part:
            self._parts.append(part)

    def _finish(self) -> bytes | Oversize | None:
        size, line = self._size, b"".join(self._parts)
        self._size = 0
        self._parts.clear()
        if size > self._limit:
            return Oversize(size)
        return line.rstrip(b"\r") or None
