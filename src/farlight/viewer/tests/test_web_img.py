"""Bytes of images, through the whole ASGI application: what comes, for whom, and for how long."""

import asyncio
import io
import shutil
import time
from datetime import timedelta
from pathlib import Path

import msgpack
import numpy as np
import pytest
from django.test import Client
from PIL import Image

from farlight.beamtime.public import remove_team_member, session_folder, set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.time import utc_now
from farlight.people.public import issue_token, lock_person, revoke_token, visible_tokens
from farlight.people.tests.factories import make_person
from farlight.processing.tests.factories import make_refinement
from farlight.runs.tests.factories import draw_overviews, make_run, point_at
from farlight.science import stacking
from farlight.science.companding import codes_of
from farlight.science.images import open_images
from farlight.science.images.decoding import decode
from farlight.science.images.tests.masters import SHAPE, counted_images, write_data, write_master
from farlight.science.rendering import pool
from farlight.science.spots import find_spots
from farlight.viewer import access
from farlight.viewer.adapters.frames import frames
from farlight.viewer.adapters.open_files import open_files
from farlight.viewer.adapters.workshop import patient_workshop, workshop
from farlight.viewer.queries.sheets import shelf
from farlight.viewer.tests.scene import INSULIN
from tests.system.asgi_client import Exchange
from tests.system.own_thread import elsewhere

pytestmark = pytest.mark.django_db(transaction=True)
MODELS = Path(__file__).parents[2] / "processing/tests/recorded/scaled_insulin.expt"
UNSIGNED = np.dtype(np.uint16)


@pytest.fixture(autouse=True)
async def _nothing_stays_open():
    yield
    await Exchange.end_all()
    for shop in (workshop, patient_workshop):
        shop.kept.clear()
    shelf.clear()
    frames.close()
    open_files.close()


@pytest.fixture(autouse=True, scope="module")
def _kernels_are_compiled():
    """As the set-up does it: what is measured here is not the compiler."""
    find_spots(np.zeros((9, 9), np.uint16), np.zeros((9, 9), np.uint8))
    stacking.warm_up()


class World:
    """Ada's session with a run of seven packed images and one of single files; an observer; a rival with runs too."""

    def __init__(self):
        self.ada = make_person("ada")
        self.session = make_session(self.ada)
        self.observer = make_person("observer")
        set_team_member(session=self.session, person=self.observer, role=TeamRole.OBSERVER)
        self.packed = make_run(self.session)
        self.mask = np.zeros(SHAPE, np.uint32)
        self.mask[:, 20:22] = 1
        self.images = counted_images(7)
        self.images[2, 5:9, 5:9] += 400
        write_data(self.packed / "lyso_000001.h5", self.images[:4])
        write_data(self.packed / "lyso_000002.h5", self.images[4:])
        write_master(self.packed / "lyso.nxs", [("lyso_000001.h5", 4), ("lyso_000002.h5", 3)], mask=self.mask)
        point_at(self.session.code, 1, self.packed / "lyso.nxs", frames=7)
        self.single = make_run(self.session, 2)
        for number in (1, 2):
            shutil.copy(INSULIN / f"in16c_01000{number}.cbf", self.single)
        point_at(self.session.code, 2, self.single / "in16c_01####.cbf", frames=2)
        self.rival = make_person("rolf")
        theirs = make_session(self.rival, code="mx9999", beamline="sim2")
        shutil.copytree(self.packed, make_run(theirs), dirs_exist_ok=True)
        point_at(theirs.code, 1, make_folder(theirs) / "lyso.nxs", frames=7)
        self.theirs = theirs.code

    def manifest(self, person, run=1, session=None):
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return self.told(client, run, session)

    def manifest_by_token(self, key):
        return self.told(Client(headers={"Authorization": f"Bearer {key}"}))

    def told(self, client, run=1, session=None):
        answer = client.get(f"/api/v1/sessions/{session or self.session.code}/runs/{run}/viewer")
        return answer.json() if answer.status_code == 200 else answer.status_code


def make_folder(session):
    return session_folder(session.code) / "raw" / "run-001"


@pytest.fixture
def world(transactional_db):
    return World()


async def fetched(manifest, path, *, ticket=None, root=None, **headers):
    """Ask for something under the root; return the answer, read to its end."""
    given = {"Farlight-Ticket": ticket or manifest["ticket"], **{k.replace("_", "-"): v for k, v in headers.items()}}
    exchange = await Exchange((root or manifest["root"]) + path, given).begin()
    exchange.content = await exchange.body()
    return exchange


