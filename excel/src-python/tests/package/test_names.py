"""Defined names under changes of structure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from app.package.change import change_package

NAMES = {
    "Both": "=Data!$B$4",
    "Below": "=Data!B$4:B$6",
    "Beside": "=Data!$B4",
    "Whole": "=Data!$4:$4",
    "Here": "=Data!B4",
}


def names_after(folder: Path, step: dict[str, Any]) -> dict[str, str]:
    book, changed = folder / "names.xlsx", folder / "changed.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        workbook.add_worksheet("Data").write("A1", 1)
        workbook.add_worksheet("Other").write("A1", 1)
        for name, refers_to in NAMES.items():
            workbook.define_name(name, refers_to)
    change_package(book, changed, {"steps": [step]})
    return {name: each.attr_text for name, each in openpyxl.load_workbook(changed).defined_names.items()}


@pytest.mark.parametrize(
    ("axis", "expected"),
    [
        ("row", ("$B$6", "B$6:B$8", "$B4", "$6:$6", "B4")),
        ("column", ("$D$4", "B$4:B$6", "$D4", "$4:$4", "B4")),
    ],
)
def test_what_is_relative_in_a_name_stays(tmp_path: Path, axis: str, expected: tuple[str, ...]) -> None:
    step = {"do": "lines", "sheet": 0, "axis": axis, "at": 1, "count": 2, "inserts": True}
    assert names_after(tmp_path, step) == {name: f"Data!{area}" for name, area in zip(NAMES, expected, strict=True)}


def test_all_follow_a_renamed_sheet(tmp_path: Path) -> None:
    after = names_after(tmp_path, {"do": "renameSheet", "sheet": 0, "name": "It's new"})
    assert after == {name: text.removeprefix("=").replace("Data!", "'It''s new'!") for name, text in NAMES.items()}


def test_all_of_a_deleted_sheet_are_gone(tmp_path: Path) -> None:
    after = names_after(tmp_path, {"do": "deleteSheet", "sheet": 0})
    assert set(after.values()) == {"#REF!"}
