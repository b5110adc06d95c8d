"""The Excel service: started by the watchdog, as a script, with ``python -m app.main``, or frozen by PyInstaller."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path

if __package__ in (None, "") and not hasattr(sys, "frozen"):
    # As a script its own folder is on the path, and the package's is not. Frozen, the first entry is the library.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import lifebound
from app.host import BoundHost
from app.methods.attached_methods import bind_attached_methods
from app.methods.autosave import Autosave
from app.methods.cell_methods import bind_cell_methods
from app.methods.copy_methods import bind_copy_methods
from app.methods.range_methods import bind_range_methods
from app.methods.recovery_methods import bind_recovery_methods
from app.methods.service_methods import bind_service_methods
from app.methods.snapshotting import Snapshotting
from app.methods.workbook_methods import bind_workbook_methods
from app.service import VERSION, Service

logger = logging.getLogger("__main__")

_SIGN_OF_LIFE_SECONDS = 30.0


def main() -> int:
    """Serves until the watchdog, or a signal, ends it. Returns the exit status."""
    # 1. Take stdin and stdout before anything can print on them.
    lifebound.setup_logging()
    logger.info("Starting Excel backend application")
    backend = lifebound.Backend(VERSION)
    # 2. Bind the methods.
    service = Service(BoundHost(backend))
    bind_service_methods(backend, service)
    bind_workbook_methods(backend, service)
    bind_cell_methods(backend, service)
    bind_range_methods(backend, service)
    bind_attached_methods(backend, service)
    bind_copy_methods(backend, service)
    bind_recovery_methods(backend, service)
    autosave = Autosave(backend, service)
    snapshotting = Snapshotting(service)
    backend.on_stop(autosave.end)
    backend.on_stop(snapshotting.end)
    backend.on_stop(lambda: service.release(app_ended=backend.stop_reason == "host-gone"))
    # 3. Serve.
    stopped = threading.Event()
    threading.Thread(target=_log_signs_of_life, args=[stopped], name="sign-of-life", daemon=True).start()
    autosave.begin()
    snapshotting.begin()
    logger.info("Excel backend service started")
    try:
        return backend.run()
    finally:
        stopped.set()


def _log_signs_of_life(stopped: threading.Event) -> None:
    while not stopped.wait(_SIGN_OF_LIFE_SECONDS):
        logger.info("Backend service is running...")


if __name__ == "__main__":
    sys.exit(main())
