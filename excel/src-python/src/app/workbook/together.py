"""Several edits that were typed faster than the workbook computes: computed once, each a step of its own."""

from __future__ import annotations

from collections.abc import Sequence

from app.engine.port import EngineFailed
from app.errors import ServiceError
from app.journal.history import Edit, Operation
from app.journal.schema import JournalFailed
from app.workbook.changing import ChangingWorkbook
from app.workbook.check_edits import accept_edits, read_edits, refuse_doubtful
from app.workbook.content import Computed

KeyedEdits = tuple[str, tuple[Edit, ...]]


class EditsTogether(ChangingWorkbook):
    """Whatever is doubtful about one of them, it is none of this: they are done one by one then."""

    def _set_together(self, changes: Sequence[KeyedEdits]) -> bool:
        """Whether all of them took effect, and are on the disk; else none did. Raises JournalFailed.

        What one of them fills by spilling is not known to those after it: typing there is taken, as Excel does.
        """
        keys = [key for key, _ in changes]
        if len(changes) < 2 or len(set(keys)) < len(keys) or any(map(self.journal.knows, keys)):
            return False
        from app.operations.headers import touches_header  # noqa: PLC0415  (a restart needs no parts of the file)

        begun: list[Operation] = []
        typed: list[Operation] = []
        try:
            with self.host.busy("calculate", seconds=self.source.native_seconds):
                engine = self.engine
                for key, edits in changes:
                    accepted = accept_edits(engine, read_edits(engine, edits))
                    if accepted and touches_header(self.source.original, accepted):
                        # It renames a column, which takes a change of the file.
                        self._take_back(begun, typed, lost=False)
                        return False
                    if accepted:
                        # By itself: its cell may be typed over before it is computed.
                        refuse_doubtful(engine, accepted)
                        begun.append(self.journal.begin(key, "set", accepted))
                        self._type_only(engine, begun[-1])
                        typed.append(begun[-1])
                engine.evaluate()
        except ServiceError as error:
            self._take_back(begun, typed, lost=isinstance(error, EngineFailed))
            return False
        try:
            self.journal.confirm(*begun)
        except JournalFailed:
            self._content = None
            raise
        for operation in begun:
            self.history.record(operation)
            self.effort.add(operation)
        self.folder.drop_bases(self.kind, self.history.bases)
        return True

    def _take_back(self, begun: Sequence[Operation], typed: Sequence[Operation], *, lost: bool) -> None:
        """As if nothing had been tried. ``lost``: the engine is."""
        self.journal.forget(*begun)
        content = self._content
        if lost:
            self._content = None
        elif isinstance(content, Computed) and typed:
            self._untype(content.engine, sum(len(operation.edits) for operation in typed))
