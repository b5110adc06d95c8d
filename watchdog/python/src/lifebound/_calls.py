"""Runs the handler of one request and makes the answer."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from . import _protocol
from ._errors import RequestError, cancelled_request, internal, unknown_method
from ._params import Parameters
from ._protocol import RequestId
from ._requests import Request, set_current


@dataclass(frozen=True)
class Handler:
    """What answers a method."""

    function: Callable[..., object]
    parameters: Parameters


def answer(request: Request, handler: Handler | None, log: logging.Logger) -> bytes:
    """The line to send back. Whatever a handler raises becomes an answer, SystemExit alone passes."""
    try:
        value = _call(request, handler, log)
        return _encode_result(request, value, log)
    except RequestError as error:
        return _protocol.encode(_protocol.failure(request.id, error))


def _encode_result(request: Request, value: object, log: logging.Logger) -> bytes:
    """Writes the result as a line; raises RequestError when it is no JSON or too large."""
    request_id: RequestId = request.id if request.id is not None else 0
    try:
        return _protocol.encode(_protocol.result(request_id, value))
    except (TypeError, ValueError, RecursionError) as error:
        log.error("The result of %s can't be written as JSON", request.method, exc_info=True)
        raise internal(request.method, f"its result can't be written as JSON ({error})") from None


def _call(request: Request, handler: Handler | None, log: logging.Logger) -> object:
    if handler is None:
        raise unknown_method(request.method)
    arguments = handler.parameters.bind(request.method, request.params)
    if request.cancelled.is_set():
        raise cancelled_request(request.method)
    set_current(request)
    try:
        return handler.function(**arguments)
    except (RequestError, SystemExit):
        raise
    except BaseException as error:  # A panic in Rust code is a BaseException, and KeyboardInterrupt is ours.
        log.error("%s failed", request.method, exc_info=True)
        raise internal(request.method, _describe(error)) from None
    finally:
        set_current(None)


def _describe(error: BaseException) -> str:
    first_line = str(error).strip().partition("\n")[0][:200]
    return f"{type(error).__name__}: {first_line}" if first_line else type(error).__name__
