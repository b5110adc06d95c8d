"""What a cell holds, as an input that gives exactly that in another cell."""

from __future__ import annotations

from decimal import Decimal

from app.engine.port import CellError, Engine, Value
from app.errors import ServiceError
from app.journal.history import Edit
from app.package.addresses import Rectangle
from app.package.structure.formula_rewrite import copy_formula, transpose_formula

MAX_CELLS = 200_000


def plain_input(engine: Engine, sheet: int, row: int, column: int, value: Value) -> str:
    """A value without its formula and its format. Numbers in full: a date as shown has lost its time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Neither 1e3 nor 12%: those would bring a format along.
        return format(Decimal(repr(value)), "f").removesuffix(".0")
    if isinstance(value, CellError):
        return value.text
    if engine.formula(sheet, row, column) is None:
        return engine.input(sheet, row, column)
    return f"'{value}"


def copied_input(
    engine: Engine, source: tuple[int, int, int], target: tuple[int, int], *, transposed: bool = False
) -> str:
    """The source's content for another cell, relative references moved along."""
    sheet, row, column = source
    formula = engine.formula(sheet, row, column)
    if formula is None:
        return plain_input(engine, sheet, row, column, engine.value(sheet, row, column))
    if transposed:
        return "=" + transpose_formula(formula.removeprefix("="), (row, column), target)
    return "=" + copy_formula(formula.removeprefix("="), target[0] - row, target[1] - column)


def changed_edits(engine: Engine, edits: list[Edit]) -> tuple[Edit, ...]:
    """Without those that clear what is empty. Raises OUT_OF_RANGE."""
    kept = [edit for edit in edits if edit.text != "" or engine.value(edit.sheet, edit.row, edit.column) is not None]
    check_count(len(kept))
    return tuple(kept)


def check_count(count: int) -> None:
    if count > MAX_CELLS:
        raise ServiceError(
            "OUT_OF_RANGE", f"{count:,} cells are too many for one step, which takes {MAX_CELLS:,}. Do it in parts."
        )


def clip(engine: Engine, sheet: int, area: Rectangle) -> Rectangle | None:
    """The part of an area that is in use; None when that is nothing."""
    used = engine.sheets()[sheet]
    bottom, right = min(area.bottom, used.rows), min(area.right, used.columns)
    return Rectangle(area.top, area.left, bottom, right) if bottom >= area.top and right >= area.left else None


def look_alike(engine: Engine, one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    return engine.style_key(*one) == engine.style_key(*other)
