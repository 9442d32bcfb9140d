"""Spot finding beside ``dials.find_spots``, on the same simulated images, on one core.

Both are measured in processor seconds of one core, so that other work on the machine weighs little. Ours is what the
analysis job does: open the files, prepare, read, unpack, find spots, compute all indicators; its process is running
already and its kernels are compiled, as in the worker. Of DIALS it is one call of the command, start-up (some 1.5 s)
included. The spots of either are held against what the simulator put into the images.
"""

import json
import os
import resource
import statistics
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import hdf5plugin
import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from farlight.config.processes import KEEPS_MEMORY
from farlight.engine.messages import CollectionOrder, SampleInBeam
from farlight.engine.runner import BeamlineEngine
from farlight.kernel.errors import Unavailable
from farlight.science.diffraction.background import beam_stop_transmission
from farlight.science.images import open_images
from farlight.science.indicators import ImageAnalyser
from farlight.science.spots import SpotTable

IMAGES = 180
OPTIONS: Mapping[str, Any] = {"detector": "4M", "instant_motors": True, "mount_time_s": 0.0}
CLEAR_COUNTS = 40.0
"""Expected counts on an image from which a reflection ought to be found."""
REAL_COUNTS = 1.0
"""Expected counts from which a found spot counts as a real one."""
NEAR_PX = 2.0
EDGE_PX = 4
_DIALS = Path("/usr/bin/dials.find_spots")
_READ_STRONG = """
import json, sys
from dials.array_family import flex
strong = flex.reflection_table.from_file(sys.argv[1])
x, y, z = strong["xyzobs.px.value"].parts()
x0, x1, y0, y1, z0, z1 = strong["bbox"].parts()
json.dump([list(map(float, x)), list(map(float, y)), list(map(int, z0)), list(map(int, z1))], sys.stdout)
"""

Floats = npt.NDArray[np.float64]
SpotsOfImages = list[Floats]
"""For each image the (slow, fast) positions of its spots, shape (n, 2)."""


@dataclass(frozen=True)
class Truth:
    """What the simulator put into one image."""

    places: Floats
    """(slow, fast) of all reflections."""
    counts: Floats
    is_clear: npt.NDArray[np.bool_]
    """Bright enough, and neither at a gap nor behind the beam stop."""


def run() -> dict[str, Any]:
    """Measure; takes some two minutes.

    Raises
    ------
    Unavailable
        When DIALS is not installed.
    """
    if not _DIALS.exists():
        raise Unavailable("DIALS is not installed: apt-get install dials.")
    with tempfile.TemporaryDirectory(prefix="farlight-spots-") as folder:
        master, truth = _simulated(Path(folder))
        rates, ours = [_measured(master)[0]], _measured(master)[1]
        shipped_per_s, theirs = _dials(master, Path(folder) / "shipped", {})
        rates.append(_measured(master)[0])
        tuned_per_s, _ = _dials(master, Path(folder) / "tuned", KEEPS_MEMORY)
        rates.append(_measured(master)[0])
    images_per_s = statistics.median(rates)
    recall_frac, precision_frac = _quality(truth, ours)
    dials_recall_frac, dials_precision_frac = _quality(truth, theirs)
    return {
        "ratios": {
            "vs_dials_find_spots": images_per_s / shipped_per_s,
            "vs_dials_tuned_malloc": images_per_s / tuned_per_s,
        },
        "figures": {
            "images": IMAGES,
            "images_per_s": images_per_s,
            "dials_images_per_s": shipped_per_s,
            "dials_tuned_images_per_s": tuned_per_s,
            "recall_frac": recall_frac,
            "precision_frac": precision_frac,
            "dials_recall_frac": dials_recall_frac,
            "dials_precision_frac": dials_precision_frac,
            "spots_per_image_median": float(np.median([len(spots) for spots in ours])),
        },
        "against": f"{_version()} dials.find_spots nproc=1, as shipped and with tuned malloc, 4M 16-bit images",
    }


