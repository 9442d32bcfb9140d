"""Which files of a folder make a sweep, and whether they are whole."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NUMBERED = re.compile(r"^(?P<head>.*?)(?P<number>\d+)(?P<tail>\.[A-Za-z][\w.]*)$")
_IMAGE_ENDING = re.compile(
    r"\.(cbf|img|mccd|marccd|mar\d+|tiff?|sfrm|osc|ipf|stl|smv|raw|edf|cbf\.(gz|bz2)|img\.(gz|bz2))$", re.IGNORECASE
)
_HDF5_ENDING = re.compile(r"\.(nxs|h5|hdf5|hdf|nx5)$", re.IGNORECASE)
_HDF5_PART = re.compile(r"(_data_\d+|_\d{4,}|_meta)\.(h5|hdf5)$", re.IGNORECASE)

_CBF_MARKER = b"\x0c\x1a\x04\xd5"
_CBF_SIZE = re.compile(rb"X-Binary-Size:\s*(\d+)")
CBF_HEAD_BYTES = 65_536
"""How much of a CBF file holds its header for certain."""


@dataclass(frozen=True, kw_only=True)
class SweepFiles:
    """Image files that differ in their number only."""

    head: str
    tail: str
    names: tuple[str, ...]
    """In the order of their numbers."""
    numbers: tuple[int, ...]


def sweeps_among(names: Iterable[str]) -> list[SweepFiles]:
    """Group the image files of a folder into sweeps, the longest first; equal ones by name."""
    groups: dict[tuple[str, str, int], list[tuple[int, str]]] = defaultdict(list)
    for name in names:
        found = _NUMBERED.match(name)
        if found and _IMAGE_ENDING.search(name):
            digits = found["number"]
            groups[found["head"], found["tail"], len(digits)].append((int(digits), name))
    sweeps = [
        SweepFiles(
            head=head,
            tail=tail,
            names=tuple(name for _, name in sorted(members)),
            numbers=tuple(number for number, _ in sorted(members)),
        )
        for (head, tail, _), members in groups.items()
    ]
    return sorted(sweeps, key=lambda sweep: (-len(sweep.names), sweep.names))


def sweep_with(name: str, sweeps: Sequence[SweepFiles]) -> SweepFiles | None:
    """Return the sweep that a file name, or a template such as ``x_####.cbf``, belongs to."""
    if "#" in name:
        pattern = re.compile(re.escape(name).replace(r"\#", r"\d"))
        return next((sweep for sweep in sweeps if pattern.fullmatch(sweep.names[0])), None)
    return next((sweep for sweep in sweeps if name in sweep.names), None)


def masters_among(names: Iterable[str]) -> list[str]:
    """Return the HDF5 files of a folder that describe a sweep: not the files of pixels behind them.

    NeXus files and ``*_master.h5`` come first.
    """
    masters = [name for name in names if _HDF5_ENDING.search(name) and not _HDF5_PART.search(name)]
    return sorted(masters, key=lambda name: (not re.search(r"(\.nxs|_master\.h5)$", name, re.IGNORECASE), name))


def is_hdf5_name(name: str) -> bool:
    """Whether a file's name says HDF5."""
    return bool(_HDF5_ENDING.search(name))


def longest_stretch(numbers: Sequence[int]) -> tuple[int, int]:
    """Return the longest stretch without a gap: positions of its first element and behind its last.

    Parameters
    ----------
    numbers : sequence of int
        Ascending image numbers.
    """
    best = (0, 0)
    start = 0
    for end in range(1, len(numbers) + 1):
        if end == len(numbers) or numbers[end] != numbers[end - 1] + 1:
            if end - start > best[1] - best[0]:
                best = (start, end)
            start = end
    return best


def is_whole_cbf(head: bytes, size_bytes: int) -> bool:
    """Whether a CBF file is as long as its header promises; files that promise nothing count as whole.

    Parameters
    ----------
    head : bytes
        The first `CBF_HEAD_BYTES` of the file.
    size_bytes : int
        Length of the file.

    Notes
    -----
    The binary section starts after the marker 0C 1A 04 D5; ``X-Binary-Size`` is its length (imgCIF dictionary).
    """
    promised = _CBF_SIZE.search(head)
    marker = head.find(_CBF_MARKER)
    if size_bytes == 0:
        return False
    if promised is None:
        return True
    return marker >= 0 and size_bytes >= marker + len(_CBF_MARKER) + int(promised[1])
