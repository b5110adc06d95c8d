"""Pictures in the words of the contract: ``excel/src/service/pictures.ts``."""

from __future__ import annotations

import base64
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import ServiceError
from app.operations.chart_answers import describe_anchor
from app.package.charts.find_pictures import MAX_BYTES, Picture, find_pictures, read_picture
from app.workbook.content import PACKAGES, Viewed

if TYPE_CHECKING:
    from app.workbook.workbook import Workbook

_log = logging.getLogger(__name__)


def list_pictures(workbook: Workbook) -> dict[str, Any]:
    """Of the file as it is now: pictures follow inserted and deleted rows and columns in it."""
    return {"pictures": [_describe(picture) for picture in _find(workbook)]}


def show_picture(workbook: Workbook, part: str) -> dict[str, Any]:
    """Only what a sheet shows can be read."""
    if all(picture.part != part for picture in _find(workbook)):
        raise ServiceError("INVALID_PARAMS", f"No sheet shows a picture {part[:60]!r}. Load the pictures again.")
    found = read_picture(_path(workbook), part)
    if found is None:
        limit = MAX_BYTES >> 20
        raise ServiceError(
            "INVALID_PARAMS",
            f"The picture {part[:60]!r} is not shown: it is no PNG, JPEG, GIF, BMP or WebP, or over {limit} MiB.",
        )
    kind, data = found
    return {"type": kind, "data": base64.b64encode(data).decode("ascii")}


def _path(workbook: Workbook) -> Path:
    # A base that is gone is made again.
    _ = workbook.content
    return workbook.source.original


def _find(workbook: Workbook) -> tuple[Picture, ...]:
    if workbook.kind not in PACKAGES:
        return ()
    path, content = _path(workbook), workbook.content
    # A view counts chart sheets as well.
    names = tuple(sheet.name for sheet in content.view.sheets()) if isinstance(content, Viewed) else ()
    try:
        return find_pictures(path, names)
    except ServiceError as error:
        _log.warning("The pictures of %s can't be read: %s", workbook.id, error.message)
        return ()


def _describe(picture: Picture) -> dict[str, Any]:
    left, top, right, bottom = picture.crop
    return {
        "id": picture.id,
        "part": picture.part,
        "sheet": picture.sheet,
        "anchor": describe_anchor(picture.anchor),
        "name": picture.name,
        "crop": {"left": left, "top": top, "right": right, "bottom": bottom},
        "turn": picture.turn,
        "flipped": picture.is_flipped,
    }
