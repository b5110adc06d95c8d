"""How often a large workbook is gone through: a row inserted, and an edit after a restart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.save_and_die import Host
from tests.support.workbooks import write_numbers

from app.engine.ironcalc_engine import IronCalcEngine
from app.journal.history import Edit
from app.operations.lines import plan_lines
from app.package import change, self_check, sheet_scan
from app.package.zip_writer import ZipWriter
from app.workbook.folder import DataDirectory
from app.workbook.registry import Workbooks
from app.workbook.workbook import Workbook


@pytest.fixture
def workbook(tmp_path: Path) -> Iterator[Workbook]:
    opened = Workbooks(DataDirectory(tmp_path / "data"), Host())
    yield opened.open(write_numbers(tmp_path / "a.xlsx"))
    opened.release()


@pytest.fixture
def counts(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Calls, from when the workbook is open."""
    assert workbook.is_loaded
    counted: Counter[str] = Counter()

    def count(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def call(*args: object, **named: object) -> object:
            counted[name] += 1
            return real(*args, **named)

        monkeypatch.setattr(owner, name, call)

    for name in ("evaluate", "differing_cells", "compare", "to_bytes"):
        count(IronCalcEngine, name)
    for name in ("load", "from_bytes"):
        count(IronCalcEngine, name)
    count(change, "patch_sheet")
    count(self_check, "check_xml")
    count(sheet_scan, "scan_blocks")
    count(ZipWriter, "replace")
    return counted


def _insert(workbook: Workbook) -> None:
    given = {"kind": "insertRows", "sheet": 0, "row": 2, "count": 1}
    workbook.apply("insert", lambda engine, path: plan_lines(engine, given, path))


def test_a_row_inserted(workbook: Workbook, counts: Counter[str]) -> None:
    _insert(workbook)
    assert counts["load"] == counts["evaluate"] == 1
    # The image tells that no value differs: nothing is compared, patched or read again.
    assert counts["from_bytes"] == counts["compare"] == counts["patch_sheet"] == counts["scan_blocks"] == 0
    # Written twice at most: the two sheets and what is around them, then the workbook's part with its mark.
    assert counts["replace"] <= 4
    assert workbook.engine.value(0, 1, 2) == 6.0


def test_a_row_inserted_after_an_edit(workbook: Workbook, counts: Counter[str]) -> None:
    workbook.set_cells("k", (Edit(0, 1, 1, "11"),))
    counts.clear()
    _insert(workbook)
    assert counts["load"] == counts["evaluate"] == 1
    # The snapshot of the base, and the image before the evaluation.
    assert counts["from_bytes"] <= 2
    assert counts["compare"] <= 1
    assert workbook.engine.value(0, 1, 2) == 16.0


def test_an_edit_evaluates_once(workbook: Workbook, counts: Counter[str]) -> None:
    workbook.set_cells("k", tuple(Edit(0, row, 3, str(row)) for row in range(1, 50)))
    assert counts == {"evaluate": 1}
