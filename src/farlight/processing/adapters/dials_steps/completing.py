"""Images whose headers lack what DIALS insists on: copies with whole headers, as ``import.phil`` tells them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from farlight.processing.adapters.dials_steps.bench import Bench
from farlight.processing.domain.cbf_lines import lines_to_add, with_lines
from farlight.processing.errors import StepFailed
from farlight.processing.types import Stage
from farlight.science.images import ImageError
from farlight.science.images.cbf_heads import cbf_head, unpacked_cbf
from farlight.science.images.phil import ImportHints, hints_beside

FOLDER = "completed"
"""Where the copies lie while the chain runs."""
MOST_BYTES = 8 << 30
_ROOM_LEFT_BYTES = 1 << 30


def completed(bench: Bench, files: Sequence[Path]) -> list[Path]:
    """Copy the images of a sweep with the lines that their headers lack.

    Raises
    ------
    StepFailed
        When nobody tells what is lacking, or the sweep is too large to be copied.
    """
    lines, untold = lines_to_add(cbf_head(files[0]), _hints(files[0].parent))
    if untold or not lines:
        raise StepFailed(
            Stage.IMPORT,
            "The headers of the images lack what DIALS needs to read them.",
            [f"Write {', '.join(untold)} into a file import.phil beside the images."] if untold else [_MEND],
        )
    size_bytes = sum(file.stat().st_size for file in files)
    if size_bytes > min(MOST_BYTES, shutil.disk_usage(bench.folder).free - _ROOM_LEFT_BYTES):
        why = (
            "The headers of the images lack what DIALS needs, and the sweep is too large to be copied with whole ones."
        )
        raise StepFailed(Stage.IMPORT, why, [_MEND])
    folder = bench.folder.absolute() / FOLDER
    folder.mkdir(exist_ok=True)
    copies = [folder / f"{file.name.partition('.cbf')[0]}.cbf" for file in files]
    for file, copy in zip(files, copies, strict=True):
        copy.write_bytes(with_lines(unpacked_cbf(file), lines))
    return copies


_MEND = "Have the headers completed where the images were written: Wavelength, Detector_distance, Beam_xy, Start_angle."


def _hints(folder: Path) -> ImportHints:
    try:
        return hints_beside(folder)
    except ImageError as error:
        raise StepFailed(Stage.IMPORT, error.message, ["Mend import.phil beside the images."]) from error
