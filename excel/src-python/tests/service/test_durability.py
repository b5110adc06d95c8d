"""SIGKILL alone can't show that what was acknowledged survives a power cut: what was synced before each answer can."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from tests.conftest import StartService
from tests.support.service_process import MAIN, CallFailed
from tests.support.strace import Call, read_calls, traced, why_no_strace
from tests.support.workbooks import write_numbers

pytestmark = pytest.mark.skipif(why_no_strace() is not None, reason=str(why_no_strace()))

CALLS = "write,pwrite64,fsync,fdatasync,rename,renameat,renameat2"
_WRITES, _SYNCS = {"write", "pwrite64"}, {"fsync", "fdatasync"}
_ANSWER = re.compile(rb'^\{"jsonrpc":"2\.0","id":(\d+),"(?:result|error)')


def _answers(log: Path) -> dict[int, list[Call]]:
    """Answer's id → the calls since the answer before."""
    found: dict[int, list[Call]] = {}
    calls: list[Call] = []
    for call in read_calls(log):
        if call.name == "write" and call.texts and (match := _ANSWER.match(call.texts[0])):
            found[int(match[1])] = calls
            calls = []
        else:
            calls.append(call)
    return found


def _unsynced(calls: list[Call], name: str) -> tuple[int, int]:
    """How often files of that name were synced, and how many writes to them were not."""
    synced, open_writes = 0, 0
    for call in calls:
        if name not in call.path:
            continue
        if call.name in _WRITES:
            open_writes += 1
        elif call.name in _SYNCS:
            synced += 1
            open_writes = 0
    return synced, open_writes


def test_journal_is_synced_before_each_acknowledgement(start: StartService, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    service = start(traced([sys.executable, str(MAIN)], log, CALLS))
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    edits, reads = [], []
    for number in range(5):
        sent = [{"sheet": 0, "row": number + 1, "column": 1, "input": str(number)}]
        edits.append(service.ask("cells/set", workbook=book, key=f"k{number}", edits=sent))
        reads.append(service.ask("cell/get", workbook=book, sheet=0, row=1, column=1))
    edits.append(service.ask("workbook/undo", workbook=book, key="undo"))
    operation = {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1}
    edits.append(service.ask("workbook/apply", workbook=book, key="insert", operation=operation))
    service.call("workbook/info", workbook=book)
    assert service.end() == 0
    answers = _answers(log)
    assert {*edits, *reads} <= set(answers)
    for edit in edits:
        synced, left = _unsynced(answers[edit], "journal.sqlite-wal")
        assert synced >= 2, f"the journal was synced {synced} times before answer {edit}"
        assert left == 0, f"{left} writes to the journal were not synced before answer {edit}"
    # The test can fail: what only reads syncs nothing.
    assert {_unsynced(answers[read], "journal.sqlite-wal")[0] for read in reads} == {0}


def test_file_is_synced_before_it_takes_its_place_and_the_folder_after(start: StartService, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    path = write_numbers(folder / "a.xlsx")
    log = tmp_path / "calls"
    service = start(traced([sys.executable, str(MAIN)], log, CALLS))
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    saved = service.ask("workbook/save", workbook=book)
    service.call("workbook/info", workbook=book)
    assert service.end() == 0
    calls = _answers(log)[saved]
    [renamed] = [
        index for index, call in enumerate(calls) if "rename" in call.name and str(path).encode() in call.texts
    ]
    assert _unsynced(calls[:renamed], ".lifebound-")[0] == 1
    assert _unsynced(calls[:renamed], ".lifebound-")[1] == 0
    # Before the replacement the journal knows of it, after it the folder is synced, and then it is told.
    assert _unsynced(calls[:renamed], "journal.sqlite-wal")[1] == 0
    synced = [call.path for call in calls[renamed:] if call.name in _SYNCS]
    assert synced[0] == str(folder)
    assert synced[-1].endswith("journal.sqlite-wal")


def test_sync_that_fails_is_no_acknowledgement(start: StartService, tmp_path: Path) -> None:
    inject = [
        "-f",
        "-q",
        "-o",
        str(tmp_path / "calls"),
        "-e",
        "trace=fdatasync",
        "-e",
        "inject=fdatasync:error=EIO:when=15+",
    ]
    service = start(["strace", *inject, sys.executable, str(MAIN)])
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    acknowledged, code = 0, None
    while code is None and acknowledged < 50:
        try:
            service.set_cell(book, acknowledged + 5, 1, str(acknowledged))
            acknowledged += 1
        except CallFailed as failure:
            code = failure.code
    assert code == "JOURNAL_FAILED"
    assert 0 < acknowledged < 50
    # It is shown as not done, also when the page that could not be synced is on the disk after all.
    assert service.text(book, acknowledged + 5, 1) == ""
    service.kill()
    service = start()
    assert service.call("workbook/info", workbook=book)["recoveredEdits"] == acknowledged
    assert service.text(book, acknowledged + 4, 1) == str(acknowledged - 1)
