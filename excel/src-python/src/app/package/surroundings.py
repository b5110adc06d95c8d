"""The parts that change beside the sheets when a workbook is saved."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.package import workbook_patch
from app.package.decide import Decision
from app.package.parts import Package
from app.package.workbook_patch import Blocks
from app.package.zip_directory import damaged

_CONTENT_TYPES = "[Content_Types].xml"


@dataclass
class PartChanges:
    """Parts to write, by name as the package has it."""

    replaced: dict[str, Blocks] = field(default_factory=dict)
    added: dict[str, Blocks] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)


def patch_surroundings(package: Package, decision: Decision) -> PartChanges:
    """Recalculation on load; the calculation chain when it is wrong now; metadata for a first dynamic array."""
    parts = PartChanges()
    workbook = package.workbook_part
    parts.replaced[_name(package, workbook)] = workbook_patch.request_full_calculation(package.read(workbook))
    chain = package.workbook_target("calcChain") if decision.formulas_came_or_went else None
    if chain is None and not decision.needs_metadata:
        return parts
    relationships = workbook_patch.relationships_part(package)
    links, types = package.read(relationships), package.read(_CONTENT_TYPES)
    if chain is not None:
        links = b"".join(workbook_patch.remove_relationship(links, "calcChain"))
        types = b"".join(workbook_patch.remove_content_type(types, chain))
        parts.removed.add(_name(package, chain))
    if decision.needs_metadata:
        links = b"".join(workbook_patch.add_metadata_relationship(links))
        types = b"".join(workbook_patch.add_metadata_content_type(types))
        parts.added[workbook_patch.METADATA_PART] = [workbook_patch.METADATA]
    parts.replaced[_name(package, relationships)] = [links]
    parts.replaced[_name(package, _CONTENT_TYPES)] = [types]
    return parts


def _name(package: Package, part: str) -> str:
    entry = package.entry(part)
    if entry is None:
        raise damaged(package.path, f"its part {part} is missing")
    return entry.name
