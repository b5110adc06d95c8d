"""Parts that a sheet's comments need: found, or made."""

from __future__ import annotations

from app.package.edit_package import CONTENT_TYPES, PackageEdit
from app.package.looks.sheet_parts import take_element
from app.package.parts import MAIN, OFFICE_RELATIONSHIPS
from app.package.structure.links import free_name, link, linked
from app.package.structure.note_boxes import insert_boxes
from app.package.xml_tree import Element

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_THREADS_TYPE = "application/vnd.ms-excel.threadedcomments+xml"
_THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
_THREADS_LINK = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
_HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_VML = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/>'
    b'</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    b'o:connecttype="rect"/></v:shapetype></xml>'
)


def take_notes(edit: PackageEdit, sheet_part: str) -> Element:
    """The root of a sheet's comments."""
    part = linked(edit, sheet_part, "comments")
    if part is None:
        part = free_name(edit, "xl/comments{}.xml")
        root = f'<comments xmlns="{MAIN}"><authors></authors><commentList></commentList></comments>'
        edit.add(part, [_HEAD, root.encode()], _COMMENTS_TYPE)
        link(edit, sheet_part, "comments", part)
    return edit.tree(part).root


def take_threads(edit: PackageEdit, sheet_part: str) -> Element:
    part = linked(edit, sheet_part, "threadedComment")
    if part is None:
        part = free_name(edit, "xl/threadedComments/threadedComment{}.xml")
        edit.add(part, [_HEAD, f'<ThreadedComments xmlns="{_THREADS}"></ThreadedComments>'.encode()], _THREADS_TYPE)
        link(edit, sheet_part, _THREADS_LINK, part)
    return edit.tree(part).root


def add_boxes(edit: PackageEdit, sheet_part: str, sheet: Element, boxes: list[bytes]) -> None:
    """Into the VML part that has the boxes of a sheet's notes. ``sheet``: the sheet's root."""
    part = linked(edit, sheet_part, "vmlDrawing")
    if part is not None and sheet.find("legacyDrawing") is not None:
        edit.put(part, [insert_boxes(edit.read(part), boxes)])
        return
    part = free_name(edit, "xl/drawings/vmlDrawing{}.vml")
    types = edit.tree(CONTENT_TYPES).root
    if not any((each.get("Extension") or "").lower() == "vml" for each in types.elements("Default")):
        # Defaults stand before overrides.
        made = types.add("Default", Extension="vml", ContentType=_VML_TYPE)
        types.children.remove(made)
        types.children.insert(0, made)
    edit.add(part, [insert_boxes(_VML % (1 + len(edit.package.sheets)), boxes)], None)
    drawing = take_element(sheet, "legacyDrawing")
    identity = link(edit, sheet_part, "vmlDrawing", part)
    drawing.attributes = f' xmlns:r="{OFFICE_RELATIONSHIPS}" r:id="{identity}"'.encode()
