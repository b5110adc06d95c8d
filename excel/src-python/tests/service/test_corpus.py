"""A hundred workbooks of all kinds: one cell is changed, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.support.corpus import write_book
from tests.support.round_trip import round_trip
from tests.support.service_process import ServiceProcess

COUNT = 120


def test_one_cell_changes_and_nothing_else(service: ServiceProcess, tmp_path: Path) -> None:
    outcomes = Counter(round_trip(service, write_book(tmp_path / f"{number}.xlsx", number)) for number in range(COUNT))
    assert outcomes == {"saved": COUNT}
