"""Kinds of entries, as the filters of the feed name them, and how each is called and shown."""

from typing import NamedTuple

from farlight.acquisition.types import HandlingSummary
from farlight.logbook.types import EntryKind
from farlight.portal.types import KindLook
from farlight.science.scans import AxisScan, EdgeScan, Exposures, Layout, Spectrum


class KindFilter(NamedTuple):
    """A filter of the feed."""

    value: str
    """Stands in addresses."""
    word: str
    kinds: tuple[EntryKind, ...]


FILTERS: tuple[KindFilter, ...] = (
    KindFilter("", "All", ()),
    KindFilter("rotation", "Rotations", (EntryKind.ROTATION,)),
    KindFilter("screening", "Screenings", (EntryKind.SCREENING,)),
    KindFilter("grid", "Grids", (EntryKind.GRID,)),
    KindFilter("edge_scan", "Edge scans", (EntryKind.EDGE_SCAN,)),
    KindFilter("fluorescence", "Spectra", (EntryKind.FLUORESCENCE,)),
    KindFilter("powder", "Powders", (EntryKind.POWDER,)),
    KindFilter("scan", "Scans", (EntryKind.SCAN,)),
    KindFilter("sample", "Robot and sample", (EntryKind.ROBOT_ACTION, EntryKind.SAMPLE_ACTION)),
    KindFilter("note", "Notes", (EntryKind.NOTE,)),
)
"""The first one is all of them."""

LOOKS: dict[EntryKind, KindLook] = {
    EntryKind.ROTATION: KindLook("rotate-clockwise-2", "rotation"),
    EntryKind.SCREENING: KindLook("eye", "screening"),
    EntryKind.GRID: KindLook("layout-grid", "grid"),
    EntryKind.ROBOT_ACTION: KindLook("robot", "robot"),
    EntryKind.SAMPLE_ACTION: KindLook("focus-2", "sample"),
    EntryKind.EDGE_SCAN: KindLook("chart-line", "edge scan"),
    EntryKind.FLUORESCENCE: KindLook("chart-histogram", "fluorescence"),
    EntryKind.POWDER: KindLook("chart-area-line", "powder"),
    EntryKind.SCAN: KindLook("chart-dots", "scan"),
    EntryKind.NOTE: KindLook("note", "note"),
}

HANDLED = {"mount": "Mounted", "unmount": "Unmounted", "centring": "Centred", "wash": "Washed", "anneal": "Annealed"}
"""What was done to a sample, once it is done."""
HANDLING = {
    "mount": "Mounting",
    "unmount": "Unmounting",
    "centring": "Centring",
    "wash": "Washing",
    "anneal": "Annealing",
}
"""The same while it is being done."""


_CURVES: dict[type[Layout], str] = {
    EdgeScan: "edge",
    Spectrum: "spectrum",
    AxisScan: "scan",
    Exposures: "average",
}


def curve_of(layout: Layout | None) -> str:
    """Return the name of the plot that a run has instead of one of its images; empty when it has none."""
    return "" if layout is None else _CURVES.get(type(layout), "")


def kinds_of(value: str) -> tuple[EntryKind, ...]:
    """Return the kinds that a filter of an address lets through; all (none named) when there is no such filter."""
    return next((chip.kinds for chip in FILTERS if chip.value == value), ())


def deed_of(handling: HandlingSummary | None) -> str:
    """Say what is, or was, done to a sample; empty when nothing was."""
    if handling is None:
        return ""
    return (HANDLED if handling.ended else HANDLING)[handling.kind.value]
