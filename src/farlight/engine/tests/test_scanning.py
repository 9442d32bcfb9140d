"""Points instead of images: edge scans, spectra, alignment; and samples that are washed and annealed."""

import functools
import shutil

import h5py
import numpy as np
import pytest

from farlight.engine.messages import (
    CollectionOpened,
    FramesWritten,
    HandlingBegan,
    HandlingEnded,
    HandlingKind,
    HoldChanged,
    Outcome,
    SampleInBeam,
    Stage,
    StageReached,
    Treatment,
)
from farlight.engine.plans.scanning import scan
from farlight.engine.scan_files import is_scan_file, mend_scan_file
from farlight.engine.tests.orders import SAMPLE, When, order, simulated_engine
from farlight.science.absorption.edge_scans import edge_findings
from farlight.science.absorption.spectra import spectrum_findings
from farlight.science.absorption.table import edge_named
from farlight.science.axis_scans import scan_findings
from farlight.science.scan_tables import ScanUnreadableError, points_in, read_scan
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Spectrum

SOAKED = SampleInBeam(code="s-3", name="Insu Hg", acronym="InsuHg", container="P-7", position=4)
EDGE = EdgeScan(element="Hg", edge="L3", below_ev=40.0, above_ev=60.0, step_ev=2.0)
SPECTRUM = Spectrum(channels=1, channel_ev=1.0)
ALONG = AxisScan(axis=Axis.SAMPLE_X, first=-120.0, last=120.0, points=25)


def collected(tmp_path, layout, messages=None, **changes):
    told = [] if messages is None else messages
    parts = {"sample": SOAKED, "layout": layout, "images": layout.images, "transmission_frac": 1.0, **changes}
    with simulated_engine(told.append) as engine:
        closed = engine.collect(order(tmp_path, **parts))
        channels = engine.channels()
    return closed, channels


def opened_in(messages):
    (opened,) = [message for message in messages if isinstance(message, CollectionOpened)]
    return opened


def test_an_edge_is_scanned_and_found(tmp_path):
    messages = []
    closed, channels = collected(tmp_path, EDGE, messages, exposure_time_s=0.02)
    assert (closed.outcome, closed.frames, closed.reason) == (Outcome.FINISHED, 51, "")
    opened = opened_in(messages)
    assert (opened.images, opened.layout, opened.width_deg) == (51, EDGE, 0.0)
    assert opened.detector == "Silicon drift detector (simulated)"
    assert [m.frames for m in messages if isinstance(m, FramesWritten)][-1] == 51
    assert (channels["energy_ev"], channels["shutter_open"]) == (12344.0, False)
    assert channels["detector_distance_mm"] == 200.0
    table = read_scan(opened.master)
    found = edge_findings(edge_named("Hg", "L3"), table.along, table.signal, table.monitor)
    assert found.inflection_ev == pytest.approx(12286.4, abs=3.0)
    with h5py.File(opened.master) as file:
        assert file["entry/definition"][()] == b"NXxas"
        assert file["entry/instrument/fluorescence/data"].shape == (51, 2048)
        assert "end_time" in file["entry"]


def test_a_spectrum_names_what_the_sample_was_soaked_with(tmp_path):
    messages = []
    closed, _ = collected(tmp_path, SPECTRUM, messages, exposure_time_s=0.5)
    assert (closed.frames, closed.outcome) == (1, Outcome.FINISHED)
    opened = opened_in(messages)
    assert opened.layout == Spectrum(channels=2048, channel_ev=10.0)
    table = read_scan(opened.master)
    found = spectrum_findings(table.along, table.signal, opened.energy_ev)
    assert {"Hg", "Zn", "S"} <= {one.element for one in found.elements}


def test_an_alignment_shows_the_crystal_and_goes_back(tmp_path):
    messages = []
    closed, _ = collected(tmp_path, ALONG, messages, exposure_time_s=0.01)
    assert closed.frames == 25
    table = read_scan(opened_in(messages).master)
    assert list(table.along[:2]) == [-120.0, -110.0]
    assert abs(scan_findings(table.along, table.signal).centre) < 20.0


