"""``recovery/*``, ``quarantine/*``, ``settings/*`` ``workbook/setRecovery`` and ``workbook/takeOver``."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from app.errors import ServiceError
from app.methods.answers import changed, workbook_info
from app.methods.params import take_key
from app.methods.serve import Answer, serve
from app.service import Service
from lifebound import Backend

if TYPE_CHECKING:
    from app.workbook.settings import Settings


def bind_recovery_methods(backend: Backend, service: Service) -> None:
    @serve(backend, "recovery/list")
    def list_recovery() -> Answer:
        return {
            "entries": [
                {
                    "id": entry.id,
                    "name": entry.name,
                    "path": str(entry.path) if entry.path else None,
                    "editedAt": _iso(entry.edited_at),
                    "edits": entry.edits,
                    "file": entry.file,
                    "state": entry.state,
                }
                for entry in service.recovery.entries()
            ]
        }

    @serve(backend, "recovery/open")
    def open_recovered(id: str) -> Answer:  # noqa: A002  (the contract's name)
        return workbook_info(service.recovery.open(id))

    @serve(backend, "recovery/discard")
    def discard(id: str) -> Answer:  # noqa: A002
        service.recovery.discard(id)
        return {"discarded": True}

    @serve(backend, "workbook/setRecovery")
    def set_recovery(workbook: str, enabled: bool) -> Answer:
        opened = service.workbooks.get(workbook)
        service.workbooks.set_recovery(opened, enabled=enabled)
        return workbook_info(opened)

    @serve(backend, "workbook/takeOver")
    def take_over(workbook: str) -> Answer:
        opened = service.workbooks.get(workbook)
        opened.claim_file(take_over=True)
        return workbook_info(opened)

    @serve(backend, "quarantine/list")
    def list_quarantine(workbook: str) -> Answer:
        from app.workbook.quarantine import describe_quarantine  # noqa: PLC0415  (with the first request)

        listed = describe_quarantine(service.workbooks.get(workbook))
        return {"operations": [{**entry, "at": _iso(entry["at"])} for entry in listed]}

    @serve(backend, "quarantine/retry")
    def retry(workbook: str, key: str) -> Answer:
        opened = service.workbooks.get(workbook)
        return changed(opened, service.workbooks.retry(opened, take_key(key)))

    @serve(backend, "quarantine/drop")
    def drop(workbook: str, key: str) -> Answer:
        service.workbooks.get(workbook).drop(take_key(key))
        return {"dropped": True}

    @serve(backend, "settings/get")
    def get_settings() -> Answer:
        return _settings(service.workbooks.settings)

    @serve(backend, "settings/set")
    def set_settings(settings: dict[str, object]) -> Answer:
        return _settings(service.workbooks.change_settings(*_take_settings(settings)))


def _iso(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat(timespec="milliseconds")


def _settings(settings: Settings) -> dict[str, Any]:
    return {"autosaveSeconds": settings.autosave_seconds, "keepRecoveryDays": settings.keep_recovery_days}


def _take_settings(settings: dict[str, object]) -> tuple[float, float]:
    values = []
    for name in ("autosaveSeconds", "keepRecoveryDays"):
        value = settings.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ServiceError("INVALID_PARAMS", f"{name} must be a number, not {repr(value)[:60]}.")
        values.append(value)
    return values[0], values[1]
