"""Replaying single images: each appears under its own name, whole, when its exposure is over."""

import errno
import os
import shutil
from pathlib import Path

from farlight.engine.devices import FrameSeries
from farlight.simulator.detector import FrameWriter
from farlight.simulator.nxmx import require_room
from farlight.simulator.replay_source import ReplaySource

HINTS = ("import.phil", "*.poni")
"""What the headers of images lack, for DIALS and by pyFAI; comes along."""


class ImageReplay(FrameWriter):
    """A sweep of single images that appears in a folder."""

    def __init__(self, source: ReplaySource, directory: Path, series: FrameSeries) -> None:
        self._source = source
        self._directory = directory
        self.series = series
        directory.mkdir(parents=True, exist_ok=True)
        bring_hints(source.folder, directory)

    def make(self, index: int) -> Path:
        """The image to come, counted from 0."""
        return self._source.folder / self._source.files[index]

    def write(self, index: int, frame: Path) -> None:  # noqa: ARG002 - images have their number in their name
        """Let an image appear."""
        bring(frame, self._directory / frame.name)

    def close(self, frames: int) -> None:
        """Nothing is open."""


def bring(source: Path, target: Path) -> None:
    """Let a file appear in one step: the same file where the disk is the same, else a copy."""
    require_room(target.parent, 0)
    refuse_to_replace(target)
    try:
        os.link(source, target)
    except OSError:
        unnamed = target.with_name(f".{target.name}.part")
        shutil.copyfile(source, unnamed)
        unnamed.rename(target)


def refuse_to_replace(target: Path) -> None:
    """Raise ``FileExistsError`` when there is such a file already: nothing measured is ever overwritten."""
    if target.exists():
        raise FileExistsError(errno.EEXIST, "there is such a file already", str(target))


def bring_hints(folder: Path, directory: Path) -> None:
    """Copy what the headers lack, if there are such files."""
    for hints in [file for pattern in HINTS for file in folder.glob(pattern)]:
        shutil.copyfile(hints, directory / hints.name)
