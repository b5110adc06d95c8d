"""A sheet's filter: which rows it leaves."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from app.engine.port import Engine
from app.errors import ServiceError
from app.operations.filter_tests import Keep, make_keep
from app.operations.plan import Plan
from app.operations.take import (
    Given,
    cell_range,
    invalid,
    take_choice,
    take_flag,
    take_integer,
    take_list,
    take_object,
    take_range,
    take_sheet,
    take_text,
)
from app.package.addresses import Rectangle
from app.package.filters import read_filter as read_file_filter

_MAX_ROWS = 200_000
_HOW = ("equals", "notEquals", "greater", "greaterOrEqual", "less", "lessOrEqual")


@lru_cache(maxsize=64)
def read_filter(path: Path, sheet: int) -> tuple[Rectangle, list[dict[str, Any]]] | None:
    """The filter of a sheet of a file, which is never written again: its range, and its choices."""
    return read_file_filter(path, sheet)


def shown_filter(path: Path, sheet: int) -> dict[str, Any] | None:
    found = read_filter(path, sheet)
    return None if found is None else {"range": cell_range(sheet, found[0]), "choices": found[1]}


def plan_filter(engine: Engine, given: Given, path: Path) -> Plan:
    """``path``: the base of the workbook, which has the filter that there is."""
    sheet = take_sheet(given, engine.sheet_count())
    choices = [_take_choice(choice) for choice in take_list(given, "choices")]
    old = read_filter(path, sheet)
    shown = [] if old is None else list(range(old[0].top + 1, old[0].bottom + 1))
    step: dict[str, Any] = {"do": "filter", "sheet": sheet, "area": None, "choices": [], "hidden": []}
    at = [sheet, 1, 1]
    if given.get("range") is not None:
        filter_sheet, area = take_range(given, "range", engine.sheet_count())
        if filter_sheet != sheet:
            raise invalid("range", filter_sheet, "a range of the sheet")
        last = min(area.bottom, max(engine.sheets()[sheet].rows, area.top))
        area = Rectangle(area.top, area.left, last, area.right)
        if any(not area.left <= choice["column"] <= area.right for choice in choices):
            raise invalid("choices", choices, "choices of columns of the range")
        hidden = _hidden(engine, sheet, area, choices)
        step |= {"area": list(area), "choices": choices, "hidden": hidden}
        at = [sheet, area.top, area.left]
    if max(len(step["hidden"]), len(shown)) > _MAX_ROWS:
        raise ServiceError("OUT_OF_RANGE", f"The filter is over more than {_MAX_ROWS:,} rows. Choose a smaller range.")
    if old is None and step["area"] is None:
        return Plan()
    step["shown"] = [shown[0], shown[-1]] if shown else []
    return Plan(change={"steps": [step], "at": at})


def _take_choice(choice: Any) -> dict[str, Any]:
    if not isinstance(choice, dict):
        raise invalid("choices", choice, "a list of {column, texts} or {column, condition}")
    column = take_integer(choice, "column", 1, 16_384)
    if choice.get("kept") is True:
        return {"column": column, "kept": True}
    if "condition" in choice:
        return {"column": column, "condition": _take_condition(take_object(choice, "condition"))}
    texts = take_list(choice, "texts")
    if not all(isinstance(text, str) for text in texts):
        raise invalid("choices", texts, "lists of texts")
    return {"column": column, "texts": sorted(set(texts))}


def _take_condition(condition: Given) -> dict[str, Any]:
    kind = take_choice(condition, "kind", "custom", "top", "average")
    if kind == "average":
        return {"kind": kind, "above": take_flag(condition, "above")}
    if kind == "top":
        count = take_integer(condition, "count", 1, 500)
        return {
            "kind": kind,
            "count": count,
            "bottom": condition.get("bottom") is True,
            "percent": condition.get("percent") is True,
        }
    tests = take_list(condition, "tests")
    if not 1 <= len(tests) <= 2 or not all(isinstance(test, dict) for test in tests):
        raise invalid("tests", tests, "a list of one or two {how, value}")
    taken = [{"how": take_choice(test, "how", *_HOW), "value": take_text(test, "value")} for test in tests]
    return {"kind": kind, "both": condition.get("both") is True, "tests": taken}


def _hidden(engine: Engine, sheet: int, area: Rectangle, choices: list[dict[str, Any]]) -> list[int]:
    rows = range(area.top + 1, area.bottom + 1)
    hidden: set[int] = set()
    for choice in choices:
        column = choice["column"]
        if choice.get("kept") is True:
            # By colour or by date: it stays as the file has it.
            hidden.update(engine.hidden_rows(sheet, rows.start, rows.stop - 1))
            continue
        columns = [column] * len(rows)
        values, shown = engine.values_of(sheet, rows, columns), engine.texts_of(sheet, rows, columns)
        cells = [(value, "" if value is None else text) for value, text in zip(values, shown, strict=True)]
        keep = _keep_texts(choice["texts"]) if "texts" in choice else make_keep(choice["condition"], cells)
        hidden.update(row for row, cell in zip(rows, cells, strict=True) if not keep(cell))
    return sorted(hidden)


def _keep_texts(texts: list[str]) -> Keep:
    """Compared without case, as Excel does."""
    kept = {text.casefold() for text in texts}
    return lambda cell: cell[1].casefold() in kept
