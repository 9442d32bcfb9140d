"""What scanning pages send and fetch."""

from base64 import b64decode
from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import AwareDatetime, field_validator

from farlight.kernel.errors import Conflict, Objection
from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.shipping.domain.verbs import MOST_CHARACTERS
from farlight.shipping.services.scanning import MOST_AT_ONCE, take_scans
from farlight.shipping.services.seeing import thing_seen
from farlight.shipping.services.things import known_things
from farlight.shipping.types import OfferedVerb, PinTold, ScanAnswer, Scanned, SlotSeen, ThingSeen
from farlight.ui.domain.states import look_of

router = Router(tags=["scans"])

LONGEST_WORDS = 500
MOST_PINS = 400
LONGEST_PHOTOGRAPH = 2_400_000
"""Characters of a picture in base64: with the rest of its request it fits what a server reads at once."""


class ReasonOut(Schema):
    """One thing that stands in the way."""

    message: str
    mend: str
    who: str
    link: str

    @classmethod
    def of(cls, reason: Objection) -> "ReasonOut":
        """Return an objection as it is sent."""
        return cls(message=reason.message, mend=reason.mend, who=reason.who, link=reason.link)


class VerbOut(Schema):
    """A verb, and what stands in its way."""

    verb: str
    allowed: bool
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, verb: OfferedVerb) -> "VerbOut":
        """Return a verb as it is sent."""
        return cls(verb=verb.verb, allowed=verb.allowed, reasons=[ReasonOut.of(reason) for reason in verb.reasons])


class SlotOut(Schema):
    """A position in the drawing of a container, in a unit box."""

    name: str
    x_frac: float
    y_frac: float
    size_frac: float
    declared: str = Field(description="What is declared there, as far as you may know; empty for nothing.")

    @classmethod
    def of(cls, slot: SlotSeen) -> "SlotOut":
        """Return a position as it is sent."""
        return cls(**asdict(slot))


class ThingOut(Schema):
    """A thing that can be scanned."""

    code: str
    kind: str = Field(description="`parcel` or `container`.")
    aliases: list[str] = Field(description="Every code that stands on it, in capitals.")
    title: str
    state: str
    state_words: str
    tone: str
    place: str
    facts: list[tuple[str, str]]
    warning: str
    cold_until: datetime | None
    cold_uncertainty_s: float | None
    verbs: list[VerbOut]
    slots: list[SlotOut]

    @classmethod
    def of(cls, thing: ThingSeen) -> "ThingOut":
        """Return a thing as it is sent."""
        return cls(
            code=thing.code,
            kind=thing.kind,
            aliases=list(thing.aliases),
            title=thing.title,
            state=thing.state.value if thing.state else "",
            state_words=thing.state.label if thing.state else "",
            tone=look_of(thing.state.value).tone if thing.state else "calm",
            place=thing.place,
            facts=list(thing.facts),
            warning=thing.warning,
            cold_until=thing.cold_until,
            cold_uncertainty_s=thing.cold_uncertainty.total_seconds() if thing.cold_uncertainty else None,
            verbs=[VerbOut.of(verb) for verb in thing.verbs],
            slots=[SlotOut.of(slot) for slot in thing.slots],
        )


class StateOut(Schema):
    """How a state is shown."""

    words: str
    tone: str


class PlacesOut(Schema):
    """Where things can be put."""

    rack: list[str]
    beamline: list[str]


class KnownThingsOut(Schema):
    """What a phone takes along to where there is no network."""

    person: str
    at: datetime
    things: list[ThingOut]
    moves: dict[str, dict[str, str]] = Field(description="State that a verb leads to, by state.")
    states: dict[str, StateOut]
    places: PlacesOut


class PinIn(Schema):
    """What is in a position of a container."""

    slot: Annotated[str, Field(max_length=40)]
    state: Annotated[str, Field(pattern="^(read|empty|unreadable)$")]
    barcode: Annotated[str, Field(max_length=MOST_CHARACTERS)] = ""


