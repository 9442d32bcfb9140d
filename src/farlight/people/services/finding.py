"""People found by what others know of them, for contexts whose staff look after everybody."""

from collections.abc import Collection, Mapping

from django.db.models import Q
from django.db.models.functions import Lower

from farlight.people.access import fitting
from farlight.people.models import Person
from farlight.people.queries import summary_of
from farlight.people.types import PersonSummary


def people_called(names: Collection[str]) -> Mapping[str, Person]:
    """Return the people with open accounts whose login name or address is one of these, by both in small letters."""
    asked = {name.strip().lower() for name in names}
    named = Person.objects.annotate(login=Lower("username"), address=Lower("email"))
    rows = named.filter(Q(login__in=asked) | Q(address__in=asked), is_active=True)
    found: dict[str, Person] = {row.email.lower(): row for row in rows if row.email}
    return found | {row.username.lower(): row for row in rows}


def people_found(words: str, *, most: int) -> list[PersonSummary]:
    """Return people with open accounts by words of their name, address or institute; for what has asked who may."""
    rows = Person.objects.select_related("institute")
    return [
        summary_of(row)
        for row in fitting(rows, words, locked=False).order_by("family_name", "given_name", "username")[:most]
    ]
