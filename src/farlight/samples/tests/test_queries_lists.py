import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from farlight.beamtime.tests.factories import make_session
from farlight.kernel.errors import NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.public import (
    SampleFilter,
    first_specimen,
    place_sample,
    register_sample,
    sample_key,
    sample_with_key,
    samples_with_keys,
    visible_sample_rows,
)
from farlight.samples.services.specimens import describe_specimen
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import ComponentDetails, SampleDetails, SampleRole, SpecimenDetails, SpecimenState

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada = make_person("ada")
    make_session(ada)
    return ada


def names(person, **wanted):
    return [row.summary.name for row in visible_sample_rows(person, SampleFilter(**wanted)).rows]


@pytest.mark.parametrize("with_mixtures", [False, True])
def test_a_list_costs_the_same_queries_for_any_number(ada, with_mixtures):
    def queries(count):
        puck = make_container(f"P{count}")
        for number in range(count):
            sample = make_sample(name=f"{count}-{number}", acronym=f"a{count}-{number}")
            place_sample(sample=sample, container=puck, slot=str(number + 1), now=utc_now())
            if with_mixtures:
                parts = (ComponentDetails(acronym=f"a{count}-{number}"),)
                details = SampleDetails(components=parts)
                register_sample(substance=sample.substance, name=f"mix {count}-{number}", details=details)
        with CaptureQueriesContext(connection) as context:
            visible_sample_rows(ada)
        return len(context)

    assert queries(1) == queries(3) == queries(7)


def test_pages_follow_one_another_though_samples_are_added(ada):
    for name in ("a", "b", "c", "d"):
        make_sample(name=name, acronym=name)
    first = visible_sample_rows(ada, limit=2)
    make_sample(name="aa", acronym="aa")
    second = visible_sample_rows(ada, cursor=first.next_cursor, limit=2)
    assert [[row.summary.name for row in page.rows] for page in (first, second)] == [["a", "b"], ["c", "d"]]
    assert (second.next_cursor, second.rows[0].specimens) == ("", 1)
    assert len(visible_sample_rows(ada, cursor="nonsense", limit=0).rows) == 1


def test_samples_are_found_by_what_people_know_of_them(ada):
    lyso, thau = make_sample(name="x1"), make_sample(name="x2", acronym="thau")
    register_sample(substance=None, proposal="mx2341", name="can", details=SampleDetails(role=SampleRole.CAN))
    puck = make_container("CPS-7")
    place_sample(sample=thau, container=puck, slot="1", now=utc_now())
    describe_specimen(specimen=first_specimen(lyso), details=SpecimenDetails(barcodes=("HX9",), label="red cap"))
    expected = {
        "x1": {"words": "hx9"},
        "x2": {"words": "cps-7 thau"},
        "can": {"role": SampleRole.CAN},
    }
    assert {name: names(ada, **wanted) for name, wanted in expected.items()} == {name: [name] for name in expected}
    assert names(ada, is_placed=True, container=puck.code, substance=thau.substance.code) == ["x2"]
    assert names(ada, is_placed=False, proposal="mx2341", state=SpecimenState.DECLARED) == ["can", "x1"]
    assert names(ada, state=SpecimenState.LOST) == names(ada, technique="em_grid") == []
    with pytest.raises(NotFound):
        names(ada, proposal="mx9999")


def test_machines_find_samples_by_keys(ada):
    sample = make_sample()
    assert sample_key("mx2341", sample.code) == sample.pk
    assert sample_key("mx9999", sample.code) is None
    assert samples_with_keys([sample.pk, 0]) == {sample.pk: sample_with_key(sample.pk)}
    assert sample_with_key(0) is None