class ScanIn(Schema):
    """Something that was scanned or pressed."""

    client_id: UUID = Field(description="Made by the phone; sent twice, it is done once.")
    at: AwareDatetime = Field(description="When, by the phone's clock.")
    code: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, description="Of the thing, as scanned.")]
    verb: Annotated[
        str, Field(max_length=20, description="Of the wall, or `undo`, `contents`, `accept`, `photograph`.")
    ]
    place: Annotated[str, Field(max_length=100)] = ""
    words: Annotated[str, Field(max_length=LONGEST_WORDS)] = ""
    mark: Annotated[str, Field(max_length=100)] = ""
    left_frac: Annotated[float | None, Field(ge=0, le=1, description="Nitrogen that was left; 1 is full.")] = None
    pins: Annotated[list[PinIn], Field(max_length=MOST_PINS)] = []
    photograph: Annotated[str, Field(max_length=LONGEST_PHOTOGRAPH)] = Field(
        default="", description="A JPEG in base64, with `photograph` only; a request holds one of them."
    )
    undoes: UUID | None = None

    @field_validator("photograph")
    @classmethod
    def is_base64(cls, text: str) -> str:
        """Refuse what is no base64."""
        b64decode(text, validate=True)
        return text


class TakeScansIn(Schema):
    """Scans, the oldest first."""

    person: str = Field(default="", description="Login name of who scanned; when it is not yours, nothing is done.")
    sent_at: AwareDatetime | None = Field(default=None, description="Now, by the phone's clock.")
    scans: Annotated[list[ScanIn], Field(max_length=MOST_AT_ONCE)]


class FindingOut(Schema):
    """How a position of a container stands to what was declared."""

    slot: str
    kind: str
    message: str


class ScanAnswerOut(Schema):
    """What became of a scan."""

    client_id: UUID
    outcome: str
    words: str
    reasons: list[ReasonOut]
    findings: list[FindingOut]
    can_accept: bool
    thing: ThingOut | None

    @classmethod
    def of(cls, answer: ScanAnswer) -> "ScanAnswerOut":
        """Return an answer as it is sent."""
        return cls(
            client_id=answer.client_id,
            outcome=answer.outcome.value,
            words=answer.words,
            reasons=[ReasonOut.of(reason) for reason in answer.reasons],
            findings=[FindingOut(slot=f.slot, kind=f.kind, message=f.message) for f in answer.findings],
            can_accept=answer.can_accept,
            thing=ThingOut.of(answer.thing) if answer.thing else None,
        )


class ScanAnswersOut(Schema):
    """What became of each scan, in their order."""

    answers: list[ScanAnswerOut]


@router.post("/scans", operation_id="take_scans", response=ScanAnswersOut)
def post_scans(request: HttpRequest, body: TakeScansIn) -> ScanAnswersOut:
    """Do what was scanned, one after the other. What is refused is answered, too; what came before is done once."""
    person = person_of(request)
    if body.person and body.person != person.username:
        raise Conflict(f"These are scans of {body.person}, and you are {person.username}.")
    told = [_scanned(scan) for scan in body.scans]
    answers = take_scans(scans=told, by=person, now=utc_now(), sent_at=body.sent_at)
    return ScanAnswersOut(answers=[ScanAnswerOut.of(answer) for answer in answers])


def _scanned(scan: ScanIn) -> Scanned:
    pins = tuple(PinTold(slot=pin.slot, state=pin.state, barcode=pin.barcode) for pin in scan.pins)
    rest = {name: getattr(scan, name) for name in ScanIn.model_fields if name not in {"pins", "photograph"}}
    return Scanned(**rest, pins=pins, photograph=b64decode(scan.photograph))


@router.get("/scans/things", operation_id="known_things", response=KnownThingsOut)
def list_known_things(request: HttpRequest) -> KnownThingsOut:
    """Return what a phone takes along to where there is no network."""
    known = known_things(person_of(request), now=utc_now())
    return KnownThingsOut(
        person=known.person,
        at=known.at,
        things=[ThingOut.of(thing) for thing in known.things],
        moves=known.moves,
        states={s.value: StateOut(words=s.label, tone=look_of(s.value).tone) for s in known.states},
        places=PlacesOut(rack=list(known.racks), beamline=list(known.beamlines)),
    )


@router.get("/scans/thing", operation_id="thing_scanned", response=ThingOut)
def thing_scanned(request: HttpRequest, code: str, mark: str = "") -> ThingOut:
    """Return the thing that a code names: a parcel, the dewar that it is, or a container."""
    return ThingOut.of(thing_seen(person_of(request), code, mark=mark, now=utc_now()))
