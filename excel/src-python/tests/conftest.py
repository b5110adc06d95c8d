from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support.service_process import ServiceProcess

StartService = Callable[..., ServiceProcess]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def start(data: Path) -> Iterator[StartService]:
    """Starts the service, with more variables in its environment; each start takes up what the one before left."""
    started: list[ServiceProcess] = []

    def run(command: list[str] | None = None, **environment: str) -> ServiceProcess:
        started.append(ServiceProcess(data, command, **environment))
        return started[-1]

    yield run
    for service in started:
        if service.process.poll() is None:
            service.kill()


@pytest.fixture(scope="module")
def service_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service") / "data"


@pytest.fixture(scope="module")
def service(service_data: Path) -> Iterator[ServiceProcess]:
    """One for all tests of a file, since a start takes a tenth of a second."""
    running = ServiceProcess(service_data)
    yield running
    if running.process.poll() is None:
        running.kill()
