"""An open workbook's cells, in an engine or a read-only view: loaded, with all that was done since."""

from __future__ import annotations

import logging
from functools import partial

from app.engine.port import CellAddress, Engine, EngineFailed, InputRefused, Readable, Sheet
from app.errors import ServiceError
from app.host import Host
from app.journal.history import History
from app.journal.store import Journal
from app.workbook.attempts import Attempts
from app.workbook.cached import CachedCell, Instead, shown_cached
from app.workbook.content import Computed, Viewed, load_computed, load_content, load_view
from app.workbook.folder import WorkbookFolder
from app.workbook.recorded import RecordedWorkbook
from app.workbook.replay import ReplayFailed, list_steps, replay, replay_carefully
from app.workbook.replay_effort import ReplayEffort
from app.workbook.stale import StaleCells
from app.workbook.states import States, TakenState

STOPPED_WHILE_LOADING = (
    "The calculation engine did not get through this workbook in time, or loading it was cancelled, so it is shown as "
    "it was opened. What was edited stays in the journal; it can be tried again."
)
# A change of the file is saved, rewritten and loaded again.
CHANGE_EFFORT = 4
# Points (docs/decisions/journal.md) after which a snapshot is suspected, and what it was made from is loaded instead.
_SUSPICIOUS_POINTS = 2
_log = logging.getLogger(__name__)


class LoadedWorkbook(RecordedWorkbook):
    """Cells are loaded when they are first asked for, since after a restart nobody may ask."""

    def __init__(self, folder: WorkbookFolder, journal: Journal, host: Host) -> None:
        super().__init__(folder, journal, host)
        self._content: Computed | Viewed | None = None
        self.states = States(folder)
        self.effort = ReplayEffort()
        self._stale: tuple[tuple[int, int], StaleCells] | None = None

    def hand_over(self, content: Computed | Viewed) -> None:
        """What was loaded while the workbook was opened."""
        self._content = content

    @property
    def is_loaded(self) -> bool:
        return self._content is not None

    @property
    def content(self) -> Computed | Viewed:
        if self._content is None:
            self._content = self._load()
        return self._content

    @property
    def cells(self) -> Readable:
        content = self.content
        return content.engine if isinstance(content, Computed) else content.view

    @property
    def read_only(self) -> str | None:
        content = self.content
        return content.reason if isinstance(content, Viewed) else None

    @property
    def engine(self) -> Engine:
        """Raises READ_ONLY."""
        content = self.content
        if isinstance(content, Viewed):
            raise ServiceError("READ_ONLY", content.reason)
        return content.engine

    def cached(self, key: CellAddress) -> CachedCell | None:
        """The file's own value, where the engine can't compute it, and no edit has made it wrong."""
        content = self.content
        if isinstance(content, Viewed) or key not in content.cached or self._stale_cells(content).holds(key):
            return None
        return shown_cached(content.cached, content.engine, key)

    @property
    def instead(self) -> Instead | None:
        """`cached`, for those who read many cells; None when the engine can compute all."""
        content = self.content
        return self.cached if isinstance(content, Computed) and content.cached else None

    def is_stale(self, key: CellAddress) -> bool:
        """Whether the engine's value is shown where it can't be trusted: the next program will compute it."""
        content = self.content
        if isinstance(content, Viewed) or key not in content.cached or self._stale_cells(content).is_typed(key):
            return False
        return self.cached(key) is None

    def _stale_cells(self, content: Computed) -> StaleCells:
        """After each edit anew."""
        state = (id(content), self.history.top)
        if self._stale is None or self._stale[0] != state:
            self._stale = state, StaleCells(content.engine, self.history.net_edits())
        return self._stale[1]

    def sheets(self) -> list[Sheet]:
        return self.cells.sheets()

    def take_state(self) -> TakenState | None:
        """For `States.write`; None when there is nothing that a snapshot would save."""
        content = self._content
        self.effort = ReplayEffort()
        if isinstance(content, Computed) and self.history.top in self.history.done_on_base():
            with self.host.busy("snapshot", seconds=self.source.native_seconds):
                return self.states.take(self.history, content)
        return None

    def close(self) -> None:
        self.states.wait()
        self.release_file()
        self._content = None
        self.journal.close()

    def _load(self, below: int | None = None) -> Computed | Viewed:
        """``below``: an operation that the engine must be able to undo."""
        # 1. A workbook that ends the process while it is loaded must not do so at every start.
        if self.loading.is_spent:
            self._mark(self.loading.spent().facts())
            return load_view(self.source, self.host, STOPPED_WHILE_LOADING)
        is_suspicious = self.loading.points >= _SUSPICIOUS_POINTS
        self._mark(self.loading.next().facts())
        if not self.source.original.exists():
            with self.host.busy("recover", seconds=CHANGE_EFFORT * self.source.native_seconds):
                from app.operations.rebase import restore_base  # noqa: PLC0415  (seldom)

                restore_base(self.source, self.history.done)
        # 2. The newest snapshot, or as opened, then what was done since.
        content = (None if is_suspicious else self._load_state(below)) or load_content(self.source, self.host)
        self._mark(Attempts().facts())
        return self._replay(content) if isinstance(content, Computed) else content

    def _load_state(self, below: int | None) -> Computed | None:
        with self.host.busy("open", seconds=self.source.native_seconds):
            return self.states.load(self.history, below)

    def _replay(self, computed: Computed) -> Computed | Viewed:
        self.effort = ReplayEffort()
        done, undone = list_steps(self.history, computed.floor)
        if not done and not undone:
            if "replaying" in self.about:
                # An earlier process ended in a longer one, for an undo.
                self.journal.unmark()
                self._mark({"replaying": None})
            return computed
        # 1. An earlier process ended in the middle of it: each operation by itself, so that the next one knows which.
        carefully = "replaying" in self.about
        self._mark({"replaying": "1"})
        busy = partial(self.host.busy, "recover", seconds=self.source.native_seconds)
        try:
            if carefully:
                replay_carefully(computed.engine, self.history, computed.floor, self.journal, busy)
            else:
                with busy():
                    replay(computed.engine, self.history, computed.floor)
        except (EngineFailed, InputRefused) as error:
            _log.error("%s can't be replayed: %s", self.id, error.message)
            # 2. What is known to fail is set aside, and the rest replayed on a new engine.
            if isinstance(error, ReplayFailed):
                self.journal.quarantine(error.operation)
                self.history = History.replay(self.journal.operations())
            elif carefully:
                return load_view(self.source, self.host, _keeps_edits(f"can't repeat the edits ({error.message})"))
            return self._replay(load_computed(self.source, self.host))
        self._mark({"replaying": None})
        for operation in (*done, *undone):
            self.effort.add(operation)
        return computed


def _keeps_edits(reason: str) -> str:
    return f"The calculation engine {reason}, so the workbook is shown as it was opened. Its edits stay in the journal."
