"""The engine's own image of a workbook, computed, so that a restart need not parse the file or repeat edits again.

A cache: whatever is wrong with one, an older one or the original is read instead.
"""

from __future__ import annotations

import json
import logging
import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.engine.ironcalc_engine import IMAGE, IronCalcEngine
from app.engine.port import CellError, EngineFailed, Value
from app.workbook.cached import CachedCell, CachedCells

_log = logging.getLogger(__name__)


def write_snapshot(
    path: Path, image: bytes, cached: CachedCells, *, state: Mapping[str, Any] | None = None, durable: bool = False
) -> None:
    """Layout: checksum of the rest in hexadecimal, one line of JSON, the engine's bytes (``image``).

    ``state`` says which one it is of, when it is not of the file alone. ``durable``: it lasts through a power cut when
    this returns; the folder's entry is its caller's.
    """
    cells = [[*key, _pack(cell.computed), cell.text, cell.kind, cell.is_stale] for key, cell in cached.items()]
    header = json.dumps({"engine": IMAGE, "cached": cells, "state": state}).encode() + b"\n"
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(b"%08x\n" % zlib.crc32(image, zlib.crc32(header)))
        file.write(header)
        file.write(image)
        if durable:
            file.flush()
            os.fsync(file.fileno())


def read_snapshot(path: Path, state: Mapping[str, Any] | None = None) -> tuple[IronCalcEngine, CachedCells] | None:
    """None when it is not there, damaged, of another state, or of another version of the engine."""
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("The snapshot %s can't be read (%s)", path, error)
        return None
    if checksum != b"%08x" % zlib.crc32(body):
        _log.warning("The snapshot %s is damaged, and is not used", path)
        return None
    header, _, image = body.partition(b"\n")
    facts: dict[str, Any] = json.loads(header)
    if facts["engine"] != IMAGE or facts.get("state") != state:
        return None
    cached = {
        (sheet, row, column): CachedCell(_unpack(computed), text, kind, *rest)
        for sheet, row, column, computed, text, kind, *rest in facts["cached"]
    }
    try:
        return IronCalcEngine.from_bytes(image), cached
    except EngineFailed as error:
        _log.warning("The snapshot %s is not used: %s", path, error.message)
        return None


def _pack(value: Value) -> Any:
    return {"error": value.text} if isinstance(value, CellError) else value


def _unpack(value: Any) -> Value:
    return CellError(value["error"]) if isinstance(value, dict) else value
