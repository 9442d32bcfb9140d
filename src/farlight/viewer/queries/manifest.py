"""What the diffraction viewer has to know of a run before it asks for images: shape, geometry, crystal, a ticket."""

import time

from farlight import __version__
from farlight.beamtime.public import rights_number
from farlight.kernel.ids import run_code
from farlight.people.public import token_key_of
from farlight.people.types import Actor, Credential
from farlight.processing.public import refinement_of
from farlight.processing.types import RefinedFiles
from farlight.runs.public import run_files
from farlight.runs.types import RunSummary
from farlight.science.dials_models import RefinedModels
from farlight.science.images import Sweep
from farlight.science.overviews import cell_px
from farlight.viewer.access import signing_key
from farlight.viewer.adapters.frames import SourceFacts, frames
from farlight.viewer.adapters.reflections import models_in
from farlight.viewer.domain import tickets
from farlight.viewer.domain.frames import gap_from, is_served_as_stored, is_unpacked_by_browsers, served_dtype
from farlight.viewer.domain.tickets import Ticket
from farlight.viewer.types import Manifest


def viewer_manifest(person: Actor, session: str, number: int, credential: Credential) -> Manifest:
    """Return what the diffraction viewer has to know, and a ticket for the bytes; it ends with the credential.

    Raises
    ------
    NotFound
        When the person may not know of the run, or nothing can be read of it yet.
    NotAllowed
        When the person may not read files of the session.
    ImageError
        When the files cannot be read.
    """
    rights = rights_number(session)  # before asking: what changes meanwhile makes the ticket end early, not late
    run, files = run_files(person, run_code(session, number))
    facts = frames.facts(files.master)
    refinement = refinement_of(run.id)
    models = models_in(refinement.experiments) if refinement else None
    dtype = served_dtype(facts.dtype)
    root = _root(run, facts)
    return Manifest(
        session=run.session,
        run=run.number,
        images=max(run.images if run.is_collecting else run.frames, facts.ready),
        ready=facts.ready,
        is_collecting=run.is_collecting,
        shape=facts.shape,
        dtype=dtype.name,
        codec=facts.codec if is_served_as_stored(facts.dtype) and is_unpacked_by_browsers(facts.codec) else None,
        gap_from=gap_from(dtype),
        pool=cell_px(facts.shape),
        geometry=models.geometry if models else facts.geometry,
        geometry_origin="dials" if models else "header",
        sweep=_sweep(run, facts, models, refinement),
        crystal=models.crystal if models else None,
        processing=refinement.number if refinement else 0,
        root=root,
        ticket=_ticket(person, rights, token_key_of(person, credential), root),
        ticket_valid_s=tickets.VALID_S,
    )


def _sweep(
    run: RunSummary, facts: SourceFacts, models: RefinedModels | None, refinement: RefinedFiles | None
) -> Sweep | None:
    """Return the rotation that goes with the crystal, else that of the files, else what was asked for."""
    if models and refinement and models.scan and models.scan.width_deg:
        width_deg = models.scan.width_deg
        start_deg = models.scan.start_deg - (refinement.first_image - 1) * width_deg
        return Sweep(start_deg=start_deg, width_deg=width_deg)
    if facts.sweep is not None:
        return facts.sweep
    return Sweep(start_deg=run.start_deg, width_deg=run.width_deg) if run.width_deg else None


def _root(run: RunSummary, facts: SourceFacts) -> str:
    """Name where the bytes lie. While a run is collected its files grow; only another file makes another root."""
    marks = facts.marks[:2] if run.is_collecting else facts.marks
    identity = tickets.identity_of(
        signing_key(), (run.session, run.number, run.started.isoformat(), __version__, *marks)
    )
    return f"/img/{run.session}/{run.number}/{identity}/"


def _ticket(person: Actor, rights: int, token: int, root: str) -> str:
    ticket = Ticket(person=person.pk, rights=rights, token=token, ends_s=int(time.time()) + tickets.VALID_S)
    return tickets.issued(ticket, root, signing_key())
