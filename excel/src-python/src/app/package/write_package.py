"""Writes a package with some of its parts changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from app.package.atomic import replace_file, save_error
from app.package.parts import Package, SheetPart
from app.package.self_check import Changes, check_saved
from app.package.surroundings import PartChanges
from app.package.zip_writer import ZipWriter


def write_package(
    package: Package,
    parts: PartChanges,
    target: Path,
    sheets: Mapping[SheetPart, Changes] | None = None,
    synced: Callable[[Path], None] | None = None,
    *,
    quick: bool = False,
) -> int:
    """Writes a copy of a package with parts changed, atomically, and reads it again. Gives its size in bytes.

    ``sheets``: the cells that must be found in it. ``synced``: see `replace_file`. What was replaced is taken out of
    ``parts`` as it is written, since a large sheet is there a second time. ``quick``: the file is not for users; it is
    larger, and its sheets are not checked as a whole, since the engine reads them next. Raises ``ServiceError``.
    """
    written = (*parts.replaced, *parts.added)
    try:
        with replace_file(target, synced) as (temporary, file):
            with ZipWriter(package.path, package.directory, file, quick=quick) as writer:
                for entry in package.directory.entries:
                    if entry.name in parts.replaced:
                        writer.replace(entry, parts.replaced.pop(entry.name))
                    elif entry.name not in parts.removed:
                        writer.copy(entry)
                for name, blocks in parts.added.items():
                    writer.add(name, blocks)
                writer.finish()
            file.flush()
            size = file.tell()
            read_next = {sheet.part for sheet in package.sheets} if quick else set()
            check_saved(temporary, [part for part in written if part not in read_next], sheets or {}, whole=not quick)
    except OSError as error:
        raise save_error(target, error) from error
    return size
