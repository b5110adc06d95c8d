"""Snapshots of where a workbook's user is: a restart repeats only what came after the newest."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from app.journal.history import History
from app.workbook.cached import CachedCells
from app.workbook.content import Computed
from app.workbook.folder import WorkbookFolder, sync_folder
from app.workbook.snapshot import read_snapshot, write_snapshot

# The newest, and one to fall back to, by damage or by undo.
_KEPT = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TakenState:
    """What is to be written; nothing that is done meanwhile changes it."""

    top: int
    state: Mapping[str, Any]
    image: bytes
    cached: CachedCells
    kept: frozenset[int]
    """Tops of the snapshots that are still of use."""


class States:
    """Of one workbook. One thread at a time takes and writes; `wait` is for whoever moves the folder."""

    def __init__(self, folder: WorkbookFolder) -> None:
        self._folder = folder
        self._writing = threading.Lock()

    def load(self, history: History, below: int | None = None) -> Computed | None:
        """The newest of use, whole and ``below`` an operation; None: there is none. What is of no use is removed."""
        for top in sorted(self._tops() & history.done_on_base(), reverse=True):
            if below is not None and top >= below:
                continue
            path = self._folder.state(top)
            known = read_snapshot(path, history.state_at(top))
            if known is not None:
                return Computed(*known, floor=top)
            _log.warning("The snapshot %s is of no use; what is before it is read instead", path.name)
            with suppress(OSError):
                path.unlink()
        return None

    def take(self, history: History, computed: Computed) -> TakenState:
        """Between two operations: takes 0.03 s for a million cells. To be given to `write`, at once."""
        top = history.top
        image = computed.engine.to_bytes()
        tops = sorted(self._tops() & {step.seq for step in history.done if step.seq != top}, reverse=True)
        self._writing.acquire()
        kept = frozenset((top, *tops[: _KEPT - 1]))
        return TakenState(top, history.state_at(top), image, computed.cached, kept)

    def write(self, taken: TakenState) -> None:
        """Whole or not at all, through a power cut; the others go when it is there. A full disk is told in the log."""
        target = self._folder.state(taken.top)
        unfinished = target.with_suffix(".part")
        try:
            write_snapshot(unfinished, taken.image, taken.cached, state=taken.state, durable=True)
            unfinished.replace(target)
            sync_folder(self._folder.path)
            for path in self._folder.states():
                if path.suffix or int(path.name.removeprefix("state-")) not in taken.kept:
                    path.unlink(missing_ok=True)
        except OSError as error:
            _log.warning("No snapshot of %s after operation %d: %s", self._folder.id, taken.top, error)
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        finally:
            self._writing.release()

    def wait(self) -> None:
        """Until nothing is being written."""
        with self._writing:
            pass

    def _tops(self) -> set[int]:
        names = (path.name.removeprefix("state-") for path in self._folder.states())
        return {int(name) for name in names if name.isdecimal()}
