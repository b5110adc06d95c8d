"""Fits a request's parameters to a handler's signature."""

from __future__ import annotations

import inspect
import json
import types
import typing
from collections.abc import Callable

from ._errors import invalid_params

_NAMES: dict[object, str] = {
    str: "a text",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    types.NoneType: "null",
}


class Parameters:
    """The parameters that a handler takes, by name and by JSON type.

    Checked are str, int, float, bool, None, list, dict, unions of them and Literal; any other annotation is the
    handler's own business.
    """

    def __init__(self, handler: Callable[..., object]) -> None:
        self._signature = inspect.signature(handler)
        scope = getattr(inspect.unwrap(handler), "__globals__", {})
        self._types = {
            name: _resolve(parameter.annotation, scope)
            for name, parameter in self._signature.parameters.items()
            if parameter.kind is not parameter.VAR_KEYWORD
        }

    def bind(self, method: str, params: object) -> dict[str, object]:
        """Returns keyword arguments for the handler; raises RequestError INVALID_PARAMS."""
        if params is None:
            params = {}
        if not isinstance(params, dict):
            raise invalid_params(method, "they must be an object with names")
        try:
            self._signature.bind(**params)
        except TypeError as error:
            raise invalid_params(method, str(error)) from None
        for name, value in params.items():
            expected = self._types.get(name, object)
            if not _fits(value, expected):
                shown = json.dumps(value, ensure_ascii=False)[:60]
                raise invalid_params(method, f"{name} must be {_describe(expected)}, not {shown}")
        return params


def _resolve(annotation: object, scope: dict[str, object]) -> object:
    """The type behind ``from __future__ import annotations``; object (anything) when it is not known at run time."""
    if not isinstance(annotation, str):
        return object if annotation is inspect.Parameter.empty else annotation
    try:
        return eval(annotation, scope)  # noqa: S307  The handler's own source, as typing.get_type_hints does.
    except Exception:
        return object


def _fits(value: object, expected: object) -> bool:
    origin, arguments = typing.get_origin(expected), typing.get_args(expected)
    if expected is None:
        expected = types.NoneType
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin is typing.Literal:
        return any(value == one and type(value) is type(one) for one in arguments)
    if origin is list:
        return isinstance(value, list) and all(_fits(item, arguments[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(_fits(item, arguments[1]) for item in value.values())
    if expected in (int, float):  # In Python, True is an int; in JSON it is no number.
        return isinstance(value, int if expected is int else int | float) and not isinstance(value, bool)
    return expected not in _NAMES or isinstance(value, typing.cast(type, expected))


def _describe(expected: object) -> str:
    origin, arguments = typing.get_origin(expected), typing.get_args(expected)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(_describe(one) for one in arguments)
    if origin is typing.Literal:
        return " or ".join(json.dumps(one, ensure_ascii=False) for one in arguments)
    if origin is list:
        return f"a list, each item {_describe(arguments[0])}"
    if origin is dict:
        return f"an object, each value {_describe(arguments[1])}"
    return _NAMES.get(types.NoneType if expected is None else expected, str(expected))
