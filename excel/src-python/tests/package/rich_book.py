"""A workbook with a bit of everything, whose cached values are right."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from pathlib import Path

import xlsxwriter


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


def make_rich_book(path: Path) -> Path:
    """Sheets ``Data``, ``Chart`` (a chart sheet) and ``It's`` with formulas over both, names, tables, images…"""
    with xlsxwriter.Workbook(path) as workbook:
        data = workbook.add_worksheet("Data")
        chart_sheet = workbook.add_chartsheet("Chart")
        other = workbook.add_worksheet("It's")
        bold = workbook.add_format({"bold": True, "bg_color": "#ffee00", "num_format": "0.00"})
        for row in range(20):
            data.write_row(row, 0, [row + 1, (row * 7) % 5, f"name {row}"], bold if row % 3 == 0 else None)
            first, second = row + 1, (row * 7) % 5
            data.write_formula(row, 3, f"=A{row + 1}*B{row + 1}", bold, first * second)
            data.write_formula(row, 4, f"=SUM(A$1:A{row + 1})", None, sum(range(1, row + 2)))
            data.write_formula(row, 5, f'=IF(B{row + 1}>2,"big","small")', None, "big" if second > 2 else "small")
        data.write_formula("H1", "=SUM(D:D)", None, sum((row + 1) * ((row * 7) % 5) for row in range(20)))
        data.write_formula("H2", "=total*2", None, sum(range(1, 21)) * 2)
        data.write_formula("H3", "=B1>0", None, False)
        data.write_formula("H4", "=1/B1", None, "#DIV/0!")
        data.write_rich_string("H6", "plain ", bold, "bold")
        data.write_comment("A1", "a comment")
        data.data_validation("A1:A20", {"validate": "integer", "criteria": ">", "value": 0})
        data.conditional_format("B1:B20", {"type": "data_bar"})
        data.merge_range("J1:K2", "merged", bold)
        data.insert_image("M1", "pixel.png", {"image_data": BytesIO(_png())})
        data.set_column("N:N", 20, bold)
        data.set_row(24, 30, bold)
        data.autofilter("A1:C20")
        data.freeze_panes(1, 1)
        workbook.define_name("total", "='It''s'!$B$1")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$20"})
        data.insert_chart("M5", chart)
        full = workbook.add_chart({"type": "pie"})
        full.add_series({"values": "=Data!$B$1:$B$20"})
        chart_sheet.set_chart(full)
        other.write_formula("B1", "=SUM(Data!A1:A20)", None, sum(range(1, 21)))
        other.write_formula("B2", "=Data!H1+B1", None, 190 + sum((row + 1) * ((row * 7) % 5) for row in range(20)) + 20)
        other.add_table("D1:E4", {"columns": [{"header": "x"}, {"header": "y"}], "data": [[1, 2], [3, 4], [5, 6]]})
        other.write_array_formula("G1:G3", "{=Data!A1:A3*10}", None, 10)
        other.write("G2", 20)
        other.write("G3", 30)
    return path
