"""A cell is looked up among all results that the person may know of, and no others."""

import dataclasses
import json

import numpy as np
import pytest
from django.db import connection

from farlight.beamtime.public import set_team_member
from farlight.beamtime.tests.factories import make_session
from farlight.beamtime.types import TeamRole
from farlight.kernel.errors import Invalid
from farlight.people.tests.factories import make_person
from farlight.processing.domain.cells import question_about
from farlight.processing.domain.records import record_of
from farlight.processing.models import SORTED_LENGTHS, Finding, Processing
from farlight.processing.queries import found_cells
from farlight.processing.services.findings import record_finding
from farlight.processing.tests.factories import RESULT
from farlight.processing.types import ProcessingOptions
from farlight.runs.public import run_numbered
from farlight.runs.tests.factories import make_ended_run
from farlight.science.lattices import distance_angstrom

pytestmark = pytest.mark.django_db

LYSOZYME = (79.1, 79.1, 37.0, 90.0, 90.0, 90.0)
INSULIN = (78.0, 78.0, 78.0, 90.0, 90.0, 90.0)


@pytest.fixture
def ada():
    return make_person("ada")


@pytest.fixture
def session(ada):
    session = make_session(ada)
    make_ended_run(session)
    return session


def keep(session, number, cell, space_group="P 43 21 2"):
    """A finished processing of the session's first run with a cell."""
    run = run_numbered(session.code, 1)
    result = dataclasses.replace(RESULT, unit_cell=cell, space_group=space_group)
    row = Processing.objects.create(
        run_id=run.id,
        number=number,
        pipeline="dials",
        options=record_of(ProcessingOptions()),
        state="finished",
        result=record_of(result),
        queued_at=run.started,
    )
    record_finding(row.pk, result)
    return row


def numbers(found):
    return [hit.processing.number for hit in found.hits]


def test_one_lattice_in_any_setting_is_found_nearest_first(session, ada):
    half = 78.0 * 3**0.5 / 2
    keep(session, 1, INSULIN, "I 21 3")
    keep(session, 2, (half, half, half, 109.4712, 109.4712, 109.4712), "P 1")
    keep(session, 3, (78.3, 78.3, 78.3, 90, 90, 90), "I 2 3")
    keep(session, 4, INSULIN, "P 2 3")
    keep(session, 5, LYSOZYME)
    found = found_cells(ada, question_about(INSULIN, "I"))
    assert sorted(numbers(found)[:2]) == [1, 2]
    assert numbers(found)[2:] == [3]
    assert [round(hit.distance_angstrom, 3) for hit in found.hits] == [0.0, 0.0, 0.3]
    assert not found.is_cut


def test_cells_on_either_side_of_a_boundary_are_found(session, ada):
    keep(session, 1, (79.1, 79.1, 37.0, 89.99, 90, 90), "P 1")
    keep(session, 2, (37.0, 79.12, 79.1, 90.01, 90, 90.02), "P 1")
    keep(session, 3, (49.99, 49.99, 60.0, 90.011, 89.998, 120.004), "P 1")
    keep(session, 4, (50.01, 50.01, 59.99, 89.998, 89.997, 59.99), "P 1")
    assert sorted(numbers(found_cells(ada, question_about(LYSOZYME)))) == [1, 2]
    assert sorted(numbers(found_cells(ada, question_about((50, 50, 60, 90, 90, 120))))) == [3, 4]


def test_results_of_sessions_one_may_not_see_never_appear(session, ada):
    keep(session, 1, LYSOZYME)
    other = make_session(code="mx9999", beamline="sim2")
    make_ended_run(other)
    keep(other, 1, LYSOZYME)
    rival = other.proposal.principal_investigator
    question = question_about(LYSOZYME)
    assert [hit.processing.session for hit in found_cells(ada, question).hits] == [session.code]
    assert [hit.processing.session for hit in found_cells(rival, question).hits] == [other.code]
    assert found_cells(make_person("nobody"), question).hits == ()
    set_team_member(session=other, person=ada, role=TeamRole.OBSERVER)
    assert len(found_cells(ada, question).hits) == 2


