"""Opens a workbook in the service, changes one cell, saves, and compares the two files byte by byte.

As a program: ``round_trip.py FOLDER`` for all .xlsx and .xlsm files below a folder, or ``--generate N``
(``npm run corpus``).
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook
from tests.support.corpus import write_book
from tests.support.service_process import CallFailed, ServiceProcess

_PLACE = (40, 5)
_TYPED = "12345"
_FEATURES = {
    "charts": r"xl/charts/chart\d+\.xml$",
    "images": r"xl/media/",
    "comments": r"xl/comments\d*\.xml$|xl/comments/",
    "tables": r"xl/tables/",
    "pivots": r"xl/pivotTables/",
    "macros": r"vbaProject\.bin$",
    "drawings": r"xl/drawings/",
}
_ELEMENTS = {
    "validations": rb"<(?:\w+:)?dataValidation\b",
    "conditional formats": rb"<(?:\w+:)?cfRule\b",
    "merged cells": rb"<(?:\w+:)?mergeCell\b",
    "sparklines": rb"<x14:sparkline\b",
    "links": rb"<(?:\w+:)?hyperlink\b",
    "shapes": rb"<xdr:sp\b",
}
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+[0-9]+)"[^>]*?(?:/>|>.*?</(?:\w+:)?c>)', re.DOTALL)
# What one more value may change beside its sheet.
_MAY_CHANGE = re.compile(r"xl/worksheets/|xl/workbook\.xml$|xl/calcChain|xl/sharedStrings|\[Content_Types\]|\.rels$")


class Harmed(Exception):
    """The saved file differs where it must not."""


def round_trip(service: ServiceProcess, path: Path) -> str:
    """``saved``, or why it was not: the code of a refusal. Raises Harmed."""
    before = path.read_bytes()
    try:
        info = service.call("workbook/open", path=str(path))
    except CallFailed as failure:
        return failure.code
    try:
        if info["readOnly"] is not None:
            return "viewed"
        try:
            service.set_cell(info["id"], *_PLACE, _TYPED)
            service.call("workbook/save", workbook=info["id"])
        except CallFailed as failure:
            return failure.code
    finally:
        service.call("workbook/close", workbook=info["id"], discard=True)
    original = path.with_name(f"{path.stem}.before{path.suffix}")
    original.write_bytes(before)
    try:
        _compare(original, path)
    finally:
        original.unlink()
    return "saved"


def _compare(original: Path, saved: Path) -> None:
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(saved) as new:
        # 1. Every part that was not touched has its bytes; every cell too, but the edited one and what depends on it.
        gone = set(old.namelist()) - set(new.namelist()) - {"xl/calcChain.xml"}
        if gone:
            raise Harmed(f"parts are gone: {sorted(gone)}")
        changed = [name for name in old.namelist() if name in new.namelist() and old.read(name) != new.read(name)]
        strange = [name for name in changed if not _MAY_CHANGE.search(name)]
        if strange:
            raise Harmed(f"parts were changed: {strange}")
        differing = 0
        for name in changed:
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                differing += _count_differing_cells(old.read(name), new.read(name))
        # 2. Features are counted.
        if _count_features(old) != _count_features(new):
            raise Harmed(f"features: {_count_features(old)} became {_count_features(new)}")
    if differing != 1:
        raise Harmed(f"{differing} cells differ, and one was edited")
    # 3. Two other readers.
    with CalamineWorkbook.from_path(saved) as book:
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    if float(str(rows[_PLACE[0] - 1][_PLACE[1] - 1])) != float(_TYPED):
        raise Harmed("calamine does not find the edit")
    with warnings.catch_warnings():
        # It tells of what it would lose itself.
        warnings.simplefilter("ignore")
        opened = openpyxl.load_workbook(saved)
    value = opened.worksheets[0].cell(*_PLACE).value
    opened.close()
    if value != float(_TYPED):
        raise Harmed(f"openpyxl finds {value!r}")


def _count_differing_cells(old: bytes, new: bytes) -> int:
    one = {match[1]: match[0] for match in _CELL.finditer(old)}
    other = {match[1]: match[0] for match in _CELL.finditer(new)}
    return sum(one.get(place) != other.get(place) for place in one.keys() | other.keys())


def _count_features(package: zipfile.ZipFile) -> Counter[str]:
    found: Counter[str] = Counter()
    for name in package.namelist():
        found.update(feature for feature, pattern in _FEATURES.items() if re.search(pattern, name))
        if name.endswith(".xml"):
            body = package.read(name)
            found.update({feature: len(re.findall(pattern, body)) for feature, pattern in _ELEMENTS.items()})
    return +found


def main(folder: Path) -> int:
    outcomes: Counter[str] = Counter()
    harmed = []
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file())
    with tempfile.TemporaryDirectory(prefix="lifebound-corpus-") as temporary:
        service = ServiceProcess(Path(temporary) / "data")
        for number, path in enumerate(files, 1):
            copy = Path(temporary) / f"{number}{path.suffix.lower()}"
            shutil.copyfile(path, copy)
            # A file that ends the service, at its deadline say, is asked for again, as the watchdog's host does.
            for attempt in range(3):
                try:
                    outcome = round_trip(service, copy)
                    outcomes[outcome if attempt == 0 else f"{outcome} after a restart"] += 1
                    break
                except Harmed as error:
                    harmed.append(f"{path}: {error}")
                    break
                except (EOFError, BrokenPipeError):
                    service.kill()
                    service = ServiceProcess(Path(temporary) / "data")
            else:
                harmed.append(f"{path}: the service ended each time")
            copy.unlink(missing_ok=True)
            if number % 100 == 0:
                print(f"[corpus] {number} of {len(files)}", flush=True)
        service.end()
    print(f"[corpus] {len(files)} workbooks: {dict(outcomes)}, {len(harmed)} harmed", *harmed, sep="\n  ")
    return 1 if harmed else 0


def generate_and_run(count: int) -> int:
    with tempfile.TemporaryDirectory(prefix="lifebound-corpus-") as folder:
        for number in range(count):
            write_book(Path(folder) / f"{number:05}.xlsx", number)
        return main(Path(folder))


if __name__ == "__main__":
    sys.exit(generate_and_run(int(sys.argv[2])) if sys.argv[1] == "--generate" else main(Path(sys.argv[1])))
