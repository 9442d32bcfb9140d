"""The way to recordings: whoever looks after security, and the scientists of the beamline. Nobody of any team."""

from django.db.models import QuerySet

from farlight.kernel.errors import NotFound
from farlight.kernel.ids import OPAQUE_CODE
from farlight.people.public import is_active, reads_audit, roles_of
from farlight.people.types import Actor, Role
from farlight.recordings.models import Recording


def visible_recordings(person: Actor) -> QuerySet[Recording]:
    """The recordings that a person may read, the latest first.

    Raises
    ------
    NotFound
        When the person reads no recordings at all.
    """
    rows = Recording.objects.select_related("session", "person").order_by("-pk")
    if reads_audit(person):
        return rows
    grants = [g for g in roles_of(person) if g.role is Role.BEAMLINE_SCIENTIST] if is_active(person) else []
    if not grants:
        raise NotFound
    if any(not grant.beamline for grant in grants):
        return rows
    return rows.filter(session__beamline__code__in={grant.beamline for grant in grants})


def recording_for(person: Actor, code: str) -> Recording:
    """Return a recording that a person may read; NotFound when there is none of this code, or it is not theirs."""
    row = visible_recordings(person).filter(code=code).first() if OPAQUE_CODE.fullmatch(code) else None
    if row is None:
        raise NotFound
    return row
