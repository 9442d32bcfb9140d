"""Barcodes for the wall: verbs, places of racks, beamlines."""

from dataclasses import dataclass

from farlight.beamlines.public import beamlines
from farlight.people.types import Actor
from farlight.shipping.access import scanning_parties
from farlight.shipping.domain.barcodes import Drawing, lines_drawing, qr_drawing
from farlight.shipping.domain.verbs import VERBS, Verb, barcode_of, barcode_of_place
from farlight.shipping.models import Rack


@dataclass(frozen=True, kw_only=True)
class WallCode:
    """A barcode twice: for cameras and for lines of light."""

    words: str
    text: str
    square: Drawing
    lines: Drawing


@dataclass(frozen=True, kw_only=True)
class WallSheet:
    """Barcodes that hang together."""

    title: str
    codes: tuple[WallCode, ...]


def sheets_for_the_wall(person: Actor) -> list[WallSheet]:
    """Return all barcodes for the wall.

    Raises
    ------
    NotFound
        When the person scans nothing.
    """
    scanning_parties(person)
    verbs = [_code(words.offer, words.verb.barcode) for words in VERBS]
    lines = [_code(f"To {line.name}", barcode_of(Verb.TO_BEAMLINE, line.code)) for line in beamlines()]
    sheets = [WallSheet(title="What happens with it", codes=tuple(verbs))]
    for rack in Rack.objects.all():
        places = [f"{rack.code}{number}" for number in range(1, rack.places + 1)]
        codes = tuple(_code(place, barcode_of_place(place)) for place in places)
        sheets.append(WallSheet(title=rack.title or f"Rack {rack.code}", codes=codes))
    return [*sheets, WallSheet(title="Beamlines", codes=tuple(lines))]


def _code(words: str, text: str) -> WallCode:
    return WallCode(words=words, text=text, square=qr_drawing(text), lines=lines_drawing(text))
