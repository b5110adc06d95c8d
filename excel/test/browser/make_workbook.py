"""Writes the workbook that the browser tests open: made by a second writer, so that nothing of ours judges itself."""

import sys

import xlsxwriter


def main(path: str) -> None:
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E8F1EC", "bottom": 1})
        money = book.add_format({"num_format": "#,##0.00"})
        budget = book.add_worksheet("Budget")
        budget.set_column(0, 0, 18)
        budget.freeze_panes(1, 0)
        budget.write_row(0, 0, ["Item", "Amount", "Times", "Total"], bold)
        for row, (item, amount, times) in enumerate([("Rent", 940, 12), ("Power", 71.5, 12), ("Travel", 1800, 1)], 1):
            budget.write_row(row, 0, [item, amount, times])
            budget.write_formula(row, 3, f"=B{row + 1}*C{row + 1}", money, amount * times)
        budget.write(4, 0, "Sum")
        budget.write_formula(4, 3, "=SUM(D2:D4)", money, 13938)
        book.add_worksheet("Notes").write(0, 0, "nothing yet")


if __name__ == "__main__":
    main(sys.argv[1])
