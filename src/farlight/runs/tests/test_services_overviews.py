"""Overviews made beforehand: all images, once, never in the way of a run that is being collected."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from django_tasks_db.models import DBTaskResult
from PIL import Image

from farlight.beamtime.tests.factories import make_session
from farlight.runs.models import Run
from farlight.runs.queries import overviews_file
from farlight.runs.services import overviews
from farlight.runs.services.overviews import pack_overviews
from farlight.runs.services.queueing import pack_run
from farlight.runs.tests.factories import make_ended_run, make_run, point_at
from farlight.science.companding import codes_of
from farlight.science.images import open_images
from farlight.science.images.tests.masters import counted_images, write_data, write_master
from farlight.science.overview_packs import overview_in

pytestmark = pytest.mark.django_db
IMAGES = 7


@pytest.fixture
def session():
    return make_session()


@pytest.fixture
def run(session):
    folder = make_ended_run(session, frames=IMAGES)
    write_data(folder / "lyso_000001.h5", counted_images(IMAGES))
    write_master(folder / "lyso.nxs", [("lyso_000001.h5", IMAGES)])
    point_at(session.code, 1, folder / "lyso.nxs")
    Run.objects.update(analysis="done")
    return Run.objects.get(session=session, number=1)


def packed(run):
    stat = Path(run.master).stat()
    marks = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    path = overviews_file(run.session.code, run.number)
    return [overview_in(path, image, cell_px=1, marks=marks) for image in range(1, IMAGES + 1)]


def test_every_image_has_its_overview(run):
    assert pack_overviews(run.pk)
    for entry, counts in zip(packed(run), counted_images(IMAGES), strict=True):
        with Image.open(io.BytesIO(entry)) as picture:
            assert picture.format == "WEBP"
            drawn = np.asarray(picture.convert("L")).astype(int)
        assert np.abs(drawn - codes_of(counts.astype(np.uint32) + 1)).mean() < 2


def test_the_pack_is_hidden(run):
    pack_overviews(run.pk)
    assert overviews_file(run.session.code, 1).name.startswith(".")


def test_job_goes_on_where_it_was(run, monkeypatch):
    pack_overviews(run.pk)
    first = packed(run)
    monkeypatch.setattr(overviews, "_overview", lambda *_, **__: pytest.fail("made again"))
    assert pack_overviews(run.pk)
    assert packed(run) == first


def test_run_that_is_being_collected_comes_first(run, session):
    make_run(session, 2)
    assert not pack_overviews(run.pk)
    assert packed(run) == [None] * IMAGES
    Run.objects.filter(number=2).update(analysis="done")
    assert pack_overviews(run.pk)
    assert None not in packed(run)


def test_job_queues_up_again_behind_a_run_that_is_being_collected(run, session):
    make_run(session, 2)
    assert pack_run.func(run.pk) == "waiting"
    assert [job.args_kwargs["args"] for job in DBTaskResult.objects.filter(task_path__endswith="pack_run")] == [
        [run.pk]
    ]
    Run.objects.filter(number=2).update(analysis="done")
    assert pack_run.func(run.pk) == "done"
    assert None not in packed(run)


@pytest.mark.parametrize("broken", [0, 2])
def test_image_that_cannot_be_read_is_left_out(run, broken):
    data = Path(run.master).with_name("lyso_000001.h5")
    whole = bytearray(data.read_bytes())
    with open_images(Path(run.master)) as source:
        place = source.chunk(broken)
    whole[place.offset_bytes : place.offset_bytes + 8] = b"\xff" * 8
    data.write_bytes(whole)
    assert pack_overviews(run.pk)
    assert [entry is None for entry in packed(run)] == [image == broken for image in range(IMAGES)]


def test_nothing_is_made_of_nothing_and_a_full_disk_is_no_error(run, session, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    assert pack_overviews(run.pk)
    make_run(session, 2)
    assert pack_overviews(Run.objects.get(number=2).pk)


def test_lower_dose_is_packed_with_more_care(run, monkeypatch):
    data = Path(run.master).with_name("lyso_000001.h5")
    write_data(data, counted_images(IMAGES) // 5)
    asked = []
    monkeypatch.setattr(overviews, "as_webp", lambda _, *, counts_are_few: asked.append(counts_are_few) or b"x")
    pack_overviews(run.pk)
    assert asked == [True] * IMAGES
