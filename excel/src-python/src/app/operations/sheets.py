"""Sheets added, renamed, moved, deleted, hidden."""

from __future__ import annotations

import re
from typing import Any

from app.engine.port import Engine
from app.errors import ServiceError
from app.operations.plan import Plan
from app.operations.take import Given, invalid, take_flag, take_integer, take_sheet, take_text

_MAX_NAME = 31
_FORBIDDEN = re.compile(r"[\x00-\x1f:\\/?*\[\]]")


def plan_add_sheet(engine: Engine, given: Given) -> Plan:
    names = {sheet.name.lower() for sheet in engine.sheets()}
    at = take_integer(given, "at", 0, len(names))
    if given.get("name") is None:
        name = next(free for number in range(1, len(names) + 2) if (free := f"Sheet{number}").lower() not in names)
    else:
        name = _take_name(given, names)
    return _plan(at, do="addSheet", at=at, name=name)


def plan_rename_sheet(engine: Engine, given: Given) -> Plan:
    sheets = engine.sheets()
    sheet = take_sheet(given, len(sheets))
    others = {each.name.lower() for index, each in enumerate(sheets) if index != sheet}
    name = _take_name(given, others)
    if name == sheets[sheet].name:
        return Plan()
    return _plan(sheet, do="renameSheet", sheet=sheet, name=name)


def plan_move_sheet(engine: Engine, given: Given) -> Plan:
    sheets = engine.sheet_count()
    sheet, to = take_sheet(given, sheets), take_sheet(given, sheets, "to")
    return Plan() if sheet == to else _plan(to, do="moveSheet", sheet=sheet, to=to)


def plan_delete_sheet(engine: Engine, given: Given) -> Plan:
    sheet = take_sheet(given, engine.sheet_count())
    _refuse_last(engine, sheet, "deleted")
    return _plan(sheet, do="deleteSheet", sheet=sheet)


def plan_show_sheet(engine: Engine, given: Given) -> Plan:
    sheet, visible = take_sheet(given, engine.sheet_count()), take_flag(given, "visible")
    if engine.sheets()[sheet].visible == visible:
        return Plan()
    if not visible:
        _refuse_last(engine, sheet, "hidden")
    return _plan(sheet, do="showSheet", sheet=sheet, visible=visible)


def _refuse_last(engine: Engine, sheet: int, what: str) -> None:
    sheets = engine.sheets()
    if not any(each.visible for index, each in enumerate(sheets) if index != sheet):
        raise ServiceError(
            "STRUCTURE_REFUSED",
            f"{sheets[sheet].name} is the last sheet that can be seen, and can't be {what}. Add or show another first.",
        )


def _take_name(given: Given, taken: set[str]) -> str:
    name = take_text(given, "name").strip()
    if not 1 <= len(name) <= _MAX_NAME or _FORBIDDEN.search(name) or name[0] == "'" or name[-1] == "'":
        raise invalid(
            "name", name, f"a name of 1 to {_MAX_NAME} characters without : \\ / ? * [ ] and without ' at its ends"
        )
    if name.lower() in taken:
        raise ServiceError("INVALID_PARAMS", f"There is a sheet called {name} already. Choose another name.")
    return name


def _plan(shown: int, /, **step: Any) -> Plan:
    return Plan(change={"steps": [step], "at": [shown, 1, 1]})
