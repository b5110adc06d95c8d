"""The conversation with the watchdog: hello and ready, ping, cancel, stop, and the host's end."""

from __future__ import annotations

import logging
import os
import threading

from . import _protocol
from ._busy import BusySpells
from ._channel import Channel
from ._debugger import is_debugged
from ._errors import RequestError, stopped, too_large, unknown_method
from ._hang import HangDump
from ._heartbeat import Heartbeat
from ._lines import Oversize
from ._protocol import MAX_MESSAGE_BYTES, Call, Message
from ._requests import Request, RequestQueue
from ._stop import Stop
from ._streams import Streams, open_stderr, refuse

_VARIABLE = "LIFEBOUND_LINK"
_MAX_HANG_DUMP_MS = 2_000_000_000  # What timers of every platform take.
_LOG_FILE_VARIABLE = "LIFEBOUND_LOG_FILE"


class Link:
    """One per process. Its reader thread runs from the start on, so that a host's end during imports is seen."""

    def __init__(
        self, streams: Streams, version: str | None, requests: RequestQueue, stop: Stop, log: logging.Logger
    ) -> None:
        self._streams = streams
        self._channel = Channel(streams.read_descriptor, streams.write_descriptor)
        self._version = version
        self._requests = requests
        self._stop = stop
        self._log = log
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._nonce: str | None = None
        self._port: int | None = None
        self._serving = False
        self._ready_sent = False
        self._hang_dump = HangDump()
        self.busy = BusySpells(self.send, self._put_off)
        self._debugged = False
        self._heartbeat = Heartbeat(self.send, self._before_beat)
        threading.Thread(target=self._read, name="lifebound-reader", daemon=True).start()

    def send(self, message: Message) -> None:
        """Any thread. Raises RequestError PAYLOAD_TOO_LARGE, TypeError, ValueError. A gone host is no error here."""
        self.send_line(_protocol.encode(message))

    def send_line(self, line: bytes) -> None:
        """Sends an encoded message."""
        if os.getpid() != self._owner:
            raise RuntimeError("The link belongs to the backend's first process; a forked worker can't send over it.")
        if not self._channel.write(line):
            self._host_gone()

    def serve(self, port: int | None) -> None:
        """The backend takes requests now: answers hello, whether it has come or not."""
        with self._lock:
            self._serving = True
            self._port = port
        self._send_ready()

    def close(self, reason: str) -> None:
        """The last word."""
        self._hang_dump.end()
        self._heartbeat.end()
        self.send(_protocol.bye(reason))

    def dump_stacks_to(self, file: int) -> None:
        """Those of an enforced end."""
        self._hang_dump.write_to(file)

    def forget(self) -> None:
        """In a forked child."""
        self._streams.close()

    def _read(self) -> None:
        for line in self._channel.lines():
            try:
                self._receive(line)
            except RequestError as error:
                self._log.error("%s", error.message)
                self._heartbeat.send_soon(_protocol.failure(None, error))
        if self._stop.reason is None:  # After `stop`, the host closes its end and still reads the log.
            self._host_gone()

    def _host_gone(self) -> None:
        # Before the stop handlers run: one that prints to a dead pipe would end by an exception, and not save.
        self._streams.point_at_log()
        self._stop.ask("host-gone")

    def _receive(self, line: bytes | Oversize) -> None:
        if isinstance(line, Oversize):
            raise too_large("A line", line.size, MAX_MESSAGE_BYTES)
        call = _protocol.parse(line)
        if call is None:
            return
        if not call.method.startswith(("lifebound/", "$/")):
            self._take_request(call)
        elif call.id is not None:
            self._heartbeat.send_soon(_protocol.failure(call.id, unknown_method(call.method)))
        else:
            self._take_notice(call.method, call.params if isinstance(call.params, dict) else {})

    def _take_request(self, call: Call) -> None:
        if not self._requests.put(Request(call.id, call.method, call.params)) and call.id is not None:
            refusal = stopped(self._stop.reason or "stop")
            self._heartbeat.send_soon(_protocol.failure(call.id, refusal))

    def _take_notice(self, method: str, params: dict[str, object]) -> None:
        """A notice that is not known is a later version's, and is left out."""
        if method == "lifebound/hello":
            self._take_hello(params)
        elif method == "lifebound/ping":
            self._heartbeat.send_soon(_protocol.beat())
        elif method == "$/cancelRequest":
            self._requests.cancel(params.get("id"))
        elif method == "lifebound/stop":
            grace_ms = params.get("graceMs")
            grace_seconds = grace_ms / 1000 if isinstance(grace_ms, int | float) and grace_ms >= 0 else None
            self._stop.ask(str(params.get("reason", "stop")), grace_seconds)

    def _take_hello(self, params: dict[str, object]) -> None:
        nonce = params.get("nonce")
        if not isinstance(nonce, str):
            raise RequestError("PROTOCOL_ERROR", "The watchdog's hello has no nonce. It was left out.")
        with self._lock:
            if self._nonce is not None:
                return
            self._nonce = nonce
        if isinstance(after_ms := params.get("hangDumpMs"), int | float) and 0 < after_ms < _MAX_HANG_DUMP_MS:
            self._hang_dump.begin(after_ms)
        self._send_ready()

    def _put_off(self) -> None:
        # The end's own deadline stands.
        if self._stop.reason is None:
            # Who sits at a breakpoint is not ended, as the watchdog does not judge them either.
            enforced = self.busy.is_enforced() and not is_debugged()
            self._hang_dump.put_off(self.busy.seconds_left(), enforced=enforced)

    def _before_beat(self) -> None:
        self._put_off()
        if self._debugged != (debugged := is_debugged()):
            self._debugged = debugged
            self.send(_protocol.debugger(debugged))

    def _send_ready(self) -> None:
        """Once, when both hello has come and the backend serves. The watchdog judges protocol and version."""
        with self._lock:
            if self._nonce is None or not self._serving or self._ready_sent or self._stop.reason is not None:
                return
            self._ready_sent = True
        # Not by the heartbeat's thread: no answer may come before it.
        self.send(_protocol.ready(self._nonce, self._version, self._port))
        self._heartbeat.begin()


_opened_by: int | None = None  # A forked worker may make a Backend: it is none, and has no link.


def open_link(version: str | None, requests: RequestQueue, stop: Stop, log: logging.Logger) -> Link | None:
    """Opens the link when the watchdog asked for it in the environment; None: started by hand."""
    global _opened_by  # noqa: PLW0603
    if _opened_by == os.getpid():
        raise RuntimeError("This process has a lifebound.Backend already. Register all methods on that one.")
    # Taken out, so that children do not take themselves for backends.
    kind = os.environ.pop(_VARIABLE, None)
    log_file = os.environ.get(_LOG_FILE_VARIABLE) or None
    open_stderr(log_file)
    if kind is None:
        return None
    if kind != "stdio":
        message = f"NO_CHANNEL: {_VARIABLE}={kind} is unknown to this link, which knows stdio. Update the package."
        refuse(message, log_file)
    _opened_by = os.getpid()
    return Link(Streams(log_file), version, requests, stop, log)
