"""A session page in front of a browser, and hands behind it: what happens is told as an engine tells it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from farlight.acquisition.events import CollectionEnded, FramesCollected
from farlight.acquisition.tests.factories import make_handling
from farlight.acquisition.types import HandlingKind
from farlight.beamlines.public import beamline, record_readings
from farlight.beamtime.public import follow_clock, session_row
from farlight.bus.public import publish
from farlight.kernel.time import utc_now
from farlight.logbook.models import Entry, Note, Notebook
from farlight.logbook.public import write_note
from farlight.portal.tests.test_web_scans import KINDS
from farlight.portal.tests.world import World, collect, make_world
from farlight.runs.tests.factories import keep_values, let_be_found
from farlight.science.scans import Grid, Screening
from tests.e2e.conftest import BUSY_MS

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def behind_the_scenes(act: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """Do something with the database in a thread of its own: the browser's loop runs in this one."""
    results: list[Any] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(act(*arguments, **options))
        except BaseException as error:  # noqa: BLE001 - handed on to who waits
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def told(event: Any) -> None:
    """Publish an event."""
    with transaction.atomic():
        publish(event)


@dataclass
class Hall:
    """Two groups with a session each; the browser is Ada's."""

    world: World
    context: BrowserContext
    page: Page

    @property
    def code(self) -> str:
        """Ada's session."""
        return self.world.mine

    def open(self, query: str = "") -> Page:
        """Open the session's page and wait until it is live."""
        self.page.goto(f"/sessions/{self.code}/{query}")
        self.page.locator('[data-live-badge][data-line="live"]').first.wait_for()
        return self.page

    def collect(self, number: int, **how: Any) -> None:
        """Let a run be measured."""
        behind_the_scenes(collect, self.code, number, **how)

    def frames(self, number: int, frames: int) -> None:
        """Let images of a run be there."""
        behind_the_scenes(told, FramesCollected(session=self.code, run_number=number, frames=frames))

    def end(self, number: int, frames: int) -> None:
        """Let a run end."""
        how = {"outcome": "finished", "reason": "", "ended_at": utc_now().isoformat()}
        event = CollectionEnded(session=self.code, request=f"r-{number}", run_number=number, frames=frames, **how)
        behind_the_scenes(told, event)

    def note(self, text: str) -> None:
        """Let Ada write a note elsewhere."""
        behind_the_scenes(write_note, session=self.code, text=text, by=self.world.ada)

    def every_kind_of_card(self) -> None:
        """Let one of each be done."""
        self.collect(1)
        self.collect(2, kind="screening", layout=Screening(angles_deg=(0.0, 45.0, 90.0)))
        self.collect(3, kind="grid", layout=Grid(rows=4, columns=6, step_x_um=20.0, step_y_um=20.0))
        for number, (kind, (layout, found)) in enumerate(KINDS.items(), 4):
            self.collect(number, kind=kind, layout=layout, end=number % 2 == 0)
            behind_the_scenes(let_be_found, self.code, number, found, frames=11)
        self.collect(8, kind="tomography")
        behind_the_scenes(_handle, self.code, self.world.ada)
        self.note("The loop is bent <b>a little</b>.")
        behind_the_scenes(_measure_cells, self.code)
        behind_the_scenes(
            record_readings,
            beamline_id=behind_the_scenes(beamline, "sim1").id,
            readings={"ring_current_ma": 299.5, "front_end_open": False, "cryo_k": 100.0},
            now=utc_now(),
        )


def _handle(code: str, person: Any) -> None:
    for kind in (HandlingKind.MOUNT, HandlingKind.CENTRING):
        make_handling(session_row(code), person, kind, "Lyso-1", note="Loop found.")


def _measure_cells(code: str) -> None:
    for image in range(1, 25):
        keep_values(code, 3, image_number=image, spots=image * 10)


def write_many_notes(code: str, person: Any, count: int) -> None:
    """Enter very many notes at once."""
    session = session_row(code)
    now = utc_now()
    notes = Note.objects.bulk_create(
        Note(session=session, number=number, author=person, text=f"note {number}", at=now)
        for number in range(1, count + 1)
    )
    Entry.objects.bulk_create(
        Entry(session=session, number=note.number, kind="note", at=now, note=note, words=note.text) for note in notes
    )
    Notebook.objects.update_or_create(session=session, defaults={"written": count, "entries": count})


def session_key(person: Any) -> str:
    """Log a person in; return what the browser's cookie says."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return str(client.cookies["sessionid"].value)


def prepared_world() -> World:
    """Two groups whose sessions run."""
    world = make_world()
    follow_clock(now=utc_now())
    return world


def hall_at(address: str, chromium: Browser) -> Iterator[Hall]:
    """Open Ada's browser at a server of the test's, before two groups; to be yielded from by a fixture."""
    world = behind_the_scenes(prepared_world)
    context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(BUSY_MS)
    key = behind_the_scenes(session_key, world.ada)
    context.add_cookies([{"name": "sessionid", "value": key, "url": address}])
    yield Hall(world=world, context=context, page=context.new_page())
    context.close()
