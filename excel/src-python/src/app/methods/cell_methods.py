"""``sheet/window``, ``cell/get``, ``cells/set`` and ``cells/setMany``."""

from __future__ import annotations

from app.methods.answers import changed, changed_many
from app.methods.params import take_changes, take_edits, take_key
from app.methods.serve import Answer, serve
from app.service import Service
from lifebound import Backend


def bind_cell_methods(backend: Backend, service: Service) -> None:
    @serve(backend, "sheet/window")
    def window(workbook: str, sheet: int, top: int, left: int, rows: int, columns: int) -> Answer:
        from app.workbook.window import read_window  # noqa: PLC0415  (as all of the engine, with the first request)

        return read_window(service.workbooks.get(workbook), sheet, top, left, rows, columns)

    @serve(backend, "cell/get")
    def get(workbook: str, sheet: int, row: int, column: int) -> Answer:
        from app.workbook.window import read_cell  # noqa: PLC0415

        return read_cell(service.workbooks.get(workbook), sheet, row, column)

    @serve(backend, "cells/set")
    def set_cells(workbook: str, key: str, edits: list[object]) -> Answer:
        opened = service.workbooks.get(workbook)
        return changed(opened, opened.set_cells(take_key(key), take_edits(edits)))

    @serve(backend, "cells/setMany")
    def set_many(workbook: str, changes: list[object]) -> Answer:
        opened = service.workbooks.get(workbook)
        return changed_many(opened, opened.set_many(take_changes(changes)))