async def test_chunk_is_the_bytes_of_the_file(world):
    manifest = await elsewhere(world.manifest, world.ada)
    assert (manifest["codec"], manifest["dtype"], manifest["gap_from"]) == ("bslz4", "uint16", 65535)
    for number in range(1, 8):
        answer = await fetched(manifest, f"chunk/{number}")
        assert (answer.status, answer.headers["farlight-codec"]) == (200, "bslz4")
        assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert int(answer.headers["content-length"]) == len(answer.content)
        assert decode(answer.content, "bslz4", UNSIGNED, SHAPE).tolist() == world.images[number - 1].tolist()


async def test_part_of_a_chunk(world):
    manifest = await elsewhere(world.manifest, world.ada)
    whole = (await fetched(manifest, "chunk/2")).content
    part = await fetched(manifest, "chunk/2", Range="bytes=10-19")
    assert (part.status, part.content) == (206, whole[10:20])
    assert part.headers["content-range"] == f"bytes 10-19/{len(whole)}"
    beyond = await fetched(manifest, "chunk/2", Range=f"bytes={len(whole)}-")
    assert (beyond.status, beyond.headers["cache-control"]) == (416, "no-store")


async def test_images_without_chunks_are_packed(world):
    manifest = await elsewhere(world.manifest, world.ada, 2)
    assert (manifest["codec"], manifest["dtype"]) == (None, "int32")
    answer = await fetched(manifest, "chunk/2")
    shape = tuple(manifest["shape"])
    expected = frames.frame(world.single / "in16c_01####.cbf", 2).image
    assert decode(answer.content, answer.headers["farlight-codec"], np.dtype(np.int32), shape).tolist() == (
        expected.tolist()
    )


async def test_images_without_chunks_are_cut_added_up_and_searched_all_the_same(world):
    manifest = await elsewhere(world.manifest, world.ada, 2)
    one, two = (frames.frame(world.single / "in16c_01####.cbf", number) for number in (1, 2))
    tile = await fetched(manifest, "tile/2/10-30/5-17")
    assert decode(tile.content, "bslz4", np.dtype(np.int32), (20, 12)).tolist() == two.image[10:30, 5:17].tolist()
    stack = await fetched(manifest, "stack/1-2?how=sum")
    summed = decode(stack.content, "bslz4", np.dtype(np.uint32), two.image.shape)
    is_good = two.mask == 0
    assert summed[is_good].tolist() == (one.image.astype(int) + two.image)[is_good].tolist()
    spots = np.frombuffer((await fetched(manifest, "spots/2")).content, "<f4").reshape(-1, 3)
    found = find_spots(two.image, two.mask)
    assert sorted(spots[:, 0].tolist()) == sorted(found.slow_px.tolist()) != []


@pytest.mark.parametrize("how", ["sum", "max", "mean"])
async def test_overview_of_several_shows_them_in_one(world, how):
    manifest = await elsewhere(world.manifest, world.ada)
    answer = await fetched(manifest, f"overview/2-5?how={how}")
    with Image.open(io.BytesIO(answer.content)) as picture:
        drawn = np.asarray(picture).astype(int)
    off = {}
    for way, together in (("sum", np.sum), ("max", np.max), ("mean", np.mean)):
        several = np.round(together(world.images[1:5].astype(int), axis=0)).astype(np.uint32)
        codes = codes_of(pool(several, world.mask.astype(np.uint8), np.uint32(stacking.GAP), manifest["pool"]))
        off[way] = np.abs(drawn - codes.astype(int)).mean()
    assert (min(off, key=off.get), off[how] < 3) == (how, True)


async def test_overview_is_the_largest_count_of_each_cell(world):
    for run in (1, 2):
        manifest = await elsewhere(world.manifest, world.ada, run)
        answer = await fetched(manifest, "overview/1")
        assert answer.headers["content-type"] == "image/jpeg"
        with Image.open(io.BytesIO(answer.content)) as picture:
            drawn = np.asarray(picture).astype(int)
        master = world.packed / "lyso.nxs" if run == 1 else world.single / "in16c_01####.cbf"
        frame = frames.frame(master, 1)
        limit = np.iinfo(frame.image.dtype).max
        codes = codes_of(pool(np.array(frame.image), np.array(frame.mask), np.uint32(limit), manifest["pool"]))
        assert drawn.shape == codes.shape
        assert np.abs(drawn - codes.astype(int)).mean() < 2


