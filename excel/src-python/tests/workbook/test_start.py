"""What a restart needs, and no more: an edit waits for it."""

from __future__ import annotations

import subprocess
import sys

from tests.support.service_process import ROOM


def test_what_changes_files_is_not_loaded_by_a_restart() -> None:
    code = "import sys, app.workbook.registry; print(*(name for name in sys.modules if name.startswith('app.')))"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOM / "src", capture_output=True, text=True, check=True)
    loaded = {name for name in ran.stdout.split() if name.startswith("app.package.")}
    assert loaded == {"app.package.addresses", "app.package.atomic"}
