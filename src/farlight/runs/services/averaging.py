"""Averaging the images of a powder or a solution about the beam, when all were looked at."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from farlight.runs.adapters.average_files import write_average
from farlight.runs.models import Run
from farlight.runs.queries import average_file
from farlight.runs.services.analysis import is_another_waiting
from farlight.runs.services.examining import keep_findings
from farlight.science.findings import ProfileFindings
from farlight.science.images import ImageError, ImageSource, open_images
from farlight.science.radial_average import RadialAverage, RadialAverager, averaged

AT_ONCE = 16
"""Images between two looks at who waits."""
NO_GEOMETRY = (
    "The files do not say where the detector is, so its images cannot be averaged about the beam. "
    "Put a calibration by pyFAI (.poni) beside them."
)
Sums = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


def average_images(run_id: int) -> bool:
    """Average a run's images, keep the curve as a file and what it says in the run's row.

    Returns
    -------
    bool
        Whether all is done that can be; False when a run that is being collected waits to be followed.
    """
    run = Run.objects.select_related("session").get(pk=run_id)
    try:
        with open_images(Path(run.master)) as source:
            sums = _sums(source, run_id)
            if sums is None:
                return False
            averager, found = sums
    except ImageError as error:
        keep_findings(run_id=run_id, findings=None, note=error.message)
        return True
    if averager is None or not found:
        keep_findings(run_id=run_id, findings=None, note=NO_GEOMETRY if averager is None else "")
        return True
    average = averaged(averager.q_inverse_angstrom, [one[0] for one in found], [one[1] for one in found])
    path = average_file(run.session.code, run.number)
    write_average(path, average, title=run.sample_name, run=f"{run.session.code}/{run.number}")
    keep_findings(run_id=run_id, findings=_findings(average), note="")
    return True


def _findings(average: RadialAverage) -> ProfileFindings:
    q = average.q_inverse_angstrom
    return ProfileFindings(
        averaged=average.frames - len(average.outliers),
        outliers=average.outliers,
        q_low_inverse_angstrom=round(float(q[0]), 5),
        q_high_inverse_angstrom=round(float(q[-1]), 5),
    )


def _sums(source: ImageSource, run_id: int) -> tuple[RadialAverager | None, list[Sums]] | None:
    """Return the sums of each image; None when somebody waits."""
    if source.geometry is None:
        return None, []
    averager = RadialAverager(source.mask, source.geometry)
    found: list[Sums] = []
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="averages") as threads:
        for first in range(0, source.ready, AT_ONCE):
            if is_another_waiting(run_id):
                return None
            indices = range(first, min(first + AT_ONCE, source.ready))
            found += threads.map(lambda index: averager.sums(source.frame(index)), indices)
    return averager, found
