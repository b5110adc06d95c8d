"""Owner files: who has a workbook open, across programs."""

from __future__ import annotations

import socket
import stat
from pathlib import Path

import pytest
from tests.conftest import StartService
from tests.support.service_process import CallFailed
from tests.support.workbooks import write_numbers


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return write_numbers(folder / "budget 2026.xlsx")


def _beside(path: Path) -> list[str]:
    return sorted(other.name for other in path.parent.iterdir() if other != path)


OURS = [".~lock.budget 2026.xlsx#", "~$budget 2026.xlsx"]


def test_written_while_open_and_removed_at_close(start: StartService, path: Path, tmp_path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(path))
    assert (_beside(path), book["owner"]) == (OURS, None)
    fields = (path.parent / OURS[0]).read_text().split(",")
    assert fields[2] == socket.gethostname()
    excel = (path.parent / OURS[1]).read_bytes()
    user = excel[57 : 57 + 2 * excel[55]].decode("utf-16-le")
    assert (excel[0], excel[1 : 1 + excel[0]].decode(), user) == (len(fields[1]), fields[1], fields[1])
    # Another app sees whose it is, may read, and not save in place.
    other = start(LIFEBOUND_EXCEL_DATA=str(tmp_path / "other"))
    seen = other.call("workbook/open", path=str(path))
    assert (seen["owner"]["user"], seen["owner"]["host"], seen["owner"]["stale"]) == (fields[1], fields[2], False)
    other.set_cell(seen["id"], 1, 1, "5")
    with pytest.raises(CallFailed) as failure:
        other.call("workbook/save", workbook=seen["id"])
    assert failure.value.code == "FILE_IN_USE"
    # The save keeps them, the close takes them away, and the other one may save.
    service.set_cell(book["id"], 2, 1, "5")
    service.call("workbook/save", workbook=book["id"])
    assert _beside(path) == OURS
    service.call("workbook/close", workbook=book["id"], discard=False)
    assert _beside(path) == []
    assert other.call("workbook/info", workbook=seen["id"])["owner"] is None
    with pytest.raises(CallFailed) as failure:
        other.call("workbook/save", workbook=seen["id"])
    assert failure.value.code == "CHANGED_ON_DISK"


def test_left_by_a_killed_app_and_taken_over(start: StartService, path: Path) -> None:
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    service.call("workbook/open", path=str(path))
    service.kill()
    assert _beside(path) == OURS
    service = start(LIFEBOUND_EXCEL_SESSION="second")
    book = service.call("workbook/open", path=str(path))
    assert book["owner"] is None
    assert service.end() == 0
    assert _beside(path) == []


def test_recovered_edits_beside_their_own_file(start: StartService, path: Path) -> None:
    service = start(LIFEBOUND_EXCEL_SESSION="first")
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "5")
    service.kill()
    service = start(LIFEBOUND_EXCEL_SESSION="second")
    assert service.call("recovery/open", id=book)["owner"] is None
    on_disk = service.call("workbook/open", path=str(path))
    assert (on_disk["id"] != book, on_disk["owner"]) == (True, None)
    service.call("workbook/close", workbook=on_disk["id"], discard=False)
    service.call("workbook/save", workbook=book)
    assert _beside(path) == OURS
    service.call("workbook/close", workbook=book, discard=False)
    assert _beside(path) == []


def test_of_other_programs(start: StartService, path: Path) -> None:
    lock = path.with_name(OURS[0])
    lock.write_text(",Ann,some-laptop,24.11.2026 10:30,file:///home/ann/.config/libreoffice/4;")
    service = start()
    info = service.call("workbook/open", path=str(path))
    assert info["owner"]["user"] == "Ann"
    assert info["owner"]["since"].startswith("2026-11-24T10:30")
    assert "Lifebound" not in lock.read_text()
    service.set_cell(info["id"], 1, 1, "5")
    with pytest.raises(CallFailed, match="Ann on some-laptop") as failure:
        service.call("workbook/save", workbook=info["id"])
    assert failure.value.code == "FILE_IN_USE"
    assert service.call("workbook/takeOver", workbook=info["id"])["owner"] is None
    service.call("workbook/save", workbook=info["id"])
    service.call("workbook/close", workbook=info["id"], discard=False)
    # Excel's, of a name and no host.
    excel = path.with_name(OURS[1])
    excel.write_bytes(b"\3Bob".ljust(55) + b"\3\0" + "Bob".encode("utf-16-le").ljust(108))
    info = service.call("workbook/open", path=str(path))
    assert (info["owner"]["user"], info["owner"]["host"]) == ("Bob", "")
    # Whoever has it closes it: nothing is in the way any more.
    excel.unlink()
    assert service.call("workbook/info", workbook=info["id"])["owner"] is None


def test_closed_folder_has_none_and_is_no_hindrance(start: StartService, path: Path) -> None:
    path.parent.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        service = start()
        assert service.call("workbook/open", path=str(path))["owner"] is None
    finally:
        path.parent.chmod(0o700)