@pytest.mark.parametrize("axis", [Axis.OMEGA, Axis.SAMPLE_Y, Axis.ENERGY])
def test_every_axis_scans(tmp_path, axis):
    first = 12000.0 if axis is Axis.ENERGY else 0.0
    layout = AxisScan(axis=axis, first=first, last=first + 10.0, points=3)
    assert collected(tmp_path, layout, exposure_time_s=0.001)[0].frames == 3


def test_an_empty_goniometer_scatters_only(tmp_path):
    messages = []
    collected(tmp_path, SPECTRUM, messages, sample=None, exposure_time_s=0.3)
    table = read_scan(opened_in(messages).master)
    assert {one.element for one in spectrum_findings(table.along, table.signal, 12658.0).elements} <= {"Ar"}


def test_a_scan_pauses_between_points_and_goes_on(tmp_path):
    when = When(lambda m: isinstance(m, FramesWritten) and m.frames >= 2)
    with simulated_engine(when) as engine:

        def pause_for_a_moment():
            engine.pause()
            engine.resume()

        when.act = pause_for_a_moment
        closed = engine.collect(order(tmp_path, sample=SOAKED, layout=ALONG, images=25, exposure_time_s=0.01))
    assert (closed.outcome, closed.frames) == (Outcome.FINISHED, 25)
    assert [m.held for m in when.messages if isinstance(m, HoldChanged)] in ([], [True, False])


def test_an_aborted_scan_keeps_its_points(tmp_path):
    when = When(lambda m: isinstance(m, FramesWritten) and m.frames >= 3)
    with simulated_engine(when) as engine:
        when.act = functools.partial(engine.abort, "Wrong edge.")
        closed = engine.collect(order(tmp_path, sample=SOAKED, layout=EDGE, images=51, exposure_time_s=0.02))
    assert (closed.outcome, closed.reason) == (Outcome.ABORTED, "Wrong edge.")
    assert 3 <= closed.frames < 51
    assert points_in(opened_in(when.messages).master) == closed.frames


def test_points_can_be_read_while_more_come_and_after_a_crash(tmp_path):
    seen = []

    def receive(message):
        if isinstance(message, CollectionOpened):
            receive.master = message.master
        if isinstance(message, FramesWritten) and message.frames >= 5 and not seen:
            seen.append(len(read_scan(receive.master).along))
            shutil.copyfile(receive.master, tmp_path / "broken.nxs")

    with simulated_engine(receive) as engine:
        engine.collect(order(tmp_path / "1", sample=SOAKED, layout=ALONG, images=25, exposure_time_s=0.01))
        assert engine.mend(tmp_path / "broken.nxs") >= 5
    assert seen[0] >= 5
    with h5py.File(tmp_path / "broken.nxs") as file:
        assert np.isfinite(file["entry/data/absorbed_beam"][:]).sum() >= 5


def test_nothing_measured_is_overwritten(tmp_path):
    with simulated_engine([].append) as engine:
        wanted = order(tmp_path, sample=SOAKED, layout=SPECTRUM, images=1)
        assert engine.collect(wanted).outcome is Outcome.FINISHED
        again = engine.collect(wanted)
    assert (again.outcome, again.reason) == (
        Outcome.FAILED,
        f"The files could not be written: there is a scan of this name already ({tmp_path / 'lyso_1_spectrum.nxs'}).",
    )


def test_an_unknown_edge_fails_in_words(tmp_path):
    closed, _ = collected(tmp_path, EdgeScan(element="Hg", edge="M9"))
    assert (closed.outcome, closed.reason) == (Outcome.FAILED, "There is no M9 edge of Hg.")


