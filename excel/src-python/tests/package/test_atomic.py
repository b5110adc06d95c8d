"""A save is whole or it did not happen: full disks, kills, failed checks."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.package.books import given, make_package

from app.errors import ServiceError
from app.package import self_check
from app.package.atomic import replace_file, save_error
from app.package.save import save
from app.package.sheet_scan import ScannedCell

SOURCES = [str(Path(__file__).parents[2] / folder) for folder in ("src", ".")]
EDIT: Mapping[tuple[int, int, int], str] = {(0, 1, 1): "5"}
ROWS = '<row r="1"><c r="A1"><v>1</v></c></row>'


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def save_edit(source: Path, target: Path) -> None:
    save(source, target, EDIT, given({(1, 1): 1.0}), given({(1, 1): 5.0}))


def run_python(code: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(SOURCES)},
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_file_itself_can_be_the_target_and_keeps_its_mode(tmp_path: Path) -> None:
    source = make_package(tmp_path / "book.xlsx", ROWS)
    source.chmod(0o640)
    inode = source.stat().st_ino
    save_edit(source, source)
    assert stat.S_IMODE(source.stat().st_mode) == 0o640
    assert source.stat().st_ino != inode
    assert names(tmp_path) == ["book.xlsx"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = make_package(tmp_path / "real.xlsx", ROWS)
    link = tmp_path / "link.xlsx"
    link.symlink_to(real)
    old = real.read_bytes()
    save_edit(real, link)
    assert link.is_symlink()
    assert real.read_bytes() != old


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    """The limit on the size of files stands for the disk: writes fail in the middle."""
    source = make_package(tmp_path / "book.xlsx", ROWS, extra={"xl/media/big.bin": os.urandom(200_000)})
    old = source.read_bytes()
    code = """
        import resource, sys
        from pathlib import Path
        from app.errors import ServiceError
        from tests.package.test_atomic import save_edit
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            save_edit(Path(sys.argv[1]), Path(sys.argv[1]))
        except ServiceError as error:
            print(error.code)
    """
    with run_python(code, source) as process:
        output, _ = process.communicate(timeout=30)
    assert output == "DISK_FULL\n"
    assert source.read_bytes() == old
    assert names(tmp_path) == ["book.xlsx"]


def test_a_killed_save_leaves_the_old_file_and_the_next_one_clears_up(tmp_path: Path) -> None:
    source = make_package(tmp_path / "book.xlsx", ROWS)
    old = source.read_bytes()
    code = """
        import sys, time
        from pathlib import Path
        from app.package.atomic import replace_file
        with replace_file(Path(sys.argv[1])) as (temporary, file):
            file.write(b"half")
            file.flush()
            print("writing", flush=True)
            time.sleep(60)
    """
    with run_python(code, source) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        (left,) = (path for path in tmp_path.iterdir() if path != source)
        assert left.name.startswith(".book.xlsx.lifebound-")
        assert stat.S_IMODE(left.stat().st_mode) == 0o600
        # Another save at the same time leaves it alone.
        save_edit(source, tmp_path / "other.xlsx")
        with replace_file(source) as (_, file):
            file.write(old)
        assert left.exists()
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=30)
    assert source.read_bytes() == old
    save_edit(source, source)
    assert names(tmp_path) == ["book.xlsx", "other.xlsx"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "DISK_FULL"),
        (errno.EDQUOT, "DISK_FULL"),
        (errno.EACCES, "NO_PERMISSION"),
        (errno.EROFS, "NO_PERMISSION"),
        (errno.EIO, "SAVE_FAILED"),
    ],
)
def test_a_failure_has_its_code(tmp_path: Path, number: int, code: str) -> None:
    error = save_error(tmp_path / "book.xlsx", OSError(number, os.strerror(number)))
    assert error.code == code
    assert os.strerror(number) in error.message
    assert str(tmp_path) in error.message


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    source = make_package(tmp_path / "book.xlsx", ROWS)
    with pytest.raises(ServiceError) as caught:
        save_edit(source, tmp_path / "gone" / "saved.xlsx")
    assert caught.value.code == "SAVE_FAILED"


@pytest.mark.parametrize("wrong", ["value", "missing", "formula"])
def test_what_does_not_read_back_is_not_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    source = make_package(tmp_path / "book.xlsx", ROWS)
    old = source.read_bytes()

    def misread(_package: object, _part: str, on_cell: Callable[[ScannedCell], None], *_: object, **__: object) -> None:
        if wrong != "missing":
            formula = "1+1" if wrong == "formula" else ""
            on_cell(ScannedCell(1, 1, "n", "5" if formula else "4", bool(formula), formula, None, None))

    monkeypatch.setattr(self_check, "scan_cells", misread)
    with pytest.raises(ServiceError, match="was not saved") as caught:
        save_edit(source, source)
    assert caught.value.code == "SAVE_FAILED"
    assert source.read_bytes() == old
    assert names(tmp_path) == ["book.xlsx"]


@pytest.mark.parametrize(
    ("cell", "code"), [((1, 1, 1), "UNKNOWN_SHEET"), ((0, 0, 1), "OUT_OF_RANGE"), ((0, 1, 16_385), "OUT_OF_RANGE")]
)
def test_cells_that_are_not_there(tmp_path: Path, cell: tuple[int, int, int], code: str) -> None:
    source = make_package(tmp_path / "book.xlsx", ROWS)
    with pytest.raises(ServiceError) as caught:
        save(source, tmp_path / "saved.xlsx", {cell: "1"}, given({}), given({}))
    assert caught.value.code == code
    assert names(tmp_path) == ["book.xlsx"]
