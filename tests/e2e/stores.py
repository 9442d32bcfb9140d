"""Stores in front of a browser: parcels on their way, a puck, and somebody with a phone."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import describe_specimen, first_specimen, place_sample
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import SpecimenDetails
from farlight.shipping.domain.barcodes import lines_drawing, qr_drawing
from farlight.shipping.models import Parcel, ParcelEvent, ParcelItem, Rack
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel
from farlight.shipping.types import ItemKind, Move
from tests.e2e.hall import session_key

PHONE = {"width": 390, "height": 844}
PINS = {"1": "HA0001", "2": "HA0002", "3": "HA0003"}


@dataclass
class Stores:
    """A parcel on its way with a puck in it, and those who handle it."""

    parcel: str
    puck: str
    keys: dict[str, str]
    """What the browser's cookie says, by login name."""

    def moves(self) -> list[str]:
        """What happened to the parcel at the facility, in order."""
        rows = ParcelEvent.objects.filter(parcel__code=self.parcel, is_late=False).order_by("at", "number")
        staff = {"receive", "inspect", "store", "top_up", "to_beamline", "correct_contents", "undo"}
        return [move for move in rows.values_list("move", flat=True) if move in staff]

    def state(self) -> str:
        """Where the parcel is."""
        return Parcel.objects.get(code=self.parcel).state


def prepared_stores() -> Stores:
    """Enter the people, the parcel and the puck."""
    now = utc_now()
    ada = make_person("ada")
    session = make_session(ada)
    sten, saf = make_person("sten", "stores"), make_person("saf", "safety")
    local = make_person("lena", "local_contact", beamline="sim1")
    Rack.objects.create(code="A", title="Rack A", places=4)
    parcel = make_parcel(ada, session=session.code, now=now - timedelta(days=1))
    puck = make_container("CPS-0421")
    for slot, barcode in PINS.items():
        sample = make_sample(name=f"Lyso-{slot}", acronym=f"lyso{slot}")
        piece = first_specimen(sample)
        describe_specimen(specimen=piece, details=SpecimenDetails(barcodes=(barcode,)))
        place_sample(sample=sample, container=puck, position=int(slot), now=now)
    ParcelItem.objects.create(parcel=parcel, kind=ItemKind.CONTAINER.value, container=puck)
    bring_parcel_to(parcel, Move.POST, sender=ada, staff=sten, safety=saf, now=now - timedelta(hours=2))
    keys = {person.username: session_key(person) for person in (ada, sten, local)}
    return Stores(parcel=parcel.code, puck=puck.code, keys=keys)


def phone(browser: Browser, address: str, key: str, **more: Any) -> BrowserContext:
    """A phone that somebody is logged in on."""
    context = browser.new_context(base_url=address, viewport=PHONE, has_touch=True, **more)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    return context


def scan_by_typing(page: Page, text: str) -> None:
    """Scan as a scanner does that types: fast, with Enter at the end, wherever the focus is but in a field."""
    page.evaluate(_TYPED, [*text, "Enter"])


_TYPED = """(keys) => {
  document.activeElement?.blur?.();
  for (const key of keys) {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    document.body.dispatchEvent(event);
  }
}"""


def film_of(text: str, kind: str, folder: Path) -> Path:
    """Make a film for Chromium's camera, in which a barcode of ours is held into the light."""
    drawing = qr_drawing(text) if kind == "qr" else lines_drawing(text)
    scale = min(400 // drawing.width, 400 // drawing.height) or 1
    frame = Image.new("RGB", (640, 480), "white")
    pen = ImageDraw.Draw(frame)
    left, top = (640 - drawing.width * scale) // 2, (480 - drawing.height * scale) // 2
    for x, y, wide, tall in bars_of(drawing.path):
        box = (left + x * scale, top + y * scale, left + (x + wide) * scale - 1, top + (y + tall) * scale - 1)
        pen.rectangle(box, fill="black")
    film = folder / f"{kind}.mjpeg"
    picture = io.BytesIO()
    frame.save(picture, "JPEG", quality=95)
    film.write_bytes(picture.getvalue() * 30)
    return film


def bars_of(path: str) -> Iterator[tuple[int, int, int, int]]:
    """Return the rectangles of a drawing: where they are, how wide, how tall."""
    for x, y, wide, tall in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)", path):
        yield int(x), int(y), int(wide), int(tall)
