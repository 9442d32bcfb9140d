"""A sample changer that is full, and very many samples: declared by sheets, as groups declare them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from farlight.config.benchmarks.facility import NAMES
from farlight.config.benchmarks.long_session import IMAGES, add_run

PUCKS = 29
A_PUCK = 16
SAMPLES = 10_000
AT_ONCE = 2500
"""So many samples in a sheet."""
_CHANGER = "changer"
_TYPE = "isara"
_HEADINGS = ["Container", "Container type", "Position", "Substance", "Sample name", "Barcode", "Comment"]


def fill_changer(pucks: int, *, person: Any) -> None:
    """Put UniPucks with sixteen crystals each into the beamline's changer, until so many lie there, all measured."""
    from farlight.kernel.time import utc_now  # all of these need Django to be set up
    from farlight.samples.public import container_named, contents_of, move_container, samples_of_session

    changer = _changer()
    present = len(contents_of([changer.code])[changer.code].slots)
    if pucks == present:
        return
    _declare([_crystal(number) for number in range(present * A_PUCK, pucks * A_PUCK)], person)
    for slot in range(present + 1, pucks + 1):
        puck = container_named(NAMES.proposal, _puck((slot - 1) * A_PUCK))
        if puck is None:
            raise RuntimeError(f"The sheet made no puck for position {slot}.")
        move_container(container=puck, into=changer, slot=str(slot), now=utc_now(), by=person)
    _measure(samples_of_session(person, NAMES.session)[present * A_PUCK :], person)


def fill_samples(samples: int, *, person: Any) -> None:
    """Declare samples until the proposal has so many, those of a full changer among them."""
    fill_changer(PUCKS, person=person)
    for first in range(PUCKS * A_PUCK, samples, AT_ONCE):
        _declare([_loose(number) for number in range(first, min(first + AT_ONCE, samples))], person)


def _changer() -> Any:
    """Return the changer of the beamline, which is given one when it has none."""
    from farlight.beamlines.public import define_beamline  # all of these need Django to be set up
    from farlight.config.experiment.plan import ExperimentPlan, facility_file
    from farlight.samples.public import container_named, register_container, register_substance
    from farlight.samples.types import Hazard

    found = container_named("", _CHANGER)
    if found is None:
        (entry,) = facility_file(ExperimentPlan(), NAMES, time_zone="UTC").facility.beamline
        define_beamline(definition=replace(entry, changer=_CHANGER))
        found = register_container(proposal="", name=_CHANGER, container_type=_TYPE)
        register_substance(proposal=NAMES.proposal, acronym="ben", name="Benchmark protein", hazard=Hazard.GREEN)
    return found


def _measure(samples: Iterable[Any], person: Any) -> None:
    """Let each sample have a run, behind those of the session, with a result."""
    from django.db import transaction  # all of these need Django to be set up

    from farlight.beamtime.public import session_folder
    from farlight.kernel.time import utc_now
    from farlight.processing.access import processing_for
    from farlight.processing.public import start_processing
    from farlight.processing.services.recording import finish
    from farlight.processing.types import ProcessingOptions
    from farlight.runs.public import runs_of_session

    newest = runs_of_session(person, NAMES.session, limit=1).items
    folder = session_folder(NAMES.session) / "raw"
    with transaction.atomic():
        for number, sample in enumerate(samples, start=newest[0].number + 1 if newest else 1):
            add_run(number, folder, utc_now(), sample=sample.code, name=sample.name)
            start_processing(session=NAMES.session, run=number, options=ProcessingOptions(), by=person)
            finish(processing_for(person, NAMES.session, number, 1).pk, _result(1.5 + number % 20 / 10))


def _result(resolution_angstrom: float) -> Any:
    from farlight.processing.types import ProcessingResult  # needs Django to be set up

    return ProcessingResult(
        unit_cell=(78.1, 78.1, 78.1, 90.0, 90.0, 90.0),
        space_group="I 21 3",
        space_group_source="intensities",
        lattice="cI",
        resolution_angstrom=resolution_angstrom,
        overall=None,
        inner=None,
        outer=None,
        images=IMAGES,
        rotation_deg=360.0,
        spots=50_000,
        indexed_frac=0.97,
        rmsd_px=0.4,
        mosaicity_deg=0.1,
        beam_shift_px=None,
        notes=(),
        files=(),
        times=(),
    )


def _declare(rows: list[list[str]], person: Any) -> None:
    from farlight.kernel.time import utc_now  # all of these need Django to be set up
    from farlight.samples.services.importing import keep_sheet
    from farlight.samples.services.importing_taking import take_sheet

    sheet = keep_sheet(
        proposal=NAMES.proposal, content=[_HEADINGS, *rows], name="benchmark.csv", now=utc_now(), by=person
    )
    take_sheet(sheet=sheet, now=utc_now(), by=person)


def _crystal(number: int) -> list[str]:
    return [_puck(number), "UniPuck", str(number % A_PUCK + 1), *_named(number)]


def _loose(number: int) -> list[str]:
    return ["", "", "", *_named(number)]


def _named(number: int) -> list[str]:
    return ["ben", f"x-{number:05}", f"HX{number:06}", f"crystal {number} of the benchmark"]


def _puck(number: int) -> str:
    return f"BEN-{number // A_PUCK:02}"
