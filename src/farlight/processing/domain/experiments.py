"""What stands in DIALS' experiment files (``.expt``, JSON): the sweep, the crystal, the profile."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import gemmi

from farlight.processing.domain.symmetry import symbol_from_hall
from farlight.processing.types import UnitCell


@dataclass(frozen=True, kw_only=True)
class SweepFacts:
    """What an import found."""

    images: int
    first_image: int
    """Number of the first image, as the file counts."""
    start_deg: float
    width_deg: float
    """Rotation per image; 0 for stills."""
    has_axis: bool
    """Whether a rotation axis is known."""
    sequences: int
    """How many separate sequences there are."""

    @property
    def rotation_deg(self) -> float:
        """The whole rotation."""
        return self.images * abs(self.width_deg)


def sweep_facts(experiments: Mapping[str, Any]) -> SweepFacts:
    """Return what the first experiment's scan and goniometer say.

    Parameters
    ----------
    experiments : mapping
        The parsed ``.expt`` file.
    """
    sequences = len(experiments["experiment"])
    first = experiments["experiment"][0] if sequences else {}
    scan = experiments["scan"][first["scan"]] if "scan" in first and experiments.get("scan") else None
    has_axis = "goniometer" in first and bool(experiments.get("goniometer"))
    if scan is None:
        return SweepFacts(images=1, first_image=1, start_deg=0, width_deg=0, has_axis=has_axis, sequences=sequences)
    low, high = scan["image_range"]
    start, width = _oscillation(scan)
    return SweepFacts(
        images=high - low + 1,
        first_image=low,
        start_deg=start,
        width_deg=width,
        has_axis=has_axis,
        sequences=sequences,
    )


def _oscillation(scan: Mapping[str, Any]) -> tuple[float, float]:
    """Start and width; newer files list the angles of all images instead."""
    if "oscillation" in scan:
        start, width = scan["oscillation"]
        return float(start), float(width)
    angles = scan.get("properties", {}).get("oscillation", [0.0])
    return float(angles[0]), float(angles[1] - angles[0]) if len(angles) > 1 else 0.0


def widest_sequence_only(experiments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the experiments with only the sequence of most images kept."""
    scans = experiments["scan"]

    def images(one: Mapping[str, Any]) -> int:
        if "scan" not in one:
            return 1
        low, high = scans[one["scan"]]["image_range"]
        return int(high - low + 1)

    return {**experiments, "experiment": [max(experiments["experiment"], key=images)]}


def unit_cell_of(experiments: Mapping[str, Any]) -> UnitCell:
    """Return the cell of the first crystal from its real-space vectors (Å)."""
    crystal = experiments["crystal"][0]
    a, b, c = (gemmi.Vec3(*crystal[f"real_space_{axis}"]) for axis in "abc")
    angles = (_angle_deg(b, c), _angle_deg(a, c), _angle_deg(a, b))
    lengths = (a.length(), b.length(), c.length())
    return tuple(round(value, 4) for value in (*lengths, *angles))  # type: ignore[return-value] # six by construction


def _angle_deg(first: gemmi.Vec3, second: gemmi.Vec3) -> float:
    return math.degrees(math.acos(first.dot(second) / (first.length() * second.length())))


def space_group_of(experiments: Mapping[str, Any]) -> str:
    """Return the first crystal's space group as a Hermann-Mauguin symbol."""
    return symbol_from_hall(experiments["crystal"][0]["space_group_hall_symbol"])


def mosaicity_deg(experiments: Mapping[str, Any]) -> float | None:
    """Return sigma_M of the first profile model; its median when it varies over the scan."""
    profiles = experiments.get("profile") or []
    sigma = profiles[0].get("sigma_m") if profiles else None
    if isinstance(sigma, Sequence):
        return float(sorted(sigma)[len(sigma) // 2]) if sigma else None
    return None if sigma is None else float(sigma)


def beam_centre_px(experiments: Mapping[str, Any]) -> tuple[float, float] | None:
    """Return where the beam meets the first panel's plane (fast, slow; px); None when it runs along it.

    Notes
    -----
    Solves origin + u·fast + v·slow = k·s0 for (u, v), all vectors in mm in DIALS' laboratory frame; parallax is left
    out, as only differences of two centres are used.
    """
    panel = experiments["detector"][0]["panels"][0]
    fast, slow, origin = (gemmi.Vec3(*panel[key]) for key in ("fast_axis", "slow_axis", "origin"))
    towards_source = gemmi.Vec3(*experiments["beam"][0]["direction"])
    normal = fast.cross(slow)
    along = towards_source.dot(normal)
    if abs(along) < 1e-9:  # noqa: PLR2004 - parallel within rounding
        return None
    hit = towards_source * (origin.dot(normal) / along) - origin
    return hit.dot(fast) / panel["pixel_size"][0], hit.dot(slow) / panel["pixel_size"][1]


def with_beam_at(experiments: Mapping[str, Any], centre_px: tuple[float, float]) -> dict[str, Any] | None:
    """Return the experiments with the detector moved in its plane so that the beam meets it at a position.

    Parameters
    ----------
    centre_px : tuple
        Fast, then slow.

    Returns
    -------
    dict or None
        None for detectors of several panels, and for those along which the beam runs.
    """
    panels = experiments["detector"][0]["panels"]
    now_px = beam_centre_px(experiments)
    if len(panels) != 1 or now_px is None:
        return None
    panel = panels[0]
    fast, slow, origin = (gemmi.Vec3(*panel[key]) for key in ("fast_axis", "slow_axis", "origin"))
    along_fast, along_slow = (
        (now - wanted) * size for now, wanted, size in zip(now_px, centre_px, panel["pixel_size"], strict=True)
    )
    moved = origin + fast * along_fast + slow * along_slow
    detector = {**experiments["detector"][0], "panels": [{**panel, "origin": moved.tolist()}]}
    return {**experiments, "detector": [detector]}


def parse_experiments(text: str) -> dict[str, Any]:
    """Parse an ``.expt`` file."""
    parsed: dict[str, Any] = json.loads(text)
    return parsed
