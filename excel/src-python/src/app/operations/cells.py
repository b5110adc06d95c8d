"""Cells typed, cleared, pasted as text, replaced."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from app.engine.port import Engine
from app.journal.history import Edit
from app.methods.params import take_edits
from app.operations.contents import changed_edits, check_count
from app.operations.find import find_in_sheet, make_pattern, take_find
from app.operations.plan import Plan
from app.operations.rule_checks import refuse_broken_rules
from app.operations.take import (
    Given,
    cell_range,
    invalid,
    take_choice,
    take_list,
    take_place,
    take_range,
    take_sheet,
    take_text,
)
from app.package.addresses import MAX_COLUMN, MAX_ROW, Rectangle
from app.package.attached import read_surroundings
from app.workbook.check_edits import read_edits


def plan_set_cells(engine: Engine, given: Given, path: Path) -> Plan:
    """``checked``: what was typed against a rule of its cell is refused."""
    edits = read_edits(engine, take_edits(take_list(given, "edits")))
    is_checked = given.get("checked") is True
    return Plan(edits=edits, check=partial(refuse_broken_rules, engine, path, edits) if is_checked else None)


def plan_clear(engine: Engine, given: Given, path: Path) -> Plan:
    """``path``: the base of the workbook, whose filters hide rows that stay as they are."""
    sheet, area = take_range(given, "range", engine.sheet_count())
    what = take_choice(given, "what", "contents", "formats", "all")
    blocks = read_surroundings(path, sheet).shown_blocks(area)
    edits: list[Edit] = []
    if what != "formats":
        edits = [Edit(sheet, *cell, "") for block in blocks for cell in engine.filled(sheet, block)]
        check_count(len(edits))
    change = None
    if what != "contents":
        steps = [{"do": "clearFormats", "sheet": sheet, "area": list(block)} for block in blocks]
        change = {"steps": steps, "at": [sheet, area.top, area.left]}
    return Plan(tuple(edits), change=change)


def plan_paste_text(engine: Engine, given: Given) -> Plan:
    sheet, top, left = take_place(given, "at", engine.sheet_count())
    rows = take_list(given, "rows")
    edits = []
    for row, texts in enumerate(rows, top):
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise invalid("rows", texts, "a list of lists of texts")
        edits += [Edit(sheet, row, column, text) for column, text in enumerate(texts, left)]
    if not edits:
        return Plan()
    right = left + max(len(texts) for texts in rows) - 1
    area = Rectangle(top, left, min(top + len(rows) - 1, MAX_ROW), min(right, MAX_COLUMN))
    kept = [edit for edit in edits if edit.row > MAX_ROW or edit.column > MAX_COLUMN or edit.text]
    # Beyond the sheet there is nothing to be empty: those are refused when they are typed.
    inside = {(edit.row, edit.column) for edit in edits if edit.text == ""}
    kept += [Edit(sheet, *cell, "") for cell in engine.filled(sheet, area) if cell in inside]
    check_count(len(kept))
    return Plan(read_edits(engine, tuple(kept)), target=cell_range(sheet, area))


def plan_replace(engine: Engine, given: Given) -> Plan:
    sheet = take_sheet(given, engine.sheet_count())
    area = Rectangle(1, 1, MAX_ROW, MAX_COLUMN)
    if given.get("range") is not None:
        sheet, area = take_range(given, "range", engine.sheet_count())
    find = replace(take_find(given), in_formulas=True)
    pattern = make_pattern(find)
    replacement = take_text(given, "replacement")
    edits = []
    for row, column in find_in_sheet(engine, sheet, find, area):
        owner = engine.owner(sheet, row, column)
        if owner is not None or engine.merged_into(sheet, row, column):
            continue
        text = engine.input(sheet, row, column)
        quoted = text.startswith("'")
        replaced = pattern.sub(lambda _: replacement, text[1:] if quoted else text)
        replaced = f"'{replaced}" if quoted and replaced else replaced
        if replaced != text:
            edits.append(Edit(sheet, row, column, replaced))
    kept = read_edits(engine, changed_edits(engine, edits))
    return Plan(kept, count=len(kept))
