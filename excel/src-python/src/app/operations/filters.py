"""A sheet's filter: which rows it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from app import package
from app.engine.port import Engine
from app.errors import ServiceError
from app.operations.plan import Plan
from app.operations.take import Given, cell_range, invalid, take_integer, take_list, take_range, take_sheet
from app.package.addresses import Rectangle

_MAX_ROWS = 200_000


@lru_cache(maxsize=64)
def read_filter(path: Path, sheet: int) -> tuple[Rectangle, list[dict[str, Any]]] | None:
    """The filter of a sheet of a file, which is never written again: its range, and the choices that are lists."""
    found = package.read_filter(path, sheet)
    if found is None:
        return None
    area, choices = found
    return area, [{"column": area.left + number, "texts": texts} for number, texts in choices]


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


def _take_choice(choice: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(choice, dict):
        raise invalid("choices", choice, "a list of {column, texts}")
    texts = take_list(choice, "texts")
    if not all(isinstance(text, str) for text in texts):
        raise invalid("choices", texts, "lists of texts")
    return {"column": take_integer(choice, "column", 1, 16_384), "texts": sorted(set(texts))}


def _hidden(engine: Engine, sheet: int, area: Rectangle, choices: list[dict[str, Any]]) -> list[int]:
    """Texts are compared without case, as Excel does."""
    kept = [(choice["column"], {text.casefold() for text in choice["texts"]}) for choice in choices]
    return [
        row
        for row in range(area.top + 1, area.bottom + 1)
        if any(engine.look(sheet, row, column).text.casefold() not in texts for column, texts in kept)
    ]
