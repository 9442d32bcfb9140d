"""What entries are found by, and which kind they have."""

from farlight.acquisition.types import HandlingSummary
from farlight.logbook.types import EntryKind
from farlight.runs.types import RunSummary

_RUN_KINDS = {kind.value: kind for kind in EntryKind if kind.is_run}


def kind_of_run(kind: str) -> EntryKind:
    """Return the kind of a run's entry: its own, or a scan when the logbook has no word for it."""
    return _RUN_KINDS.get(kind, EntryKind.SCAN)


def kind_of_handling(handling: HandlingSummary) -> EntryKind:
    """Return the kind of an entry about something that was done to a sample."""
    return EntryKind.ROBOT_ACTION if handling.kind.is_by_robot else EntryKind.SAMPLE_ACTION


def words_of_run(run: RunSummary) -> str:
    """Return what a run is found by: its number, sample, kind, folder and file names."""
    return searchable(f"run {run.number} {run.sample_name} {run.kind} {run.directory} {run.master} {run.detector}")


def words_of_handling(handling: HandlingSummary) -> str:
    """Return what an entry about a sample is found by."""
    place = f"{handling.container} {handling.container_position or ''}"
    return searchable(f"{handling.kind.value} {handling.sample_name} {place}")


def searchable(text: str) -> str:
    """Return a text as it is searched: without case, blanks single."""
    return " ".join(text.casefold().split())
