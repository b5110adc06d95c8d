"""Copies and .csv."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.service.test_cell_operations import type_block
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import write_numbers


def test_a_copy_has_all_and_changes_nothing(service: ServiceProcess, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    book = service.call("workbook/open", path=str(path))["id"]
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 1, "count": 1})
    service.set_cell(book, 2, 1, "10")
    target = tmp_path / "copy.xlsx"
    copied = service.call("workbook/saveCopy", workbook=book, path=str(target))
    assert copied == {"path": str(target), "bytes": target.stat().st_size}
    assert openpyxl.load_workbook(target, data_only=True)["Numbers"]["B2"].value == 15
    info = service.call("workbook/info", workbook=book)
    assert (info["dirty"], info["path"]) == (True, str(path))
    with pytest.raises(CallFailed) as failed:
        service.call("workbook/saveCopy", workbook=book, path=str(target))
    assert failed.value.code == "FILE_EXISTS"
    assert service.call("workbook/saveCopy", workbook=book, path=str(target), overwrite=True)["bytes"] > 0
    with pytest.raises(CallFailed) as failed:
        service.call("workbook/saveCopy", workbook=book, path=str(tmp_path / "copy.ods"))
    assert failed.value.code == "FORMAT_UNSUPPORTED"


def test_what_is_read_only_is_copied_as_values(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "old.ods"
    office = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
        f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="First">'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>text</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="1.5"/></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="2026-11-24"/>'
        '</table:table-row></table:table><table:table table:name="二"><table:table-row>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr("content.xml", content)
    book = service.call("workbook/open", path=str(path))["id"]
    assert service.call("workbook/info", workbook=book)["readOnly"]
    target = tmp_path / "copy.xlsx"
    service.call("workbook/saveCopy", workbook=book, path=str(target))
    copy = openpyxl.load_workbook(target)
    assert copy.sheetnames == ["First", "二"]
    assert [copy["First"][cell].value for cell in ("A1", "B1", "A2")] == ["text", 1.5, datetime.datetime(2026, 11, 24)]
    assert copy["二"]["A1"].value is True


def test_csv_is_safe_to_open_elsewhere(service: ServiceProcess, tmp_path: Path) -> None:
    book = service.call("workbook/new")["id"]
    type_block(service, book, [["a,b", "'=1+1", "-5"], [], ['say "x"', "", "10%", '="@"&"x"']])
    target = tmp_path / "out.csv"
    written = service.call("workbook/exportCsv", workbook=book, path=str(target), sheet=0)
    body = target.read_bytes()
    assert written == {"path": str(target), "bytes": len(body), "guarded": 2}
    assert body.decode("utf-8-sig") == '"a,b",\'=1+1,-5\r\n\r\n"say ""x""",,10%,\'@x\r\n'
    assert body.startswith(b"\xef\xbb\xbf")
