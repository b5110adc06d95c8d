"""Charts that tests make, and what other readers find of them."""

from __future__ import annotations

import uuid
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from tests.support.service_process import ServiceProcess

KINDS = ("column", "bar", "line", "area", "pie", "doughnut", "scatter")


def corner(row: int, column: int, dx: float = 0, dy: float = 0) -> dict[str, float]:
    return {"row": row, "column": column, "dx": dx, "dy": dy}


def new_chart(kind: str = "column", title: str = "", sheet: int = 0, **changed: Any) -> dict[str, Any]:
    """Of A1:C5 with names in the first row and column, over E2:J15."""
    return {
        "kind": kind,
        "title": title,
        "range": {"sheet": sheet, "top": 1, "left": 1, "rows": 5, "columns": 3},
        "headerRow": True,
        "headerColumn": True,
        "anchor": {"from": corner(2, 5, 3, 4), "to": corner(15, 10, 8, 2)},
        **changed,
    }


def set_chart(service: ServiceProcess, book: str, chart: dict[str, Any] | None, identity: str | None = None) -> str:
    identity = identity or str(uuid.uuid4())
    service.apply(book, {"kind": "setChart", "id": identity, "chart": chart})
    return identity


def charts_of(service: ServiceProcess, book: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.call("workbook/charts", workbook=book)["charts"]
    return found


def data_of(service: ServiceProcess, book: str, identity: str) -> dict[str, Any]:
    [data] = service.call("workbook/chartData", workbook=book, charts=[identity])["data"]
    found: dict[str, Any] = data
    return found


def type_sales(service: ServiceProcess, book: str, sheet: int = 0) -> None:
    """Into A1:C5."""
    rows = (("", "In", "Out"), ("Jan", "1", "10"), ("Feb", "2", "20"), ("Mar", "3", "30"), ("Apr", "4", "40"))
    for row, texts in enumerate(rows, 1):
        for column, text in enumerate(texts, 1):
            service.set_cell(book, row, column, text, sheet=sheet)


def read_charts(path: Path, sheet: int = 0) -> list[Any]:
    """As openpyxl has them."""
    sheets: list[Any] = openpyxl.load_workbook(path).worksheets
    found: list[Any] = sheets[sheet]._charts
    return found


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}
