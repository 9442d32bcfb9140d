import dataclasses

import pytest

from farlight.processing.domain import decisions as d
from farlight.processing.domain.decisions import IndexingAttempt, IndexingOutcome
from farlight.processing.domain.logs import ResolutionBin
from farlight.processing.tests.factories import SHELL
from farlight.processing.types import BeamSearch, ProcessingOptions, Speed


def outcome(indexed_frac: float, rmsd_px: float, geometry: str = "header") -> IndexingOutcome:
    attempt = IndexingAttempt(geometry=geometry, method="fft1d")
    return IndexingOutcome(attempt=attempt, indexed_frac=indexed_frac, rmsd_px=rmsd_px)


def first(axis: str = "", **options) -> list[str]:
    return [attempt.name for attempt in d.first_attempts(ProcessingOptions(**options), axis)]


def last(axis: str = "", **options) -> list[str]:
    return [attempt.name for attempt in d.last_attempts(ProcessingOptions(**options), axis)]


def test_the_quick_way_goes_first():
    assert first() == ["header_fft1d", "beam_fft1d", "far_beam_fft1d"]
    assert last() == ["header_fft3d", "beam_fft3d", "header_fft3d_more"]
    assert last(axis="y") == ["y_header_fft3d", "y_beam_fft3d", "y_header_fft3d_more"]


def test_with_time_the_sure_way_goes_first():
    assert (first(speed=Speed.THOROUGH)[0], last(speed=Speed.THOROUGH)[0]) == ("header_fft3d", "header_fft1d")


def test_the_beam_is_searched_as_asked():
    assert not [way for way in first(beam_search=BeamSearch.NEVER) if "beam" in way]
    assert first(beam_search=BeamSearch.ALWAYS)[0] == "beam_fft1d"


def test_a_known_cell_is_searched_for_in_every_orientation():
    known = first(unit_cell=(78, 78, 78, 90, 90, 90), space_group="I 21 3")
    assert known[:2] == ["header_real_space_grid_search", "beam_real_space_grid_search"]
    assert not [way for way in first(space_group="I 21 3") if "grid" in way]


def test_a_given_longest_axis_is_not_stretched():
    assert "header_fft3d_more" not in last(max_cell_angstrom=300)


@pytest.mark.parametrize(
    ("options", "like", "name"),
    [
        ({}, None, "y_beam_fft1d"),
        ({}, outcome(0.9, 1, "header"), "y_beam_fft1d"),
        ({}, outcome(0.9, 1, "far_beam"), "y_far_beam_fft1d"),
        ({"beam_search": BeamSearch.NEVER}, None, "y_header_fft1d"),
        ({"unit_cell": (78, 78, 78, 90, 90, 90), "space_group": "I23"}, None, "y_beam_real_space_grid_search"),
    ],
)
def test_an_axis_is_judged_by_one_attempt(options, like, name):
    trials = d.trials_of_axis(ProcessingOptions(**options), "y", like=like)
    assert [attempt.name for attempt in trials] == [name]


def test_most_spots_win_and_among_equals_the_closer_prediction():
    assert d.best_outcome([]) is None
    assert d.best_outcome([outcome(0.5, 0.1), outcome(0.9, 2)]) == outcome(0.9, 2)
    assert d.best_outcome([outcome(0.95, 1.2), outcome(0.94, 0.3)]) == outcome(0.94, 0.3)


@pytest.mark.parametrize(
    ("outcomes", "search", "rotation_deg", "settled"),
    [
        ([], BeamSearch.AUTO, 90, False),
        ([outcome(0.79, 0.3)], BeamSearch.AUTO, 90, False),
        ([outcome(0.81, 0.3)], BeamSearch.AUTO, 90, True),
        ([outcome(0.99, 0.3)], BeamSearch.AUTO, 1, False),
        ([outcome(0.99, 0.3), outcome(0.9, 0.3, "beam")], BeamSearch.AUTO, 1, True),
        ([outcome(0.6, 0.3), outcome(0.99, 0.3, "far_beam")], BeamSearch.AUTO, 1, True),
        ([outcome(0.99, 0.3)], BeamSearch.NEVER, 1, True),
    ],
)
def test_indexing_is_settled_by_most_spots_and_for_narrow_sweeps_by_both_geometries(
    outcomes, search, rotation_deg, settled
):
    assert d.indexing_is_settled(outcomes, ProcessingOptions(beam_search=search), rotation_deg) is settled


def test_desperate_ways_are_tried_only_in_need():
    far = IndexingAttempt(geometry="far_beam", method="fft1d")
    stretched = IndexingAttempt(geometry="header", method="fft3d", arguments=("x",))
    usual = IndexingAttempt(geometry="beam", method="fft3d")
    assert [d.is_worth_trying(way, [outcome(0.6, 1)]) for way in (far, stretched, usual)] == [False, False, True]
    assert [d.is_worth_trying(way, [outcome(0.3, 1)]) for way in (far, stretched)] == [True, True]
    assert d.is_worth_trying(far, [])


def shell(d_min: float, completeness_frac: float, i_over_sigma: float) -> ResolutionBin:
    return ResolutionBin(
        d_max_angstrom=d_min + 0.5,
        d_min_angstrom=d_min,
        observations=50,
        multiplicity=1.0,
        completeness_frac=completeness_frac,
        i_over_sigma=i_over_sigma,
    )


def test_data_that_do_not_repeat_end_in_noise_or_in_a_corner():
    inner = [shell(4, 0.12, 50), shell(3, 0.11, 20), shell(2.5, 0.12, 9)]
    assert d.resolution_limit_angstrom([*inner, shell(2.2, 0.11, 1.9)]) == 2.5
    assert d.resolution_limit_angstrom([*inner, shell(2.2, 0.05, 9)]) == 2.5
    assert d.resolution_limit_angstrom([*inner, shell(2.2, 0.1, 3)]) == 2.2
    assert d.resolution_limit_angstrom([shell(4, 0.1, 0.5)]) == 4
    assert d.resolution_limit_angstrom([]) is None


def test_the_corner_of_a_detector_is_found():
    assert d.edge_of_completeness_angstrom([shell(4, 1, 9), shell(3, 0.9, 9), shell(2, 0.4, 9)]) == 3
    assert d.edge_of_completeness_angstrom([shell(4, 1, 9), shell(3, 0.9, 9)]) is None
    assert d.edge_of_completeness_angstrom([]) is None


def test_what_counts_as_narrow_sparse_and_hardly_repeated():
    assert (d.is_narrow(9.9), d.is_narrow(10)) == (True, False)
    assert (d.sparse_data(4.9), d.sparse_data(5)) == (True, False)
    assert [d.hardly_repeats(value) for value in (None, 1.4, 1.5)] == [True, True, False]


def test_statistics_that_lost_the_signal_are_not_believed():
    for i_over_sigma, believed in ((20.0, True), (0.0, False), (None, False)):
        assert d.is_believable(dataclasses.replace(SHELL, i_over_sigma=i_over_sigma)) is believed
