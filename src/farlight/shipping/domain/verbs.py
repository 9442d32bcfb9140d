"""What a scanner reads: a thing, a verb, a place. The phone reads the same grammar without network.

A verb's barcode is ``FL:ARRIVED``; with its place it is ``FL:TO-RACK:A1``; a place by itself is ``FL:AT:A1``. All fit
Code 128 and the small alphabet of QR. A label's QR is the address ``https://host/t/CODE``, with the mark of the
contents that it was printed for behind ``#``. Anything else is the code of a thing, as it stands on it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from farlight.shipping.domain.codes import is_misread, is_spelled
from farlight.shipping.types import Move

PREFIX = "FL:"
MISREAD = "A character of this code is wrong. Scan it again, or compare it with the label letter by letter."
AT = "AT"
MOST_CHARACTERS = 200
"""Longer than any code on a thing; what is longer was read from something else."""

_LABEL = re.compile(r"^/t/([A-Za-z0-9-]{1,40})/?\Z", re.ASCII)


class Verb(StrEnum):
    """What somebody at the facility does with a thing, as the barcodes on the wall say it."""

    ARRIVED = "arrived"
    INSPECTED = "inspected"
    TO_RACK = "to-rack"
    TO_BEAMLINE = "to-beamline"
    TOPPED_UP = "topped-up"
    WARM = "warm"
    DAMAGED = "damaged"
    QUARANTINED = "quarantined"
    SENT_BACK = "sent-back"

    @property
    def barcode(self) -> str:
        """The text of the verb's barcode."""
        return f"{PREFIX}{self.value.upper()}"


class PlaceKind(StrEnum):
    """Where a verb may lead."""

    RACK = "rack"
    """A slot in stores."""
    BEAMLINE = "beamline"


@dataclass(frozen=True, kw_only=True)
class VerbWords:
    """How a verb is offered, told and asked about."""

    verb: Verb
    offer: str
    """On the button."""
    told: str
    """Once it is done."""
    place: PlaceKind | None = None
    """What must be said with it."""
    measured: bool = False
    """Whether the weight or the level of the nitrogen may be said with it."""
    needs_words: bool = False
    """Whether it must be said why."""
    icon: str = "check"


VERBS: tuple[VerbWords, ...] = (
    VerbWords(verb=Verb.ARRIVED, offer="Arrived", told="arrived", icon="inbox"),
    VerbWords(verb=Verb.INSPECTED, offer="Inspected, all well", told="inspected", icon="circle-check", measured=True),
    VerbWords(verb=Verb.TO_RACK, offer="To the rack", told="in the rack", icon="stack-2", place=PlaceKind.RACK),
    VerbWords(
        verb=Verb.TO_BEAMLINE,
        offer="To the beamline",
        told="at the beamline",
        icon="activity",
        place=PlaceKind.BEAMLINE,
    ),
    VerbWords(verb=Verb.TOPPED_UP, offer="Topped up", told="topped up", icon="snowflake", measured=True),
    VerbWords(verb=Verb.SENT_BACK, offer="Handed to the courier", told="handed over", icon="truck"),
    VerbWords(verb=Verb.WARM, offer="It is warm", told="found warm", icon="flame", needs_words=True),
    VerbWords(verb=Verb.DAMAGED, offer="It is damaged", told="found damaged", icon="alert-triangle", needs_words=True),
    VerbWords(verb=Verb.QUARANTINED, offer="Quarantine", told="in quarantine", icon="hand-stop", needs_words=True),
)
"""In the order in which they are offered: the way of a parcel first, what went wrong last."""

MOVE_OF: dict[Verb, Move] = {
    Verb.ARRIVED: Move.RECEIVE,
    Verb.INSPECTED: Move.INSPECT,
    Verb.TO_RACK: Move.STORE,
    Verb.TO_BEAMLINE: Move.TO_BEAMLINE,
    Verb.TOPPED_UP: Move.TOP_UP,
    Verb.WARM: Move.REPORT_WARM,
    Verb.DAMAGED: Move.REPORT_DAMAGED,
    Verb.QUARANTINED: Move.QUARANTINE,
    Verb.SENT_BACK: Move.HAND_OVER,
}
"""What each verb is for the parcel."""

WORDS_OF = {words.verb: words for words in VERBS}


@dataclass(frozen=True, kw_only=True)
class ThingRead:
    """The code of a thing."""

    code: str
    mark: str = ""
    """The contents that a label was printed for; empty when what was read is no label."""


@dataclass(frozen=True, kw_only=True)
class VerbRead:
    """A verb, with its place when the barcode has one."""

    verb: Verb
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class PlaceRead:
    """A place by itself."""

    place: str


@dataclass(frozen=True, kw_only=True)
class NothingRead:
    """Something that is no code of ours."""

    why: str


Read = ThingRead | VerbRead | PlaceRead | NothingRead


def read(text: str) -> Read:
    """Say what was scanned.

    Parameters
    ----------
    text : str
        As the scanner or the camera gives it, or as somebody typed it.
    """
    plain = text.strip()
    if not plain:
        return NothingRead(why="Nothing was read.")
    if len(plain) > MOST_CHARACTERS or not plain.isprintable():
        return NothingRead(why="This is not a code of the facility.")
    if plain.upper().startswith(PREFIX):
        return _command(plain[len(PREFIX) :])
    if plain.lower().startswith(("https://", "http://")):
        return _label(plain)
    if is_spelled(plain) and is_misread(plain):
        return NothingRead(why=MISREAD)
    return ThingRead(code=plain)


def _command(text: str) -> Read:
    word, _, place = text.partition(":")
    place = place.strip()
    if word.strip().upper() == AT:
        return PlaceRead(place=place) if place else NothingRead(why="This barcode names no place.")
    if not word.strip():
        return NothingRead(why="This barcode names no verb.")
    try:
        return VerbRead(verb=Verb(word.strip().lower()), place=place)
    except ValueError:
        return NothingRead(why=f"{word.strip().upper()} is not a verb that stores know.")


def _label(address: str) -> Read:
    try:
        parts = urlsplit(address)
    except ValueError:
        return NothingRead(why="This is not a code of the facility.")
    found = _LABEL.match(parts.path)
    if not found:
        return NothingRead(why="This code leads to a web page, not to a parcel.")
    if is_misread(found.group(1)):
        return NothingRead(why=MISREAD)
    return ThingRead(code=found.group(1), mark=unquote(parts.fragment))


def barcode_of(verb: Verb, place: str = "") -> str:
    """Return the text of a barcode for a verb, and for the place it leads to."""
    return f"{verb.barcode}:{place}" if place else verb.barcode


def barcode_of_place(place: str) -> str:
    """Return the text of a barcode for a place by itself."""
    return f"{PREFIX}{AT}:{place}"
