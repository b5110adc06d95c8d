"""Rules, links and notes that are set here: in the file as other programs read it, over undo, kills and saving."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from tests.conftest import StartService
from tests.service.test_attached import write_rules
from tests.support.service_process import CallFailed, ServiceProcess

RULE = {
    "kind": "list", "operator": "between", "formulas": ['"a & b,<c>"', ""], "allowsBlank": True, "arrow": True,
    "style": "stop", "title": "No", "message": "a or c", "promptTitle": "", "prompt": "Choose",
}  # fmt: skip


def open_new(service: ServiceProcess) -> str:
    book: str = service.call("workbook/new")["id"]
    return book


def area(row: int, column: int, rows: int = 1) -> dict[str, int]:
    return {"sheet": 0, "top": row, "left": column, "rows": rows, "columns": 1}


def apply(service: ServiceProcess, book: str, **operation: Any) -> Any:
    return service.call("workbook/apply", workbook=book, key=str(uuid.uuid4()), operation=operation)


def attached(service: ServiceProcess, book: str) -> Any:
    return service.call("sheet/attached", workbook=book, range={**area(1, 1, 50), "columns": 10})


def saved(service: ServiceProcess, book: str, path: Path) -> Worksheet:
    service.call("workbook/save", workbook=book, path=str(path))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_rule_is_set_kept_and_taken_away(service: ServiceProcess, tmp_path: Path) -> None:
    book = open_new(service)
    apply(service, book, kind="setRule", range=area(2, 1, 9), rule=RULE)
    assert attached(service, book)["rules"] == [{**RULE, "areas": [area(2, 1, 9)]}]
    edit = {"sheet": 0, "row": 3, "column": 1, "input": "b"}
    with pytest.raises(CallFailed) as failed:
        apply(service, book, kind="setCells", edits=[edit], checked=True)
    assert (failed.value.code, failed.value.message) == ("VALIDATION_REFUSED", "a or c")
    # A hole in the middle.
    apply(service, book, kind="setRule", range=area(4, 1, 2), rule=None)
    assert [each["top"] for each in attached(service, book)["rules"][0]["areas"]] == [2, 6]
    (rule,) = saved(service, book, tmp_path / "rule.xlsx").data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.error, rule.prompt) == (
        "A2:A3 A6:A10",
        '"a & b,<c>"',
        "a or c",
        "Choose",
    )
    service.call("workbook/undo", workbook=book, key=str(uuid.uuid4()))
    assert attached(service, book)["rules"][0]["areas"] == [area(2, 1, 9)]
    service.call("workbook/undo", workbook=book, key=str(uuid.uuid4()))
    assert attached(service, book)["rules"] == []
    service.call("workbook/redo", workbook=book, key=str(uuid.uuid4()))
    assert len(attached(service, book)["rules"]) == 1


@pytest.mark.parametrize("formulas", [["", ""], ["1", "SUM("], ['"' + "x" * 300 + '"', "1"]])
def test_a_rule_that_can_not_be_read_is_refused(service: ServiceProcess, formulas: list[str]) -> None:
    book = open_new(service)
    with pytest.raises(CallFailed) as failed:
        apply(service, book, kind="setRule", range=area(1, 1), rule={**RULE, "kind": "whole", "formulas": formulas})
    assert failed.value.code == "INVALID_PARAMS"


def test_links_are_set_changed_and_taken_away(service: ServiceProcess, tmp_path: Path) -> None:
    book = open_new(service)
    apply(service, book, kind="setLink", range=area(1, 1), link={"address": "https://a.org/?x=1&y=2", "place": ""})
    apply(service, book, kind="setLink", range=area(2, 1), link={"address": "", "place": "Sheet1!B7"})
    sheet = saved(service, book, tmp_path / "links.xlsx")
    first, second = sheet["A1"], sheet["A2"]
    assert (first.value, first.hyperlink.target) == ("https://a.org/?x=1&y=2", "https://a.org/?x=1&y=2")
    assert (second.hyperlink.location, first.font.u) == ("Sheet1!B7", "single")
    apply(service, book, kind="setLink", range=area(1, 1), link={"address": "mailto:a@b.c", "place": ""})
    link = service.call("cell/link", workbook=book, sheet=0, row=1, column=1)["link"]
    assert link == {"address": "mailto:a@b.c", "place": ""}
    apply(service, book, kind="setLink", range=area(1, 1, 2), link=None)
    assert attached(service, book)["links"] == []
    sheet = saved(service, book, tmp_path / "none.xlsx")
    assert sheet["A1"].hyperlink is None
    assert sheet["A1"].value == "https://a.org/?x=1&y=2"


def test_notes_are_written_changed_and_removed(service: ServiceProcess, tmp_path: Path) -> None:
    book: str = service.call("workbook/open", path=str(write_rules(tmp_path / "notes.xlsx")))["id"]
    apply(service, book, kind="setNote", at={"sheet": 0, "row": 9, "column": 5}, text=" new <b>\nline")
    apply(service, book, kind="setNote", at={"sheet": 0, "row": 1, "column": 2}, text="changed")
    apply(service, book, kind="setNote", at={"sheet": 0, "row": 2, "column": 2}, text=None)
    notes = [(each["row"], each["remarks"][0]["text"]) for each in attached(service, book)["notes"]]
    assert notes == [(1, "changed"), (9, " new <b>\nline")]
    sheet = saved(service, book, tmp_path / "saved.xlsx")
    assert (sheet["E9"].comment.text, sheet["B1"].comment.author) == (" new <b>\nline", "Me")
    assert sheet["B2"].comment is None
    service.call("workbook/undo", workbook=book, key=str(uuid.uuid4()))
    assert len(attached(service, book)["notes"]) == 3


def test_they_are_there_after_a_kill(start: StartService) -> None:
    session = {"LIFEBOUND_EXCEL_SESSION": "one"}
    service = start(**session)
    book = open_new(service)
    apply(service, book, kind="setNote", at={"sheet": 0, "row": 1, "column": 1}, text="kept")
    operation = {"kind": "setLink", "range": area(2, 1), "link": {"address": "https://a.org", "place": ""}}
    service.call("workbook/apply", workbook=book, key="link", operation=operation)
    apply(service, book, kind="setRule", range=area(3, 1), rule=RULE)
    before = attached(service, book)
    service.kill()
    service = start(**session)
    assert attached(service, book) == before
    assert service.call("workbook/apply", workbook=book, key="link", operation=operation)["repeated"] is True
    service.call("workbook/undo", workbook=book, key=str(uuid.uuid4()))
    assert attached(service, book)["rules"] == []
