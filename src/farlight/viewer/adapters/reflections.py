"""Reflections of processings: read once, kept for a while, because the next image is what is asked for next."""

import json
from functools import lru_cache
from pathlib import Path

from farlight.kernel.errors import NotFound
from farlight.science.dials_models import RefinedModels, panel_places, refined_models
from farlight.science.dials_reflections import Reflections, read_reflections
from farlight.science.images import ImageError


def models_in(experiments: Path) -> RefinedModels | None:
    """Return what an experiment file says; None when it is not what DIALS writes."""
    return _models(experiments, experiments.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _models(path: Path, written_ns: int) -> RefinedModels | None:  # noqa: ARG001 - written anew, it is read anew
    try:
        return refined_models(json.loads(path.read_text()))
    except (KeyError, IndexError, TypeError, ValueError):
        return None


def reflections_in(experiments: Path, reflections: Path) -> Reflections:
    """Return the reflections that go with an experiment file.

    Raises
    ------
    NotFound
        When they are gone.
    ImageError
        When they cannot be read.
    """
    try:
        return _reflections(experiments, reflections, reflections.stat().st_mtime_ns)
    except FileNotFoundError as gone:
        raise NotFound("The files of the processing are gone.") from gone


@lru_cache(maxsize=4)
def _reflections(experiments: Path, reflections: Path, written_ns: int) -> Reflections:  # noqa: ARG001 - as above
    models = models_in(experiments)
    if models is None or models.scan is None:
        raise ImageError(f"The models in {experiments.name} cannot be read.")
    places = panel_places(json.loads(experiments.read_text()))
    return read_reflections(reflections, places, models.scan.first_image)
