"""What a demo measures by itself when it starts, so that its session shows every kind of card that it can."""

import dataclasses

from farlight.acquisition.public import queue_collection, requests_of
from farlight.acquisition.types import CollectionParameters
from farlight.beamlines.public import beamline
from farlight.beamtime.public import session_summary
from farlight.config.facility.description import FirstCollection
from farlight.config.facility.groups import known_person
from farlight.config.facility.reading import FacilityFile
from farlight.kernel.errors import NotFound
from farlight.logbook.public import write_note
from farlight.people.types import Actor
from farlight.samples.public import sample_named
from farlight.science.scans import Grid, Layout, Screening


def queue_first_collections(file: FacilityFile) -> None:
    """Queue the first collections of a demo in the sessions in which nothing was asked for yet."""
    facility = file.facility
    leaders = {proposal.code: proposal.principal_investigator for proposal in facility.proposal}
    entries = facility.demo.collection if facility.demo else ()
    people = {e.session: known_person(leaders[session_summary(e.session).proposal]) for e in entries}
    untouched = {code for code, person in people.items() if not requests_of(person, code, limit=1)}
    for entry in entries:
        if entry.session in untouched:
            queue_first_collection(entry, by=people[entry.session])


def queue_first_collection(entry: FirstCollection, *, by: Actor) -> None:
    """Queue one, as the leader of its proposal would, with what its beamline proposes.

    Raises
    ------
    NotFound
        When there is no such session or sample.
    """
    session = session_summary(entry.session)
    sample = sample_named(session.proposal, entry.sample)
    if sample is None:
        raise NotFound(f"There is no sample {entry.sample!r}.")
    proposed = dataclasses.asdict(beamline(session.beamline).defaults)
    parameters = CollectionParameters(**proposed, layout=_layout(entry))
    queue_collection(session=entry.session, sample=sample.code, parameters=parameters, by=by)
    if entry.note:
        write_note(session=entry.session, text=entry.note, by=by)


def _layout(entry: FirstCollection) -> Layout:
    if entry.angles_deg:
        return Screening(angles_deg=entry.angles_deg)
    return Grid(rows=entry.rows, columns=entry.columns, step_x_um=entry.step_um, step_y_um=entry.step_um)
