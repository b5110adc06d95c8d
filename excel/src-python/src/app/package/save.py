"""Saves a workbook by patching its original package."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.engine.port import Engine
from app.package.atomic import save_error
from app.package.decide import Decision, decide_changes
from app.package.downstream import Cell
from app.package.parts import Package, SheetPart
from app.package.self_check import Changes
from app.package.sheet_patch import patch_sheet
from app.package.style_sheet import StyleSheet
from app.package.surroundings import PartChanges, patch_surroundings
from app.package.values import writable
from app.package.write_package import write_package
from app.package.xml_bytes import XmlDocument


@dataclass(frozen=True)
class SaveReport:
    """What a save wrote."""

    cells_written: int
    """Cells that were edited, or whose value was written anew."""
    caches_dropped: int
    """Cells whose cached value was removed, since the engine can't be trusted with it."""
    bytes: int
    """Size of the file."""
    parts_changed: tuple[str, ...]
    """Parts that were rewritten, added or removed."""


def save(
    original: Path,
    target: Path,
    edits: Mapping[Cell, str],
    before: Engine,
    after: Engine,
    *,
    recalculates: bool = True,
    distrusted: Collection[Cell] = (),
    synced: Callable[[Path], None] | None = None,
) -> SaveReport:
    """Writes ``original`` with ``edits`` to ``target``, atomically; the two may be the same file.

    ``edits``: net inputs as typed by (sheet index, row, column) since ``original``. ``before``: the original,
    evaluated; ``after``: with the edits, evaluated. Without ``recalculates`` the formulas that nobody edited keep the
    values that they had: a quick step to a file that is not for users yet. ``distrusted``: cells that have no value in
    ``original`` and get none, since the engine computes them otherwise than other programs. ``synced``: see
    `replace_file`. Bytes of untouched cells and parts are carried over. Raises ``ServiceError``: ``DISK_FULL``,
    ``NO_PERMISSION``, ``SAVE_FAILED``, ``CELL_LOCKED_BY_SPILL``, ``OUT_OF_RANGE``, ``UNKNOWN_SHEET``,
    ``NOT_A_WORKBOOK``, ``FORMAT_UNSUPPORTED``, ``FILE_TOO_LARGE``; ``target`` is then as it was.
    """
    try:
        with Package(original) as package:
            # 1. What changes, and what that makes of the parts.
            decision = decide_changes(package, edits, before, after, recalculates=recalculates, distrusted=distrusted)
            sheets = {
                sheet: decision.changes[sheet.index] for sheet in package.sheets if decision.changes.get(sheet.index)
            }
            parts = _patch_parts(package, decision, sheets) if edits else PartChanges()
            changed = (*parts.replaced, *parts.added, *sorted(parts.removed))
            # 2. Write beside the target, read again, replace.
            size = write_package(package, parts, target, sheets, synced, quick=not recalculates)
    except OSError as error:
        raise save_error(target, error) from error
    written, dropped = _count(sheets)
    return SaveReport(written, dropped, size, changed)


def _patch_parts(package: Package, decision: Decision, sheets: Mapping[SheetPart, Changes]) -> PartChanges:
    parts = patch_surroundings(package, decision)
    styles_part = package.workbook_target("styles")
    styles = None if styles_part is None else StyleSheet(package.read(styles_part))
    for sheet, changes in sheets.items():
        entry = package.entry(sheet.part)
        document = XmlDocument.decode(package.read(sheet.part))
        scan = decision.scans[sheet.index]
        blocks = patch_sheet(document.data, scan, changes, _keep_style if styles is None else styles.derive)
        if entry is not None:
            parts.replaced[entry.name] = document.encode(blocks)
    if styles is not None and styles_part is not None and styles.is_changed:
        entry = package.entry(styles_part)
        if entry is not None:
            parts.replaced[entry.name] = styles.render()
    return parts


def _keep_style(base: int, _: object) -> int:
    """A workbook without styles has none to derive."""
    return base


def _count(sheets: Mapping[SheetPart, Changes]) -> tuple[int, int]:
    written = dropped = 0
    for changes in sheets.values():
        for change in changes.values():
            if change.replaces or writable(change.value):
                written += 1
            elif not change.keeps_value:
                dropped += 1
    return written, dropped
