"""Whether a workbook that can be opened could be saved again: asked before anybody edits it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.errors import ServiceError
from app.package.parts import Package


def why_not_savable(original: Path, sheets: Sequence[str]) -> str | None:
    """The reason, to follow “since”; None when nothing speaks against it. ``sheets``: names as the engine has them."""
    try:
        with Package(original) as package:
            names = [entry.name.replace("\\", "/").lstrip("/").lower() for entry in package.directory.entries]
            twice = sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
            if twice:
                return f"two of its parts are called {twice[0]}, and programs differ in which one they read"
            found = [sheet.name for sheet in package.sheets]
            if not found and not sheets:
                return "it has no worksheets"
            if found != list(sheets):
                return f"its list of sheets can be read in two ways ({_list(found)}, or {_list(sheets)})"
            for sheet in package.sheets:
                if package.entry(sheet.part) is None:
                    return f"its part {sheet.part} is missing"
    except ServiceError as error:
        return error.message.rstrip(".")
    return None


def _list(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "") if names else "none"
