"""Marks of what was begun and may end the process: written before, removed after."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from app.journal.journal_attempts import MAX_POINTS

_FACT = "loading"


@dataclass(frozen=True)
class Attempts:
    """Loads that were begun and not ended: their points (docs/decisions/journal.md), and when the last one began."""

    points: int = 0
    at: float = 0.0

    @classmethod
    def from_facts(cls, about: Mapping[str, str]) -> Attempts:
        points, at = [*about.get(_FACT, "0").split(" "), "0"][:2]
        return cls(int(points), float(at))

    def facts(self) -> dict[str, str | None]:
        """As the journal keeps it."""
        return {_FACT: f"{self.points} {self.at!r}" if self.points else None}

    @property
    def is_spent(self) -> bool:
        """The engine is not tried by itself any more."""
        return self.points >= MAX_POINTS

    @property
    def is_hopeless(self) -> bool:
        """Not even a view came through."""
        return self.points >= 2 * MAX_POINTS

    @property
    def ends(self) -> int:
        """How many processes ended in it, at least."""
        return -(-self.points // 2)

    def next(self) -> Attempts:
        """Another one begins."""
        return Attempts(self.points + 1, time.time())

    def blamed(self, *, hung: bool) -> Attempts:
        """It ended the process. A hang is not tried for another half minute: once is enough."""
        return Attempts(max(self.points + 1, MAX_POINTS if hung else 0), self.at)

    def spent(self) -> Attempts:
        return Attempts(max(self.points, MAX_POINTS), self.at)

    @classmethod
    def last(cls) -> Attempts:
        """Asked for by the user: one more, and it is spent again when that ends the process."""
        return cls(MAX_POINTS - 1)
