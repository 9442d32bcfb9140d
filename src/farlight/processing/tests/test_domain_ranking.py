"""The best result stands first, and says why."""

import dataclasses

import pytest

from farlight.processing.domain.ranking import I_OVER_SIGMA, Contender, merit_of, reasons_for, worth_of
from farlight.processing.tests.factories import RESULT, SHELL


def result(limit=1.8, *, outer=None, indexed_frac=0.97, rmsd_px=0.4, **overall):
    return dataclasses.replace(
        RESULT,
        resolution_angstrom=limit,
        overall=dataclasses.replace(SHELL, **({"completeness_frac": 1.0} | overall)),
        outer=dataclasses.replace(SHELL, **outer) if outer else None,
        indexed_frac=indexed_frac,
        rmsd_px=rmsd_px,
    )


def named(name, one):
    return Contender(name=name, result=one, worth=worth_of(one))


def test_a_complete_sound_result_is_worth_its_limit():
    worth = worth_of(result())
    assert (worth.worth_angstrom, worth.doubts) == (1.8, ())


def test_half_the_reflections_are_worth_as_many_to_a_coarser_limit():
    worth = worth_of(result(2.0, completeness_frac=0.125))
    assert worth.worth_angstrom == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("poorer", "said"),
    [
        (result(completeness_frac=0.6, outer={"completeness_frac": 0.05}), "60% complete (5% in the outer shell)"),
        (result(cc_half=0.8), "CC½ only 0.800"),
        (result(cc_half=None), "cannot be told"),
        (result(outer={"cc_half": 0.1}), "hardly more than noise (CC½ 0.10)"),
        (result(outer={"i_over_sigma": 0.4}), f"hardly more than noise ({I_OVER_SIGMA} 0.4)"),
        (result(indexed_frac=0.3), "only 30% of the spots indexed"),
        (result(rmsd_px=3.0), "spots 3.0 px from where"),
    ],
)
def test_every_doubt_makes_a_result_worth_less_and_is_named(poorer, said):
    sound = result()
    assert merit_of(worth_of(poorer)) > merit_of(worth_of(sound))
    assert any(said in doubt.words for doubt in worth_of(poorer).doubts)
    second = reasons_for(named("Run 1", sound), named("run 2, processing 1", poorer), others=1)[1]
    assert second.startswith("Run 2, processing 1 comes next and counts as")
    assert said in second
    first = reasons_for(named("run 2", poorer), None, others=0)
    assert said in first[0]
    assert first[1] == "It is the only result so far."


def test_a_finer_limit_that_is_nearly_empty_loses():
    empty = result(1.4, completeness_frac=0.3, outer={"completeness_frac": 0.02})
    assert merit_of(worth_of(empty)) > merit_of(worth_of(result(1.8)))


def test_a_coarser_limit_is_the_reason_when_nothing_else_is():
    reasons = reasons_for(named("a", result(1.8)), named("b", result(2.1)), others=4)
    assert reasons == (
        f"1.80 Å with nothing to doubt: 100% complete, CC½ 0.999, {I_OVER_SIGMA} 20.0, 97% of the spots indexed.",
        "B comes next and counts as 2.10 Å: its limit is 2.10 Å.",
        "4 other results were compared.",
    )


def test_equals_are_called_equal():
    reasons = reasons_for(named("a", result(1.80)), named("b", result(1.81)), others=1)
    assert reasons[1] == "B is as good, within a hundredth of the resolution."


def test_what_cannot_be_judged_comes_last():
    nothing = dataclasses.replace(RESULT, overall=None)
    unlimited = dataclasses.replace(RESULT, resolution_angstrom=None)
    assert merit_of(worth_of(nothing)) == merit_of(worth_of(unlimited)) == float("inf")
    assert reasons_for(named("a", nothing), None, others=0)[0] == "There are too few reflections to judge it by."
    assert "too few reflections" in reasons_for(named("a", result()), named("b", nothing), others=1)[1]


def test_strengths_that_are_not_known_are_not_said():
    said = reasons_for(named("a", result(1.8, cc_half=None, i_over_sigma=None)), None, others=0)[0]
    assert said.endswith("The rest: 100% complete, 97% of the spots indexed.")


def test_what_is_doubted_is_no_strength_as_well():
    said = reasons_for(named("a", result(1.8, indexed_frac=0.3)), None, others=0)[0]
    assert said.endswith(f"only 30% of the spots indexed. The rest: 100% complete, CC½ 0.999, {I_OVER_SIGMA} 20.0.")
    poor = result(1.8, indexed_frac=0.3, completeness_frac=0.3, cc_half=0.5, i_over_sigma=None)
    said = reasons_for(named("a", poor), None, others=0)[0]
    assert "The rest" not in said
    assert [words in said for words in ("30% complete", "CC½ only 0.500", "only 30% of the spots")] == [True] * 3
