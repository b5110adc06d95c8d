"""Cut, copied and filled cells take along what belongs to them: read by openpyxl after saving."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from tests.service.test_cell_operations import area
from tests.service.test_lines import inputs
from tests.service.test_tables import make_table
from tests.support.service_process import CallFailed, ServiceProcess

# openpyxl tells that it does not know sparklines.
pytestmark = pytest.mark.filterwarnings("ignore:.* extension is not supported")


def make_book(path: Path) -> Path:
    """A1:B4 with everything; C9 refers to it; Two is empty but for its own comment, Three quite."""
    with xlsxwriter.Workbook(path) as workbook:
        one, two = workbook.add_worksheet("One"), workbook.add_worksheet("Two")
        workbook.add_worksheet("Three")
        for row in range(4):
            one.write_row(row, 0, [row + 1, (row + 1) * 10])
        one.write_url("A1", "https://example.com/", string="link")
        one.write_url("B2", "internal:Two!A1", string="inner")
        one.write_comment("B1", "a note", {"author": "Ann"})
        one.data_validation("A1:A10", {"validate": "list", "source": ["x", "y"]})
        one.data_validation("B1:B4", {"validate": "custom", "value": "=B1>A1"})
        one.conditional_format(
            "A1:B4", {"type": "cell", "criteria": ">", "value": "$D$1", "format": workbook.add_format({"bold": True})}
        )
        one.conditional_format("B1:B4", {"type": "data_bar", "data_bar_2010": True})
        one.conditional_format("A1:B4", {"type": "formula", "criteria": "=A1>$B1"})
        one.add_sparkline("C1", {"range": "One!A1:B1"})
        one.merge_range("A3:B3", "merged")
        one.write_formula("C9", "=SUM(A1:B4)+A1", None, 0)
        two.write_comment("D4", "goes")
        two.write_comment("D9", "stays")
    return path


def validations(sheet: Any) -> dict[str, str]:
    return {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}


def rules(sheet: Any) -> dict[str, list[str]]:
    return {
        str(each.sqref): [rule.type + ":" + ",".join(rule.formula) for rule in each.rules]
        for each in sheet.conditional_formatting
    }


def links(sheet: Any) -> dict[str, str]:
    found = (cell.hyperlink for cell in sheet._cells.values() if cell.hyperlink)
    return {each.ref: each.target or each.location for each in found}


def notes(sheet: Any) -> dict[str, tuple[str, str]]:
    cells = sheet._cells.values()
    return {cell.coordinate: (cell.comment.text, cell.comment.author) for cell in cells if cell.comment}


def merged(sheet: Any) -> list[str]:
    return sorted(map(str, sheet.merged_cells.ranges))


def xml(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def priorities(sheet: Any) -> list[int]:
    return sorted(rule.priority for each in sheet.conditional_formatting for rule in each.rules)


def move(source: dict[str, int], row: int, column: int, sheet: int = 0) -> dict[str, Any]:
    return {"kind": "moveRange", "source": source, "to": {"sheet": sheet, "row": row, "column": column}}


def paste(source: dict[str, int], target: dict[str, int], what: str = "all", **more: Any) -> dict[str, Any]:
    return {"kind": "pasteRange", "source": source, "target": target, "what": what, **more}


@pytest.fixture
def opened(service: ServiceProcess, tmp_path: Path) -> tuple[str, Path]:
    path = make_book(tmp_path / "carry.xlsx")
    return service.call("workbook/open", path=str(path))["id"], path


def save(service: ServiceProcess, book: str, path: Path) -> Any:
    service.call("workbook/save", workbook=book)
    return openpyxl.load_workbook(path)


def test_cut_cells_take_all_along(service: ServiceProcess, opened: tuple[str, Path]) -> None:
    book, path = opened
    service.apply(book, move(area(1, 1, 4, 3), 11, 5))
    one = save(service, book, path)["One"]
    assert links(one) == {"E11": "https://example.com/", "F12": "Two!A1"}
    assert notes(one) == {"F11": ("a note", "Ann")}
    assert validations(one) == {"A5:A10": '"x,y"', "E11:E14": '"x,y"', "F11:F14": "F11>E11"}
    found = [(where, text) for where, texts in rules(one).items() for text in texts]
    assert sorted(found) == [
        ("E11:F14", "cellIs:$D$1"),
        ("E11:F14", "expression:E11>$F11"),
        ("F11:F14", "dataBar:"),
    ]
    assert merged(one) == ["E13:F13"]
    assert one["C9"].value == "=SUM(E11:F14)+E11"
    assert "<xm:sqref>G11</xm:sqref>" in xml(path, "xl/worksheets/sheet1.xml")
    assert "<x:Row>10</x:Row>" in xml(path, "xl/drawings/vmlDrawing1.vml")
    assert len(set(priorities(one))) == len(priorities(one))
    service.undo(book)
    one = save(service, book, path)["One"]
    assert (links(one), notes(one)) == ({"A1": "https://example.com/", "B2": "Two!A1"}, {"B1": ("a note", "Ann")})
    assert validations(one) == {"A1:A10": '"x,y"', "B1:B4": "B1>A1"}


@pytest.mark.parametrize("sheet", [1, 2])
def test_cut_to_another_sheet(service: ServiceProcess, opened: tuple[str, Path], sheet: int) -> None:
    book, path = opened
    service.apply(book, move(area(1, 1, 4, 3), 2, 2, sheet))
    saved = save(service, book, path)
    one, other = saved["One"], saved.worksheets[sheet]
    assert (links(one), notes(one), merged(one)) == ({}, {}, [])
    assert (rules(one), validations(one)) == ({}, {"A5:A10": '"x,y"'})
    assert links(other) == {"B2": "https://example.com/", "C3": "Two!A1"}
    assert notes(other) == {"C2": ("a note", "Ann")} | ({"D9": ("stays", "None")} if sheet == 1 else {})
    assert validations(other)["B2:B5"] == '"x,y"'
    assert validations(other)["C2:C5"] == f"{other.title}!C2>{other.title}!B2"
    assert sorted(text.split(":")[0] for texts in rules(other).values() for text in texts) == [
        "cellIs",
        "dataBar",
        "expression",
    ]
    assert merged(other) == ["B4:C4"]
    assert one["C9"].value == f"=SUM({other.title}!B2:C5)+{other.title}!B2"


def test_copied_cells_bring_all_along(service: ServiceProcess, opened: tuple[str, Path]) -> None:
    book, path = opened
    service.apply(book, paste(area(1, 1, 4, 3), area(11, 5, 8, 3)))
    one = save(service, book, path)["One"]
    assert links(one) == {
        **{"A1": "https://example.com/", "E11": "https://example.com/", "E15": "https://example.com/"},
        **{"B2": "Two!A1", "F12": "Two!A1", "F16": "Two!A1"},
    }
    assert set(notes(one)) == {"B1", "F11", "F15"}
    assert validations(one) == {"A1:A10 E11:E18": '"x,y"', "B1:B4 F11:F18": "B1>A1"}
    found = sorted((area, text) for area, texts in rules(one).items() for text in texts)
    assert ("F11:F18", "dataBar:") in found
    assert ("B1:B4", "dataBar:") in found
    assert merged(one) == ["A3:B3", "E13:F13", "E17:F17"]
    assert len(set(priorities(one))) == len(priorities(one))
    assert inputs(service, book, 0, (9, 3)) == ["=SUM(A1:B4)+A1"]
    # The same once more changes nothing of the rules.
    service.apply(book, paste(area(1, 1, 4, 3), area(11, 5, 8, 3)))
    again = save(service, book, path)["One"]
    assert validations(again) == validations(one)


def test_copied_to_a_sheet_that_has_no_notes_yet(service: ServiceProcess, opened: tuple[str, Path]) -> None:
    book, path = opened
    service.apply(book, paste(area(1, 1, 2, 2), area(3, 3, 1, 1, sheet=2), transpose=True))
    saved = save(service, book, path)
    assert notes(saved["Three"]) == {"C4": ("a note", "Ann")}
    assert links(saved["Three"]) == {"C3": "https://example.com/", "D4": "Two!A1"}
    assert notes(saved["One"]) == {"B1": ("a note", "Ann")}
    assert validations(saved["Three"]) == {"C3:D3": '"x,y"', "C4:D4": "C4>B4"}


def test_what_is_pasted_of_the_formats_or_values(service: ServiceProcess, opened: tuple[str, Path]) -> None:
    book, path = opened
    service.apply(book, paste(area(1, 1, 4, 2), area(11, 1, 1, 1), "formats"))
    service.apply(book, paste(area(1, 1, 2, 1), area(11, 9, 1, 1), "values"))
    service.apply(book, paste(area(9, 3, 1, 1), area(12, 9, 1, 1), "valuesAndFormats"))
    one = save(service, book, path)["One"]
    assert (set(links(one)), set(notes(one))) == ({"A1", "B2"}, {"B1"})
    assert set(validations(one)) == {"A1:A10", "B1:B4"}
    assert any("A11:B14" in each for each in rules(one))
    assert one["A11"].value is None
    assert (one["I11"].value, one["I12"].value) == ("link", "#VALUE!")


def test_pasted_arithmetic_and_blanks(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    rows = [["2", "", "=A1*3", "x"], ["5", "7", "1", "y"]]
    service.apply(book, {"kind": "pasteText", "at": {"sheet": 0, "row": 1, "column": 1}, "rows": rows})
    service.apply(book, paste(area(1, 1, 1, 4), area(2, 1, 1, 4), "all", arithmetic="add"))
    assert inputs(service, book, 0, (2, 1), (2, 2), (2, 3), (2, 4)) == ["7", "7", "=1+A2*3", "y"]
    service.undo(book)
    service.apply(book, paste(area(1, 1, 1, 4), area(2, 1, 1, 4), "values", arithmetic="divide"))
    assert inputs(service, book, 0, (2, 1), (2, 2)) == ["2.5", "=1/0"]
    service.undo(book)
    service.apply(book, paste(area(1, 1, 1, 4), area(2, 1, 1, 4), "values", skipBlanks=True))
    assert inputs(service, book, 0, (2, 1), (2, 2), (2, 3)) == ["2", "7", "6"]


def test_filled_cells_are_checked_as_their_seeds(service: ServiceProcess, opened: tuple[str, Path]) -> None:
    book, path = opened
    service.apply(book, {"kind": "fill", "source": area(4, 2, 1, 1), "target": area(4, 2, 5, 1), "how": "copy"})
    one = save(service, book, path)["One"]
    assert validations(one) == {"A1:A10": '"x,y"', "B1:B4 B5:B8": "B1>A1"}
    assert set(notes(one)) == {"B1"}


def test_a_table_is_cut_as_a_whole_or_not_at_all(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_table(tmp_path / "table.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    for source in (area(2, 2, 2, 4), area(1, 3, 10, 1)):
        with pytest.raises(CallFailed, match="Choose all of the table") as failed:
            service.apply(book, move(source, 20, 1))
        assert failed.value.code == "STRUCTURE_REFUSED"
    with pytest.raises(CallFailed, match="overwritten in part"):
        service.apply(book, move(area(1, 8, 1, 1), 2, 2))
    service.apply(book, move(area(2, 2, 5, 4), 10, 1))
    saved = save(service, book, path)
    [table] = saved["Data"].tables.values()
    assert (table.ref, table.autoFilter.ref) == ("A10:D14", "A10:D13")
    assert service.text(book, 1, 1, sheet=1) == "23"
    service.apply(book, move(area(10, 1, 5, 4), 3, 3, 1))
    saved = save(service, book, path)
    assert saved["Data"].tables == {}
    [table] = saved["Other"].tables.values()
    assert (table.ref, saved["Other"]["C3"].value) == ("C3:F7", "Item")
    assert saved["Other"]["A4"].value == "=SUM(Other!D4:D6)"


def test_spilled_cells_are_spilled_again(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    service.set_cell(book, 1, 1, "=SEQUENCE(3)")
    service.apply(book, move(area(1, 1, 3, 1), 1, 3))
    assert [service.text(book, row, 3) for row in (1, 2, 3)] == ["1", "2", "3"]
    assert [service.text(book, row, 1) for row in (1, 2, 3)] == ["", "", ""]
    service.apply(book, paste(area(1, 3, 3, 1), area(1, 5, 1, 1)))
    assert [service.text(book, row, 5) for row in (1, 2, 3)] == ["1", "2", "3"]
    service.set_cell(book, 1, 5, "=SEQUENCE(2)")
    assert service.text(book, 3, 5) == ""
