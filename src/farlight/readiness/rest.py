"""Checks by REST."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from farlight.kernel.time import utc_now
from farlight.people.public import person_of
from farlight.readiness.queries import readiness_of, team_readiness
from farlight.readiness.services.checking import note_set_up
from farlight.readiness.types import Measured, Readiness, Standing

router = Router(tags=["readiness"])

FASTEST_BYTES_PER_S, LONGEST_MS, LONGEST_S, WIDEST_PX = 1e12, 600_000, 1e10, 100_000
Speed = Annotated[float, Field(ge=0, le=FASTEST_BYTES_PER_S)]
Pixels = Annotated[int, Field(ge=1, le=WIDEST_PX)]


class CheckLineOut(Schema):
    """One thing that was looked at."""

    name: str
    standing: Standing
    words: str
    mend: str
    link: str


class ReadinessOut(Schema):
    """Somebody's check for a session."""

    username: str
    full_name: str
    checked_at: datetime | None
    standing: Standing
    lines: list[CheckLineOut]


class ReadinessPageOut(Schema):
    """One's own check, and the team's for those who may see it."""

    now: datetime
    """The facility's clock, to compare one's own with."""
    own: ReadinessOut
    team: list[ReadinessOut]


class NoteSetUpIn(Schema):
    """What a browser found out."""

    browser: str = Field(max_length=120)
    has_websocket: bool
    has_event_stream: bool
    has_webgl: bool
    latency_ms: float = Field(ge=0, le=LONGEST_MS)
    down_bytes_per_s: Speed
    up_bytes_per_s: Speed
    clock_ahead_s: float = Field(ge=-LONGEST_S, le=LONGEST_S)
    screen_width_px: Pixels
    screen_height_px: Pixels


@router.get("/sessions/{code}/readiness", operation_id="readiness_of", response=ReadinessPageOut)
def readiness(request: HttpRequest, code: str) -> dict[str, object]:
    """Return what is known of one's own set-up for a session; leaders, local contact and staff get the team's, too."""
    person, now = person_of(request), utc_now()
    own, team = readiness_of(person, code, now), team_readiness(person, code, now)
    return {"now": now, "own": own, "team": team}


@router.post("/sessions/{code}/readiness", operation_id="note_set_up", response={201: ReadinessOut})
def note(request: HttpRequest, code: str, body: NoteSetUpIn) -> Status[Readiness]:
    """Keep what a browser found out, in place of what it found before."""
    measured = Measured(**body.dict())
    return Status(201, note_set_up(session=code, measured=measured, by=person_of(request), now=utc_now()))
