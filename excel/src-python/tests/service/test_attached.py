"""What is attached to cells: rules and their choices, links, notes; following what is done to the file."""

from __future__ import annotations

import uuid
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from tests.conftest import StartService
from tests.support.service_process import CallFailed, ServiceProcess
from tests.support.workbooks import rewrite

_THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B2" dT="2026-03-01T10:00:00.00" personId="{P1}" id="{T1}" done="1"><text>Is it &lt;b&gt;'
    'right?</text></threadedComment><threadedComment ref="B2" dT="2026-03-01T11:00:00.00" personId="{P2}" id="{T2}" '
    'parentId="{T1}"><text>Yes.</text></threadedComment></ThreadedComments>'
)
_PERSONS = (
    '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="Ada" id="{P1}" userId="a" providerId="None"/>'
    '<person displayName="Bo" id="{P2}" userId="b" providerId="None"/></personList>'
)


def write_rules(path: Path) -> Path:
    """Rules in column A by rows, links in C, notes in B."""
    with xlsxwriter.Workbook(path) as book:
        first, other = book.add_worksheet("First"), book.add_worksheet("Other one")
        for row, text in enumerate(("red", "Green", "blue")):
            other.write(row, 0, text)
        other.write(0, 2, 5)
        book.define_name("Colours", "='Other one'!$A$1:$A$3")
        rules: list[dict[str, Any]] = [
            {"validate": "list", "source": ["yes", "no", "5"], "error_title": "Well", "error_message": "yes or no"},
            {"validate": "list", "source": "='Other one'!$A$1:$A$3"},
            {"validate": "list", "source": "=Colours", "error_type": "warning"},
            {"validate": "list", "source": "=OFFSET('Other one'!$A$1,0,0,2,1)"},
            {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": "='Other one'!$C$1"},
            {"validate": "decimal", "criteria": ">", "value": 0.5, "ignore_blank": False},
            {"validate": "date", "criteria": ">=", "value": "=DATE(2026,1,1)"},
            {"validate": "length", "criteria": "<=", "value": 3},
            {"validate": "custom", "value": "=COUNTIF($A$9:$A$10,A9)=1"},
            {"validate": "any", "input_title": "Hint", "input_message": "Anything\ngoes <b>"},
        ]
        for row, rule in enumerate(rules):
            first.data_validation(row, 0, row + (row == 8), 0, rule)
        first.write_comment("B1", "by hand\nsecond line", {"author": "Me"})
        first.write_comment("B2", "[Threaded comment]", {"author": "tc={T1}"})
        first.write_url("C1", "https://example.org/a?b=1&c=2#d", tip="out")
        first.write_url("C2", "internal:'Other one'!B3", string="in")
        first.write_formula("C3", '=HYPERLINK("#\'Other one\'!A2","go")', None, "go")
        first.write_formula("C4", '=HYPERLINK("mailto:"&"a@b.c","mail")', None, "mail")
        first.write("D9", "x")
    return path


@pytest.fixture
def book(service: ServiceProcess, tmp_path: Path) -> str:
    opened: str = service.call("workbook/open", path=str(write_rules(tmp_path / "rules.xlsx")))["id"]
    return opened


def attached(service: ServiceProcess, book: str, sheet: int = 0, rows: int = 20, columns: int = 6) -> dict[str, Any]:
    area = {"sheet": sheet, "top": 1, "left": 1, "rows": rows, "columns": columns}
    answer: dict[str, Any] = service.call("sheet/attached", workbook=book, range=area)
    return answer


def stamp(service: ServiceProcess, book: str, sheet: int = 0) -> str | None:
    window = service.call("sheet/window", workbook=book, sheet=sheet, top=1, left=1, rows=5, columns=5)
    found: str | None = window.get("attached")
    return found


def apply(service: ServiceProcess, book: str, **operation: Any) -> Any:
    return service.call("workbook/apply", workbook=book, key=str(uuid.uuid4()), operation=operation)


def type_checked(service: ServiceProcess, book: str, row: int, text: str) -> Any:
    edit = {"sheet": 0, "row": row, "column": 1, "input": text}
    return apply(service, book, kind="setCells", edits=[edit], checked=True)


def choices(service: ServiceProcess, book: str, row: int) -> list[str]:
    found = service.call("cell/choices", workbook=book, sheet=0, row=row, column=1)
    return [choice["text"] for choice in found["choices"]]


def test_rules_are_read(service: ServiceProcess, book: str) -> None:
    rules = attached(service, book)["rules"]
    kinds = ["list"] * 4 + ["whole", "decimal", "date", "textLength", "custom", "none"]
    assert [rule["kind"] for rule in rules] == kinds
    assert (rules[0]["style"], rules[0]["title"], rules[0]["message"]) == ("stop", "Well", "yes or no")
    assert rules[2]["style"] == "warning"
    assert rules[8]["areas"] == [{"sheet": 0, "top": 9, "left": 1, "rows": 2, "columns": 1}]
    assert (rules[9]["promptTitle"], rules[9]["prompt"]) == ("Hint", "Anything\ngoes <b>")
    assert attached(service, book, rows=2)["rules"][-1]["areas"][0]["top"] == 2


def test_lists_give_their_choices(service: ServiceProcess, book: str) -> None:
    assert choices(service, book, 1) == ["yes", "no", "5"]
    assert choices(service, book, 2) == choices(service, book, 3) == ["red", "Green", "blue"]
    assert choices(service, book, 4) == ["red", "Green"]
    assert choices(service, book, 5) == []


@pytest.mark.parametrize(
    ("row", "good", "bad"),
    [
        (1, ["yes", "5", ""], ["Yes", "maybe", "6"]),
        (2, ["RED", "green", "='Other one'!A1"], ["pink", "=1+1"]),
        (3, ["blue"], ["pink"]),
        (4, ["red"], ["blue"]),
        (5, ["1", "5", "=2+2", ""], ["0", "6", "2.5", "two", "TRUE"]),
        (6, ["0.6", "60%"], ["0.5", "x", ""]),
        (7, ["2026-11-24"], ["2025-12-31", "soon"]),
        (8, ["abc", "123"], ["abcd", "1234"]),
        (9, ["once"], []),
        (10, ["anything", "7"], []),
    ],
)
def test_rules_hold_what_is_typed(
    service: ServiceProcess, book: str, row: int, good: list[str], bad: list[str]
) -> None:
    revision = 0
    for text in good:
        revision = type_checked(service, book, row, text)["revision"]
    for text in bad:
        with pytest.raises(CallFailed) as failed:
            type_checked(service, book, row, text)
        assert failed.value.code == "VALIDATION_REFUSED", text
    info = service.call("workbook/info", workbook=book)
    # Nothing of what was refused is there.
    assert info["revision"] == revision


def test_custom_rules_see_the_cell_that_they_are_asked_for(service: ServiceProcess, book: str) -> None:
    type_checked(service, book, 9, "twice")
    with pytest.raises(CallFailed) as failed:
        type_checked(service, book, 10, "twice")
    assert failed.value.code == "VALIDATION_REFUSED"
    type_checked(service, book, 10, "other")


def test_the_files_own_words_are_given(service: ServiceProcess, book: str) -> None:
    with pytest.raises(CallFailed) as failed:
        type_checked(service, book, 1, "maybe")
    assert failed.value.message == "yes or no"
    with pytest.raises(CallFailed) as failed:
        type_checked(service, book, 2, "maybe")
    assert failed.value.message == "'maybe' is not allowed in A2 by the cell's rule. Type another value."


def test_a_refusal_keeps_what_can_be_redone(service: ServiceProcess, book: str) -> None:
    edit = [{"sheet": 0, "row": 1, "column": 6, "input": "=1+1"}]
    service.call("cells/set", workbook=book, key=str(uuid.uuid4()), edits=edit)
    service.call("workbook/undo", workbook=book, key=str(uuid.uuid4()))
    for row, text in ((5, "=100"), (9, "=1/0")):
        with pytest.raises(CallFailed):
            type_checked(service, book, row, text)
    service.call("workbook/redo", workbook=book, key=str(uuid.uuid4()))
    assert service.call("cell/get", workbook=book, sheet=0, row=1, column=6)["text"] == "2"


def test_what_is_pasted_and_set_is_not_checked(service: ServiceProcess, book: str) -> None:
    service.call("cells/set", workbook=book, key="k", edits=[{"sheet": 0, "row": 1, "column": 1, "input": "maybe"}])
    apply(service, book, kind="pasteText", at={"sheet": 0, "row": 2, "column": 1}, rows=[["pink"]])
    assert service.call("cell/get", workbook=book, sheet=0, row=2, column=1)["text"] == "pink"


def test_it_follows_lines_and_undo(service: ServiceProcess, book: str) -> None:
    before = stamp(service, book)
    apply(service, book, kind="insertRows", sheet=0, row=1, count=2)
    assert stamp(service, book) != before
    assert choices(service, book, 3) == ["yes", "no", "5"]
    assert [note["row"] for note in attached(service, book)["notes"]] == [3, 4]
    with pytest.raises(CallFailed):
        type_checked(service, book, 3, "maybe")
    apply(service, book, kind="insertRows", sheet=1, row=1, count=1)
    assert choices(service, book, 4) == ["red", "Green", "blue"]
    for _ in range(2):
        service.call("workbook/undo", workbook=book, key=str(uuid.uuid4()))
    assert choices(service, book, 1) == ["yes", "no", "5"]


def test_links_lead_somewhere(service: ServiceProcess, book: str) -> None:
    found = attached(service, book)["links"]
    assert [(link["range"]["top"], link["tip"]) for link in found] == [
        (1, "out"), (2, "'Other one'!B3"), (3, ""), (4, ""),
    ]  # fmt: skip
    links = [service.call("cell/link", workbook=book, sheet=0, row=row, column=3)["link"] for row in range(1, 6)]
    assert links == [
        {"address": "https://example.org/a?b=1&c=2", "place": "d"},
        {"address": "", "place": "'Other one'!B3"},
        {"address": "", "place": "'Other one'!A2"},
        {"address": "mailto:a@b.c", "place": ""},
        None,
    ]


def test_a_typed_link_is_known_at_once(service: ServiceProcess, book: str) -> None:
    assert stamp(service, book, 1) is None
    edit = {"sheet": 1, "row": 1, "column": 4, "input": '=hyperlink("https://a.org#x","a")'}
    service.call("cells/set", workbook=book, key=str(uuid.uuid4()), edits=[edit])
    assert stamp(service, book, 1) is not None
    assert [link["range"]["left"] for link in attached(service, book, 1)["links"]] == [4]
    answer = service.call("cell/link", workbook=book, sheet=1, row=1, column=4)
    assert answer["link"] == {"address": "https://a.org#x", "place": ""}


def test_notes_and_threads_have_their_authors(service: ServiceProcess, tmp_path: Path) -> None:
    source = write_rules(tmp_path / "plain.xlsx")
    path = tmp_path / "threads.xlsx"
    office = "http://schemas.microsoft.com/office/2017/10/relationships"

    def change(name: str, body: bytes) -> bytes:
        kind, target = {
            "xl/worksheets/_rels/sheet1.xml.rels": ("threadedComment", "/xl/threads.xml"),
            "xl/_rels/workbook.xml.rels": ("person", "/xl/persons.xml"),
        }.get(name, ("", ""))
        link = f'<Relationship Id="rId99" Type="{office}/{kind}" Target="{target}"/></Relationships>'
        return body.replace(b"</Relationships>", link.encode()) if kind else body

    rewrite(source, path, change)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/threads.xml", _THREADS)
        package.writestr("xl/persons.xml", _PERSONS)
    book = service.call("workbook/open", path=str(path))["id"]
    plain, thread = attached(service, book)["notes"]
    assert plain == {
        "row": 1, "column": 2, "thread": False, "done": False,
        "remarks": [{"author": "Me", "text": "by hand\nsecond line", "at": None}],
    }  # fmt: skip
    assert (thread["thread"], thread["done"]) == (True, True)
    said = [(each["author"], each["text"]) for each in thread["remarks"]]
    assert said == [("Ada", "Is it <b>right?"), ("Bo", "Yes.")]
    assert thread["remarks"][0]["at"] == "2026-03-01T10:00:00.00"


def test_damaged_comments_leave_the_rest(service: ServiceProcess, tmp_path: Path) -> None:
    source = write_rules(tmp_path / "whole.xlsx")
    damaged = rewrite(
        source, tmp_path / "damaged.xlsx", lambda name, body: b"<comments" if "comments1" in name else body
    )
    book = service.call("workbook/open", path=str(damaged))["id"]
    found = attached(service, book)
    assert found["notes"] == []
    assert len(found["rules"]) == 10


def test_a_checked_edit_is_there_after_a_kill(start: StartService, tmp_path: Path) -> None:
    session = {"LIFEBOUND_EXCEL_SESSION": "one"}
    service = start(**session)
    book = service.call("workbook/open", path=str(write_rules(tmp_path / "kill.xlsx")))["id"]
    edit = {"sheet": 0, "row": 1, "column": 1, "input": "yes"}
    operation = {"kind": "setCells", "edits": [edit], "checked": True}
    service.call("workbook/apply", workbook=book, key="typed", operation=operation)
    service.kill()
    service = start(**session)
    assert service.call("cell/get", workbook=book, sheet=0, row=1, column=1)["text"] == "yes"
    assert service.call("workbook/apply", workbook=book, key="typed", operation=operation)["repeated"] is True
