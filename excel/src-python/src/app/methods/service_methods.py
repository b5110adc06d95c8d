"""``service/info`` and ``service/cancel``."""

from __future__ import annotations

import os

from app.methods.params import take_path
from app.methods.serve import Answer, serve
from app.service import VERSION, Service
from lifebound import Backend


def bind_service_methods(backend: Backend, service: Service) -> None:
    @serve(backend, "service/info")
    def info() -> Answer:
        return {
            "version": VERSION,
            "engine": service.engine_name,
            "pid": os.getpid(),
            "dataDir": str(service.data.root),
        }

    @serve(backend, "service/cancel")
    def cancel(
        method: str,
        workbook: str | None = None,
        key: str | None = None,
        keys: list[str] | None = None,
        path: str | None = None,
    ) -> Answer:
        from app.workbook.cancelling import Cancelled  # noqa: PLC0415  (with the first request)
        from app.workbook.cancelling import cancel as undo_traces  # noqa: PLC0415

        call = Cancelled(
            method, workbook, tuple(keys or ([] if key is None else [key])), None if path is None else take_path(path)
        )
        outcome = undo_traces(service.workbooks, call)
        return {"cancelled": outcome.cancelled, "loading": outcome.loading}
