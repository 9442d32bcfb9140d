"""Which result is the best."""

from collections.abc import Iterable, Mapping

from farlight.portal.types import Headline
from farlight.processing.types import ProcessingSummary


def headline_of(processing: ProcessingSummary, sample_name: str = "") -> Headline:
    """Say a processing in one line."""
    result, failure = processing.result, processing.failure
    overall = result.overall if result else None
    return Headline(
        run=processing.run,
        number=processing.number,
        pipeline=processing.pipeline,
        state=processing.state.value,
        stage=processing.stage.value.replace("_", " ") if processing.stage else "",
        progress_frac=processing.progress_frac,
        space_group=result.space_group if result else "",
        unit_cell=result.unit_cell if result else (),
        resolution_angstrom=result.resolution_angstrom if result else None,
        cc_half_overall=overall.cc_half if overall else None,
        completeness_frac=overall.completeness_frac if overall else None,
        why=failure.why if failure else "",
        sample_name=sample_name,
    )


def merit_of(result: Headline) -> tuple[float, float]:
    """Return what results are put in order by, the best first: finest resolution, then most complete.

    A result without a resolution (too few reflections to judge) comes last.
    """
    resolution_angstrom = result.resolution_angstrom
    return (
        resolution_angstrom if resolution_angstrom is not None else float("inf"),
        -(result.completeness_frac or 0.0),
    )


def best_of_each_sample(processings: Iterable[ProcessingSummary], samples: Mapping[int, str]) -> list[Headline]:
    """Return the best result of each sample, the best sample first; runs without a sample count each for itself.

    Parameters
    ----------
    processings : iterable of ProcessingSummary
        Finished ones.
    samples : mapping of int to str
        What was measured, by the run's number.
    """
    best: dict[str, Headline] = {}
    for headline in sorted((headline_of(p, samples.get(p.run, "")) for p in processings), key=merit_of):
        best.setdefault(headline.sample_name or f"run {headline.run}", headline)
    return list(best.values())
