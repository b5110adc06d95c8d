"""The user's time zone, for NOW and TODAY."""

from __future__ import annotations

import os
from pathlib import Path

import ironcalc


def local_time_zone() -> str:
    """An IANA name such as ``Asia/Shanghai``; UTC where the system does not tell one (Windows has names of its own)."""
    known = set(ironcalc.get_all_timezones())
    link = Path("/etc/localtime")
    candidates = [os.environ.get("TZ", "").removeprefix(":")]
    if link.is_symlink():
        candidates.append(str(link.resolve()).partition("zoneinfo/")[2])
    return next((name for name in candidates if name in known), "UTC")
