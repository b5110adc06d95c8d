"""What is typed into a table's header is the name of its column, as in Excel."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.service.test_tables import make_table, saved_table
from tests.support.service_process import CallFailed, ServiceProcess


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make_table(tmp_path / "table.xlsx")


@pytest.fixture
def book(service: ServiceProcess, path: Path) -> str:
    identity: str = service.call("workbook/open", path=str(path))["id"]
    return identity


def _names(service: ServiceProcess, book: str, path: Path) -> list[str]:
    table = saved_table(service, book, path)
    names = [column.name for column in table.tableColumns]
    sheet = openpyxl.load_workbook(path)["Data"]
    assert [cell.value for cell in sheet["B2:E2"][0]] == names
    return names


def test_references_follow_and_come_back(service: ServiceProcess, book: str, path: Path) -> None:
    service.set_cell(book, 9, 9, "=SUM(Sales[Count])")
    service.set_cell(book, 2, 4, "How many [#]")
    assert _names(service, book, path) == ["Item", "Price", "How many [#]", "Sum"]
    read = openpyxl.load_workbook(path)
    assert read["Other"]["A1"].value == "=SUM(Sales[How many '['#']])"
    assert read["Data"]["I9"].value == "=SUM(Sales[How many '['#']])"
    assert read["Data"]["E3"].value == "=Sales[[#This Row],[Price]]*Sales[[#This Row],[How many '['#']]]"
    assert read.defined_names["counts"].attr_text == "Sales[How many '['#']]"
    service.set_cell(book, 3, 4, "4")
    assert [service.text(book, 1, 1, sheet=1), service.text(book, 3, 5)] == ["24", "8"]
    service.undo(book)
    service.undo(book)
    assert _names(service, book, path) == ["Item", "Price", "Count", "Sum"]
    assert openpyxl.load_workbook(path)["Other"]["A1"].value == "=SUM(Sales[Count])"
    service.redo(book)
    assert _names(service, book, path) == ["Item", "Price", "How many [#]", "Sum"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("2026", "2026"), ("item", "item2"), ("", "Column1"), ("=1+1", "2"), ("15:04", "15:04"), ("Price", "Price")],
)
def test_names_are_unique_texts(service: ServiceProcess, book: str, path: Path, typed: str, name: str) -> None:
    service.set_cell(book, 2, 3, typed)
    assert _names(service, book, path) == ["Item", name, "Count", "Sum"]
    assert service.text(book, 3, 5) == "6"


def test_several_edits_at_once(service: ServiceProcess, book: str, path: Path) -> None:
    one = {"sheet": 0, "row": 2, "column": 2, "input": "A"}
    changes = [{"key": "h1", "edits": [one]}, {"key": "h2", "edits": [one | {"column": 3, "input": "a"}]}]
    service.call("cells/setMany", workbook=book, changes=changes)
    assert _names(service, book, path) == ["A", "a2", "Count", "Sum"]
    service.apply(
        book, {"kind": "pasteText", "at": {"sheet": 0, "row": 2, "column": 2}, "rows": [["Price", "Price"], ["x"]]}
    )
    assert _names(service, book, path) == ["Price", "Price2", "Count", "Sum"]


def test_a_name_too_long_is_refused(service: ServiceProcess, book: str) -> None:
    with pytest.raises(CallFailed, match="at most 255 characters") as refused:
        service.set_cell(book, 2, 2, "x" * 256)
    assert refused.value.code == "INVALID_PARAMS"
    assert service.text(book, 2, 2) == "Item"