def test_what_is_no_scan_is_told_apart(tmp_path):
    (tmp_path / "x.nxs").write_text("no HDF5")
    assert not is_scan_file(tmp_path / "x.nxs")
    assert not is_scan_file(tmp_path / "none.nxs")
    assert points_in(tmp_path / "none.nxs") == 0
    with h5py.File(tmp_path / "plain.nxs", "w") as file:
        file["entry/definition"] = "NXmx"
    assert not is_scan_file(tmp_path / "plain.nxs")
    with pytest.raises(ScanUnreadableError, match=r"plain\.nxs cannot be read"):
        read_scan(tmp_path / "plain.nxs")
    assert mend_scan_file(tmp_path / "plain.nxs") == 0


@pytest.mark.parametrize("kind", [HandlingKind.WASH, HandlingKind.ANNEAL])
def test_a_treatment_is_told_with_pictures_of_before_and_after(tmp_path, kind):
    messages = []
    with simulated_engine(messages.append) as engine:
        closed = engine.collect(order(tmp_path, treatment=Treatment(handling=kind, duration_s=0.05)))
        again = order(tmp_path / "again", sample=None, treatment=Treatment(handling=kind, duration_s=0.05))
        assert engine.collect(again).outcome is Outcome.FINISHED
        assert engine.channels()["cryo_k"] == 100.0
    assert (closed.outcome, closed.frames) == (Outcome.FINISHED, 0)
    assert not [m for m in messages if isinstance(m, CollectionOpened)]
    assert [m.stage for m in messages if isinstance(m, StageReached)] == [
        Stage.MOUNTING,
        Stage.TREATING,
        Stage.TREATING,
    ]
    began = [m for m in messages if isinstance(m, HandlingBegan)]
    assert [(m.handling, m.sample) for m in began[-2:]] == [(kind, SAMPLE)] * 2
    ended = [m for m in messages if isinstance(m, HandlingEnded)][-1]
    assert (ended.outcome, ended.picture.read_bytes()[:2]) == (Outcome.FINISHED, b"\xff\xd8")


def test_nothing_on_the_goniometer_cannot_be_treated(tmp_path):
    with simulated_engine([].append) as engine:
        treatment = Treatment(handling=HandlingKind.WASH, duration_s=0.05)
        closed = engine.collect(order(tmp_path, sample=None, treatment=treatment))
    assert (closed.outcome, closed.reason) == (Outcome.FAILED, "Nothing is on the goniometer: name a sample.")


def test_an_aborted_annealing_lets_the_gas_flow(tmp_path):
    when = When(lambda m: isinstance(m, HandlingBegan) and m.handling is HandlingKind.ANNEAL)
    with simulated_engine(when) as engine:
        when.act = functools.partial(engine.abort, "It melts.")
        closed = engine.collect(order(tmp_path, treatment=Treatment(handling=HandlingKind.ANNEAL, duration_s=30.0)))
        assert engine.channels()["cryo_k"] == 100.0
    assert (closed.outcome, closed.reason) == (Outcome.ABORTED, "It melts.")


def test_a_beamline_without_the_device_says_so(tmp_path):
    class Bare:
        fluorescence = washer = annealer = None

    class Desk:
        ticket, held = "r-1", False

        def obey_abort(self):
            """Nobody wants one."""

        def show_held(self, *, held):
            assert not held

        def send(self, message):
            assert message.stage is Stage.COLLECTING

    with pytest.raises(LookupError, match="no fluorescence detector"):
        list(scan(Bare(), order(tmp_path), SPECTRUM, Desk()))


def test_exposures_of_a_powder_are_images_that_do_not_turn(tmp_path):
    messages = []
    closed, _ = collected(tmp_path, Exposures(exposures=3), messages, width_deg=0.0)
    assert closed.frames == 3
    opened = opened_in(messages)
    with h5py.File(opened.master) as file:
        assert file["/entry/data/data"].shape == (3, 256, 256)
        assert set(file["/entry/sample/transformations/omega"][:]) == {10.0}
