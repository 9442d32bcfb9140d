"""Screenings and grids: other bursts of the same collection; and what happens to the sample before."""

import h5py
import hdf5plugin  # noqa: F401 - registers the filter that the files are written with
import numpy as np
import pytest

from farlight.engine.bursts import burst_at
from farlight.engine.devices import FrameSeries
from farlight.engine.messages import (
    CollectionOpened,
    FramesWritten,
    HandlingBegan,
    HandlingEnded,
    HandlingKind,
    Outcome,
    SampleInBeam,
    SnapshotTaken,
)
from farlight.engine.tests.orders import SAMPLE, When, order, simulated_engine
from farlight.science.scans import Grid, Screening
from farlight.science.spots import find_spots

GRID = Grid(rows=3, columns=5, step_x_um=40.0, step_y_um=40.0)
SCREENING = Screening(angles_deg=(10.0, 100.0, 55.0))


def a_series(layout, images):
    return FrameSeries(
        master="x",
        images=images,
        start_deg=10.0,
        width_deg=0.5,
        exposure_time_s=0.01,
        energy_ev=12_658.0,
        detector_distance_mm=120.0,
        layout=layout,
    )


def collected(tmp_path, layout, **options):
    messages = []
    with simulated_engine(messages.append, **options) as engine:
        closed = engine.collect(order(tmp_path, images=layout.images, layout=layout))
    assert (closed.outcome, closed.frames, closed.reason) == (Outcome.FINISHED, layout.images, "")
    (opened,) = [m for m in messages if isinstance(m, CollectionOpened)]
    return messages, opened


def test_a_screening_takes_one_image_at_each_angle(tmp_path):
    _, opened = collected(tmp_path, SCREENING)
    assert (opened.layout, opened.images) == (SCREENING, 3)
    with h5py.File(opened.master) as file:
        assert list(file["/entry/sample/transformations/omega"][:]) == [10.0, 100.0, 55.0]
        assert list(file["/entry/sample/transformations/omega_end"][:]) == [10.5, 100.5, 55.5]
        assert file["/entry/data/data"].shape == (3, 256, 256)


def test_a_grid_lights_up_where_the_crystal_is(tmp_path):
    messages, opened = collected(tmp_path, GRID, median_counts=3000.0)
    with h5py.File(opened.master) as file:
        frames = file["/entry/data/data"][:]
        mask = file["/entry/instrument/detector/pixel_mask"][:].astype(np.uint8)
        x_um = file["/entry/sample/transformations/sam_x"][:]
    assert list(x_um[:10]) == [-80, -40, 0, 40, 80, 80, 40, 0, -40, -80]
    spots = {GRID.cell_of_image(i + 1): len(find_spots(frame, mask).slow_px) for i, frame in enumerate(frames)}
    assert max(spots, key=spots.get) == (1, 2)
    assert spots[0, 0] + spots[2, 4] + spots[0, 4] + spots[2, 0] < spots[1, 2] / 4
    assert len([m for m in messages if isinstance(m, SnapshotTaken)]) == 1


def test_a_grid_goes_on_in_the_middle_of_a_row_after_a_pause(tmp_path):
    when = When(lambda m: isinstance(m, FramesWritten) and m.frames >= 2)
    with simulated_engine(when) as engine:

        def pause_for_a_moment():
            engine.pause()
            engine.resume()

        when.act = pause_for_a_moment
        closed = engine.collect(order(tmp_path, images=15, exposure_time_s=0.02, layout=GRID))
    assert (closed.outcome, closed.frames) == (Outcome.FINISHED, 15)


def test_rows_are_flown_to_and_fro():
    first, second = burst_at(a_series(GRID, 15), 0), burst_at(a_series(GRID, 15), 7)
    assert (first.first, first.end, first.x_um, first.y_um, first.step_x_um) == (0, 5, -100.0, 40.0, 40.0)
    assert (second.first, second.end, second.x_um, second.y_um, second.step_x_um) == (5, 10, 100.0, 0.0, -40.0)
    flight = second.flight(7, 0.1)
    assert (flight.start_position, flight.end_position) == (20.0, -100.0)
    assert flight.time_for_move == pytest.approx(0.3)


def test_a_sweep_is_one_burst():
    burst = burst_at(a_series(None, 40), 12)
    assert (burst.first, burst.end, burst.travels) == (0, 40, False)
    assert burst.flight(12, 0.1).start_position == 16.0


def test_handlings_are_told_only_when_something_is_done(tmp_path):
    messages = []
    with simulated_engine(messages.append) as engine:
        engine.collect(order(tmp_path / "1"))
        engine.collect(order(tmp_path / "2"))
        engine.collect(order(tmp_path / "3", sample=SampleInBeam(code="s-2", name="Thau 1", acronym="thau")))
    began = [(m.handling, m.sample.code) for m in messages if isinstance(m, HandlingBegan)]
    assert began == [
        (HandlingKind.MOUNT, SAMPLE.code),
        (HandlingKind.CENTRING, SAMPLE.code),
        (HandlingKind.UNMOUNT, SAMPLE.code),
        (HandlingKind.MOUNT, "s-2"),
        (HandlingKind.CENTRING, "s-2"),
    ]
    ended = [m for m in messages if isinstance(m, HandlingEnded)]
    assert [m.outcome for m in ended] == [Outcome.FINISHED] * 5
    assert ["moved by" in m.note for m in ended] == [False, True, False, False, True]
    assert all(m.picture.read_bytes()[:2] == b"\xff\xd8" for m in ended)
