"""Requests that wait for the main thread, and the one that it serves."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass, field

from ._protocol import RequestId


@dataclass(eq=False)
class Request:
    """One request of the app; ``id`` is None for a notification, which gets no answer."""

    id: RequestId | None
    method: str
    params: object
    cancelled: threading.Event = field(default_factory=threading.Event)


class RequestQueue:
    """Filled by the link's reader, emptied by the main thread, in order."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._open: dict[Request, None] = {}
        self._closed = False

    def put(self, request: Request) -> bool:
        """Adds a request; False when the backend is stopping."""
        with self._lock:
            if self._closed:
                return False
            self._open[request] = None
        self._queue.put(request)
        return True

    def take(self) -> Request | None:
        """Waits for the next one; None when the backend is stopping."""
        request = self._queue.get()
        return None if self._closed else request

    def finish(self, request: Request) -> None:
        """It was answered."""
        with self._lock:
            self._open.pop(request, None)

    def cancel(self, request_id: object) -> None:
        """Tells the request of that id, waiting or running, that nobody wants its result."""
        with self._lock:
            for request in self._open:
                if request.id is not None and request.id == request_id:
                    request.cancelled.set()

    def close(self) -> None:
        """Takes in no more, cancels what is open, and lets `take` give None."""
        with self._lock:
            self._closed = True
            for request in self._open:
                request.cancelled.set()
        self._queue.put(None)

    def unanswered(self) -> list[Request]:
        """What was taken in and not answered, oldest first."""
        with self._lock:
            return list(self._open)


_current: Request | None = None


def set_current(request: Request | None) -> None:
    """The request that the main thread serves. One at a time, so that helper threads of its handler see it too."""
    global _current  # noqa: PLW0603
    _current = request


def cancelled() -> bool:
    """Inside a handler: whether to give up, since the caller cancelled or the backend is stopping.

    Outside one, in a stop handler too, it is False. A handler that gives up raises
    ``RequestError("REQUEST_CANCELLED", ...)``.
    """
    return _current is not None and _current.cancelled.is_set()
