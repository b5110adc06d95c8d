"""Workbooks for the tests, and saves of them through the real engine or one with given values."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from python_calamine import CalamineWorkbook

from app.engine.ironcalc_engine import IronCalcEngine
from app.engine.port import CellOwner, Engine, Value
from app.package.sanitise import sanitised_copy
from app.package.save import SaveReport, save

Cell = tuple[int, int, int]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Saved:
    path: Path
    report: SaveReport
    after: IronCalcEngine

    def xml(self, part: str = "xl/worksheets/sheet1.xml") -> str:
        return read_part(self.path, part)


def read_part(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode("utf-8")


def edit_and_save(source: Path, edits: Mapping[Cell, str], target: Path | None = None) -> Saved:
    """Types ``edits`` into the real engine and saves them."""
    target = target or source.with_name(f"saved-{source.name}")
    readable = source.with_name(f"readable-{source.name}")
    if not sanitised_copy(source, readable):
        readable = source
    before = IronCalcEngine.load(readable)
    before.evaluate()
    after = IronCalcEngine.load(readable)
    for cell, text in edits.items():
        after.set_input(*cell, text)
    after.evaluate()
    return Saved(target, save(source, target, edits, before, after), after)


@dataclass
class GivenEngine:
    """An engine that answers what a test says; cells count from sheet 0."""

    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)

    def value(self, _sheet: int, row: int, column: int) -> Value:
        return self.values.get((row, column))

    def values_of(self, _sheet: int, rows: Sequence[int], columns: Sequence[int]) -> list[Value]:
        return [self.values.get(cell) for cell in zip(rows, columns, strict=True)]

    def formula(self, _sheet: int, row: int, column: int) -> str | None:
        return self.formulas.get((row, column))

    def number_format(self, _sheet: int, _row: int, _column: int) -> str:
        return "general"

    def owner(self, _sheet: int, _row: int, _column: int) -> CellOwner | None:
        return None


def given(values: dict[tuple[int, int], Value], formulas: dict[tuple[int, int], str] | None = None) -> Engine:
    return cast("Engine", GivenEngine(values, formulas or {}))


def make_package(
    path: Path,
    sheet: str | bytes,
    *,
    extra: Mapping[str, str | bytes] | None = None,
    workbook: str = "",
    overrides: str = "",
    relationships: str = "",
) -> Path:
    """A workbook of one sheet; ``sheet`` is its part, or the content of its ``<sheetData>``."""
    if isinstance(sheet, str) and not sheet.lstrip("\ufeff").startswith("<?xml"):
        sheet = f'<?xml version="1.0"?>\n<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>{workbook}</workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f"{relationships}</Relationships>",
        "xl/worksheets/sheet1.xml": sheet,
        **(extra or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def calamine_value(path: Path, sheet: int, row: int, column: int) -> object:
    """A value as the second reader sees it; empty cells and errors are ``""``."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def column_cells(values: Mapping[str, str]) -> Iterator[str]:
    """``{"A1": "<v>1</v>"}`` → cells."""
    for address, content in values.items():
        yield f'<c r="{address}">{content}</c>'
