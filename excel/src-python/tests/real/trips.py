"""The round trip of many workbooks, two services side by side, and its report."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.real.compare import Harmed
from tests.real.files import EDITABLE, find_files, source_of
from tests.real.pool import ServiceEndedEachTime, run_all, with_service
from tests.real.refusals import find_fault
from tests.real.tables import print_refusals, print_table
from tests.support.round_trip import Trip, kept_original, round_trip
from tests.support.service_process import ServiceProcess


def run_trips(folder: Path, seed: str, *, processes: int) -> int:
    """The exit status: 0 when nothing was harmed."""
    files = find_files(folder, EDITABLE)
    results = dict(run_all(partial(try_trip, folder, seed), files, processes=processes))
    return report_trips(folder, results)


def try_trip(folder: Path, seed: str, path: Path, kinds: Sequence[str] = (), keep: Path | None = None) -> Trip:
    """As `round_trip`; ``HARMED`` and ``ENDED`` (the service did, each time) are outcomes too.

    ``keep``: the file before and after is copied to this name with ``.old`` and ``.new`` and its own end.
    """
    use = partial(_trip, seed=f"{seed}/{path.relative_to(folder)}", kinds=kinds, keep=keep)
    try:
        trip, ended = with_service(path, use)
    except Harmed as error:
        return Trip("HARMED", str(error))
    except ServiceEndedEachTime as error:
        return Trip("ENDED", str(error))
    except Exception as error:
        return Trip("HARMED", f"{type(error).__name__}: {error}")
    if ended:
        return Trip(f"{trip.outcome} (after a restart)", trip.message, trip.place, trip.others, trip.readers)
    return trip


def _trip(service: ServiceProcess, path: Path, *, seed: str, kinds: Sequence[str], keep: Path | None) -> Trip:
    trip = round_trip(service, path, seed, kinds)
    if keep is not None and trip.outcome == "saved":
        shutil.copyfile(kept_original(path), keep.with_name(f"{keep.name}.old{path.suffix}"))
        shutil.copyfile(path, keep.with_name(f"{keep.name}.new{path.suffix}"))
    return trip


def report_trips(folder: Path, results: dict[Path, Trip]) -> int:
    faults = {}
    for path, trip in results.items():
        if not trip.outcome.startswith("saved") and (fault := find_fault(trip.outcome, trip.message)):
            faults[path] = fault
    outcomes = sorted({trip.outcome for trip in results.values()}, key=lambda name: (name != "saved", name))
    sources = sorted({source_of(folder, path) for path in results})
    counts = Counter((source_of(folder, path), trip.outcome) for path, trip in results.items())
    rows = [[source, *(counts[source, name] for name in outcomes)] for source in sources]
    totals = ["all", *(sum(counts[source, name] for source in sources) for name in outcomes)]
    print_table(["source", *outcomes], [*rows, totals])
    saved = [trip for trip in results.values() if trip.outcome.startswith("saved")]
    kinds = Counter(trip.place.kind for trip in saved if trip.place)
    readers = Counter(reader for trip in saved for reader in trip.readers)
    print(f"\nEdits: {_list(kinds)}. Other cells with a new value: {sum(trip.others for trip in saved):,}.")
    print(f"Found by other readers: {_list(readers)} of {len(saved):,}.\n")
    print_refusals({path: (trip.outcome, trip.message) for path, trip in results.items() if trip not in saved})
    print(f"\n[corpus] {len(results):,} workbooks, {len(faults)} faults")
    for path, fault in faults.items():
        print(f"  {path.relative_to(folder)}: {fault}")
    return 1 if faults else 0


def _list(counts: Counter[str]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.most_common())
