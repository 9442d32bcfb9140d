"""Layouts and scales of pictures as JSON, in rows."""

from typing import Any

from pydantic import TypeAdapter

from farlight.runs.types import PictureScale
from farlight.science.scans import Layout

_LAYOUT: TypeAdapter[Layout | None] = TypeAdapter(Layout | None)
_SCALE: TypeAdapter[PictureScale | None] = TypeAdapter(PictureScale | None)


def layout_from(record: Any) -> Layout | None:
    """Read where the images of a run lie."""
    return _LAYOUT.validate_python(record)


def scale_from(record: Any) -> PictureScale | None:
    """Read what a picture shows where."""
    return _SCALE.validate_python(record)


def scale_record(scale: PictureScale | None) -> Any:
    """Write what a picture shows where."""
    return _SCALE.dump_python(scale, mode="json")
