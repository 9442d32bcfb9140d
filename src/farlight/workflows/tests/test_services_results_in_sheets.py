from dataclasses import replace

import pytest

from farlight.beamlines.tests.factories import make_beamline
from farlight.beamtime.public import schedule_session
from farlight.beamtime.tests.factories import HOUR, make_session
from farlight.beamtime.types import AccessMode
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.processing.tests.factories import RESULT, make_processing
from farlight.runs.tests.factories import let_be_of, make_ended_run
from farlight.samples.tests.factories import make_sample
from farlight.workflows.services.results_in_sheets import results_of_samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


def test_a_sheet_tells_data_sets_and_the_best_result(ada, session):
    one = make_sample(name="one")
    two = make_sample(name="two", acronym="thau")
    make_sample(name="never measured", acronym="prok")
    for run in (1, 2, 3):
        make_ended_run(session, run)
    let_be_of(one, session.code, 1, 2)
    let_be_of(two, session.code, 3)
    make_processing(session, ada, 2, state="finished")
    found = results_of_samples(ada, "mx2341", ())
    assert found == {
        one.code: {
            "data_sets": "2",
            "best_result": "run mx2341-1/2, P 43 21 2, 79.10 79.10 37.00  90 90 90",
            "best_resolution_angstrom": "1.80",
        },
        two.code: {"data_sets": "1"},
    }
    assert results_of_samples(ada, "mx2341", [two.code]) == {two.code: {"data_sets": "1"}}


def test_the_best_of_all_sessions_is_told_and_no_resolution_where_there_is_none(ada, session):
    """Wherever nobody could say how far a crystal diffracts, in the session that comes first or in the other."""
    bad = replace(RESULT, resolution_angstrom=None)
    both, only = make_sample(name="both"), make_sample(name="only", acronym="thau")
    turned = make_sample(name="turned", acronym="prok")
    now = utc_now()
    make_beamline("sim2")
    later = schedule_session(
        proposal="mx2341", beamline="sim2", start=now + HOUR, end=now + 2 * HOUR, access_mode=AccessMode.REMOTE
    )
    for where, run, of, result in (
        (session, 1, both, RESULT), (later, 1, both, bad), (later, 2, only, bad),
        (session, 2, turned, bad), (later, 3, turned, RESULT),
    ):  # fmt: skip
        make_ended_run(where, run)
        let_be_of(of, where.code, run)
        make_processing(where, ada, run, state="finished", result=result)
    found = results_of_samples(ada, "mx2341", ())
    assert {code: (texts["data_sets"], texts.get("best_resolution_angstrom", "")) for code, texts in found.items()} == {
        both.code: ("2", "1.80"),
        only.code: ("1", ""),
        turned.code: ("2", "1.80"),
    }
    assert [found[one.code]["best_result"].partition(",")[0] for one in (both, turned)] == [
        "run mx2341-1/1",
        f"run {later.code}/3",
    ]


def test_sessions_that_one_may_not_see_are_left_out(ada, session):
    sample = make_sample(name="one")
    make_ended_run(session, 1)
    let_be_of(sample, session.code, 1)
    rival = make_person("rival")
    make_session(rival, "mx9999", beamline="sim2", starts_in=24 * HOUR)
    assert results_of_samples(rival, "mx2341", ()) == {}
