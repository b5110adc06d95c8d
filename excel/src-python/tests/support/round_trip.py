"""Opens a workbook in the service, changes one cell, saves, and compares the two files byte by byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.real.compare import compare_packages
from tests.real.places import Place, draw_place
from tests.real.readers import check_by_others
from tests.support.service_process import CallFailed, ServiceProcess


@dataclass(frozen=True)
class Trip:
    """How it went."""

    outcome: str
    """``saved``, ``viewed`` (read-only), or the code of a refusal."""
    message: str = ""
    """What the user is told."""
    place: Place | None = None
    others: int = 0
    """Cells beside the edited one that have another value."""
    readers: tuple[str, ...] = ()
    """Other programs that found the edit."""


def round_trip(service: ServiceProcess, path: Path, seed: str = "", kinds: Sequence[str] = ()) -> Trip:
    """``path`` is changed; what it was is beside it as ``….before`` until the next call. Raises Harmed.

    ``seed`` and ``kinds``: see `draw_place`.
    """
    place = draw_place(path, seed, kinds)
    original = kept_original(path)
    original.write_bytes(path.read_bytes())
    try:
        info = service.call("workbook/open", path=str(path))
    except CallFailed as failure:
        return Trip(failure.code, failure.message)
    try:
        if info["readOnly"] is not None:
            return Trip("viewed", info["readOnly"])
        service.set_cell(info["id"], place.row, place.column, place.typed, place.sheet)
        service.call("workbook/save", workbook=info["id"])
    except CallFailed as failure:
        return Trip(failure.code, failure.message, place)
    finally:
        service.call("workbook/close", workbook=info["id"], discard=True)
    others = compare_packages(original, path, place)
    return Trip("saved", "", place, others, tuple(check_by_others(original, path, place)))


def kept_original(path: Path) -> Path:
    return path.with_suffix(f".before{path.suffix}")