async def test_overview_that_was_made_beforehand_is_taken(world):
    manifest = await elsewhere(world.manifest, world.ada)
    assert await elsewhere(draw_overviews, world.session.code, 1)
    answer = await fetched(manifest, "overview/6")
    assert (answer.status, answer.headers["content-type"], answer.content[:4]) == (200, "image/webp", b"RIFF")


async def test_tile_stack_mask_and_spots(world):
    manifest = await elsewhere(world.manifest, world.ada)
    tile = await fetched(manifest, "tile/3/10-30/5-17")
    assert decode(tile.content, "bslz4", UNSIGNED, (20, 12)).tolist() == world.images[2, 10:30, 5:17].tolist()
    for how, expected in (("sum", np.sum), ("max", np.max)):
        stack = await fetched(manifest, f"stack/2-5?how={how}")
        assert decode(stack.content, "bslz4", np.dtype(np.uint32), SHAPE).tolist() == (
            expected(world.images[1:5].astype(int), axis=0).tolist()
        )
    mask = await fetched(manifest, "mask")
    assert decode(mask.content, "bslz4", np.dtype(np.uint8), SHAPE).tolist() == world.mask.tolist()
    spots = np.frombuffer((await fetched(manifest, "spots/3")).content, "<f4").reshape(-1, 3)
    found = find_spots(world.images[2], world.mask.astype(np.uint8))
    assert len(spots) == len(found) > 0
    assert sorted(spots[:, 0].tolist()) == sorted(found.slow_px.tolist())


def table():
    columns = {
        "flags": ["std::size_t", [3, np.array([1 << 2, 1 << 8, 1], "<u8").tobytes()]],
        "miller_index": ["cctbx::miller::index<>", [3, np.arange(9, dtype="<i4").tobytes()]],
        "panel": ["std::size_t", [3, bytes(24)]],
        "xyzcal.px": ["vec3<double>", [3, np.array([[1, 2, 10000.5], [3, 4, 10001.25], [5, 6, 9999]]).tobytes()]],
    }
    return ["dials::af::reflection_table", 1, {"identifiers": {}, "nrows": 3, "data": columns}]


def process(world):
    """As if DIALS had been there: models of insulin, and three reflections."""
    folder = make_refinement(world.session, 2)
    shutil.copy(MODELS, folder / "scaled.expt")
    (folder / "scaled.refl").write_bytes(msgpack.packb(table()))


async def test_geometry_crystal_and_predictions_come_from_dials(world):
    header = await elsewhere(world.manifest, world.ada, 2)
    assert (header["geometry"]["origin"], header["crystal"], header["processing"]) == ("header", None, 0)
    await elsewhere(process, world)
    manifest = await elsewhere(world.manifest, world.ada, 2)
    assert (manifest["geometry"]["origin"], manifest["processing"], manifest["root"]) == ("dials", 1, header["root"])
    assert manifest["crystal"]["space_group"] == "I 2 3"
    assert manifest["crystal"]["rotation_axis"] == pytest.approx([0, -1, 0])
    assert manifest["sweep"] == {"start_deg": 0.0, "width_deg": 0.1}
    answer = await fetched(manifest, "predictions/1/1")
    assert np.frombuffer(answer.content, "<f4").reshape(-1, 6).tolist() == [[2, 1, 0, 1, 2, 1]]
    assert (await fetched(manifest, "predictions/1/3")).content == b""
    assert (await fetched(manifest, "predictions/2/1")).status == 404
    (world.single.parents[1] / "processing" / "run-002" / "dials-1" / "scaled.refl").write_bytes(b"broken")
    assert (await fetched(manifest, "predictions/1/2")).status == 422


async def test_damaged_image_is_said_to_be_damaged(world):
    manifest = await elsewhere(world.manifest, world.ada)
    with open_images(world.packed / "lyso.nxs") as source:
        place = source.chunk(5)
    with place.path.open("r+b") as file:
        file.seek(place.offset_bytes)
        file.write(b"\xff" * 12)
    answer = await fetched(manifest, "overview/6")
    assert (answer.status, answer.headers["cache-control"]) == (422, "no-store")


async def test_what_is_not_there_is_not_kept(world):
    manifest = await elsewhere(world.manifest, world.ada)
    for path in ("chunk/8", "overview/8", "spots/8", "stack/5-8", "tile/3/0-61/0-5", "predictions/1/1", "nonsense/1"):
        answer = await fetched(manifest, path)
        assert (path, answer.status, answer.headers["cache-control"]) == (path, 404, "no-store")


