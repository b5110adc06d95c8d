"""Writes a workbook with conditional formats, by a second writer."""

import base64
import io
import sys

import xlsxwriter

# 2 × 1 px, red and blue.
_PNG = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAAD0lEQVR4nGM4oKCg4HAAAAdHAiHcd4FVAAAAAElFTkSuQmCC"


def main(path: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        red = book.add_format({"bg_color": "#FFC7CE", "bold": True})
        sheet = book.add_worksheet("Formats")
        for column in range(5):
            sheet.write_column(0, column, [10, 20, 40])
        sheet.conditional_format("A1:A3", {"type": "cell", "criteria": ">", "value": 15, "format": red})
        sheet.conditional_format("B1:B3", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
        sheet.conditional_format("C1:C3", {"type": "icon_set", "icon_style": "3_arrows"})
        sheet.conditional_format("D1:D3", {"type": "icon_set", "icon_style": "3_arrows", "icons_only": True})
        sheet.conditional_format("E1:E3", {"type": "formula", "criteria": "=NOSUCH(E1)", "format": red})
        looks = [{"indent": 2}, {"rotation": 45}, {"rotation": 90}, {"rotation": 270}, {"shrink": True}]
        looks += [{"pattern": 15, "fg_color": "#C00000", "bg_color": "#FFFFFF"}, {"diag_type": 3, "diag_border": 1}]
        for row, look in enumerate(looks):
            sheet.write(row, 6, "A text that is long", book.add_format(look))
        for row in (1, 2, 3):
            sheet.set_row(row, 90)
        bold = book.add_format({"bold": True, "font_color": "#C00000"})
        sheet.write_rich_string("G12", bold, "red", " and plain")
        sheet.merge_range("I1:J1", "")
        sheet.write_rich_string("I1", "plain ", bold, "bold")
        picture = {
            "image_data": io.BytesIO(base64.b64decode(_PNG)),
            "x_scale": 48,
            "y_scale": 40,
            "description": "Flag",
        }
        sheet.insert_image("B9", "flag.png", picture)


if __name__ == "__main__":
    main(sys.argv[1])
