"""The process: log lines, ways to start it, ways to end it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import StartService
from tests.support.service_process import MAIN, ROOM, CallFailed, ServiceProcess


def test_log_lines_have_the_documented_form(start: StartService) -> None:
    service = start()
    service.end()
    lines = [line for line in service.log if " - INFO - " in line]
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - __main__ - INFO - Starting Excel backend application", lines[0]
    )
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - __main__ - INFO - Excel backend service started", lines[1])


def test_is_ready_before_the_engine_is_loaded() -> None:
    script = "import sys, app.main; print(*{'ironcalc', 'sqlite3', 'python_calamine'} & set(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOM / "src", capture_output=True, check=True, text=True
    )
    assert loaded.stdout.strip() == ""


@pytest.mark.parametrize("command", [[sys.executable, "-m", "app.main"], [sys.executable, str(MAIN)]])
def test_starts_as_module_and_as_script(data: Path, command: list[str]) -> None:
    service = ServiceProcess(data, command)
    assert service.ready["params"]["version"] == "0.1.0"
    info = service.call("service/info")
    assert info == {"version": "0.1.0", "engine": "ironcalc 0.9.1", "pid": service.process.pid, "dataDir": str(data)}
    assert service.end() == 0


def test_ends_in_good_order_on_sigterm(start: StartService) -> None:
    service = start()
    service.call("workbook/new")
    assert service.terminate() == 0


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("workbook/open", {}),
        ("workbook/open", {"path": 3}),
        ("workbook/open", {"path": "relative.xlsx"}),
        ("workbook/open", {"path": "/nul\0l.xlsx"}),
        ("workbook/open", {"path": "/\ud800.xlsx"}),
        ("cells/set", {"workbook": "w", "key": "k", "edits": "no"}),
        ("workbook/close", {"workbook": "w", "discard": 1}),
        ("sheet/window", {"workbook": "w", "sheet": True, "top": 1, "left": 1, "rows": 1, "columns": 1}),
    ],
)
def test_refuses_parameters_that_do_not_fit(service: ServiceProcess, method: str, params: dict[str, object]) -> None:
    with pytest.raises(CallFailed) as failure:
        service.call(method, **params)
    assert failure.value.code == "INVALID_PARAMS"


def test_unknown_workbook_has_its_code(service: ServiceProcess) -> None:
    with pytest.raises(CallFailed) as failure:
        service.call("workbook/info", workbook="w0")
    assert failure.value.code == "UNKNOWN_WORKBOOK"
