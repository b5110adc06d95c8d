"""After the app's own end: what was open is offered, beside what is on the disk."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import StartService
from tests.support.service_process import CallFailed
from tests.support.workbooks import write_numbers


def _entries(service: Any) -> list[tuple[object, ...]]:
    listed = service.call("recovery/list")["entries"]
    return [(entry["id"], entry["name"], entry["edits"], entry["file"], entry["state"]) for entry in listed]


def test_next_start_offers_what_was_open(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    book = service.call("workbook/open", path=str(path))["id"]
    draft = service.call("workbook/new")["id"]
    clean = service.call("workbook/open", path=str(write_numbers(tmp_path / "clean.xlsx")))["id"]
    service.set_cell(draft, 1, 1, "draft")
    service.set_cell(book, 1, 1, "41")
    service.kill()
    # The same app's next backend has all, another app's none.
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    assert {info["id"] for info in service.call("workbook/list")["workbooks"]} == {book, draft, clean}
    assert _entries(service) == []
    service.kill()
    service = start(LIFEBOUND_EXCEL_SESSION="second")
    assert service.call("workbook/list")["workbooks"] == []
    assert _entries(service) == [
        (book, "a.xlsx", 1, "same", "interrupted"), (draft, "Untitled", 1, "unsaved", "interrupted"),
    ]  # fmt: skip
    # Side by side: the file as it is, and the edits.
    on_disk = service.call("workbook/open", path=str(path))["id"]
    assert on_disk != book
    info = service.call("recovery/open", id=book)
    assert (info["recoveredEdits"], info["dirty"], info["path"]) == (1, True, str(path))
    assert [service.text(one, 1, 2) for one in (on_disk, book)] == ["6", "46"]
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/save", workbook=book)
    assert failure.value.code == "FILE_EXISTS"
    service.call("workbook/close", workbook=on_disk, discard=False)
    service.call("workbook/save", workbook=book)
    assert service.call("workbook/open", path=str(path))["id"] == book
    # A backend of the second app takes up what it recovered.
    service.kill()
    service = start(LIFEBOUND_EXCEL_SESSION="second")
    assert [info["id"] for info in service.call("workbook/list")["workbooks"]] == [book]
    service.call("recovery/discard", id=draft)
    assert _entries(service) == []


def test_file_beside_the_edits(start: StartService, tmp_path: Path) -> None:
    books = {}
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    for name in ("changed", "gone"):
        books[name] = service.call("workbook/open", path=str(write_numbers(tmp_path / f"{name}.xlsx")))["id"]
        service.set_cell(books[name], 1, 1, "5")
    service.kill()
    with (tmp_path / "changed.xlsx").open("ab") as file:
        file.write(b"\0")
    (tmp_path / "gone.xlsx").unlink()
    service = start(LIFEBOUND_EXCEL_SESSION="second")
    assert {entry[0]: entry[3] for entry in _entries(service)} == {books["changed"]: "changed", books["gone"]: "gone"}
    for book in books.values():
        service.call("recovery/open", id=book)
        assert service.text(book, 1, 2) == "10"
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/save", workbook=books["changed"])
    assert failure.value.code == "CHANGED_ON_DISK"
    service.call("workbook/save", workbook=books["gone"])
    assert (tmp_path / "gone.xlsx").exists()


def test_closed_without_saving_is_kept_some_days(start: StartService, data: Path) -> None:
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    draft = service.call("workbook/new")["id"]
    service.set_cell(draft, 1, 1, "draft")
    service.call("workbook/close", workbook=draft, discard=True)
    assert _entries(service) == [(draft, "Untitled", 1, "unsaved", "closed")]
    service.call("recovery/open", id=draft)
    assert (service.text(draft, 1, 1), _entries(service)) == ("draft", [])
    service.call("workbook/close", workbook=draft, discard=True)
    assert service.call("settings/get") == {"autosaveSeconds": 0, "keepRecoveryDays": 14}
    service.call("settings/set", settings={"autosaveSeconds": 0, "keepRecoveryDays": 3})
    long_ago = time.time() - 3 * 86_400 - 60
    os.utime(data / "closed" / draft, (long_ago, long_ago))
    assert _entries(service) == []
    assert list((data / "closed").iterdir()) == []


def test_recovery_switched_off(start: StartService, tmp_path: Path, data: Path) -> None:
    path = write_numbers(tmp_path / "secret.xlsx")
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    book = service.call("workbook/open", path=str(path))["id"]
    assert service.call("workbook/setRecovery", workbook=book, enabled=False)["recovery"] is False
    service.set_cell(book, 1, 1, "5")
    # A backend's end is survived as ever.
    service.kill()
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    assert service.text(book, 1, 2) == "10"
    # The app's is not: neither in good order …
    assert service.end() == 0
    assert list((data / "workbooks").iterdir()) == []
    service = start(LIFEBOUND_EXCEL_SESSION="second")
    book = service.call("workbook/open", path=str(path))
    assert book["recovery"] is False
    service.set_cell(book["id"], 1, 1, "5")
    service.kill()
    # … nor by a kill, from the next start on.
    service = start(LIFEBOUND_EXCEL_SESSION="third")
    assert _entries(service) == []
    assert list((data / "workbooks").iterdir()) == []
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    service.call("workbook/close", workbook=book, discard=True)
    assert _entries(service) == []


def test_two_apps_leave_each_other_alone(start: StartService, tmp_path: Path) -> None:
    first = start(LIFEBOUND_EXCEL_SESSION="first")
    book = first.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    first.set_cell(book, 1, 1, "5")
    second = start(LIFEBOUND_EXCEL_SESSION="second")
    assert second.call("workbook/list")["workbooks"] == []
    assert _entries(second) == []
    for method in ("recovery/open", "recovery/discard"):
        with pytest.raises(CallFailed) as failure:
            second.call(method, id=book)
        assert failure.value.code == "UNKNOWN_WORKBOOK"
    # The holder is dead: its lock is free, and whoever comes first has it.
    first.kill()
    assert [entry[0] for entry in _entries(second)] == [book]
    second.call("recovery/open", id=book)
    first = start(LIFEBOUND_EXCEL_SESSION="first")
    assert first.call("workbook/list")["workbooks"] == []
    assert second.text(book, 1, 2) == "10"


def test_private_to_the_user(start: StartService, tmp_path: Path, data: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    service.set_cell(book, 1, 1, "5")
    service.call("settings/set", settings={"autosaveSeconds": 0, "keepRecoveryDays": 14})
    modes = {(path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (data, *data.rglob("*"))}
    assert modes == {(True, 0o700), (False, 0o600)}
