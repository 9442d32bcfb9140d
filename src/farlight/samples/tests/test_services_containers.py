import pytest

from farlight.bus.public import all_entries
from farlight.kernel.errors import Invalid, NotFound
from farlight.kernel.pictures import Photograph
from farlight.kernel.tests.factories import make_picture
from farlight.kernel.time import utc_now
from farlight.people.tests.factories import make_person
from farlight.proposals.tests.factories import make_proposal
from farlight.samples.adapters.type_files import standard_types
from farlight.samples.domain.geometry import read_container_type, type_from
from farlight.samples.errors import NameTaken, StateForbids
from farlight.samples.models import ContainerReport, ContainerType
from farlight.samples.public import (
    container_type,
    container_types,
    containers_scanned,
    contents_of,
    define_container_types,
    draft_profile,
    first_specimen,
    hand_over_container,
    move_container,
    note_conditions,
    pair_samples,
    part_samples,
    place_sample,
    register_container,
    register_sample,
    register_specimen,
    relate_samples,
    report_on_container,
    samples_of_proposal,
    set_specimen_state,
    specimens_with_barcode,
    substance_named,
    take_out,
)
from farlight.samples.queries.family import ancestors_of
from farlight.samples.services.containers import retire_container
from farlight.samples.services.hazards import attach_sheet
from farlight.samples.tests.factories import make_container, make_sample
from farlight.samples.types import (
    ComponentDetails,
    Condition,
    ContainerDetails,
    Hazard,
    HazardDeclaration,
    RelationKind,
    SampleDetails,
    SpecimenDetails,
    SpecimenState,
)

pytestmark = pytest.mark.django_db
NOW = utc_now()
PNG = make_picture(form="PNG", place=True)
OWN = {
    "code": "own",
    "title": "Own",
    "outline": "rect",
    "slot": [{"name": "a", "x_frac": 0.5, "y_frac": 0.5, "size_frac": 0.2}],
}


@pytest.fixture
def ada():
    ada = make_person("ada")
    make_proposal(ada)
    make_proposal(ada, "mx9999")
    return ada


def bodies(kind):
    return [entry.body for entry in all_entries("") if entry.kind == kind]


def test_a_type_is_defined_once_and_changes_by_versions(ada):
    first = read_container_type(OWN)
    assert (define_container_types(types=[first]), define_container_types(types=[first])) == (1, 0)
    box = make_container("B", "own")
    other = read_container_type(OWN | {"title": "Other"})
    with pytest.raises(Invalid, match="Give it version 2"):
        define_container_types(types=[other])
    second = read_container_type(OWN | {"title": "Other", "version": 2})
    assert define_container_types(types=[second]) == 1
    assert (container_type("own").title, type_from(box.type.document).title) == ("Other", "Own")
    assert define_container_types(types=[read_container_type(OWN | {"version": 0})]) == 1
    assert container_type("own").version == 2
    with pytest.raises(Invalid, match="no type of container"):
        container_type("unheard-of")
    assert set(container_types()) == set(standard_types()) | {"own"}


def test_a_newer_version_that_comes_with_farlight_takes_over(ada):
    make_container("old")
    ContainerType.objects.filter(code="unipuck").update(version=0)
    make_container("new")
    assert list(ContainerType.objects.values_list("version", "is_current")) == [(0, False), (1, True)]


def test_containers_are_named_once_in_a_proposal_and_found_by_what_is_scanned(ada):
    first = make_container("P1")
    second = make_container("p1", proposal="mx9999")
    own = register_container(
        proposal="", name="P1", container_type="unipuck", details=ContainerDetails(barcode="DM-77"), by=ada
    )
    for proposal in ("mx2341", ""):
        with pytest.raises(NameTaken):
            make_container("p1", proposal=proposal)
    with pytest.raises(Invalid):
        make_container(" ")
    assert containers_scanned("P1") == [first, second, own]
    assert (containers_scanned("DM-77"), containers_scanned(second.code.upper())) == ([own], [second])
    assert containers_scanned("nothing") == []


