"""A package under change: parts are read as changed so far, and written once."""

from __future__ import annotations

import posixpath

from app.errors import ServiceError
from app.package import workbook_patch
from app.package.parts import Package
from app.package.surroundings import PartChanges
from app.package.xml_tree import Element, Tree

Blocks = list[bytes | memoryview]

CONTENT_TYPES = "[Content_Types].xml"


class PackageEdit:
    """Changes of the parts of a package; nothing is written before `write`."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._parts = PartChanges()
        self._trees: dict[str, Tree] = {}

    def tree(self, part: str) -> Tree:
        """A small part's tree; what is changed in it is written."""
        name = self._name(part)
        if name not in self._trees:
            changed = self._parts.replaced.get(name) or self._parts.added.get(name)
            self._trees[name] = Tree(self.package.read(part) if changed is None else b"".join(changed))
        return self._trees[name]

    def read(self, part: str) -> bytes:
        name = self._name(part)
        if name in self._trees:
            return b"".join(self._trees[name].render())
        changed = self._parts.replaced.get(name)
        return self.package.read(part) if changed is None else b"".join(changed)

    def put(self, part: str, content: Blocks | None) -> None:
        """None: it stays as it is."""
        if content is not None:
            self._parts.replaced[self._name(part)] = content

    def add(self, part: str, content: Blocks, content_type: str | None) -> None:
        """Without a content type, its name's end says what it is, as for relationships."""
        self._parts.added[part] = content
        if content_type is not None:
            self.tree(CONTENT_TYPES).root.add("Override", PartName=f"/{part}", ContentType=content_type)

    def remove(self, part: str) -> None:
        """A part, its relationships and its content type."""
        for name in (part, relationships_of(part)):
            entry = self.package.entry(name)
            if entry is not None:
                self._parts.removed.add(entry.name)
                self._parts.replaced.pop(entry.name, None)
                self._trees.pop(entry.name, None)
        wanted = f"/{part}".lower()
        self.tree(CONTENT_TYPES).root.remove_all(lambda element: (element.get("PartName") or "").lower() == wanted)

    @property
    def workbook(self) -> Element:
        return self.tree(self.package.workbook_part).root

    @property
    def workbook_links(self) -> Element:
        return self.tree(workbook_patch.relationships_part(self.package)).root

    def workbook_part_tree(self, kind: str) -> Element:
        """The root of a part that the workbook links to, such as ``styles``. Raises ``STRUCTURE_REFUSED``."""
        part = self.package.workbook_target(kind)
        if part is None:
            raise ServiceError(
                "STRUCTURE_REFUSED", f"The workbook has no part for {kind}. Save it anew in Excel first."
            )
        return self.tree(part).root

    def drop_calculation_chain(self) -> None:
        """Excel makes it anew; a wrong one makes it repair the file."""
        chain = self.package.workbook_target("calcChain")
        if chain is not None:
            self.remove(chain)
            self.workbook_links.remove_all(lambda link: (link.get("Type") or "").endswith("/calcChain"))

    def has(self, part: str) -> bool:
        return self.package.entry(part) is not None or part in self._parts.added

    def _name(self, part: str) -> str:
        entry = self.package.entry(part)
        return part if entry is None else entry.name

    def finish(self) -> PartChanges:
        for name, tree in self._trees.items():
            into = self._parts.added if name in self._parts.added else self._parts.replaced
            rendered = tree.render()
            if into is self._parts.added or b"".join(rendered) != self.package.read(name):
                into[name] = rendered
        return self._parts


def relationships_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
