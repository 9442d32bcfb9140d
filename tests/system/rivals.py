"""Two rival groups. One has a session with everything in it; the other must not even learn that it exists."""

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from farlight.acquisition.public import queue_collection
from farlight.acquisition.tests.factories import make_handling
from farlight.acquisition.types import CollectionParameters
from farlight.beamtime.public import session_folder
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import newest_number
from farlight.config.api import api
from farlight.kernel.time import utc_now
from farlight.logbook.public import attach_file, comment_on_entry, write_note
from farlight.logbook.services.entering import enter_handling
from farlight.people.tests.factories import make_person
from farlight.processing.models import Processing
from farlight.runs.services.recording import record_snapshot
from farlight.runs.tests.factories import make_run
from farlight.samples.tests.factories import make_sample

PHANTOM = "mx7777-1"
"""A session that does not exist."""

SECRETS = {
    "title": "secretTitle",
    "sample": "secretSample",
    "substance": "secretSubstance",
    "note": "secretNote",
    "file": "secretContent",
    "file name": "secretName",
    "result": "secretGroup",
    "log": "secretLog",
}
"""What each thing of the session holds; none of it may ever reach the rival."""

METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


@dataclass(frozen=True)
class TwoGroups:
    """The session, its leader, and the rival, who has a session too."""

    session: str
    leader: Any
    rival: Any
    examples: dict[str, str]


def make_two_groups() -> TwoGroups:
    """Make a session of which everything could leak, and a rival."""
    leader, rival = make_person("leader"), make_person("rival")
    session = make_session(leader, title=SECRETS["title"])
    make_session(rival, "mx9999", beamline="sim2")
    sample = make_sample("mx2341", SECRETS["sample"], acronym=SECRETS["substance"])
    make_run(session)
    folder = session_folder(session.code)
    file = folder / "raw" / "run-001" / f"{SECRETS['file name']}.txt"
    file.write_text(SECRETS["file"])
    record_snapshot(session=session.code, number=1, path=_picture(folder), omega_deg=0.0)
    write_note(session=session.code, text=SECRETS["note"], by=leader)
    handling = make_handling(session, leader, name=SECRETS["sample"], note=SECRETS["note"])
    type(handling).objects.filter(pk=handling.pk).update(pictures={"centred.png": str(_picture(folder))})
    enter_handling(session=session.code, handling=handling.code)
    comment_on_entry(session=session.code, number=1, text=SECRETS["note"], by=leader)
    attachment = attach_file(
        session=session.code, number=1, name=SECRETS["file name"], content=SECRETS["file"].encode(), by=leader
    )
    request = queue_collection(session=session.code, sample=sample.code, parameters=A_ROTATION, by=leader)
    _make_processing(session, folder)
    assert newest_number(session.code) > 0
    examples = {
        "number": "1",
        "run": "1",
        "image": "1",
        "extension": "png",
        "path": f"raw/run-001/{file.name}",
        "folder": "raw/run-001",
        "request_code": request.code,
        "handling": handling.code,
        "attachment": attachment.code,
        "pk": "1",
        "sample": sample.code,
        "username": leader.username,
    }
    return TwoGroups(session=session.code, leader=leader, rival=rival, examples=examples)


A_ROTATION = CollectionParameters(
    start_deg=0.0,
    width_deg=0.5,
    images=10,
    exposure_time_s=0.02,
    energy_ev=12658.0,
    transmission_frac=1.0,
    detector_distance_mm=130.0,
)

NAMES = {
    "snapshot": "centred.png",
    "handling_picture": "centred.png",
    "file_detail": "raw/run-001/secretName.txt",
    "processing_file": "dials.index.log",
    "file": "dials.index.log",
}
"""What ``name`` is, by the operation or page that takes it."""

BODIES: dict[str, dict[str, Any]] = {
    "queue_collection": {
        "sample": None,
        "parameters": {
            "width_deg": 0.5,
            "images": 10,
            "exposure_time_s": 0.02,
            "energy_ev": 12658.0,
            "detector_distance_mm": 130.0,
        },
    },
    "move_request": {"to": 0},
    "give_command": {"command": "pause"},
    "start_processing": {},
    "write_note": {"text": "from the rival"},
    "comment_on_entry": {"text": "from the rival"},
}
"""A right body of each operation that takes one: the answer must not depend on its being wrong."""


def _picture(folder: Any) -> Any:
    path = folder / "raw" / "run-001" / "centred.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + SECRETS["file"].encode())
    return path


def _make_processing(session: Any, folder: Any) -> None:
    place = folder / "processing" / "run-001" / "dials-1"
    place.mkdir(parents=True)
    (place / "dials.index.log").write_text(SECRETS["log"])
    with transaction.atomic():
        run_id = Processing._meta.get_field("run").related_model.objects.get(session_id=session.pk).pk
        Processing.objects.create(
            run_id=run_id,
            number=1,
            pipeline="dials",
            options={},
            state="failed",
            stage="index",
            failure={"step": "index", "why": SECRETS["result"], "try_next": []},
            queued_at=utc_now(),
            started_at=utc_now(),
            ended_at=utc_now(),
        )


@dataclass(frozen=True)
class Address:
    """A path with blanks to fill, such as ``/sessions/{code}/runs/{number}/``."""

    name: str
    pattern: str
    takes_body: bool = False

    @property
    def blanks(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.pattern)

    def filled(self, session: str, examples: dict[str, str]) -> str:
        known = {**examples, "code": session, "name": NAMES.get(self.name, "")}
        return re.sub(r"\{(\w+)\}", lambda blank: known[blank[1]], self.pattern)


@cache
def operations() -> tuple[Address, ...]:
    """Every operation of the REST interface."""
    paths = api.get_openapi_schema(path_prefix="/api/v1")["paths"]
    return tuple(
        Address(o["operationId"], path, "requestBody" in o) for path, methods in paths.items() for o in methods.values()
    )


@cache
def pages() -> tuple[Address, ...]:
    """Every page of the resolver that is ours."""
    return tuple(_pages(get_resolver().url_patterns, "/", ""))


def _pages(patterns: list[URLPattern | URLResolver], prefix: str, module: str) -> list[Address]:
    found = []
    for entry in patterns:
        route = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLResolver):
            found += _pages(entry.url_patterns, route, str(getattr(entry.urlconf_module, "__name__", "")))
        elif module.startswith("farlight."):
            found.append(Address(str(entry.name), route))
    return found


def what_is_said(response: Any, session: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body, without what differs from one answer to the next: cross-site tokens."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = re.sub(r'(X-CSRFToken": "|csrfmiddlewaretoken" value=")\w+', r"\1", body.decode(errors="replace"))
    headers = {k: v.replace(session, PHANTOM) for k, v in response.headers.items() if k != "Content-Length"}
    return response.status_code, headers, text.replace(session, PHANTOM)


def body_for(pattern: str, method: str) -> dict[str, Any]:
    """Return the arguments of a test client's call with a body that is right for what stands at the address."""
    if method not in {"post", "put", "patch"}:
        return {}
    takers = [operation.name for operation in operations() if operation.pattern == pattern and operation.takes_body]
    return {"data": json.dumps(BODIES[takers[0]] if takers else {}), "content_type": "application/json"}
