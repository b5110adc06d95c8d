"""Formats that are viewed only: each file opens, or is refused with one clear message; a copy as .xlsx is whole."""

from __future__ import annotations

import warnings
from collections import Counter
from pathlib import Path

import openpyxl
from python_calamine import CalamineWorkbook
from tests.real.files import VIEWED, find_files, source_of
from tests.real.pool import ServiceEndedEachTime, run_all, with_service
from tests.real.refusals import find_fault
from tests.real.tables import print_refusals, print_table
from tests.support.round_trip import Trip
from tests.support.service_process import CallFailed, ServiceProcess


class CopyFailed(Exception):
    """The copy is not what is shown."""


def run_views(folder: Path, *, processes: int) -> int:
    """0 when nothing failed but with one clear message."""
    results = dict(run_all(try_view, find_files(folder, VIEWED), processes=processes))
    kinds = sorted({(source_of(folder, path), path.suffix.lower()) for path in results})
    outcomes = sorted({trip.outcome for trip in results.values()})
    counts = Counter((source_of(folder, path), path.suffix.lower(), trip.outcome) for path, trip in results.items())
    print_table(
        ["source", "format", *outcomes], [[*kind, *(counts[(*kind, name)] for name in outcomes)] for kind in kinds]
    )
    print()
    refused = {path: trip for path, trip in results.items() if not trip.outcome.startswith("copied")}
    print_refusals({path: (trip.outcome, trip.message) for path, trip in refused.items()})
    faults = {path: fault for path, trip in refused.items() if (fault := find_fault(trip.outcome, trip.message))}
    print(f"\n[views] {len(results):,} workbooks, {len(faults)} faults")
    for path, fault in faults.items():
        print(f"  {path.relative_to(folder)}: {fault}")
    return 1 if faults else 0


def try_view(path: Path) -> Trip:
    try:
        outcome, ended = with_service(path, _view)
    except CallFailed as failure:
        return Trip(failure.code, failure.message)
    except ServiceEndedEachTime as error:
        return Trip("ENDED", str(error))
    except Exception as error:
        return Trip("HARMED", f"{type(error).__name__}: {error}")
    return Trip(f"{outcome} (after a restart)" if ended else outcome)


def _view(service: ServiceProcess, path: Path) -> str:
    info = service.call("workbook/open", path=str(path))
    try:
        if not info["readOnly"]:
            raise CopyFailed("it can be edited")
        shown = {}
        for number, sheet in enumerate(info["sheets"]):
            window = service.call(
                "sheet/window", workbook=info["id"], sheet=number, top=1, left=1, rows=100, columns=30
            )
            shown[sheet["name"]] = {(cell["row"], cell["column"]) for cell in window["cells"] if cell["text"]}
        target = path.with_name("copy.xlsx")
        service.call("workbook/saveCopy", workbook=info["id"], path=str(target), overwrite=True)
    finally:
        service.call("workbook/close", workbook=info["id"], discard=True)
    _check_copy(target, shown)
    return "copied"


def _check_copy(copy: Path, shown: dict[str, set[tuple[int, int]]]) -> None:
    """Two readers find the sheets, and something in each cell that is shown."""
    with CalamineWorkbook.from_path(copy) as read:
        names = read.sheet_names
    if names != list(shown):
        raise CopyFailed(f"the sheets {list(shown)} became {names}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(copy)
    for name, places in shown.items():
        lost = [place for place in places if book[name].cell(*place).value is None]
        if lost:
            raise CopyFailed(f"{name} has nothing at {lost[:5]}")
    book.close()
