"""Writes a workbook with conditional formats, by a second writer."""

import sys

import xlsxwriter


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


if __name__ == "__main__":
    main(sys.argv[1])
