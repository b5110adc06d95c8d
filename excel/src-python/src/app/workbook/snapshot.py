"""The engine's own image of the workbook as opened and computed, so that a restart need not parse the file again.

A cache: whatever is wrong with it, the original is read instead.
"""

from __future__ import annotations

import json
import os
import zlib
from pathlib import Path
from typing import Any

from app.engine.ironcalc_engine import NAME, IronCalcEngine
from app.engine.port import CellError, Value
from app.workbook.cached import CachedCell, CachedCells


def write_snapshot(path: Path, engine: IronCalcEngine, cached: CachedCells) -> None:
    """Layout: checksum of the rest in hexadecimal, one line of JSON, the engine's bytes."""
    cells = [[*key, _pack(cell.computed), cell.text, cell.kind] for key, cell in cached.items()]
    body = json.dumps({"engine": NAME, "cached": cells}).encode() + b"\n" + engine.to_bytes()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(b"%08x\n" % zlib.crc32(body))
        file.write(body)


def read_snapshot(path: Path) -> tuple[IronCalcEngine, CachedCells] | None:
    """None when it is not there, damaged, or of another version of the engine."""
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if checksum != b"%08x" % zlib.crc32(body):
        return None
    header, _, image = body.partition(b"\n")
    facts: dict[str, Any] = json.loads(header)
    if facts["engine"] != NAME:
        return None
    cached = {
        (sheet, row, column): CachedCell(_unpack(computed), text, kind)
        for sheet, row, column, computed, text, kind in facts["cached"]
    }
    return IronCalcEngine.from_bytes(image), cached


def _pack(value: Value) -> Any:
    return {"error": value.text} if isinstance(value, CellError) else value


def _unpack(value: Any) -> Value:
    return CellError(value["error"]) if isinstance(value, dict) else value
