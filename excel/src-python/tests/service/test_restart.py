"""SIGKILL at any moment: every acknowledged edit is there, once, in order."""

from __future__ import annotations

import uuid
from pathlib import Path

from tests.conftest import StartService
from tests.support.workbooks import write_numbers


def test_killed_between_edits(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    keys = []
    for number in range(12):
        key = str(uuid.uuid4())
        edits = [{"sheet": 0, "row": number + 5, "column": 1, "input": f"={number}+A{number + 4}"}]
        service.call("cells/set", workbook=book, key=key, edits=edits)
        keys.append((key, edits))
        if number % 4 == 3:
            service.kill()
            service = start()
            # Known without being opened again; a client that lost its answers sends again.
            for sent_key, sent in keys:
                again = service.call("cells/set", workbook=book, key=sent_key, edits=sent)
                assert again["repeated"] is True
            assert again["revision"] == number + 1
    [info] = service.call("workbook/list")["workbooks"]
    assert (info["id"], info["revision"], info["recoveredEdits"], info["dirty"]) == (book, 12, 12, True)
    assert [service.text(book, row, 1) for row in (1, 4, 5, 6, 16)] == ["1", "", "0", "1", "66"]
    for _ in range(12):
        changed = service.undo(book)
    assert (changed["canUndo"], changed["dirty"]) == (False, False)
    assert service.text(book, 16, 1) == ""


def test_undone_edits_can_be_redone_after_a_restart(start: StartService) -> None:
    service = start()
    book = service.call("workbook/new")["id"]
    for text in ("$1", "2", "'003", "=1+1"):
        service.set_cell(book, 1, 1, text)
    service.undo(book)
    service.undo(book)
    service.undo(book)
    service.kill()
    service = start()
    shown = [service.text(book, 1, 1)]
    for _ in range(3):
        info = service.redo(book)
        shown.append(service.text(book, 1, 1))
    assert shown == ["$1", "$2", "003", "$2"]
    assert info["canRedo"] is False
    service.undo(book)
    service.set_cell(book, 2, 2, "new")
    service.kill()
    service = start()
    assert service.redo(book)["canRedo"] is False
    assert [service.text(book, 1, 1), service.text(book, 2, 2)] == ["003", "new"]


def test_killed_with_a_request_in_flight(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    sent = {"workbook": book, "key": "in-flight", "edits": [{"sheet": 0, "row": 1, "column": 1, "input": "41"}]}
    for _ in range(6):
        service.ask("cells/set", **sent)
        service.kill()
        service = start()
    # A kill in the middle leaves it as tried, and an edit that was tried twice in vain is set aside; all else is whole.
    assert service.call("workbook/info", workbook=book)["revision"] in (0, 1, 2)
    sent["key"] = "afterwards"
    service.call("cells/set", **sent)
    assert service.text(book, 1, 2) == "46"


def test_untitled_and_several_workbooks_come_back_in_order(start: StartService, tmp_path: Path) -> None:
    service = start()
    first = service.call("workbook/new")["id"]
    second = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    service.set_cell(first, 1, 1, "draft")
    service.kill()
    service = start()
    infos = service.call("workbook/list")["workbooks"]
    assert [(info["id"], info["name"]) for info in infos] == [(first, "Untitled"), (second, "a.xlsx")]
    assert service.text(first, 1, 1) == "draft"


def test_original_is_not_needed_after_it_was_opened(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    service.kill()
    path.unlink()
    service = start()
    assert service.text(book, 1, 2) == "10"


def test_damaged_snapshot_is_replaced_by_the_original(start: StartService, tmp_path: Path, data: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    service.set_cell(book, 1, 1, "5")
    service.kill()
    snapshot = data / "workbooks" / book / "snapshot"
    snapshot.write_bytes(snapshot.read_bytes()[:-1] + b"?")
    service = start()
    assert service.text(book, 1, 2) == "10"


def test_damaged_journal_does_not_keep_others_from_coming_back(start: StartService, tmp_path: Path, data: Path) -> None:
    service = start()
    good = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    bad = service.call("workbook/new")["id"]
    service.kill()
    (data / "workbooks" / bad / "journal.sqlite").write_bytes(b"no database" * 100)
    service = start()
    assert [info["id"] for info in service.call("workbook/list")["workbooks"]] == [good]
    service.wait_for_log(f"{bad} can't be taken up")


def test_changed_file_is_opened_anew_unless_edits_wait(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    first = service.call("workbook/open", path=str(path))["id"]
    service.kill()
    write_numbers(path).write_bytes(path.read_bytes() + b"")
    service = start()
    path.write_bytes(path.read_bytes()[:-22] + path.read_bytes()[-22:-2] + b"\x01\x00!")
    second = service.call("workbook/open", path=str(path))["id"]
    assert second != first
    service.set_cell(second, 1, 1, "5")
    service.kill()
    write_numbers(path)
    service = start()
    assert service.call("workbook/open", path=str(path))["id"] == second


def test_second_service_leaves_the_first_ones_workbooks(start: StartService, tmp_path: Path) -> None:
    first = start()
    book = first.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))["id"]
    second = start()
    assert second.call("workbook/list") == {"workbooks": []}
    other = second.call("workbook/open", path=str(tmp_path / "a.xlsx"))["id"]
    assert other != book
    first.set_cell(book, 1, 1, "5")
    assert (first.text(book, 1, 2), second.text(other, 1, 2)) == ("10", "6")
