"""Marks of what was begun and may end the process: written before, removed after."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from app.journal.store import MAX_ATTEMPTS

# A backend that ended at its deadline is started again at once.
_RESTART_SECONDS = 20.0
_FACT = "loading"


@dataclass(frozen=True)
class Attempts:
    """How often in a row a load was begun and not ended, and the last one's time and deadline."""

    count: int = 0
    at: float = 0.0
    seconds: float = 0.0

    @classmethod
    def from_facts(cls, about: Mapping[str, str]) -> Attempts:
        count, at, seconds = [*about.get(_FACT, "0").split(" "), "0", "0"][:3]
        return cls(int(count), float(at), float(seconds))

    def facts(self) -> dict[str, str | None]:
        """As the journal keeps it."""
        return {_FACT: f"{self.count} {self.at!r} {self.seconds!r}" if self.count else None}

    @property
    def is_spent(self) -> bool:
        """Twice in a row, or once when it ended at its deadline: a hang is not tried for another half minute."""
        return self.count >= MAX_ATTEMPTS or (self.count > 0 and self._hung)

    @property
    def is_hopeless(self) -> bool:
        """Not even a view came through."""
        return self.count >= 2 * MAX_ATTEMPTS

    @property
    def _hung(self) -> bool:
        return self.seconds <= time.time() - self.at <= self.seconds + _RESTART_SECONDS

    def next(self, seconds: float) -> Attempts:
        """Another one begins, with a deadline of so many seconds."""
        return Attempts(self.count + 1, time.time(), seconds)

    def spent(self) -> Attempts:
        return Attempts(max(self.count, MAX_ATTEMPTS))
