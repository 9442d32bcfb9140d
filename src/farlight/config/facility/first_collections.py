"""What a demo measures by itself when it starts, so that its session shows every kind of card that it can."""

import dataclasses

from farlight.acquisition.public import queue_collection, requests_of
from farlight.acquisition.types import CollectionParameters, HandlingKind, Treatment
from farlight.beamlines.public import beamline
from farlight.beamtime.public import session_summary
from farlight.config.facility.description import FirstCollection
from farlight.config.facility.groups import known_person
from farlight.config.facility.reading import FacilityFile
from farlight.kernel.errors import NotFound
from farlight.logbook.public import write_note
from farlight.people.types import Actor
from farlight.samples.public import sample_named
from farlight.science.scans import EdgeScan, Grid, Layout, Screening, Spectrum

CHANNELS, CHANNEL_EV = 2048, 10.0
"""What is asked of a spectrum; the detector has its own."""


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
    proposed |= {"exposure_time_s": entry.exposure_time_s} if entry.exposure_time_s else {}
    parameters = CollectionParameters(**proposed, layout=_layout(entry), treatment=_treatment(entry))
    queue_collection(session=entry.session, sample=sample.code, parameters=parameters, by=by)
    if entry.note:
        write_note(session=entry.session, text=entry.note, by=by)


def _treatment(entry: FirstCollection) -> Treatment | None:
    return Treatment(deed=HandlingKind.ANNEAL, duration_s=entry.anneal_s) if entry.anneal_s else None


def _layout(entry: FirstCollection) -> Layout:
    if entry.angles_deg:
        return Screening(angles_deg=entry.angles_deg)
    if entry.edge:
        element, _, edge = entry.edge.partition(" ")
        return EdgeScan(element=element, edge=edge)
    if entry.spectrum:
        return Spectrum(channels=CHANNELS, channel_ev=CHANNEL_EV)
    return Grid(rows=entry.rows, columns=entry.columns, step_x_um=entry.step_um, step_y_um=entry.step_um)
