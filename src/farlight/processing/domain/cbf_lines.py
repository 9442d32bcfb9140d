"""Lines that a mini-CBF header must have for DIALS to read it at all, and what they are when it lacks them.

DIALS (3.12) takes these from the header before it looks at ``import.phil``: without one of them it reads nothing.
"""

import re
from collections.abc import Callable, Mapping

from farlight.science.images.phil import ImportHints

_NEEDED: Mapping[str, tuple[Callable[[ImportHints], str], str]] = {
    "Wavelength": (
        lambda told: f"{told.wavelength_angstrom:g} A" if told.wavelength_angstrom else "",
        "geometry.beam.wavelength=… (Å)",
    ),
    "Detector_distance": (
        lambda told: f"{told.distance_mm / 1000:.7g} m" if told.distance_mm else "",
        "geometry.detector.distance=… (mm)",
    ),
    "Beam_xy": (
        lambda told: f"({told.beam_center_px[1]:g}, {told.beam_center_px[0]:g}) pixels" if told.beam_center_px else "",
        "geometry.detector.fast_slow_beam_centre=…,… (pixels)",
    ),
    "Start_angle": (
        lambda told: f"{told.oscillation_deg[0]:g} deg." if told.oscillation_deg else "",
        "geometry.scan.oscillation=start,width (°)",
    ),
    "Angle_increment": (
        lambda told: f"{told.oscillation_deg[1]:g} deg." if told.oscillation_deg else "",
        "geometry.scan.oscillation=start,width (°)",
    ),
    "Exposure_period": (lambda _: "1.0 s", ""),
    "Count_cutoff": (lambda _: "1000000 counts", ""),
}
"""By keyword: its value from what ``import.phil`` tells, empty when it tells nothing; and how to tell it there."""


def complains_of_header(log: str) -> bool:
    """Whether ``dials.import`` stopped because a line of a header is not there."""
    found = re.findall(r"^KeyError: .*?(\w+)['\"]?\s*$", log, re.MULTILINE)
    return bool(found) and found[-1] in _NEEDED


def lines_to_add(head: str, told: ImportHints) -> tuple[list[str], list[str]]:
    """Return the lines that a header lacks, and how to tell in ``import.phil`` what nobody tells.

    Parameters
    ----------
    head : str
        The text of a CBF file up to its pixels.
    told : ImportHints
        What ``import.phil`` tells.
    """
    lines, untold = [], []
    for keyword, (value_from, way_to_tell) in _NEEDED.items():
        if re.search(rf"^#\s*{keyword}\b", head, re.MULTILINE):
            continue
        value = value_from(told)
        if value:
            lines.append(f"# {keyword} {value}")
        else:
            untold.append(way_to_tell)
    return lines, list(dict.fromkeys(untold))


def with_lines(content: bytes, lines: list[str]) -> bytes:
    """Return a CBF file with lines put before the first of its header; its pixels stay as they are."""
    before, first, after = content.partition(b"\n# ")
    ending = b"\r\n" if before.endswith(b"\r") else b"\n"
    added = b"".join(line.encode("ascii") + ending for line in lines)
    return before + b"\n" + added + first[1:] + after
