"""Questions about processings."""

from collections.abc import Sequence
from pathlib import Path

from django.urls import reverse

from farlight.beamtime.public import session_folder
from farlight.kernel.errors import NotFound
from farlight.people.types import Actor
from farlight.processing.access import processings_with_all, summary_of, visible_processings
from farlight.processing.domain.files import REFINED_NAMES, known_files
from farlight.processing.models import Processing
from farlight.processing.types import ProcessingState, ProcessingSummary, RefinedFiles, ResultFile


def folder_of(row: Processing) -> Path:
    """Return the folder that a processing works in: ``<session>/processing/run-012/dials-1``."""
    return session_folder(row.run.session.code) / _place_of(row)


def _place_of(row: Processing) -> str:
    return f"processing/run-{row.run.number:03d}/{row.pipeline}-{row.number}"


def files_of(row: Processing) -> tuple[ResultFile, ...]:
    """Return the files that a processing has left so far, report first, logs last."""
    folder = folder_of(row)
    if not folder.is_dir():
        return ()
    return known_files((entry.name, entry.stat().st_size) for entry in folder.iterdir() if entry.is_file())


def file_of(row: Processing, name: str) -> Path:
    """Return one of the files that a processing has left; the name is looked up among them, never joined.

    Raises
    ------
    NotFound
        When there is none of that name.
    """
    for file in files_of(row):
        if file.name == name:
            return folder_of(row) / file.name
    raise NotFound(f"The processing has no file {name!r}.")


def file_address(row: Processing, name: str) -> str:
    """Return the address that sends a file, or ranges of its bytes: that of the run's file.

    Raises
    ------
    NotFound
        When the processing has left no file of that name.
    """
    path = f"{_place_of(row)}/{file_of(row, name).name}"
    return reverse("api:run_file", kwargs={"code": row.run.session.code, "number": row.run.number, "path": path})


def newest_processings(person: Actor, session: str, runs: Sequence[int]) -> dict[int, ProcessingSummary]:
    """Return the newest processing of each of some runs, by the run's number: one query for any number of runs.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    found: dict[int, ProcessingSummary] = {}
    for row in visible_processings(person, session, runs) if runs else ():
        if row.run.number not in found:
            found[row.run.number] = summary_of(row)
    return found


def finished_processings(person: Actor, session: str, *, limit: int = 200) -> list[ProcessingSummary]:
    """Return the processings of a session that have a result, newest run first.

    Raises
    ------
    NotFound
        When the person may not know of the session.
    """
    rows = visible_processings(person, session).filter(state=ProcessingState.FINISHED.value)[:limit]
    return [summary_of(row) for row in rows]


def newest_refinement(run_id: int) -> RefinedFiles | None:
    """Return where the models and predictions of a run's newest finished processing lie; None where there is none.

    One query; for what has asked ``may`` already.
    """
    finished = processings_with_all().filter(run_id=run_id, state=ProcessingState.FINISHED.value).order_by("-number")
    for row in finished:
        folder = folder_of(row)
        for name in REFINED_NAMES:
            experiments, reflections = folder / f"{name}.expt", folder / f"{name}.refl"
            if experiments.is_file() and reflections.is_file():
                first_image = summary_of(row).options.first_image or 1
                return RefinedFiles(
                    number=row.number, experiments=experiments, reflections=reflections, first_image=first_image
                )
    return None
