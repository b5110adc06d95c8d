"""Tables and arrays under inserted and deleted lines, as Excel does it, read by independent readers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.package.books import calamine_value
from tests.service.test_lines import inputs, lines
from tests.support.service_process import CallFailed, ServiceProcess


def make_table(path: Path, *, totals: bool = True) -> Path:
    """B2:E6 (B2:E5 without totals): Item, Price, Count, Sum; what refers to it on another sheet and in names."""
    with xlsxwriter.Workbook(path) as workbook:
        data, other = workbook.add_worksheet("Data"), workbook.add_worksheet("Other")
        columns = [
            {"header": "Item", "total_string": "All"},
            {"header": "Price"},
            {"header": "Count"},
            {
                "header": "Sum",
                "formula": "=Sales[[#This Row],[Price]]*Sales[[#This Row],[Count]]",
                "total_function": "sum",
            },
        ]
        rows = [["a", 2, 3, 6], ["b", 5, 7, 35], ["c", 11, 13, 143]]
        options = {"name": "Sales", "columns": columns, "data": rows, "total_row": totals}
        data.add_table(1, 1, 5 if totals else 4, 4, options)
        for row, values in enumerate(rows, 2):
            data.write_formula(row, 4, "=Sales[[#This Row],[Price]]*Sales[[#This Row],[Count]]", None, values[3])
        if totals:
            data.write_formula("E6", "=SUBTOTAL(109,Sales[Sum])", None, 184)
        data.write_formula("H1", "=SUM(Sales[[Price]:[Sum]])", None, 225)
        other.write_formula("A1", "=SUM(Sales[Count])", None, 23)
        other.write_formula("A2", "=SUM(Sales[Sum])", None, 184)
        other.write_formula("A3", "=ROWS(Sales)", None, 3)
        other.write_formula("A4", "=SUM(Data!C3:C5)", None, 18)
        workbook.define_name("counts", "=Sales[Count]")
    return path


def saved_table(service: ServiceProcess, book: str, path: Path) -> Any:
    service.call("workbook/save", workbook=book)
    [table] = openpyxl.load_workbook(path)["Data"].tables.values()
    return table


def test_a_column_inserted_in_a_table_gets_a_name_and_a_header(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("insertColumns", 4, 2))
    assert inputs(service, book, 0, (2, 3), (2, 4), (2, 5), (2, 6)) == ["Price", "Column1", "Column2", "Count"]
    assert [service.text(book, row, 1, sheet=1) for row in (1, 2, 3, 4)] == ["23", "184", "3", "18"]
    table = saved_table(service, book, path)
    assert (table.ref, table.autoFilter.ref) == ("B2:G6", "B2:G5")
    assert [column.name for column in table.tableColumns] == ["Item", "Price", "Column1", "Column2", "Count", "Sum"]
    assert len({column.id for column in table.tableColumns}) == 6
    assert (
        table.tableColumns[5].calculatedColumnFormula.attr_text
        == "Sales[[#This Row],[Price]]*Sales[[#This Row],[Count]]"
    )
    assert [calamine_value(path, 0, 2, column) for column in (4, 5)] == ["Column1", "Column2"]
    # At its left edge it moves as a whole.
    service.apply(book, lines("insertColumns", 2))
    assert saved_table(service, book, path).ref == "C2:H6"
    service.undo(book)
    service.undo(book)
    table = saved_table(service, book, path)
    assert (table.ref, [column.name for column in table.tableColumns]) == ("B2:E6", ["Item", "Price", "Count", "Sum"])


def test_a_deleted_column_of_a_table_is_gone_from_what_refers_to_it(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("deleteColumns", 4))
    assert inputs(service, book, 1, (1, 1), (2, 1)) == ["=SUM(#REF!)", "=SUM(Data!$D$3:$D$5)"]
    service.apply(book, lines("deleteColumns", 4))
    table = saved_table(service, book, path)
    assert (table.ref, [column.name for column in table.tableColumns]) == ("B2:C6", ["Item", "Price"])
    saved = openpyxl.load_workbook(path)
    assert saved["Data"]["F1"].value == "=SUM(Sales[[Price]:[Price]])"
    assert saved["Other"]["A2"].value == "=SUM(#REF!)"
    assert saved.defined_names["counts"].attr_text == "#REF!"


def test_rows_inserted_in_a_table_are_computed_as_the_others(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("insertRows", 4))
    service.set_cell(book, 4, 3, "10")
    service.set_cell(book, 4, 4, "10")
    assert service.text(book, 4, 5) == "100"
    assert service.text(book, 2, 1, sheet=1) == "284"
    # Right below the header, and right above the totals.
    service.apply(book, lines("insertRows", 3))
    service.apply(book, lines("insertRows", 7))
    table = saved_table(service, book, path)
    assert table.ref == "B2:E9"
    assert calamine_value(path, 0, 3, 5) == 0
    found = openpyxl.load_workbook(path)["Data"]
    assert {found.cell(row, 5).value for row in range(3, 9)} == {
        "=Sales[[#This Row],[Price]]*Sales[[#This Row],[Count]]"
    }
    assert calamine_value(path, 0, 4, 5) == 6


def test_header_totals_and_all_of_a_table_can_be_deleted(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("deleteRows", 6))
    table = saved_table(service, book, path)
    assert (table.ref, table.totalsRowCount, table.autoFilter.ref) == ("B2:E5", None, "B2:E5")
    service.apply(book, lines("deleteRows", 2))
    table = saved_table(service, book, path)
    assert (table.ref, table.headerRowCount, table.autoFilter) == ("B2:E4", 0, None)


def test_a_table_goes_with_its_rows(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    with pytest.raises(CallFailed, match="lose all of its rows") as failed:
        service.apply(book, lines("deleteRows", 3, 3))
    assert failed.value.code == "STRUCTURE_REFUSED"
    service.apply(book, lines("deleteRows", 2, 5))
    assert inputs(service, book, 1, (1, 1), (3, 1), (4, 1)) == ["=SUM(#REF!)", "=ROWS(#REF!)", "=SUM(#REF!)"]
    service.call("workbook/save", workbook=book)
    assert openpyxl.load_workbook(path)["Data"].tables == {}
    service.undo(book)
    assert saved_table(service, book, path).ref == "B2:E6"


def test_lines_in_a_spill_leave_it_whole(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "spill.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_column("A1", [3, 1, 2])
        sheet.write_dynamic_array_formula("C1:C3", "=SORT(A1:A3)", None, 1)
        sheet.write_column("C2", [2, 3])
        sheet.write("D3", "right of it")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, lines("insertRows", 3))
    assert [service.text(book, row, 3) for row in (1, 2, 3, 4, 5)] == ["1", "2", "3", "0", ""]
    service.apply(book, lines("deleteRows", 3))
    assert [service.text(book, row, 3) for row in (1, 2, 3, 4)] == ["1", "2", "3", ""]
    service.call("workbook/save", workbook=book)
    assert [calamine_value(path, 0, row, 3) for row in (1, 2, 3)] == [1, 2, 3]
    assert openpyxl.load_workbook(path).active["C1"].value.ref == "C1:C3"
    assert openpyxl.load_workbook(path).active["D3"].value == "right of it"
