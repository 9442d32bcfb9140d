from pathlib import Path

import pytest

from farlight.processing.domain import logs
from farlight.processing.domain.logs import ResolutionBin
from farlight.processing.types import ShellStatistics

RECORDED = Path(__file__).parent / "recorded"


def recorded(name: str) -> str:
    return (RECORDED / name).read_text()


def test_spots_are_counted():
    assert logs.spots_saved(recorded("find_spots_insulin.log")) == 690
    assert logs.spots_saved("No spots.") == 0


def test_spot_finding_tells_the_image_it_reached():
    reached = [logs.image_reached(line) for line in recorded("find_spots_insulin.log").splitlines()]
    assert [image for image in reached if image] == list(range(10001, 10011))


def test_indexed_spots_are_counted():
    assert logs.indexed_counts(recorded("index_insulin.log")) == (663, 27)
    assert logs.indexed_counts("") == (0, 0)


def test_only_the_last_table_of_indexed_spots_counts():
    row = "|   Imageset |   # indexed |   # unindexed | % indexed   |\n|    0 |    {} |   {} | 1.0%   |\n"
    assert logs.indexed_counts(row.format(1, 9) + row.format(7, 3)) == (7, 3)


def test_distance_of_prediction_is_that_of_the_last_refinement():
    assert logs.last_rmsd_px(recorded("refine_insulin.log")) == pytest.approx((0.33053**2 + 0.20837**2) ** 0.5)
    assert logs.last_rmsd_px("nothing") is None
    assert logs.last_rmsd_images(recorded("refine_insulin.log")) == pytest.approx(0.80847, abs=0.1)
    assert logs.last_rmsd_images("nothing") is None


def test_integrated_reflections_are_counted():
    assert logs.integrated_count(recorded("integrate_insulin.log")) == 2399
    assert logs.integrated_count("") == 0


def test_the_twin_of_a_space_group_is_named():
    assert logs.equally_likely_group(recorded("symmetry_simulated.log")) == "I 21 3"
    assert logs.equally_likely_group("Space group: P 1") == ""


def test_summary_with_a_suggested_limit_belongs_to_that_limit():
    summary = logs.merging_summary(recorded("scale_simulated.log"))
    assert summary is not None
    assert summary.was_cut
    assert summary.overall == ShellStatistics(
        d_max_angstrom=55.15,
        d_min_angstrom=2.48,
        completeness_frac=0.751,
        multiplicity=5.7,
        i_over_sigma=61.8,
        r_merge=0.027,
        r_meas=0.030,
        cc_half=1.0,
        observations=12525,
        unique=2186,
    )
    assert (summary.inner.d_min_angstrom, summary.outer.d_max_angstrom) == (6.74, 2.53)
    assert (summary.inner.cc_half, summary.outer.cc_half) == (1.0, 0.99)


def test_summary_of_data_that_do_not_repeat_holds_no_agreement():
    summary = logs.merging_summary(recorded("scale_insulin.log"))
    assert summary is not None
    assert not summary.was_cut
    assert (summary.overall.r_merge, summary.overall.r_meas, summary.overall.cc_half) == (None, None, None)
    assert summary.overall.completeness_frac == 0.07
    assert summary.overall.i_over_sigma == 20.0
    assert summary.inner.r_merge == 0.082


@pytest.mark.parametrize("text", ["", "Dataset contains no equivalent reflections", "x Summary of merging statistics"])
def test_without_a_summary_there_are_no_statistics(text):
    assert logs.merging_summary(text) is None


@pytest.mark.parametrize("number", ["nan", "None"])
def test_numbers_that_are_none_become_none(number):
    summary = logs.merging_summary(recorded("scale_simulated.log").replace(" 61.8 ", f" {number} "))
    assert summary is not None
    assert summary.overall.i_over_sigma is None


def test_bins_by_resolution_leave_the_total_out():
    bins = logs.resolution_bins(recorded("scale_insulin.log"))
    assert len(bins) == 20
    assert bins[0] == ResolutionBin(
        d_max_angstrom=20.91,
        d_min_angstrom=4.31,
        observations=70,
        multiplicity=1.06,
        completeness_frac=pytest.approx(0.1134),
        i_over_sigma=59.4,
    )
    assert bins[-1].d_min_angstrom == 1.59
    assert logs.resolution_bins("no table") == []


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("lines\nSorry: No reflections pass all criteria\n", "No reflections pass all criteria"),
        (
            "Traceback (most recent call last):\n  File x\nRuntimeError: Please report this error to a@b: broken\n",
            "broken",
        ),
        ("dials.util.DialsIndexError: No suitable indexing solution found.\n", "No suitable indexing solution found."),
        ("one\ntwo\n   indented\n\n", "two"),
        ("", ""),
    ],
)
def test_a_program_says_why_it_stopped(log, said):
    assert logs.complaint(log) == said
