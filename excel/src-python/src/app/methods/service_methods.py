"""``service/info``."""

from __future__ import annotations

import os

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
