"""Turns what the native engine throws into the service's errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from ironcalc import WorkbookError

from app.engine.port import EngineFailed

P = ParamSpec("P")
T = TypeVar("T")


def is_panic(error: BaseException) -> bool:
    """A Rust panic. PyO3 makes its class anew in each extension module, so it is known by its name."""
    return type(error).__name__ == "PanicException"


def describe(error: BaseException) -> str:
    """The first line: panics carry whole reports."""
    return (str(error).strip().partition("\n")[0] or type(error).__name__)[:200]


def guarded(call: Callable[P, T]) -> Callable[P, T]:
    """Decorator: engine errors and panics leave as ``EngineFailed``."""

    @wraps(call)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return call(*args, **kwargs)
        except WorkbookError as error:
            raise EngineFailed(f"The calculation engine reports: {describe(error)}.") from error
        except BaseException as error:  # PanicException does not derive from Exception.
            if not is_panic(error):
                raise
            raise EngineFailed(
                f"The calculation engine stopped in the middle: {describe(error)}. What was acknowledged is safe."
            ) from error

    return run
