"""``range/*``, ``sheet/find`` and ``sheet/edge``: what is read of many cells at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.methods.serve import Answer, serve
from app.service import Service
from lifebound import Backend

if TYPE_CHECKING:
    from app.engine.port import Readable

_MAX_MATCHES = 1_000


@contextmanager
def _reading(service: Service, workbook: str) -> Iterator[Readable]:
    """The cells of a workbook, for as long as native code may take over all of them."""
    opened = service.workbooks.get(workbook)
    cells = opened.cells
    with service.host.busy("read", seconds=opened.source.native_seconds):
        yield cells


def bind_range_methods(backend: Backend, service: Service) -> None:
    # The operations are loaded with the first request, as all of the engine.
    @serve(backend, "range/stats")
    def stats(workbook: str, ranges: list[object]) -> Answer:
        from app.operations.reads import read_stats  # noqa: PLC0415
        from app.operations.take import take_range  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            count = len(cells.sheets())
            return read_stats(cells, [take_range({"range": each}, "range", count) for each in ranges])

    @serve(backend, "range/values")
    def values(workbook: str, range: dict[str, object]) -> Answer:  # noqa: A002  (the contract's name)
        from app.operations.reads import read_values  # noqa: PLC0415
        from app.operations.take import take_range  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            return read_values(cells, *take_range({"range": range}, "range", len(cells.sheets())))

    @serve(backend, "range/copy")
    def copy(workbook: str, range: dict[str, object]) -> Answer:  # noqa: A002
        from app.operations.reads import read_copy  # noqa: PLC0415
        from app.operations.take import take_range  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            given = take_range({"range": range}, "range", len(cells.sheets()))
            return {**read_copy(cells, *given, service.workbooks.get(workbook).instead)}

    @serve(backend, "range/distinct")
    def distinct(workbook: str, range: dict[str, object], column: int) -> Answer:  # noqa: A002
        from app.operations.reads import read_distinct  # noqa: PLC0415
        from app.operations.take import take_range  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            return read_distinct(cells, *take_range({"range": range}, "range", len(cells.sheets())), column)

    @serve(backend, "range/resolve")
    def resolve(workbook: str, sheet: int, text: str) -> Answer:
        from app.operations.search import resolve as find_range  # noqa: PLC0415
        from app.operations.take import take_sheet  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            return {"range": find_range(cells, take_sheet({"sheet": sheet}, len(cells.sheets())), text)}

    @serve(backend, "sheet/find")
    def find(
        workbook: str, sheet: int | None, find: dict[str, object], limit: int, after: dict[str, object] | None = None
    ) -> Answer:
        from app.operations.find import take_find  # noqa: PLC0415
        from app.operations.search import find_cells  # noqa: PLC0415
        from app.operations.take import take_integer, take_place, take_sheet  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            count = len(cells.sheets())
            place = None if after is None else take_place({"after": after}, "after", count)
            wanted = None if sheet is None else take_sheet({"sheet": sheet}, count)
            most = take_integer({"limit": limit}, "limit", 1, _MAX_MATCHES)
            return find_cells(cells, wanted, take_find({"find": find}), place, most)

    @serve(backend, "sheet/edge")
    def edge(workbook: str, place: dict[str, object], direction: str) -> Answer:
        from app.operations.search import find_edge  # noqa: PLC0415
        from app.operations.take import take_choice, take_place  # noqa: PLC0415

        with _reading(service, workbook) as cells:
            way = take_choice({"direction": direction}, "direction", "up", "down", "left", "right")
            sheet, row, column = find_edge(cells, take_place({"place": place}, "place", len(cells.sheets())), way)
            return {"place": {"sheet": sheet, "row": row, "column": column}}
