"""From a program's complaint to a reason and something to try, in the words of a beamline."""

import re
from dataclasses import dataclass

from farlight.processing.domain.logs import complaint
from farlight.processing.types import Failure, Stage

_OTHER_RANGE = "Run again on the images that are whole, by first and last image."
_READ_LOG = "Open the log of this step; its last lines are DIALS' own words."
_ASK = "Ask your local contact, and name the run."


@dataclass(frozen=True, kw_only=True)
class _Cause:
    pattern: re.Pattern[str]
    why: str
    try_next: tuple[str, ...]


def _cause(pattern: str, why: str, *try_next: str) -> _Cause:
    return _Cause(pattern=re.compile(pattern, re.IGNORECASE), why=why, try_next=try_next)


_ANYWHERE = (
    _cause(
        r"No space left on device|Disk quota exceeded|errno = 28",
        "The disk is full.",
        "Ask the local contact to free space, then run it again.",
    ),
    _cause(
        r"MemoryError|std::bad_alloc|Cannot allocate memory",
        "The computer ran out of memory.",
        "Run again with one process only.",
        "Run again on fewer images.",
    ),
    _cause(
        r"bitshuffle.*not registered|required filter .* is not registered|can't open directory .*plugin",
        "The images are compressed in a way that DIALS cannot read here: an HDF5 filter is missing.",
        "Ask the operator to install the package bitshuffle.",
    ),
    _cause(
        r"bad version number for layout message|file signature not found|truncated file|unable to open file",
        "An image file is damaged, not finished, or of a newer HDF5 version than DIALS reads.",
        "Open the run's images to see which ones can be read.",
        _OTHER_RANGE,
    ),
    _cause(r"Permission denied", "A file may not be read or written.", _ASK),
)

_BY_STEP: dict[Stage, tuple[_Cause, ...]] = {
    Stage.IMPORT: (
        _cause(
            r"Unable to handle|unable to.*format|no.*sequences or stills|No experiments found|no expts|Format",
            "DIALS does not know these images, or their header lacks what it needs.",
            "Put a file import.phil with what the headers lack beside the images.",
            _READ_LOG,
        ),
    ),
    Stage.FIND_SPOTS: (
        _cause(
            r"decompress|byte.?offset|unexpected end|Failed to read|error reading|can't read",
            "An image cannot be read: it is damaged or cut short.",
            _OTHER_RANGE,
            "Copy the images again if they came from elsewhere.",
        ),
    ),
    Stage.INDEX: (
        _cause(
            r"No suitable (indexing solution|lattice)|No solutions? found|fewer than|too few|Not enough|cell volume",
            "No lattice explains the spots.",
            "Look at the images: several crystals, ice or a loop without crystal show there.",
            "Run again with the unit cell and space group if you know them.",
            "Have the beam centre and the rotation axis checked; import.phil beside the images corrects a header.",
        ),
    ),
    Stage.INTEGRATE: (
        _cause(
            r"sigma.*(calculation|b)|no reflections|profile|reference",
            "There are too few strong spots to learn the shape of a reflection from.",
            "Collect more images, or expose longer.",
            "Run again with a lower resolution.",
        ),
    ),
}

_GENERAL: dict[Stage, tuple[str, tuple[str, ...]]] = {
    Stage.IMPORT: ("The images could not be imported.", (_READ_LOG, _ASK)),
    Stage.FIND_SPOTS: ("Spot finding stopped.", (_OTHER_RANGE, _READ_LOG)),
    Stage.INDEX: ("Indexing stopped.", ("Run again with the unit cell and space group if you know them.", _READ_LOG)),
    Stage.LATTICE: ("The lattices could not be compared.", ("Run again with a space group.", _READ_LOG)),
    Stage.REFINE: ("The geometry could not be refined.", ("Run again with more images.", _READ_LOG)),
    Stage.INTEGRATE: ("Integration stopped.", ("Run again with a lower resolution.", _READ_LOG)),
    Stage.SYMMETRY: ("The symmetry could not be found.", ("Run again with a space group.", _READ_LOG)),
    Stage.SCALE: ("Scaling stopped.", ("Run again with a lower resolution.", _READ_LOG)),
    Stage.MERGE: ("Merging stopped.", (_READ_LOG, _ASK)),
    Stage.REPORT: ("The report could not be written.", (_READ_LOG, _ASK)),
}


def explained(step: Stage, log: str) -> Failure:
    """Return why a step failed and what to try, from what its program wrote.

    Parameters
    ----------
    step : Stage
        The step.
    log : str
        Everything the program wrote; its end is what counts.
    """
    end = log[-20_000:]
    said = complaint(end)
    for cause in (*_ANYWHERE, *_BY_STEP.get(step, ())):
        if cause.pattern.search(end if cause in _ANYWHERE else said):
            return Failure(step=step, why=_with_words(cause.why, said), try_next=cause.try_next)
    why, try_next = _GENERAL[step]
    return Failure(step=step, why=_with_words(why, said), try_next=try_next)


def _with_words(why: str, said: str) -> str:
    longest_quote = 300
    return f"{why} DIALS said: {said[:longest_quote]}" if said else why


def program_missing(program: str) -> Failure:
    """Explain that DIALS is not installed."""
    return Failure(
        step=Stage.IMPORT,
        why=f"DIALS is not installed on this computer: {program} was not found.",
        try_next=("Ask the operator to install the packages dials and bitshuffle.",),
    )


def not_a_rotation(images: int) -> Failure:
    """Explain that the images do not turn: nothing is processed rather than something wrong."""
    return Failure(
        step=Stage.IMPORT,
        why=(
            f"The headers of the {images} image(s) tell of no rotation: they are stills, or the headers are incomplete."
            " Stills are not processed; what each image shows stands with the run."
        ),
        try_next=(
            "If the crystal did turn, tell geometry.scan.oscillation and geometry.goniometer.axis in import.phil.",
            "Collect a rotation of the same crystal.",
            "Stills of many crystals are a matter for dials.stills_process, by hand, on the run's folder.",
        ),
    )


def too_few_spots(spots: int, images: int) -> Failure:
    """Explain that there is hardly any diffraction."""
    found = "No spot was found" if spots == 0 else f"Only {spots} spot(s) were found"
    return Failure(
        step=Stage.FIND_SPOTS,
        why=f"{found} on {images} image(s): that is too few to find a lattice.",
        try_next=(
            "Look at the images: is the crystal in the beam, was the shutter open?",
            "Centre again, expose longer, or try another crystal.",
        ),
    )


def no_lattice(indexed_frac: float, spots: int) -> Failure:
    """Explain that no way of indexing explained enough spots."""
    best = f"The best explains {indexed_frac:.0%} of {spots} spots." if indexed_frac else f"There are {spots} spots."
    return Failure(
        step=Stage.INDEX,
        why=f"No lattice explains the spots, whichever way it was searched for. {best}",
        try_next=(
            "Look at the images: several crystals, ice or a loop without crystal show there.",
            "Run again with the unit cell and space group if you know them.",
            "Have the beam centre and the rotation axis checked; import.phil beside the images corrects a header.",
        ),
    )
