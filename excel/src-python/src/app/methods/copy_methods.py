"""``workbook/saveCopy`` and ``workbook/exportCsv``: other files, while what is open stays as it is."""

from __future__ import annotations

from app.host import native_seconds
from app.methods.params import take_path
from app.methods.serve import Answer, serve
from app.service import Service
from lifebound import Backend


def bind_copy_methods(backend: Backend, service: Service) -> None:
    @serve(backend, "workbook/saveCopy")
    def save_copy(workbook: str, path: str, overwrite: bool = False) -> Answer:
        from app.operations.save_copy import save_copy as write_copy  # noqa: PLC0415  (as all of the engine)

        opened = service.workbooks.get(workbook)
        target = take_path(path)
        size = opened.source.original.stat().st_size
        _ = opened.content
        with service.host.busy("save", seconds=2 * native_seconds(size)):
            return {"path": str(target), "bytes": write_copy(opened, target, overwrite=overwrite)}

    @serve(backend, "workbook/exportCsv")
    def export_csv(workbook: str, path: str, sheet: int, overwrite: bool = False) -> Answer:
        from app.operations.export_csv import export_csv as write_csv  # noqa: PLC0415
        from app.operations.take import take_sheet  # noqa: PLC0415

        opened = service.workbooks.get(workbook)
        target = take_path(path)
        number = take_sheet({"sheet": sheet}, len(opened.sheets()))
        size = opened.source.original.stat().st_size
        with service.host.busy("save", seconds=2 * native_seconds(size)):
            written, guarded = write_csv(opened.cells, number, target, overwrite=overwrite, instead=opened.instead)
        return {"path": str(target), "bytes": written, "guarded": guarded}
