"""For each path on stdin a line on stdout: what two readers find in the workbook, or why it is none."""

from __future__ import annotations

import json
import sys
import zipfile

import openpyxl
from python_calamine import CalamineWorkbook


def read(path: str) -> dict[str, object]:
    with zipfile.ZipFile(path) as package:
        damaged = package.testzip()
        if damaged is not None:
            return {"error": f"the part {damaged} is damaged"}
    with CalamineWorkbook.from_path(path) as workbook:
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    texts = {}
    for row, cells in enumerate(rows, 1):
        for column, value in enumerate(cells, 1):
            if value != "":
                texts[f"{row},{column}"] = f"{value:.15g}" if isinstance(value, float) else str(value)
    book = openpyxl.load_workbook(path)
    inputs = {
        f"{cell.row},{cell.column}": str(cell.value)
        for line in book.worksheets[0].iter_rows()
        for cell in line
        if cell.value is not None
    }
    book.close()
    return {"texts": dict(sorted(texts.items())), "inputs": dict(sorted(inputs.items()))}


for line in sys.stdin:
    try:
        answer = read(line.rstrip("\n"))
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
