"""Turns signals into a call on a thread of their own."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

# SIGHUP: the terminal was closed. SIGBREAK: the one signal that Windows can send to another process.
_NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")


class Signals:
    """Calls ``on_signal`` with the signal's name, even while the main thread is inside native code.

    Python runs a handler between two instructions of the main thread only, so the C part writes the signal's number
    to a socket (`set_wakeup_fd`), which a thread reads.
    """

    def __init__(self, on_signal: Callable[[str], None]) -> None:
        self._on_signal = on_signal
        self._receiver, self._sender = socket.socketpair()
        self._sender.setblocking(False)
        self._numbers = {getattr(signal, name) for name in _NAMES if hasattr(signal, name)}
        self._previous: dict[int, object] = {}
        self._held = threading.local()

    def install(self) -> None:
        """On the main thread. A signal that is ignored (nohup) stays so."""
        threading.Thread(target=self._run, name="lifebound-signals", daemon=True).start()
        signal.set_wakeup_fd(self._sender.fileno(), warn_on_full_buffer=False)
        for number in self._numbers:
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._previous[number] = signal.signal(number, self._handle) or signal.SIG_DFL

    def hold(self) -> None:
        """Before a fork: a signal to the child that came before `forget` would go to the socket, and end the parent."""
        if sys.platform != "win32":
            self._held.mask = signal.pthread_sigmask(signal.SIG_BLOCK, self._numbers)

    def release(self) -> None:
        """After the fork, in parent and child."""
        if sys.platform != "win32":
            signal.pthread_sigmask(signal.SIG_SETMASK, self._held.mask)

    def forget(self) -> None:
        """In the child, before `release`: signals do there what they did before."""
        if self._previous:
            signal.set_wakeup_fd(-1)
        for number, handler in self._previous.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._receiver.close()
        self._sender.close()

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        # Again, since asyncio takes the wake-up descriptor for itself while it runs.
        with suppress(BlockingIOError):  # Full of signals already.
            self._sender.send(bytes([number]))

    def _run(self) -> None:
        while numbers := self._receiver.recv(64):
            for number in numbers:
                if number in self._numbers:
                    self._on_signal(signal.Signals(number).name)
