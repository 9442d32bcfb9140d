import pytest

from farlight.samples.domain.naming import (
    objections_to_acronym,
    objections_to_name,
    objections_to_sample,
    objections_to_substance,
)
from farlight.samples.types import ComponentDetails, SampleDetails, SubstanceDetails


@pytest.mark.parametrize(("acronym", "count"), [("Lyso_1-a", 0), ("", 1), ("a b", 1), ("x" * 41, 1), ("ü", 1)])
def test_acronyms(acronym, count):
    assert len(objections_to_acronym(acronym)) == count


@pytest.mark.parametrize(("name", "count"), [("Größe 1", 0), (" ", 1), (" a", 1), ("a\u0000", 1), ("x" * 101, 1)])
def test_names(name, count):
    assert len(objections_to_name("sample", name)) == count


def test_a_substance_is_objected_to_as_a_whole():
    good = SubstanceDetails(
        cas="7732-18-5",
        inchikey="LYCAIKOWRPUZTN-UHFFFAOYSA-N",
        sequence="MKAL IVL*",
        molecular_weight_da=18.0,
        density_g_per_cm3=1.0,
    )
    assert objections_to_substance(good) == []
    bad = SubstanceDetails(
        cas="7732-18-6",
        inchikey="x",
        sequence="1",
        molecular_weight_da=0.0,
        density_g_per_cm3=float("nan"),
        formula="C" * 201,
        smiles="C" * 2001,
        species="x" * 101,
        comment="x" * 1001,
    )
    assert [objection.field for objection in objections_to_substance(bad)] == [
        "cas",
        "inchikey",
        "sequence",
        "molecular_weight_da",
        "density_g_per_cm3",
        "formula",
        "smiles",
        "species",
        "comment",
    ]
    assert [o.field for o in objections_to_substance(SubstanceDetails(cas="water"))] == ["cas"]


def test_a_sample_is_objected_to_as_a_whole():
    good = SampleDetails(components=(ComponentDetails(acronym="NaCl", amount=0.0, unit="mM", ph=7.0, ratio_frac=0.5),))
    assert objections_to_sample(good) == []
    bad = SampleDetails(
        components=(
            ComponentDetails(acronym="NaCl", amount=-1.0, unit="mM", ph=20.0, ratio_frac=2.0),
            ComponentDetails(acronym="nacl", amount=1.0),
        ),
        storage_temperature_k=-1.0,
        comment="x" * 501,
    )
    assert [objection.message for objection in objections_to_sample(bad)] == [
        "The component nacl is given twice.",
        "The amount of NaCl of -1 is not possible.",
        "A pH of 20 of NaCl is not possible.",
        "The share of NaCl is not between 0 and 1.",
        "The amount of nacl has no unit.",
        "The storage temperature of -1 is not possible.",
        "The comment has 501 signs; 500 fit.",
    ]
