"""Choosing files to take together."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from farlight.beamtime.public import session_for
from farlight.beamtime.types import Action
from farlight.kernel.errors import Invalid
from farlight.people.types import Actor
from farlight.transfer.access import run_files, session_files
from farlight.transfer.domain.addresses import Scope
from farlight.transfer.domain.selections import code_of, objections_to, tidied
from farlight.transfer.models import Selection

KEPT = timedelta(days=90)
"""A selection that was not made again for so long is forgotten."""


def choose_files(*, session: str, run: int | None, names: Sequence[str], by: Actor, now: datetime) -> Scope:
    """Keep a selection of files and folders, so that its archive has an address that any program can ask again.

    Raises
    ------
    NotFound
        When the person may not know of the session, or it has no such run or file.
    NotAllowed
        When the person may not read its files, with every reason.
    Invalid
        When nothing is chosen, or too much.
    """
    seen = session_for(by, session, Action.READ_FILES)
    chosen = tidied(names)
    objections = objections_to(chosen)
    if objections:
        raise Invalid(objections)
    files = session_files(by, seen.code) if run is None else run_files(by, seen.code, run)
    for name in chosen:  # outside of a transaction: storage may be slow, and others write meanwhile
        files.refuse_unless_open(name)
    code = code_of(seen.code, run, chosen)
    kept = {"run": run, "names": list(chosen), "used_at": now}
    Selection.objects.update_or_create(session_id=seen.id, code=code, defaults=kept)
    return Scope(session=seen.code, selection=code)


def forget_old_selections(*, now: datetime) -> int:
    """Forget what was chosen long ago; return how many selections that were."""
    forgotten, _ = Selection.objects.filter(used_at__lt=now - KEPT).delete()
    return forgotten
