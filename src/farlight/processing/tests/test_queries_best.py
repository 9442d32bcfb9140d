"""The best result of each sample, found with few queries, and shown to those who may see it only."""

import dataclasses

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.errors import NotFound
from farlight.people.tests.factories import make_person
from farlight.processing.models import Finding, Processing
from farlight.processing.public import best_resolutions, best_results
from farlight.processing.services.recording import claim, finish
from farlight.processing.services.starting import start_processing
from farlight.processing.tests.factories import RESULT, make_processing
from farlight.processing.types import ProcessingOptions
from farlight.runs.tests.factories import let_be_of, make_ended_run
from farlight.samples.tests.factories import make_sample

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    return make_session(ada)


def finished(session, person, run, limit, *, options=None, **changes):
    """A finished processing of a run, to a limit."""
    started = start_processing(session=session.code, run=run, options=options or ProcessingOptions(), by=person)
    row = Processing.objects.get(run__session=session, run__number=run, number=started.number)
    claim(row.pk)
    finish(row.pk, dataclasses.replace(RESULT, resolution_angstrom=limit, **changes))
    return row


def test_the_best_of_each_sample_and_why(session, ada):
    for run in (1, 2, 3):
        make_ended_run(session, run)
    one = make_sample(session.proposal.code, name="one")
    other = make_sample(session.proposal.code, name="other", acronym="thau")
    let_be_of(one, session.code, 1, 2)
    let_be_of(other, session.code, 3)
    finished(session, ada, 1, 2.5)
    finished(session, ada, 2, 1.9, options=ProcessingOptions(d_min_angstrom=1.9))
    finished(session, ada, 2, 2.2)
    finished(session, ada, 3, 1.7)
    best = best_results(ada, session.code)
    assert [(b.sample, b.sample_name, b.processing.run, b.processing.number, b.others) for b in best] == [
        (other.code, "other", 3, 1, 0),
        (one.code, "one", 2, 1, 2),
    ]
    assert best[1].parameters == ("fast", "to 1.90 Å")
    assert best[1].reasons[1].startswith("Run 2, processing 2 comes next and counts as 2.2")
    assert best_results(ada, session.code, samples=[one.code])[0].processing.run == 2
    assert [b.processing.run for b in best_results(ada, session.code, runs=[1])] == [1]
    assert best_results(ada, session.code, limit=1) == best[:1]


def test_runs_without_a_sample_stand_each_for_themselves(session, ada):
    for run, limit in ((1, 2.0), (2, 1.5)):
        make_ended_run(session, run)
        finished(session, ada, run, limit)
    assert [(b.sample, b.processing.run) for b in best_results(ada, session.code)] == [("", 2), ("", 1)]


def test_what_cannot_be_judged_comes_last_and_what_failed_not_at_all(session, ada):
    for run in (1, 2, 3):
        make_ended_run(session, run)
    finished(session, ada, 1, None)
    finished(session, ada, 2, 3.0)
    make_processing(session, ada, 3, state="failed")
    assert [b.processing.run for b in best_results(ada, session.code)] == [2, 1]


def test_as_many_queries_for_one_as_for_many(session, ada, django_assert_num_queries):
    for run in range(1, 7):
        make_ended_run(session, run)
        finished(session, ada, run, 1.5 + run / 10)
    with django_assert_num_queries(9):
        assert len(best_results(ada, session.code, limit=1)) == 1
    with django_assert_num_queries(9):
        assert len(best_results(ada, session.code)) == 6


def test_how_far_the_best_of_each_sample_reaches(session, ada, django_assert_num_queries):
    for run in (1, 2, 3, 4):
        make_ended_run(session, run)
    one = make_sample(session.proposal.code, name="one")
    other = make_sample(session.proposal.code, name="other", acronym="thau")
    let_be_of(one, session.code, 1, 2)
    let_be_of(other, session.code, 3)
    finished(session, ada, 3, None)
    with django_assert_num_queries(7):
        assert best_resolutions(ada, session.code) == {other.code: None}
    for run, limit in ((1, 2.5), (2, 1.9), (2, 2.2), (3, 1.7), (4, 1.2)):
        finished(session, ada, run, limit)
    with django_assert_num_queries(7):
        assert best_resolutions(ada, session.code) == {one.code: 1.9, other.code: 1.7}
    with pytest.raises(NotFound):
        best_resolutions(make_session(code="mx9999", beamline="sim2").proposal.principal_investigator, session.code)


def test_rivals_results_are_never_among_them(session, ada):
    make_ended_run(session)
    finished(session, ada, 1, 2.0)
    other = make_session(code="mx9999", beamline="sim2")
    leader = other.proposal.principal_investigator
    make_ended_run(other)
    finished(other, leader, 1, 1.0)
    assert [b.processing.session for b in best_results(ada, session.code)] == [session.code]
    assert [b.processing.session for b in best_results(leader, other.code)] == [other.code]
    for stranger, code in ((leader, session.code), (ada, other.code)):
        with pytest.raises(NotFound):
            best_results(stranger, code)


def test_a_finding_follows_from_its_result(session, ada):
    make_ended_run(session)
    row = make_processing(session, ada, state="finished")
    found = Finding.objects.get(pk=row.pk)
    assert found.worth_angstrom == pytest.approx(1.806, abs=0.001)
    assert [found.length_1_angstrom, found.length_2_angstrom] == pytest.approx([37.0, 79.1])
    assert max(found.lengths_angstrom) == found.length_7_angstrom
    assert str(found) == f"finding of {row.pk}"
