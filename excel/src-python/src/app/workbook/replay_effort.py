"""How much a restart would have to repeat, and when that is worth a snapshot."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field

from app.journal.history import Operation

# For tests: a snapshot after so many operations, without waiting for a quiet moment.
EVERY_VARIABLE = "LIFEBOUND_EXCEL_SNAPSHOT_OPERATIONS"
# Worth holding up an edit for (0.03 s a million cells): a quarter of a second of typing, or what takes as long to read.
_MUCH_SECONDS, _MUCH_INPUTS, _MUCH_CHARACTERS = 0.25, 20_000, 4_000_000
# Worth it when nobody waits: a tenth of that, or anything at all after some minutes.
_WORTH = 0.1
_QUIET_SECONDS = 2.0
_LONG_SECONDS = 300.0


@dataclass
class ReplayEffort:
    """Of what was done since the newest snapshot. Times are of the monotonic clock."""

    operations: int = 0
    inputs: int = 0
    characters: int = 0
    seconds: float = 0.0
    """That the engine took to type them."""
    first_at: float = 0.0
    last_at: float = field(default_factory=time.monotonic)

    def add(self, operation: Operation, seconds: float = 0.0) -> None:
        self.last_at = time.monotonic()
        self.first_at = self.first_at or self.last_at
        self.operations += 1
        self.inputs += operation.engine_steps
        self.characters += sum(len(edit.text) for edit in operation.edits)
        self.seconds += seconds

    def is_worth_a_snapshot(self) -> bool:
        """Now, by how much it is and how long its user has been quiet."""
        if self.operations == 0:
            return False
        if (every := os.environ.get(EVERY_VARIABLE)) is not None:
            return self.operations >= int(every)
        share = max(self.seconds / _MUCH_SECONDS, self.inputs / _MUCH_INPUTS, self.characters / _MUCH_CHARACTERS)
        if share >= 1:
            return True
        now = time.monotonic()
        is_quiet = now - self.last_at >= _QUIET_SECONDS
        return is_quiet and (share >= _WORTH or now - self.first_at >= _LONG_SECONDS)
