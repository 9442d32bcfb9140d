"""What a demo measures by itself."""

import pytest

from farlight.acquisition.public import requests_of
from farlight.config.facility.first_collections import queue_first_collections
from farlight.config.facility.loading import load_facility
from farlight.config.facility.packaged import demo_facility_file
from farlight.config.facility.reading import read_facility
from farlight.kernel.time import utc_now
from farlight.logbook.public import notes_of_session
from farlight.people.public import person_named
from farlight.science.scans import Grid, Screening


@pytest.mark.django_db(transaction=True)
def test_the_running_session_gets_a_grid_and_a_screening_once():
    file = read_facility(demo_facility_file())
    load_facility(file, now=utc_now())
    queue_first_collections(file)
    queue_first_collections(file)
    mira = person_named("mira")
    screening, grid = requests_of(mira, "mx1001-2")
    assert grid.parameters.layout == Grid(rows=8, columns=12, step_x_um=20.0, step_y_um=20.0)
    assert screening.parameters.layout == Screening(angles_deg=(0.0, 45.0, 90.0))
    assert {grid.sample_name, screening.sample_name} == {"insulin-3"}
    assert [note.text[:12] for note in notes_of_session(mira, "mx1001-2").items] == ["Two crystals"]
    assert requests_of(person_named("tessa"), "mx2002-1") == []
