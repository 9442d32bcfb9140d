"""Where the beam meets the detector: before and after refinement."""

import math
from collections.abc import Mapping
from typing import Any

from farlight.processing.domain.experiments import beam_centre_px
from farlight.processing.types import BeamCentres


def beam_centres(start: Mapping[str, Any], refined: Mapping[str, Any]) -> BeamCentres | None:
    """Return both beam centres and the way between them on the first panel; None when the beam runs along it.

    Parameters
    ----------
    start, refined : mapping
        Parsed ``.expt`` files: as imported, and as refined.
    """
    before_px, after_px = beam_centre_px(start), beam_centre_px(refined)
    if before_px is None or after_px is None:
        return None
    pixel_size_mm = start["detector"][0]["panels"][0]["pixel_size"]
    shift_mm = math.hypot(*((a - b) * size for a, b, size in zip(after_px, before_px, pixel_size_mm, strict=True)))
    return BeamCentres(
        start_px=(round(before_px[0], 2), round(before_px[1], 2)),
        refined_px=(round(after_px[0], 2), round(after_px[1], 2)),
        shift_mm=round(shift_mm, 4),
    )
