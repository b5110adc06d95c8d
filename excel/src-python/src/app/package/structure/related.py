"""Parts that belong to sheets: found by their relationships."""

from __future__ import annotations

from collections.abc import Callable

from app.package.edit_package import PackageEdit
from app.package.parts import Package
from app.package.xml_tree import Tree


def link_parts(package: Package, part: str, kind: str) -> list[str]:
    """Parts that a part links to by a kind of relationship, and that are there."""
    links = package.relationships(part)
    return [link.target for link in links if link.kind == kind and package.entry(link.target) is not None]


def pivot_caches(package: Package) -> list[str]:
    return link_parts(package, package.workbook_part, "pivotCacheDefinition")


def chart_parts(package: Package) -> list[str]:
    names = (entry.name for entry in package.directory.entries)
    return [
        name for name in names if "/charts/" in (lower := name.replace("\\", "/").lower()) and lower.endswith(".xml")
    ]


def change_charts(edit: PackageEdit, rewrite: Callable[[str], str]) -> None:
    """The ranges that charts are drawn from, wherever the charts are."""
    for part in chart_parts(edit.package):
        if b"!" not in (raw := edit.read(part)):
            continue
        tree = Tree(raw)
        changed = False
        for element in tree.root.walk():
            if element.local == "f" and (rewritten := rewrite(element.text)) != element.text:
                element.text = rewritten
                changed = True
        if changed:
            edit.put(part, tree.render())
