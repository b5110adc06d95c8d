"""Opening files of every kind, good and bad."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite, write_large, write_numbers

from app.errors import ServiceError
from app.workbook.inspect_file import inspect_file

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _encrypted(path: Path) -> None:
    path.write_bytes(_OLE + "EncryptedPackage".encode("utf-16-le") + bytes(500))


def _word_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<w/>")


def _bomb(path: Path) -> None:
    write_numbers(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/zeros.bin", bytes(200 << 20))


def _truncated(path: Path) -> None:
    write_numbers(path)
    path.write_bytes(path.read_bytes()[:-40])


BAD_FILES: dict[str, tuple[str, Callable[[Path], object]]] = {
    "missing.xlsx": ("FILE_NOT_FOUND", str),
    "missing/folder.xlsx": ("FILE_NOT_FOUND", str),
    "folder.xlsx": ("NOT_A_WORKBOOK", Path.mkdir),
    "pipe.xlsx": ("NOT_A_WORKBOOK", os.mkfifo),
    "empty.xlsx": ("NOT_A_WORKBOOK", lambda path: path.write_bytes(b"")),
    "text.xlsx": ("NOT_A_WORKBOOK", lambda path: path.write_text("hello")),
    "truncated.xlsx": ("NOT_A_WORKBOOK", _truncated),
    "letter.docx": ("NOT_A_WORKBOOK", _word_document),
    "data.csv": ("FORMAT_UNSUPPORTED", lambda path: path.write_text("1,2")),
    "secret.xlsx": ("PASSWORD_PROTECTED", _encrypted),
    "letter.doc": ("NOT_A_WORKBOOK", lambda path: path.write_bytes(_OLE)),
    "bomb.xlsx": ("FILE_TOO_LARGE", _bomb),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_has_its_code_and_leaves_what_is_open(service: ServiceProcess, tmp_path: Path, name: str) -> None:
    good = service.call("workbook/open", path=str(write_numbers(tmp_path / "good.xlsx")))
    code, make = BAD_FILES[name]
    make(tmp_path / name)
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/open", path=str(tmp_path / name))
    assert failure.value.code == code
    assert name.rpartition("/")[2] in failure.value.message
    assert good in service.call("workbook/list")["workbooks"]
    assert service.text(good["id"], 1, 2) == "6"


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may read everything, so the refusal is played.
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = write_numbers(tmp_path / "theirs.xlsx")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ServiceError) as failure:
        inspect_file(path)
    assert failure.value.code == "NO_PERMISSION"


def test_sheets_and_window(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "look.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Look")
        sheet.set_tab_color("#00FF00")
        sheet.freeze_panes(1, 2)
        look = {
            "bold": True,
            "bg_color": "#FFEE00",
            "font_color": "#FF0000",
            "num_format": "#,##0.00",
            "align": "center",
        }
        borders = {"top": 1, "bottom": 6, "bottom_color": "#0000FF"}
        sheet.write("A1", 1234.5, workbook.add_format({**look, **borders}))
        sheet.hide_gridlines(2)
        sheet.write("D2", -2, workbook.add_format({"num_format": "0;[Red]-0"}))
        sheet.write("B1", "文字")
        sheet.write("C1", True)
        sheet.write_formula("D1", "=1/0", None, "#DIV/0!")
        sheet.write_blank("E2", None, workbook.add_format({"bg_color": "#00FF00"}))
        sheet.set_column("B:B", 30)
        hidden = workbook.add_worksheet("Hidden")
        hidden.hide()
    info = service.call("workbook/open", path=str(path))
    assert (info["name"], info["path"], info["readOnly"], info["dirty"]) == ("look.xlsx", str(path), None, False)
    shown, hidden_sheet = info["sheets"]
    assert shown == {
        "index": 0, "name": "Look", "visible": True, "color": "#00FF00",
        "rows": 2, "columns": 5, "frozenRows": 1, "frozenColumns": 2, "gridLines": False,
    }  # fmt: skip
    assert (hidden_sheet["visible"], hidden_sheet["rows"]) == (False, 0)
    window = service.call("sheet/window", workbook=info["id"], sheet=0, top=1, left=1, rows=2, columns=6)
    cells = {(cell["row"], cell["column"]): cell for cell in window["cells"]}
    assert (cells[1, 1]["text"], cells[1, 1]["kind"]) == ("1,234.50", "number")
    style = window["styles"][cells[1, 1]["style"]]
    assert style == {
        "bold": True, "fill": "#FFEE00", "color": "#FF0000", "align": "center", "numberFormat": "#,##0.00",
        "borders": 5, "borderBottom": "double #0000FF",
    }  # fmt: skip
    assert window["styles"][cells[2, 4]["style"]] == {"color": "#FF0000", "numberFormat": "0;[Red]-0"}
    assert [(cells[1, column]["text"], cells[1, column]["kind"]) for column in (2, 3, 4)] == [
        ("文字", "text"), ("TRUE", "boolean"), ("#DIV/0!", "error"),
    ]  # fmt: skip
    assert cells[2, 5]["kind"] == "empty"
    assert window["columnWidths"] == [None, 215.0, None, None, None, None]


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"sheet": 5}, "UNKNOWN_SHEET"),
        ({"sheet": -1}, "UNKNOWN_SHEET"),
        ({"top": 0}, "OUT_OF_RANGE"),
        ({"top": 1_048_576, "rows": 2}, "OUT_OF_RANGE"),
        ({"rows": 0}, "OUT_OF_RANGE"),
        ({"rows": 1001, "columns": 10}, "OUT_OF_RANGE"),
    ],
)
def test_window_outside(service: ServiceProcess, params: dict[str, int], code: str) -> None:
    workbook = service.call("workbook/new")["id"]
    window = {"sheet": 0, "top": 1, "left": 1, "rows": 1, "columns": 1, **params}
    with pytest.raises(CallFailed) as failure:
        service.call("sheet/window", workbook=workbook, **window)
    assert failure.value.code == code


def test_same_file_is_one_workbook(service: ServiceProcess, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "one.xlsx")
    link = tmp_path / "link.xlsx"
    link.symlink_to(path)
    first = service.call("workbook/open", path=str(path))
    service.set_cell(first["id"], 1, 1, "5")
    second = service.call("workbook/open", path=str(link))
    assert (second["id"], second["revision"], second["dirty"]) == (first["id"], 1, True)


def test_panic_of_the_engine_gives_a_read_only_view(service: ServiceProcess, tmp_path: Path) -> None:
    styles = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    path = rewrite(
        write_numbers(tmp_path / "fine.xlsx"),
        tmp_path / "panics.xlsx",
        lambda name, body: styles if name == "xl/styles.xml" else body,
    )
    info = service.call("workbook/open", path=str(path))
    assert "can be viewed, not edited" in info["readOnly"]
    assert service.text(info["id"], 1, 2) == "6"
    for method, params in (
        ("cells/set", {"key": "k", "edits": [{"sheet": 0, "row": 1, "column": 1, "input": "1"}]}),
        ("workbook/undo", {"key": "k"}),
        ("workbook/save", {}),
    ):
        with pytest.raises(CallFailed) as failure:
            service.call(method, workbook=info["id"], **params)
        assert failure.value.code == "READ_ONLY"


def test_open_document_is_a_read_only_view(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "table.ods"
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">'
        '<table:table-row><table:table-cell office:value-type="float" office:value="2.5"><text:p>2.5</text:p>'
        '</table:table-cell><table:table-cell office:value-type="string"><text:p>hi</text:p></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
    info = service.call("workbook/open", path=str(path))
    assert info["readOnly"] is not None
    assert [sheet["name"] for sheet in info["sheets"]] == ["表"]
    assert [service.text(info["id"], 1, column) for column in (1, 2, 3)] == ["2.5", "hi", ""]


def test_claimed_dimension_and_far_cells_do_not_end_the_service(service: ServiceProcess, tmp_path: Path) -> None:
    def break_styles_and_claim(name: str, body: bytes) -> bytes:
        # A style without a name: the engine refuses it.
        body = body.replace(b'<cellStyle name="Normal"', b"<cellStyle")
        return body.replace(b'ref="A1:B3"', b'ref="A1:XFD1048576"') if name == "xl/worksheets/sheet1.xml" else body

    claims = rewrite(write_numbers(tmp_path / "a.xlsx"), tmp_path / "claims.xlsx", break_styles_and_claim)
    assert service.call("workbook/open", path=str(claims))["sheets"][0]["rows"] == 3
    far = rewrite(claims, tmp_path / "far.xlsx", lambda _, body: body.replace(b'r="A3"', b'r="XFD1048576"'))
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/open", path=str(far))
    assert failure.value.code == "FILE_TOO_LARGE"


def test_cached_value_is_shown_where_the_engine_disagrees(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "cached.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write("A1", 2)
        sheet.write_formula("B1", "=CUBEVALUE(A1)", workbook.add_format({"num_format": "0.00"}), 12.5)
        sheet.write_formula("C1", "=A1*2", None, 99)
        sheet.write_formula("D1", "=A1*3", None, 6)
        sheet.write_formula("E1", "=A1*4")
    workbook_id = service.call("workbook/open", path=str(path))["id"]

    def cells() -> list[tuple[str, str]]:
        window = service.call("sheet/window", workbook=workbook_id, sheet=0, top=1, left=2, rows=1, columns=4)
        marks = ("cached", "stale")
        return [(cell["text"], next((mark for mark in marks if cell.get(mark)), "")) for cell in window["cells"]]

    assert cells() == [("12.50", "cached"), ("99", "cached"), ("6", ""), ("8", "")]
    service.set_cell(workbook_id, 1, 1, "3")
    assert cells() == [("#NAME?", "stale"), ("6", "stale"), ("9", ""), ("12", "")]


def test_formula_without_a_stored_value_shows_the_engines(start: StartService, tmp_path: Path) -> None:
    path = write_large(tmp_path / "bare.xlsx", 3)
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    window = service.call("sheet/window", workbook=book, sheet=0, top=1, left=7, rows=1, columns=4)
    assert [(cell["kind"], "cached" in cell) for cell in window["cells"]] == [("number", False)] * 4
    # The engine tells of each such cell on standard output.
    service.end()
    assert not [line for line in service.log if "Unexpected type" in line]


def test_recovery_data_is_private(service: ServiceProcess, tmp_path: Path, service_data: Path) -> None:
    service.call("workbook/new")
    info = service.call("workbook/open", path=str(write_numbers(tmp_path / "a.xlsx")))
    service.set_cell(info["id"], 1, 1, "9")
    paths = [service_data, *service_data.rglob("*")]
    assert {path.name for path in paths} >= {"journal.sqlite", "journal.sqlite-wal", "original.xlsx", "snapshot"}
    for path in paths:
        expected = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected, path


def test_a_cached_zero_is_shown_when_its_writer_calculates(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "zeros.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_formula("A1", "=CUBEVALUE(1)")
        sheet.write_formula("B1", "=1+1")
        for column in range(2, 10):
            sheet.write_formula(0, column, "=1+2", None, 3)
    workbook_id = service.call("workbook/open", path=str(path))["id"]
    window = service.call("sheet/window", workbook=workbook_id, sheet=0, top=1, left=1, rows=1, columns=3)
    shown = [(cell["text"], cell.get("cached", False)) for cell in window["cells"]]
    assert shown == [("0", True), ("0", True), ("3", False)]


def test_a_clock_elsewhere_does_not_hide_what_the_engine_gets_wrong(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "clock.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_formula("A1", "=TODAY()", None, 40000)
        sheet.write_formula("B1", "=A1-TODAY()+7", None, 40007)
        sheet.write_formula("C1", "=1+1", None, 99)
    workbook_id = service.call("workbook/open", path=str(path))["id"]
    window = service.call("sheet/window", workbook=workbook_id, sheet=0, top=1, left=2, rows=1, columns=2)
    assert [(cell["text"], cell.get("cached", False)) for cell in window["cells"]] == [("7", False), ("99", True)]


def test_an_array_that_the_engine_can_not_compute_is_shown_whole(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "array.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_dynamic_array_formula("A1:A4", "=ODD.ONE(7)", None, 7)
        for row, value in enumerate((8, 9.5), 1):
            sheet.write_number(row, 0, value)
        sheet.write_number(3, 0, 46350, day)
    workbook_id = service.call("workbook/open", path=str(path))["id"]
    window = service.call("sheet/window", workbook=workbook_id, sheet=0, top=1, left=1, rows=4, columns=1)
    shown = [(cell["text"], cell.get("cached", False)) for cell in window["cells"]]
    assert shown == [("7", True), ("8", True), ("9.5", True), ("2026-11-24", True)]
