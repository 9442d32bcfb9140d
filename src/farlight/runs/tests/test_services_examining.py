"""Scans are examined when they are over, powders averaged; what was found is kept and told once."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from farlight.acquisition.events import CollectionEnded, CollectionStarted
from farlight.beamtime.public import session_folder
from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import entries_after
from farlight.engine.scan_files import ScanDescription, ScanFile
from farlight.kernel.time import utc_now
from farlight.runs.handlers import begin_run, close_run
from farlight.runs.models import Run
from farlight.runs.queries import average_file
from farlight.runs.services import averaging, queueing
from farlight.runs.services.averaging import average_images
from farlight.runs.services.examining import examine_scan
from farlight.runs.tests.factories import make_ended_run, make_run, point_at
from farlight.science.absorption.simulating import emission_per_photon, mean_spectrum
from farlight.science.absorption.table import edge_named
from farlight.science.images.tests.masters import counted_images, write_data, write_master
from farlight.science.scans import Axis, AxisScan, EdgeScan, Exposures, Spectrum

pytestmark = pytest.mark.django_db
EDGE = EdgeScan(element="Se", edge="K")
SPECTRUM = Spectrum(channels=2048, channel_ev=10.0)
ALONG = AxisScan(axis=Axis.SAMPLE_X, first=-50.0, last=50.0, points=21)
CHANNELS_EV = (np.arange(2048) + 0.5) * 10.0


@pytest.fixture
def session():
    return make_session()


@pytest.fixture
def browser(session):
    client = Client()
    client.force_login(session.proposal.principal_investigator)
    return client


def write_scan(folder, layout, positions, counts_of):
    """Write a scan whose point at a position has so many counts in the channels of selenium's line, or all of them."""
    description = ScanDescription(
        directory=folder, prefix="x_1", layout=layout, positions=tuple(positions), sample="x", detector="d",
        channels=2048, channel_ev=10.0, exposure_time_s=1.0, energy_ev=12_800.0, started_at=datetime.now(UTC),
    )  # fmt: skip
    file = ScanFile(description)
    for index, position in enumerate(positions):
        spectrum = counts_of(position)
        if np.isscalar(spectrum):
            spectrum = np.where(CHANNELS_EV.astype(int) // 10 == 1122, spectrum, 0)
        file.add(index, np.asarray(spectrum, np.uint32), 1e6)
    file.close()
    return file.path


def a_scan(session, layout, positions, counts_of, number=1):
    folder = make_ended_run(session, number, frames=len(positions))
    path = write_scan(folder, layout, positions, counts_of)
    point_at(session.code, number, path)
    runs = Run.objects.filter(session=session, number=number)
    runs.update(layout=vars(layout), kind="edge_scan", energy_ev=12_800.0)
    return runs.get()


def selenium(energy_ev):
    edge = edge_named("Se", "K")
    strength = emission_per_photon(edge, np.array([energy_ev, 12_800.0]))
    return float(round(2000.0 * strength[0] / strength[1] + 50))


def a_selenium_scan(session):
    return a_scan(session, EDGE, EDGE.energies_ev(12658.0), selenium)


def told(session, kind):
    return [entry.body for entry in entries_after(session.code, 0) if entry.kind == kind]


def test_an_edge_is_found_kept_and_told(session, browser):
    run = a_selenium_scan(session)
    examine_scan(run.pk)
    examine_scan(run.pk)
    body = browser.get(f"/api/v1/sessions/{session.code}/runs/1").json()
    assert (body["analysis"], body["analysed"], body["analysis_note"]) == ("done", 151, "")
    found = body["findings"]
    assert (found["element"], found["edge"]) == ("Se", "K")
    assert found["inflection_ev"] == pytest.approx(12660.4, abs=1.0)
    assert body["layout"]["element"] == "Se"
    assert told(session, "run-examined")[0] == {"session": session.code, "run": 1, "note": ""}


def test_a_sample_without_the_element_says_so(session):
    random = np.random.default_rng(1)
    run = a_scan(session, EDGE, EDGE.energies_ev(12658.0), lambda _: float(random.poisson(100)))
    examine_scan(run.pk)
    run.refresh_from_db()
    assert (run.findings, run.analysis) == (None, "done")
    assert run.analysis_note == "No K edge of Se is seen: the sample may hold none."
    assert told(session, "run-examined")[0]["note"] == run.analysis_note


def test_an_edge_that_no_table_has_is_not_looked_for(session):
    run = a_selenium_scan(session)
    Run.objects.update(layout={"element": "Se", "edge": "M5", "below_ev": 1, "above_ev": 2, "step_ev": 1})
    examine_scan(run.pk)
    run.refresh_from_db()
    assert run.analysis_note == "No M5 edge of Se is known."


def test_a_spectrum_names_elements(session, browser):
    mean = mean_spectrum({"S": 30, "Hg": 2}, 12_800.0, CHANNELS_EV, scattered=2e5)
    counts = np.random.default_rng(1).poisson(mean * 2e5 / mean.sum())
    run = a_scan(session, SPECTRUM, [12_800.0], lambda _: counts)
    (before,) = browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json()
    assert (before["words"], [line["word"] for line in before["lines"]], before["marks"]) == (
        "Fluorescence spectrum at 12800 eV.",
        ["Counts"],
        [],
    )
    examine_scan(run.pk)
    run.refresh_from_db()
    assert {one["element"] for one in run.findings["elements"]} == {"Hg", "S"}
    (curve,) = browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json()
    assert (curve["name"], curve["along"], curve["is_log"]) == ("spectrum", "energy", True)
    assert [line["word"] for line in curve["lines"]] == ["Counts", "Fit"]
    assert {mark["word"][:2] for mark in curve["marks"]} == {"Hg", "S "}
    assert max(curve["along_values"]) <= 1.05 * 12_800.0


def test_an_empty_spectrum_and_a_flat_scan_say_so(session):
    dark = a_scan(session, SPECTRUM, [12_800.0], lambda _: np.zeros(2048))
    flat = a_scan(session, ALONG, ALONG.positions(), lambda _: 100.0, number=2)
    for run in (dark, flat):
        examine_scan(run.pk)
        run.refresh_from_db()
    assert (dark.analysis_note, flat.analysis_note) == ("Not one photon was counted.", "The scan shows no peak.")


def test_an_alignment_finds_the_centre(session, browser):
    run = a_scan(session, ALONG, ALONG.positions(), lambda x: 100.0 + 900.0 * (abs(x - 10.0) < 12.0))
    assert [c["marks"] for c in browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json()] == [[]]
    examine_scan(run.pk)
    run.refresh_from_db()
    assert run.findings["centre"] == pytest.approx(10.0, abs=0.5)
    (curve,) = browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json()
    assert (curve["along"], curve["words"]) == ("microns", "Fluorescence: along the pin, centre at 10 µm.")
    assert len(curve["lines"][0]["values"]) == 21


def test_a_file_that_is_gone_is_said_and_has_no_curves(session, browser):
    run = a_selenium_scan(session)
    Path(run.master).unlink()
    examine_scan(run.pk)
    run.refresh_from_db()
    assert run.analysis_note == "The scan x_1_edge.nxs cannot be read."
    assert browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json() == []
    assert browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves.csv").content == b"\r\n"


def test_a_run_of_images_is_not_examined(session, browser):
    make_run(session)
    examine_scan(Run.objects.get().pk)
    assert told(session, "run-examined") == []
    assert browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json() == []


def test_the_curves_of_an_edge_are_a_plot_and_a_table(session, browser):
    run = a_selenium_scan(session)
    address = f"/api/v1/sessions/{session.code}/runs/1/curves"
    (before,) = browser.get(address).json()
    assert ([line["word"] for line in before["lines"]], before["marks"]) == (["Fluorescence"], [])
    examine_scan(run.pk)
    (curve,) = browser.get(address, {"of": "finished"}).json()
    assert [line["word"] for line in curve["lines"]] == ["Fluorescence", "f\N{DOUBLE PRIME}", "f\N{PRIME}"]
    assert [mark["word"] for mark in curve["marks"]] == ["inflection", "peak"]
    rows = browser.get(f"{address}.csv").content.decode().split("\r\n")
    assert rows[0] == "energy_ev,Fluorescence,f\N{DOUBLE PRIME},f\N{PRIME}"
    assert (len(rows), rows[1].split(",")[0]) == (153, "12598.0")


def test_an_edge_that_is_not_in_the_file_any_more_has_no_factors(session, browser):
    run = a_selenium_scan(session)
    examine_scan(run.pk)
    folder = session_folder(session.code) / "raw" / "other"
    folder.mkdir()
    point_at(session.code, 1, write_scan(folder, EDGE, EDGE.energies_ev(12658.0), lambda _: 100.0))
    (curve,) = browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json()
    assert [line["word"] for line in curve["lines"]] == ["Fluorescence"]
    assert [mark["word"] for mark in curve["marks"]] == ["inflection", "peak"]


def test_rivals_see_no_curves(session):
    a_selenium_scan(session)
    rival = Client()
    rival.force_login(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator)
    for name in ("curves", "curves.csv"):
        assert rival.get(f"/api/v1/sessions/{session.code}/runs/1/{name}").status_code == 404


def started(session, layout):
    return CollectionStarted(
        session=session.code, request="r-1", run_number=1, run_kind="edge_scan", sample="", sample_name="x",
        directory="/d", master="/d/x.nxs", images=3, start_deg=0.0, width_deg=0.0, exposure_time_s=1.0,
        energy_ev=12_658.0, transmission_frac=1.0, detector_distance_mm=100.0, detector="SDD",
        started_at=utc_now().isoformat(), layout=layout,
    )  # fmt: skip


def queued():
    paths = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)
    return [path.rpartition(".")[2] for path in paths]


