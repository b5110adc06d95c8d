"""Damaged copies of real workbooks, of every format: the service never ends, and says one clear thing of each."""

from __future__ import annotations

import random
import shutil
import zipfile
import zlib
from collections import Counter
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.real.damage import damage
from tests.real.files import EDITABLE, VIEWED, find_files
from tests.real.pool import ServiceEndedEachTime, run_all, with_service
from tests.real.refusals import find_fault
from tests.real.tables import print_table
from tests.support.service_process import CallFailed, ServiceProcess

_MAX_BYTES = 1 << 20
# What a damaged file may be answered with beside the refusals of a whole one.
_DAMAGED = frozenset(("UNKNOWN_SHEET",))
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, KeyError, OSError, EOFError, ValueError,
)  # fmt: skip


def run_fuzz(folder: Path, seed: str, count: int, *, processes: int) -> int:
    """0 when nothing but clear messages came."""
    files = [path for path in find_files(folder, EDITABLE | VIEWED) if path.stat().st_size <= _MAX_BYTES]
    chance = random.Random(seed)
    # The number makes each a path of its own in what comes back.
    tries = [chance.choice(files) / str(number) for number in range(count)]
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    for path, (outcome, message) in run_all(partial(_try, seed), tries, processes=processes):
        outcomes[outcome] += 1
        if outcome in ("saved", "undamaged"):
            continue
        fault = find_fault("READ_ONLY" if outcome in _DAMAGED else outcome, message)
        if fault is not None:
            faults.append(f"{path.parent.relative_to(folder)}, number {path.name}: {fault}")
    print_table(["outcome", "damaged copies"], [[name, number] for name, number in outcomes.most_common()])
    print(f"\n[fuzz] {count:,} damaged copies of {len(files):,} workbooks, seed {seed}: {len(faults)} faults")
    print(*faults, sep="\n")
    return 1 if faults else 0


def _try(seed: str, numbered: Path) -> tuple[str, str]:
    chance = random.Random(f"{seed}/{numbered.name}")
    path = numbered.parent
    with TemporaryDirectory(prefix="lifebound-fuzz-") as folder:
        damaged = Path(folder) / f"book{path.suffix}"
        shutil.copyfile(path, damaged)
        try:
            damage(damaged, chance)
        except _UNREADABLE:
            # It was damaged enough before.
            return "undamaged", ""
        try:
            outcome, ended = with_service(damaged, use_damaged)
        except CallFailed as failure:
            return failure.code, failure.message
        except ServiceEndedEachTime as error:
            return "ENDED", str(error)
        return ("ENDED", "and came back") if ended else outcome


def use_damaged(service: ServiceProcess, path: Path) -> tuple[str, str]:
    """Opens, looks, edits, saves, closes: the outcome and its message."""
    info = service.call("workbook/open", path=str(path))
    try:
        service.call("sheet/window", workbook=info["id"], sheet=0, top=1, left=1, rows=60, columns=20)
        if info["readOnly"]:
            return "viewed", info["readOnly"]
        service.set_cell(info["id"], 60, 1, "7")
        service.call("workbook/save", workbook=info["id"])
    except CallFailed as failure:
        return failure.code, failure.message
    finally:
        service.call("workbook/close", workbook=info["id"], discard=True)
    return "saved", ""
