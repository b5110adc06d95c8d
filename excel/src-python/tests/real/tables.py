"""Reports as Markdown, for a terminal and for docs/corpus.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

_NAMES = re.compile(
    r"^\S+\.\w{3,4}\b|book\.\w+|[“'\"][^”'\"]*[”'\"]|\b[A-Za-z0-9_./-]+\.(?:xml|bin|rels)\b|[0-9][0-9,.]*"
)


def print_table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> None:
    print("| " + " | ".join(map(str, head)) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for row in rows:
        print("| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) + " |")


def print_refusals(refused: Mapping[Path, tuple[str, str]]) -> None:
    """By code and reason: names and numbers are left out of a reason, and one message of each is shown."""
    groups: dict[tuple[str, str], list[tuple[Path, str]]] = defaultdict(list)
    for path, (code, message) in refused.items():
        groups[code, _NAMES.sub("…", message)].append((path, message))
    rows: list[list[object]] = []
    for (code, _), found in sorted(groups.items(), key=lambda item: (item[0][0], -len(item[1]))):
        path, message = found[0]
        rows.append([code, len(found), message.replace("book.xls", f"{path.stem[:30]}.xls").replace("|", "\\|")])
    print_table(["outcome", "files", "message of one of them"], rows)
