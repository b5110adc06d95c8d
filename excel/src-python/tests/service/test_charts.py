"""Charts made here: in the file as other programs read it, over kills, undo, structure and reopening."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from tests.conftest import StartService
from tests.package.rich_book import make_rich_book
from tests.support.charts import (
    KINDS,
    charts_of,
    corner,
    data_of,
    new_chart,
    parts_of,
    read_charts,
    set_chart,
    type_sales,
)
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite, write_numbers


def open_sales(service: ServiceProcess, path: Path) -> str:
    """A new workbook, saved as ``path``, with A1:C5 filled."""
    book: str = service.call("workbook/new")["id"]
    type_sales(service, book)
    service.call("workbook/save", workbook=book, path=str(path))
    return book


def reopen(service: ServiceProcess, book: str, path: Path) -> str:
    service.call("workbook/close", workbook=book, discard=False)
    opened: str = service.call("workbook/open", path=str(path))["id"]
    return opened


def test_every_kind_is_saved_and_there_again(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "kinds.xlsx"
    book = open_sales(service, path)
    for number, kind in enumerate(KINDS):
        anchor = {"from": corner(2 + 20 * number, 5), "size": {"width": 400, "height": 300}}
        set_chart(service, book, new_chart(kind, f"{kind} < & ' \" 图", anchor=anchor))
    before = charts_of(service, book)
    service.call("workbook/save", workbook=book)
    # 1. As another reader has it.
    drawn = read_charts(path)
    names = ["BarChart", "BarChart", "LineChart", "AreaChart", "PieChart", "DoughnutChart", "ScatterChart"]
    assert [type(chart).__name__ for chart in drawn] == names
    column, *_, scatter = drawn
    assert [series.val.numRef.f for series in column.series] == ["Sheet1!$B$2:$B$5", "Sheet1!$C$2:$C$5"]
    assert [series.tx.strRef.f for series in column.series] == ["Sheet1!$B$1", "Sheet1!$C$1"]
    assert column.series[0].cat.strRef.f == "Sheet1!$A$2:$A$5"
    assert column.title.tx.rich.p[0].r[0].t == "column < & ' \" 图"
    assert (column.anchor._from.row, column.anchor._from.col, column.anchor.ext.width) == (1, 4, 400 * 9525)
    assert [series.xVal.numRef.f for series in scatter.series] == ["Sheet1!$B$2:$B$5"]
    assert CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1] == ["Jan", 1, 10]
    # 2. As this one has it when it is opened again: the same, but for whose it is.
    book = reopen(service, book, path)
    after = charts_of(service, book)
    assert [chart["source"] for chart in after] == ["file"] * len(KINDS)
    for old, new in zip(before, after, strict=True):
        unlike = {name for name in old if old[name] != new[name]}
        assert unlike <= {"source", "name", "series"}
        assert [each["values"] for each in old["series"]] == [each["values"] for each in new["series"]]
        assert old["selection"] == new["selection"] != None  # noqa: E711
    service.call("workbook/close", workbook=book, discard=True)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_draws_it(service: ServiceProcess, tmp_path: Path) -> None:
    path = tmp_path / "drawn.xlsx"
    book = open_sales(service, path)
    set_chart(service, book, new_chart("column", "Drawn elsewhere"))
    service.call("workbook/save", workbook=book)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to"]
    for target in ("pdf", "xlsx:Calc MS Excel 2007 XML"):
        subprocess.run([*command, target, "--outdir", str(tmp_path / "out"), str(path)], check=True, timeout=100)
    assert (tmp_path / "out" / "drawn.pdf").stat().st_size > 5_000
    # What it writes itself is what it has understood.
    [chart] = read_charts(tmp_path / "out" / "drawn.xlsx")
    assert [series.val.numRef.f for series in chart.series] == ["Sheet1!$B$2:$B$5", "Sheet1!$C$2:$C$5"]


def test_nothing_else_of_the_file_changes(service: ServiceProcess, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    before = parts_of(path)
    book = service.call("workbook/open", path=str(path))["id"]
    first = set_chart(service, book, new_chart())
    service.call("workbook/save", workbook=book)
    after = parts_of(path)
    # The sheet has a drawing: the anchor comes behind those that are there.
    changed = {name for name in before if before[name] != after[name]}
    drawing = "xl/drawings/drawing1.xml"
    assert changed == {drawing, "xl/drawings/_rels/drawing1.xml.rels", "[Content_Types].xml"}
    assert after.keys() - before.keys() == {"xl/charts/chart3.xml"}
    assert after[drawing].startswith(before[drawing].removesuffix(b"</xdr:wsDr>"))
    # Without it, all is as it was.
    set_chart(service, book, None, first)
    service.call("workbook/save", workbook=book)
    assert parts_of(path) == before
    # A sheet without a drawing gets one, and keeps its cells' bytes.
    set_chart(service, book, new_chart(sheet=1))
    service.call("workbook/save", workbook=book)
    after = parts_of(path)
    changed = {name for name in before if before[name] != after[name]}
    sheet = "xl/worksheets/sheet2.xml"
    assert changed == {sheet, "xl/worksheets/_rels/sheet2.xml.rels", "[Content_Types].xml"}
    head, _, tail = after[sheet].partition(b"<drawing ")
    assert head + tail.partition(b"/>")[2] == before[sheet]


def test_changed_moved_and_removed_over_kills_undo_and_reopening(start: StartService, tmp_path: Path) -> None:
    path = tmp_path / "steps.xlsx"
    service = start()
    book = open_sales(service, path)

    def killed() -> ServiceProcess:
        service.kill()
        return start()

    def look(at: ServiceProcess) -> list[tuple[Any, ...]]:
        return [(each["kind"], each["title"], each["anchor"]["from"]["row"]) for each in charts_of(at, book)]

    identity = set_chart(service, book, new_chart())
    service = killed()
    assert look(service) == [("column", "", 2)]
    set_chart(service, book, {"kind": "pie"}, identity)
    set_chart(service, book, {"title": "Sales"}, identity)
    moved = {"from": corner(30, 3), "to": corner(40, 8)}
    set_chart(service, book, {"anchor": moved}, identity)
    service = killed()
    assert look(service) == [("pie", "Sales", 30)]
    service.undo(book)
    service.undo(book)
    service = killed()
    assert look(service) == [("pie", "", 2)]
    service.redo(book)
    service.redo(book)
    service.call("workbook/save", workbook=book)
    # After a save, in the same run and in the next one.
    set_chart(service, book, {"kind": "line"}, identity)
    service.call("workbook/save", workbook=book)
    book = reopen(service, book, path)
    assert look(service) == [("line", "Sales", 30)]
    [chart] = charts_of(service, book)
    assert chart["id"] == identity
    set_chart(service, book, {"title": "Now\nin two lines", "kind": "scatter"}, identity)
    service = killed()
    service.call("workbook/save", workbook=book)
    book = reopen(service, book, path)
    assert look(service) == [("scatter", "Now\nin two lines", 30)]
    set_chart(service, book, None, identity)
    service = killed()
    assert look(service) == []
    service.call("workbook/save", workbook=book)
    assert read_charts(path) == []
    service.undo(book)
    service.call("workbook/save", workbook=book)
    assert len(read_charts(path)) == 1


def test_rows_and_sheets_take_charts_along(start: StartService, tmp_path: Path) -> None:
    path = make_rich_book(tmp_path / "rich.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    identity = set_chart(service, book, new_chart(headerRow=False, headerColumn=False))
    service.apply(book, {"kind": "insertRows", "sheet": 0, "row": 3, "count": 2})
    service.apply(book, {"kind": "addSheet", "at": 0})
    service.kill()
    service = start()
    old, new = charts_of(service, book)
    assert (new["id"], new["sheet"], new["source"], old["source"]) == (identity, 1, "here", "file")
    assert new["anchor"] == {"from": corner(2, 5, 3, 4), "to": corner(17, 10, 8, 2)}
    assert new["series"][0]["values"] == [{"sheet": 1, "top": 1, "left": 1, "rows": 7, "columns": 1}]
    assert new["selection"]["range"] == {"sheet": 1, "top": 1, "left": 1, "rows": 7, "columns": 3}
    # The one that the file brought along follows as well.
    assert old["series"][0]["values"] == [{"sheet": 1, "top": 1, "left": 1, "rows": 22, "columns": 1}]
    assert old["anchor"]["from"]["row"] == 7
    # What is in a base by now is changed, saved and taken back as before.
    set_chart(service, book, {"title": "Based"}, identity)
    set_chart(service, book, {"anchor": {"from": corner(50, 1), "to": corner(60, 4)}}, old["id"])
    service.call("workbook/save", workbook=book)
    one, other = read_charts(path, 1)
    assert (one.anchor._from.row, other.title.tx.rich.p[0].r[0].t) == (49, "Based")
    for _ in range(4):
        service.undo(book)
    assert [chart["anchor"]["from"]["row"] for chart in charts_of(service, book)] == [5, 2]
    service.undo(book)
    [chart] = charts_of(service, book)
    assert chart["source"] == "file"
    service.call("workbook/save", workbook=book)
    assert b"Based" not in b"".join(parts_of(path).values())


def test_killed_at_any_moment_a_chart_is_there_once(start: StartService, tmp_path: Path) -> None:
    path = write_numbers(tmp_path / "a.xlsx")
    service = start()
    book = service.call("workbook/open", path=str(path))["id"]
    identity = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    steps: list[dict[str, Any] | None] = [new_chart(), {"kind": "bar"}, {"title": "x"}, None, new_chart("pie")]
    for number, chart in enumerate(steps):
        operation = {"kind": "setChart", "id": identity, "chart": chart}
        service.ask("workbook/apply", workbook=book, key=f"k{number}", operation=operation)
        # The moment of the kill is what differs: before, in and after the operation.
        time.sleep(0.004 * number)
        service.kill()
        service = start()
        service.call("workbook/apply", workbook=book, key=f"k{number}", operation=operation)
        assert [each["id"] for each in charts_of(service, book)] == ([] if chart is None else [identity])
        # A kill in a save leaves the old file or the new one.
        service.ask("workbook/save", workbook=book)
        time.sleep(0.02 * number)
        service.kill()
        service = start()
        assert len(read_charts(path)) <= 1
    service.call("workbook/save", workbook=book)
    [chart] = read_charts(path)
    assert type(chart).__name__ == "PieChart"


def test_a_copy_has_the_charts(service: ServiceProcess, tmp_path: Path) -> None:
    book = service.call("workbook/new")["id"]
    type_sales(service, book)
    set_chart(service, book, new_chart())
    copy = tmp_path / "copy.xlsx"
    service.call("workbook/saveCopy", workbook=book, path=str(copy))
    assert len(read_charts(copy)) == 1


def test_what_can_not_be_is_refused(service: ServiceProcess, tmp_path: Path) -> None:
    book = service.call("workbook/open", path=str(make_rich_book(tmp_path / "rich.xlsx")))["id"]
    [foreign] = charts_of(service, book)
    revision = service.call("workbook/info", workbook=book)["revision"]
    back = {"from": corner(5, 5), "to": corner(4, 5)}
    wrong: list[tuple[str, dict[str, Any] | None, str]] = [
        ("no-uuid", new_chart(), "UUID"),
        ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", {"title": "of nothing"}, "no chart"),
        ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", None, "no chart"),
        ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", new_chart("radar"), "kind"),
        ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", new_chart(anchor=back), "below"),
        ("6f9619ff-8b86-4d01-b42d-00cf4fc964ff", new_chart(anchor={"from": corner(1, 1, -1)}), "dx"),
        (foreign["id"], {"title": "mine"}, "another program"),
    ]
    for identity, chart, reason in wrong:
        with pytest.raises(CallFailed) as failed:
            set_chart(service, book, chart, identity)
        assert failed.value.code == "INVALID_PARAMS"
        assert reason in failed.value.message
    assert service.call("workbook/info", workbook=book)["revision"] == revision


def test_a_damaged_drawing_is_carried_over(service: ServiceProcess, tmp_path: Path) -> None:
    def damage(name: str, body: bytes) -> bytes:
        return body.replace(b"</xdr:wsDr>", b"") if name == "xl/drawings/drawing1.xml" else body

    path = rewrite(make_rich_book(tmp_path / "rich.xlsx"), tmp_path / "damaged.xlsx", damage)
    before = parts_of(path)["xl/drawings/drawing1.xml"]
    book = service.call("workbook/open", path=str(path))["id"]
    with pytest.raises(CallFailed) as failed:
        set_chart(service, book, new_chart())
    assert failed.value.code == "STRUCTURE_REFUSED"
    set_chart(service, book, new_chart(sheet=1))
    service.call("workbook/save", workbook=book)
    assert parts_of(path)["xl/drawings/drawing1.xml"] == before
    assert len(charts_of(service, book)) == 1


def test_a_chart_that_lost_its_part_does_not_get_the_next_one(service: ServiceProcess, tmp_path: Path) -> None:
    def lose(name: str, body: bytes) -> bytes:
        links = "xl/drawings/_rels/drawing1.xml.rels"
        return re.sub(rb"<Relationship [^>]*/chart\"[^>]*>", b"", body) if name == links else body

    path = rewrite(make_rich_book(tmp_path / "rich.xlsx"), tmp_path / "lost.xlsx", lose)
    book = service.call("workbook/open", path=str(path))["id"]
    assert charts_of(service, book) == []
    identity = set_chart(service, book, new_chart())
    service.call("workbook/save", workbook=book)
    book = reopen(service, book, path)
    assert [chart["id"] for chart in charts_of(service, book)] == [identity]


def test_values_are_those_of_the_cells(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    type_sales(service, book)
    identity = set_chart(service, book, new_chart())
    data = data_of(service, book, identity)
    assert data["labels"] == ["Jan", "Feb", "Mar", "Apr"]
    assert [(each["name"], each["values"]) for each in data["series"]] == [
        ("In", [1, 2, 3, 4]),
        ("Out", [10, 20, 30, 40]),
    ]
    service.set_cell(book, 3, 2, "=B2*100")
    service.set_cell(book, 4, 2, "text")
    assert data_of(service, book, identity)["series"][0]["values"] == [1, 100, None, 4]
    # What a filter hides is not drawn.
    service.apply(book, {"kind": "sizeRows", "sheet": 0, "row": 3, "count": 1, "hidden": True})
    hidden = data_of(service, book, identity)
    assert (hidden["labels"], hidden["points"], hidden["drawn"]) == (["Jan", "Mar", "Apr"], 3, 3)
    # A scatter chart has its x in the first column that is no name; a pie one series, which is its title.
    set_chart(service, book, {"kind": "scatter"}, identity)
    [points] = data_of(service, book, identity)["series"]
    assert (points["x"], points["values"]) == ([1, None, 4], [10, 30, 40])
    set_chart(service, book, {"kind": "pie"}, identity)
    assert data_of(service, book, identity)["title"] == "In"
    service.set_cell(book, 1, 2, "Income")
    assert data_of(service, book, identity)["title"] == "Income"
    assert service.call("workbook/chartData", workbook=book, charts=["gone"])["data"] == []


def test_no_spike_of_many_points_is_lost(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    rows = [[str(row % 7)] for row in range(9_000)]
    rows[4_321], rows[6_789], rows[7_777] = ["5000"], ["-5000"], ["9999"]
    place = {"sheet": 0, "row": 1, "column": 1}
    service.apply(book, {"kind": "pasteText", "at": place, "rows": rows})
    # What is hidden is no spike.
    service.apply(book, {"kind": "sizeRows", "sheet": 0, "row": 7_778, "count": 1, "hidden": True})
    shown = {"sheet": 0, "top": 1, "left": 1, "rows": 1_048_576, "columns": 1}
    identity = set_chart(service, book, new_chart("line", range=shown, headerRow=False, headerColumn=False))
    data = data_of(service, book, identity)
    [series] = data["series"]
    assert (data["points"], data["drawn"], len(series["values"]), len(data["labels"])) == (9_000, 2_000, 2_000, 2_000)
    assert (max(series["values"]), min(series["values"])) == (5_000, -5_000)
    assert data["labels"][series["values"].index(5_000)] == "4322"


def test_a_filter_filters_the_chart(service: ServiceProcess) -> None:
    book = service.call("workbook/new")["id"]
    type_sales(service, book)
    identity = set_chart(service, book, new_chart())
    table = {"sheet": 0, "top": 1, "left": 1, "rows": 5, "columns": 3}
    choices = [{"column": 1, "texts": ["Feb", "Apr"]}]
    service.apply(book, {"kind": "filter", "sheet": 0, "range": table, "choices": choices})
    assert data_of(service, book, identity)["labels"] == ["Feb", "Apr"]
    service.undo(book)
    assert data_of(service, book, identity)["labels"] == ["Jan", "Feb", "Mar", "Apr"]
