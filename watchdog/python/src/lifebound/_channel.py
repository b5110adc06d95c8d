"""Reads and writes the channel's lines."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

from ._lines import LineSplitter, Oversize
from ._protocol import MAX_MESSAGE_BYTES

_READ_BYTES = 64 * 1024  # A pipe never gives more at once.


class Channel:
    """Whole lines in both directions. Writing is safe from any thread."""

    def __init__(self, read_descriptor: int, write_descriptor: int) -> None:
        self._read_descriptor = read_descriptor
        self._write_descriptor = write_descriptor
        self._lock = threading.Lock()
        self._broken = False

    def write(self, line: bytes) -> bool:
        """Writes one line. False: nobody reads any more, and the line is lost."""
        with self._lock:
            if self._broken:
                return False
            rest = memoryview(line)
            try:
                while rest:
                    rest = rest[os.write(self._write_descriptor, rest) :]
            except OSError:
                self._broken = True
                return False
            return True

    def lines(self) -> Iterator[bytes | Oversize]:
        """Yields lines until the host closes its end or is gone."""
        splitter = LineSplitter(MAX_MESSAGE_BYTES)
        while chunk := self._read():
            yield from splitter.feed(chunk)

    def _read(self) -> bytes:
        try:
            return os.read(self._read_descriptor, _READ_BYTES)
        except OSError:  # A broken pipe of Windows, a reset socket: the host is gone.
            return b""
