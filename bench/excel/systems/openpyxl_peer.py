"""openpyxl, told by lines of JSON on stdin what to do; one line of JSON answers each. It computes nothing."""

from __future__ import annotations

import json
import sys
import time

import openpyxl

book = None
for line in sys.stdin:
    request = json.loads(line)
    what, value = request["do"], request.get("value")
    begin = time.perf_counter()
    if what == "open":
        book = openpyxl.load_workbook(value)
    elif what == "edit":
        book.worksheets[0]["A1"] = value
    elif what == "save":
        book.save(value)
    elif what == "close":
        book = None
    print(json.dumps({"ms": (time.perf_counter() - begin) * 1000}), flush=True)
