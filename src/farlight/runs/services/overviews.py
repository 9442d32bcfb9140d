"""Making a run's overviews beforehand, when its images were looked at and nobody waits for that.

A WebP takes more than twice the time of looking at the image, so nothing of this is done while a run is collected:
until its pack is there, the viewer draws what is asked for. The job can die at any moment; it goes on where it was.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from farlight.runs.models import Run
from farlight.runs.queries import overviews_file
from farlight.runs.services.analysis import is_another_waiting
from farlight.science.companding import Codes, codes_of
from farlight.science.images import ImageError, ImageSource, open_images
from farlight.science.overview_packs import PackWriter, pack_to_write
from farlight.science.overviews import are_few, as_webp, cell_px
from farlight.science.rendering import pool
from farlight.science.spots import as_counts, gap_value

_AT_ONCE = 8
"""Images for each core between two looks at who waits."""


def pack_overviews(run_id: int) -> bool:
    """Make the overviews of a run that are not there yet.

    Returns
    -------
    bool
        Whether all is done that can be; False when a run that is being collected waits to be followed.
    """
    run = Run.objects.select_related("session").get(pk=run_id)
    try:
        with open_images(Path(run.master)) as source:
            stat = source.path.stat()
            marks = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
            path, cell = overviews_file(run.session.code, run.number), cell_px(source.shape)
            with pack_to_write(path, images=source.ready, cell_px=cell, marks=marks) as pack:
                return _fill(pack, source, run_id)
    except (ImageError, OSError):  # nothing can be read, or the disk is full: the viewer draws what is asked for
        return True


def _fill(pack: PackWriter, source: ImageSource, run_id: int) -> bool:
    cores = os.cpu_count() or 1
    missing = [image for image in range(1, source.ready + 1) if image not in pack.present]
    few = bool(missing) and _counts_are_few(source, missing[0])
    with ThreadPoolExecutor(cores, thread_name_prefix="overviews") as threads:
        for images in _batches(missing, cores * _AT_ONCE):
            if is_another_waiting(run_id):
                return False
            made = threads.map(lambda image: _overview(source, image, counts_are_few=few), images)
            for image, entry in zip(images, made, strict=True):
                if entry:
                    pack.add(image, entry)
    return True


def _batches(images: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    for first in range(0, len(images), size):
        yield images[first : first + size]


def _counts_are_few(source: ImageSource, image: int) -> bool:
    try:
        counts = as_counts(source.frame(image - 1))
    except ImageError:
        return False
    step = max(counts.shape[0] // 64, 1)
    return are_few(counts[::step], source.mask[::step], gap_value(counts.dtype))


def _overview(source: ImageSource, image: int, *, counts_are_few: bool) -> bytes:
    """Return the overview of an image; nothing when it cannot be read."""
    try:
        codes = _codes(source, image)
    except ImageError:
        return b""
    return as_webp(codes, counts_are_few=counts_are_few)


def _codes(source: ImageSource, image: int) -> Codes:
    counts = as_counts(source.frame(image - 1))
    mask = np.ascontiguousarray(source.mask)
    return codes_of(pool(counts, mask, np.uint32(gap_value(counts.dtype)), cell_px(source.shape)))
