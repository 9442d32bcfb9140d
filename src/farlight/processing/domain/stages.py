"""How far a processing is: every stage has a weight, which is its usual part of the time."""

from itertools import takewhile

from farlight.processing.types import Stage

_WEIGHTS = {
    Stage.IMPORT: 2.0,
    Stage.FIND_SPOTS: 12.0,
    Stage.INDEX: 16.0,
    Stage.LATTICE: 10.0,
    Stage.REFINE: 4.0,
    Stage.INTEGRATE: 27.0,
    Stage.SYMMETRY: 11.0,
    Stage.SCALE: 10.0,
    Stage.MERGE: 3.0,
    Stage.REPORT: 5.0,
}
"""Seconds on two cores for 120 images of 1M at fast settings; only their ratios matter."""

_TITLES = {
    Stage.IMPORT: "Reading the images' headers",
    Stage.FIND_SPOTS: "Finding spots",
    Stage.INDEX: "Indexing",
    Stage.LATTICE: "Choosing the lattice",
    Stage.REFINE: "Refining the geometry",
    Stage.INTEGRATE: "Integrating",
    Stage.SYMMETRY: "Finding the symmetry",
    Stage.SCALE: "Scaling",
    Stage.MERGE: "Merging",
    Stage.REPORT: "Writing the report",
}


def stage_title(stage: Stage) -> str:
    """Return what happens in a stage, in words."""
    return _TITLES[stage]


def overall_progress_frac(stage: Stage, stage_frac: float) -> float:
    """Return how much of the whole chain is done, 0 to 1.

    Parameters
    ----------
    stage : Stage
        The stage under way.
    stage_frac : float
        How much of that stage is done, 0 to 1; values outside are clipped.
    """
    before = sum(_WEIGHTS[done] for done in takewhile(lambda one: one is not stage, Stage))
    within = min(max(stage_frac, 0.0), 1.0) * _WEIGHTS[stage]
    return (before + within) / sum(_WEIGHTS.values())