def test_a_container_is_lent_empty_and_retired_with_a_reason(ada):
    puck = make_container("L-1", proposal="")
    place = place_sample(sample=make_sample(), container=puck, slot="1", now=NOW)
    with pytest.raises(StateForbids, match="empty it first"):
        hand_over_container(container=puck, proposal="mx2341", by=ada)
    take_out(thing=place.specimen, now=NOW)
    hand_over_container(container=puck, proposal="mx2341", by=ada)
    hand_over_container(container=puck, proposal="mx2341", by=ada)
    assert [body["before"] for body in bodies("container-handed-over")] == [""]
    make_container("L-1", proposal="")
    with pytest.raises(NameTaken):
        hand_over_container(container=puck, proposal="", by=ada)
    with pytest.raises(Invalid, match="not said why"):
        retire_container(container=puck, reason=" ", by=ada)
    retire_container(container=puck, reason="Cracked.", by=ada)
    retire_container(container=puck, reason="Cracked.", by=ada)
    assert [body["reason"] for body in bodies("container-retired")] == ["Cracked."]
    with pytest.raises(Invalid, match="is not used any more"):
        place_sample(sample=make_sample(name="b", acronym="b"), container=puck, slot="1", now=NOW)


def test_a_report_has_photographs(ada, settings, tmp_path):
    settings.FARLIGHT_DATA_DIR = tmp_path
    puck = make_container()
    photograph = Photograph(name="C:\\photos\\lid<.png", content=PNG)
    report_on_container(container=puck, text=" Bent. ", photographs=[photograph], is_damage=True, by=ada, now=NOW)
    report = ContainerReport.objects.get()
    (picture,) = report.photographs.all()
    assert (report.text, picture.name, picture.media_type) == ("Bent.", "lid.png", "image/png")
    kept = (tmp_path / "containers" / puck.code / picture.code).read_bytes()
    assert (len(kept), kept[:4], b"eXIf" in PNG, b"eXIf" in kept) == (picture.size_bytes, PNG[:4], True, False)
    assert [str(row) for row in (report, picture)] == [report.code, "lid.png"]
    bad = [Photograph(name="x.txt", content=b"x")] * 13 + [Photograph(name="big.png", content=PNG + b"0" * 15_000_000)]
    with pytest.raises(Invalid) as refusal:
        report_on_container(container=puck, text="", photographs=bad, is_damage=False, by=ada, now=NOW)
    assert {objection.field for objection in refusal.value.objections} == {"text", "photographs"}
    with pytest.raises(Invalid, match="too long"):
        report_on_container(container=puck, text="x" * 4001, photographs=[], is_damage=False, by=ada, now=NOW)


def test_a_safety_data_sheet_goes_with_the_draft(ada, settings, tmp_path):
    settings.FARLIGHT_DATA_DIR = tmp_path
    make_sample()
    lyso = substance_named("mx2341", "lyso")
    with pytest.raises(StateForbids, match="no draft"):
        attach_sheet(substance=lyso, name="sds.pdf", content=b"%PDF-1.7")
    draft_profile(substance=lyso, declaration=HazardDeclaration())
    with pytest.raises(Invalid) as refusal:
        attach_sheet(substance=lyso, name="/", content=b"0" * 15_000_001)
    assert [o.message for o in refusal.value.objections] == ["file is no PDF.", "file has 15.0 MB; 15 MB fit."]
    assert attach_sheet(substance=lyso, name="sds.pdf", content=b"%PDF-1.7").sheet_name == "sds.pdf"


def test_pieces_have_barcodes_states_and_conditions(ada):
    sample = make_sample()
    piece = register_specimen(sample=sample, details=SpecimenDetails(barcodes=("HX1", " HX1 ", "")), now=NOW, by=ada)
    first = first_specimen(sample)
    assert specimens_with_barcode(["HX1", "HX2"]) == {"HX1": [piece], "HX2": []}
    for state in (SpecimenState.MEASURED, SpecimenState.MEASURED, SpecimenState.UNLOADED, SpecimenState.MEASURED):
        set_specimen_state(specimen=piece, to=state, now=NOW, by=ada)
    piece.refresh_from_db()
    assert (piece.exposures, piece.state) == (2, "measured")
    assert [body["before"] for body in bodies("specimen-state-changed")] == ["declared", "measured", "unloaded"]
    with pytest.raises(Invalid, match="cannot be packed now"):
        set_specimen_state(specimen=piece, to=SpecimenState.PACKED, now=NOW)
    with pytest.raises(Invalid, match="not activated"):
        note_conditions(specimen=first, conditions=[Condition.WARM], count_rate_cps=3.0)
    for _ in range(2):
        note_conditions(specimen=first, conditions=[Condition.ACTIVATED, Condition.WARM], count_rate_cps=3.0, by=ada)
    assert [body["conditions"] for body in bodies("specimen-condition-noted")] == [["warm", "activated"]]
    piece.delete()
    with pytest.raises(NotFound):
        set_specimen_state(specimen=register_specimen_gone(sample), to=SpecimenState.LOST, now=NOW)


