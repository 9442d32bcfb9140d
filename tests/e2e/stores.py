"""Stores in front of a browser: parcels on their way, a puck, and somebody with a phone."""

import io
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import describe_specimen, first_specimen, place_sample
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import SpecimenDetails
from farlight.shipping.access import parcel_row
from farlight.shipping.adapters.papers.binding import paper_pdf
from farlight.shipping.models import Parcel, ParcelEvent, ParcelItem, Rack
from farlight.shipping.services.papers import paper_facts
from farlight.shipping.tests.factories import bring_parcel_to, make_parcel
from farlight.shipping.types import ItemKind, Move
from farlight.shipping.types.papers import Paper, PaperSize
from tests.e2e.conftest import BUSY_MS
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
    context.set_default_timeout(BUSY_MS)
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


@dataclass(frozen=True)
class Sight:
    """What is held in front of a camera: which part of which paper of ours, and how large it is there."""

    paper: Paper
    size: PaperSize
    top_frac: float
    bottom_frac: float
    dots_per_inch: int


SIGHTS = {
    "QR code of a label": Sight(Paper.LABEL, PaperSize.THERMAL, 0.0, 0.6, 160),
    "lines of a label": Sight(Paper.LABEL, PaperSize.THERMAL, 0.75, 1.0, 160),
    "mark of a puck": Sight(Paper.PUCKS, PaperSize.A4, 0.0, 0.25, 250),
}
LENS = (1280, 720)
"""Width and height of what the camera sees, in pixels."""
SHAKE = (0, 4, 9, 5, 1, -4, -8, -3)
"""How far a hand moves from frame to frame, in pixels."""


def paper_of(parcel: str, sight: Sight) -> bytes:
    """Return a paper of a parcel as the facility prints it."""
    return paper_pdf(sight.paper, paper_facts(parcel_row(parcel), now=utc_now()), sight.size)


def film_of(paper: bytes, sight: Sight, folder: Path) -> Path:
    """Make a film for Chromium's camera: a printed paper is held before the lens, a little askew, shaking, unsharp."""
    file, print_ = folder / "paper.pdf", folder / "paper"
    file.write_bytes(paper)
    command = ["pdftoppm", "-r", str(sight.dots_per_inch), "-singlefile", "-png", str(file), str(print_)]
    subprocess.run(command, check=True, capture_output=True)
    sheet = Image.open(print_.with_suffix(".png")).convert("RGB")
    part = (0, round(sight.top_frac * sheet.height), sheet.width, round(sight.bottom_frac * sheet.height))
    held = sheet.crop(part).rotate(4, expand=True, fillcolor="white")
    film = folder / "film.mjpeg"
    film.write_bytes(b"".join(_seen(held, shift) for shift in SHAKE))
    return film


def _seen(held: Image.Image, shift_px: int) -> bytes:
    """Return what the lens sees, as JPEG."""
    wide, tall = LENS
    frame = Image.new("RGB", LENS, "white")
    frame.paste(held, (max(0, wide - held.width) // 2 + shift_px, max(0, tall - held.height) // 2 - shift_px))
    picture = io.BytesIO()
    frame.filter(ImageFilter.GaussianBlur(0.7)).save(picture, "JPEG", quality=80)
    return picture.getvalue()
