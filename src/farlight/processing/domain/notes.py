"""Honest remarks about a result: what its numbers cannot carry."""

from dataclasses import dataclass

from farlight.processing.domain.decisions import GOOD_INDEXED_FRAC, hardly_repeats, is_narrow
from farlight.processing.domain.symmetry import mirror_image_of
from farlight.processing.types import ShellStatistics

_FAR_PX = 2.0
"""Beyond this a lattice hardly explains its spots."""
_GUESS_INDEXED_FRAC = 0.6
"""Lattices of a narrow sweep with fewer spots than this come by chance: wrong axes still explain half of them."""


@dataclass(frozen=True, kw_only=True)
class NotableFacts:
    """What the remarks are about."""

    rotation_deg: float
    images: int
    indexed_frac: float
    rmsd_px: float | None
    overall: ShellStatistics | None
    space_group: str
    space_group_source: str
    equally_likely_group: str
    beam_shift_px: float | None
    geometry: str
    edge_angstrom: float | None


def notes_on(facts: NotableFacts) -> tuple[str, ...]:
    """Return the remarks that a result deserves, most important first."""
    remarks = (
        _on_guess(facts),
        _on_width(facts),
        _on_statistics(facts),
        _on_prediction(facts),
        _on_indexing(facts),
        _on_space_group(facts),
        _on_geometry(facts),
        _on_edge(facts),
    )
    return tuple(remark for remark in remarks if remark)


def mere_notes_on(facts: NotableFacts) -> tuple[str, ...]:
    """Return those of the remarks that do not make the numbers mean less: what nobody could tell, what was mended."""
    found = (_on_space_group(facts) if facts.space_group_source != "lattice" else "", _on_geometry(facts))
    return tuple(remark for remark in found if remark)


def _is_guess(facts: NotableFacts) -> bool:
    """Whether so little was measured, and it fits so badly, that another cell may be as good."""
    is_far = facts.rmsd_px is not None and facts.rmsd_px >= _FAR_PX
    return is_narrow(facts.rotation_deg) and (is_far or facts.indexed_frac < _GUESS_INDEXED_FRAC)


def _on_guess(facts: NotableFacts) -> str:
    if not _is_guess(facts):
        return ""
    return (
        f"The cell is a guess, not a result: {facts.rotation_deg:g}° of rotation, and the lattice fits its spots badly."
        " Collect more, or run again with the unit cell and space group if you know them."
    )


def _on_width(facts: NotableFacts) -> str:
    if not is_narrow(facts.rotation_deg) or _is_guess(facts):
        return ""
    return (
        f"Only {facts.rotation_deg:g}° of rotation: the cell may be off by a percent, and the merging statistics are "
        "not meaningful. Collect more before you trust them."
    )


def _on_statistics(facts: NotableFacts) -> str:
    if facts.overall is None:
        return "There are no merging statistics: too few reflections were measured to scale them against each other."
    if hardly_repeats(facts.overall.multiplicity):
        times = facts.overall.multiplicity or 0
        return f"Each reflection was measured {times:.1f} times on average: the R values and CC1/2 say little."
    return ""


def _on_prediction(facts: NotableFacts) -> str:
    if facts.rmsd_px is None or facts.rmsd_px < _FAR_PX:
        return ""
    return f"Spots lie {facts.rmsd_px:.1f} px from where the lattice predicts them: doubt the cell."


def _on_indexing(facts: NotableFacts) -> str:
    if facts.indexed_frac >= GOOD_INDEXED_FRAC:
        return ""
    return (
        f"The lattice explains {facts.indexed_frac:.0%} of the spots: the rest may be a second crystal, ice or noise."
    )


def _on_space_group(facts: NotableFacts) -> str:
    if facts.space_group_source == "lattice":
        return (
            f"The intensities could not settle the symmetry: {facts.space_group} is the lowest that the lattice allows."
        )
    if facts.equally_likely_group:
        return f"{facts.equally_likely_group} is as likely as {facts.space_group}: the data cannot tell them apart."
    mirror_image = mirror_image_of(facts.space_group) if facts.space_group_source == "intensities" else ""
    if mirror_image:
        return f"{mirror_image}, the mirror image of {facts.space_group}, fits as well: only phases tell them apart."
    return ""


def _on_geometry(facts: NotableFacts) -> str:
    if facts.geometry in {"beam", "far_beam"} and facts.beam_shift_px is not None and facts.beam_shift_px >= 1:
        return f"The beam was found {facts.beam_shift_px:.1f} px from where the header has it."
    return ""


def _on_edge(facts: NotableFacts) -> str:
    if facts.edge_angstrom is None or is_narrow(facts.rotation_deg):
        return ""
    return (
        f"Beyond {facts.edge_angstrom:.2f} Å less than half of the reflections were measured, as in the corners of a "
        "detector: moving it closer would fill them."
    )
