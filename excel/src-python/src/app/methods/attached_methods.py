"""``sheet/attached``, ``cell/choices`` and ``cell/link``: what is attached to cells."""

from __future__ import annotations

from app.methods.serve import Answer, serve
from app.service import Service
from lifebound import Backend


def bind_attached_methods(backend: Backend, service: Service) -> None:
    # The operations are loaded with the first request, as all of the engine.
    @serve(backend, "sheet/attached")
    def attached(workbook: str, range: dict[str, object]) -> Answer:  # noqa: A002  (the contract's name)
        from app.operations.attached import describe_attached  # noqa: PLC0415
        from app.operations.take import take_range  # noqa: PLC0415

        opened = service.workbooks.get(workbook)
        with service.host.busy("read", seconds=opened.source.native_seconds):
            return describe_attached(opened, *take_range({"range": range}, "range", len(opened.cells.sheets())))

    @serve(backend, "cell/choices")
    def choices(workbook: str, sheet: int, row: int, column: int) -> Answer:
        from app.operations.choices import list_choices  # noqa: PLC0415
        from app.workbook.check_edits import check_cell  # noqa: PLC0415

        opened = service.workbooks.get(workbook)
        engine = opened.engine
        check_cell(engine.sheet_count(), sheet, row, column)
        with service.host.busy("read", seconds=opened.source.native_seconds):
            return list_choices(engine, opened.source.original, sheet, row, column)

    @serve(backend, "cell/link")
    def link(workbook: str, sheet: int, row: int, column: int) -> Answer:
        from app.operations.cell_link import read_link  # noqa: PLC0415
        from app.workbook.check_edits import check_cell  # noqa: PLC0415

        opened = service.workbooks.get(workbook)
        check_cell(len(opened.cells.sheets()), sheet, row, column)
        with service.host.busy("read", seconds=opened.source.native_seconds):
            return {"link": read_link(opened, sheet, row, column)}
