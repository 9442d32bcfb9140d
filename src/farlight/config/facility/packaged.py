"""Where the demo facility lies."""

from pathlib import Path

import farlight
from farlight.kernel.errors import NotFound

_PACKAGE = Path(farlight.__file__).parent
_PLACES = (
    _PACKAGE / "demo_facility" / "demo.toml",  # inside an installed wheel
    _PACKAGE.parents[1] / "facility" / "demo.toml",  # in a checkout
)


def demo_facility_file() -> Path:
    """Return the file of the demo facility.

    Raises
    ------
    NotFound
        When this installation came without it.
    """
    for place in _PLACES:
        if place.is_file():
            return place
    raise NotFound("The demo facility is missing: it is facility/demo.toml of the source, and part of the wheel.")