def _simulated(folder: Path) -> tuple[Path, list[Truth]]:
    """Collect a sweep on the simulated beamline; return its master and what is in each image."""
    order = CollectionOrder(
        ticket="benchmark",
        sample=SampleInBeam(code="benchmark", name="Cubic insulin", acronym="insu"),
        directory=folder / "raw",
        prefix="insulin",
        start_deg=0.0,
        width_deg=0.5,
        images=IMAGES,
        exposure_time_s=0.02,
        energy_ev=12_658.0,
        transmission_frac=1.0,
        detector_distance_mm=150.0,
    )
    engine = BeamlineEngine("farlight.simulator.beamline:build", OPTIONS, on_message=lambda _: None)
    engine.connect()
    engine.collect(order)
    engine.close()
    simulator = import_module("farlight.simulator.beamline")
    sweep = simulator.simulated_sweep(simulator.SimulationOptions(**OPTIONS), order)
    shadow = beam_stop_transmission(sweep.detector)
    return next(order.directory.glob("*.nxs")), [_truth_of(sweep, shadow, index) for index in range(IMAGES)]


def _truth_of(sweep: Any, shadow: npt.NDArray[np.float32], index: int) -> Truth:
    slow, fast, counts = sweep.spots.of_frame(index)
    rows, columns = sweep.mask.shape
    row, column = slow.astype(int).clip(0, rows - 1), fast.astype(int).clip(0, columns - 1)
    blind = np.pad((sweep.mask != 0) | (shadow < 1), EDGE_PX, constant_values=True)
    near_blind = np.zeros(len(slow), np.bool_)
    for at in (0, EDGE_PX, 2 * EDGE_PX):
        for across in (0, EDGE_PX, 2 * EDGE_PX):
            near_blind |= blind[row + at, column + across]
    return Truth(np.column_stack((slow, fast)), counts, (counts >= CLEAR_COUNTS) & ~near_blind)


def _measured(master: Path) -> tuple[float, SpotsOfImages]:
    """Look at all images; return images per processor second, and the spots."""
    with open_images(master) as source:
        ImageAnalyser(source.mask, source.geometry).look(source.frame(0))  # compiles, or loads what was compiled
    spots: list[SpotTable] = []
    began_s = time.thread_time()
    with open_images(master) as source:
        analyser = ImageAnalyser(source.mask, source.geometry)
        spots += [analyser.look(source.frame(index))[1] for index in range(source.ready)]
    taken_s = time.thread_time() - began_s
    return len(spots) / taken_s, [np.column_stack((found.slow_px, found.fast_px)).astype(float) for found in spots]


def _dials(master: Path, folder: Path, environment: Mapping[str, str]) -> tuple[float, SpotsOfImages]:
    """Let DIALS find the spots; return images per processor second, and the spots."""
    folder.mkdir()
    plugins = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "HDF5_PLUGIN_PATH": str(hdf5plugin.PLUGIN_PATH)}
    environment = {**plugins, "OMP_NUM_THREADS": "1", **environment}
    _processor_s(["dials.import", str(master)], folder, environment)
    whole_s = _processor_s([str(_DIALS), "imported.expt", "nproc=1"], folder, environment)
    table = subprocess.run(
        ["/usr/bin/python3.11", "-c", _READ_STRONG, "strong.refl"],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
    )
    fast, slow, first, end = map(np.array, json.loads(table.stdout))
    places = np.column_stack((slow, fast))
    spots = [places[(first <= index) & (index < end)] for index in range(IMAGES)]
    return IMAGES / whole_s, spots


def _processor_s(command: list[str], folder: Path, environment: Mapping[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=folder, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise Unavailable(f"{' '.join(command[:1])} failed: {done.stderr.strip()[-500:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _quality(truth: list[Truth], found: SpotsOfImages) -> tuple[float, float]:
    """Return the part of the clear reflections that was found, and of the found spots that are reflections."""
    hits = clear = right = spots = 0
    for image, places in zip(truth, found, strict=True):
        if len(places) == 0:
            clear += int(image.is_clear.sum())
            continue
        distance, _ = cKDTree(places).query(image.places[image.is_clear])
        hits, clear = hits + int((distance < NEAR_PX).sum()), clear + len(distance)
        away, _ = cKDTree(image.places[image.counts >= REAL_COUNTS]).query(places)
        right, spots = right + int((away < NEAR_PX).sum()), spots + len(places)
    return hits / max(clear, 1), right / max(spots, 1)


def _version() -> str:
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    done = subprocess.run(["dials.version"], env=environment, capture_output=True, text=True, check=False)
    return (done.stdout.splitlines() or ["DIALS"])[0].strip()
