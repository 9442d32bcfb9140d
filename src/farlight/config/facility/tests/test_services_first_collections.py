"""What a demo measures by itself."""

import pytest

from farlight.acquisition.public import requests_of
from farlight.acquisition.types import HandlingKind, Treatment
from farlight.config.facility.first_collections import queue_first_collections
from farlight.config.facility.loading import load_facility
from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.kernel.time import utc_now
from farlight.logbook.public import notes_of_session
from farlight.people.public import person_named
from farlight.science.scans import EdgeScan, Grid, Screening, Spectrum


@pytest.mark.django_db(transaction=True)
def test_the_running_session_gets_one_of_each_once():
    file = read_facility(demo_facility_file())
    load_facility(file, now=utc_now())
    queue_first_collections(file)
    queue_first_collections(file)
    mira = person_named("mira")
    edge, spectrum, anneal, screening, grid = requests_of(mira, "mx1001-2")
    assert grid.parameters.layout == Grid(rows=8, columns=12, step_x_um=20.0, step_y_um=20.0)
    assert screening.parameters.layout == Screening(angles_deg=(0.0, 45.0, 90.0))
    assert anneal.parameters.treatment == Treatment(deed=HandlingKind.ANNEAL, duration_s=2.0)
    assert spectrum.parameters.layout == Spectrum(channels=2048, channel_ev=10.0)
    assert edge.parameters.layout == EdgeScan(element="Hg", edge="L3")
    assert [request.parameters.exposure_time_s for request in (edge, spectrum, screening)] == [0.05, 2.0, 0.05]
    assert {request.sample_name for request in (grid, screening, anneal)} == {"insulin-3"}
    assert {request.sample_name for request in (edge, spectrum)} == {"insulin-hg-1"}
    notes = [note.text[:12] for note in notes_of_session(mira, "mx1001-2").items]
    assert notes == ["Did the merc", "Two crystals"]
    assert requests_of(person_named("tessa"), "mx2002-1") == []