def register_specimen_gone(sample):
    piece = register_specimen(sample=sample, details=SpecimenDetails(), now=NOW)
    type(piece).objects.filter(pk=piece.pk).delete()
    return piece


def test_a_sample_without_a_piece_cannot_be_placed(ada):
    sample = make_sample()
    sample.specimens.all().delete()
    assert samples_of_proposal("mx2341")[0].specimen == ""
    with pytest.raises(NotFound, match="no physical piece"):
        place_sample(sample=sample, container=make_container(), slot="1", now=NOW)


def test_a_mixture_has_the_worst_colour_of_all_that_is_in_it(ada):
    make_sample(acronym="lyso", name="a")
    make_sample(acronym="tox", name="b", hazard=Hazard.RED)
    parts = (ComponentDetails(acronym="TOX", amount=1.0, unit="mM"), ComponentDetails(acronym="lyso"))
    lyso = substance_named("mx2341", "lyso")
    mixture = register_sample(substance=lyso, name="mix", details=SampleDetails(components=parts))
    found = {s.name: s.hazard for s in samples_of_proposal("mx2341")}
    assert found == {"a": Hazard.GREEN, "b": Hazard.RED, "mix": Hazard.RED}
    puck = make_container()
    place_sample(sample=mixture, container=puck, slot="1", now=NOW)
    (piece,) = contents_of([puck.code])[puck.code].specimens()
    assert [(s.acronym, s.amount, s.amount_unit) for s in piece.substances] == [("lyso", None, ""), ("tox", 1.0, "mM")]
    with pytest.raises(Invalid, match="no substance 'nothing'"):
        register_sample(
            substance=lyso, name="x", details=SampleDetails(components=(ComponentDetails(acronym="nothing"),))
        )
    assert [str(row) for row in mixture.components.all()] == ["1.0 mM", "None"]


def test_samples_come_out_of_one_another_without_circles(ada):
    grid, lamella, third = (make_sample(name=name, acronym=name) for name in ("grid", "lamella", "third"))
    foreign = make_sample("mx9999", "foreign")
    row = relate_samples(child=lamella, parent=grid, kind=RelationKind.LAMELLA_OF, by=ada)
    relate_samples(child=lamella, parent=grid, kind=RelationKind.LAMELLA_OF, by=ada)
    relate_samples(child=third, parent=lamella, kind=RelationKind.ALIQUOT, by=ada)
    assert (str(row), ancestors_of(third.pk)) == ("lamella_of", {lamella.pk, grid.pk})
    for child, parent in ((grid, third), (grid, grid), (grid, foreign)):
        with pytest.raises(Invalid):
            relate_samples(child=child, parent=parent, kind=RelationKind.ALIQUOT, by=ada)
    part_samples(child=third, parent=lamella, by=ada)
    part_samples(child=third, parent=lamella, by=ada)
    pair_samples(sample=grid, partner=third, by=ada)
    pair_samples(sample=grid, partner=third, by=ada)
    for partner in (grid, foreign):
        with pytest.raises(Invalid, match="cannot be measured beside"):
            pair_samples(sample=grid, partner=partner, by=ada)
    pair_samples(sample=grid, partner=None, by=ada)
    assert [body["fields"] for body in bodies("sample-changed")] == [["parents"], ["paired_with"], ["paired_with"]]


@pytest.mark.parametrize("depth", [1, 5])
def test_contents_cost_the_same_queries_at_any_depth_and_number(ada, depth, django_assert_num_queries):
    define_container_types(types=[read_container_type(OWN)])
    outer = last = make_container("0", "own")
    for number in range(1, depth):
        inner = make_container(str(number), "own")
        move_container(container=inner, into=last, slot="a", now=NOW, by=ada)
        move_container(container=inner, into=last, slot="a", now=NOW)
        last = inner
    place_sample(sample=make_sample(), container=last, slot="a", now=NOW)
    with django_assert_num_queries(6):
        found = contents_of([outer.code])[outer.code]
    assert [piece.sample_name for piece in found.specimens()] == ["crystal 1"]
    if depth > 1:
        with pytest.raises(Invalid, match="would lie in itself"):
            move_container(container=outer, into=last, slot="a", now=NOW)
        assert take_out(thing=inner, now=NOW)
        assert bodies("container-taken-out")[0]["out_of_name"] == str(depth - 2)
