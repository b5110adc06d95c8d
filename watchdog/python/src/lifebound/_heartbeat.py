"""The thread that beats, and that writes what the reader must not wait for."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from . import _protocol
from ._protocol import Message

_INTERVAL_SECONDS = 1.0  # docs/link-protocol.md


class Heartbeat:
    """Beats every second from its start on.

    The reader hands over its answers here: if it wrote them itself, a host that does not read would keep it from
    seeing that same host's end.
    """

    def __init__(self, send: Callable[[Message], None], before_beat: Callable[[], None]) -> None:
        """``before_beat`` is called on this object's thread at each beat."""
        self._send = send
        self._before_beat = before_beat
        self._queue: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._beating = threading.Event()
        self._thread = threading.Thread(target=self._run, name="lifebound-heartbeat", daemon=True)
        self._thread.start()

    def begin(self) -> None:
        """The backend is ready: beat from now on."""
        self._beating.set()
        self.send_soon(_protocol.beat())

    def send_soon(self, message: Message) -> None:
        """Writes the message from this object's thread, at once if nothing else is being written."""
        self._queue.put(message)

    def end(self) -> None:
        """Writes what is queued and stops; waits for a moment only, since the host may not be reading."""
        self._queue.put(None)
        self._thread.join(timeout=0.5)

    def _run(self) -> None:
        next_beat = time.monotonic() + _INTERVAL_SECONDS
        while True:
            try:
                wait = max(0.0, next_beat - time.monotonic()) if self._beating.is_set() else None
                message = self._queue.get(timeout=wait)
            except queue.Empty:
                message = _protocol.beat()
            if message is None:
                return
            is_beat = message.get("method") == "lifebound/beat"
            if is_beat:
                self._before_beat()
            self._send(message)
            if is_beat:
                next_beat = time.monotonic() + _INTERVAL_SECONDS
