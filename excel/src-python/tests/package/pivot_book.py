"""A workbook with a pivot table, its filter, a chart of it and GETPIVOTDATA; the parts are as Excel writes them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import xlsxwriter

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TABLE, CACHE, CHART = (
    "xl/pivotTables/pivotTable1.xml",
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/charts/chart1.xml",
)
_RECORDS = "xl/pivotCache/pivotCacheRecords1.xml"
SALES = (("North", 2025, 10), ("North", 2026, 20), ("South", 2025, 5), ("South", 2026, 7))


def write_pivot_book(path: Path, source: str = '<worksheetSource ref="A1:C5" sheet="Sales"/>') -> Path:
    """Sales!A1:C5, and Report!A4:B7 made of it, filtered by A2:B2; D1 and D2 read it. ``source``: of its cache."""
    plain = path.with_name(f"plain-{path.name}")
    _write_sheets(plain)
    made = _parts(source)
    with zipfile.ZipFile(plain) as package, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in package.namelist():
            target.writestr(name, _link(name, package.read(name).decode("utf-8")))
        for name, body in made.items():
            target.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}')
    plain.unlink()
    return path


def _write_sheets(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sales, report = book.add_worksheet("Sales"), book.add_worksheet("Report")
        for row, line in enumerate((("Region", "Year", "Amount"), *SALES)):
            sales.write_row(row, 0, line)
        report.write_row("A2", ("Year", "(All)"))
        for row, line in enumerate(
            (("Row Labels", "Sum of Amount"), ("North", 30), ("South", 12), ("Grand Total", 42)), 3
        ):
            report.write_row(row, 0, line)
        report.write_formula("D1", '=GETPIVOTDATA("Amount",$A$4,"Region","North")', None, 30)
        report.write_formula("D2", "=D1*2", None, 60)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": "=Report!$A$5:$A$6", "values": "=Report!$B$5:$B$6"})
        report.insert_chart("F4", chart)


def _link(name: str, body: str) -> str:
    if name == "[Content_Types].xml":
        kinds = {TABLE: "pivotTable", CACHE: "pivotCacheDefinition", _RECORDS: "pivotCacheRecords"}
        types = "".join(
            f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in kinds.items()
        )
        return body.replace("</Types>", f"{types}</Types>")
    if name == "xl/workbook.xml":
        return body.replace(
            "</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rId90"/></pivotCaches></workbook>'
        )
    if name == "xl/_rels/workbook.xml.rels":
        return body.replace(
            "</Relationships>", _relationship("rId90", "pivotCacheDefinition", CACHE) + "</Relationships>"
        )
    if name == "xl/worksheets/_rels/sheet2.xml.rels":
        return body.replace("</Relationships>", _relationship("rId91", "pivotTable", TABLE) + "</Relationships>")
    if name == CHART:
        source = '<c:pivotSource><c:name>[Book.xlsx]Report!PivotTable1</c:name><c:fmtId val="0"/></c:pivotSource>'
        return body.replace("<c:chart>", f"{source}<c:chart>")
    return body


def _relationship(identity: str, kind: str, part: str) -> str:
    return f'<Relationship Id="{identity}" Type="{_OFFICE}/{kind}" Target="/{part}"/>'


def _relationships(kind: str, part: str) -> str:
    links = _relationship("rId1", kind, part)
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    )


def _parts(source: str) -> dict[str, str]:
    regions, years = ("North", "South"), (2025, 2026)
    records = "".join(
        f'<r><x v="{regions.index(region)}"/><x v="{years.index(year)}"/><n v="{amount}"/></r>'
        for region, year, amount in SALES
    )
    items = '<items count="3"><item x="0"/><item x="1"/><item t="default"/></items>'
    return {
        TABLE: f'<pivotTableDefinition {_MAIN} name="PivotTable1" cacheId="1" dataCaption="Values" outline="1" '
        'outlineData="1" updatedVersion="6" minRefreshableVersion="3" createdVersion="6">'
        '<location ref="A4:B7" firstHeaderRow="1" firstDataRow="1" firstDataCol="1" rowPageCount="1" colPageCount="1"/>'
        f'<pivotFields count="3"><pivotField axis="axisRow" showAll="0">{items}</pivotField>'
        f'<pivotField axis="axisPage" showAll="0">{items}</pivotField><pivotField dataField="1" showAll="0"/>'
        '</pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="3"><i><x/></i><i><x v="1"/></i>'
        '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><pageFields count="1"><pageField fld="1" '
        'hier="-1"/></pageFields><dataFields count="1"><dataField name="Sum of Amount" fld="2" baseField="0" '
        'baseItem="0"/></dataFields></pivotTableDefinition>',
        "xl/pivotTables/_rels/pivotTable1.xml.rels": _relationships("pivotCacheDefinition", CACHE),
        CACHE: f'<pivotCacheDefinition {_MAIN} xmlns:r="{_OFFICE}" r:id="rId1" refreshedVersion="6" createdVersion="6" '
        f'minRefreshableVersion="3" recordCount="4"><cacheSource type="worksheet">{source}</cacheSource>'
        '<cacheFields count="3"><cacheField name="Region" numFmtId="0"><sharedItems count="2"><s v="North"/>'
        '<s v="South"/></sharedItems></cacheField><cacheField name="Year" numFmtId="0"><sharedItems '
        'containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1" minValue="2025" '
        'maxValue="2026" count="2"><n v="2025"/><n v="2026"/></sharedItems></cacheField><cacheField name="Amount" '
        'numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
        'containsInteger="1" minValue="5" maxValue="20"/></cacheField></cacheFields></pivotCacheDefinition>',
        "xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels": _relationships("pivotCacheRecords", _RECORDS),
        _RECORDS: f'<pivotCacheRecords {_MAIN} count="4">{records}</pivotCacheRecords>',
    }
