"""Whether what is typed meets the rule of its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.engine.port import CellError, Engine, Value
from app.errors import ServiceError
from app.journal.history import Edit
from app.operations.choices import choices_of, free_cells, seen_from
from app.operations.search import resolve
from app.package.addresses import format_address
from app.package.attached_cells import read_attached
from app.package.rules import Rule
from app.package.values import format_number

_UNKNOWN = ("#N/IMPL!", "#NAME?", "#ERROR!")
"""Errors of formulas that the engine can't compute: they refuse nothing."""
Compare = Callable[[float, float, float], bool]
_COMPARE: dict[str, Compare] = {
    "between": lambda value, low, high: min(low, high) <= value <= max(low, high),
    "notBetween": lambda value, low, high: not min(low, high) <= value <= max(low, high),
    "equal": lambda value, low, _: value == low,
    "notEqual": lambda value, low, _: value != low,
    "greaterThan": lambda value, low, _: value > low,
    "lessThan": lambda value, low, _: value < low,
    "greaterThanOrEqual": lambda value, low, _: value >= low,
    "lessThanOrEqual": lambda value, low, _: value <= low,
}


def refuse_broken_rules(engine: Engine, path: Path, edits: tuple[Edit, ...]) -> None:
    """Raises VALIDATION_REFUSED for what was typed against a rule of its cell."""
    sheets = engine.sheet_count()
    for edit in edits:
        if not 0 <= edit.sheet < sheets:
            # Said where all edits are checked.
            continue
        rule = read_attached(path, edit.sheet).rule_at(edit.row, edit.column)
        if rule is None or rule.style is None or rule.kind == "none" or _is_met(engine, rule, edit):
            continue
        here = format_address(edit.row, edit.column)
        raise ServiceError(
            "VALIDATION_REFUSED",
            rule.message or f"{edit.text[:60]!r} is not allowed in {here} by the cell's rule. Type another value.",
        )


def _is_met(engine: Engine, rule: Rule, edit: Edit) -> bool:
    if edit.text == "":
        return rule.allows_blank
    # Everything is tried on a copy: the engine itself keeps what it could redo.
    trial = engine.copy()
    trial.set_input(edit.sheet, edit.row, edit.column, edit.text, reading=edit.reading)
    if edit.text.startswith("="):
        trial.evaluate()
    value = trial.value(edit.sheet, edit.row, edit.column)
    if isinstance(value, CellError):
        return value.text in _UNKNOWN
    if rule.kind == "list":
        return _is_in_list(engine, rule, edit, value)
    if rule.kind == "custom":
        return _is_true(_compute(trial, rule, edit)[0], allows_blank=rule.allows_blank)
    if rule.kind == "textLength":
        number = float(len(format_number(value) if isinstance(value, float) else str(value)))
    elif not isinstance(value, float) or (rule.kind == "whole" and not value.is_integer()):
        return False
    else:
        number = value
    return _compares(number, rule, trial, edit)


def _compares(number: float, rule: Rule, trial: Engine, edit: Edit) -> bool:
    low, high = _compute(trial, rule, edit)
    if rule.operator not in ("between", "notBetween"):
        high = low
    if rule.allows_blank and (low is None or high is None):
        # As in Excel: a limit that is an empty cell is none.
        return True
    if not isinstance(low, float) or not isinstance(high, float):
        return any(isinstance(each, CellError) and each.text in _UNKNOWN for each in (low, high))
    return _COMPARE.get(rule.operator, _COMPARE["between"])(number, low, high)


def _is_true(value: Value, *, allows_blank: bool) -> bool:
    if isinstance(value, CellError):
        return value.text in _UNKNOWN
    if value is None:
        return allows_blank
    return bool(value) and not isinstance(value, str)


def _compute(trial: Engine, rule: Rule, edit: Edit) -> tuple[Value, Value]:
    """Both formulas as seen from the cell. A reference to an empty cell is None."""
    values = [_constant(formula) for formula in rule.formulas]
    if any(isinstance(value, str) for value in values):
        places = free_cells(trial, edit.sheet)
        for place, formula in zip(places, rule.formulas, strict=True):
            if formula:
                trial.set_input(edit.sheet, *place, "=" + seen_from(rule, formula, edit.row, edit.column))
        trial.evaluate()
        for index, place in enumerate(places):
            if isinstance(values[index], str):
                formula = seen_from(rule, rule.formulas[index], edit.row, edit.column)
                is_empty = _is_empty_cell(trial, edit.sheet, formula)
                values[index] = None if is_empty else trial.value(edit.sheet, *place)
    return values[0], values[1]


def _constant(formula: str) -> Value:
    """A number; None for no formula; the text for one that has to be computed."""
    if formula == "":
        return None
    try:
        return float(formula)
    except ValueError:
        return formula


def _is_empty_cell(cells: Engine, sheet: int, formula: str) -> bool:
    try:
        found = resolve(cells, sheet, formula)
    except ServiceError:
        return False
    is_one = found["rows"] == found["columns"] == 1
    return is_one and cells.value(found["sheet"], found["top"], found["left"]) is None


def _is_in_list(engine: Engine, rule: Rule, edit: Edit, value: Value) -> bool:
    choices = choices_of(engine, rule, edit.sheet, edit.row, edit.column)
    if choices is None:
        return True
    is_named = "!" not in rule.formulas[0] and ":" not in rule.formulas[0] and not rule.formulas[0].startswith('"')
    if rule.allows_blank and is_named and any(choice.value is None for choice in choices):
        # As in Excel: an empty cell in a list of that name lets everything through.
        return True
    # Letters of either case are the same in cells, and not in what is listed in the rule itself.
    fold = str if rule.formulas[0].startswith('"') else str.lower
    typed = {fold(edit.text.removeprefix("'"))} | ({fold(value)} if isinstance(value, str) else set())
    return any(
        (isinstance(value, float) and choice.value == value) or (choice.text != "" and fold(choice.text) in typed)
        for choice in choices
    )
