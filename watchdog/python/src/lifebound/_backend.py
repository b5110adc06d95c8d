"""The public class."""

from __future__ import annotations

import faulthandler
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from . import _protocol
from ._calls import Handler, answer
from ._errors import stopped
from ._link import open_link
from ._params import Parameters
from ._requests import RequestQueue
from ._signals import Signals
from ._stop import Stop

HandlerType = TypeVar("HandlerType", bound=Callable[..., object])
StopHandlerType = TypeVar("StopHandlerType", bound=Callable[[], object])


class Backend:
    """A backend under a watchdog. Make one, early: from then on stdin and stdout belong to the link.

    Without ``LIFEBOUND_LINK`` in the environment it is stand-alone: `run` waits for SIGINT or SIGTERM, and what
    would be sent is not.

    ``version`` is what the app compares with its own. ``logger_name`` names the link's own log lines.
    ``grace_seconds`` is how long an end may take when the watchdog gave no grace of its own (its end, a signal);
    then the process is ended with status 1. When there is no channel to take, NO_CHANNEL is logged and the process
    ends with status 77.
    """

    def __init__(
        self, version: str | None = None, *, logger_name: str = "__main__", grace_seconds: float = 5.0
    ) -> None:
        self._log = logging.getLogger(logger_name)
        self._methods: dict[str, Handler] = {}
        self._stop_handlers: list[Callable[[], object]] = []
        self._requests = RequestQueue()
        self._stop = Stop(grace_seconds, self._requests.close, self._log)
        self._link = open_link(version, self._requests, self._stop, self._log)
        self._signals = Signals(self._stop.ask)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(
                before=self._signals.hold, after_in_parent=self._signals.release, after_in_child=self._forget
            )

    @property
    def linked(self) -> bool:
        """Whether a watchdog started this process; False: stand-alone."""
        return self._link is not None

    @property
    def stop_reason(self) -> str | None:
        """Why the backend is ending: the watchdog's reason, ``host-gone``, ``SIGTERM``, … None while it runs."""
        return self._stop.reason

    def method(self, name: str) -> Callable[[HandlerType], HandlerType]:
        """Decorator: the function answers the app's requests of that name.

        It is called on the main thread, one request at a time, in order, with the request's parameters as keyword
        arguments; what it returns must be JSON. It is a plain function, not a coroutine. Parameters that do not fit
        its signature, by name or by an annotation of a JSON type, are answered with INVALID_PARAMS, a RequestError
        with its code, anything else that it raises with INTERNAL; SystemExit ends the backend.
        """
        if name.startswith(("lifebound/", "$/")) or name in self._methods:
            raise ValueError(f"The method name {name!r} is taken. Choose another.")

        def register(handler: HandlerType) -> HandlerType:
            self._methods[name] = Handler(handler, Parameters(handler))
            return handler

        return register

    def on_stop(self, handler: StopHandlerType) -> StopHandlerType:
        """Decorator: the function runs once, on the main thread, when the backend ends in good order.

        Several run in the order of their registration; one that raises is logged and the next one runs. When the
        main thread is stuck in a request beyond the grace, they do not run, so keep acknowledged work safe earlier.
        """
        self._stop_handlers.append(handler)
        return handler

    def busy(self, what: str, *, seconds: float, enforced: bool = False) -> AbstractContextManager[None]:
        """Context manager: "I may be silent for so long, do not take me for dead". Nests; any thread.

        Use it around native code that holds the GIL; a Python loop needs none. Such code can't be cancelled:
        ``enforced`` ends the process, with status 1 and the stacks of all threads, when it takes longer, also while it
        holds the GIL. Of nested spells the latest end counts.
        """
        if not 0 < seconds < 86_400:
            raise ValueError(f"busy takes seconds between 0 and a day, not {seconds}.")
        return self._link.busy.spell(what, seconds, enforced=enforced) if self._link else nullcontext()

    def dump_stacks_to(self, file: int) -> None:
        """The stacks of a crash in native code, and of an enforced spell that took too long, go to this descriptor.

        By default they are lines on stderr. A file tells the next start how this one ended.
        """
        faulthandler.enable(file=file)
        if self._link:
            self._link.dump_stacks_to(file)

    def notify(self, method: str, params: object = None) -> None:
        """Tells the app something, from any thread; lost when nobody is there.

        Raises RequestError PAYLOAD_TOO_LARGE, and TypeError or ValueError when ``params`` is not JSON.
        """
        if method.startswith(("lifebound/", "$/")):
            raise ValueError(f"{method!r} is the link's own. Choose another name.")
        if self._link:
            self._link.send(_protocol.notification(method, params))

    def declare(self, pid: int) -> None:
        """Tells the watchdog of a helper outside the process tree, such as an EXCEL.EXE started by COM."""
        if self._link:
            self._link.send(_protocol.declare(pid, _pid_namespace()))

    def run(self, *, port: int | None = None) -> int:
        """Tells the watchdog that the backend is ready, serves until it is to stop, and returns the exit status.

        ``port`` is a port of the backend's own on 127.0.0.1, open already. Main thread only. Status 0: every stop
        handler went well, 1: one failed.
        """
        # 1. Be told of signals, and of where the process is when it hangs or crashes.
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("Backend.run belongs on the main thread. Start other servers in threads of their own.")
        self._signals.install()
        _enable_stack_dumps()
        # 2. Serve.
        ended: SystemExit | None = None
        if self._link:
            self._link.serve(port)
        else:
            self._log.info("Started by hand, without a watchdog. Ctrl+C or SIGTERM ends it.")
        try:
            self._serve()
        except SystemExit as error:
            ended = error
            self._stop.ask("exit")
        # 3. End in good order.
        reason = self._stop.reason or "stop"
        self._log.info("Stopping: %s", reason)
        self._refuse_rest(reason)
        clean = self._run_stop_handlers()
        if self._link:
            self._link.close(reason)
        if ended is not None:
            raise ended
        return 0 if clean else 1

    def _serve(self) -> None:
        while (request := self._requests.take()) is not None:
            line = answer(request, self._methods.get(request.method), self._log)
            self._requests.finish(request)
            if self._link and request.id is not None:
                self._link.send_line(line)

    def _refuse_rest(self, reason: str) -> None:
        for request in self._requests.unanswered():
            if self._link and request.id is not None:
                self._link.send(_protocol.failure(request.id, stopped(reason)))

    def _run_stop_handlers(self) -> bool:
        clean = True
        for handler in self._stop_handlers:
            try:
                handler()
            except BaseException:
                clean = False
                self._log.error("The stop handler %s failed", getattr(handler, "__name__", handler), exc_info=True)
        return clean

    def _forget(self) -> None:
        """In a forked child: it is a worker, and no backend."""
        self._signals.forget()
        self._signals.release()
        if self._link:
            self._link.forget()


def _pid_namespace() -> str | None:
    """In which this process counts pids: bound by the kernel, it may see others than its host does."""
    try:
        return os.readlink("/proc/self/ns/pid")  # noqa: PTH115  Its target is no path.
    except OSError:  # No Linux.
        return None


def _enable_stack_dumps() -> None:
    """Stacks on stderr: at a crash in native code, and on SIGUSR1, for people who ask."""
    if not faulthandler.is_enabled():
        faulthandler.enable(file=2)
    if sys.platform != "win32" and signal.getsignal(signal.SIGUSR1) is signal.SIG_DFL:
        faulthandler.register(signal.SIGUSR1, file=2, all_threads=True)
