from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Optional, Union

import pytest

from lifebound import RequestError
from lifebound._params import Parameters

Unknown = object


def edits(
    cells: list[dict[str, int]], mode: Literal["a", 1] = "a", name: str | None = None, share: float = 0
) -> object:
    return cells, mode, name, share


def old_style(name: Optional[str] = None, size: Union[int, str] = 1, **more: object) -> object:  # noqa: UP007, UP045
    return name, size, more


def own_types(path: NotDefinedAnywhere, other: Unknown, none: None = None) -> object:  # type: ignore[name-defined]  # noqa: F821
    return path, other, none


@pytest.mark.parametrize(
    ("handler", "params"),
    [
        (edits, {"cells": []}),
        (edits, {"cells": [{"row": 1}], "mode": 1, "name": None, "share": 1}),
        (edits, {"cells": [], "name": "x", "share": 0.5}),
        (old_style, {"name": None, "size": "large", "more": [1]}),
        (own_types, {"path": 1, "other": [], "none": None}),
        (lambda plain: plain, {"plain": 1}),
    ],
)
def test_lets_through_what_fits(handler: Callable[..., object], params: dict[str, object]) -> None:
    assert Parameters(handler).bind("m", params) == params


@pytest.mark.parametrize(
    ("handler", "params", "reason"),
    [
        (edits, {"cells": 5}, "cells must be a list, each item an object, each value an integer, not 5"),
        (edits, {"cells": [{"row": "1"}]}, 'not [{"row": "1"}]'),
        (edits, {"cells": [], "mode": True}, 'mode must be "a" or 1, not true'),
        (edits, {"cells": [], "name": 5}, "name must be a text or null, not 5"),
        (edits, {"cells": [], "share": True}, "share must be a number, not true"),
        (old_style, {"size": 1.5}, "size must be an integer or a text, not 1.5"),
        (own_types, {"path": 1, "other": 1, "none": 1}, "none must be null, not 1"),
    ],
)
def test_tells_what_does_not_fit(handler: Callable[..., object], params: object, reason: str) -> None:
    with pytest.raises(RequestError) as caught:
        Parameters(handler).bind("sheet/edit", params)
    assert caught.value.code == "INVALID_PARAMS"
    assert caught.value.message.startswith("The parameters of sheet/edit do not fit: ")
    assert reason in caught.value.message
