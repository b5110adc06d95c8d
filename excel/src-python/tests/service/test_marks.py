"""Functions that the engine can't compute as Excel does: what is shown and saved before and after an edit."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import ServiceProcess
from tests.support.workbooks import rewrite

# The ten that fail first in real workbooks (docs/corpus.md). The file's values are not the engine's, for sure.
FORMULAS = (
    'TEXT(A1,"[h]:mm")', "SUMIF(A1:A3,\">1\")", "SROUND(A1,2)", "SUBTOTAL(9,A1:A3)", "BESSELY(A1,1)",
    "CONCATENATE(A1,A2)", "BESSELJ(A1,1)", "AGGREGATE(9,6,A1:A3)", "FORMULATEXT(A1)", "NPV(A1,A2:A3)",
    "B5+1", "INDEX(A1:A3,1)",
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "marks.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_column("A1", (1.5, 2, 3))
        for row, formula in enumerate(FORMULAS):
            sheet.write_formula(row, 1, f"={formula}", None, 7000.5 + row)
    return path


def shown(service: ServiceProcess, book: str, top: int = 1) -> list[dict[str, Any]]:
    area = {"top": top, "left": 2, "rows": len(FORMULAS), "columns": 1}
    return service.call("sheet/window", workbook=book, sheet=0, **area)["cells"]


def marks(cells: list[dict[str, Any]]) -> list[tuple[bool, bool]]:
    return [(cell.get("cached", False), cell.get("stale", False)) for cell in cells]


def stored(path: Path) -> list[str | None]:
    """The values of column B."""
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r'<c r="B\d+"[^>]*?(?:/>|>(.*?)</c>)', xml)
    values = [re.search("<v>([^<]*)</v>", cell) for cell in cells]
    return [None if value is None else value[1] for value in values]


FROM_FILE, STALE = [(True, False)] * len(FORMULAS), [(False, True)] * len(FORMULAS)
TEXTS = [str(7000.5 + row) for row in range(len(FORMULAS))]


def test_an_edit_upstream_takes_the_value_and_not_the_mark(service: ServiceProcess, path: Path) -> None:
    book = service.call("workbook/open", path=str(path))["id"]
    assert marks(shown(service, book)) == FROM_FILE
    assert [cell["text"] for cell in shown(service, book)] == TEXTS
    service.set_cell(book, 1, 1, "2.5")
    assert marks(shown(service, book)) == STALE
    assert not {cell["text"] for cell in shown(service, book)} & set(TEXTS)
    assert service.text(book, 8, 2) == shown(service, book)[7]["text"]
    service.call("workbook/save", workbook=book)
    assert stored(path) == [None] * len(FORMULAS)
    service.undo(book)
    assert marks(shown(service, book)) == FROM_FILE


def test_an_edit_elsewhere_leaves_them(service: ServiceProcess, path: Path) -> None:
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 20, 5, "1")
    # INDEX may refer to anything, as far as is known of a formula.
    assert marks(shown(service, book))[:-1] == FROM_FILE[:-1]
    service.call("workbook/save", workbook=book)
    assert stored(path)[:-1] == TEXTS[:-1]


def test_a_formula_that_is_typed_is_no_longer_the_files(service: ServiceProcess, path: Path) -> None:
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 8, 2, "=AGGREGATE(1,6,A1:A3)")
    cell = shown(service, book)[7]
    assert "cached" not in cell
    assert "stale" not in cell
    assert cell["kind"] == "error"


def test_over_a_change_of_structure_a_kill_and_another_edit(start: StartService, path: Path) -> None:
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 1, "2.5")
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1})
    assert marks(shown(service, book, top=2)) == STALE
    service.kill()
    service = start()
    assert marks(shown(service, book, top=2)) == STALE
    service.set_cell(book, 3, 1, "4.5")
    service.apply(book, {"kind": "renameSheet", "sheet": 0, "name": "New"})
    service.set_cell(book, 4, 1, "5.5")
    assert marks(shown(service, book, top=2)) == STALE
    service.call("workbook/save", workbook=book)
    assert stored(path) == [None] * len(FORMULAS)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """B4:B6 is what B3 would be with A4, A5, A6 in the place of A1: a data table, which the engine has no idea of."""
    plain, path = tmp_path / "plain.xlsx", tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_column("A1", (1, 2))
        sheet.write_formula("B3", "=A1*A2", None, 2)
        sheet.write_column("A4", (10, 20, 30))
        sheet.write_column("B4", (20, 40, 60))
    formula = b'<c r="B4"><f t="dataTable" ref="B4:B6" dt2D="0" dtr="0" r1="A1"/><v>20</v></c>'
    return rewrite(plain, path, lambda _, body: body.replace(b'<c r="B4"><v>20</v></c>', formula))


def test_a_data_table_is_marked(service: ServiceProcess, table: Path) -> None:
    book = service.call("workbook/open", path=str(table))["id"]

    def cells(top: int) -> list[dict[str, Any]]:
        area = {"top": top, "left": 2, "rows": 3, "columns": 1}
        return service.call("sheet/window", workbook=book, sheet=0, **area)["cells"]

    assert [cell["text"] for cell in cells(4)] == ["20", "40", "60"]
    assert marks(cells(4)) == [(True, False)] * 3
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1})
    assert marks(cells(5)) == [(True, False)] * 3
    service.set_cell(book, 3, 1, "3")
    assert marks(cells(5)) == [(False, True)] * 3
    service.apply(book, {"kind": "insertColumns", "sheet": 0, "column": 5, "count": 1})
    assert marks(cells(5)) == [(False, True)] * 3
    service.call("workbook/save", workbook=book)
    assert stored(table) == ["3", None, None, None]


def test_what_is_copied_and_exported_is_what_is_shown(service: ServiceProcess, path: Path, tmp_path: Path) -> None:
    book = service.call("workbook/open", path=str(path))["id"]
    area = {"sheet": 0, "top": 8, "left": 2, "rows": 1, "columns": 1}

    def given() -> list[str]:
        copied = service.call("range/copy", workbook=book, range=area)["tsv"]
        target = tmp_path / "out.csv"
        service.call("workbook/exportCsv", workbook=book, path=str(target), sheet=0, overwrite=True)
        return [copied, target.read_text("utf-8-sig").splitlines()[7].split(",")[1]]

    assert given() == ["7007.5", "7007.5"]
    service.set_cell(book, 1, 1, "4")
    assert given() == ["#NAME?", "#NAME?"]
