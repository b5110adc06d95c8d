"""A sheet as .csv."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from app.engine.port import Readable
from app.errors import ServiceError
from app.package.addresses import Rectangle
from app.package.atomic import replace_file
from app.workbook.cached import Instead

# What makes a spreadsheet take a text for a formula when it opens the file (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def export_csv(
    cells: Readable, sheet: int, target: Path, *, overwrite: bool, instead: Instead | None = None
) -> tuple[int, int]:
    """As shown, UTF-8 with its mark, CRLF. Gives the size in bytes and how many texts got a ``'`` before them."""
    check_new(target, ".csv", overwrite=overwrite)
    used = cells.sheets()[sheet]
    guarded = 0
    with replace_file(target) as (_, file):
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        area = Rectangle(1, 1, max(used.rows, 1), max(used.columns, 1))
        filled: dict[int, list[int]] = {}
        for row, column in cells.filled(sheet, area):
            filled.setdefault(row, []).append(column)
        for row in range(1, used.rows + 1):
            columns = filled.get(row, [])
            line = [""] * (columns[-1] if columns else 0)
            for column, computed in zip(columns, cells.texts_of(sheet, [row] * len(columns), columns), strict=True):
                cached = None if instead is None else instead((sheet, row, column))
                shown = computed if cached is None else cached.text
                dangerous = shown.startswith(_FORMULA_STARTS) and (
                    isinstance(cells.value(sheet, row, column), str) if cached is None else cached.kind == "text"
                )
                guarded += dangerous
                line[column - 1] = f"'{shown}" if dangerous else shown
            writer.writerow(line)
        text.flush()
        size = file.tell()
        text.detach()
    return size, guarded


def check_new(target: Path, *endings: str, overwrite: bool) -> None:
    """Raises FORMAT_UNSUPPORTED, FILE_NOT_FOUND or FILE_EXISTS."""
    if target.suffix.lower() not in endings:
        raise ServiceError("FORMAT_UNSUPPORTED", f"{target.name} must end in {' or '.join(endings)}. Change its name.")
    if not target.parent.is_dir():
        raise ServiceError("FILE_NOT_FOUND", f"There is no folder {target.parent}. Choose another one.")
    if target.is_dir():
        raise ServiceError("FILE_EXISTS", f"{target} is a folder. Choose another name.")
    if target.exists() and not overwrite:
        raise ServiceError("FILE_EXISTS", f"{target} exists already. Overwrite it, or choose another name.")
