"""Where a cell leads: by a link of its own, or by a HYPERLINK() in its formula."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.engine.port import CellError
from app.operations.attached import attached_of
from app.package.addresses import MAX_COLUMN, MAX_ROW
from app.package.formula_tokens import Kind, tokenize

if TYPE_CHECKING:
    from app.engine.port import Engine
    from app.workbook.workbook import Workbook


def read_link(workbook: Workbook, sheet: int, row: int, column: int) -> dict[str, str] | None:
    """``CellLink`` of the contract."""
    found = attached_of(workbook, sheet).link_at(row, column)
    if found is not None:
        return {"address": found.address, "place": found.place}
    if workbook.read_only is not None:
        return None
    target = _target_of_formula(workbook.engine, sheet, row, column)
    if target is None:
        return None
    address, _, place = target.partition("#")
    # A web page's own places belong to its address.
    return {"address": "", "place": place} if address == "" else {"address": target, "place": ""}


def _target_of_formula(engine: Engine, sheet: int, row: int, column: int) -> str | None:
    argument = _first_argument(engine.formula(sheet, row, column) or "")
    if argument is None:
        return None
    trial = engine.copy()
    trial.set_input(sheet, MAX_ROW, MAX_COLUMN, f"={argument}")
    trial.evaluate()
    value = trial.value(sheet, MAX_ROW, MAX_COLUMN)
    return None if value is None or isinstance(value, CellError) else str(value)


def _first_argument(formula: str) -> str | None:
    """Of the first HYPERLINK() in a formula."""
    tokens = tokenize(formula.removeprefix("="))
    names = [index for index, token in enumerate(tokens) if token.kind is Kind.FUNCTION]
    start = next((index for index in names if tokens[index].text.upper() == "HYPERLINK"), None)
    if start is None:
        return None
    depth = 0
    pieces: list[str] = []
    for token in tokens[start + 1 :]:
        is_plain = token.kind is Kind.OPERATOR
        if is_plain and token.text in ")}":
            depth -= 1
        if depth == 0 or (depth == 1 and is_plain and token.text == ","):
            if pieces:
                break
        else:
            pieces.append(token.text)
        if is_plain and token.text in "({":
            depth += 1
    return "".join(pieces).strip() or None