def test_more_than_fit_are_cut_and_said(session, ada):
    for number in (1, 2, 3):
        keep(session, number, (79.1 + number / 100, 79.1, 37.0, 90, 90, 90), "P 1")
    found = found_cells(ada, question_about(LYSOZYME), limit=2)
    assert (numbers(found), found.is_cut) == ([1, 2], True)
    assert found_cells(ada, question_about(LYSOZYME), limit=3).is_cut is False


def test_a_result_without_a_cell_is_not_found_and_breaks_nothing(session, ada):
    row = keep(session, 1, (79.1, 79.1, 37.0, 60.0, 60.0, 150.0))
    assert Finding.objects.get(pk=row.pk).lengths_angstrom == []
    assert found_cells(ada, question_about(LYSOZYME)).hits == ()


@pytest.mark.parametrize(
    ("cell", "centring", "tolerance", "field"),
    [
        ((0, 1, 1, 90, 90, 90), "P", None, "unit_cell"),
        (LYSOZYME, "Q", None, "centring"),
        (LYSOZYME, "P", 0.0, "tolerance_angstrom"),
        (LYSOZYME, "P", 50.0, "tolerance_angstrom"),
        (LYSOZYME, "P", float("nan"), "tolerance_angstrom"),
    ],
)
def test_questions_without_meaning_are_refused(cell, centring, tolerance, field):
    with pytest.raises(Invalid) as refused:
        question_about(cell, centring, tolerance)
    assert [objection.field for objection in refused.value.objections] == [field]


def test_the_tolerance_says_what_it_means():
    question = question_about(LYSOZYME, " p ", 1.0)
    assert question.centring == "P"
    assert question.meaning == (
        "Lattices whose reduced axes and their diagonals all agree within 1.00 Å (1.2% of their mean length). "
        "As angles: 1.25° between two axes of 65 Å."
    )
    assert question_about(LYSOZYME).tolerance_angstrom == pytest.approx(0.85, abs=0.02)


def test_fifty_thousand_results_are_searched_with_few_queries(session, ada, django_assert_num_queries):
    """Lattices of all sizes; the search finds just those that a comparison of every one finds."""
    row = keep(session, 1, LYSOZYME)
    rng = np.random.default_rng(3)
    lengths = lattices_at_random(rng, 50_000)
    keep_many(row, lengths)
    question = question_about(LYSOZYME, "P", 4.0)
    expected = int((distance_angstrom(np.array(question.lengths_angstrom), lengths) <= 4.0).sum()) + 1
    with django_assert_num_queries(6):
        found = found_cells(ada, question, limit=10_000)
    assert len(found.hits) == expected > 5
    assert numbers(found)[0] == 1


def keep_many(like, lengths):
    """Finished processings of a run by the thousand, by SQL: building so many objects takes longer than the test."""
    first = like.pk + 1
    processings = [
        (first + place, like.run_id, place + 2, "dials", "{}", "finished", "", 1.0, 0, "", like.queued_at)
        for place in range(len(lengths))
    ]
    columns = "id, run_id, number, pipeline, options, state, stage, progress_frac, attempts, cancelled_by, queued_at"
    findings = [
        (first + place, 2.0, json.dumps(row.tolist()), *sorted(row.tolist())) for place, row in enumerate(lengths)
    ]
    with connection.cursor() as cursor:
        insert(cursor, "processing_processing", columns, processings)
        # PostgreSQL else checks each finding's key by the plan that it made while the table was empty, from row to row.
        cursor.execute("ANALYZE processing_processing")
        names = ", ".join(("processing_id", "worth_angstrom", "lengths_angstrom", *SORTED_LENGTHS))
        insert(cursor, "processing_finding", names, findings)


def insert(cursor, table, columns, rows):
    marks = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - names of our own


def lattices_at_random(rng, count):
    """Seven lengths each of lattices with right angles, some of them near lysozyme's."""
    axes = rng.uniform(25, 200, (count, 3))
    axes[: count // 50] = np.array(LYSOZYME[:3]) + rng.normal(0, 6, (count // 50, 3))
    a, b, c = (axes**2).T
    return np.round(np.sqrt(np.stack([a, b, c, a + b + c, a + b, a + c, b + c], axis=1)), 5)
