"""What has to be known of a run's files to serve its images by a ticket: found once, kept for a while."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from asgiref.sync import sync_to_async
from django.db import close_old_connections

from farlight.runs.public import files_of, overviews_file, run_numbered
from farlight.science.overview_packs import Marks
from farlight.science.overviews import cell_px
from farlight.viewer.adapters.frames import frames
from farlight.viewer.domain.addresses import Address
from farlight.viewer.domain.frames import is_served_as_stored

KEPT = 8
"""Each holds the mask of its detector, up to 18 MB."""
FRESH_S = 30.0


@dataclass(frozen=True, eq=False)
class Sheet:
    """A run's files, as far as all its images have it in common."""

    root: str
    run_id: int
    master: Path
    shape: tuple[int, int]
    dtype: np.dtype[Any]
    mask: npt.NDArray[np.uint8]
    """0 where a pixel is good."""
    pack: Path
    """Where overviews that were made beforehand lie, if there are any."""
    marks: Marks
    """What changes when the files are replaced."""

    @property
    def is_served_as_stored(self) -> bool:
        """Whether packed bytes can go over the line as they lie in the files, where there are any."""
        return is_served_as_stored(self.dtype)

    @property
    def cell_px(self) -> int:
        """Pixels of the frame that one pixel of an overview stands for, along either axis."""
        return cell_px(self.shape)


def sheet_of(root: str, session: str, run: int) -> Sheet:
    """Return what files of a run have in common; for whom a ticket of that root was found good.

    Raises
    ------
    NotFound
        When there is no such run, or nothing can be read of it.
    ImageError
        When its files cannot be read.
    """
    close_old_connections()
    run_id = run_numbered(session, run).id
    master = files_of(run_id).master
    facts = frames.facts(master)
    mask = np.ascontiguousarray(frames.mask(master), np.uint8)
    pack = overviews_file(session, run)
    return Sheet(root, run_id, master, facts.shape, facts.dtype, mask, pack, facts.marks)


class Shelf:
    """The sheets of the runs that were looked at last."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._sheets: OrderedDict[str, tuple[float, Sheet]] = OrderedDict()
        self._looking: dict[str, asyncio.Task[Sheet]] = {}

    def at_hand(self, root: str) -> Sheet | None:
        """Return a sheet that was read lately."""
        read_s, sheet = self._sheets.get(root, (-1e9, None))
        return sheet if time.monotonic() - read_s < FRESH_S else None

    async def fetched(self, address: Address) -> Sheet:
        """Return the sheet of a root, reading it for all who ask meanwhile. Raises as `sheet_of` does."""
        found = self.at_hand(address.root)
        if found is not None:
            return found
        loop = asyncio.get_running_loop()
        looking = self._looking.get(address.root)
        if looking is None or looking.done() or looking.get_loop() is not loop:
            looking = self._looking[address.root] = loop.create_task(self._read(address))
            looking.add_done_callback(lambda _: self._looking.pop(address.root, None))
        return await asyncio.shield(looking)

    async def _read(self, address: Address) -> Sheet:
        read = sync_to_async(sheet_of, thread_sensitive=False)
        sheet = await read(address.root, address.session, address.run)
        self._sheets[address.root] = (time.monotonic(), sheet)
        self._sheets.move_to_end(address.root)
        while len(self._sheets) > self._kept:
            self._sheets.popitem(last=False)
        return sheet

    def clear(self) -> None:
        """Forget everything."""
        self._sheets.clear()


shelf = Shelf()
"""The sheets of this process."""
