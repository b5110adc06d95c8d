"""Puts a function behind a method of the link."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from app.errors import ServiceError
from lifebound import Backend, RequestError

P = ParamSpec("P")
Answer = dict[str, Any]
# Requests come one by one; what a thread of the service's own does comes between two of them.
one_at_a_time = threading.RLock()


def serve(backend: Backend, name: str) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Decorator: a ServiceError becomes the request's error, with its code and its message for the user.

    The link fits parameters to the function's signature, names and JSON types.
    """

    def register(function: Callable[P, Answer]) -> Callable[P, Answer]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> Answer:
            try:
                with one_at_a_time:
                    return function(*args, **kwargs)
            except ServiceError as error:
                raise RequestError(error.code, error.message) from error

        return backend.method(name)(call)

    return register
