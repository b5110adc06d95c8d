"""A shared formula whose first cell was typed over keeps its other cells when the file is changed."""

from __future__ import annotations

from pathlib import Path

from tests.package.books import make_package
from tests.service.test_lines import inputs, lines
from tests.support.service_process import ServiceProcess


def test_children_of_a_master_that_was_typed_over(service: ServiceProcess, tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1*2</f><v>2</v></c></row>'
    rows += "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><f t="shared" si="0"/><v>{row * 2}</v></c></row>'
        for row in (2, 3)
    )
    path = make_package(tmp_path / "shared.xlsx", rows)
    book = service.call("workbook/open", path=str(path))["id"]
    service.set_cell(book, 1, 2, "7")
    service.apply(book, lines("insertRows", 1))
    assert inputs(service, book, 0, (2, 2), (3, 2), (4, 2)) == ["7", "=A3*2", "=A4*2"]
