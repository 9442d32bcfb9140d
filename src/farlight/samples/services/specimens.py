"""Physical pieces: what they are, how far they are on their way, and what is wrong with them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, NotFound, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.people.types import Actor
from farlight.samples.domain.specimens import objections_to_state, states_by_hand
from farlight.samples.events import SpecimenConditionNoted, SpecimenRegistered, SpecimenStateChanged
from farlight.samples.models import Sample, Specimen, SpecimenBarcode
from farlight.samples.types import Condition, SpecimenDetails, SpecimenState


@transaction.atomic
def register_specimen(*, sample: Sample, details: SpecimenDetails, now: datetime, by: Actor | None = None) -> Specimen:
    """Enter another physical piece of a sample."""
    Sample.objects.select_for_update(no_key=True).get(pk=sample.pk)
    newest = sample.specimens.order_by("-number").values_list("number", flat=True).first() or 0
    row = Specimen.objects.create(
        code=new_opaque_id("s-", length=10), sample=sample, number=newest + 1, state_since=now, **_columns(details)
    )
    _set_barcodes(row, details.barcodes)
    event = SpecimenRegistered(proposal=sample.proposal.code, sample=sample.code, specimen=row.code)
    publish(event, by=_login(by))
    return row


@transaction.atomic
def describe_specimen(*, specimen: Specimen, details: SpecimenDetails) -> None:
    """Say what a physical piece is: its mount, label, barcodes, and what becomes of it."""
    Specimen.objects.filter(pk=specimen.pk).update(**_columns(details))
    _set_barcodes(specimen, details.barcodes)


def _columns(details: SpecimenDetails) -> dict[str, object]:
    return {
        "label": details.label,
        "mount": details.mount.value if details.mount else "",
        "disposition": details.disposition.value,
        "keep_until": details.keep_until,
    }


def _set_barcodes(specimen: Specimen, texts: tuple[str, ...]) -> None:
    wanted = tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
    rows = SpecimenBarcode.objects.filter(specimen=specimen)
    if tuple(rows.values_list("text", flat=True)) != wanted:
        rows.delete()
        SpecimenBarcode.objects.bulk_create(SpecimenBarcode(specimen=specimen, text=text) for text in wanted)


@transaction.atomic
def set_specimen_state(*, specimen: Specimen, to: SpecimenState, now: datetime, by: Actor | None = None) -> None:
    """Say how far a physical piece is on its way. Nothing happens when it is there already.

    Raises
    ------
    Invalid
        When it cannot be in that state now.
    """
    row = (
        Specimen.objects.select_for_update(no_key=True)
        .filter(pk=specimen.pk)
        .select_related("sample__proposal")
        .first()
    )
    if row is None:
        raise NotFound
    before = SpecimenState(row.state)
    objections = objections_to_state(before, to, row.sample.name)
    if objections:
        raise Invalid(objections)
    if before is to:
        return
    row.state, row.state_since = to.value, now
    row.exposures += int(to is SpecimenState.MEASURED)
    row.save(update_fields=["state", "state_since", "exposures"])
    event = SpecimenStateChanged(
        proposal=row.sample.proposal.code,
        sample=row.sample.code,
        specimen=row.code,
        state=to.value,
        before=before.value,
    )
    publish(event, by=_login(by))


@transaction.atomic
def mark_specimens(*, specimens: Sequence[Specimen], to: SpecimenState, now: datetime, by: Actor) -> int:
    """Say by hand what became of pieces at the facility; return of how many it was said. The others stay as they are.

    Raises
    ------
    Invalid
        When it can be said of none of them.
    """
    fitting = [piece for piece in specimens if to in states_by_hand(SpecimenState(piece.state))]
    if not fitting:
        message = f"Nothing here can be marked as {to.label} now."
        raise Invalid([Objection(message=message, mend="It must be at the facility.", field="state")])
    for piece in fitting:
        set_specimen_state(specimen=piece, to=to, now=now, by=by)
    return len(fitting)


@transaction.atomic
def note_conditions(
    *,
    specimen: Specimen,
    conditions: Sequence[Condition],
    count_rate_cps: float | None = None,
    release_on: date | None = None,
    by: Actor | None = None,
) -> None:
    """Say what is wrong with a physical piece, all of it: what is not named any more is well again.

    Raises
    ------
    Invalid
        When a count rate or a day of release is given of a piece that is not activated.
    """
    if Condition.ACTIVATED not in conditions and (count_rate_cps is not None or release_on is not None):
        message = "A count rate or a day of release is given of a piece that is not activated."
        raise Invalid([Objection(message=message, mend="Say that it is activated.", field="conditions")])
    words = tuple(condition.value for condition in Condition if condition in conditions)
    row = Specimen.objects.select_for_update(no_key=True).get(pk=specimen.pk)
    said = (list(words), count_rate_cps, release_on)
    if (row.conditions, row.count_rate_cps, row.release_on) == said:
        return
    row.conditions, row.count_rate_cps, row.release_on = said
    row.save(update_fields=["conditions", "count_rate_cps", "release_on"])
    sample = row.sample
    event = SpecimenConditionNoted(
        proposal=sample.proposal.code, sample=sample.code, specimen=row.code, conditions=words
    )
    publish(event, by=_login(by))


def _login(by: Actor | None) -> str:
    return by.username if by else ""
