"""The ways to process that a beamline offers: data of the facility file, made ready to use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from farlight.beamlines.types import BeamlineDefinition, PipelineDefinition
from farlight.kernel.errors import Invalid, Objection
from farlight.processing.domain.options import objections_to
from farlight.processing.domain.records import options_from
from farlight.processing.types import ProcessingOptions

_KNOWN = frozenset(field.name for field in fields(ProcessingOptions)) - {"unit_cell"}


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """A way to process."""

    code: str
    """Stands in folders and addresses: ``dials-thorough``."""
    name: str
    starts_by_itself: bool
    """Whether it starts when a run ends."""
    options: ProcessingOptions
    """What it does when nothing else is asked."""


def pipelines_of(beamline: BeamlineDefinition) -> tuple[Pipeline, ...]:
    """Return the ways to process at a beamline, those that start by themselves first."""
    offered = [
        Pipeline(
            code=one.code,
            name=one.name,
            starts_by_itself=one.code in beamline.pipelines,
            options=options_from(one.options),
        )
        for one in beamline.pipelines_offered
    ]
    return tuple(sorted(offered, key=lambda one: not one.starts_by_itself))


def pipeline_named(offered: Sequence[Pipeline], code: str) -> Pipeline:
    """Return the pipeline of a code; the first for an empty one.

    Raises
    ------
    Invalid
        When the beamline does not offer it.
    """
    found = next((one for one in offered if code in {"", one.code}), None)
    if found is None:
        mend = f"There are {', '.join(one.code for one in offered)}." if offered else "It offers none."
        raise Invalid([Objection(message="The beamline offers no such pipeline.", mend=mend, field="pipeline")])
    return found


def fitted(options: ProcessingOptions, images: int) -> ProcessingOptions:
    """Return a pipeline's options with its range of images cut to what a run has."""
    last = options.last_image
    return replace(options, last_image=None) if last is not None and last >= images else options


def with_asked(options: ProcessingOptions, asked: Mapping[str, object]) -> ProcessingOptions:
    """Return a pipeline's options with what a person asked for in their place."""
    return replace(options, **asked)  # type: ignore[arg-type] # the forms that fill it are checked


def objections_to_definition(definition: PipelineDefinition) -> list[Objection]:
    """Return what is wrong with a pipeline of the facility file; empty when it can be used."""
    unknown = sorted(set(definition.options) - _KNOWN)
    if unknown:
        mend = f"There are {', '.join(sorted(_KNOWN))}."
        return [Objection(message=f"There is no option {unknown[0]!r}.", mend=mend, field="options")]
    try:
        options = options_from(definition.options)
    except ValueError as wrong:
        return [Objection(message=f"An option cannot be used: {wrong}.", field="options")]
    wrong_types = [name for name in ("d_min_angstrom", "max_cell_angstrom") if isinstance(getattr(options, name), str)]
    if wrong_types:
        return [Objection(message=f"{wrong_types[0]} is a number.", field="options")]
    return objections_to(options)
