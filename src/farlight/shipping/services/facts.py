"""What counts of a parcel beside its moves."""

from farlight.kernel.errors import Objection
from farlight.shipping.domain.contents import content_hash
from farlight.shipping.domain.guards import ParcelFacts
from farlight.shipping.models import Parcel
from farlight.shipping.types import ItemKind


def contents_hash_of(parcel: Parcel) -> str:
    """Return the mark of what lies in a parcel now."""
    return content_hash(_line(kind, text or container or sample) for kind, text, container, sample in _items(parcel))


def _items(parcel: Parcel) -> list[tuple[str, str, str | None, str | None]]:
    rows = parcel.items.values_list("kind", "text", "container__code", "sample__code")
    return list(rows)


def _line(kind: str, what: str | None) -> str:
    return f"{ItemKind(kind).value} {what or ''}"


def facts_of(parcel: Parcel) -> ParcelFacts:
    """Gather what guards ask about."""
    has_items = parcel.items.exists()
    nothing = Objection(message="Nothing is packed into it.", mend="Say what lies in it.")
    return ParcelFacts(
        proposal=parcel.proposal.code,
        content_hash=contents_hash_of(parcel),
        to_contents=() if has_items else (nothing,),
    )
