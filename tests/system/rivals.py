"""Two rival groups. One has a session with everything in it; the other must not even learn that it exists."""

import io
import re
import zipfile
from dataclasses import dataclass
from functools import cache
from typing import Any

from asgiref.sync import async_to_sync
from django.db import transaction
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver

from farlight.acquisition.public import queue_collection
from farlight.acquisition.tests.factories import make_handling
from farlight.acquisition.types import CollectionParameters
from farlight.beamlines.public import define_beamline
from farlight.beamlines.tests.factories import a_definition
from farlight.beamlines.types import DesktopDefinition
from farlight.beamtime.public import session_folder
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import newest_number
from farlight.desktops.public import start_desktop
from farlight.kernel.time import utc_now
from farlight.leases.public import open_channel
from farlight.leases.types import ChannelKind
from farlight.logbook.public import attach_file, comment_on_entry, write_note
from farlight.logbook.services.entering import enter_handling
from farlight.notebooks.public import define_notebooks, start_notebook
from farlight.notebooks.types import NotebooksDefinition, SizeDefinition
from farlight.people.tests.factories import make_person
from farlight.processing.models import Processing
from farlight.runs.services.recording import record_snapshot
from farlight.runs.tests.factories import make_run
from farlight.samples.public import describe_specimen, first_specimen, place_sample
from farlight.samples.services.importing import keep_sheet
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import SpecimenDetails
from farlight.shipping.public import Packing, pack
from farlight.shipping.tests.factories import make_parcel, make_shipment
from farlight.shipping.types import Source
from farlight.transfer.services.selecting import choose_files
from tests.system.bodies import interface

PHANTOM = "mx7777-1"
"""A session that does not exist."""

PHANTOMS = {
    "mails": "m-zzzz",
    "dewars": "DLS-MX-7777",
    "proposals": "mx7777",
    "sheets": "sh-zzzzzzzzzz",
    "parcels": "222222222222",
    "shipments": "333333333333",
}
"""Codes that nothing has, by the first word of an address; other things are called ``ELSE``."""

ELSE = "zzzzzzzz"

SECRETS = {
    "title": "secretTitle",
    "sample": "secretSample",
    "substance": "secretSubstance",
    "note": "secretNote",
    "file": "secretContent",
    "file name": "secretName",
    "result": "secretGroup",
    "log": "secretLog",
    "container": "secretPuck",
    "shipment": "secretShipment",
    "tool": "secretTool",
    "barcode": "secretBarcode",
    "desktop": "secretScreen",
    "notebook": "secretSize",
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


FIXED = {
    "number": "1",
    "run": "1",
    "image": "1",
    "extension": "png",
    "folder": "raw/run-001",
    "pk": "1",
    "verb": "submit",
    "version": "1",
    "technique": "mx_crystal",
    "photograph": "p-none",
    "report": "r-none",
    "token": "none",
    "camera": "sample",
    "training": "radiation",
    "desktop": "control-room",
    "act": "ask",
    "form": "tar",
}
"""What fills the blanks of addresses, whatever there is."""


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
    things = _what_they_bring(session, leader, sample)
    assert newest_number(session.code) > 0
    examples = {
        **FIXED,
        "path": f"raw/run-001/{file.name}",
        "request_code": request.code,
        "handling": handling.code,
        "attachment": attachment.code,
        "sample": sample.code,
        "username": leader.username,
        "proposal": things["proposals"],
        "sheet": things["sheets"],
        **{f"{word}:": code for word, code in things.items()},
        **_what_they_opened(session, leader, f"raw/run-001/{file.name}"),
    }
    return TwoGroups(session=session.code, leader=leader, rival=rival, examples=examples)


def _what_they_opened(session: Any, leader: Any, path: str) -> dict[str, str]:
    """Open a channel and a desktop and choose a file; return what fills the blanks of their addresses."""
    now = utc_now()
    channel = open_channel(person=leader, session_code=session.code, kind=ChannelKind.DOWNLOADS, now=now)
    screen = DesktopDefinition(code="control-room", name=SECRETS["desktop"])
    define_beamline(definition=a_definition(desktops=(screen,)))
    started = start_desktop(session=session.code, name="control-room", by=leader, now=now)
    assert started.title == SECRETS["desktop"]
    size = SizeDefinition(code="large", name=SECRETS["notebook"])
    define_notebooks(definition=NotebooksDefinition(address="https://jupyter.example.org", size=(size,)))
    with override_settings(FARLIGHT_NOTEBOOKS_TOKEN="of-the-test"):
        assert start_notebook(session=session.code, by=leader, now=now).size == SECRETS["notebook"]
    chosen = choose_files(session=session.code, run=None, names=[path], by=leader, now=now)
    return {"channel": channel.code, "selection": chosen.selection}


def _what_they_bring(session: Any, leader: Any, sample: Any) -> dict[str, str]:
    """Make a puck, a parcel with it, and a sheet; return the code of each thing by the first word of its address."""
    now = utc_now()
    puck = make_container(SECRETS["container"])
    piece = first_specimen(sample)
    describe_specimen(specimen=piece, details=SpecimenDetails(barcodes=(SECRETS["barcode"],)))
    place_sample(sample=sample, container=puck, position=1, now=now)
    shipment = make_shipment(leader, session=session.code, title=SECRETS["shipment"])
    parcel = make_parcel(leader, session=session.code, shipment=shipment, tool=SECRETS["tool"])
    pack(parcel=parcel.code, what=Packing(container=puck.code), by=leader, source=Source.PAGE, now=utc_now())
    rows = f"Container,Position,Substance,Sample name\nP-1,1,{SECRETS['substance']},{SECRETS['sample']}-2\n"
    sheet = keep_sheet(proposal="mx2341", content=rows.encode(), name=f"{SECRETS['file name']}.csv", now=now, by=leader)
    return {
        "proposals": "mx2341",
        "samples": sample.code,
        "substances": sample.substance.code,
        "hazards": sample.substance.code,
        "specimens": piece.code,
        "containers": puck.code,
        "shipments": shipment.code,
        "parcels": parcel.code,
        "t": parcel.code,
        "sheets": sheet.code,
        "mails": "m-yyyy",
        "dewars": "DLS-MX-0001",
    }


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
    "paper_of_parcel": "contents",
    "paper_file": "contents",
}
"""What ``name`` is, by the operation or page that takes it."""


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
    questions: tuple[str, ...] = ()
    """Names of what it takes from its address as a text."""

    @property
    def blanks(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.pattern)

    @property
    def thing(self) -> str:
        """What the address begins with: the kind of thing that it is about."""
        return self.pattern.removeprefix("/api/v1").strip("/").partition("/")[0]

    def filled(self, session: str, examples: dict[str, str]) -> str:
        known = {**examples, "code": session, "name": NAMES.get(self.name, "")}
        if f"{self.thing}:" in examples:
            known["code"] = examples[f"{self.thing}:"]
        if self.thing == "techniques":
            known["code"] = examples["technique"]
        elif session == PHANTOM and self.thing in {"proposals", "sheets"} | {word[:-1] for word in examples}:
            known |= {"code": phantom_of(self.thing), "proposal": PHANTOMS["proposals"], "sheet": PHANTOMS["sheets"]}
        return re.sub(r"\{(\w+)\}", lambda blank: known[blank[1]], self.pattern)