async def test_ticket_opens_its_own_root_alone(world):
    ours = await elsewhere(world.manifest, world.ada)
    other = await elsewhere(world.manifest, world.ada, 2)
    theirs = await elsewhere(world.manifest, world.rival, 1, world.theirs)
    forged = ours["ticket"][:-1] + ("A" if ours["ticket"][-1] != "A" else "B")
    nothing = await fetched(ours, "chunk/1", root=f"/img/mx7777-1/1/{'0' * 24}/")
    for ticket in (other["ticket"], theirs["ticket"], forged, "x", "ü" * 64):
        answer = await fetched(ours, "chunk/1", ticket=ticket)
        assert (answer.status, answer.content, answer.headers) == (404, nothing.content, nothing.headers)
    exchange = await Exchange(f"{ours['root']}chunk/1").begin()
    assert (exchange.status, await exchange.body()) == (404, nothing.content)


async def test_rival_gets_no_manifest(world):
    assert await elsewhere(world.manifest, world.rival) == 404


async def test_expired_ticket_is_to_be_renewed(world, monkeypatch):
    manifest = await elsewhere(world.manifest, world.ada)
    later_s = time.time() + 61
    monkeypatch.setattr(access.time, "time", lambda: later_s)
    answer = await fetched(manifest, "chunk/1")
    assert (answer.status, answer.headers["cache-control"]) == (401, "no-store")


async def end_of_access(world, manifest, change, *args, **kwargs):
    """Change rights, and measure how long the ticket still opens."""
    assert (await fetched(manifest, "chunk/1")).status == 200
    await elsewhere(change, *args, **kwargs)
    began_s = time.monotonic()
    while (answer := await fetched(manifest, "chunk/1")).status == 200:
        assert time.monotonic() - began_s < 2
        await asyncio.sleep(0.02)
    return answer.status


async def test_ticket_of_who_is_removed_dies_within_two_seconds(world):
    manifest = await elsewhere(world.manifest, world.observer)
    change = {"session": world.session, "person": world.observer}
    assert await end_of_access(world, manifest, remove_team_member, **change) == 401
    assert await elsewhere(world.manifest, world.observer) == 404


async def test_ticket_of_a_locked_account_dies_within_two_seconds(world):
    manifest = await elsewhere(world.manifest, world.observer)
    assert await end_of_access(world, manifest, lock_person, person=world.observer, reason="left", by=None) == 401
    assert (await fetched(await elsewhere(world.manifest, world.ada), "chunk/1")).status == 200


def token_of(person, label):
    return visible_tokens(person).get(label=label)


async def test_ticket_dies_with_the_token_it_was_got_with(world):
    first, second = [await elsewhere(issue_token, person=world.ada, label=one, now=utc_now()) for one in ("a", "b")]
    manifest, other = [await elsewhere(world.manifest_by_token, key) for key in (first, second)]
    token = await elsewhere(token_of, world.ada, "a")
    assert await end_of_access(world, manifest, revoke_token, token=token, now=utc_now()) == 401
    assert await elsewhere(world.manifest_by_token, first) == 401
    assert (await fetched(other, "chunk/1")).status == 200
    assert (await fetched(await elsewhere(world.manifest, world.ada), "chunk/1")).status == 200


async def test_ticket_dies_when_its_token_is_over(world):
    life = timedelta(seconds=1)
    key = await elsewhere(issue_token, person=world.ada, label="short", now=utc_now(), valid_for=life)
    manifest = await elsewhere(world.manifest_by_token, key)
    assert await end_of_access(world, manifest, lambda: None) == 401


async def test_who_comes_while_rights_are_read_waits_for_the_same_answer(world, monkeypatch):
    manifest = await elsewhere(world.manifest, world.ada)
    asked, read = [], access._from_database
    monkeypatch.setattr(access, "_from_database", lambda *who: asked.append(who) or read(*who))
    guard = access.Guard()
    shown = [guard.admission(manifest["ticket"], manifest["root"], world.session.code) for _ in range(5)]
    assert await asyncio.gather(*shown) == [access.Admission.GRANTED] * 5
    assert asked == [({world.session.code}, {world.ada.pk}, set())]


async def test_nobody_asks_the_database_for_each_image(world, monkeypatch):
    manifest = await elsewhere(world.manifest, world.ada)
    await fetched(manifest, "chunk/1")
    asked = []
    monkeypatch.setattr(access, "_from_database", lambda *who: asked.append(who) or ({}, set(), set()))
    for number in range(1, 8):
        assert (await fetched(manifest, f"chunk/{number}")).status == 200
    assert asked == []
