"""Takes the descriptors 0 and 1 for the channel and leaves harmless ones in their place."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import IO, TYPE_CHECKING, NoReturn

from . import _windows
from ._errors import NO_RESTART

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_NO_CHANNEL_MESSAGE = (
    "NO_CHANNEL: this backend was started with LIFEBOUND_LINK=stdio and has no standard input and output. "
    "Build it for the console (PyInstaller without --windowed) and let the watchdog start it with CREATE_NO_WINDOW."
)


class Streams:
    """The channel's private descriptors, and where log lines go.

    Made once per process. Afterwards descriptor 0 is null, so that a child can't steal messages, and 1 is stderr, so
    that a stray print, from native code too, is a log line.
    """

    def __init__(self, log_file: str | None) -> None:
        self._log_file = log_file
        _demand_channel(log_file)
        # `dup` gives descriptors that are not inherited.
        self.read_descriptor = os.dup(0)
        self.write_descriptor = os.dup(1)
        _windows.make_binary(self.read_descriptor)
        _windows.make_binary(self.write_descriptor)
        _replace(0, os.devnull, os.O_RDONLY)
        os.dup2(2, 1)
        _windows.set_standard_handle(1)
        # What was printed before and is still in the buffer goes where log lines go.
        if sys.stdout is not None:
            sys.stdout.flush()
        sys.stdout = _GuardedStream(1, self).text
        sys.stderr = _GuardedStream(2, self).text

    def point_at_log(self) -> None:
        """Points 1 and 2 at the log file, or null: their reader is gone."""
        for descriptor in (1, 2):
            _point_at_file(descriptor, self._log_file)

    def close(self) -> None:
        """Closes the channel's descriptors, in a forked child: it would keep them open beyond the backend's end."""
        os.close(self.read_descriptor)
        os.close(self.write_descriptor)


class _GuardedStream(io.FileIO):
    """A standard stream that outlives its reader.

    Between `stop` and the backend's end the host may die; a stop handler that prints would then end by
    BrokenPipeError, and not save.
    """

    def __init__(self, descriptor: int, streams: Streams) -> None:
        super().__init__(descriptor, "w", closefd=False)
        self._streams = streams

    @property
    def text(self) -> IO[str]:
        """The text stream on top."""
        return io.TextIOWrapper(
            io.BufferedWriter(self), encoding="utf-8", errors="backslashreplace", line_buffering=True
        )

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except OSError:
            self._streams.point_at_log()
        try:
            return super().write(data)
        except OSError:  # A full disk as well. A lost log line is better than a save that was not done.
            return memoryview(data).nbytes


def open_stderr(log_file: str | None) -> None:
    """Opens descriptor 2 if it is closed: the next socket or file would get its number, and log lines in it."""
    if not _is_open(2):
        _point_at_file(2, log_file)


def _demand_channel(log_file: str | None) -> None:
    """Refuses to go on when 0 or 1 is closed, as in a windowed build of Windows."""
    if sys.__stdin__ is None or sys.__stdout__ is None or not _is_open(0) or not _is_open(1):
        refuse(_NO_CHANNEL_MESSAGE, log_file)


def refuse(message: str, log_file: str | None) -> NoReturn:
    """Ends the process with status 77, since another start would go the same way."""
    if log_file is not None:
        with suppress(OSError):
            descriptor = os.open(log_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(descriptor, "a", encoding="utf-8") as file:
                file.write(message + "\n")
    if sys.stderr is not None:
        sys.stderr.write(message + "\n")
    raise SystemExit(NO_RESTART)


def _point_at_file(descriptor: int, path: str | None) -> None:
    try:
        _replace(descriptor, path or os.devnull, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    except OSError:  # A log file that can't be written must not keep the backend from saving.
        _replace(descriptor, os.devnull, os.O_WRONLY)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _replace(descriptor: int, path: str, flags: int) -> None:
    opened = os.open(path, flags, 0o600)
    if opened != descriptor:
        os.dup2(opened, descriptor)
        os.close(opened)
    else:
        os.set_inheritable(descriptor, True)
    _windows.set_standard_handle(descriptor)
