"""Values of cells: as XML text, and when two of them are the same."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta

from app.engine.port import CellError, Value

LEGAL_ERRORS = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"))
"""What may stand in the ``<v>`` of a ``t="e"`` cell (ECMA-376 part 1, 18.17.3); newer ones need rich data beside."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

_EPOCH = datetime(1899, 12, 30)

# Excel keeps 15 digits, and other writers of the file may sum in another order.
_TAINT_TOLERANCE = 1e-9
# One unit in the last place of a double.
_WOBBLE = 4e-16
# Below this a value next to zero is rounding dust of a sum that is zero.
_DUST = 1e-12


def escape_text(text: str) -> str:
    """XML text of a cell, with ``_xHHHH_`` for what XML can't hold (ST_Xstring)."""
    text = _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    # A bare CR is read as a line feed.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def needs_escape(text: str) -> bool:
    """Whether a text can only be written with ``_xHHHH_``, which the engine does not read in inline strings."""
    return _NEEDS_ESCAPE.search(text) is not None


def unescape_text(text: str) -> str:
    """The text of a cell out of parsed XML: ``_x000D_`` → CR."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def format_number(number: float) -> str:
    """Shortest text that reads back as the same double, at most 17 digits, as Excel writes it."""
    if number.is_integer() and abs(number) < 1e15:
        return str(int(number))
    return repr(number).replace("e", "E")


def writable(value: Value) -> bool:
    """Whether a file may hold it: no infinities, no errors that only the engine knows."""
    if isinstance(value, CellError):
        return value.text in LEGAL_ERRORS
    if isinstance(value, float):
        return math.isfinite(value)
    return value is not None


def parse_number(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text


def _is_empty(value: Value) -> bool:
    return value is None or value == ""


def is_changed(before: Value, after: Value) -> bool:
    """Whether an edit changed an engine's value: one engine, so only the last digit may wobble."""
    if type(before) is float and type(after) is float:
        return before != after and not abs(before - after) <= _WOBBLE * min(abs(before), abs(after))
    if _is_empty(before) and _is_empty(after):
        return False
    return type(before) is not type(after) or before != after


def is_tainted(cached: Value, evaluated: Value) -> bool:
    """Whether the engine disagrees with the file about a cell that nobody edited."""
    if type(cached) is float and type(evaluated) is float:
        if cached == evaluated:
            return False
        difference = abs(cached - evaluated)
        if 0.0 in (cached, evaluated):
            return difference > _DUST
        return not difference <= _TAINT_TOLERANCE * max(abs(cached), abs(evaluated))
    return is_changed(cached, evaluated)


def iso_serial(text: str) -> float | None:
    """Days since Excel's epoch: ``2021-01-01T10:10:10``, ``2021-01-01`` or ``10:10:10``."""
    day = timedelta(days=1)
    try:
        if "T" in text:
            return (datetime.fromisoformat(text.removesuffix("Z")) - _EPOCH) / day
        if ":" in text:
            moment = time.fromisoformat(text.removesuffix("Z"))
            return (datetime.combine(_EPOCH, moment) - _EPOCH) / day
        return float((date.fromisoformat(text) - _EPOCH.date()).days)
    except (ValueError, TypeError):
        return None
