"""Workbooks of all kinds: one cell is changed, and nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.support.corpus import write_book
from tests.support.openpyxl_corpus import write_openpyxl_book
from tests.support.round_trip import round_trip
from tests.support.service_process import ServiceProcess

COUNT = 120
OPENPYXL_COUNT = 30


def test_one_cell_changes_and_nothing_else(service: ServiceProcess, tmp_path: Path) -> None:
    trips = [
        round_trip(service, write_book(tmp_path / f"{number}.xlsx", number), str(number)) for number in range(COUNT)
    ]
    assert Counter(trip.outcome for trip in trips) == {"saved": COUNT}
    assert {trip.readers for trip in trips} == {("calamine", "openpyxl")}
    # It is what users touch that was edited.
    kinds = Counter(trip.place.kind for trip in trips if trip.place)
    assert kinds["precedent"] > 10
    assert kinds["number"] > 10
    assert kinds["gap"] > 0
    assert sum(trip.others for trip in trips) > 50


def test_and_of_another_writer(service: ServiceProcess, tmp_path: Path) -> None:
    trips = [
        round_trip(service, write_openpyxl_book(tmp_path / f"{number}.xlsx", number), str(number))
        for number in range(OPENPYXL_COUNT)
    ]
    assert Counter(trip.outcome for trip in trips) == {"saved": OPENPYXL_COUNT}
    assert {trip.readers for trip in trips} == {("calamine", "openpyxl")}
    assert sum(trip.others for trip in trips) > 20