@cache
def operations() -> tuple[Address, ...]:
    """Every operation of the REST interface."""
    paths = interface()["paths"]
    return tuple(
        Address(o["operationId"], path, "requestBody" in o, _questions(o) if method == "get" else ())
        for path, methods in paths.items()
        for method, o in methods.items()
    )


def _questions(operation: dict[str, Any]) -> tuple[str, ...]:
    found = operation.get("parameters", [])
    return tuple(one["name"] for one in found if one["in"] == "query" and one["schema"].get("type") == "string")


def unlike(word: str) -> str:
    """Return a word of the same form that stands for nothing."""
    return "".join("z" if letter.islower() else "Z" if letter.isupper() else letter for letter in word)


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


def phantom_of(thing: str) -> str:
    """Return a code that nothing of a kind has."""
    return PHANTOMS.get({"t": "parcels"}.get(thing, thing), ELSE)


def without_codes(text: str, session: str, examples: dict[str, str]) -> str:
    """Put the codes of what does not exist for those of what does."""
    for key, code in examples.items():
        if key.endswith(":"):
            text = text.replace(code, phantom_of(key[:-1]))
    return text.replace(session, PHANTOM)


CHANGING = {"Content-Length", "Expires"}
"""Headers that differ by a code's length, or by the second."""

_ZIP = b"PK\x03\x04"
_WHEN_IT_WAS_MADE = "docProps/core.xml"


def _unpacked(workbook: bytes) -> bytes:
    """Return what stands in a workbook, without the moment at which it was made."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        names = sorted(set(parts.namelist()) - {_WHEN_IT_WAS_MADE})
        return b"\n".join(name.encode() + b": " + parts.read(name) for name in names)


def _whole(response: Any) -> bytes:
    if not response.is_async:
        return b"".join(response.streaming_content)

    async def gathered() -> bytes:
        return b"".join([part async for part in response.streaming_content])

    return async_to_sync(gathered)()


def what_is_said(response: Any, session: str, examples: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body, without what differs from one answer to the next: cross-site tokens."""
    body = _whole(response) if response.streaming else response.content
    if body.startswith(_ZIP):
        body = _unpacked(body)
    text = re.sub(
        r'(X-CSRFToken": "|csrfmiddlewaretoken" value="|once" value=")[\w-]+', r"\1", body.decode(errors="replace")
    )
    headers = {k: without_codes(v, session, examples) for k, v in response.headers.items() if k not in CHANGING}
    return response.status_code, headers, without_codes(text, session, examples)
