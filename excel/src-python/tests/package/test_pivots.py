"""Pivot tables under changes of structure: they follow, or the change is refused with its reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.package.books import read_part
from tests.package.pivot_book import CACHE, CHART, TABLE, write_pivot_book

from app.errors import ServiceError
from app.package.change import change_package

SALES, REPORT = 0, 1


def lines(sheet: int, axis: str, at: int, count: int = 1, *, inserts: bool = True) -> dict[str, Any]:
    return {"do": "lines", "sheet": sheet, "axis": axis, "at": at, "count": count, "inserts": inserts}


def change(book: Path, *steps: dict[str, Any]) -> Path:
    changed = book.with_name("changed.xlsx")
    change_package(book, changed, {"steps": list(steps)})
    return changed


def location(path: Path) -> str:
    found = re.search(r'<location ref="([^"]*)"', read_part(path, TABLE))
    assert found is not None
    return found[1]


def source(path: Path) -> str:
    found = re.search(r"<cacheSource[^>]*>(.*)</cacheSource>", read_part(path, CACHE))
    assert found is not None
    return found[1]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_pivot_book(tmp_path / "pivot.xlsx")


@pytest.mark.parametrize(
    ("step", "moved"),
    [
        (lines(REPORT, "row", 1, 2), "A6:B9"),
        (lines(REPORT, "row", 2), "A5:B8"),
        (lines(REPORT, "row", 1, inserts=False), "A3:B6"),
        (lines(REPORT, "column", 1), "B4:C7"),
        (lines(REPORT, "row", 8), "A4:B7"),
        (lines(REPORT, "column", 3), "A4:B7"),
        (lines(REPORT, "column", 3, 2, inserts=False), "A4:B7"),
    ],
)
def test_it_moves_as_a_whole(book: Path, step: dict[str, Any], moved: str) -> None:
    changed = change(book, step)
    assert location(changed) == moved
    assert source(changed) == source(book)
    top = moved.partition(":")[0]
    assert openpyxl.load_workbook(changed)["Report"][top].value == "Row Labels"


@pytest.mark.parametrize(
    "step",
    [
        lines(REPORT, "row", 6),
        lines(REPORT, "row", 7, inserts=False),
        lines(REPORT, "column", 2),
        lines(REPORT, "column", 1, inserts=False),
        # Between the filter and the rest, and the filter itself.
        lines(REPORT, "row", 3),
        lines(REPORT, "row", 4),
        lines(REPORT, "row", 2, inserts=False),
    ],
)
def test_lines_through_it_are_refused(book: Path, step: dict[str, Any]) -> None:
    with pytest.raises(ServiceError, match=r"PivotTable1 \(A2:B7\) can't be changed in part") as refusal:
        change(book, step)
    assert refusal.value.code == "STRUCTURE_REFUSED"


@pytest.mark.parametrize(
    ("step", "area"),
    [
        (lines(SALES, "row", 1), "A2:C6"),
        (lines(SALES, "row", 3, 2), "A1:C7"),
        (lines(SALES, "row", 6), "A1:C5"),
        (lines(SALES, "row", 5, inserts=False), "A1:C4"),
        (lines(SALES, "column", 1), "B1:D5"),
        (lines(SALES, "column", 2, inserts=False), "A1:B5"),
    ],
)
def test_what_it_is_made_of_follows(book: Path, step: dict[str, Any], area: str) -> None:
    changed = change(book, step)
    assert source(changed) == f'<worksheetSource ref="{area}" sheet="Sales"/>'
    assert location(changed) == "A4:B7"


def test_what_it_is_made_of_is_not_deleted(book: Path) -> None:
    for step in (lines(SALES, "column", 1, 3, inserts=False), {"do": "deleteSheet", "sheet": SALES}):
        with pytest.raises(ServiceError, match="A pivot table is made of"):
            change(book, step)
    with pytest.raises(ServiceError, match="has a pivot table"):
        change(book, {"do": "deleteSheet", "sheet": REPORT})


def test_getpivotdata_and_the_chart_follow(book: Path) -> None:
    changed = change(book, lines(REPORT, "row", 1), lines(REPORT, "column", 1))
    sheet = openpyxl.load_workbook(changed)["Report"]
    assert sheet["E2"].value == '=GETPIVOTDATA("Amount",$B$5,"Region","North")'
    assert openpyxl.load_workbook(changed, data_only=True)["Report"]["E2"].value == 30
    assert "<c:f>Report!$C$6:$C$7</c:f>" in read_part(changed, CHART)


@pytest.mark.parametrize("name", ["Data", "It's new"])
def test_renamed_sheets(book: Path, name: str) -> None:
    changed = change(book, {"do": "renameSheet", "sheet": SALES, "name": name})
    assert source(changed) == f'<worksheetSource ref="A1:C5" sheet="{name}"/>'.replace("It's", "It's")
    assert "[Book.xlsx]Report!PivotTable1" in read_part(changed, CHART)
    changed = change(book, {"do": "renameSheet", "sheet": REPORT, "name": name})
    assert f"<c:name>[Book.xlsx]{name}!PivotTable1</c:name>" in read_part(changed, CHART)
    assert source(changed) == source(book)
    openpyxl.load_workbook(changed)


def test_a_source_in_another_workbook_stays(tmp_path: Path) -> None:
    # Its sheet has the name of one of ours.
    foreign = '<worksheetSource ref="A1:C5" sheet="Sales" r:id="rId2"/>'
    book = write_pivot_book(tmp_path / "pivot.xlsx", foreign)
    assert source(change(book, lines(SALES, "row", 1))) == foreign
    assert source(change(book, {"do": "renameSheet", "sheet": SALES, "name": "Data"})) == foreign
    change(book, {"do": "deleteSheet", "sheet": SALES})


def test_several_ranges_follow(tmp_path: Path) -> None:
    sets = '<rangeSet i1="0" ref="A1:C3" sheet="Sales"/><rangeSet i1="1" ref="A4:C5" sheet="Sales"/>'
    made_of = f'<consolidation><rangeSets count="2">{sets}</rangeSets></consolidation>'
    book = write_pivot_book(tmp_path / "pivot.xlsx", made_of)
    changed = change(book, lines(SALES, "row", 2))
    assert re.findall('ref="([^"]*)"', source(changed)) == ["A1:C4", "A5:C6"]
    changed = change(book, {"do": "renameSheet", "sheet": SALES, "name": "Data"})
    assert source(changed).count('sheet="Data"') == 2
