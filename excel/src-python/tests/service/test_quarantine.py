"""What stops the service is tried twice and set aside; all else comes back."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import ROOM, CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers, write_slow

POISONED = [sys.executable, str(ROOM / "tests" / "support" / "poisoned_main.py")]


def _die(service: ServiceProcess, method: str, **params: object) -> int:
    service.ask(method, **params)
    status = service.process.wait(20)
    service.kill()
    return status


# A crash and a hang are known to be the service's own end. Killed from outside, it may have been anything.
@pytest.mark.parametrize(
    ("poison", "status", "times"), [("crash", -signal.SIGABRT, 2), ("hang", 1, 2), ("kill", -signal.SIGKILL, 4)]
)
def test_edit_that_ends_the_process(start: StartService, tmp_path: Path, poison: str, status: int, times: int) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start(POISONED, POISON=poison, LIFEBOUND_EXCEL_DEADLINE_SECONDS="2")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 3, 1, "33")
    sent = {"workbook": book, "key": "k", "edits": [{"sheet": 0, "row": 2, "column": 1, "input": poison}]}
    for _ in range(times):
        assert _die(service, "cells/set", **sent) == status
        service = start(POISONED, POISON=poison, LIFEBOUND_EXCEL_DEADLINE_SECONDS="2")
    with pytest.raises(CallFailed) as failure:
        service.call("cells/set", **sent)
    assert failure.value.code == "QUARANTINED"
    info = service.call("workbook/info", workbook=book)
    assert (info["quarantined"], info["readOnly"], info["recoveredEdits"]) == (1, None, 1)
    [entry] = service.call("quarantine/list", workbook=book)["operations"]
    assert {**entry, "at": ""} == {
        "key": "k", "kind": "setCells", "place": "Numbers!A2", "input": poison, "attempts": 2, "at": "",
    }  # fmt: skip
    assert service.text(book, 1, 2) == "36"
    # Once more on request; then it is set aside again, and nothing else with it.
    assert _die(service, "quarantine/retry", workbook=book, key="k") == status
    service = start()
    assert service.call("workbook/info", workbook=book)["quarantined"] == 1
    assert service.text(book, 1, 2) == "36"
    # Where it does no harm it takes effect.
    changed = service.call("quarantine/retry", workbook=book, key="k")
    assert (changed["repeated"], service.text(book, 2, 1)) == (False, poison)
    assert service.call("quarantine/list", workbook=book)["operations"] == []
    service.undo(book)
    assert service.text(book, 2, 1) == "2"


def test_a_good_operation_is_not_set_aside_by_kills_at_random(start: StartService, tmp_path: Path) -> None:
    first = start()
    book = first.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    first.kill()
    sent = {"workbook": book, "key": "k", "edits": [{"sheet": 0, "row": 2, "column": 1, "input": "kill"}]}
    # Three unlucky ones in a row, each in the middle of it.
    for _ in range(3):
        assert _die(start(POISONED, POISON="kill"), "cells/set", **sent) == -signal.SIGKILL
    service = start()
    assert not service.call("cells/set", **sent)["repeated"]
    assert (service.text(book, 2, 1), service.call("workbook/info", workbook=book)["quarantined"]) == ("kill", 0)


def test_a_file_is_not_shown_read_only_by_kills_at_random(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    for _ in range(3):
        service = start(POISONED, HANG_WHILE="load")
        service.ask("workbook/open", path=str(path))
        while service.read_notice("lifebound/busy")["what"] != "open":
            pass
        service.kill()
    assert start().call("workbook/open", path=str(path))["readOnly"] is None


def test_acknowledged_edit_that_stops_every_replay(start: StartService, tmp_path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    for row, text in ((1, "11"), (2, "crash"), (3, "13")):
        service.set_cell(book, row, 1, text)
    service.kill()
    deaths = 0
    service = start(POISONED, POISON="crash")
    while True:
        service.ask("workbook/info", workbook=book)
        try:
            [info] = service.call("workbook/list")["workbooks"]
            break
        except (EOFError, BrokenPipeError):
            deaths += 1
            assert deaths < 5
            service.kill()
            service = start(POISONED, POISON="crash")
    assert (info["quarantined"], info["readOnly"]) == (1, None)
    assert [service.text(book, row, 1) for row in (1, 2, 3)] == ["11", "2", "13"]
    [entry] = service.call("quarantine/list", workbook=book)["operations"]
    service.call("quarantine/drop", workbook=book, key=entry["key"])
    assert service.call("workbook/info", workbook=book)["quarantined"] == 0
    service.kill()
    service = start()
    assert [service.text(book, row, 1) for row in (1, 2, 3)] == ["11", "2", "13"]


def test_a_file_that_hangs_the_real_engine_is_viewed(start: StartService, tmp_path: Path) -> None:
    slow = write_slow(tmp_path / "slow.xlsx")
    service = start(LIFEBOUND_EXCEL_DEADLINE_SECONDS="1")
    other = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    asked = time.monotonic()
    assert _die(service, "workbook/open", path=str(slow)) == 1
    service = start(LIFEBOUND_EXCEL_DEADLINE_SECONDS="1")
    info = service.call("workbook/open", path=str(slow))
    assert time.monotonic() - asked < 1 + 15
    assert (info["readOnly"] is not None, info["quarantined"]) == (True, 1)
    assert service.text(other, 1, 2) == "6"


@pytest.mark.parametrize("method", ["workbook/saveCopy", "workbook/exportCsv"])
def test_a_copy_stands_under_the_deadline_as_well(start: StartService, tmp_path: Path, method: str) -> None:
    service = start(POISONED, LIFEBOUND_EXCEL_DEADLINE_SECONDS="2", HANG_WHILE="write")
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    target = tmp_path / ("b.csv" if method == "workbook/exportCsv" else "b.xlsx")
    more = {"sheet": 0} if method == "workbook/exportCsv" else {}
    assert _die(service, method, workbook=book, path=str(target), **more) == 1
    assert not target.exists()


def test_a_search_stands_under_the_deadline_as_well(start: StartService, tmp_path: Path) -> None:
    service = start(POISONED, LIFEBOUND_EXCEL_DEADLINE_SECONDS="2", HANG_WHILE="read")
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    find = {"text": "x", "matchCase": False, "wholeCell": False, "inFormulas": False}
    assert _die(service, "sheet/find", workbook=book, sheet=0, find=find, limit=1) == 1


def test_file_that_hangs_the_engine_is_viewed_and_others_are_back(start: StartService, tmp_path: Path) -> None:
    hangs = tmp_path / "hangs.xlsx"
    with xlsxwriter.Workbook(hangs) as workbook:
        workbook.add_worksheet().write_string(0, 0, "hangs")
    service = start(POISONED, LIFEBOUND_EXCEL_DEADLINE_SECONDS="1")
    other = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    service.set_cell(other, 1, 1, "5")
    asked = time.monotonic()
    assert _die(service, "workbook/open", path=str(hangs)) == 1
    # The watchdog starts the next one at once, and the request, which may be repeated, is sent again.
    service = start(POISONED, LIFEBOUND_EXCEL_DEADLINE_SECONDS="1")
    info = service.call("workbook/open", path=str(hangs))
    service.wait_for_log("did not come back by its deadline")
    service.wait_for_log("in _hang")
    after_deadline = time.monotonic() - asked - 1
    assert after_deadline < 15
    print(f"read-only view {after_deadline:.1f} s after the deadline")
    assert "in time" in info["readOnly"]
    assert (info["quarantined"], service.text(info["id"], 1, 1)) == (1, "hangs")
    assert service.text(other, 1, 2) == "10"
    # Closed and opened again it does not hang again; where the engine comes through it can be edited.
    service.call("workbook/close", workbook=info["id"], discard=False)
    again = service.call("workbook/open", path=str(hangs))
    assert again["readOnly"] is not None
    service.kill()
    service = start()
    assert service.call("workbook/info", workbook=again["id"])["readOnly"] is not None
    [entry] = service.call("quarantine/list", workbook=again["id"])["operations"]
    assert (entry["kind"], entry["place"]) == ("load", "hangs.xlsx")
    service.call("quarantine/retry", workbook=again["id"], key=entry["key"])
    assert service.call("workbook/info", workbook=again["id"])["readOnly"] is None
    service.set_cell(again["id"], 1, 2, "1")
