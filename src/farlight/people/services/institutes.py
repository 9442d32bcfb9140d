"""Institutes."""

from django.db import transaction

from farlight.bus.public import publish
from farlight.people.events import InstituteRegistered
from farlight.people.models import Institute
from farlight.people.types import Actor


@transaction.atomic
def register_institute(*, name: str, country: str, ror_id: str = "", by: Actor | None = None) -> Institute:
    """Enter an institute, or make the one of that name what is said. Nothing happens when it is so already.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-2 code, in capitals.
    ror_id : str
        Identifier in the Research Organization Registry, without the address.
    """
    row, made = Institute.objects.get_or_create(name=name, defaults={"country": country, "ror_id": ror_id})
    if made or (row.country, row.ror_id) != (country, ror_id):
        row.country, row.ror_id = country, ror_id
        row.save(update_fields=["country", "ror_id"])
        publish(InstituteRegistered(name=name, country=country), by=by.username if by else "")
    return row
