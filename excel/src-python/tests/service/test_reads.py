"""Status bar, charts, clipboard, filter lists, go to, find, Ctrl+Arrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.package.rich_book import make_rich_book
from tests.service.test_cell_operations import area, type_block
from tests.support.service_process import CallFailed, ServiceProcess


@pytest.fixture
def book(service: ServiceProcess) -> str:
    book: str = service.call("workbook/new")["id"]
    type_block(service, book, [["name", "n"], ["b", "1.5"], ["A\tb", "2"], ["", "TRUE"], ["a", "=1/0"], ["b", "10%"]])
    return book


def test_stats_and_values(service: ServiceProcess, book: str) -> None:
    whole = area(1, 2, 1_048_576, 1)
    stats = service.call("range/stats", workbook=book, ranges=[whole])
    assert stats == {"count": 6, "numbers": 3, "sum": 3.6, "average": 1.2, "min": 0.1, "max": 2}
    empty = service.call("range/stats", workbook=book, ranges=[area(9, 9, 2, 2)])
    assert empty == {"count": 0, "numbers": 0, "sum": None, "average": None, "min": None, "max": None}
    values = service.call("range/values", workbook=book, range=whole)
    assert values["values"] == [["n"], [1.5], [2], [True], [None], [0.1]]
    assert values["texts"] == [["n"], ["1.5"], ["2"], ["TRUE"], ["#DIV/0!"], ["10%"]]


def test_the_clipboard(service: ServiceProcess, book: str) -> None:
    service.apply(book, {"kind": "format", "range": area(2, 1, 1, 1), "change": {"bold": True, "fill": "#FFEE00"}})
    service.apply(book, {"kind": "sizeRows", "sheet": 0, "row": 4, "count": 2, "hidden": True})
    type_block(service, book, [["<b>"]])
    copied = service.call("range/copy", workbook=book, range=area(1, 1, 10, 2))
    assert copied["tsv"] == '<b>\tn\nb\t1.5\n"A\tb"\t2\nb\t10%'
    assert "<td>&lt;b&gt;</td>" in copied["html"]
    assert '<td style="font-weight:bold;background-color:#FFEE00">b</td>' in copied["html"]


def test_texts_of_a_column(service: ServiceProcess, book: str) -> None:
    found = service.call("range/distinct", workbook=book, range=area(1, 1, 1_048_576, 2), column=1)
    assert [(each["text"], each["count"]) for each in found["texts"]] == [("a", 1), ("A\tb", 1), ("b", 2), ("", 1)]
    assert found["more"] is False


def test_found_round_the_end(service: ServiceProcess, book: str) -> None:
    find = {"text": "B", "matchCase": False, "wholeCell": True, "inFormulas": False}

    def places(**options: object) -> list[tuple[int, int]]:
        asked = {"workbook": book, "sheet": None, "find": find, "limit": 10, **options}
        return [
            (each["place"]["row"], each["place"]["column"]) for each in service.call("sheet/find", **asked)["matches"]
        ]

    assert places() == [(2, 1), (6, 1)]
    assert places(after={"sheet": 0, "row": 2, "column": 1}) == [(6, 1), (2, 1)]
    assert places(limit=1) == [(2, 1)]
    assert places(find=find | {"text": "1/", "wholeCell": False, "inFormulas": True}) == [(5, 2)]


def test_edges_of_blocks(service: ServiceProcess, book: str) -> None:
    def go(row: int, column: int, direction: str) -> tuple[int, int]:
        place = {"sheet": 0, "row": row, "column": column}
        found = service.call("sheet/edge", workbook=book, place=place, direction=direction)["place"]
        return found["row"], found["column"]

    assert [go(1, 1, "down"), go(3, 1, "down"), go(6, 1, "down")] == [(3, 1), (5, 1), (1_048_576, 1)]
    assert [go(6, 1, "up"), go(5, 1, "up"), go(2, 9, "left"), go(1, 1, "right"), go(1, 1, "up")] == [
        (5, 1),
        (3, 1),
        (2, 2),
        (1, 2),
        (1, 1),
    ]


def test_go_to(service: ServiceProcess, tmp_path: Path) -> None:
    rich = service.call("workbook/open", path=str(make_rich_book(tmp_path / "rich.xlsx")))["id"]

    def go(text: str) -> object:
        return service.call("range/resolve", workbook=rich, sheet=0, text=text)["range"]

    assert go("b7") == area(7, 2, 1, 1)
    assert go("$C$3:A1") == area(1, 1, 3, 3)
    assert go("'it''s'!B2") == area(2, 2, 1, 1, sheet=1)
    assert go("B:C") == area(1, 2, 1_048_576, 2)
    assert go("5:6") == area(5, 1, 2, 16_384)
    assert go("Total") == area(1, 2, 1, 1, sheet=1)
    for text in ("nothing", "A0", "XFE1", "Nowhere!A1", ""):
        with pytest.raises(CallFailed) as failed:
            go(text)
        assert failed.value.code == "INVALID_PARAMS"
