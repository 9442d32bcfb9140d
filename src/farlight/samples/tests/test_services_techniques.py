"""Techniques in rows, and samples declared by them."""

import copy
import json

import pytest

from farlight.beamtime.tests.factories import make_session
from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.samples.adapters import technique_files
from farlight.samples.adapters.technique_files import standard_techniques, techniques_in
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.techniques import read_technique
from farlight.samples.models import Placement, Sample, SampleRelation, SpecimenBarcode
from farlight.samples.queries.techniques import current_techniques, technique_named, techniques_of
from farlight.samples.services.registration import register_substance
from farlight.samples.services.techniques import (
    Declaration,
    correct_sample,
    declare_sample,
    define_techniques,
    details_of,
    follow_newest_version,
)
from farlight.samples.tests.factories import make_container
from farlight.samples.tests.pieces import PIECES
from farlight.samples.types import SampleDetails, SampleRole

pytestmark = pytest.mark.django_db
NOW = utc_now()


@pytest.fixture
def ada():
    person = make_person("ada")
    make_session(person, "mx2341")
    return person


def changed(**properties):
    """Pieces in a version 3, with other properties."""
    document = copy.deepcopy(PIECES)
    document["x-farlight"]["version"] = 3
    for key, change in properties.items():
        document["properties"].setdefault(key, {}).update(change)
    return read_technique(document)


def declare(ada, code="mx_crystal", **said):
    declaration = Declaration(**{"name": "x1", **said})
    return declare_sample(proposal="mx2341", technique=technique_named(code), declaration=declaration, now=NOW, by=ada)


def refusal_of(ada, code="mx_crystal", **said):
    with pytest.raises(Invalid) as refused:
        declare(ada, code, **said)
    return [(objection.field, objection.message) for objection in refused.value.objections]


# ---------------------------------------------------------------- which there are


def test_ten_techniques_are_there_without_being_loaded():
    assert list(current_techniques()) == sorted(standard_techniques())
    assert technique_named("mx_crystal").version == 1
    assert technique_named("mx_crystal", 1).version == 1


@pytest.mark.parametrize("technique", standard_techniques().values(), ids=lambda technique: technique.code)
def test_samples_of_a_technique_go_into_its_containers(technique):
    types = standard_types()
    for code in technique.containers:
        accepted = {word for slot in types[code].slots for word in slot.accepts}
        assert not technique.mount or not accepted or technique.mount in accepted, code


def test_a_facility_adds_techniques_and_versions():
    assert define_techniques(techniques=[read_technique(PIECES)]) == 1
    assert define_techniques(techniques=[read_technique(PIECES)]) == 0
    assert define_techniques(techniques=[changed()]) == 1
    assert current_techniques()["pieces"].version == 3
    assert technique_named("pieces").version == 3
    assert technique_named("pieces", 2) == read_technique(PIECES)
    assert set(techniques_of({("pieces", 2), ("mx_crystal", 1), ("gone", 7)})) == {("pieces", 2), ("mx_crystal", 1)}


def test_an_older_version_that_comes_late_does_not_count():
    define_techniques(techniques=[changed(), read_technique(PIECES)])
    assert technique_named("pieces").version == 3


def test_versions_never_change():
    define_techniques(techniques=[changed()])
    with pytest.raises(Invalid) as refused:
        define_techniques(techniques=[changed(n={"title": "How many"})])
    assert [(o.message, o.mend) for o in refused.value.objections] == [
        (
            "pieces version 3 is known already, and says something else.",
            "Give it version 4, so that older samples stay readable.",
        )
    ]


def test_a_technique_that_nobody_knows_is_not_found():
    for code, version in (("gone", None), ("mx_crystal", 99)):
        with pytest.raises(NotFound):
            technique_named(code, version)


def test_files_tell_what_is_wrong_in_which(tmp_path):
    (tmp_path / "a.json").write_text("{")
    (tmp_path / "b.json").write_text(json.dumps({**PIECES, "type": "array"}))
    (tmp_path / "c.json").write_text(json.dumps(PIECES))
    with pytest.raises(Invalid) as refused:
        techniques_in(tmp_path)
    assert [str(o).split(":")[0] for o in refused.value.objections] == [
        "a.json",
        "b.json",
        "c.json describes pieces-2. Name it pieces-2.json.",
    ]


def test_without_files_there_are_none(monkeypatch, tmp_path):
    monkeypatch.setattr(technique_files, "_PLACES", (tmp_path / "gone",))
    standard_techniques.cache_clear()
    try:
        assert standard_techniques() == {}
    finally:
        standard_techniques.cache_clear()


# ---------------------------------------------------------------- declaring


