"""The choices of the list that a cell's rule has."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.engine.port import CellError, Engine, Value
from app.errors import ServiceError
from app.operations.search import resolve
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.attached_cells import read_attached
from app.package.references import translate
from app.package.rules import Rule
from app.package.values import format_number

_MAX_CHOICES = 10_000


@dataclass(frozen=True)
class Choice:
    """One of a list: as shown, and what is typed to have it."""

    text: str
    input: str
    value: Value


def list_choices(engine: Engine, path: Path, sheet: int, row: int, column: int) -> dict[str, Any]:
    """Of the list that a cell may be chosen from; none where there is no list, or where it can't be computed."""
    rule = read_attached(path, sheet).rule_at(row, column)
    choices = None if rule is None or rule.kind != "list" else choices_of(engine, rule, sheet, row, column)
    shown = [choice for choice in choices or [] if choice.text != ""]
    return {
        "choices": [{"text": choice.text, "input": choice.input} for choice in shown[:_MAX_CHOICES]],
        "more": len(shown) > _MAX_CHOICES,
        "known": choices is not None,
    }


def choices_of(engine: Engine, rule: Rule, sheet: int, row: int, column: int) -> list[Choice] | None:
    """None: the engine can't say."""
    formula = rule.formulas[0]
    if formula.startswith('"') and formula.endswith('"') and len(formula) > 1:
        return _listed(formula[1:-1].replace('""', '"'))
    formula = seen_from(rule, formula, row, column)
    try:
        found = resolve(engine, sheet, formula)
    except ServiceError:
        return _computed(engine, sheet, formula)
    top, left = found["top"], found["left"]
    area = Rectangle(top, left, top + found["rows"] - 1, left + found["columns"] - 1)
    return _in_cells(engine, found["sheet"], area)


def _listed(text: str) -> list[Choice]:
    items = [item.strip() for item in text.split(",")]
    return [Choice(item, item, _number(item)) for item in items if item != ""]


def _number(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text


def _in_cells(cells: Engine, sheet: int, area: Rectangle) -> list[Choice]:
    used = cells.sheets()[sheet]
    bottom, right = min(area.bottom, used.rows), min(area.right, used.columns)
    choices = []
    for row in range(area.top, max(bottom, area.top) + 1):
        for column in range(area.left, max(right, area.left) + 1):
            value = cells.value(sheet, row, column)
            text = "" if value is None else cells.texts(sheet, [(row, column)])[0]
            choices.append(Choice(text, _input(cells, sheet, row, column, value, text), value))
            if len(choices) > 2 * _MAX_CHOICES:
                return choices
    return choices


def _input(cells: Engine, sheet: int, row: int, column: int, value: Value, text: str) -> str:
    """What gives the same value: a date shown as text is not always one when it is typed."""
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, str) and cells.formula(sheet, row, column) is None:
        return cells.input(sheet, row, column)
    return text


def _computed(engine: Engine, sheet: int, formula: str) -> list[Choice] | None:
    """A formula that gives a range, such as OFFSET() or INDIRECT(): its values where nothing is in their way."""
    trial = engine.copy()
    _, (row, column) = free_cells(trial, sheet)
    trial.set_input(sheet, row, column, f"={formula}")
    trial.evaluate()
    if isinstance(trial.value(sheet, row, column), CellError):
        return None
    last = row
    while last < MAX_ROW and last - row < _MAX_CHOICES:
        owner = trial.owner(sheet, last + 1, column)
        if owner is None or (owner.row, owner.column) != (row, column):
            break
        last += 1
    return [
        Choice(text, format_number(value) if isinstance(value, float) else text, value)
        for place in range(row, last + 1)
        for value in [trial.value(sheet, place, column)]
        for text in trial.texts(sheet, [(place, column)])
    ]


def free_cells(cells: Engine, sheet: int) -> list[tuple[int, int]]:
    """Two in the last columns, below which nothing is in the way of what spills."""
    used = cells.sheets()[sheet]
    column = MAX_COLUMN if used.columns < MAX_COLUMN - 1 else used.columns
    row = 1 if used.columns < MAX_COLUMN - 1 else min(used.rows + 2, MAX_ROW)
    return [(row, column - 1), (row, column)]


def seen_from(rule: Rule, formula: str, row: int, column: int) -> str:
    anchor = rule.areas[0]
    return translate(formula, row - anchor.top, column - anchor.left)
