"""``workbook/*``: open, new, list, info, close, save, apply, undo, redo."""

from __future__ import annotations

from functools import partial

from app.methods.answers import changed, workbook_info
from app.methods.params import take_key, take_path
from app.methods.serve import Answer, serve
from app.service import Service
from lifebound import Backend


def bind_workbook_methods(backend: Backend, service: Service) -> None:
    @serve(backend, "workbook/open")
    def open_workbook(path: str) -> Answer:
        return workbook_info(service.workbooks.open(take_path(path)))

    @serve(backend, "workbook/new")
    def new_workbook() -> Answer:
        return workbook_info(service.workbooks.new())

    @serve(backend, "workbook/list")
    def list_workbooks() -> Answer:
        return {"workbooks": [workbook_info(workbook) for workbook in service.workbooks.list_loadable()]}

    @serve(backend, "workbook/info")
    def info(workbook: str) -> Answer:
        return workbook_info(service.workbooks.get(workbook))

    @serve(backend, "workbook/close")
    def close(workbook: str, discard: bool) -> Answer:
        service.workbooks.close(workbook, discard=discard)
        return {"closed": True}

    @serve(backend, "workbook/save")
    def save(workbook: str, path: str | None = None, overwrite: bool = False) -> Answer:
        opened = service.workbooks.get(workbook)
        target = None if path is None else take_path(path)
        outcome = service.workbooks.save(opened, target, overwrite=overwrite)
        return {"info": workbook_info(opened), "cellsWritten": outcome.cells_written, "bytes": outcome.size}

    @serve(backend, "workbook/apply")
    def apply(workbook: str, key: str, operation: dict[str, object]) -> Answer:
        from app.operations.charts import list_charts  # noqa: PLC0415  (as all of the engine)
        from app.operations.operations import choose_plan  # noqa: PLC0415

        opened = service.workbooks.get(workbook)
        return changed(opened, opened.apply(take_key(key), choose_plan(operation, partial(list_charts, opened))))

    @serve(backend, "workbook/charts")
    def charts(workbook: str) -> Answer:
        from app.operations.chart_answers import describe_charts  # noqa: PLC0415
        from app.operations.charts import list_charts  # noqa: PLC0415

        return describe_charts(list_charts(service.workbooks.get(workbook)))

    @serve(backend, "workbook/pictures")
    def pictures(workbook: str) -> Answer:
        from app.operations.pictures import list_pictures  # noqa: PLC0415

        return list_pictures(service.workbooks.get(workbook))

    @serve(backend, "workbook/picture")
    def picture(workbook: str, part: str) -> Answer:
        from app.operations.pictures import show_picture  # noqa: PLC0415

        return show_picture(service.workbooks.get(workbook), part)

    @serve(backend, "workbook/chartData")
    def chart_data(workbook: str, charts: list[str]) -> Answer:
        from app.operations.chart_data import read_chart_data  # noqa: PLC0415
        from app.operations.charts import cached_of, find_by_ids, list_charts  # noqa: PLC0415

        opened = service.workbooks.get(workbook)
        found = find_by_ids(list_charts(opened), charts)
        cached = cached_of(opened)
        data = [read_chart_data(opened.cells, cached, chart) for chart in found]
        return {"revision": opened.history.revision, "data": data}

    @serve(backend, "workbook/undo")
    def undo(workbook: str, key: str) -> Answer:
        opened = service.workbooks.get(workbook)
        return changed(opened, opened.step(take_key(key), "undo"))

    @serve(backend, "workbook/redo")
    def redo(workbook: str, key: str) -> Answer:
        opened = service.workbooks.get(workbook)
        return changed(opened, opened.step(take_key(key), "redo"))
