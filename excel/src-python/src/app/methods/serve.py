"""Puts a function behind a method of the link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from app.errors import ServiceError
from lifebound import Backend, RequestError

P = ParamSpec("P")
Answer = dict[str, Any]


def serve(backend: Backend, name: str) -> Callable[[Callable[P, Answer]], Callable[P, Answer]]:
    """Decorator: a ServiceError becomes the request's error, with its code and its message for the user.

    The link fits parameters to the function's signature, names and JSON types.
    """

    def register(function: Callable[P, Answer]) -> Callable[P, Answer]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> Answer:
            try:
                return function(*args, **kwargs)
            except ServiceError as error:
                raise RequestError(error.code, error.message) from error

        return backend.method(name)(call)

    return register
