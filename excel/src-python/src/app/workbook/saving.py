"""Saving: the file is the old one or the new one, whole, at every instant, and the journal knows which."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import ServiceError
from app.host import native_seconds
from app.journal.journal_saves import Saving
from app.package.atomic import remove_left_overs
from app.workbook.content import load_computed
from app.workbook.disk_state import DiskState, hash_file
from app.workbook.folder import CHANGE_PREFIX
from app.workbook.workbook import Workbook

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SaveOutcome:
    """``size`` of the file in bytes."""

    cells_written: int
    size: int


def save_workbook(workbook: Workbook, path: Path | None, *, overwrite: bool) -> SaveOutcome:
    """In place, or under ``path``. When it raises, the file is what it was, and the edits stay."""
    # 1. May it be written at all?
    engine = workbook.engine
    target = _choose_target(workbook, path)
    _check_target(workbook, target, overwrite=overwrite)
    size = workbook.source.original.stat().st_size
    top = workbook.history.top
    digest = None

    def record(temporary: Path) -> None:
        # 3. What the target will hold: after a kill, its bytes tell whether the replacement took place.
        nonlocal digest
        digest = hash_file(temporary)
        workbook.journal.begin_saving(Saving(target, top, digest))

    # 2. Write beside the target, from the original and all edits since: no save builds on another save.
    workbook.journal.begin_saving(Saving(target, top, None))
    try:
        # Not needed before the first save.
        from app.operations.rebase import write_steps  # noqa: PLC0415
        from app.package.save import save  # noqa: PLC0415

        opened = load_computed(workbook.source, workbook.host)
        distrusted = {key for key, cell in opened.cached.items() if cell.is_stale}
        edits = workbook.history.net_edits()
        with (
            workbook.host.busy("save", seconds=2 * native_seconds(size)),
            tempfile.TemporaryDirectory(prefix=CHANGE_PREFIX, dir=workbook.folder.path) as folder,
        ):
            looked = write_steps(workbook.source, workbook.history.file_steps(), Path(folder))
            report = save(looked, target, edits, opened.engine, engine, distrusted=distrusted, synced=record)
    except BaseException:
        # The folder's sync may have failed after the replacement: the file is then ours, and not yet safe.
        facts = DiskState.read(target, digest).facts() if _holds(target, digest) else {}
        with suppress(ServiceError):
            workbook.journal.end_saving(facts)
            workbook.about = workbook.journal.about()
        raise
    # 4. Record that it took place.
    _complete(workbook, target, top, digest or hash_file(target))
    return SaveOutcome(report.cells_written, target.stat().st_size)


def finish_interrupted_save(workbook: Workbook) -> bool:
    """After a kill in the middle of a save: whether the file was replaced, which is seen by its bytes."""
    saving = workbook.journal.saving()
    if saving is None:
        return False
    remove_left_overs(saving.target)
    replaced = _holds(saving.target, saving.sha256)
    _log.info("A save of %s was interrupted %s the file was replaced", workbook.id, "after" if replaced else "before")
    if replaced and saving.sha256 is not None:
        _complete(workbook, saving.target, saving.top, saving.sha256)
        return True
    workbook.journal.end_saving({})
    return False


def _holds(target: Path, digest: str | None) -> bool:
    try:
        return digest is not None and hash_file(target) == digest
    except OSError:
        return False


def _complete(workbook: Workbook, target: Path, top: int, digest: str) -> None:
    state = DiskState.read(target, digest)
    workbook.journal.end_saving({"path": str(target), "saved_top": str(top), **state.facts()})
    workbook.about = workbook.journal.about()


def _choose_target(workbook: Workbook, path: Path | None) -> Path:
    target = path or workbook.path
    if target is None:
        raise ServiceError("INVALID_PARAMS", "This workbook was never saved. Choose a name for it.")
    # A link stays a link: what it points to is replaced.
    target = target.resolve()
    if target.suffix.lower() != f".{workbook.kind}":
        raise ServiceError(
            "FORMAT_UNSUPPORTED",
            f"{target.name} can't be written: this workbook is saved as .{workbook.kind}. Change the name's end.",
        )
    return target


def _check_target(workbook: Workbook, target: Path, *, overwrite: bool) -> None:
    in_place = workbook.path is not None and target == workbook.path.resolve()
    if not target.parent.is_dir():
        raise ServiceError("FILE_NOT_FOUND", f"There is no folder {target.parent}. Save under another name.")
    if target.is_dir():
        raise ServiceError("FILE_EXISTS", f"{target} is a folder. Save under another name.")
    try:
        exists = target.exists()
        if exists and in_place and not overwrite and workbook.disk_state is not None:
            if not workbook.disk_state.is_on_disk(target):
                raise ServiceError(
                    "CHANGED_ON_DISK",
                    f"{target.name} was changed by another program since it was opened. "
                    "Overwrite it, or save under another name.",
                )
        elif exists and not in_place and not overwrite:
            raise ServiceError("FILE_EXISTS", f"{target} exists already. Overwrite it, or choose another name.")
    except PermissionError as error:
        raise _no_permission(target) from error
    if exists and not os.access(target, os.W_OK):
        raise ServiceError("READ_ONLY", f"{target} is write-protected. Save under another name.")
    if not os.access(target.parent, os.W_OK):
        raise _no_permission(target)


def _no_permission(target: Path) -> ServiceError:
    return ServiceError("NO_PERMISSION", f"You may not write in {target.parent}. Save in another folder.")
