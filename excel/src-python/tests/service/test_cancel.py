"""What its user cancelled, by the end of the service, has not happened: told to the next service, first of all."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import ROOM, CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers, write_slow

POISONED = [sys.executable, str(ROOM / "tests" / "support" / "poisoned_main.py")]
Cancel = Callable[..., tuple[ServiceProcess, dict[str, bool]]]


@pytest.fixture(autouse=True)
def session(monkeypatch: pytest.MonkeyPatch) -> None:
    """All services of a test are of one run of the app."""
    monkeypatch.setenv("LIFEBOUND_EXCEL_SESSION", "one")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_numbers(tmp_path / "a.xlsx")


@pytest.fixture
def cancel(start: StartService) -> Cancel:
    """Asks, waits until native code is at it, ends the service at once, and tells the next one."""

    def run(service: ServiceProcess, method: str, **params: Any) -> tuple[ServiceProcess, dict[str, bool]]:
        service.ask(method, **params)
        while service.read_notice("lifebound/busy")["what"] == "":
            pass
        service.kill()
        after = start()
        about = {name: params.get(name) for name in ("workbook", "key", "path")}
        return after, after.call("service/cancel", method=method, **about)

    return run


def _files(data: Path) -> list[str]:
    """What there is of workbooks, open or not."""
    return [str(each.relative_to(data)) for each in data.rglob("*") if each.is_file() and each.parent.name != "ends"]


def test_an_open_leaves_nothing(start: StartService, cancel: Cancel, data: Path, tmp_path: Path) -> None:
    slow = tmp_path / "link.xlsx"
    slow.symlink_to(write_slow(tmp_path / "slow.xlsx"))
    service = start()
    for _ in range(5):
        service, outcome = cancel(service, "workbook/open", path=str(slow))
        assert outcome == {"cancelled": True, "loading": False}
    assert service.call("workbook/list") == {"workbooks": []}
    assert _files(data) == []
    assert service.call("recovery/list") == {"entries": []}


def test_an_open_that_had_been_done_is_undone(start: StartService, path: Path) -> None:
    service = start()
    service.call("workbook/open", path=str(path))
    service.kill()
    service = start()
    outcome = service.call("service/cancel", method="workbook/open", workbook=None, key=None, path=str(path))
    assert outcome["cancelled"]
    assert service.call("workbook/list") == {"workbooks": []}


def test_a_load_is_given_up_and_others_are_back(
    start: StartService, cancel: Cancel, path: Path, tmp_path: Path
) -> None:
    hangs = tmp_path / "hangs.xlsx"
    with xlsxwriter.Workbook(hangs) as workbook:
        workbook.add_worksheet().write_string(0, 0, "hangs")
    service = start()
    book = service.call("workbook/open", path=str(hangs))["id"]
    other = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 2, "5")
    service.set_cell(other, 1, 1, "5")
    service.kill()
    # Without its snapshot it is read again, as after an update of the engine.
    [snapshot] = [each for each in tmp_path.rglob("snapshot") if each.parent.name == book]
    snapshot.unlink()
    service, outcome = cancel(start(POISONED), "workbook/info", workbook=book)
    assert outcome == {"cancelled": True, "loading": True}
    assert service.text(other, 1, 2) == "10"
    info = service.call("workbook/info", workbook=book)
    assert (info["readOnly"] is not None, info["quarantined"]) == (True, 1)
    service.call("quarantine/retry", workbook=book, key="load")
    assert (service.call("workbook/info", workbook=book)["readOnly"], service.text(book, 1, 2)) == (None, "5")


def test_a_page_that_is_loaded_again_gets_its_list(
    start: StartService, cancel: Cancel, path: Path, tmp_path: Path
) -> None:
    hangs = tmp_path / "hangs.xlsx"
    with xlsxwriter.Workbook(hangs) as workbook:
        workbook.add_worksheet().write_string(0, 0, "hangs")
    service = start()
    books = [service.call("workbook/open", path=str(each))["id"] for each in (hangs, path)]
    service.kill()
    [snapshot] = [each for each in tmp_path.rglob("snapshot") if each.parent.name == books[0]]
    snapshot.unlink()
    service, outcome = cancel(start(POISONED), "workbook/list")
    assert outcome == {"cancelled": False, "loading": True}
    listed = service.call("workbook/list")["workbooks"]
    assert [(each["id"], each["readOnly"] is None) for each in listed] == [(books[0], False), (books[1], True)]


def test_an_edit_never_was_and_does_not_count(start: StartService, cancel: Cancel, path: Path) -> None:
    service = start(POISONED, POISON="hang")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    edits = [{"sheet": 0, "row": 2, "column": 1, "input": "hang"}]
    for number in range(5):
        sent = {"workbook": book, "key": f"key {number}", "edits": edits}
        service, outcome = cancel(service, "cells/set", **sent)
        assert outcome == {"cancelled": True, "loading": False}
        assert (service.text(book, 2, 1), service.text(book, 1, 2)) == ("2", "10")
        assert service.call("workbook/info", workbook=book)["quarantined"] == 0
        service.kill()
        service = start(POISONED, POISON="hang")
        service.text(book, 1, 1)


def test_an_edit_that_had_been_done_stays_done(start: StartService, path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    edits = [{"sheet": 0, "row": 2, "column": 1, "input": "7"}]
    service.call("cells/set", workbook=book, key="k", edits=edits)
    service.kill()
    service = start()
    assert not service.call("service/cancel", method="cells/set", workbook=book, key="k", path=None)["cancelled"]
    # Its answer was lost: sent again it is known.
    assert service.call("cells/set", workbook=book, key="k", edits=edits)["repeated"]
    assert service.text(book, 2, 1) == "7"


def test_a_save_leaves_the_file_and_nothing_beside_it(start: StartService, cancel: Cancel, path: Path) -> None:
    service = start(POISONED, HANG_WHILE="write")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    before = hashlib.sha256(path.read_bytes()).digest()
    service, outcome = cancel(service, "workbook/save", workbook=book)
    assert outcome["cancelled"]
    assert hashlib.sha256(path.read_bytes()).digest() == before
    assert [each.name for each in path.parent.glob(".a.xlsx.lifebound-*")] == []
    assert service.call("workbook/info", workbook=book)["dirty"]
    assert not service.call("workbook/save", workbook=book)["info"]["dirty"]


@pytest.mark.parametrize(("method", "name"), [("workbook/saveCopy", "b.xlsx"), ("workbook/exportCsv", "b.csv")])
def test_a_copy_is_not_there(
    start: StartService, cancel: Cancel, path: Path, tmp_path: Path, method: str, name: str
) -> None:
    service = start(POISONED, HANG_WHILE="write")
    book = service.call("workbook/open", path=str(path))["id"]
    more = {"sheet": 0} if name.endswith("csv") else {}
    service, outcome = cancel(service, method, workbook=book, path=str(tmp_path / name), **more)
    assert outcome["cancelled"]
    assert [each.name for each in tmp_path.iterdir() if "b." in each.name] == []


def test_a_search_ends(start: StartService, cancel: Cancel, path: Path) -> None:
    service = start(POISONED, HANG_WHILE="read")
    book = service.call("workbook/open", path=str(path))["id"]
    find = {"text": "1", "matchCase": False, "wholeCell": False, "inFormulas": False}
    service, outcome = cancel(service, "sheet/find", workbook=book, sheet=0, find=find, limit=1)
    assert outcome == {"cancelled": True, "loading": False}
    assert service.call("sheet/find", workbook=book, sheet=0, find=find, limit=1)["total"] > 0


def test_what_was_tried_again_is_set_aside_again(start: StartService, cancel: Cancel, path: Path) -> None:
    service = start(POISONED, POISON="crash")
    book = service.call("workbook/open", path=str(path))["id"]
    sent = {"workbook": book, "key": "k", "edits": [{"sheet": 0, "row": 2, "column": 1, "input": "crash"}]}
    for _ in range(2):
        service.ask("cells/set", **sent)
        service.process.wait(20)
        service.kill()
        service = start(POISONED, POISON="crash")
    with pytest.raises(CallFailed):
        service.call("cells/set", **sent)
    service.kill()
    service = start(POISONED, POISON="crash", HANG_WHILE="type")
    service.text(book, 1, 1)
    service, outcome = cancel(service, "quarantine/retry", workbook=book, key="k")
    assert outcome["cancelled"]
    assert [each["key"] for each in service.call("quarantine/list", workbook=book)["operations"]] == ["k"]


def test_the_journal_of_a_stranger_is_not_touched(start: StartService) -> None:
    outcome = start().call("service/cancel", method="cells/set", workbook="../../x", key="k", path=None)
    assert outcome == {"cancelled": True, "loading": False}
