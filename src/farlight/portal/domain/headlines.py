"""A processing in one line."""

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