def test_a_scan_is_examined_once_when_it_is_over(session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        begin_run(started(session, EDGE))
    assert queued() == []
    end = CollectionEnded(session=session.code, request="r-1", run_number=1, frames=3, outcome="finished", reason="")
    with django_capture_on_commit_callbacks(execute=True):
        close_run(end)
        close_run(end)
    assert sorted(queued()) == ["compute_checksums", "examine_run"]


def test_images_of_a_powder_are_looked_at_while_they_come(session, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        begin_run(started(session, Exposures(exposures=3)))
    assert queued() == ["analyse_run"]


def test_a_powder_is_averaged_when_its_images_were_looked_at(session, django_capture_on_commit_callbacks):
    run = a_powder(session)
    with django_capture_on_commit_callbacks(execute=True):
        assert queueing.analyse_run.func(run.pk) == "done"
    assert queued() == ["average_run", "pack_run"]


# ---------------------------------------------------------------- powders


def a_powder(session, folder=None, *, images=6):
    folder = folder or make_ended_run(session, frames=images)
    write_data(folder / "p_000001.h5", counted_images(images))
    write_master(folder / "p.nxs", [("p_000001.h5", images)])
    point_at(session.code, 1, folder / "p.nxs", frames=images)
    Run.objects.update(layout={"exposures": images}, kind="powder", analysis="done")
    return Run.objects.get()


def test_a_powder_is_averaged_into_a_file_of_the_field(session, browser):
    run = a_powder(session)
    assert average_images(run.pk)
    run.refresh_from_db()
    assert run.findings["averaged"] + len(run.findings["outliers"]) == 6
    assert run.findings["q_low_inverse_angstrom"] < run.findings["q_high_inverse_angstrom"]
    assert average_file(session.code, 1) == session_folder(session.code) / "processing/run-001/radial-average.nxs"
    (curve,) = browser.get(f"/api/v1/sessions/{session.code}/runs/1/curves").json()
    assert (curve["name"], curve["along"], curve["lines"][0]["word"]) == ("average", "q", "I(q)")
    assert "of 6 frames about the beam" in curve["words"]
    assert told(session, "run-examined") == [{"session": session.code, "run": 1, "note": ""}]


def test_an_average_gives_way_to_a_run_that_is_collected(session):
    run = a_powder(session)
    make_run(session, 2)
    assert not average_images(run.pk)
    run.refresh_from_db()
    assert run.findings is None


def test_images_without_a_place_cannot_be_averaged(session):
    data = os.environ.get("FARLIGHT_TEST_DATA")
    if not data:
        pytest.skip("FARLIGHT_TEST_DATA does not name the folder of real data")
    folder = make_ended_run(session, frames=1)
    shutil.copyfile(Path(data) / "powder_dioptas/CeO2_Pilatus1M.tif", folder / "c.tif")
    point_at(session.code, 1, folder / "c.tif", frames=1)
    run = Run.objects.get()
    assert average_images(run.pk)
    run.refresh_from_db()
    assert run.analysis_note == averaging.NO_GEOMETRY
    poni = (Path(data) / "powder_dioptas/CeO2_Pilatus1M.poni").read_text()
    (folder / "c.poni").write_text(f'{poni}\nDetector_config: {{"orientation": 2}}\n')
    assert average_images(run.pk)
    run.refresh_from_db()
    assert run.findings["averaged"] == 1


def test_a_real_solution_scattering_series_is_averaged(session):
    data = os.environ.get("FARLIGHT_TEST_DATA")
    if not data:
        pytest.skip("FARLIGHT_TEST_DATA does not name the folder of real data")
    make_ended_run(session, frames=10)
    point_at(session.code, 1, Path(data) / "saxs_nexus/nexus-example.hdf5", frames=10)
    run = Run.objects.get()
    assert average_images(run.pk)
    run.refresh_from_db()
    assert run.findings["averaged"] >= 5
    assert 0.0 < run.findings["q_low_inverse_angstrom"] < 0.1 < run.findings["q_high_inverse_angstrom"]


def test_files_that_are_gone_are_said(session):
    run = a_powder(session)
    Path(run.master).unlink()
    assert average_images(run.pk)
    run.refresh_from_db()
    assert run.findings is None
    assert "There is no p.nxs." in run.analysis_note


def test_jobs_say_how_they_were_left(session):
    run = a_powder(session)
    assert queueing.average_run.func(run.pk) == "done"
    assert queueing.examine_run.func(run.pk) == "done"
    make_run(session, 2)
    assert queueing.average_run.func(run.pk) == "waiting"