def test_a_sample_is_declared_by_its_technique(ada):
    register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", by=ada)
    puck = make_container()
    sample = declare(
        ada,
        substance="LYSO",
        texts={"space_group": "p 43 21 2", "energy_ev": "12,7e3", "experiment_kind": "native", "ligand": ""},
        barcodes=("HX1",),
        container=puck,
        slot="5",
        details=SampleDetails(role=SampleRole.CALIBRANT, comment="careful", storage_temperature_k=77.0),
    )
    sample.refresh_from_db()
    assert (sample.technique, sample.schema_version, sample.substance.acronym) == ("mx_crystal", 1, "lyso")
    assert sample.values == {"space_group": "P43212", "energy_ev": 12700.0, "experiment_kind": "native"}
    assert (sample.role, sample.comment, sample.storage_temperature_k) == ("calibrant", "careful", 77.0)
    assert list(SpecimenBarcode.objects.values_list("specimen__sample__name", "text")) == [("x1", "HX1")]
    assert sample.specimens.get().mount == "pin"
    assert list(Placement.objects.values_list("container__name", "slot")) == [("CPS-0421", "5")]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(ada):
    texts = {"space_group": "P99", "energy_ev": "soft", "experiment_kind": "SAD", "crystal_x_um": "-1"}
    puck = make_container()
    before = len(list(all_entries("")))
    assert refusal_of(ada, name=" ", substance="gone", texts=texts, container=puck, slot="") == [
        ("value:space_group", "Space group: 'P99' is not one of the choices."),
        ("value:energy_ev", "Energy: 'soft' is not a number."),
        ("value:crystal_x_um", "Crystal length: -1 µm is too small."),
        (
            "value:scatterer",
            "Anomalous scatterer is missing. Anomalous data are measured at its absorption edge.",
        ),
        ("substance", "The proposal has no protein 'gone'."),
        ("name", "The name is missing."),
        ("slot", "It is not said where in CPS-0421 it lies."),
    ]
    assert Sample.objects.count() == 0
    assert len(list(all_entries(""))) == before


def test_a_substance_is_needed_where_the_technique_says_so(ada):
    assert refusal_of(ada) == [("substance", "The protein is missing.")]
    assert declare(ada, "tomography", texts={}).substance is None


def test_names_and_places_that_are_taken_are_told_at_their_fields(ada):
    puck = make_container()
    declare(ada, "tomography", name="x1")
    assert refusal_of(ada, "tomography", name="x1") == [("name", "The proposal has a sample 'x1' already.")]
    register_substance(proposal="mx2341", acronym="lyso", name="Lysozyme", by=ada)
    declare(ada, name="x2", substance="lyso", container=puck, slot="1")
    ((field, message),) = refusal_of(ada, name="x3", substance="lyso", container=puck, slot="1")
    assert field == "slot"
    assert "x2" in message
    assert not Sample.objects.filter(name="x3").exists()


def test_partners_that_values_name_become_relations(ada):
    register_substance(proposal="mx2341", acronym="bsa", name="Albumin", by=ada)
    assert refusal_of(
        ada, "saxs_solution", substance="bsa", texts={"concentration_mg_per_ml": "5", "buffer": "buffer A"}
    ) == [("value:buffer", "Matching buffer: the proposal has no sample 'buffer A'.")]
    buffer = declare(ada, "saxs_solution", name="buffer A", substance="bsa", texts={"concentration_mg_per_ml": "0"})
    solution = declare(
        ada, "saxs_solution", name="s1", substance="bsa", texts={"concentration_mg_per_ml": "5", "buffer": "buffer A"}
    )
    assert solution.paired_with == buffer
    grid = declare(ada, "em_grid", name="g1", substance="bsa")
    lamella = {"specimen_kind": "lamella", "parent_grid": "g1"}
    declare(ada, "em_grid", name="l1", substance="bsa", texts=lamella)
    relation = SampleRelation.objects.get()
    assert (relation.child.name, relation.parent, relation.kind) == ("l1", grid, "lamella_of")
    texts = {"formula": "CeO2", "method": "PDF", "calibrant": "s1", "empty_can": "buffer A"}
    assert declare(ada, "powder", name="p1", substance="bsa", texts=texts).paired_with == buffer


# ---------------------------------------------------------------- correcting


def test_a_sample_is_corrected_by_the_version_it_was_declared_by(ada):
    define_techniques(techniques=[read_technique(PIECES)])
    sample = declare(ada, "pieces", texts={"size_um": "5"})
    define_techniques(techniques=[changed(size_um={"maximum": 3})])
    said = Declaration(name="y1", texts={"size_um": "50", "colour": "blue"}, details=SampleDetails(comment="new"))
    assert correct_sample(sample=sample, declaration=said, now=NOW, by=ada) == ("name", "values", "comment")
    sample.refresh_from_db()
    assert (sample.name, sample.schema_version, sample.values) == ("y1", 2, {"size_um": 50.0, "colour": "blue"})
    assert sample.specimens.get().mount == ""
    declare(ada, "pieces", name="y2", texts={"size_um": "1"})
    with pytest.raises(Invalid) as refused:
        correct_sample(sample=sample, declaration=Declaration(name="y2", texts={"size_um": "1"}), now=NOW, by=ada)
    assert [o.field for o in refused.value.objections] == ["name"]


def test_a_sample_follows_the_newest_version_when_it_fits(ada):
    define_techniques(techniques=[read_technique(PIECES)])
    small, large = (declare(ada, "pieces", name=name, texts={"size_um": name}) for name in ("1", "50"))
    define_techniques(techniques=[changed(size_um={"maximum": 3})])
    assert follow_newest_version(sample=small, by=ada).version == 3
    small.refresh_from_db()
    assert (small.schema_version, small.values) == (3, {"size_um": 1.0})
    with pytest.raises(Invalid) as refused:
        follow_newest_version(sample=large, by=ada)
    assert [o.field for o in refused.value.objections] == ["value:size_um"]
    assert details_of(large).schema_version == 2
