"""Workbooks below a folder; the folder's own folders are the projects that they come from."""

from __future__ import annotations

import hashlib
from pathlib import Path

EDITABLE = frozenset((".xlsx", ".xlsm"))
VIEWED = frozenset((".xls", ".xlsb", ".ods"))


def find_files(folder: Path, kinds: frozenset[str]) -> list[Path]:
    """Each content once: projects copy each other's files."""
    found: dict[bytes, Path] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in kinds and path.is_file():
            found.setdefault(hashlib.sha256(path.read_bytes()).digest(), path)
    return list(found.values())


def source_of(folder: Path, path: Path) -> str:
    parts = path.relative_to(folder).parts
    return parts[0] if len(parts) > 1 else "-"
