"""Rules, links and notes set by the user."""

from __future__ import annotations

import getpass
import re
from pathlib import Path
from typing import Any

from app.engine.port import Engine
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.plan import Plan
from app.operations.take import (
    Given,
    cell_range,
    invalid,
    take_choice,
    take_flag,
    take_list,
    take_object,
    take_place,
    take_range,
    take_text,
)
from app.package.attached_cells import read_attached
from app.package.rules import KINDS, OPERATORS, STYLES

# Excel's limits.
_MAX_TITLE, _MAX_MESSAGE, _MAX_FORMULA, _MAX_ADDRESS, _MAX_NOTE = 32, 255, 8_192, 2_079, 32_767
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LINK_COLOR = "#0563C1"


def plan_set_rule(engine: Engine, given: Given) -> Plan:
    sheet, area = take_range(given, "range", engine.sheet_count())
    rule = None if given.get("rule") is None else _take_rule(engine, take_object(given, "rule"))
    step = {"do": "rule", "sheet": sheet, "area": list(area), "rule": rule}
    return Plan(change={"steps": [step], "at": [sheet, area.top, area.left]})


def _take_rule(engine: Engine, given: Given) -> dict[str, Any]:
    kind = take_choice(given, "kind", *KINDS, "none")
    formulas = take_list(given, "formulas")
    if len(formulas) != 2 or not all(isinstance(each, str) for each in formulas):
        raise invalid("rule.formulas", formulas, "two texts")
    operator = take_choice(given, "operator", *OPERATORS)
    has_two = kind not in ("list", "custom", "none") and operator in ("between", "notBetween")
    count = 0 if kind == "none" else 2 if has_two else 1
    taken = [_take_formula(engine, each.strip().removeprefix("=")) for each in formulas[:count]]
    style = None if given.get("style") is None else take_choice(given, "style", *STYLES)
    return {
        "kind": kind,
        "operator": operator,
        "formulas": [*taken, *[""] * (2 - count)],
        "allowsBlank": take_flag(given, "allowsBlank"),
        "arrow": take_flag(given, "arrow"),
        "style": style,
        "title": _take_words(given, "title", _MAX_TITLE),
        "message": _take_words(given, "message", _MAX_MESSAGE),
        "promptTitle": _take_words(given, "promptTitle", _MAX_TITLE),
        "prompt": _take_words(given, "prompt", _MAX_MESSAGE),
    }


def _take_formula(engine: Engine, formula: str) -> str:
    is_list = formula.startswith('"') and formula.endswith('"')
    # What is listed in the rule itself may have 255 characters, in every program.
    limit = _MAX_MESSAGE + 2 if is_list else _MAX_FORMULA
    if not 1 <= len(formula) <= limit or _UNWRITABLE.search(formula):
        raise ServiceError(
            "INVALID_PARAMS",
            f"A rule needs a value, a list of at most {_MAX_MESSAGE} characters, or a formula, not {formula[:60]!r}. "
            "Put longer lists into cells.",
        )
    if not engine.is_readable(f"={formula}"):
        raise ServiceError("INVALID_PARAMS", f"{formula[:60]!r} can't be read as a value or a formula. Check it.")
    return formula


def _take_words(given: Given, name: str, limit: int) -> str:
    text = take_text(given, name)
    if len(text) > limit or _UNWRITABLE.search(text):
        raise invalid(name, text, f"a text of at most {limit} characters")
    return text


def plan_set_link(engine: Engine, given: Given) -> Plan:
    """An empty cell gets the link's address as its text; cells look like links."""
    sheet, area = take_range(given, "range", engine.sheet_count())
    at = [sheet, area.top, area.left]
    step: dict[str, Any] = {"do": "link", "sheet": sheet, "area": list(area), "link": None}
    if given.get("link") is None:
        return Plan(change={"steps": [step], "at": at})
    link = take_object(given, "link")
    address, place = (_take_words(link, name, _MAX_ADDRESS) for name in ("address", "place"))
    if not (address or place) or "\n" in address + place:
        raise invalid("link", link, "an address or a place")
    look = {"do": "format", "sheet": sheet, "area": list(area), "change": {"color": _LINK_COLOR, "underline": True}}
    is_empty = engine.value(sheet, area.top, area.left) is None and engine.formula(sheet, area.top, area.left) is None
    edits = (Edit(sheet, area.top, area.left, "'" + (address or place)),) if is_empty else ()
    steps = [look, {**step, "link": {"address": address, "place": place}}]
    return Plan(edits, change={"steps": steps, "at": at}, target=cell_range(sheet, area))


def plan_set_note(engine: Engine, given: Given, path: Path) -> Plan:
    """By the user of this computer, unless it has an author."""
    sheet, row, column = take_place(given, "at", engine.sheet_count())
    known = next((note for note in read_attached(path, sheet).notes if (note.row, note.column) == (row, column)), None)
    note = None
    if given.get("text") is not None:
        if known is not None and known.is_thread:
            raise ServiceError(
                "INVALID_PARAMS", "The comments of this cell are a thread, which can be read and removed here only."
            )
        text = _take_words(given, "text", _MAX_NOTE)
        if text.strip() == "":
            raise invalid("text", text, "a text that is not empty")
        note = {"author": known.remarks[0].author if known is not None else _user(), "text": text}
    elif known is None:
        return Plan()
    step = {"do": "note", "sheet": sheet, "cell": [row, column], "note": note}
    return Plan(change={"steps": [step], "at": [sheet, row, column]})


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
