"""Substances, samples, and their physical pieces."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from farlight.bus.public import publish
from farlight.kernel.errors import Invalid, Objection
from farlight.kernel.ids import new_opaque_id
from farlight.kernel.time import utc_now
from farlight.people.types import Actor
from farlight.proposals.public import proposal_row
from farlight.samples.domain.naming import (
    objections_to_acronym,
    objections_to_name,
    objections_to_sample,
    objections_to_substance,
)
from farlight.samples.errors import NameTaken
from farlight.samples.events import (
    SampleChanged,
    SampleRegistered,
    SubstanceChanged,
    SubstanceRegistered,
)
from farlight.samples.models import Sample, SampleComponent, Specimen, Substance
from farlight.samples.services.hazards import approve_by_facility_file, retire_profile
from farlight.samples.types import (
    ComponentDetails,
    Hazard,
    Origin,
    SampleDetails,
    SubstanceDetails,
    SubstanceKind,
)

_PLAIN = tuple(f.name for f in fields(SampleDetails) if f.name != "components")
_IDENTITY = frozenset({"kind", "formula", "cas", "inchikey", "smiles", "sequence", "origin", "species", "name"})
"""What a substance is: when that changes, what was approved about it counts no more."""


@transaction.atomic
def register_substance(
    *,
    proposal: str,
    acronym: str,
    name: str,
    hazard: Hazard | None = None,
    details: SubstanceDetails | None = None,
    by: Actor | None = None,
) -> Substance:
    """Enter a substance; one with a colour gets an approved profile by the facility file.

    Raises
    ------
    NameTaken
        When the proposal has one with that acronym, whatever its capitals.
    Invalid
        With everything that is wrong with it.
    """
    said = details or SubstanceDetails()
    _refuse([*objections_to_acronym(acronym), *objections_to_name("substance", name), *objections_to_substance(said)])
    group = proposal_row(proposal)
    if Substance.objects.filter(proposal_id=group.pk, acronym__iexact=acronym).exists():
        raise NameTaken(f"Proposal {proposal} has a substance {acronym!r} already.")
    row = Substance.objects.create(
        code=new_opaque_id(length=10), proposal_id=group.pk, acronym=acronym, name=name, **asdict(said)
    )
    if hazard is not None:
        approve_by_facility_file(substance=row, hazard=hazard, now=utc_now())
    colour = hazard.value if hazard else ""
    publish(SubstanceRegistered(proposal=proposal, acronym=acronym, hazard=colour), by=login_of(by))
    return row


@transaction.atomic
def change_substance(
    *, substance: Substance, name: str, details: SubstanceDetails, by: Actor, now: datetime
) -> tuple[str, ...]:
    """Correct what is known of a substance, and return which fields differ. What it is ends its hazard profile.

    Raises
    ------
    Invalid
        With everything that is wrong with it.
    """
    _refuse([*objections_to_name("substance", name), *objections_to_substance(details)])
    wanted = {"name": name, **asdict(details)}
    changed = tuple(key for key, value in wanted.items() if getattr(substance, key) != value)
    if not changed:
        return ()
    for key in changed:
        setattr(substance, key, wanted[key])
    substance.save(update_fields=list(changed))
    if set(changed) & _IDENTITY:
        retire_profile(substance=substance, reason="What the substance is was changed.", now=now)
    event = SubstanceChanged(proposal=substance.proposal.code, acronym=substance.acronym, fields=changed)
    publish(event, by=by.username)
    return changed


def details_of_substance(substance: Substance, changes: Mapping[str, object]) -> SubstanceDetails:
    """Return what is known of a substance, with some of it said anew; a text cannot be taken back by None."""
    known: dict[str, Any] = {f.name: getattr(substance, f.name) for f in fields(SubstanceDetails)}
    known |= {key: value for key, value in changes.items() if value is not None or not isinstance(known[key], str)}
    return SubstanceDetails(**known | {"kind": SubstanceKind(known["kind"]), "origin": Origin(known["origin"])})


@transaction.atomic
def register_sample(
    *,
    substance: Substance | None,
    name: str,
    comment: str = "",
    proposal: str = "",
    details: SampleDetails | None = None,
    by: Actor | None = None,
) -> Sample:
    """Enter a sample with one physical piece; without a substance it needs to be said of which proposal it is.

    Raises
    ------
    NameTaken
        When the proposal has one of that name.
    Invalid
        With everything that is wrong with it.
    """
    said = details or SampleDetails(comment=comment)
    _refuse([*objections_to_name("sample", name), *objections_to_sample(said)])
    group = substance.proposal if substance else proposal_row(proposal)
    if Sample.objects.filter(proposal_id=group.pk, name=name).exists():
        raise NameTaken(f"The proposal has a sample {name!r} already.")
    now = utc_now()
    row = Sample.objects.create(
        code=new_opaque_id(length=8),
        substance=substance,
        name=name,
        proposal_id=group.pk,
        owner_id=by.pk if by else None,
        declared_at=now,
        **{key: getattr(said, key) for key in _PLAIN},
    )
    _set_components(row, said.components)
    Specimen.objects.create(code=new_opaque_id("s-", length=10), sample=row, number=1, state_since=now)
    acronym = substance.acronym if substance else ""
    event = SampleRegistered(proposal=group.code, sample=row.code, name=name, acronym=acronym)
    publish(event, by=login_of(by))
    return row


@transaction.atomic
def change_sample(*, sample: Sample, name: str, details: SampleDetails, by: Actor) -> tuple[str, ...]:
    """Correct what is known of a sample, and return which fields differ.

    Raises
    ------
    NameTaken
        When the proposal has another one of that name.
    Invalid
        With everything that is wrong with it.
    """
    _refuse([*objections_to_name("sample", name), *objections_to_sample(details)])
    if Sample.objects.filter(proposal_id=sample.proposal_id, name=name).exclude(pk=sample.pk).exists():
        raise NameTaken(f"The proposal has a sample {name!r} already.")
    wanted = {"name": name, **{key: getattr(details, key) for key in _PLAIN}}
    changed = [key for key, value in wanted.items() if getattr(sample, key) != value]
    for key in changed:
        setattr(sample, key, wanted[key])
    sample.save(update_fields=changed)
    if components_of(sample) != details.components:
        _set_components(sample, details.components)
        changed.append("components")
    if changed:
        event = SampleChanged(proposal=sample.proposal.code, sample=sample.code, name=name, fields=tuple(changed))
        publish(event, by=by.username)
    return tuple(changed)


def components_of(sample: Sample) -> tuple[ComponentDetails, ...]:
    """Return what a sample is made of, in its order."""
    rows = SampleComponent.objects.filter(sample=sample).select_related("substance")
    return tuple(
        ComponentDetails(
            acronym=row.substance.acronym, amount=row.amount, unit=row.unit, ph=row.ph, ratio_frac=row.ratio_frac
        )
        for row in rows
    )


def _set_components(sample: Sample, components: tuple[ComponentDetails, ...]) -> None:
    if not components:
        SampleComponent.objects.filter(sample=sample).delete()
        return
    known = {s.acronym.casefold(): s for s in Substance.objects.filter(proposal_id=sample.proposal_id)}
    unknown = [component.acronym for component in components if component.acronym.casefold() not in known]
    _refuse(
        [
            Objection(message=f"The proposal has no substance {name!r}.", mend="Declare it first.", field="components")
            for name in unknown
        ]
    )
    SampleComponent.objects.filter(sample=sample).delete()
    SampleComponent.objects.bulk_create(
        SampleComponent(
            sample=sample,
            substance=known[component.acronym.casefold()],
            number=number,
            **{key: value for key, value in asdict(component).items() if key != "acronym"},
        )
        for number, component in enumerate(components, start=1)
    )


def _refuse(objections: list[Objection]) -> None:
    if objections:
        raise Invalid(objections)


def login_of(by: Actor | None) -> str:
    """Return the login name of whoever does something; empty for the facility's own machines."""
    return by.username if by else ""
